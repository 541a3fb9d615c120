"""The Treasury's site as it goes on: through the real pipeline, from its manifest to what is told of a new release."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from pipeline.toy import Wire
from sanctionwire.core.canonical import sha256
from sanctionwire.errors import Unreachable
from sanctionwire.pipeline import Outcome
from sanctionwire.pipeline.collect import collect
from sanctionwire.pipeline.ports import Fetched
from sanctionwire.source import About, Document, Request
from sanctionwire.sources.us_treasury_press import SOURCE
from sanctionwire.sources.us_treasury_press.listing import SITE
from sanctionwire.store.rows import stamp
from sanctionwire.store.sources import Validators

PAGE = (
    "<!doctype html><html lang=en><body><h2 class=uswds-page-title>{title}</h2><article about=/news/press-releases/{key}/ "
    "class=entity--type-node><div class=field--name-field-news-publication-date><time datetime={day}T14:00:00Z>{day}"
    "</time></div><div class=field--name-field-news-body><p>{text}</div></article></body></html>"
)
SANCTIONS = "OFAC is designating <strong>Some Network Ltd.</strong> pursuant to E.O. 13581, as amended."


@dataclass
class Site:
    """Releases by number: the day, the title and the text, or the status that its page answers with."""

    releases: dict[str, tuple[str, str, str | int]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def fetch(self, request: Request, _about: About, validators: Validators | None, now: datetime) -> Fetched:
        path = request.url.removeprefix(SITE)
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
        if path.endswith("manifest.json"):
            years = sorted({day[:4] for day, _, _ in self.releases.values()})
            shards = [self._shard(year) for year in years]
            return json.dumps({"category": "press-releases", "searchShards": shards})
        if path.endswith(".json"):
            year = path[-9:-5]
            items = [self._row(key) for key, (day, _, _) in self.releases.items() if day.startswith(year)]
            return json.dumps({"category": "press-releases", "count": len(items), "items": items})
        key = path.rstrip("/").rpartition("/")[2]
        day, title, text = self.releases[key]
        return text if isinstance(text, int) else PAGE.format(key=key, day=day, title=title, text=text)

    def _shard(self, year: str) -> dict[str, Any]:
        count = sum(day.startswith(year) for day, _, _ in self.releases.values())
        return {
            "name": year,
            "endYear": int(year),
            "path": f"/news-data/press-releases/search/{year}.json",
            "count": count,
        }

    def _row(self, key: str) -> dict[str, str]:
        day, title, _ = self.releases[key]
        return {"title": title, "url": f"/news/press-releases/{key}/", "date": day, "datetime": f"{day}T14:00:00Z"}


@pytest.fixture
def site() -> Site:
    return Site({
        "sb0601": ("2026-01-10", "Treasury Sanctions a Network", SANCTIONS),
        "sb0602": ("2026-01-12", "Treasury Announces Buybacks", SANCTIONS),
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


def test_nothing_new_is_one_poll_of_the_manifest(wire: Wire, site: Site) -> None:
    assert again(wire).what == "unchanged"
    assert site.asked == ["/news-data/press-releases/manifest.json"]


def test_a_new_release_is_one_notice_and_what_it_says_is_no_listing(wire: Wire, site: Site) -> None:
    site.releases["sb0603"] = ("2026-01-15", "Treasury Sanctions Another Network", SANCTIONS)
    again(wire)
    assert told(wire) == [("designated", "us_treasury_press:sb0603")]
    (change,) = wire.changes(wire.ports.log.head().seq)
    assert change.entry.listings == ()
    assert [mention.name for mention in change.entry.mentions] == ["Some Network Ltd."]
    assert site.asked == [
        "/news-data/press-releases/manifest.json",
        "/news-data/press-releases/search/2026.json",
        "/news/press-releases/sb0603/",
    ]


def test_a_release_of_another_matter_is_seen_and_not_told(wire: Wire, site: Site) -> None:
    site.releases["sb0603"] = ("2026-01-15", "Quarterly Refunding Statement", SANCTIONS)
    before = wire.ports.log.head().seq
    again(wire)
    assert [change for seq in range(before + 1, wire.ports.log.head().seq + 1) for change in wire.changes(seq)] == []
    assert "/news/press-releases/sb0603/" not in site.asked


def test_over_the_new_year_nothing_is_missed(wire: Wire, site: Site) -> None:
    site.releases["sb0699"] = ("2026-12-31", "Treasury Sanctions a Network at the Last Minute", SANCTIONS)
    site.releases["sb0700"] = ("2027-01-02", "Treasury Sanctions a Network in the New Year", SANCTIONS)
    again(wire)
    assert sorted(told(wire)) == [
        ("designated", "us_treasury_press:sb0699"),
        ("designated", "us_treasury_press:sb0700"),
    ]


def test_a_page_that_comes_late_is_told_by_its_title_first_and_then_whole(wire: Wire, site: Site) -> None:
    site.releases["sb0603"] = ("2026-01-15", "Treasury Sanctions Another Network", 404)
    again(wire)
    (change,) = wire.changes(wire.ports.log.head().seq)
    assert (change.kind, bool(change.entry.notice and change.entry.notice.doubts)) == ("designated", True)
    site.releases["sb0603"] = ("2026-01-15", "Treasury Sanctions Another Network", SANCTIONS)
    again(wire, minutes=2 * 60)
    (change,) = wire.changes(wire.ports.log.head().seq)
    assert change.entry_id == "us_treasury_press:sb0603"
    assert change.entry.notice
    assert change.entry.notice.doubts == ()
    assert len(change.entry.mentions) == 1
