"""Countries as publishers spell them, to FollowTheMoney's codes; what is no country has no code, and is not guessed."""

from __future__ import annotations

from collections.abc import Iterator

from sanctionwire.core.normalise.names import name_key
from sanctionwire.core.normalise.territories import REGIONS, TERRITORIES

_FILLERS = {"the", "of", "and"}


def country(text: str) -> str | None:
    """Find the code of a country by any of its names, old ones and adjectives too; codes are not names."""
    return _BY_NAME.get(_key(text))


def country_of_code(code: str) -> str | None:
    """Check an ISO alpha-2 code (or a historic one in use, as `suhh`) that a publisher gives as such."""
    folded = code.strip().lower()
    return folded if folded in _NAMES else None


def country_name(code: str) -> str:
    """Give the short English name that goes with a code, or the code itself."""
    return _NAMES.get(code, code)


def region(text: str) -> bool:
    """Tell whether a text in the place of a country is known to stand for none (`Region: Crimea`, `Unknown`)."""
    return text.strip().lower().startswith("region:") or _key(text) in _REGIONS


def _key(text: str) -> str:
    words = name_key(text.replace("&", " and ")).split()
    return " ".join(word for word in words if word not in _FILLERS) or text


def _rows() -> Iterator[tuple[str, list[str]]]:
    for line in TERRITORIES.strip().splitlines():
        code, *names = line.split("|")
        yield code, names


_NAMES: dict[str, str] = {}
_BY_NAME: dict[str, str] = {}
for _code, _spellings in _rows():
    _NAMES.setdefault(_code, _spellings[0])
    _BY_NAME.update((_key(spelling), _code) for spelling in _spellings)
_REGIONS = frozenset(_key(name) for line in REGIONS.splitlines() for name in line.split("|") if name)
