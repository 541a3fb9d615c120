"""A message as SNS takes it: a subject, a body and attributes, within SNS's limits and harmless in a mail's head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from sanctionwire.core.alerts.attributes import Attributes
from sanctionwire.core.alerts.text import clipped, folded

LIMIT = 256 * 1024
"""SNS's cap on a message with its attributes, in bytes."""

BODY = 60 * 1024
"""What a mail may have here: a person reads it, and SNS counts each further 64 KB as one more message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to everybody whose subscription admits its attributes."""

    id: str
    """Stable: the same for each run that comes to the same conclusion."""
    subject: str
    body: str
    attributes: Attributes = field(default_factory=dict)
    thread: str | None = None
    """Id of the action that it belongs to: what belongs to one action is shown as one thread where that can be."""
    confirms: bool = False
    """Whether it adds nothing to its thread but that another source says so too."""
    blocks: tuple[Mapping[str, Any], ...] = ()
    """The same as Slack shows it; without them, Slack's are made of subject and body."""

    def __post_init__(self) -> None:
        """Refuse what SNS would refuse, before anybody relies on its being sent."""
        size = len(self.body.encode()) + attributes_size(self.attributes)
        if size > LIMIT:
            message = f"message {self.id} has {size} bytes, of at most {LIMIT}"
            raise ValueError(message)
        if self.subject != subject(self.subject):
            message = f"{self.subject[:120]!r} is no subject: one line of ASCII under 100 characters"
            raise ValueError(message)

    def row(self) -> dict[str, Any]:
        """As a row keeps it."""
        attributes = {
            name: list(value) if isinstance(value, tuple) else value for name, value in self.attributes.items()
        }
        extra = {"thread": self.thread, "confirms": self.confirms, "blocks": list(self.blocks)}
        row = {"alert_id": self.id, "subject": self.subject, "body": self.body, "attributes": attributes}
        return row | {name: value for name, value in extra.items() if value}

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Message:
        """From such a row."""
        attributes = {
            name: tuple(value) if isinstance(value, list) else value for name, value in row["attributes"].items()
        }
        return cls(
            id=row["alert_id"],
            subject=row["subject"],
            body=row["body"],
            attributes=attributes,
            thread=row.get("thread"),
            confirms=row.get("confirms", False),
            blocks=tuple(row.get("blocks", ())),
        )


def subject(text: str) -> str:
    """A line that SNS and every mail program take as a subject: ASCII, no control characters, under 100 of them."""
    return clipped(folded(text, 400) or "(no subject)", 99)


def attributes_size(attributes: Attributes) -> int:
    """Bytes of names, types and values, as SNS counts them."""
    return sum(len(name) + len(kind) + len(value.encode()) for name, kind, value in typed(attributes))


def typed(attributes: Attributes) -> list[tuple[str, str, str]]:
    """Name, data type and value of each attribute."""
    return [
        (name, "String.Array", orjson.dumps(list(value)).decode())
        if isinstance(value, tuple)
        else (name, "String", value)
        for name, value in attributes.items()
    ]
