"""Publications that hold more files than their source reads: refused in a line, whoever meets them."""

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
