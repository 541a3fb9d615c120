"""FinCEN's site as it goes on: through the real pipeline, from its list of releases to what is told of a new one."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from pipeline.toy import Wire
from sanctionwire.core.canonical import sha256
from sanctionwire.errors import Unreachable
from sanctionwire.pipeline import Outcome
from sanctionwire.pipeline.collect import collect
from sanctionwire.pipeline.ports import Fetched
from sanctionwire.source import About, Document, Request
from sanctionwire.sources.us_fincen_news import SOURCE
from sanctionwire.sources.us_fincen_news.listing import HOST
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Validators

LIST = "/news/press-releases"
PAGE = (
    '<html><body><main><h1><span class="treas-page-title">{title}</span></h1><article><div class="field '
    'field--name-field-date-release"><div>Immediate Release</div><time datetime="{day}T12:00:00Z">{day}</time></div>'
    '<div class="field field--name-body"><p>{text}</p></div></article></main></body></html>'
)
ROW = (
    '<div class="views-row"><div class="views-field views-field-title"><a href="/news/news-releases/{key}">{title}</a></div>'
    '<div class="views-field views-field-field-date"><time datetime="{day}T12:00:00Z">{day}</time></div></div>'
)
TITLE = "FinCEN Issues a Rule"
SEVERS = "FinCEN issued a final rule severing Some Network Ltd. from the U.S. financial system."


@dataclass
class Site:
    """Releases by slug: the day, the title and the text, or the status that its page answers with; three to a page."""

    releases: dict[str, tuple[str, str, str | int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, request: Request, _about: About, validators: Validators | None, now: datetime) -> Fetched:
        path = request.url.removeprefix(f"https://{HOST}")
        self.asked.append(path)
        answer = self._answer(path)
        if isinstance(answer, int):
            raise Unreachable(f"HTTP {answer}", status=answer)
        body = answer.encode()
        if validators and validators.etag == sha256(body):
            return Fetched(document=None, validators=validators)
        document = Document(
            name=request.name, url=request.url, opened=lambda: io.BytesIO(body), sha256=sha256(body), size=len(body),
            fetched_at=stamp(now),
        )  # fmt: skip
        return Fetched(document=document, validators=Validators(etag=sha256(body)))

    def _answer(self, path: str) -> str | int:
        if path.startswith(LIST):
            start = 3 * int(path.partition("?page=")[2] or 0)
            newest = sorted(self.releases.items(), key=lambda each: each[1][0], reverse=True)[start : start + 3]
            rows = "".join(ROW.format(key=key, title=title, day=day) for key, (day, title, _) in newest)
            return f'<html><body><div class="view-press-releases">{rows}</div></body></html>'
        if path.rpartition("/")[2] not in self.releases:
            return 404
        day, title, text = self.releases[path.rpartition("/")[2]]
        return text if isinstance(text, int) else PAGE.format(day=day, title=title, text=text)


@pytest.fixture
def site() -> Site:
    return Site({
        "a-rule": ("2026-01-10", TITLE, SEVERS),
        "new-director": ("2026-01-12", "FinCEN Names New Deputy Director", SEVERS),
    })  # fmt: skip


@pytest.fixture
def wire(site: Site) -> Wire:
    """Read once."""
    wire = Wire(publisher=site, source=SOURCE)  # type: ignore[arg-type]
    assert again(wire).kinds == {"baseline": 1}
    site.asked.clear()
    return wire


def again(wire: Wire, minutes: int = 60) -> Outcome:
    wire.later(minutes)
    return collect(wire.ports, wire.source)[-1]


def told(wire: Wire) -> list[tuple[str, str]]:
    return [(change.kind, change.entry_id) for change in wire.changes(wire.ports.log.head().seq)]


def test_nothing_new_is_one_poll_of_the_list(wire: Wire, site: Site) -> None:
    assert again(wire).what == "unchanged"
    assert site.asked == [LIST]


def test_a_new_release_is_one_notice_and_what_it_says_is_no_listing(wire: Wire, site: Site) -> None:
    site.releases["another-rule"] = ("2026-01-15", TITLE, SEVERS)
    again(wire)
    assert told(wire) == [("designated", "us_fincen_news:another-rule")]
    (change,) = wire.changes(wire.ports.log.head().seq)
    assert change.entry.listings == ()
    assert [mention.name for mention in change.entry.mentions] == ["Some Network Ltd."]
    assert site.asked == [LIST, "/news/news-releases/another-rule"]


def test_a_release_of_another_matter_is_seen_and_not_asked_for(wire: Wire, site: Site) -> None:
    site.releases["hiring"] = ("2026-01-15", "FinCEN Is Hiring Analysts", SEVERS)
    before = wire.ports.log.head().seq
    again(wire)
    assert [change for seq in range(before + 1, wire.ports.log.head().seq + 1) for change in wire.changes(seq)] == []
    assert site.asked == [LIST]


def test_more_releases_than_a_page_holds_are_read_back_to_what_is_known(wire: Wire, site: Site) -> None:
    for day in range(1, 6):
        site.releases[f"rule-{day}"] = (str(date(2026, 2, day)), TITLE, SEVERS)
    again(wire)
    assert sorted(told(wire)) == [("designated", f"us_fincen_news:rule-{day}") for day in range(1, 6)]
    assert [path for path in site.asked if path.startswith(LIST)] == [LIST, f"{LIST}?page=1"]


def test_a_page_that_comes_late_is_told_by_its_title_first_and_then_whole(wire: Wire, site: Site) -> None:
    site.releases["another-rule"] = ("2026-01-15", TITLE, 403)
    again(wire)
    (change,) = wire.changes(wire.ports.log.head().seq)
    assert change.entry.notice
    assert change.entry.notice.doubts
    assert change.entry.mentions == ()
    site.releases["another-rule"] = ("2026-01-15", TITLE, SEVERS)
    again(wire, minutes=2 * 60)
    (change,) = wire.changes(wire.ports.log.head().seq)
    assert change.entry.notice
    assert change.entry.notice.doubts == ()
    assert len(change.entry.mentions) == 1


def test_a_silent_edit_is_told_as_a_change_of_the_release(wire: Wire, site: Site) -> None:
    site.releases["another-rule"] = ("2026-01-15", TITLE, SEVERS)
    again(wire)
    site.releases["another-rule"] = ("2026-01-15", TITLE, SEVERS.replace("Network", "Other Network"))
    again(wire, minutes=25 * 60)
    ((kind, entry),) = told(wire)
    assert (kind, entry) != ("designated", "us_fincen_news:another-rule")
    assert entry == "us_fincen_news:another-rule"
