"""`replay`: the snapshots of a folder through the real pipeline, in name order."""

import pytest

import played


@pytest.fixture
def editions(tmp_path):
    """A folder with the UN's list of each edition, and what lies beside publications."""
    folder = tmp_path / "editions"
    folder.mkdir()
    for edition in range(1, 8):
        (folder / f"2026-01-0{edition}.xml").write_bytes(played.un_list(edition))
    (folder / "README.md").write_text("not a publication")
    (folder / ".DS_Store").write_bytes(b"aside")
    return folder


def test_each_snapshot_is_one_object_in_name_order(sanctionwire, editions):
    run = sanctionwire("replay", "un_sc", editions, "--json")
    assert (run.status, run.err) == (0, "")
    assert [line["snapshot"] for line in run.lines] == [f"2026-01-0{edition}.xml" for edition in range(1, 8)]
    assert all(line.keys() == {"snapshot", "serial", "changes", "held", "refused"} for line in run.lines)


def test_guards_and_commits_are_the_real_ones(sanctionwire, editions):
    told = [
        (line["serial"], line["changes"], line["held"])
        for line in sanctionwire("replay", "un_sc", editions, "--json").lines
    ]
    assert told == [
        (1, {"baseline": 60}, 0),
        (1, {}, 0),
        (1, {}, 0),
        (2, {"designated": 2}, 0),
        (3, {"designated": 2}, 26),
        (3, {}, 26),
        (4, {}, 0),
    ]


def test_the_mails_that_would_have_gone_are_told_by_their_first_lines(sanctionwire, editions):
    out = sanctionwire("replay", "un_sc", editions).out
    assert "[INFO] UN now watching 60 entries" in out
    assert "[ACT] UN +2 BLOCK | Haiti" in out
    assert "[CHECK] UN 26 REMOVALS HELD" in out
    assert "2026-01-05.xml  serial 3  designated 2, held 26" in out


def test_what_cannot_be_read_is_refused_and_the_next_goes_on_from_the_last_good_one(sanctionwire, editions):
    (editions / "2026-01-02.xml").write_bytes(b"<html><title>Maintenance</title></html>")
    (editions / "2026-01-03.xml").write_bytes(b"")
    lines = sanctionwire("replay", "un_sc", editions, "--json").lines
    assert "Maintenance" in lines[1]["refused"]
    assert "empty" in lines[2]["refused"]
    assert [line["refused"] for line in lines[3:]] == [None] * 4
    assert lines[3]["changes"] == {"designated": 2}
    out = sanctionwire("replay", "un_sc", editions).out
    assert "2026-01-02.xml  serial 1  refused" in out


def test_lists_and_deltas_follow_each_other(sanctionwire, tmp_path):
    for edition in (1, 3):
        folder = tmp_path / "ofac" / f"{edition} lists"
        folder.mkdir(parents=True)
        for name, sdn in (("SDN.XML", True), ("CONS.XML", False)):
            (folder / name).write_bytes(played.ofac_list(edition, sdn=sdn))
    (tmp_path / "ofac" / "2 delta.xml").write_bytes(played.ofac_delta(2))
    told = [
        (line["changes"], line["refused"])
        for line in sanctionwire("replay", "us_ofac", tmp_path / "ofac", "--json").lines
    ]
    assert told == [
        ({"baseline": 12}, None),
        ({"designated": 9, "measures_changed": 1, "removed": 2}, None),
        ({}, None),
    ]


def test_a_delta_without_its_list_is_refused(sanctionwire, tmp_path):
    (tmp_path / "delta.xml").write_bytes(played.ofac_delta(2))
    (line,) = sanctionwire("replay", "us_ofac", tmp_path, "--json").lines
    assert line["refused"]
    assert line["changes"] == {}


def test_a_folder_without_snapshots_is_told(sanctionwire, tmp_path):
    run = sanctionwire("replay", "un_sc", tmp_path)
    assert run.status == 1
    assert "no snapshot" in run.err


def test_names_that_are_no_dates_are_as_good(sanctionwire, editions):
    for place, path in enumerate(sorted(editions.glob("*.xml"))):
        path.rename(editions / f"{place} 2026-99-99.xml")
    assert sanctionwire("replay", "un_sc", editions, "--json").lines[-1]["serial"] == 4
