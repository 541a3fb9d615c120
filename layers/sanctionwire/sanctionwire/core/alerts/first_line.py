"""The first line of an alert, which is also the mail's subject: ASCII, under 100 characters, the gist in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from sanctionwire.core.alerts.acts import (
    BY_SECTION,
    acting,
    agency,
    changed,
    contains_finding,
    effect_words,
    instruments,
    noticed,
    notices,
    unpublished,
)
from sanctionwire.core.alerts.alert import About, Context, Key
from sanctionwire.core.alerts.text import clipped, folded, number
from sanctionwire.core.alerts.words import (
    ABOUT,
    DEED,
    DUE,
    EFFECT,
    FINDING,
    HAPPENED,
    INSPECTED,
    LISTING,
    OWN,
    PROPOSED_CHANGE,
    STAGE,
)
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry, Instrument

LONGEST = 99
SHORTEST_NAME, LONG_NAME = 20, 32


def mark(class_: str, *, demo: bool) -> str:
    """`[ACT]`; what is made of samples says so before all else."""
    return f"[DEMO] [{class_}]" if demo else f"[{class_}]"


def authority(about: About) -> str:
    """The authority's short name in ASCII."""
    return folded(about.publisher) or about.slug


def joined(start: str, parts: Iterable[str], limit: int = LONGEST) -> str:
    """`start` and the parts that there are, cut to the limit."""
    return clipped(" | ".join([start, *filter(None, parts)]), limit)


def ascii_name(entry: Entry) -> str:
    """A name that an ASCII line can carry: the caption without accents, else another name of its own, else the id.

    In place of a long one, a strong alias that begins with the same word: `PRINCE GROUP TCO`.
    """
    names = sorted(entry.subject.names if entry.subject else (), key=lambda name: name.strength == "weak")
    options = chain([entry.caption], (name.full for name in names), [entry.id])
    first = next(filter(None, map(folded, options)), "(name not in Latin script)")
    if len(first) <= LONG_NAME:
        return first
    start = first.split()[0]
    strong = (name.full for name in names if name.strength != "weak" and name.full.split()[:1] == [start])
    return min([first, *filter(None, map(folded, strong))], key=len)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gist:
    """What of an alert's changes goes into its first line."""

    count: int
    apart: int = 0
    """How many are named beside the first."""
    remaining: int = 0
    names: Sequence[str] = ()
    lists: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    acts: Sequence[Change] = ()
    deeds: tuple[str, ...] = ()
    law: str = ""
    banned: bool = False
    demo: bool = False


def first_line(key: Key, context: Context, about: About, gist: Gist) -> str:
    """`[CLASS] authority effect | name(s) | date | citation`; what does not fit is left out from the least upwards."""
    gist = replace(gist, acts=acting(gist.acts))
    who = labelled_by_law(agency(gist.acts, about.title), gist.law) or authority(about)
    start = f"{mark(key.class_, demo=gist.demo)} {who} {_what(key, context, gist, about)}"
    if gist.remaining:  # nobody may take it for cleared
        whole = gist.remaining == gist.count
        start += " (STILL LISTED)" if whole else f" ({gist.remaining:,} STILL LISTED)"
    if key.kind == "baseline":
        return joined(start, [_published(context)])
    programmes = () if gist.acts else gist.programmes
    programme = folded(", ".join(programmes)) if 0 < len(programmes) <= 2 else None  # noqa: PLR2004 - more say nothing
    date, citation = _date(key, context, gist), _citation(gist.acts, key)
    shorter = citation.removeprefix("31 CFR ")  # officers know FinCEN's sections by their numbers
    for parts in ((programme, date, citation), ("", date, citation), ("", date, shorter), ("", date, "")):
        line = joined(start, [parts[0] or "", "{}", *(part or "" for part in parts[1:])], limit=1_000)
        room = LONGEST - len(line) + 2
        if room >= min(SHORTEST_NAME, len(_named(gist, 1_000))) or not any(parts):
            break
    return clipped(line.replace("{}", _named(gist, room), 1), LONGEST)


def labelled_by_law(agency_: str, law: str) -> str:
    """`FinCEN 311`: an authority of which the publisher has more than one."""
    name = clipped(folded(agency_) or "", 24)
    return f"{name} {law}" if name and law and not name.endswith(law) else name


def _what(key: Key, context: Context, gist: Gist, about: About) -> str:
    if key.kind == "baseline":
        return f"now watching {number(gist.count, 'entry', 'entries')}"
    if key.due:
        return _due(key.due, context, gist, about)
    if gist.acts:
        return _acts(key, context, gist, about)
    sign, word, _ = HAPPENED[key.kind]
    word, _ = OWN.get((about.jurisdiction, key.kind), (word, ""))
    effect = LISTING.get(key.listing_kind, "") if key.effect == "none" else EFFECT[key.effect][0]
    effect = _done(gist.deeds) or effect
    words = [list_label(gist.lists, about), f"{sign}{gist.count:,}", word]
    binds = key.class_ in {"ACT", "PLAN", "CHECK"} and sign != "-"
    words += [effect] if binds or not word else []
    words += ["(BY FULL LIST)"] if key.cause == "reconciled" else []
    return " ".join(filter(None, words))


def _done(deeds: Sequence[str]) -> str:
    return " + ".join(DEED[deed][0] for deed in deeds)


def _acts(key: Key, context: Context, gist: Gist, about: About) -> str:
    """`FINDING + PROPOSED RULE`, `LICENCE REVOKED + LIQUIDATION`, `STATEMENT`; and what became of it."""
    acts, going = gist.acts, key.kind in {"retracted", "removed"}
    stages = stage_words(acts)
    categories = [noticed(notice, about.title)[0] for notice in notices(acts)]
    what = " + ".join(stages) or _done(gist.deeds) or " + ".join(dict.fromkeys(categories))
    doubtful = [notice for notice in notices(acts) if notice.doubts]
    if doubtful and len(doubtful) == len(acts):
        perhaps = [ABOUT[notice.category] for notice in doubtful if notice.category in ABOUT]
        what = "NOTICE TO READ" + (f" (PERHAPS {perhaps[0].upper()})" if perhaps else "")
    if going and all(act.kind == "retracted" for act in acts):
        return f"NOTICE TAKEN DOWN ({what})"
    if going and all(act.kind == "removed" for act in acts):
        return f"{what.removesuffix(' IN FORCE')} GONE"
    if all(map(changed, acts)):
        return f"{what.removesuffix(' IN FORCE')} CHANGED"
    inspected = [each for each in instruments(acts) if unpublished(each, context.today)]
    if inspected:
        return f"{what} {INSPECTED}"
    return what if key.binding == "now" else what.removesuffix(" IN FORCE")


def stage_words(acts: Sequence[Change]) -> list[str]:
    """What each instrument is called in a first line, in the order in which they follow each other."""
    every = instruments(acts)
    words = [FINDING] if any(contains_finding(each) for each in every) else []
    ordered = sorted(every, key=lambda each: list(STAGE).index(each.action))
    return list(dict.fromkeys([*words, *map(_stage, ordered)]))


def _stage(instrument: Instrument) -> str:
    return PROPOSED_CHANGE if instrument.action == "proposal" and instrument.amends else STAGE[instrument.action][0]


def _due(due: tuple[str, str], context: Context, gist: Gist, about: About) -> str:
    what, day = due
    words = DUE[what][0 if day == context.today else 1]
    if gist.acts:
        stages = " + ".join(stage_words(gist.acts)).removesuffix(" IN FORCE")
        return words if what == "comments_close" else f"{stages} {words}"
    return " ".join(filter(None, [list_label(gist.lists, about), words]))


def list_label(lists: Sequence[str], about: About) -> str:
    """A list's short name: `SDN` for `SDN List`; initials of a long one; nothing if the authority says it all."""
    if len(lists) != 1:
        return ""
    name = re.sub(r"\s*\blist\b\s*", " ", folded(lists[0]) or "", flags=re.IGNORECASE).strip()
    if not name or name.casefold().startswith(about.publisher.casefold()):
        return ""
    longest = 12
    return name if len(name) <= longest else "".join(word[0] for word in re.findall(r"[A-Za-z0-9]+", name)).upper()


def _named(gist: Gist, room: int) -> str:
    if not gist.names:
        return ""
    more = f" + {gist.apart:,} more" if gist.apart else ""
    return clipped(gist.names[0].replace("|", "/"), max(room - len(more), 1)) + more


def _date(key: Key, context: Context, gist: Gist) -> str:
    effect = effect_words(key.effect, banned=gist.banned)[0].lower() if gist.acts and key.effect not in _SAID else ""
    if key.due:
        what, day = key.due
        binds = what == "effective" and key.class_ != "EASE"
        return f"{effect} since {day}".strip() if binds else day
    if key.effective:
        return f"{effect} from {key.effective}".strip()
    if key.binding == "unknown" and not (key.kind in {"removed", "retracted"} or notices(gist.acts)):
        return "effective date not known here"
    if gist.acts and key.kind in {"removed", "retracted"}:
        return _published(context) if key.kind == "removed" else context.seen_at[:10]
    if effect and any(each.action == "codified" for each in instruments(gist.acts)):
        return f"{effect}, seen {context.seen_at[:10]}"
    dates = [day for each in instruments(gist.acts) for day in (each.published or each.inspected,)]
    dates += [notice.published for notice in notices(gist.acts)]
    return max((date for date in dates if date), default="") or _published(context)


_SAID = {"other", "none"}
"""Effects that a date says nothing of."""


def _published(context: Context) -> str:
    """The publication's date, if its text begins with one; else the day on which it was seen."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", context.published or "")
    return found[0] if found else context.seen_at[:10]


def _citation(acts: Sequence[Change], key: Key) -> str:
    """What people cite: a rule that binds by the section that it makes, anything else by where it was published."""
    comments = key.due is not None and key.due[0] == "comments_close"
    found = (_cited(each, by_section=not comments) for each in instruments(acts))
    numbered = (_numbered(notice.number or "") for notice in notices(acts))
    return next(filter(None, [*found, *numbered]), "")


def _cited(instrument: Instrument, *, by_section: bool) -> str:
    if by_section and instrument.action in BY_SECTION and instrument.sections:
        more = f" + {len(instrument.sections) - 1} more" if len(instrument.sections) > 1 else ""
        return (folded(instrument.sections[0], 40) or "") + more
    if citation := folded(instrument.citation or "", 60):
        return citation
    numbers = [document.number for document in instrument.documents if document.number]
    if not numbers:
        return ""
    return f"FR {folded(numbers[0], 60)}" if re.match(r"\d{4}-\d+", numbers[0]) else folded(numbers[0], 60) or ""


def _numbered(text: str) -> str:
    """A notice's number, if people cite it: the number of a page is nothing that they do."""
    plain = folded(text, 40) or ""
    if re.fullmatch(r"\d{4}-\d{5}", plain):
        return f"FR {plain}"
    return "" if plain.isdigit() else plain
