"""The clock of the story: it stands at an edition's moment when that begins, and goes on by the second from there."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class StoryClock:
    """The time that publishers, product and pages share. It leaps forward, never back."""

    def __init__(self, start: datetime, *, ticking: Callable[[], float] = time.monotonic) -> None:
        """Begin at `start`."""
        self._ticking = ticking
        self._lock = threading.Lock()
        self._base, self._since = start.astimezone(UTC), ticking()

    def __call__(self) -> datetime:
        """What time it is in the story, to the microsecond."""
        with self._lock:
            return self._now()

    def _now(self) -> datetime:
        return self._base + timedelta(seconds=self._ticking() - self._since)

    def leap(self, to: datetime) -> None:
        """Go on to a later moment; if that is past, the clock just runs on."""
        with self._lock:
            self._base, self._since = max(self._now(), to.astimezone(UTC)), self._ticking()
