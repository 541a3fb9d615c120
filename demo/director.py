"""Who says when the story goes on: it plays by itself, or waits for the reader to step or play."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Director:
    """Play, pause and step, from any thread."""

    between: float = 4.0
    """Seconds between two editions while it plays."""
    hurried: bool = False
    """Whether neither pauses nor buttons count."""
    playing: bool = True
    done: bool = False
    _turned: threading.Condition = field(default_factory=threading.Condition)
    _steps: int = 0

    def command(self, name: str) -> bool:
        """Take a button's word; False if it is none."""
        with self._turned:
            match name:
                case "play":
                    self.playing = True
                case "pause":
                    self.playing = False
                case "step":
                    self.playing, self._steps = False, 1
                case _:
                    return False
            self._turned.notify_all()
        return True

    def wait(self, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Return when the next edition may begin; `meanwhile` is done again and again."""
        if self.hurried:
            return
        begun = time.monotonic()
        while True:
            with self._turned:
                if self._steps:
                    self._steps = 0
                    return
                if self.playing and time.monotonic() - begun >= self.between:
                    return
                self._turned.wait(0.2)
            meanwhile()

    def state(self) -> dict[str, bool]:
        """As the page shows it."""
        return {"playing": self.playing and not self.done, "done": self.done}


def direct(director: Director, scenes: Iterable[Callable[[], None]], meanwhile: Callable[[], None]) -> None:
    """Play the scenes in turn, the first at once unless it is paused from the beginning."""
    for number, scene in enumerate(scenes):
        if number or not director.playing:
            director.wait(meanwhile)
        scene()
    director.done = True
