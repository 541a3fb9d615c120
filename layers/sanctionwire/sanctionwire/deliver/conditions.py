"""Conditions that somebody acts on: what is wrong, where, what was expected, and the exact command that helps. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sanctionwire.core.alerts.attributes import ALL, attributes, concerning_all
from sanctionwire.core.alerts.first_line import joined, mark
from sanctionwire.core.alerts.text import harmless, number
from sanctionwire.core.canonical import digest
from sanctionwire.deliver.layout import Step, bullets, labelled, paragraph, section, steps
from sanctionwire.deliver.message import Message, subject
from sanctionwire.deliver.outbox import OPERATOR

SYSTEM = "sanctionwire"
"""Source and authority of what is about the service itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Something that is wrong now. It is told once, and told again when it has ended."""

    id: str
    """`<what>/<where>`: one at a time of each."""
    title: str
    """What is wrong, in a few words of ASCII."""
    where: str
    since: str = ""
    """When it began (ISO 8601, UTC), where that is known; else when it was first noticed."""
    patience: timedelta = timedelta(0)
    """For how long it may last before anybody is told."""
    facts: Mapping[str, str] = field(default_factory=dict)
    says: Sequence[str] = ()
    items: Sequence[str] = ()
    """What it is about, one by one."""
    todo: Sequence[Step] = ()
    ended: str = "This has ended by itself or by what you did. Nothing more is to be done."
    destination: str = OPERATOR
    class_: str = "OPERATOR"
    source: str = SYSTEM
    authority: str = SYSTEM
    demo: bool = False
    note: Mapping[str, Any] = field(default_factory=dict)
    """Kept with the notice, for what must be said when it ends."""


def told(condition: Condition, since: str) -> Message:
    """The message that says that it is so."""
    start = f"{mark(condition.class_, demo=condition.demo)} {condition.title}"
    line = joined(start, [condition.where, f"since {_minute(since)}"])
    facts = [labelled(name, text) for name, text in condition.facts.items()]
    parts = [
        paragraph(" ".join(condition.says)),
        bullets(condition.items),
        "\n".join(filter(None, [*facts, labelled("Since", _minute(since))])),
        section("What to do", steps(condition.todo)),
    ]
    return _message(condition, since, "open", line, parts)


def ended(condition: Condition, since: str, until: str, *, says: Sequence[str] = ()) -> Message:
    """The message that says that it is so no longer."""
    start = f"{mark(condition.class_, demo=condition.demo)} ended: {condition.title}"
    line = joined(start, [condition.where if condition.destination == OPERATOR else "", _minute(until)])
    parts = [
        paragraph(" ".join(says or (condition.ended,))),
        labelled("Lasted", f"{_minute(since)} to {_minute(until)}"),
    ]
    return _message(condition, since, "ended", line, parts)


def _message(condition: Condition, since: str, state: str, line: str, parts: Sequence[str]) -> Message:
    notice_id = digest([condition.id, since, state])[:16]
    kind = condition.id.partition("/")[0]
    about = labelled("Notice id", notice_id)
    return Message(
        id=notice_id,
        subject=subject(line),
        body="\n\n".join(filter(None, [subject(line), *parts, about])) + "\n",
        attributes=concerning_all(condition.class_, kind, source=condition.source, authority=condition.authority),
    )


def _minute(instant: str) -> str:
    return f"{instant[:10]} {instant[11:16]} UTC"


def poison(seq: int, source: str, why: str) -> Condition:
    """A commit of which no alert can be made: the cursor stops before it, for nothing may be skipped."""
    return Condition(
        id=f"poison/{seq}",
        title=f"alerts stopped at commit {seq}",
        where=source,
        facts={"Commit": f"{seq}, source {source}", "Error": harmless(why, 600)},
        says=[
            f"No alert can be made of commit {seq}. It is not skipped: this commit and all later ones wait.",
            "Subscribers hear nothing of them until this is mended.",
        ],
        todo=(
            ("See what it says:", f"sanctionwire changes --after {seq - 1}.0"),
            "Deploy a version that can read it. The cursor then goes on by itself, and everything is told in order.",
        ),
        ended="The commit has been announced, and so is everything that waited behind it.",
    )


def reread(seq: int, source: str, count: int, revision: str, hash_: str) -> Message:
    """A new parser revision reads the same bytes otherwise: no news for subscribers, but the operator's business."""
    return _remark(
        seq,
        source,
        "reread",
        f"{number(count, 'entry', 'entries')} re-read differently",
        f"The parser of {source} has a new revision. It read the last accepted publication again, and "
        f"{number(count, 'entry', 'entries')} came out differently. Nothing changed at the publisher; subscribers are "
        "not told. The feed shows these changes with the cause `parser`.",
        facts={"Commit hash": hash_, "Parser": harmless(revision, 64)},
        todo=[("Look at them:", f"sanctionwire changes --after {seq - 1}.0")],
    )


def new_values(seq: int, source: str, values: Sequence[str], hash_: str) -> Message:
    """Values that the publisher declares and the parser does not know: carried and announced, and reported here."""
    more = [f"... and {len(values) - 20:,} more"] if len(values) > 20 else []  # noqa: PLR2004 - as shown
    return _remark(
        seq,
        source,
        "unmapped",
        f"{number(len(values), 'new value')} not known here",
        f"Publications of {source} carry values that its parser does not know yet. They are carried as published, and "
        "subscribers are told so; nothing is held back.",
        items=[*(harmless(value, 300) for value in values[:20]), *more],
        facts={"Commit hash": hash_},
        todo=["Teach them to the parser's tables when it suits you; the publication is then read again by itself."],
    )


def _remark(
    seq: int, source: str, kind: str, title: str, says: str, *,
    facts: Mapping[str, str], items: Sequence[str] = (), todo: Sequence[Step] = (),
) -> Message:  # fmt: skip
    """Something about one commit that the operator should know: told once, with nothing to end."""
    line = joined(f"{mark('OPERATOR', demo=False)} {title}", [source, f"commit {seq}"])
    lines = [labelled(name, text) for name, text in ({"Commit": str(seq)} | dict(facts)).items()]
    parts = [paragraph(says), bullets(items), "\n".join(lines), section("What to do", steps(todo))]
    return Message(
        id=digest([seq, kind])[:16],
        subject=subject(line),
        body="\n\n".join(filter(None, [subject(line), *parts])) + "\n",
        attributes=attributes(class_="OPERATOR", source=source, authority=SYSTEM, kind=(kind, ALL)),
    )
