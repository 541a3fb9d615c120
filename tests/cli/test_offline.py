"""`sources`, `parse`, `diff`, `new`: on files alone, without any cloud."""

import ast
import gzip
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import played
from sanctionwire.sources import registry


@pytest.fixture
def ofac_lists(tmp_path):
    """A folder with OFAC's two lists of an edition."""

    def folder(edition):
        path = tmp_path / f"ofac-{edition}"
        path.mkdir()
        for name, sdn in (("SDN_ENHANCED.XML", True), ("CONS_ENHANCED.XML", False)):
            (path / name).write_bytes(played.ofac_list(edition, sdn=sdn))
        return path

    return folder


@pytest.fixture
def un_list(tmp_path):
    def file(edition, name="un.xml"):
        path = tmp_path / f"{edition}-{name}"
        path.write_bytes(played.un_list(edition))
        return path

    return file


def test_sources_are_listed_with_what_they_do_not_cover(sanctionwire):
    run = sanctionwire("sources")
    assert run.status == 0
    for slug, source in registry().items():
        assert slug in run.out
        assert source.about.does_not_cover[:30] in " ".join(run.out.split())


def test_sources_as_json_say_all_that_they_state(sanctionwire):
    run = sanctionwire("sources", "--json")
    assert {line["slug"] for line in run.lines} == set(registry())
    assert all(line["terms"] and line["robots"] for line in run.lines)


def test_parse_prints_one_entry_a_line_with_its_headline_keys(sanctionwire, un_list):
    run = sanctionwire("parse", "un_sc", un_list(1))
    assert (run.status, run.err) == (0, "")
    assert len(run.lines) == 60
    for entry in run.lines:
        assert {"id", "source", "type", "subject", "listings", "relations"} <= entry.keys()
        assert {"schema", "names"} <= entry["subject"].keys()
        assert entry["source"] == "un_sc"
    assert [entry["id"] for entry in run.lines] == sorted(entry["id"] for entry in run.lines)


def test_gzip_is_unpacked_whatever_the_file_is_called(sanctionwire, un_list, tmp_path):
    plain = un_list(1)
    for name in ("list.xml.gz", "list.dat"):
        (tmp_path / name).write_bytes(gzip.compress(plain.read_bytes()))
        assert sanctionwire("parse", "un_sc", tmp_path / name).out == sanctionwire("parse", "un_sc", plain).out


def test_files_that_belong_together_may_come_as_a_folder_or_a_zip(sanctionwire, ofac_lists, tmp_path):
    folder = ofac_lists(2)
    (folder / "README.md").write_text("not a publication")
    archive = tmp_path / "lists.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in folder.glob("*.XML"):
            packed.write(file, f"lists/{file.name}")
        packed.writestr("__MACOSX/lists/._SDN_ENHANCED.XML", b"aside")
    runs = [sanctionwire("parse", "us_ofac", path) for path in (folder, archive)]
    assert runs[0].out == runs[1].out
    assert len(runs[0].lines) == 19
    (bank,) = [entry for entry in runs[0].lines if entry["id"] == "us_ofac:17013"]
    assert len(bank["listings"]) == 2


def test_a_zip_of_one_file_reads_as_the_file(sanctionwire, un_list, tmp_path):
    plain, archive = un_list(1), tmp_path / "un.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(plain, "consolidated.xml")
    assert sanctionwire("parse", "un_sc", archive).out == sanctionwire("parse", "un_sc", plain).out


def test_a_delta_by_itself_is_told_as_what_it_states(sanctionwire, tmp_path):
    path = tmp_path / "delta.xml"
    path.write_bytes(played.ofac_delta(2))
    run = sanctionwire("parse", "us_ofac", path)
    assert run.status == 0
    told = {line["id"]: line["delta"] for line in run.lines}
    assert sorted(told.values()) == ["add"] * 9 + ["modify"] + ["remove"] * 2
    assert told["us_ofac:12060"] == "modify"


@pytest.mark.parametrize("slug", sorted(registry()))
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<!DOCTYPE html><html><head><title>Maintenance</title></head><body></body></html>",
        b"<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>",
        b"\x1f\x8b\x08\x00 not gzip at all",
        gzip.compress(b"<sanctionsData/>")[:-9],
        b"PK\x03\x04 not a zip at all",
    ],
    ids=["empty", "HTML", "S3 error", "broken gzip", "truncated gzip", "broken ZIP"],
)
def test_what_cannot_be_accepted_is_told_in_one_line(sanctionwire, tmp_path, slug, body):
    path = tmp_path / "served.zip"
    path.write_bytes(body)
    run = sanctionwire("parse", slug, path)
    assert run.status == 1
    assert run.out == ""
    assert len(run.err.splitlines()) == 1
    assert run.err.startswith(f"sanctionwire: {slug}: ")
    assert "served.zip" in run.err


def test_a_truncated_list_prints_nothing_and_says_where_it_ends(sanctionwire, un_list):
    path = un_list(1)
    path.write_bytes(path.read_bytes()[:-2000])
    run = sanctionwire("parse", "un_sc", path)
    assert (run.status, run.out) == (1, "")
    assert "line" in run.err


def test_the_readable_entries_are_printed_even_if_one_is_not(sanctionwire, un_list):
    path = un_list(1)
    path.write_bytes(path.read_bytes().replace(b"<NATIONALITY>", b"<SURPRISE>x</SURPRISE><NATIONALITY>", 1))
    run = sanctionwire("parse", "un_sc", path)
    assert run.status == 1
    assert len(run.lines) == 59
    assert len(run.err.splitlines()) == 1
    assert "690789" in run.err
    assert "SURPRISE" in run.err


def test_an_unknown_source_is_answered_with_those_there_are(sanctionwire, un_list):
    run = sanctionwire("parse", "un_list", un_list(1))
    assert run.status == 2
    assert "un_sc" in run.err


def test_a_missing_file_is_a_command_that_was_not_understood(sanctionwire, tmp_path):
    assert sanctionwire("parse", "un_sc", tmp_path / "none.xml").status == 2


def test_an_empty_folder_is_no_publication(sanctionwire, tmp_path):
    run = sanctionwire("parse", "un_sc", tmp_path)
    assert run.status == 1
    assert "nothing in it" in run.err


def test_diff_prints_one_change_a_line(sanctionwire, un_list):
    run = sanctionwire("diff", "un_sc", un_list(3), un_list(4))
    assert run.status == 0
    assert [(line["kind"], line["entry_id"]) for line in run.lines] == [
        ("designated", "un_sc:6909274"),
        ("designated", "un_sc:6909275"),
    ]
    assert all({"kind", "entry_id", "before", "after", "fields", "cause"} <= line.keys() for line in run.lines)


def test_diff_holds_nothing(sanctionwire, un_list):
    kinds = [line["kind"] for line in sanctionwire("diff", "un_sc", un_list(4), un_list(5)).lines]
    assert kinds.count("removed") == 26
    assert kinds.count("designated") == 2


def test_a_new_date_and_other_white_space_are_no_difference(sanctionwire, un_list):
    run = sanctionwire("diff", "un_sc", un_list(1), un_list(3))
    assert (run.status, run.out, run.err) == (0, "", "")


def test_a_delta_that_fits_differs_as_the_list_that_contains_it(sanctionwire, ofac_lists, tmp_path):
    delta = tmp_path / "delta.xml"
    delta.write_bytes(played.ofac_delta(2))
    by_delta = sanctionwire("diff", "us_ofac", ofac_lists(1), delta)
    by_list = sanctionwire("diff", "us_ofac", tmp_path / "ofac-1", ofac_lists(2))
    assert by_delta.status == by_list.status == 0
    assert by_delta.out == by_list.out
    assert len(by_delta.lines) == 12


def test_a_delta_that_does_not_fit_is_refused(sanctionwire, ofac_lists, tmp_path):
    delta = tmp_path / "delta.xml"
    delta.write_bytes(played.ofac_delta(2))
    run = sanctionwire("diff", "us_ofac", ofac_lists(2), delta)
    assert (run.status, run.out) == (1, "")
    assert len(run.err.splitlines()) == 1


def test_either_file_may_be_the_broken_one(sanctionwire, un_list, tmp_path):
    broken = tmp_path / "broken.xml"
    broken.write_bytes(b"<html>")
    for pair in ((broken, un_list(1)), (un_list(1), broken)):
        run = sanctionwire("diff", "un_sc", *pair)
        assert (run.status, run.out) == (1, "")
        assert "broken.xml" in run.err


def test_new_makes_a_folder_that_python_reads_and_the_registry_would_find(sanctionwire, tmp_path):
    run = sanctionwire("new", "xx_toy_list", 'https://example.org/list?a="b"', "--into", tmp_path)
    assert run.status == 0
    folder = tmp_path / "xx_toy_list"
    assert {path.name for path in folder.iterdir()} == {"__init__.py", "parser.py", "samples", "expected"}
    for name in ("__init__.py", "parser.py"):
        ast.parse((folder / name).read_text())
    assert "sanctionwire.sources.xx_toy_list.parser" in (folder / "__init__.py").read_text()
    assert "python -m tools.golden" in run.out


@pytest.mark.parametrize(
    ("slug", "url", "why"),
    [
        ("toy", "https://example.org/", "jurisdiction"),
        ("xx_Toy", "https://example.org/", "jurisdiction"),
        ("xx_toy", "http://example.org/", "https"),
        ("xx_toy", "example.org", "https"),
        ("un_sc", "https://example.org/", "already"),
    ],
)
def test_new_refuses_what_could_not_be_a_source(sanctionwire, tmp_path, slug, url, why):
    run = sanctionwire("new", slug, url, "--into", tmp_path)
    assert run.status == 2
    assert why in run.err
    assert not list(tmp_path.iterdir())


def test_help_teaches_with_examples_that_keep_their_lines(sanctionwire):
    run = sanctionwire("--help")
    assert "    sanctionwire diff un_sc monday.xml.gz tuesday.xml.gz\n" in run.out
    assert run.out.index("Without any cloud:") < run.out.index("Against a stack:")
    assert "  $" not in sanctionwire("parse", "--help").out
    assert "    sanctionwire parse us_ofac SDN_ENHANCED.ZIP | wc -l\n" in sanctionwire("parse", "--help").out


def test_parse_loads_nothing_of_aws():
    code = "import sys; from sanctionwire.cli import main\ntry: main(['sources', '--json'])\nexcept SystemExit: pass\nprint('boto3' in sys.modules, file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "False"


def test_a_reader_that_stops_early_gets_no_traceback(un_list):
    run = subprocess.run(
        f"{sys.executable} -c 'from sanctionwire.cli import main; main()' parse un_sc {un_list(1)} | head -1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        env=dict(os.environ),
    )
    assert run.stdout.startswith('{"')
    assert "Traceback" not in run.stderr


def test_the_package_is_found_where_new_would_put_a_source():
    import sanctionwire.sources  # noqa: PLC0415

    assert (Path(sanctionwire.sources.__path__[0]) / "un_sc").is_dir()
