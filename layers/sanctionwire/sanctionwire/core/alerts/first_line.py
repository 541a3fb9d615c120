"""The first line of an alert, which is also the mail's subject: ASCII, under 100 characters, the gist in order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from sanctionwire.core.alerts.alert import About, Context, Key
from sanctionwire.core.alerts.classes import acting
from sanctionwire.core.alerts.text import clipped, folded, number
from sanctionwire.core.alerts.words import EFFECT, HAPPENED, LISTING, STAGE
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry

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


def first_line(
    key: Key,
    context: Context,
    about: About,
    *,
    count: int,
    remaining: int = 0,
    names: Sequence[str],
    lists: Sequence[str],
    programmes: Sequence[str],
    instruments: Sequence[Change] = (),
    demo: bool = False,
) -> str:
    """`[CLASS] authority effect | name(s) | date | citation`; what does not fit is left out from the least upwards."""
    instruments = acting(instruments)
    start = f"{mark(key.class_, demo=demo)} {authority(about)} {_what(key, count, lists, instruments, about)}"
    if remaining:  # nobody may take it for cleared
        start += " (STILL LISTED)" if remaining == count else f" ({remaining:,} STILL LISTED)"
    if key.kind == "baseline":
        return joined(start, [_published(context)])
    programme = folded(", ".join(programmes)) if 0 < len(programmes) <= 2 else None  # noqa: PLR2004 - more say nothing
    date, citation = _date(key, context, instruments), _citation(instruments)
    for parts in ((programme, date, citation), ("", date, citation), ("", date, "")):
        line = joined(start, [parts[0] or "", "{}", *(part or "" for part in parts[1:])], limit=1_000)
        room = LONGEST - len(line) + 2
        if room >= min(SHORTEST_NAME, len(_named(names, count, 1_000))) or not any(parts):
            break
    return clipped(line.replace("{}", _named(names, count, room), 1), LONGEST)


def _what(key: Key, count: int, lists: Sequence[str], instruments: Sequence[Change], about: About) -> str:
    if key.kind == "baseline":
        return f"now watching {number(count, 'entry', 'entries')}"
    stages = [STAGE[change.entry.instrument.action][0] for change in instruments if change.entry.instrument]
    if stages:
        return " + ".join(dict.fromkeys(stages)) + (f" ({count} PARTIES)" if count > 1 else "")
    sign, word, _ = HAPPENED[key.kind]
    effect = LISTING.get(key.listing_kind, "") if key.effect == "none" else EFFECT[key.effect][0]
    words = [list_label(lists, about), f"{sign}{count:,}", word]
    binds = key.class_ in {"ACT", "PLAN", "CHECK"} and sign != "-"
    words += [effect] if binds or not word else []
    words += ["(BY FULL LIST)"] if key.cause == "reconciled" else []
    return " ".join(filter(None, words))


def list_label(lists: Sequence[str], about: About) -> str:
    """A list's short name: `SDN` for `SDN List`; initials of a long one; nothing if the authority says it all."""
    if len(lists) != 1:
        return ""
    name = re.sub(r"\s*\blist\b\s*", " ", folded(lists[0]) or "", flags=re.IGNORECASE).strip()
    if not name or name.casefold().startswith(about.publisher.casefold()):
        return ""
    longest = 12
    return name if len(name) <= longest else "".join(word[0] for word in re.findall(r"[A-Za-z0-9]+", name)).upper()


def _named(names: Sequence[str], count: int, room: int) -> str:
    if not names:
        return ""
    more = f" + {count - 1:,} more" if count > 1 else ""
    return clipped(names[0].replace("|", "/"), max(room - len(more), 1)) + more


def _date(key: Key, context: Context, instruments: Sequence[Change]) -> str:
    if key.effective:
        return f"{EFFECT[key.effect][0].lower()} from {key.effective}" if instruments else f"from {key.effective}"
    if key.binding == "unknown":
        return "effective date not known here"
    dates = [change.entry.instrument.published for change in instruments if change.entry.instrument]
    return max((date for date in dates if date), default="") or _published(context)


def _published(context: Context) -> str:
    """The publication's date, if its text begins with one; else the day on which it was seen."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", context.published or "")
    return found[0] if found else context.seen_at[:10]


def _citation(instruments: Sequence[Change]) -> str:
    for change in instruments:
        instrument = change.entry.instrument
        if instrument is None:
            continue
        if citation := folded(instrument.citation or ""):
            return citation
        numbers = [document.number for document in instrument.documents if document.number]
        if numbers:
            return f"FR {folded(numbers[0])}" if re.match(r"\d{4}-\d+", numbers[0]) else folded(numbers[0]) or ""
    return ""
