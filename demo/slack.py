"""A Slack workspace on loopback: takes what is posted as Slack takes it, and keeps it for the page that shows it.

It knows an incoming webhook and `chat.postMessage` with a bot's token, answers as Slack does, and refuses what Slack
refuses: an unknown address, a thread that is not there, blocks beyond Slack's limits.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

HOOKS, API = "/hooks.slack.com/services/", "/slack.com/api/chat.postMessage"
WEBHOOK = "https://hooks.slack.com/services/TDEMO0000/BDEMO0000/demonstration0only"
TOKEN = "xoxb-demonstration-only-0000"  # noqa: S105 - it opens nothing
CHANNEL, DESK = "C0SANCTIONS", "C0ACTNOW00"
CHANNELS = {CHANNEL: "sanctions-alerts", DESK: "act-now"}
"""Channel id → name: the first is reached by the token, the second by the webhook."""

_MOST = {"header": 150, "section": 3000, "field": 2000, "context": 3000, "button": 75}
_BLOCKS, _FIELDS, _ELEMENTS, _BUTTONS, _TEXT = 50, 10, 10, 25, 40_000

Refusal = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One message as the workspace keeps it."""

    number: int
    channel: str
    ts: str
    thread: str | None
    """Of the message that it answers, its `ts`."""
    broadcast: bool
    text: str
    blocks: Sequence[Mapping[str, Any]]
    at: str
    edition: int


@dataclass(slots=True)
class Workspace:
    """Messages in the order of arrival."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    edition: int = 0
    """The edition of the story that is out."""
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _posts: list[Post] = field(default_factory=list)

    def posts(self, after: int = 0) -> list[Post]:
        """Those that came after a number."""
        with self._lock:
            return self._posts[after:]

    def webhook(self, path: str, payload: Mapping[str, Any]) -> tuple[int, str]:
        """Status and words, as the webhook's address answers."""
        if path != WEBHOOK.removeprefix("https://hooks.slack.com/services/"):
            return 404, "no_service"
        if refusal := refused(payload):
            return 400, refusal
        self._kept(DESK, payload)
        return 200, "ok"

    def post_message(self, authorization: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """What `chat.postMessage` answers; its status is 200 whatever it says."""
        if authorization != f"Bearer {TOKEN}":
            return {"ok": False, "error": "invalid_auth"}
        if payload.get("channel") != CHANNEL:
            return {"ok": False, "error": "channel_not_found"}
        if refusal := refused(payload):
            return {"ok": False, "error": refusal}
        thread = payload.get("thread_ts")
        if thread and not any(post.ts == thread and post.channel == CHANNEL for post in self.posts()):
            return {"ok": False, "error": "thread_not_found"}
        return {"ok": True, "channel": CHANNEL, "ts": self._kept(CHANNEL, payload).ts}

    def _kept(self, channel: str, payload: Mapping[str, Any]) -> Post:
        with self._lock:
            number, now = len(self._posts) + 1, self.clock()
            post = Post(
                number=number,
                channel=channel,
                ts=f"{int(now.timestamp())}.{number:06d}",
                thread=payload.get("thread_ts"),
                broadcast=bool(payload.get("reply_broadcast")),
                text=str(payload.get("text") or ""),
                blocks=payload.get("blocks") or [],
                at=now.isoformat(),
                edition=self.edition,
            )
            self._posts.append(post)
            return post


def refused(payload: Mapping[str, Any]) -> Refusal:
    """Why Slack would not take a message; empty if it would."""
    text, blocks = payload.get("text") or "", payload.get("blocks") or []
    if not text and not blocks:
        return "no_text"
    if not isinstance(text, str) or len(text) > _TEXT:
        return "msg_too_long"
    if not isinstance(blocks, list) or len(blocks) > _BLOCKS or any(_amiss(block) for block in blocks):
        return "invalid_blocks"
    return ""


def _amiss(block: object) -> bool:
    """Whether a block is none of those that the page shows, or beyond Slack's limits for it."""
    if not isinstance(block, dict):
        return True
    fits = _SHAPES.get(str(block.get("type")))
    return fits is None or not fits(block)


def _section(block: Mapping[str, Any]) -> bool:
    fields, parts = block.get("fields", []), [block["text"]] if "text" in block else []
    fit = all(_fits(part, _MOST["section"]) for part in parts) and all(_fits(each, _MOST["field"]) for each in fields)
    return fit and len(fields) <= _FIELDS and bool(parts or fields)


def _context(block: Mapping[str, Any]) -> bool:
    elements = block.get("elements", [])
    return 0 < len(elements) <= _ELEMENTS and all(_fits(each, _MOST["context"]) for each in elements)


def _actions(block: Mapping[str, Any]) -> bool:
    elements = block.get("elements", [])
    return 0 < len(elements) <= _BUTTONS and all(
        each.get("type") == "button" and _fits(each.get("text"), _MOST["button"], plain=True) for each in elements
    )


def _fits(part: object, most: int, *, plain: bool = False) -> bool:
    """Whether a text object is one, and not too long."""
    if not isinstance(part, dict) or part.get("type") not in ({"plain_text"} if plain else {"plain_text", "mrkdwn"}):
        return False
    return isinstance(part.get("text"), str) and 0 < len(part["text"]) <= most


_SHAPES: Mapping[str, Callable[[Mapping[str, Any]], bool]] = {
    "divider": lambda _block: True,
    "header": lambda block: _fits(block.get("text"), _MOST["header"], plain=True),
    "section": _section,
    "context": _context,
    "actions": _actions,
}


def payload_of(body: bytes) -> Mapping[str, Any] | None:
    """What was posted, if it is JSON."""
    try:
        found = json.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
