"""The stage of the demonstration: a deployed stack on the local cloud, its pages, and the waiting for what comes."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo import pages, publishers, slack
from demo.clock import StoryClock
from demo.director import Director
from demo.inbox import Inbox, Mail
from demo.story import EDITIONS, Edition
from sanctionwire.cli.connect import described
from sanctionwire.deliver.outbox import ALERTS, OPERATOR, SLACK
from sanctionwire.deliver.slack import Address
from sanctionwire.pipeline.announce import ANNOUNCE
from sanctionwire.pipeline.project import PROJECT
from sanctionwire.store.cursors import Cursor
from sanctionwire.wiring import Config, Wire, now
from tools import localcloud

STORAGE = "sls-demo.s3.us-gov-west-1.amazonaws.com"
"""Where the demonstration's list service keeps its downloads: a host that the product may follow it to."""

PATIENCE = 60.0
"""Seconds after which the minute's tick is given by hand, in case that a doorbell was not heard."""

LIVE = Edition(
    number=1, title="The real publishers", told="What they publish, as it is read.", expect="whatever comes."
)


@dataclass(slots=True, kw_only=True)
class Stage:
    """Everything that runs."""

    cloud: localcloud.Cloud
    outputs: dict[str, str]
    wire: Wire
    room: pages.Room
    address: str
    """Of the pages."""
    clock: StoryClock | None
    publishers: publishers.Publishers | None
    heard: Callable[[Mail], None]
    """Told of each mail as it arrives."""
    _told: int = field(default=0)

    @property
    def inbox(self) -> Inbox:
        """The mails."""
        return self.room.inbox

    def turn(self, edition: Edition) -> None:
        """Bring out an edition: its day comes, and its publications are out."""
        if self.clock and edition.at:
            self.clock.leap(edition.at)
        if self.publishers:
            self.publishers.turn(edition.number)
        self.room.begin(edition.number)

    def rounds(self, edition: Edition) -> list[list[str]]:
        """Which sources are checked together, in order; an empty list names all."""
        if not edition.after:
            return [[]]
        return [[slug for slug in sorted(self.wire.abouts) if slug not in edition.after], list(edition.after)]

    def tick(self) -> None:
        """What the clock does every five minutes: look for what is wrong, and for dates that have come."""
        self.cloud.invoke(self.outputs["WatchFunction"])

    def settle(self, seconds: float = 240) -> None:
        """Wait until all that was committed is projected, announced, in the inbox and in Slack; tell each mail."""
        begun, rung = time.monotonic(), False
        while not self._settled():
            waited = time.monotonic() - begun
            if waited > seconds:
                message = f"nothing moved for {seconds:.0f} seconds: {self._where()}"
                raise localcloud.LocalCloudError(message)
            if waited > PATIENCE and not rung:
                rung = True
                for function in ("ProjectFunction", "AnnounceFunction", "WatchFunction"):
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
        if any(position < head for position in cursors.values()) or any(self._waiting()):
            return False
        handed = list(self.wire.outbox.deliveries())
        self.room.threads = {row["message_id"]: row["thread"] for row in handed if {"message_id", "thread"} <= set(row)}
        posts = sum(1 for row in handed if row["destination"].startswith(SLACK) and "sent_at" in row)
        mails = sum(1 for row in handed if not row["destination"].startswith(SLACK))
        return mails <= len(self.inbox.mails()) and posts <= len(self.room.workspace.posts())

    def _waiting(self) -> Iterator[str]:
        yield from self.wire.outbox.waiting()
        for channel in self.wire.channels.facts():
            yield from self.wire.outbox.waiting(f"{SLACK}{channel.id}")

    def _where(self) -> tuple[int, dict[str, int]]:
        table = self.wire.table
        return self.wire.log.head().seq, {name: Cursor(table, name).position() for name in (PROJECT, ANNOUNCE)}


@contextmanager
def staged(
    say: Callable[[str], None],
    heard: Callable[[Mail], None],
    *,
    live: bool,
    port: int,
    mbox: Path | None,
    director: Director | None = None,
) -> Iterator[Stage]:
    """Put everything up, and take it down at the end."""
    with ExitStack() as stack:
        clock = played = None
        parameters = {"SchedulesEnabled": "true" if live else "false"}
        if not live:
            clock = StoryClock(EDITIONS[0].at or now())
            played = publishers.Publishers(clock=clock, storage_host=STORAGE)
            parameters["PublisherOrigin"] = stack.enter_context(publishers.serving(played)).origin
            say(f"The publishers' local server answers at {parameters['PublisherOrigin']}.")
        say("Starting the local cloud.")
        cloud = stack.enter_context(localcloud.running())
        stack.enter_context(_log_kept(cloud))
        room = pages.Room(
            inbox=Inbox(cloud=cloud.endpoint, mbox=mbox, clock=clock),
            workspace=slack.Workspace(clock=clock or now),
            director=director or Director(hurried=True),
            editions=[LIVE] if live else EDITIONS,
            clock=clock or now,
        )
        address = stack.enter_context(pages.serving(room, port)).address
        parameters["SlackOrigin"] = address
        say(f"The time line is open, with inbox and Slack: {address}")
        say("Building and deploying the template with the stock tools; this takes a minute the first time.")
        outputs = localcloud.deploy(cloud, **parameters)
        if played:  # the table would take rows of the story's days for long expired: its clock is the real one
            cloud.client("dynamodb").update_time_to_live(
                TableName=outputs["LogTable"],
                TimeToLiveSpecification={"AttributeName": "ttl", "Enabled": False},
            )
        wire = Wire(Config.of(described(outputs)), clock=clock or now, client=cloud.client)
        stage = Stage(cloud=cloud, outputs=outputs, wire=wire, room=room, address=address, clock=clock,
                      publishers=played, heard=heard)  # fmt: skip
        _subscribed(stage)
        yield stage


def _subscribed(stage: Stage, seconds: float = 30) -> None:
    """Subscribe the inbox to both topics and Slack to the alerts, and wait until the inbox has confirmed."""
    people = stage.wire.subscriptions
    for box in (ALERTS, OPERATOR):
        people.subscribe("http", f"{stage.address}/sns/{box}", {}, box=box)
    people.subscribe_slack(Address.of(slack.TOKEN, slack.CHANNEL), {})
    people.subscribe_slack(Address.of(slack.WEBHOOK), {"class": ["ACT"]})
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


def environment(stage: Stage) -> Mapping[str, Any]:
    """What one needs to go on with the stack from another terminal."""
    names = ("AWS_ENDPOINT_URL", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    return {name: stage.cloud.environment()[name] for name in names}
