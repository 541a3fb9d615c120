"""The stage of the demonstration: a deployed stack on the local cloud, its inbox, and the waiting for what comes."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo import inbox, publishers
from demo.inbox import Inbox, Mail
from sanctionwire.cli.connect import described
from sanctionwire.deliver.outbox import ALERTS, OPERATOR
from sanctionwire.pipeline.announce import ANNOUNCE
from sanctionwire.pipeline.project import PROJECT
from sanctionwire.store.cursors import Cursor
from sanctionwire.wiring import Config, Wire, now
from tools import localcloud

STORAGE = "sls-demo.s3.us-gov-west-1.amazonaws.com"
"""Where the demonstration's list service keeps its downloads: a host that the product may follow it to."""

PATIENCE = 60.0
"""Seconds after which the minute's tick is given by hand, in case that a doorbell was not heard."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """Everything that runs."""

    cloud: localcloud.Cloud
    outputs: dict[str, str]
    wire: Wire
    inbox: Inbox
    inbox_address: str
    publishers: publishers.Publishers | None
    heard: Callable[[Mail], None]
    """Told of each mail as it arrives."""
    _told: int = field(default=0)

    def tick(self) -> None:
        """What the clock does every five minutes: look for what is wrong."""
        self.cloud.invoke(self.outputs["WatchFunction"])

    def settle(self, seconds: float = 240) -> None:
        """Wait until all that was committed is projected, announced and in the inbox; tell each mail as it comes."""
        begun, rung = time.monotonic(), False
        while not self._settled():
            waited = time.monotonic() - begun
            if waited > seconds:
                message = f"nothing moved for {seconds:.0f} seconds: {self._where()}"
                raise localcloud.LocalCloudError(message)
            if waited > PATIENCE and not rung:
                rung = True
                for function in ("ProjectFunction", "AnnounceFunction"):
                    self.cloud.invoke(self.outputs[function])
            self.listen(0.25)
        self.listen(0)

    def listen(self, seconds: float) -> None:
        """Tell the mails that have arrived since, waiting for the first of them if there is none."""
        for mail in self.inbox.wait(self._told, seconds):
            self._told = mail.number
            self.heard(mail)

    def _settled(self) -> bool:
        head, cursors = self._where()
        if any(position < head for position in cursors.values()) or any(self.wire.outbox.waiting()):
            return False
        return sum(1 for _ in self.wire.outbox.deliveries()) <= len(self.inbox.mails())

    def _where(self) -> tuple[int, dict[str, int]]:
        table = self.wire.table
        return self.wire.log.head().seq, {name: Cursor(table, name).position() for name in (PROJECT, ANNOUNCE)}


@contextmanager
def staged(
    say: Callable[[str], None], heard: Callable[[Mail], None], *, live: bool, port: int, mbox: Path | None
) -> Iterator[Stage]:
    """Put everything up, and take it down at the end."""
    with ExitStack() as stack:
        played = None
        parameters = {"SchedulesEnabled": "true" if live else "false"}
        if not live:
            played = publishers.Publishers(storage_host=STORAGE)
            parameters["PublisherOrigin"] = stack.enter_context(publishers.serving(played)).origin
            say(f"The publishers' local server answers at {parameters['PublisherOrigin']}.")
        say("Starting the local cloud.")
        cloud = stack.enter_context(localcloud.running())
        stack.enter_context(_log_kept(cloud))
        post = Inbox(cloud=cloud.endpoint, mbox=mbox)
        address = stack.enter_context(inbox.serving(post, port)).address
        say(f"The inbox is open: {address}")
        say("Building and deploying the template with the stock tools; this takes a minute the first time.")
        outputs = localcloud.deploy(cloud, **parameters)
        clock = played.now if played else now
        wire = Wire(Config.of(described(outputs)), clock=clock, client=cloud.client)
        stage = Stage(cloud=cloud, outputs=outputs, wire=wire, inbox=post, inbox_address=address, publishers=played,
                      heard=heard)  # fmt: skip
        _subscribed(stage)
        yield stage


def _subscribed(stage: Stage, seconds: float = 30) -> None:
    """Subscribe the inbox to both topics, and wait until it has confirmed."""
    people = stage.wire.subscriptions
    for box in (ALERTS, OPERATOR):
        people.subscribe("http", f"{stage.inbox_address}/sns/{box}", {}, box=box)
    deadline = time.monotonic() + seconds
    while stage.inbox.confirmed != {ALERTS, OPERATOR}:
        if time.monotonic() > deadline:
            message = "the inbox was not asked to confirm its subscriptions"
            raise localcloud.LocalCloudError(message)
        time.sleep(0.1)


@contextmanager
def _log_kept(cloud: localcloud.Cloud) -> Iterator[None]:
    """Keep the cloud's log if something goes wrong: its own folder goes with it."""
    try:
        yield
    except Exception as error:
        kept = localcloud.LOGS / "demo-cloud.log"
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(cloud.log, kept)
        error.add_note(f"The local cloud's log: {kept}")
        raise


def environment(stage: Stage) -> dict[str, Any]:
    """What one needs to go on with the stack from another terminal."""
    names = ("AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    return {name: stage.cloud.environment()[name] for name in names}
