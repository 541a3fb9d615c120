"""A local inbox: what mail subscribers would get, delivered by SNS over HTTP and shown as a mail program shows it.

The local cloud logs mail subscriptions and delivers nothing. An HTTP subscription with the same filter policy gets the
same subject and text, and a page shows them. All text is hostile until shown as text.
"""

from __future__ import annotations

import mailbox
import re
import threading
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

BOXES = {"alerts": "sanctionwire", "operator": "sanctionwire operator"}
"""Box, which is a topic → who its mails are from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as a reader sees it."""

    number: int
    box: str
    sender: str
    subject: str
    body: str
    at: str
    attributes: Mapping[str, str]
    message_id: str = ""
    """SNS's own id of it."""
    edition: int = 0
    """The edition of the story that was out when it came."""


class Inbox:
    """Mails in the order of arrival; a repeat of the same SNS message is dropped."""

    def __init__(self, *, cloud: str, mbox: Path | None = None, clock: Callable[[], datetime] | None = None) -> None:
        """`cloud` is the one address at which subscriptions are confirmed. `clock`: the story's, if it has its own."""
        self._cloud = urlsplit(cloud)
        self._clock = clock
        self.edition = 0
        self._mbox = mbox
        self._arrived = threading.Condition()
        self._mails: list[Mail] = []
        self._seen: set[str] = set()
        self.confirmed: set[str] = set()

    def mails(self, after: int = 0) -> list[Mail]:
        """Those that came after a number."""
        with self._arrived:
            return self._mails[after:]

    def wait(self, after: int, seconds: float) -> list[Mail]:
        """As `mails`, but wait until there are some."""
        with self._arrived:
            self._arrived.wait_for(lambda: len(self._mails) > after, timeout=seconds)
            return self._mails[after:]

    def receive(self, box: str, envelope: Mapping[str, Any]) -> None:
        """Take what SNS posts: a request to confirm, or a notification."""
        if envelope.get("Type") == "SubscriptionConfirmation":
            self._confirm(box, str(envelope.get("SubscribeURL", "")))
        elif envelope.get("Type") == "Notification":
            self._keep(box, envelope)

    def _confirm(self, box: str, url: str) -> None:
        # Only the cloud that we started may send us anywhere; the path and the token are its own.
        asked = urlsplit(url)
        if "ConfirmSubscription" not in parse_qs(asked.query).get("Action", []):
            return
        here = self._cloud._replace(path=asked.path or "/", query=asked.query).geturl()
        with urllib.request.urlopen(here, timeout=10):  # noqa: S310 - scheme and host are the local cloud's
            self.confirmed.add(box)

    def _keep(self, box: str, envelope: Mapping[str, Any]) -> None:
        with self._arrived:
            if envelope.get("MessageId") in self._seen:
                return
            self._seen.add(str(envelope.get("MessageId")))
            attributes = _values(envelope.get("MessageAttributes"))
            body = shown(str(envelope.get("Message") or ""))
            mail = Mail(
                number=len(self._mails) + 1,
                box=box,
                sender=BOXES.get(box, box),
                subject=one_line(str(envelope.get("Subject") or body.partition("\n")[0] or "(no subject)")),
                body=body,
                at=self._clock().isoformat() if self._clock else one_line(str(envelope.get("Timestamp") or "")),
                attributes=attributes,
                message_id=one_line(str(envelope.get("MessageId") or "")),
                edition=self.edition,
            )
            self._mails.append(mail)
            if self._mbox:
                _append(self._mbox, mail)
            self._arrived.notify_all()


def one_line(text: str) -> str:
    """Text safe for a header or a terminal: one line, no control characters, no tricks with writing direction."""
    return " ".join(shown(text).split())


def shown(text: str) -> str:
    """Text without control characters (line breaks and tabs stay) and without tricks with writing direction."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", "", text)


def _values(attributes: object) -> dict[str, str]:
    found = attributes.items() if isinstance(attributes, Mapping) else ()
    return {str(name): str(value.get("Value", "")) for name, value in found if isinstance(value, Mapping)}


def _append(path: Path, mail: Mail) -> None:
    message = EmailMessage()
    message["From"] = f"{mail.sender} <{mail.box}@sanctionwire.invalid>"
    message["To"] = "officer@example.org"
    message["Subject"] = mail.subject
    message["X-Received"] = mail.at
    message.set_content(mail.body)
    box = mailbox.mbox(path)
    try:
        box.add(message)
    finally:
        box.close()
