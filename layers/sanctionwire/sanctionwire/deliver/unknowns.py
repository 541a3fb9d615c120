"""What the reader of an alert must not take for granted: each doubt in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sanctionwire.core.alerts import About, Alert
from sanctionwire.core.alerts.acts import acting, claims, instruments, notices, press, unpublished
from sanctionwire.core.alerts.text import harmless
from sanctionwire.core.alerts.warnings import HELD, UNREADABLE
from sanctionwire.core.alerts.words import CONTEXT
from sanctionwire.deliver.sentence import by_itself, speaker

GOING = {"removed", "retracted"}


def unknowns(alert: Alert, about: About) -> list[str]:
    """All of them, the ones about the whole service first."""
    return [
        *_about_reading(alert),
        *_about_source(alert, about),
        *_about_acts(alert, about),
        *_about_publication(alert),
        *_about_changes(alert, about),
    ]


def _about_reading(alert: Alert) -> Iterator[str]:
    """Why a person must read a notice: before all else."""
    for notice in notices(alert.instruments)[:3]:
        yield from (harmless(doubt, 500) for doubt in notice.doubts[:8])
    yield from contradictions(alert)
    if whose := untold(alert):
        yield (
            f"It tells of an act of {' and of '.join(whose)}; none on whom it names was told here these days. A "
            "release may come before the act, or tell of one that is not seen here: look for it where it is published."
        )


def untold(alert: Alert) -> list[str]:
    """The authorities of whose acts a notice tells while none of theirs was told."""
    agencies = dict.fromkeys(name for notice in notices(alert.instruments) for name in notice.agencies)
    wanted = alert.thread.untold if alert.thread else ()
    return [harmless(name, 100) for name in agencies if name.split()[0].casefold() in wanted]


def contradictions(alert: Alert) -> list[str]:
    """Where a notice contradicts itself, in the words of the source that noticed it."""
    return [harmless(each, 700) for notice in notices(alert.instruments)[:3] for each in notice.disagreements[:8]]


def _about_acts(alert: Alert, about: About) -> Iterator[str]:
    kind, who = alert.key.kind, speaker(alert, about)
    rules = instruments(acting(alert.instruments))
    if kind == "retracted" and alert.instruments:
        yield "Why it was taken down is not stated. What it said may still be so."
    if kind == "removed" and rules:
        yield "Which act ended it is not stated in this source."
    if kind == "due" and not any(change.kind != "due" for change in alert.instruments):
        yield (
            "Nothing was published today: a date that was known before has come. Whether a document that is not read "
            "here has moved or lifted it, is not known."
        )
    if any(unpublished(each, alert.context.today) for each in rules):
        yield "What is on public inspection may still be corrected or withdrawn before it is published."
    if kind != "due" and any(each.action == "proposal" and not each.comments_close for each in rules):
        yield "Until when comments are taken is not known here: the document says it."
    if any(claims(change.entry) for change in alert.instruments):
        yield (
            f"What {who} states of other authorities is its claim, and rests on its word: their own publications were "
            "not looked at for it, and nothing is listed because of it."
        )
    if any(notice.category in CONTEXT for notice in notices(alert.instruments)):
        what = "A press release" if press(about.title) else "A notice of that kind"
        yield f"{what} is context: the list or the rule itself is the legal basis."
    if by_itself(alert) and not alert.related and any(change.entry.mentions for change in alert.instruments):
        yield "A name is not an identity: nobody whom it names is taken for a party of the same name."


def _about_source(alert: Alert, about: About) -> Iterator[str]:
    if alert.demo:
        yield "This is a demonstration: it is made of hand-written samples, not of the publisher's own documents."
    if about.verified_on is None:
        yield "This source's parser has not yet been run on a captured publication: compare with the official page."
    if alert.key.binding == "unknown" and instruments(alert.instruments) and alert.key.kind not in GOING:
        yield "The effective date is not stated in this source. Until you have read the document, assume that it binds."


def _about_publication(alert: Alert) -> Iterator[str]:
    context = alert.context
    if context.removals_held and alert.key.kind != HELD:
        yield (
            f"removals_held: {context.removals_held}. So many entries are missing from this publication without being "
            "believed gone; they still stand here until the publisher confirms it or an operator accepts it."
        )
    if context.unreadable:
        said = [
            f"{harmless(entry, 100)} ({harmless(_bare(why, entry), 300)})" for entry, why in context.unreadable.items()
        ]
        yield f"Not readable, so not told here: {_first(said, 5)}. Look them up on the official page."
    if unmapped := _unmapped(alert):
        said = [harmless(value, 150) for value in unmapped]
        yield f"Values that are new to this service, carried as published: {_first(said, 8)}."


def _bare(why: str, entry: str) -> str:
    """The reason without the source and the entry, which stand before it."""
    return why.removeprefix(f"{entry.partition(':')[0]}: ").removeprefix(entry).lstrip(" :")


def _unmapped(alert: Alert) -> Sequence[str]:
    """The new values of the entries that are told; of a long list, all those of the publication."""
    if alert.changes or alert.key.kind in {HELD, UNREADABLE}:
        of = {f"{item.field} = {item.value}": None for change in alert.changes for item in change.entry.unmapped}
        return list(of)
    return alert.context.unmapped


def _first(items: Sequence[str], most: int) -> str:
    more = f" and {len(items) - most:,} more" if len(items) > most else ""
    return "; ".join(items[:most]) + more


def _about_changes(alert: Alert, about: About) -> Iterator[str]:
    if any(change.possible_same_as for change in alert.changes):
        yield "One entry left and another of the same name came in one publication. They may be one and the same party."
    if any(change.possible_relisting_of for change in alert.changes):
        yield "An entry of the same name was on this list before under another key. It may be the same party."
    if any(change.entry.evidence in {"machine_read", "reported_by"} for change in alert.changes):
        yield "Read by machine from a scan, or reported by somebody else: a person must compare it with the original."
    if alert.key.kind == "removed":
        yield (
            "A party that left this list may be on others. Those of other authorities are looked up by exact name and "
            "number only."
        )
    if about.does_not_cover and alert.key.kind in {"baseline", "designated", "relisted"}:
        yield f"Not covered: {harmless(about.does_not_cover, 600)}"
