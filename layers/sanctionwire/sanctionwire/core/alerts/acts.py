"""What an act is (a rule, a finding, a notice): whose, under which law, how far it has come. From its own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar

from sanctionwire.core.alerts.words import (
    ABOUT,
    BAN,
    CATEGORY,
    CONCERN,
    CONTEXT,
    DEED,
    EFFECT,
    ENDS_LICENCE,
    LAW,
    PRESS,
)
from sanctionwire.core.changes import Change, ChangeKind
from sanctionwire.core.model import Effect, Entry, Instrument, Listing, Mention, Notice

T = TypeVar("T")

RELIEVING = {"relief", "withdrawal", "rescission", "repeal"}
NOT_BINDING = {"finding", "proposal"}
HOLDING = {"proposal", "final_rule", "order"}
"""Acts that may hold the finding on which they rest."""
BY_SECTION = {"final_rule", "amendment", "effective_date_change", "codified"}
"""Acts that people cite by the section which they make, change or are."""

_BANS = re.compile(r"(shall not|prohibit\w*|forbid\w*)\b.{0,120}\bcorrespondent account", re.IGNORECASE | re.DOTALL)
_REGARDING = re.compile(r"\b(?:regarding|against|involving)\s+(.+?)(?:,?\s+as an?\b.*|;.*)?$", re.IGNORECASE)
"""How titles of special measures name their subject."""

_STATES = re.compile(r"\S.{0,40}? states: (.+)")
"""How the remarks of an instrument give a claim, with its speaker."""

_FORMAL = {"agency", "title", "inspected", "effective_text", "docket", "rin", "citation", "documents", "stage"}
"""What may differ in an instrument without a difference to anybody's duties."""


def is_act(entry: Entry) -> bool:
    """Whether an entry is something that parties are covered by: they are told with it."""
    return bool(entry.instrument or entry.notice)


def instruments(acts: Iterable[Change]) -> list[Instrument]:
    """The rules, findings and orders among them."""
    return [change.entry.instrument for change in acts if change.entry.instrument]


def notices(acts: Iterable[Change]) -> list[Notice]:
    """The notices among them."""
    return [change.entry.notice for change in acts if change.entry.notice and not change.entry.instrument]


def claims(entry: Entry) -> list[str]:
    """What an act says of others' acts."""
    stated = list(entry.notice.claims) if entry.notice else []
    return [*stated, *(found[1] for line in _remarks(entry) if (found := _STATES.fullmatch(line)))]


def remarks(entry: Entry) -> list[str]:
    """What else an act says, line by line."""
    return [line for line in _remarks(entry) if not _STATES.fullmatch(line)]


def _remarks(entry: Entry) -> list[str]:
    return [line for line in (entry.remarks or "").splitlines() if line.strip()]


def acting(acts: Sequence[Change]) -> Sequence[Change]:
    """What acts, without what it ends: a rescission is not told as the final rule that it rescinds."""
    going = [change for change in acts if not (change.entry.instrument and change.entry.instrument.ended)]
    return going or acts


# --- Whose, and under which law ---------------------------------------------------------------------------------------
def agency(acts: Iterable[Change], title: str) -> str:
    """The authority whose act it is, where a source (of that title) publishes those of several.

    In a press release its publisher speaks, whosever acts it tells of.
    """
    changes = list(acts)
    stated = [each.agency for each in instruments(changes) if each.agency]
    told = {name for notice in notices(changes) for name in notice.agencies}
    return (stated or (list(told) if len(told) == 1 and not press(title) else []) or [""])[0]


def press(title: str) -> bool:
    """Whether a source of that title is one of press releases."""
    return "press release" in title.casefold()


def noticed(notice: Notice, title: str) -> tuple[str, str]:
    """What a notice of a source of that title is called in a first line, and its verb."""
    if press(title) and notice.category in CONTEXT:
        return PRESS[0], f"{PRESS[1]} {ABOUT[notice.category]}"
    return CATEGORY[notice.category]


def law(instrument: Instrument, programmes: Iterable[str] = ()) -> str:
    """`311`, `9714`, `2313a`: the one law that its sections, its title, its programmes or its words name; else none.

    They are asked in this order, and the first that names exactly one decides.
    """
    texts = (
        "; ".join(instrument.sections),
        instrument.title or "",
        "; ".join(programmes),
        "; ".join([instrument.stage, instrument.effect_quoted or ""]),
    )
    for text in texts:
        found = [name for name, words in LAW.items() if re.search(words, text, re.IGNORECASE)]
        if len(found) == 1:
            return found[0]
    return ""


def special(instrument: Instrument) -> bool:
    """Whether it is a special measure. A source that names no agency has nothing else (FinCEN's own table)."""
    words = f"{instrument.title or ''} {instrument.effect_quoted or ''}"
    named = re.search(rf"\bspecial measure|{CONCERN}", words, re.IGNORECASE)
    return instrument.agency is None or bool(law(instrument)) or bool(named)


# --- What it does -----------------------------------------------------------------------------------------------------
def imposes(instrument: Instrument) -> Effect:
    """What it imposes, once it binds: a rule under section 311 restricts correspondent accounts, an order does not."""
    if not special(instrument) or instrument.action == "order":
        return "other"
    return "other" if law(instrument) in {"9714", "2313a"} else "correspondent_account"


def bans(acts: Iterable[Change]) -> bool:
    """Whether its words forbid correspondent accounts, rather than put conditions on them."""
    stated = (f"{each.effect_quoted or ''} {each.title or ''}" for each in instruments(acts))
    return any(_BANS.search(words) for words in stated)


def effect_words(kind: Effect, *, banned: bool) -> tuple[str, str]:
    """An effect's name in a first line, and the sentence on what it does."""
    return BAN if banned and kind == "correspondent_account" else EFFECT[kind][:2]


def contains_finding(instrument: Instrument) -> bool:
    """Whether a document of another kind holds the finding, too, as its stage says."""
    return instrument.action in HOLDING and "finding" in instrument.stage.casefold()


def unpublished(instrument: Instrument, today: str) -> bool:
    """Whether on that day it can be inspected and is not published yet."""
    day = instrument.published
    return bool(instrument.inspected) and (day is None or day > today[: len(day)])


def now_published(change: Change) -> bool:
    """Whether what was on public inspection is published with this change."""
    before, after = (side.instrument if side else None for side in (change.before, change.after))
    return bool(before and after and not before.published and after.published)


def formal(change: Change) -> bool:
    """Whether an instrument differs in nothing that changes what anybody must do."""
    before, after = (side.instrument if side else None for side in (change.before, change.after))
    if change.kind not in {"advanced", "amended", "rekeyed"} or before is None or after is None:
        return False
    return before.model_copy(update=_kept(after)) == after and not now_published(change)


def _kept(instrument: Instrument) -> dict[str, object]:
    return {name: getattr(instrument, name) for name in _FORMAL}


def happened(change: Change, acts: Sequence[Change]) -> ChangeKind:
    """What happened to a party told with acts: where a rule touches it, it advanced, however its listings differ."""
    if change.kind in {"redesignated", "measures_changed", "amended"} and instruments(acts):
        return "advanced"
    return change.kind


def changed(change: Change) -> bool:
    """Whether it was known before and reads otherwise now."""
    return bool(change.before and change.after) and change.kind != "due" and not now_published(change)


# --- What supervisors do to parties -----------------------------------------------------------------------------------
def deed(listing: Listing) -> str:
    """What a supervisor's listing means, as `DEED` calls it; nothing where it is no such listing."""
    if listing.kind != "licence_revocation":
        return listing.kind if listing.kind in DEED else ""
    said = "; ".join([*(measure.type for measure in listing.measures), listing.list])
    how = (name for name, words in ENDS_LICENCE.items() if re.search(words, said, re.IGNORECASE))
    return next(how, "licence_revoked")


def deeds(listings: Iterable[Listing]) -> tuple[str, ...]:
    """All of them, the gravest first."""
    found = {deed(listing) for listing in listings}
    return tuple(name for name in DEED if name in found)


# --- Names ------------------------------------------------------------------------------------------------------------
def heading(entry: Entry) -> str:
    """The title that an act has."""
    if entry.notice and entry.notice.title:
        return entry.notice.title
    return (entry.instrument.title or "") if entry.instrument else ""


def headed(name: str, titles: Iterable[str]) -> bool:
    """Whether a title names it."""
    words = re.escape(" ".join(name.split()))
    return any(re.search(rf"(?<!\w){words}(?!\w)", " ".join(title.split()), re.IGNORECASE) for title in titles if name)


def naming(entry: Entry) -> list[str]:
    """Whom an act that is told by itself is about, as far as it says so: those whom its title names, or it alone names.

    A title that says whom it regards is cut to that; otherwise the title itself stands for it.
    """
    if entry.subject:
        return [entry.caption]
    title = heading(entry)
    named = [mention.name for mention in entry.mentions if headed(mention.name, [title])]
    if named:
        return sorted(_longest(named), key=lambda name: title.casefold().find(name.casefold()))
    if len(entry.mentions) == 1 and entry.notice:
        return [entry.mentions[0].name]
    regarding = _REGARDING.search(" ".join(title.split())) if entry.instrument else None
    return [regarding[1]] if regarding else [title or entry.caption]


def _longest(names: Sequence[str]) -> list[str]:
    """Without those that are a part of another: `Prince Group` beside `Prince Group TCO`."""
    distinct = dict.fromkeys(names)
    return [name for name in distinct if not any(name != other and headed(name, [other]) for other in distinct)]


def others_mentioned(acts: Sequence[Change], told: Iterable[str]) -> list[Mention]:
    """Whom the acts name besides the parties that are told."""
    known = {" ".join(name.split()).casefold() for name in told}
    every = {mention.name: mention for change in acts for mention in change.entry.mentions}
    return [mention for name, mention in every.items() if " ".join(name.split()).casefold() not in known]
