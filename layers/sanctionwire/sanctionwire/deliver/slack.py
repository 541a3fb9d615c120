"""Slack: what an address of it is, what is posted there, and what its answer means.

Two kinds of address: an incoming webhook, and a bot's token with a channel. Only the token's can answer in a thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import orjson

from sanctionwire.core.alerts.text import harmless
from sanctionwire.deliver.blocks_kit import SHORT, TEXT, clean, escaped, note
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.outbox import Failed, Unfit
from sanctionwire.errors import WireError

HOSTS = ("hooks.slack.com", "hooks.slack-gov.com", "slack.com")
"""Nothing is posted anywhere else."""

_WEBHOOK = r"https://(hooks\.slack(?:-gov)?\.com)/services/T[A-Z0-9]{2,30}/B[A-Z0-9]{2,30}/[A-Za-z0-9]{12,80}"
_TOKEN = r"xoxb-[A-Za-z0-9-]{16,250}"  # noqa: S105 - what a token looks like
_CHANNEL = r"[CGD][A-Z0-9]{5,30}"
_API = "https://slack.com/api/chat.postMessage"

_SPOILT = frozenset(
    {
        "invalid_payload", "invalid_blocks", "invalid_blocks_format", "invalid_attachments", "invalid_arguments",
        "msg_too_long", "msg_blocks_too_long", "no_text", "too_many_attachments", "invalid_form_data", "invalid_json",
    }
)  # fmt: skip
"""What is wrong with one message."""

_THREADLESS = frozenset({"thread_not_found", "invalid_thread_ts", "cannot_reply_to_message", "message_not_found"})
"""The first message of the thread is there no longer."""

_LASTING = frozenset(
    {
        "no_service", "no_service_id", "no_team", "team_disabled", "no_active_hooks", "invalid_token", "user_not_found",
        "action_prohibited", "posting_to_general_channel_denied", "channel_is_archived", "channel_not_found",
        "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission",
        "missing_scope", "not_in_channel", "is_archived", "restricted_action", "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel", "org_login_required", "ekm_access_denied", "access_denied",
        "team_access_not_granted", "team_not_found", "two_factor_setup_required", "not_allowed_token_type",
    }
)  # fmt: skip
"""What only a person can mend."""

_SLOW_DOWN, _SERVER, _TIMED_OUT, _TOO_LARGE, _BAD = 429, 500, 408, 413, 400


class NotSlack(ValueError):
    """This is no address of Slack; the words say what is, and never what was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a channel of Slack is reached."""

    secret: str = field(repr=False)
    """The webhook's URL, or the bot's token: whoever has it can post."""
    channel: str = ""
    """With a token: the channel's id."""

    @property
    def shown(self) -> str:
        """Enough to tell one from another, too little to use."""
        found = re.match(r"https://([^/]+)/", self.secret)
        return f"{found[1] if found else f'slack.com {self.channel}'} ...{self.secret[-4:]}"

    @classmethod
    def of(cls, secret: str, channel: str = "") -> Address:
        """Check what was given. Raises NotSlack."""
        if re.fullmatch(_WEBHOOK, secret, re.ASCII):
            if channel:
                raise NotSlack("a webhook leads to the one channel that it was made for: leave the channel out")
            return cls(secret=secret)
        if re.fullmatch(_TOKEN, secret, re.ASCII):
            if not re.fullmatch(_CHANNEL, channel, re.ASCII):
                raise NotSlack(
                    "with a bot's token, the channel's id is needed, as C0123456789: Slack shows it at the end of what "
                    "stands under the channel's name"
                )
            return cls(secret=secret, channel=channel)
        raise NotSlack(
            "neither an incoming webhook (https://hooks.slack.com/services/T.../B.../...) nor a bot's token (xoxb-...)"
        )


class Posted(Protocol):
    """An answer."""

    @property
    def status(self) -> int: ...

    @property
    def retry_after(self) -> int | None: ...

    @property
    def body(self) -> bytes: ...


Post = Callable[[str, Mapping[str, str], bytes], Posted]
"""Post a body to a URL. Raises WireError where there is no whole answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """The first message of an action, as far as this channel has had it."""

    first_line: str
    alert_id: str
    ts: str = ""
    """Slack's own id of it, where it can be answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slack:
    """A channel, as a topic that messages are handed to."""

    address: Address
    post: Post
    thread: Callable[[str], Thread | None] = lambda _id: None

    def publish(self, message: Message) -> str:
        """Post a message; Slack's id of it, where it says one. Raises Failed, Unfit."""
        known = self.thread(message.thread) if message.thread else None
        error, answer = "", None
        for payload in self._payloads(message, known):
            answer = self._answered(payload)
            error = self._error(answer)
            if not error:
                return self._id(answer)
            if not _spoilt(error, answer):
                raise self._failed(error, answer)
        if answer and error not in _SPOILT and answer.status != _TOO_LARGE:
            raise self._failed(error, answer)  # words that are not known here: perhaps it is not the message
        raise Unfit(f"refused as plain text too: {self._without_secrets(harmless(error, 100))}")

    def _payloads(self, message: Message, known: Thread | None) -> Iterator[dict[str, Any]]:
        """What is tried in turn: as it should look; without the thread; as plain text."""
        if known and known.ts and self.address.channel:
            broadcast = {} if message.confirms else {"reply_broadcast": True}
            yield self._payload(message, message.blocks, {"thread_ts": known.ts, **broadcast})
        word = "Confirms" if message.confirms else "Belongs to"
        before = f"{word}: {known.first_line} (alert id {known.alert_id})" if known else ""
        yield self._payload(message, [*([note(before)] if before else []), *message.blocks], {})
        text = "\n".join(filter(None, [before, message.body]))
        yield self._payload(message, (), {"text": escaped(clean(text))[:TEXT]})

    def _payload(
        self, message: Message, blocks: Sequence[Mapping[str, Any]], more: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`text` is what notifications show. Nothing in it is looked for: no names, no links, no formatting."""
        quiet = {"link_names": False, "unfurl_links": False, "unfurl_media": False, "mrkdwn": False, "parse": "none"}
        shown: dict[str, Any] = {"blocks": list(blocks)} if blocks else {}
        where = {"channel": self.address.channel} if self.address.channel else {}
        return {**where, "text": escaped(message.subject)[:SHORT], **shown, **quiet, **more}

    def _answered(self, payload: Mapping[str, Any]) -> Posted:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        url = self.address.secret
        if self.address.channel:
            url, headers = _API, headers | {"Authorization": f"Bearer {self.address.secret}"}
        try:
            return self.post(url, headers, orjson.dumps(payload))
        except WireError as error:
            raise Failed(self._without_secrets(str(error))) from None

    def _error(self, answer: Posted) -> str:
        """What Slack says is wrong; empty if it took the message."""
        text = answer.body.decode("utf-8", "replace").strip()
        if not self.address.channel:
            return "" if (answer.status, text) == (200, "ok") else text or "no words"
        said = _json(answer.body)
        if answer.status == 200 and said.get("ok") is True:  # noqa: PLR2004
            return ""
        return str(said.get("error") or text or "no words")

    def _id(self, answer: Posted) -> str:
        return str(_json(answer.body).get("ts", "")) if self.address.channel else ""

    def _failed(self, error: str, answer: Posted) -> Failed:
        status = answer.status
        lasting = error in _LASTING or (_BAD <= status < _SERVER and status not in {_SLOW_DOWN, _TIMED_OUT})
        said = self._without_secrets(harmless(error, 200))
        return Failed(f"HTTP {status}: {said}", retry_after=answer.retry_after, lasting=lasting)

    def _without_secrets(self, text: str) -> str:
        """No error may hand the address on, whoever put it there."""
        secret = self.address.secret
        for part in (secret, secret.partition("/services")[2] or secret, secret.rpartition("/")[2]):
            text = text.replace(part, "(secret)")
        return text


def _spoilt(error: str, answer: Posted) -> bool:
    """Whether the same message may be taken in another form."""
    return error in _SPOILT | _THREADLESS or (answer.status in {_BAD, _TOO_LARGE} and error not in _LASTING)


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}
