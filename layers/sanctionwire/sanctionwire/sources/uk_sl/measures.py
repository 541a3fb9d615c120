"""What a designation imposes: the list's words for each measure, held against its own true-or-false indicators."""

from __future__ import annotations

import re

from sanctionwire.core.model import Effect, Measure, Unmapped
from sanctionwire.errors import SourceChanged
from sanctionwire.formats.fields import Fields

INDICATED = "SanctionsImposedIndicators"

EFFECTS: dict[str, Effect] = {
    "AssetFreeze": "block",
    "TravelBan": "travel",
    "ArmsEmbargo": "other",
    "TargetedArmsEmbargo": "other",
    "CharteringOfShips": "other",
    "ClosureOfRepresentativeOffices": "other",
    "CrewServicingOfShipsAndAircraft": "other",
    "Deflag": "other",
    "PreventionOfBusinessArrangements": "other",
    "ProhibitionOfPortEntry": "other",
    "PreventionOfCharteringOfShips": "other",
    "PreventionOfCharteringOfShipsAndAircraft": "other",
    "TechnicalAssistanceRelatedToAircraft": "other",
    "TrustServicesSanctions": "other",
    "DirectorDisqualificationSanction": "other",
}
"""The indicators that are known, and the common effect of each."""


def measures(record: Fields) -> tuple[list[Measure], list[Unmapped]]:
    """The measures, each in the list's own words; and the words and indicators that are new.

    Words and indicators must say the same. Words that are no indicator's name are carried with effect `other` as long
    as there are just as many indicators without words, and neither the freeze nor the travel ban is among those.
    """
    said = [words for each in record.needed("SanctionsImposed").split("|") if (words := each.strip())]
    imposed = set(record.texts(INDICATED))
    by_words = {_squeezed(name): name for name in (*EFFECTS, *imposed)}
    stated = {words: by_words.get(_squeezed(words)) for words in said}
    known, strange = {name for name in stated.values() if name}, [words for words, name in stated.items() if not name]
    silent = imposed - known
    if not said or known - imposed or len(silent) != len(strange) or silent & {"AssetFreeze", "TravelBan"}:
        seen = f"SanctionsImposed {'|'.join(said)}, but the indicators that are true are {', '.join(sorted(imposed))}"
        raise SourceChanged(seen, place=record.place, expected="both to say the same")
    return (
        [Measure(type=words, effect=EFFECTS.get(name or "", "other")) for words, name in stated.items()],
        [
            *(Unmapped(field="SanctionsImposed", value=words) for words in strange),
            *(Unmapped(field=INDICATED, value=name) for name in sorted(imposed - EFFECTS.keys())),
        ],
    )


def _squeezed(words: str) -> str:
    """The letters alone: `De-flag` and `Deflag` are one."""
    return re.sub(r"[\W_]+", "", words).casefold()
