"""The sanctions regimes by the list's own code: the committee's page, and the measures that a listing brings.

The list itself states measures in the comments of two regimes only (Libya, Mali). For the others they are those in the
table "Sanctions measures" on the regime's official page, in its words, as far as they strike the listed party itself:
embargoes on a territory are not here. Travel bans bind individuals alone. An arms embargo has no common effect of its
own and is `other`. Iran is as re-applied in September 2025; under resolution 2231 the travel ban had ended before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sanctionwire.core.model import Effect, Measure

_PAGE = "https://main.un.org/securitycouncil/en/sanctions/{}"

FREEZE, TRAVEL, ARMS = "Assets freeze", "Travel ban", "Arms embargo"
_EFFECTS: dict[str, Effect] = {FREEZE: "block", TRAVEL: "travel", ARMS: "other"}


@dataclass(frozen=True, slots=True)
class Regime:
    """`measures` is None where each entry's comments say which of them apply to it."""

    committee: str
    measures: tuple[str, ...] | None

    @property
    def page(self) -> str:
        """The committee's page, with its list, its narrative summaries and the measures."""
        return _PAGE.format(self.committee)


REGIMES = {
    "Al-Qaida": Regime("1267", (FREEZE, TRAVEL, ARMS)),
    "CAR": Regime("2745", (FREEZE, TRAVEL)),
    "DPRK": Regime("1718", (FREEZE, TRAVEL)),
    "DRC": Regime("1533", (FREEZE, TRAVEL)),
    "GB": Regime("2048", (TRAVEL,)),  # Guinea-Bissau, not a country code
    "Haiti": Regime("2653", (FREEZE, TRAVEL)),
    "Iran": Regime("1737", (FREEZE, TRAVEL)),
    "Iraq": Regime("1518", (FREEZE,)),
    "Libya": Regime("1970", None),
    "Mali": Regime("2374", None),  # ended in August 2023; still in older generations of the list
    "Somalia": Regime("2713", (FREEZE, TRAVEL, ARMS)),
    "SouthSudan": Regime("2206", (FREEZE, TRAVEL)),
    "Sudan": Regime("1591", (FREEZE, TRAVEL)),
    "Taliban": Regime("1988", (FREEZE, TRAVEL, ARMS)),
    "Yemen": Regime("2140", (FREEZE, TRAVEL, ARMS)),
}

_STATED = re.compile(
    r"\(\s*((?:Travel Ban|Assets? Freeze)(?:\s*,\s*(?:Travel Ban|Assets? Freeze))*)\s*\)", re.IGNORECASE
)


def measures(regime: Regime | None, comments: str, *, individual: bool) -> Iterator[Measure]:
    """What the listing brings; one measure of effect `other` where neither regime nor comments make it certain."""
    if regime and regime.measures is not None:
        yield from (_measure(each) for each in regime.measures if individual or each != TRAVEL)
        return
    stated = {word.strip().casefold() for group in _STATED.findall(comments) for word in group.split(",")}
    if stated:
        yield from (_measure(TRAVEL if word == "travel ban" else FREEZE) for word in sorted(stated))
    else:
        yield Measure(type="Measures of the regime, as the comments state them", effect="other")


def _measure(type: str) -> Measure:  # noqa: A002 - the model's own word
    return Measure(type=type, effect=_EFFECTS[type])
