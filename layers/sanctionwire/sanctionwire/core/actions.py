"""Actions: which alerts tell of one action of an authority, and which of them add nothing to what was told of it. Pure.

An action is one thread. Two alerts belong to it where they share a key: the number of a publication, of a Federal
Register document or of a press release, a citation, a RIN at one stage. Without a key in common they must name a
party in common, within `DAYS`, under one jurisdiction, and be of one kind: the same act of the same authority as
another source tells it, or a notice that speaks of such acts.

An alert confirms, in place of being told in full, only where the thread was told the very same: the same act to the
same effect, on the same dates, on all its parties, by an alert that binds as much. What binds (ACT, PLAN) is confirmed
by the firm identity of each party only: an entry's id, a certain tie, or the distinctive name of an organisation. What
was removed, taken down, merged or has come due is always told in full, and so is whatever leaves a doubt: an alert too
many is read, an alert too few is missed. A notice is no act; it confirms acts, and never the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sanctionwire.core.alerts.alert import DETAILED, About, Alert
from sanctionwire.core.alerts.classes import Class, concerned
from sanctionwire.core.alerts.warnings import HELD, UNREADABLE
from sanctionwire.core.alerts.words import EFFECT
from sanctionwire.core.canonical import digest
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Effect, Entry, Instrument, Mention, Name, Notice
from sanctionwire.core.normalise import name_key
from sanctionwire.core.ties import distinctive, own_letters

DAYS = 5
"""How far apart two sources may tell of one action without a key in common: a long weekend."""

NOTICE_DAYS = 2
"""How far apart a notice and what it speaks of may be: a release comes with the act, or within hours of it."""

MOST_TOLD, MOST_MARKS = 60, 8_000
"""A thread of more alerts or marks takes no more: what comes then opens another."""

MOST_SPOKEN_OF = 10
"""Actions that one notice confirms."""

MOST_PARTIES = 3_000
"""Of an alert with more parties, these are compared; such an alert confirms nothing."""

Sense = Literal["imposes", "eases"]
How = Literal["opened", "full", "confirmed"]

NOTICE = "notice"
"""The act of whoever only tells."""

CODIFIED = "codified"
_MAKING = {"final_rule", "amendment", "effective_date_change", "repeal", "rescission"}
"""Acts that make a section. A code cites them by their day, and by the page of the section, not of the document."""

UNTHREADED = {"baseline", HELD, UNREADABLE}
"""Kinds of alerts that tell of no action."""

_NEW = {"designated", "advanced", "relisted"}
"""Kinds of changes that another source may confirm."""

_REWRITTEN = {"amended", "advanced", "rekeyed"}

_PAPERWORK = ("inspected", "published", "citation", "documents", "docket", "rin")
"""What becomes known of a document when it is published, and changes nothing that it says."""

_RELIEVING = {"relief", "withdrawal", "rescission", "repeal"}

_NUMBER = re.compile(r"(?:[A-Z]\d?-)?\d{2,4}-\d{3,6}")
_PRESS = re.compile(r"[a-z]{2}\d{3,5}")
_RELEASE = re.compile(r"/press-releases/([a-z]{2}\d{3,5})\b")
_CITED = re.compile(r"\b(\d+) FR (\d+)\b")

Marks = frozenset[str]
"""What a party can be recognised by: `id:` entries, `org:` distinctive names of organisations, `name:` other names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party of an alert: what it is called, and its marks."""

    name: str
    marks: Marks

    @property
    def firm(self) -> Marks:
        """Marks by which it cannot be mistaken."""
        return frozenset(mark for mark in self.marks if not mark.startswith("name:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a thread remembers of one of its alerts."""

    alert: str
    seq: int
    line: str
    source: str
    by: str
    """Who said it, as a reader knows them: `OFAC`, `Treasury sb0278`."""
    how: How = "opened"
    authority: str
    """First word of the authority's name, in small letters."""
    class_: Class
    act: str
    sense: Sense
    effect: Effect
    listing_kind: str
    category: str = ""
    """A notice's."""
    agencies: tuple[str, ...] = ()
    """The authorities of whose acts a notice tells; none: it does not say."""
    dates: Mapping[str, str] = field(default_factory=dict)
    marks: Marks = frozenset()
    differs: tuple[tuple[str, str, str], ...] = ()
    also: tuple[str, ...] = ()

    @property
    def acts(self) -> bool:
        """Whether it is an act, and no notice of one."""
        return self.act != NOTICE


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An alert as it is compared with others."""

    told: Told
    kind: str
    jurisdiction: str
    date: str
    keys: frozenset[str] = frozenset()
    parties: tuple[Party, ...] = ()
    whole: bool = True
    """Whether these are all its parties."""
    paperwork: bool = False
    """Whether what changed is only how a document is published."""
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One action, and the alerts that have told of it so far."""

    id: str
    date: str
    jurisdiction: str
    keys: frozenset[str] = frozenset()
    told: tuple[Told, ...] = ()

    @property
    def line(self) -> str:
        """The first line of the alert that opened it."""
        return self.told[0].line

    @property
    def full(self) -> bool:
        """Whether it takes no more."""
        return len(self.told) >= MOST_TOLD or sum(len(each.marks) for each in self.told) >= MOST_MARKS

    @property
    def acts(self) -> list[Told]:
        """What was told of acts, in full."""
        return [each for each in self.told if each.acts and each.how != "confirmed"]

    @property
    def marks(self) -> Marks:
        """Marks of all parties that were told of in full."""
        return frozenset().union(*(each.marks for each in self.told if each.how != "confirmed"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """How an alert goes out, and into which threads; none: it opens its own."""

    how: How
    threads: tuple[str, ...] = ()
    differs: tuple[tuple[str, str, str], ...] = ()
    """What, as it was told, as it is now."""
    also: tuple[str, ...] = ()
    """First lines of what else was told of its parties these days."""


# --- From an alert ----------------------------------------------------------------------------------------------------
def action(
    alert: Alert, about: About, *, parties: Iterable[Change] = (), same: Mapping[str, Iterable[str]] | None = None
) -> Action | None:
    """The action of an alert; None where it tells of none.

    `parties`: its changes, where it is too long to carry them. `same`: name key → ids of the entries of other sources
    that are the same party.
    """
    if alert.key.kind in UNTHREADED:
        return None
    entries = _newest([change.entry for change in (*alert.instruments, *alert.changes)])
    acts = [each.instrument for each in entries if each.instrument]
    notices = [each.notice for each in entries if each.notice]
    listed = [change for change in (*alert.changes, *parties) if change.entry.listings or change.entry.subject]
    told_by_notice = bool(notices) and not acts and not any(change.entry.listings for change in listed)
    named, whole = _parties(listed, entries, same or {})
    day = _date(alert, acts, notices)
    told = Told(
        alert=alert.id,
        seq=alert.context.seq,
        line=alert.first_line,
        source=alert.context.source,
        by=_by(about, acts, notices),
        authority=_authority(alert.speaker or about.publisher),
        class_=alert.key.class_,
        act=NOTICE if told_by_notice else _act(acts),
        sense=_sense(alert, acts, notices),
        effect=alert.key.effect,
        listing_kind=alert.key.listing_kind,
        category=notices[0].category if told_by_notice else "",
        agencies=tuple(_authority(name) for notice in notices if told_by_notice for name in notice.agencies),
        dates=_dates(alert, acts, day),
        marks=frozenset().union(*(party.marks for party in named)),
    )
    return Action(
        told=told,
        kind=alert.key.kind,
        jurisdiction=about.jurisdiction,
        date=day,
        keys=frozenset(_keys(alert, entries)),
        parties=named,
        whole=whole and (alert.count <= DETAILED or alert.count <= len(named)),
        paperwork=_paperwork(alert),
        doubtful=any(notice.doubts for notice in notices),
    )


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    """Without the rules that are older than the newest one: a final rule is told of with the proposal that it ends."""
    days = [_told_on(each.instrument) for each in entries if each.instrument]
    newest = max(days, default="")
    return [each for each in entries if not each.instrument or _told_on(each.instrument) == newest]


def _told_on(instrument: Instrument) -> str:
    return instrument.inspected or instrument.published or ""


def _parties(
    changes: Iterable[Change], entries: Iterable[Entry], same: Mapping[str, Iterable[str]]
) -> tuple[tuple[Party, ...], bool]:
    found: dict[str, Party] = {}
    for change in changes:
        if change.entry.subject and len(found) <= MOST_PARTIES:
            found[change.entry_id] = _described(change.entry, same)
    if not found:  # an act that is told by itself: whom it names
        for mention in (mention for entry in entries for mention in entry.mentions):
            found.setdefault(name_key(mention.name), _mentioned(mention, same))
    return tuple(found.values())[:MOST_PARTIES], len(found) <= MOST_PARTIES


def _described(entry: Entry, same: Mapping[str, Iterable[str]]) -> Party:
    subject = entry.subject
    names = [name for name in (subject.names if subject else ()) if name.strength != "weak"]
    person = subject is not None and subject.schema_ == "Person"
    organisation = not person and entry.type == "party" and (subject is None or subject.schema_ not in _NUMBERED)
    marks = {f"id:{entry.id}", *_tied(entry.caption, same)}
    marks |= {mark for name in names for mark in _marks(name, organisation=organisation)}
    return Party(name=entry.caption, marks=frozenset(marks))


_NUMBERED = {"Vessel", "Airplane", "CryptoWallet", "Security"}


def _mentioned(mention: Mention, same: Mapping[str, Iterable[str]]) -> Party:
    organisation = mention.schema_ != "Person" and mention.schema_ not in _NUMBERED
    marks = {*_tied(mention.name, same), *_marks(Name(full=mention.name), organisation=organisation)}
    return Party(name=mention.name, marks=frozenset(marks))


def _tied(name: str, same: Mapping[str, Iterable[str]]) -> Iterator[str]:
    return (f"id:{entry_id}" for entry_id in same.get(name_key(name), ()))


def _marks(name: Name, *, organisation: bool) -> Iterator[str]:
    key = name_key(name.full)
    short = digest(key)[:10]
    if own_letters(key) >= 4:  # noqa: PLR2004 - fewer are nobody's name
        yield f"name:{short}"
    if organisation and distinctive(key):
        yield f"org:{short}"


def _keys(alert: Alert, entries: Iterable[Entry]) -> Iterator[str]:
    acts = False
    for entry in entries:
        if entry.instrument:
            acts = True
            yield from _of_instrument(entry, entry.instrument)
        if entry.notice:
            acts = True
            yield from _of_notice(entry.notice)
        yield from (f"press:{found}" for link in entry.links for found in _RELEASE.findall(link))
    if alert.context.publication and not acts:
        yield f"publication:{alert.context.source}:{alert.context.publication}"


def _of_instrument(entry: Entry, instrument: Instrument) -> Iterator[str]:
    yield from _numbered([entry.id.partition(":")[2], *(paper.number for paper in instrument.documents)])
    for text in (instrument.citation, *(paper.citation for paper in instrument.documents)):
        yield from (f"cited:{volume} FR {page}" for volume, page in _CITED.findall(text or ""))
    if instrument.rin:
        yield f"rin:{instrument.rin}/{instrument.action}"
    if instrument.action in _MAKING or instrument.action == CODIFIED:
        days = (
            [paper.date for paper in instrument.documents] if instrument.action == CODIFIED else [instrument.published]
        )
        yield from (f"made:{section} {day}" for section in instrument.sections for day in days if day)


def _of_notice(notice: Notice) -> Iterator[str]:
    """Its own number, and those of the Federal Register's documents that it leads to."""
    if _PRESS.fullmatch(notice.number or ""):
        yield f"press:{notice.number}"
    yield from _numbered(paper.number for paper in notice.documents if "federalregister.gov" in (paper.url or ""))


def _numbered(numbers: Iterable[str | None]) -> Iterator[str]:
    return (f"fr:{number}" for number in numbers if number and _NUMBER.fullmatch(number))


def _act(acts: Sequence[Instrument]) -> str:
    return "+".join(sorted({each.action for each in acts})) or "listing"


def _sense(alert: Alert, acts: Sequence[Instrument], notices: Sequence[Notice]) -> Sense:
    relieving = bool(acts) and all(each.action in _RELIEVING for each in acts)
    removing = any(notice.category == "removal" for notice in notices)
    leaving = alert.key.class_ == "EASE" or alert.key.kind in {"removed", "retracted"}
    return "eases" if relieving or removing or leaving else "imposes"


def _date(alert: Alert, acts: Sequence[Instrument], notices: Sequence[Notice]) -> str:
    """The day of the action as its publisher tells it; failing that, the day on which it was seen."""
    context = alert.context
    stated = [
        *(notice.published for notice in notices),
        *map(_told_on, acts),
        (context.published or "")[:10],
    ]
    days = [day for day in stated if day and _day(day)] if alert.key.kind != "due" else []
    return max(days[: len(notices) + len(acts)] or days, default=context.today)


def _dates(alert: Alert, acts: Sequence[Instrument], day: str) -> dict[str, str]:
    """The dates that matter to whoever must act, as far as they are known."""
    effective = [each.effective for each in acts if each.effective]
    comments = [each.comments_close for each in acts if each.comments_close]
    expires = [each.expires for each in acts if each.expires]
    since = alert.key.effective or max(effective, default=None)
    if since is None and not acts and alert.key.binding == "now":
        listed = [item.listed_on for change in alert.changes for item in concerned(change) if item.listed_on]
        since = max(listed, default=day)
    found = {"effective date": since, "comments to": max(comments, default=None), "expires": max(expires, default=None)}
    return {name: value for name, value in found.items() if value}


def _by(about: About, acts: Sequence[Instrument], notices: Sequence[Notice]) -> str:
    """`Treasury sb0278`, `Federal Register 2025-19571`, `eCFR 31 CFR 1010.664`, `OFAC`."""
    papers = [paper.number for each in acts for paper in each.documents if paper.number]
    papers += [section for each in acts for section in each.sections if each.action == CODIFIED]
    number = next(iter([*(notice.number for notice in notices if notice.number), *papers]), "")
    return f"{about.publisher} {number}".strip()


def _authority(name: str) -> str:
    return (name.split() or [""])[0].casefold()


def _paperwork(alert: Alert) -> bool:
    """Whether every difference is one of publication."""
    changes = {change.entry_id: change for change in (*alert.changes, *alert.instruments)}
    return bool(changes) and all(map(_only_published, changes.values()))


def _only_published(change: Change) -> bool:
    before, after = (side.instrument if side else None for side in (change.before, change.after))
    if change.kind not in _REWRITTEN or before is None or after is None or change.after is None:
        return False
    kept = {name: getattr(after, name) for name in _PAPERWORK}
    rest = {name: getattr(change.after, name) for name in ("id", "instrument", "links", "other_keys")}
    same = change.before is not None and change.before.model_copy(update=rest) == change.after
    return same and before.model_copy(update=kept) == after


# --- To a decision ----------------------------------------------------------------------------------------------------
def decide(new: Action, threads: Sequence[Thread]) -> Decision:
    """How an alert goes out, given the threads that share a key with it or are of these days."""
    mine = sorted((each for each in threads if belongs(new, each)), key=lambda each: _rank(new, each), reverse=True)
    if not new.told.acts:
        mine = _spoken_of(new, mine)
    elif mine:
        mine = mine[:1]
    also = _also(new, threads, mine)
    if not mine:
        return Decision(how="opened", also=also)
    known = new.told.acts or 2 * len(besides(new, *mine)) <= len(new.parties)
    if known and all(confirms(new, each) for each in mine):
        return Decision(how="confirmed", threads=tuple(sorted(each.id for each in mine)), also=also)
    return Decision(how="full", threads=(mine[0].id,), differs=tuple(differences(new, mine[0])), also=also)


def _rank(new: Action, thread: Thread) -> tuple[bool, str, str]:
    return bool(new.keys & thread.keys), thread.date, thread.id


def _spoken_of(new: Action, threads: Sequence[Thread]) -> list[Thread]:
    """A notice confirms every action that it speaks of; where it is no confirmation, it belongs where its number does.

    One that mostly names parties of whom nobody was told tells of something else, and the old only beside it.
    """
    acting = [each for each in threads if confirms(new, each)][:MOST_SPOKEN_OF]
    if acting and 2 * len(besides(new, *acting)) <= len(new.parties):
        return acting
    return [each for each in threads if new.keys & each.keys][:1]


def belongs(new: Action, thread: Thread) -> bool:
    """Whether an alert is of this action."""
    if thread.full:
        return False
    if new.keys & thread.keys:
        return True
    within = DAYS if new.told.acts and thread.acts else NOTICE_DAYS
    near = new.jurisdiction == thread.jurisdiction and apart(new.date, thread.date) <= within
    if not near or new.kind == "due" or not any(new.told.marks & each.marks for each in thread.told):
        return False
    if not new.told.acts:
        return any(speaks_of(new.told, each) and new.told.marks & each.marks for each in thread.acts)
    if thread.acts:
        return any(_same_act(new, each) for each in thread.acts)
    return any(speaks_of(each, new.told) and new.told.marks & each.marks for each in thread.told)


def _same_act(new: Action, old: Told) -> bool:
    """Whether a source that numbers nothing, or another one, told of the same act, on a party in common."""
    told = new.told
    kinds = [(each.authority, each.act, each.sense, each.listing_kind) for each in (told, old)]
    return kinds[0] == kinds[1] and (told.source != old.source or not new.keys) and bool(told.marks & old.marks)


def speaks_of(notice: Told, act: Told) -> bool:
    """Whether a notice of this category can be about such an act. A removal never speaks of a designation."""
    if notice.agencies and act.authority not in notice.agencies:
        return False
    match notice.category:
        case "designation":
            return act.sense == "imposes"
        case "removal":
            return act.sense == "eases"
        case "rule":
            return act.act != "listing"
        case "licence_revocation" | "liquidation":
            return act.listing_kind == notice.category
    return False


def confirms(new: Action, thread: Thread) -> bool:
    """Whether it adds nothing to what the thread was told, but that another source says so too."""
    if new.doubtful or not new.whole:
        return False
    if not new.told.acts:
        spoken_of = any(speaks_of(new.told, each) for each in thread.acts)
        return spoken_of and new.kind == "designated" and new.told.class_ == "INFO"
    keyed = bool(new.keys & thread.keys)
    return any(_repeats(new, each, keyed=keyed) for each in thread.acts)


def _repeats(new: Action, old: Told, *, keyed: bool) -> bool:
    told = new.told
    from_elsewhere = told.source != old.source and new.kind in _NEW
    published = new.paperwork and keyed and new.kind in _REWRITTEN
    if not (from_elsewhere or published):
        return False
    if (told.sense, told.effect, told.listing_kind) != (old.sense, old.effect, old.listing_kind):
        return False
    in_force = told.act == CODIFIED and old.act in _MAKING and _has_come(new, old)
    if told.act != old.act and not (keyed and (told.class_ == "INFO" or in_force)):
        return False
    if not _binds_as_much(told, old, in_force=in_force):
        return False
    if not new.parties:
        return keyed
    return all(party.firm & old.marks for party in new.parties)


def _has_come(new: Action, old: Told) -> bool:
    """Whether the day has come from which a rule was told to bind: a code shows what is in force, not since when."""
    return "effective date" not in new.told.dates and old.dates.get("effective date", "9999") <= new.date


def _binds_as_much(new: Told, old: Told, *, in_force: bool) -> bool:
    """Whether what was told bound as much, and from the same day on. What is not known now adds nothing."""
    if any(old.dates.get(name) != day for name, day in new.dates.items()):
        return False
    match new.class_:
        case "ACT" | "PLAN":
            return old.class_ in {"ACT", "PLAN"} and ("effective date" in new.dates or in_force)
        case "CHECK":
            return old.class_ in {"ACT", "PLAN", "CHECK"}
    return new.class_ == old.class_


def differences(new: Action, thread: Thread) -> Iterator[tuple[str, str, str]]:
    """In what an alert differs from what its thread was told last by an earlier commit: what, then and now."""
    earlier = [each for each in thread.acts if each.sense == new.told.sense and each.seq < new.told.seq]
    if not earlier or not new.told.acts or new.kind == "due":
        return
    old, told = earlier[-1], new.told
    if old.effect != told.effect:
        yield "effect", EFFECT[old.effect][0], EFFECT[told.effect][0]
    for name in dict.fromkeys([*old.dates, *told.dates]):
        if (day := told.dates.get(name)) and day != old.dates.get(name):
            yield name, old.dates.get(name, "not known"), day
    if more := besides(new, thread):
        yield "parties", f"{len(new.parties) - len(more)} of {len(new.parties)}", f"also {named(more)}"


def besides(new: Action, *threads: Thread) -> list[str]:
    """Names of the parties that none of the threads was told of."""
    known = frozenset[str]().union(*(thread.marks for thread in threads))
    return [party.name for party in new.parties if not party.marks & known]


def named(names: Sequence[str], most: int = 10) -> str:
    """The first of some names, and how many more there are."""
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _also(new: Action, threads: Iterable[Thread], mine: Sequence[Thread]) -> tuple[str, ...]:
    """What else was told of its parties these days: in other threads, by alerts that are not in its own as well."""
    own = {told.alert for thread in mine for told in thread.told}
    others = [each for each in threads if each not in mine and apart(new.date, each.date) <= DAYS]
    found = [(thread, told) for thread in others for told in thread.told if told.marks & new.told.marks]
    lines = [
        f"{told.by}, which confirmed: {bare(thread.line)}" if told.how == "confirmed" else bare(told.line)
        for thread, told in found
        if told.alert not in own and (told.seq < new.told.seq or told.source != new.told.source)
    ]
    return tuple(dict.fromkeys(lines))[:6]


def bare(line: str) -> str:
    """A first line without its marks."""
    return re.sub(r"^(\[[A-Z]+\] )+", "", line)


def apart(one: str, other: str) -> int:
    """Days between two dates."""
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)


def _day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2025-10-14")
