"""Publications of which there are too many files, or none that opens: refused in a line, whoever meets them."""

import zipfile

import pytest


@pytest.fixture
def two_in_one(tmp_path, sample):
    """An archive with two lists where there should be one."""

    def archive(slug, name):
        path = tmp_path / "two.zip"
        with zipfile.ZipFile(path, "w") as packed:
            packed.write(sample(slug, name), "a")
            packed.write(sample(slug, name), "b")
        return path

    return archive


ONE_EACH = [("un_sc", "earlier.xml"), ("us_fincen_311", "special-measures.html")]


@pytest.mark.parametrize(("slug", "name"), ONE_EACH)
def test_two_files_where_one_is_read_are_refused_in_one_line(sanctionwire, two_in_one, slug, name):
    run = sanctionwire("parse", slug, two_in_one(slug, name))
    assert (run.status, run.out) == (1, "")
    assert len(run.err.splitlines()) == 1
    assert "2 documents: a, b (expected one)" in run.err


@pytest.mark.parametrize(("slug", "name"), ONE_EACH)
def test_a_replay_goes_on_behind_them(sanctionwire, two_in_one, sample, slug, name):
    archive = two_in_one(slug, name)
    (archive.parent / "whole").write_bytes(sample(slug, name).read_bytes())
    refused, taken = sanctionwire("replay", slug, archive.parent, "--json").lines
    assert "2 documents" in refused["refused"]
    assert (taken["refused"], taken["serial"]) == (None, 1)


def test_a_snapshot_that_cannot_be_opened_does_not_end_a_replay(sanctionwire, sample, tmp_path):
    (tmp_path / "1").symlink_to(tmp_path / "nowhere")
    (tmp_path / "2").write_bytes(sample("un_sc", "earlier.xml").read_bytes())
    refused, taken = sanctionwire("replay", "un_sc", tmp_path, "--json").lines
    assert "No such file" in refused["refused"]
    assert (taken["refused"], taken["serial"]) == (None, 1)
