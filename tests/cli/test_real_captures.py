"""The command on real captures."""

from collections import Counter

import pytest


def kinds(run):
    assert (run.status, run.err) == (0, "")
    return Counter(line["kind"] for line in run.lines)


def test_the_enhanced_export_prints_all_its_entities(sanctionwire, data):
    run = sanctionwire("parse", "us_ofac", data("ofac/enhanced/irgc_programme_2024-08-28.xml.gz"))
    assert (run.status, run.err) == (0, "")
    assert len(run.lines) == 293
    assert sum(len(entry["relations"]) for entry in run.lines) == 229


def test_the_delta_prints_its_five_additions(sanctionwire, data):
    run = sanctionwire("parse", "us_ofac", data("ofac/delta/2026-08-26_delta.xml"))
    assert run.status == 0
    assert Counter(line["delta"] for line in run.lines) == {"add": 5}


def test_the_error_body_that_was_served_in_place_of_a_file_is_refused(sanctionwire, data):
    run = sanctionwire("parse", "us_ofac", data("ofac/failures/NoSuchKey_SLS_error_body.xml"))
    assert (run.status, run.out) == (1, "")
    assert "NoSuchKey" in run.err


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("2020-11-23", "2020-11-24", {}),
        ("2020-11-24", "2020-11-30", {}),
        ("2018-06-07", "2018-06-21", {"designated": 2}),
        ("2020-11-30", "2020-12-01", {"removed": 12}),
    ],
)
def test_generations_of_the_un_list_differ_as_they_did(sanctionwire, data, old, new, expected):
    run = sanctionwire("diff", "un_sc", data(f"un/{old}.xml.gz"), data(f"un/{new}.xml.gz"))
    assert kinds(run) == expected
    assert all(line["before"]["subject"]["names"] for line in run.lines if line["kind"] == "removed")


def test_seven_generations_of_the_un_list_replay(sanctionwire, data):
    lines = sanctionwire("replay", "un_sc", data("un"), "--json").lines
    assert [line["refused"] for line in lines] == [None] * 7
    assert [line["serial"] for line in lines] == [1, 2, 3, 3, 3, 4, 5]
    assert lines[0]["changes"] == {"baseline": 1098}
    assert lines[-1]["changes"]["rekeyed"] == 1
