"""A record in JSON types, and its strict consumption: whatever no reader took out of it is refused."""

from __future__ import annotations

from typing import Any

from sanctionwire.errors import SourceChanged

Tree = dict[str, list[Any]]
"""A record: name → its occurrences (text of a leaf, or a tree); of XML `@name` → [attribute], `#text` → [text]."""


class Fields:
    """A tree being used up: each reader takes one name out of it, and `done` raises on what nobody took."""

    def __init__(self, content: Tree | str, place: str) -> None:
        """`place` is the path that errors name (`INDIVIDUAL 6908555`)."""
        self.place = place
        if isinstance(content, str):
            content = {"#text": [content]} if content else {}
        self._left = dict(content)
        self._given: list[Fields] = []

    def texts(self, name: str) -> tuple[str, ...]:
        """Take every text of that name that is not empty, in the publisher's order."""
        values = self._left.pop(name, [])
        for value in values:
            if not isinstance(value, str):
                raise SourceChanged("elements or attributes", place=f"{self.place}/{name}", expected="plain text")
        return tuple(value for value in values if value)

    def text(self, name: str) -> str | None:
        """Take the one text of that name, or None where it is absent or empty."""
        values = self._left.get(name, [])
        if len(values) > 1:
            raise SourceChanged(f"{len(values)} of them", place=f"{self.place}/{name}", expected="at most one")
        return next(iter(self.texts(name)), None)

    def needed(self, name: str) -> str:
        """Take the one text of that name, which must be there."""
        value = self.text(name)
        if value is None:
            raise SourceChanged("absent or empty", place=f"{self.place}/{name}", expected="a value")
        return value

    def children(self, name: str) -> list[Fields]:
        """Take every element of that name, each to be used up in turn; an empty one has no fields."""
        values = self._left.pop(name, [])
        numbers = [f"[{number}]" if len(values) > 1 else "" for number in range(1, len(values) + 1)]
        given = [Fields(value, f"{self.place}/{name}{at}") for value, at in zip(values, numbers, strict=True)]
        self._given += given
        return given

    def ignore(self, *names: str) -> None:
        """Leave these out knowingly; whoever calls this says why."""
        for name in names:
            self._left.pop(name, None)

    def done(self) -> None:
        """Raise on anything that was not taken, here or in any child handed out."""
        if self._left:
            names = ", ".join(sorted(self._left))
            raise SourceChanged(f"unknown {names}", place=self.place, expected="only known elements and attributes")
        for child in self._given:
            child.done()
