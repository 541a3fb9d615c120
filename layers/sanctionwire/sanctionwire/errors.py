"""The few errors, each naming the action it asks for; all carry the source, the place and what was expected."""

from __future__ import annotations


class WireError(Exception):
    """A condition that somebody acts on. `str()` gives one line: source, place, what was seen, what was expected."""

    def __init__(self, seen: str, *, source: str = "", place: str = "", expected: str = "") -> None:
        """Say what was seen, in which source, where (a URL, an element path, a row), and what was expected there."""
        super().__init__(seen)
        self.seen = seen
        self.source = source
        self.place = place
        self.expected = expected

    def __str__(self) -> str:
        """One line, safe to log and to mail to an operator."""
        head = ": ".join(part for part in (self.source, self.place) if part)
        tail = f" (expected {self.expected})" if self.expected else ""
        return " ".join(f"{head}: {self.seen}{tail}".removeprefix(": ").split())

    def at(self, *, source: str = "", place: str = "") -> WireError:
        """The same error with what the raiser did not know filled in: outer places are put before inner ones."""
        place = " ".join(part for part in (place, self.place) if part)
        return type(self)(self.seen, source=self.source or source, place=place, expected=self.expected)


class SourceChanged(WireError):
    """The publication is not built as the parser knows it. A person must look; no retry; the last reading stands."""


class Suspicious(WireError):
    """The publication is readable but not believable (counts, hashes). A person must look; the last reading stands."""


class Unreachable(WireError):
    """The publication could not be had, or only half of it. Retry, then the dead-letter queue."""

    def __init__(
        self,
        seen: str,
        *,
        source: str = "",
        place: str = "",
        expected: str = "",
        retry_after: int | None = None,
        status: int = 0,
    ) -> None:
        """As `WireError`; `retry_after`: the publisher's own Retry-After in seconds; `status`: of its HTTP answer."""
        super().__init__(seen, source=source, place=place, expected=expected)
        self.retry_after = retry_after
        self.status = status

    def at(self, *, source: str = "", place: str = "") -> Unreachable:
        """See `WireError.at`; the publisher's Retry-After is kept."""
        place = " ".join(part for part in (place, self.place) if part)
        return Unreachable(
            self.seen,
            source=self.source or source,
            place=place,
            expected=self.expected,
            retry_after=self.retry_after,
            status=self.status,
        )


class Superseded(WireError):
    """Somebody else committed first: recompute what is held, or drop it if it is older."""


class DoesNotFit(WireError):
    """A delta does not fit the state that it is applied to: reconcile with the full list."""
