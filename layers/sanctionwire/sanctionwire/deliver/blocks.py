"""An alert, and whatever else is told, as Slack shows it: what a mail says first, and links to the rest. Pure.

The facts are the mail's own, so that both always say the same; the screening blocks are cut down to names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sanctionwire.core.alerts import About, Alert
from sanctionwire.core.alerts.text import harmless
from sanctionwire.core.alerts.warnings import HELD, UNREADABLE
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Subject
from sanctionwire.deliver.blocks_kit import Block, fitted, header, heading, links, note, pairs, paragraphs
from sanctionwire.deliver.differences import differences
from sanctionwire.deliver.layout import Step
from sanctionwire.deliver.mail import (
    COMPARED,
    NOTICE,
    counted,
    facts,
    parties,
    passages,
    precautions,
    sentence,
    sources,
)
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.party import listing_line, numbered, places, span, what
from sanctionwire.deliver.related import elsewhere, place, related
from sanctionwire.deliver.unknowns import unknowns

NAMED = 10
"""So many parties are named; the mail and the list have them all."""

FEW, COMPARISONS, LINES = 6, 5, 8

CLASSES = {
    "ACT": "ACT: binding now",
    "PLAN": "PLAN: binding later",
    "INFO": "INFO: not binding",
    "EASE": "EASE: removed or relieved",
    "CHECK": "CHECK: a person must look",
    "BLIND": "BLIND: this source cannot be seen",
}
"""Class → the same in words: a colour or a picture would say it to some and not to others."""


def shown(message: Message, alert: Alert, about: About, *, lists: Sequence[str] = ()) -> Message:
    """The mail of an alert with what Slack shows of it. `lists`: where the whole list can be had, a line each."""
    return replace(message, blocks=fitted(list(_alert(alert, about, lists)), _end(alert, about)))


def dressed(message: Message) -> Message:
    """Any message with what Slack shows of it: its own blocks, or else its body laid out anew."""
    if message.blocks:
        return message
    return replace(message, blocks=fitted([header(message.subject), *_body(message)], [note(f"Id {message.id}")]))


def _alert(alert: Alert, about: About, lists: Sequence[str]) -> Iterator[Block]:
    yield header(alert.first_line)
    demo = "DEMO: made of hand-written samples" if alert.demo else ""
    yield note(*filter(None, [demo, CLASSES.get(alert.key.class_, alert.key.class_), harmless(about.title, 200)]))
    yield from paragraphs(sentence(alert, about))
    yield from pairs((label, "\n".join(texts[:8])) for label, texts in facts(alert, about))
    yield from _titled("What is not known", [f"- {each}" for each in unknowns(alert, about)])
    yield from _titled("What to do", [_step(each) for each in precautions(alert, about)])
    yield from _whom(alert)
    for title, lines in passages(alert, about):
        yield from _titled(title, [f"- {line}" for line in lines[:LINES]])
    yield from _titled("Before and after", _compared(alert))
    yield from _titled("Related entries", map(_step, related(alert, decisions=False)))
    yield from _titled("The same action", [f"{label}: {text}" for label, text in place(alert)])
    yield from _titled("Also told of them these days", [f"- {each}" for each in elsewhere(alert)])
    yield from _linked("The whole list", [address for line in lists for address in re.findall(r"https://\S+", line)])
    yield from _linked("Official sources", sources(alert, about))


def _step(step: Step) -> str:
    return f"- {step if isinstance(step, str) else ' '.join(step)}"


def _end(alert: Alert, about: About) -> list[Block]:
    context = alert.context
    where = f"Alert id {alert.id}, commit {context.seq} of the log, source {about.slug}"
    return [note(where, f"Commit hash {context.hash}", NOTICE)]


def _titled(title: str, lines: Iterable[str]) -> Iterator[Block]:
    if text := "\n".join(filter(None, lines)):
        yield heading(title)
        yield from paragraphs(text)


def _linked(title: str, addresses: Iterable[str]) -> Iterator[Block]:
    if found := list(links(addresses)):
        yield heading(title)
        yield from found


def _whom(alert: Alert) -> Iterator[Block]:
    told = parties(alert)
    if alert.key.kind in {HELD, UNREADABLE} or len(told) < len(alert.changes):  # an act by itself lists nobody
        return
    title = "Who it was" if alert.key.class_ == "EASE" else "Whom to screen for"
    named = [_party(each, place) for place, each in enumerate(told[:NAMED], start=1)]
    names = named or [harmless(name, 200) for name in alert.names[:NAMED]]
    left = alert.count - len(names)
    more = [f"... and {left:,} more"] if names and left > 0 else []
    yield from _titled(f"{title}: {counted(alert)}", [*names, *more])


def _party(change: Change, ordinal: int) -> str:
    """`1. CHEN, Zhi (person; born 1987-12-16; Cambodia)`, and below it what a person types into a screening system."""
    entry, subject = change.entry, change.entry.subject
    told = [what(entry), *(_particulars(subject) if subject else ())]
    details = dict(_details(subject, entry.caption)) if subject else {}
    details["remains on"] = [harmless(name, 200) for name in change.remains_on]
    if change.kind != "removed":
        details["listed"] = [listing_line(each) for each in entry.listings]
    lines = [f"    {label}: {'; '.join(_few(texts))}" for label, texts in details.items() if texts]
    return "\n".join([f"{ordinal}. {harmless(entry.caption, 300)} ({'; '.join(filter(None, told))})", *lines])


def _particulars(subject: Subject) -> Iterator[str]:
    if subject.births:
        yield f"born {span(subject.births[0])}"
    yield places([*subject.nationalities, *subject.citizenships, *subject.countries][:4])


def _details(subject: Subject, caption: str) -> Iterator[tuple[str, list[str]]]:
    """Weak names apart: who matches one of them has matched nothing yet."""
    others = [name for name in subject.names if name.full != caption]
    yield "also", [harmless(name.full, 200) for name in others if name.strength != "weak"]
    yield "numbers", [numbered(each) for each in subject.identifiers]
    yield "weak names", [harmless(name.full, 200) for name in others if name.strength == "weak"]


def _few(texts: Sequence[str]) -> list[str]:
    return [*texts[:FEW], *([f"{len(texts) - FEW:,} more"] if len(texts) > FEW else [])]


def _compared(alert: Alert) -> Iterator[str]:
    every = {each.entry_id: each for each in (*alert.changes, *alert.instruments) if each.kind in COMPARED}
    changed = [each for each in every.values() if differences(each)]
    for change in changed[:COMPARISONS]:
        lines = _flowed(differences(change, LINES).splitlines())
        yield "\n".join([harmless(change.entry.caption, 200), *(f"    {line}" for line in lines)])
    if len(changed) > COMPARISONS:
        yield f"... and {len(changed) - COMPARISONS:,} more, in the mail"


def _body(message: Message) -> Iterator[Block]:
    """A body as `layout` makes them: parts with an empty line between, some under a heading in capitals."""
    for part in message.body.strip("\n").split("\n\n"):
        first, *rest = part.split("\n")
        if part.strip() == message.subject:
            continue
        if first.isupper() and not first.startswith(" ") and rest:
            yield heading(harmless(first.capitalize(), 100))
            yield from paragraphs("\n".join(_flowed(rest)))
        else:
            yield from paragraphs("\n".join(_flowed(part.split("\n"))))


def _flowed(lines: Iterable[str]) -> list[str]:
    """Lines that were cut for a mail's width, whole again; a label in a column of its own becomes `Label: text`."""
    flowed: list[str] = []
    before = 0
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        joins = indent >= 16 or (indent == before == 0) or (indent == 4 and before in {2, 4})  # noqa: PLR2004
        if flowed and joins:
            flowed[-1] += f" {line.strip()}"
        else:
            flowed.append(re.sub(r"^([^\s:](?:\S| (?! ))*)  +(?=\S)", r"\1: ", line.strip()))
        before = indent if not joins else before
    return flowed
