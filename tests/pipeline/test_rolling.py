"""Sources that roll: read back to what is known, read again for silent edits, and never mistaking a scroll for a removal."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from pipeline.bulletin import HOST, Bulletin, read_item, rolling, wired
from pipeline.bulletin import page as read_page
from pipeline.toy import Wire
from sanctionwire.pipeline import Outcome
from sanctionwire.pipeline.collect import collect
from sanctionwire.store.commit import Decision

DAY = 24 * 60


@pytest.fixture
def bulletin() -> Bulletin:
    """Three notices of the days before."""
    bulletin = Bulletin()
    for key, date in (("1", "2026-01-10"), ("2", "2026-01-12"), ("3", "2026-01-15")):
        bulletin.add(key, date, f"text {key}")
    return bulletin


@pytest.fixture
def wire(bulletin: Bulletin) -> Wire:
    """Read once."""
    wire = wired(bulletin)
    assert again(wire).kinds == {"baseline": 3}
    bulletin.asked.clear()
    return wire


def again(wire: Wire, minutes: int = 60, gap: Decision | None = None) -> Outcome:
    wire.later(minutes)
    return collect(wire.ports, wire.source, gap=gap)[-1]


def told(wire: Wire) -> list[tuple[str, str]]:
    head = wire.ports.log.head().seq
    return [(change.kind, change.entry_id.removeprefix("t_list:")) for change in wire.changes(head)]


def test_what_is_new_is_told_and_nothing_else_is_fetched(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.add("4", "2026-01-16", "text 4")
    again(wire)
    assert told(wire) == [("designated", "4")]
    assert bulletin.asked == ["/?page=1", "/4"]


def test_nothing_new_is_one_poll(wire: Wire, bulletin: Bulletin) -> None:
    assert again(wire).what == "unchanged"
    assert bulletin.asked == ["/?page=1"]


def test_pages_are_read_until_one_shows_what_is_known(wire: Wire, bulletin: Bulletin) -> None:
    for key in ("4", "5", "6", "7"):
        bulletin.add(key, "2026-01-16", f"text {key}")
    again(wire)
    assert told(wire) == [("designated", key) for key in ("4", "5", "6", "7")]
    assert [path for path in bulletin.asked if "page" in path] == ["/?page=1", "/?page=2"]


def test_what_scrolls_away_is_no_removal_and_its_return_no_news(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.add("4", "2026-01-16", "text 4")
    again(wire)
    oldest = bulletin.rows.pop()
    assert again(wire).what == "unchanged"
    bulletin.rows.append(oldest)
    assert again(wire).what == "unchanged"
    assert set(wire.listed()) == {"1", "2", "3", "4"}


def test_no_overlap_within_the_cap_is_said_and_the_last_reading_stands(wire: Wire, bulletin: Bulletin) -> None:
    for key in range(4, 20):
        bulletin.add(str(key), "2026-01-16", f"text {key}")
    refused = again(wire)
    assert refused.what == "refused"
    assert "none of 9 items on 3 pages was seen before" in (refused.why or "")
    assert set(wire.listed()) == {"1", "2", "3"}
    assert [path for path in bulletin.asked if "page" not in path] == [f"/{key}" for key in range(19, 10, -1)]


def test_an_operator_who_has_looked_may_accept_the_gap(wire: Wire, bulletin: Bulletin) -> None:
    for key in range(4, 20):
        bulletin.add(str(key), "2026-01-16", f"text {key}")
    again(wire)
    assert again(wire, gap=Decision(who="ana", why="read 4 to 10 by hand")).kinds == {"designated": 9}
    commit = wire.ports.log.get(wire.ports.log.head().seq)
    assert commit is not None
    assert commit.decided_by == Decision(who="ana", why="read 4 to 10 by hand")
    assert again(wire).what == "unchanged"


def test_a_silent_edit_is_found_within_a_day(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.texts["2"] = "text 2, and something else"
    assert again(wire).what == "unchanged"
    again(wire, DAY)
    assert told(wire) == [("amended", "2")]


def test_old_items_are_not_read_again(wire: Wire, bulletin: Bulletin) -> None:
    again(wire, 40 * DAY)
    bulletin.asked.clear()
    again(wire, DAY)
    assert bulletin.asked == ["/?page=1"]


def test_each_is_read_again_once_a_day(wire: Wire, bulletin: Bulletin) -> None:
    for _ in range(30):
        again(wire)
    assert sorted(path for path in bulletin.asked if "page" not in path) == ["/1", "/2", "/3"]


def test_a_new_title_in_the_listing_is_an_edit(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.rows[0] = ("3", "2026-01-15", "Another title")
    again(wire)
    assert told(wire) == [("amended", "3")]


def test_a_notice_is_taken_down_only_when_its_page_is_gone_twice(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.rows = [row for row in bulletin.rows if row[0] != "2"]
    bulletin.texts["2"] = 404
    again(wire, DAY)
    assert "2" in wire.listed()
    again(wire, 61)
    assert told(wire) == [("retracted", "2")]
    assert "2" not in wire.listed()


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_page_that_cannot_be_had_is_not_gone(wire: Wire, bulletin: Bulletin, status: int) -> None:
    bulletin.rows = [row for row in bulletin.rows if row[0] != "2"]
    bulletin.texts["2"] = status
    for _ in range(5):
        again(wire, DAY)
    assert "2" in wire.listed()


def test_a_page_that_is_gone_while_the_listing_has_it_is_not_gone(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.texts["2"] = 404
    bulletin.add("4", "2026-01-16", "text 4")
    for _ in range(3):
        again(wire, DAY)
        bulletin.rows[0] = (*bulletin.rows[0][:2], bulletin.rows[0][2] + "!")
    assert "2" in wire.listed()


def test_many_gone_at_once_are_not_believed(bulletin: Bulletin) -> None:
    for key in ("4", "5", "6"):
        bulletin.add(key, "2026-01-15", f"text {key}")
    wire = wired(bulletin, rolling(first_pages=3))
    again(wire)
    gone, bulletin.rows = bulletin.rows[1:], bulletin.rows[:1]
    bulletin.texts |= {row[0]: 404 for row in gone}
    again(wire, DAY)
    assert "gone at once" in (again(wire, 61).why or "")
    assert len(wire.listed()) == 6


def test_one_item_that_cannot_be_read_withholds_no_other_and_is_tried_again(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.add("4", "2026-01-16", "? what")
    bulletin.add("5", "2026-01-16", 500)
    bulletin.add("6", "2026-01-16", "text 6")
    again(wire)
    assert told(wire) == [("designated", "6")]
    assert set(wire.row.unreadable) == {"t_list:4", "t_list:5"}
    bulletin.texts |= {"4": "text 4", "5": "text 5"}
    again(wire, 61)
    assert told(wire) == [("designated", "4"), ("designated", "5")]


def test_what_cannot_be_read_may_go_to_people_instead(bulletin: Bulletin) -> None:
    def doubtful(item, problem):
        entry = read_item(item, {"text": ""})
        return entry.model_copy(update={"notice": entry.notice.model_copy(update={"doubts": (problem,)})})

    bulletin.add("4", "2026-01-16", "? what")
    wire = wired(bulletin, rolling(doubtful=doubtful))
    again(wire)
    assert wire.listed()["4"].notice.doubts == ("it begins with ?",)


def test_what_is_nobodys_concern_is_seen_and_not_told(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.add("4", "2026-01-16", "sunny", title="the weather")
    assert again(wire).what == "unchanged"
    assert "/4" not in bulletin.asked
    assert wire.ports.state(wire.row).seen["4"]["why"] == "weather"


def test_a_source_whose_first_page_concerns_nobody_tells_of_what_comes_next() -> None:
    bulletin = Bulletin()
    bulletin.add("1", "2026-01-10", "sunny", title="the weather")
    wire = wired(bulletin)
    assert again(wire).kinds == {}
    bulletin.add("2", "2026-01-16", "text 2")
    assert again(wire).kinds == {"designated": 1}


def test_notices_of_one_institution_are_one_entry(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.add("4", "2026-01-16", "revoked: Alpha, Bravo")
    again(wire)
    assert told(wire) == [("designated", "4"), ("designated", "bank/alpha"), ("designated", "bank/bravo")]
    bulletin.add("5", "2026-01-17", "revoked: Bravo")
    again(wire)
    assert told(wire) == [("designated", "5"), ("advanced", "bank/bravo")]
    assert wire.listed()["bank/bravo"].covered_by == ("t_list:4", "t_list:5")


def test_an_edit_takes_back_what_it_no_longer_says(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.add("4", "2026-01-16", "revoked: Alpha, Bravo")
    bulletin.add("5", "2026-01-16", "revoked: Bravo")
    again(wire)
    bulletin.texts["4"] = "text 4"
    again(wire, DAY)
    assert ("retracted", "bank/alpha") in told(wire)
    assert wire.listed()["bank/bravo"].covered_by == ("t_list:5",)


def test_a_new_parser_reads_what_was_kept_though_it_scrolled_away(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.add("4", "2026-01-16", "revoked: Alpha")
    again(wire)
    bulletin.rows = bulletin.rows[:1]

    def split(_item, known):
        return {"bank/zulu": {"name": "Zulu"}} if "Alpha" in known["text"] else {}

    def item(item, known):
        return read_item(item, {"text": known["text"].upper()})

    wire.source, wire.revision = rolling(split=split, item=item).source, "r2"
    assert collect(wire.ports, wire.source)[0].what == "reread"
    assert wire.listed()["1"].notice.text == "TEXT 1"
    assert "bank/zulu" in wire.listed()
    assert {change.cause for change in wire.changes(wire.ports.log.head().seq)} == {"parser"}


def test_what_could_not_be_had_is_not_had_from_the_archive_either(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.texts["2"] = 503
    for key in ("4", "5", "6"):
        bulletin.add(key, "2026-01-16", f"text {key}")
    wire.source = rolling(pages=1).source
    wire.later(DAY)
    assert "seen before" in (collect(wire.ports, wire.source)[-1].why or "")
    wire.source, wire.revision = rolling(passing=frozenset({"news"})).source, "r2"
    collect(wire.ports, wire.source)
    assert wire.listed()["4"].notice.text == "text 4"
    assert wire.listed()["2"].notice.text == "text 2"


def test_a_listing_without_items_is_refused(wire: Wire, bulletin: Bulletin) -> None:
    bulletin.rows = []
    assert again(wire).what == "refused"
    assert len(wire.listed()) == 3


def test_a_listing_of_what_stands_there_now_may_be_empty_and_all_new(bulletin: Bulletin) -> None:
    wire = wired(bulletin, rolling(passing=frozenset({"news"}), first_pages=2))
    assert again(wire).kinds == {"baseline": 3}
    bulletin.rows = []
    assert again(wire).what == "unchanged"
    bulletin.add("9", "2026-01-20", "text 9")
    assert again(wire).kinds == {"designated": 1}
    assert set(wire.listed()) == {"1", "2", "3", "9"}


def test_what_an_earlier_row_said_is_carried_over(bulletin: Bulletin) -> None:
    def carry(item, before):
        return replace(item, fields={"first title": before.fields.get("first title", before.title)})

    def item(item, known):
        return read_item(item, {"text": item.fields.get("first title", item.title)})

    wire = wired(bulletin, rolling(carry=carry, item=item))
    again(wire)
    for title in ("Another title", "A third title"):
        bulletin.rows[0] = ("3", "2026-01-15", title)
        again(wire)
    assert wire.listed()["3"].notice.title == "A third title"
    assert wire.listed()["3"].notice.text == "Notice 3"


def test_an_item_that_moved_on_the_day_of_its_second_reading_is_read_where_it_is_now(bulletin: Bulletin) -> None:
    moved: dict[str, str] = {}

    def page(listing, document):
        found = read_page(listing, document)
        return replace(found, items=[replace(i, url=f"{HOST}/{moved.get(i.key, i.key)}") for i in found.items])

    wire = wired(bulletin, rolling(page=page))
    again(wire)
    moved["3"], bulletin.texts["3"], bulletin.texts["3-published"] = "3-published", 404, "text 3, as published"
    bulletin.rows[0] = ("3", "2026-01-15", "Notice 3, as published")
    again(wire, DAY)
    assert told(wire) == [("amended", "3")]
    assert wire.listed()["3"].notice.text == "text 3, as published"


def test_a_wall_in_place_of_a_page_leaves_what_was_read_before(bulletin: Bulletin) -> None:
    wire = wired(bulletin, rolling(blocked=lambda page: page.read().startswith(b"<wall>")))
    again(wire)
    bulletin.texts["2"] = "<wall>"
    again(wire, DAY)
    assert wire.listed()["2"].notice.text == "text 2"
    bulletin.texts["2"] = "text 2, edited"
    again(wire, 61)
    assert told(wire) == [("amended", "2")]


def test_a_listing_shorter_than_what_is_first_read_of_it_is_read_whole(bulletin: Bulletin) -> None:
    assert again(wired(bulletin, rolling(first_pages=3))).kinds == {"baseline": 3}


class Killed(BaseException):
    """The process died here."""


class Mortal:
    """A store whose process dies after so many calls; a dead one calls nothing any more."""

    def __init__(self, store: Any, life: list[int]) -> None:
        self.store, self.life = store, life

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.store, name)

        def call(*args: Any, **options: Any) -> Any:
            if self.life[0] == 0:
                raise Killed
            self.life[0] -= 1
            return method(*args, **options)

        return call


def day_of_notices(life: int | None = None) -> tuple[Wire, bool]:
    """A reading, and the day after it: one new, one edited, one taken down; perhaps the first run of it dies."""
    bulletin = Bulletin()
    for key in ("1", "2", "3"):
        bulletin.add(key, "2026-01-15", f"text {key}, revoked: Alpha")
    wire = wired(bulletin)
    again(wire)
    bulletin.rows = [row for row in bulletin.rows if row[0] != "1"]
    bulletin.texts |= {"1": 404, "2": "text 2"}
    again(wire, DAY)
    bulletin.add("4", "2026-01-16", "revoked: Alpha, Bravo")
    wire.later(61)
    stores, left = (wire.table, wire.blobs, wire.evidence), [-1 if life is None else life]
    wire.table, wire.blobs, wire.evidence = (Mortal(store, left) for store in stores)
    with suppress(Killed):
        collect(wire.ports, wire.source)
    wire.table, wire.blobs, wire.evidence = stores
    died = left[0] == 0
    if died:
        collect(wire.ports, wire.source, owner="collect")
    return wire, died


def left_behind(wire: Wire) -> Any:
    """Commits, entries and the index of what was seen."""
    commits = [wire.ports.log.get(seq).text for seq in range(1, wire.ports.log.head().seq + 1)]
    return commits, {key: entry.plain() for key, entry in wire.listed().items()}, dict(wire.ports.state(wire.row).seen)


def test_a_run_that_dies_between_any_two_calls_is_made_good_by_the_next() -> None:
    whole = left_behind(day_of_notices()[0])
    assert len(whole[0]) == 3
    life, died = 0, True
    while died:
        wire, died = day_of_notices(life)
        assert left_behind(wire) == whole, f"after {life} calls"
        life += 1
    assert life > 12
