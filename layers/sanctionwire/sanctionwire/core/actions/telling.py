"""From an alert to the action that it tells of, as it is compared with others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sanctionwire.core.actions.keys import keys
from sanctionwire.core.actions.marks import parties as marked
from sanctionwire.core.actions.thread import CODIFIED, NOTICE, REWRITTEN, Action, Sense, Told
from sanctionwire.core.alerts.alert import DETAILED, About, Alert
from sanctionwire.core.alerts.classes import concerned
from sanctionwire.core.alerts.warnings import HELD, UNREADABLE
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry, Instrument, Notice

UNTHREADED = {"baseline", HELD, UNREADABLE}
"""Kinds of alerts that tell of no action."""

_PAPERWORK = ("inspected", "published", "citation", "documents", "docket", "rin")
"""What becomes known of a document when it is published, and changes nothing that it says."""

_RELIEVING = {"relief", "withdrawal", "rescission", "repeal"}


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
    named, whole = marked(listed, entries, same or {})
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
        keys=frozenset(keys(alert, entries)),
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
    if change.kind not in REWRITTEN or before is None or after is None or change.after is None:
        return False
    kept = {name: getattr(after, name) for name in _PAPERWORK}
    rest = {name: getattr(change.after, name) for name in ("id", "instrument", "links", "other_keys")}
    same = change.before is not None and change.before.model_copy(update=rest) == change.after
    return same and before.model_copy(update=kept) == after


def _day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == len("2025-10-14")
