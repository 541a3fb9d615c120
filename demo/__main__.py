"""`make run`: the whole service on the embedded local cloud, with samples of the publishers, edition by edition.

python -m demo [--until-done] [--paused] [--port PORT] [--mbox FILE] [--pictures FOLDER]    LIVE=1: the real publishers
"""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from demo import picture
from demo.director import Director, direct
from demo.inbox import Mail
from demo.pages import Room
from demo.stage import Stage, environment, staged
from demo.story import EDITIONS, Edition
from sanctionwire.cli import main as sanctionwire
from sanctionwire.feed import keys
from tools.localcloud import LocalCloudError

WHO, WHY = "demo operator", "demonstration: compared with the official page, the entries are gone from it"
_MARKS = {"ACT": "bold red", "PLAN": "yellow", "INFO": "blue", "EASE": "green", "CHECK": "magenta", "BLIND": "bold"}

console = Console(highlight=False, soft_wrap=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Tell the story, and stay."""
    parser = argparse.ArgumentParser(prog="python -m demo", description="The whole service on the local cloud.")
    parser.add_argument("--until-done", action="store_true", help="tell it without pauses, and stop at the end")
    parser.add_argument("--paused", action="store_true", help="wait at each edition until the page's button is pressed")
    parser.add_argument("--port", type=int, default=0, help="of the pages (a free one unless told otherwise)")
    parser.add_argument("--mbox", type=Path, help="keep the mails in this file too")
    parser.add_argument("--pictures", type=Path, help="take pictures of the pages, for the README")
    options = parser.parse_args(arguments)
    live = os.environ.get("LIVE", "") not in {"", "0"}
    for interruption in (signal.SIGINT, signal.SIGTERM):  # a shell may have had the first ignored
        signal.signal(interruption, signal.default_int_handler)
    director = Director(hurried=options.until_done, playing=not options.paused)
    try:
        with staged(say, hear, live=live, port=options.port, mbox=options.mbox, director=director) as stage:
            if live:
                read_the_real_publishers(stage)
            else:
                perform(stage, director)
            part(stage)
            if options.pictures:
                portray(stage, options.pictures)
            if not options.until_done:
                stay(stage)
    except (KeyboardInterrupt, click.Abort):  # the second is what a command makes of the first
        say("Stopped.")
    except (LocalCloudError, OSError) as error:
        taken = isinstance(error, OSError) and error.errno == errno.EADDRINUSE
        console.print(Text(f"\nport {options.port} is taken: leave --port out" if taken else f"\n{error}", style="red"))
        for note in getattr(error, "__notes__", ()):
            console.print(Text(note))
        return 1
    return 0


def say(text: str) -> None:
    """One sentence of the demonstration itself."""
    console.print(Text(text))


def hear(mail: Mail) -> None:
    """A mail has arrived: its first line, as one sees it in the list of a mail program."""
    line = Text(f"  mail  {mail.subject}")
    for mark, style in _MARKS.items():
        line.highlight_words([f"[{mark}]"], style)
    if mail.box != "alerts":
        line.append(f"  ({mail.box})", "dim")
    console.print(line)


def run(stage: Stage, *arguments: str) -> None:
    """A command of the operator, shown as typed; that it reports a failure is part of the story."""
    shown = " ".join(f'"{each}"' if " " in each else each for each in arguments)
    console.print(Text(f"  $ sanctionwire {shown}", style="dim"))
    sys.stdout.flush()
    with suppress(SystemExit):
        sanctionwire.main(list(arguments), prog_name="sanctionwire", obj=stage.wire, standalone_mode=False)


def perform(stage: Stage, director: Director) -> None:
    """The story, as fast as the director lets it go on."""
    if not director.playing:
        say("The story waits for Step or Play on the page.")
    direct(director, [partial(tell, stage, edition) for edition in EDITIONS], lambda: stage.listen(0))


def tell(stage: Stage, edition: Edition) -> None:
    """One edition: what the publishers now say, what the service makes of it, and which mails arrive."""
    day = f"{edition.at.day} {edition.at:%B %Y}: " if edition.at else ""
    console.print(Text(f"\n{edition.number}. {day}{edition.title}", style="bold"))
    say(edition.told)
    for fact in edition.facts:
        say(f"  - {fact}")
    say(f"Expected: {edition.expect}")
    stage.turn(edition)
    for sources in stage.rounds(edition):
        run(stage, "collect", *sources, *(["--reconcile"] if edition.reconcile else []))
        stage.settle()
    stage.tick()
    stage.settle()
    if edition.held:
        decide(stage)


def decide(stage: Stage) -> None:
    """The operator looks at what is held, and lets it through."""
    say("An operator looks at the official page, finds that the entries are gone from it, and decides:")
    run(stage, "held", "list")
    for row in stage.wire.ports.sources.all():
        if row.hold and row.hold.status == "open":
            run(stage, "held", "accept", row.hold.id, "--who", WHO, "--why", WHY)
    stage.settle()
    stage.tick()
    stage.settle()


def read_the_real_publishers(stage: Stage) -> None:
    """LIVE: the schedules run; the first check is made at once, and its outcome told."""
    stage.room.begin(1)
    stage.room.director.done = True  # there is nothing to step through
    say("Reading the real publishers. The first reading of OFAC's full lists takes minutes.")
    run(stage, "collect", "--seconds", "1500")
    unseen = [row.slug for row in stage.wire.ports.sources.all() if row.failing_since or row.pending]
    if unseen:
        say(f"Not to be read from this machine: {', '.join(unseen)}.")
        say("They are tried again every few minutes by themselves; their subscribers hear that they cannot be seen.")


def portray(stage: Stage, folder: Path) -> None:
    """The pages as they look when the most telling of the story is open."""
    for name, page in telling(stage.room).items():
        picture.take(f"{stage.address}/{page}", folder / f"{name}.png")
        say(f"  picture  {folder / name}.png")


def telling(room: Room) -> dict[str, str]:
    """Each page's name and where to open it: at the designation with its thread."""
    mail = next((mail for mail in room.inbox.mails() if "[ACT] OFAC SDN +" in mail.subject), None)
    post = next((post for post in room.workspace.posts() if "[ACT] OFAC SDN +" in post.text), None)
    edition, number, ts = (mail.edition, mail.number, post.ts) if mail and post else ("", "", "")
    return {"timeline": f"#edition-{edition}", "inbox": f"inbox#{number}", "slack": f"slack#{ts}"}


def part(stage: Stage) -> None:
    """Where everything is."""
    api = stage.outputs["ApiBase"]
    now = stage.wire.clock()
    _key, token = keys.create(stage.wire.table, name="demonstration", now=now)
    _key, reader = keys.create(stage.wire.table, name="demonstration's reader", now=now, scopes=[keys.READER])
    leading_there = " ".join(f"{name}={value}" for name, value in environment(stage).items())
    head = stage.wire.log.head()
    console.print(Text("\nWhere things are", style="bold"))
    say(f"  story    {stage.address}")
    say(f"  inbox    {stage.address}/inbox")
    say(f"  Slack    {stage.address}/slack")
    say(f"  feed     curl -H 'Authorization: Bearer {token}' '{api}/v1/changes?after=0.0&limit=5'")
    say(f"  reader   {api}/feed.json?token={reader}  (Atom: feed.atom)")
    say(f"  sources  curl -H 'Authorization: Bearer {token}' '{api}/v1/sources'")
    say(f"  operator env {leading_there} .venv/bin/sanctionwire held list")
    say(f"  log      head {head.seq} {head.hash}")


def stay(stage: Stage) -> None:
    """Until interrupted; mails are told as they come."""
    say("\nIt stays up until you press Ctrl-C.")
    while True:
        stage.listen(1)
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
