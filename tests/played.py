"""Seven editions of three publishers, for tests of the product: each shows one thing that lists do, and has no date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from demo import ofac, un
from demo.publishers import Publishers
from demo.scene import Scene
from demo.story import Edition

NOON = datetime(2026, 1, 16, 15, 0, tzinfo=UTC)


def _edition(number: int, title: str, *happens: str, **publishers: bool) -> Edition:
    return Edition(number=number, title=title, told="", expect="", happens=happens, **publishers)  # type: ignore[arg-type]


EDITIONS = (
    _edition(1, "Baseline", "huione-proposed", ofac_publishes=True, ofac_lists=True),
    _edition(2, "A delta", "ofac-prince", "ofac-changes", ofac_publishes=True, ofac_lists=True),
    _edition(3, "The full lists", "un-regenerated", ofac_lists=True),
    _edition(4, "A final rule", "huione-released", "un-haiti"),
    _edition(5, "A list comes up short", "un-short"),
    _edition(6, "Not readable", "ofac-palau", ofac_publishes=True, ofac_unreadable=True),
    _edition(7, "Recovery", "un-restored", ofac_lists=True),
)


def scene(edition: int, began: datetime = NOON) -> Scene:
    """What has happened up to an edition, an hour each."""
    happened = {event: began + timedelta(hours=each.number) for each in EDITIONS[:edition] for event in each.happens}
    return Scene(began=began, happened=happened)


def publishers(clock: object, storage_host: str) -> Publishers:
    """The publishers with these editions."""
    return Publishers(editions=EDITIONS, clock=clock, storage_host=storage_host)  # type: ignore[arg-type]


def un_list(edition: int) -> bytes:
    """The UN's list."""
    return un.consolidated(scene(edition), generated=NOON)


def ofac_list(edition: int, *, sdn: bool) -> bytes:
    """One of OFAC's full lists."""
    return ofac.full_list(scene(edition), sdn=sdn, as_of=NOON)


def ofac_delta(edition: int) -> bytes:
    """What OFAC changed with an edition."""
    return ofac.delta(scene(edition - 1), scene(edition), published=NOON)
