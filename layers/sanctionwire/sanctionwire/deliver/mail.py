"""The mail of an alert: complete, calm, readable by somebody woken at night. Pure: from an alert to text.

The order is DESIGN's: what, on whom, with what effect, from when, who must act; what is not known; whom to screen for;
what was and what is; official links; the receipt; the notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sanctionwire.core.alerts import DETAILED, About, Alert
from sanctionwire.core.alerts.acts import is_act
from sanctionwire.core.alerts.text import harmless, number
from sanctionwire.core.alerts.warnings import HELD, UNREADABLE
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry
from sanctionwire.deliver.differences import differences
from sanctionwire.deliver.gist import facts, precautions, sources
from sanctionwire.deliver.layout import bullets, fitting, listed, paragraph, section, steps
from sanctionwire.deliver.message import BODY, Message, subject
from sanctionwire.deliver.party import block
from sanctionwire.deliver.passages import passages
from sanctionwire.deliver.receipt import receipt
from sanctionwire.deliver.related import elsewhere, placed, related
from sanctionwire.deliver.sentence import counted, sentence, speaker
from sanctionwire.deliver.unknowns import unknowns

__all__ = [
    "COMPARED", "NOTICE", "counted", "facts", "overflows", "parties", "passages", "precautions", "render", "sentence",
    "sources",
]  # fmt: skip

NOTICE = (
    "Made from public sources. Not legal advice. The publisher's own document prevails. "
    "That somebody is not named here does not clear them."
)
COMPARED = {
    "amended",
    "measures_changed",
    "redesignated",
    "relisted",
    "advanced",
    "rekeyed",
    "merged",
    "removed",
    "due",
}
"""Kinds that have a before and an after worth showing."""


def overflows(alert: Alert, about: About) -> bool:
    """Whether its parties do not fit into the mail, so that a list behind a link must carry them.

    A warning counts entries that no change tells of: there is nothing to list.
    """
    if alert.key.kind in {HELD, UNREADABLE}:
        return False
    return alert.count > DETAILED or _size(_blocks(alert, about)) > BODY // 2


def render(alert: Alert, about: About, *, links: Sequence[str] = ()) -> Message:
    """The message. `links`: where the whole list can be had, a line each; given whenever it `overflows`."""
    parts = [
        subject(alert.first_line),
        paragraph(sentence(alert, about)),
        "\n".join(filter(None, (listed(label, texts, most=8) for label, texts in facts(alert, about)))),
        section("What is not known", bullets(unknowns(alert, about))),
        section("What to do", steps(precautions(alert, about))),
        *_whom(alert, about, links),
        *_passages(alert, about),
        section("Before and after", *_compared(alert)),
        section("Related entries", steps(related(alert, decisions=True))),
        section("The same action", placed(alert)),
        section("Also told of them these days", bullets(elsewhere(alert))),
        section("Official sources", "\n".join(f"  {link}" for link in sources(alert, about))),
        receipt(alert, about),
        section("Notice", paragraph(NOTICE, "  "), paragraph(about.attribution, "  ")),
    ]
    return Message(
        id=alert.id,
        subject=subject(alert.first_line),
        body="\n\n".join(filter(None, parts)) + "\n",
        attributes=alert.attributes,
        thread=alert.thread.id if alert.thread else None,
    )


def parties(alert: Alert) -> list[Change]:
    """The changes of parties: of an act that names none, there are none."""
    return [change for change in alert.changes if not is_act(change.entry)]


def _size(texts: Iterable[str]) -> int:
    return sum(len(text.encode()) for text in texts)


def _whom(alert: Alert, about: About, links: Sequence[str]) -> Iterator[str]:
    heading = "Who it was" if alert.key.class_ == "EASE" else "Whom to screen for"
    if links:
        yield section("The whole list", "\n".join(f"  {link}" for link in links))
    if alert.key.kind in {HELD, UNREADABLE}:
        return
    if alert.count > DETAILED:
        more = alert.count - len(alert.names[:DETAILED])
        names = [harmless(name, 200) for name in alert.names[:DETAILED]]
        rest = [f"... and {more:,} more, in the list"] if more and names else []
        yield section(f"{heading}: {counted(alert)}", "\n".join(f"  {name}" for name in [*names, *rest]))
    else:
        blocks = _blocks(alert, about)
        shown = fitting(blocks, BODY // 2)
        left = len(blocks) - len(shown)
        rest = [f"  ... and {number(left, 'party', 'parties')} more, in the list"] if left else []
        yield section(heading, "\n\n".join([*shown, *rest]))


def _blocks(alert: Alert, about: About) -> list[str]:
    if alert.count > DETAILED:
        return []
    known = {change.entry_id: change.entry.caption for change in alert.changes}
    known |= {act.entry_id: _stage(act.entry) for act in alert.instruments}
    who = speaker(alert, about)
    told = parties(alert)
    first = told[0].entry if told and alert.instruments else None
    return [
        block(each, who, ordinal=place, known=known, above=first if place > 1 else None)
        for place, each in enumerate(told, start=1)
    ]


def _stage(entry: Entry) -> str:
    """What to call an act beside its id: its title stands in the facts."""
    return entry.instrument.stage if entry.instrument else entry.caption


def _passages(alert: Alert, about: About) -> Iterator[str]:
    for heading, lines in passages(alert, about):
        shown = fitting([bullets([line]) for line in lines], BODY // 8)
        left = len(lines) - len(shown)
        yield section(heading, "\n".join([*shown, *([f"  ... and {left} more, in the document"] if left else [])]))


def _compared(alert: Alert) -> list[str]:
    every = {change.entry_id: change for change in (*alert.changes, *alert.instruments) if change.kind in COMPARED}
    alike: dict[str, list[str]] = {}
    for change in every.values():
        if lines := differences(change):
            alike.setdefault(lines, []).append(harmless(change.entry.caption, 200))
    texts = [f"{paragraph('; '.join(names), '  ')}\n{lines}" for lines, names in alike.items()]
    shown = fitting(texts, BODY // 4)
    return ["\n\n".join(shown + ([f"  ... and {len(texts) - len(shown)} more"] if len(shown) < len(texts) else []))]
