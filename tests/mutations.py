"""Pages and feeds as they might be served broken: seeded mutants of a document, each with what was done to it.

`mutants(body, count, seed=…)` takes any document in a mark-up language. What a mutation does is told, so that a failing
test names it; the same seed always gives the same mutants. `BUILT` are those that change how the document is built or
served: none of them may change what is said of anybody. `WORDED` change the words themselves, letter by letter: what
they make may be another true text, so they show only that a reader refuses or reads, and never fails otherwise.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<[^>]*>|[^<]+", re.DOTALL)
_OPENING = re.compile(rb"<([A-Za-z][\w:-]*)\b[^>]*(?<!/)>")
_VOID = {b"br", b"hr", b"img", b"input", b"link", b"meta", b"col"}
_ENCODINGS = ("utf-16", "utf-16-le", "utf-32", "latin-1", "cp1252", "utf-7", "utf-8-sig", "shift-jis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A document that was changed."""

    body: bytes
    what: str


Mutation = Callable[[bytes, random.Random], Mutant | None]


def mutants(body: bytes, count: int, *, seed: int = 0, kinds: tuple[Mutation, ...] | None = None) -> Iterator[Mutant]:
    """`count` mutants of the body, of every kind in turn (`BUILT`); those that changed nothing are passed over."""
    kinds = kinds or BUILT
    chance = random.Random(seed)
    given, tried = 0, 0
    while given < count and tried < count * 20:
        mutate = kinds[tried % len(kinds)]
        tried += 1
        mutant = mutate(body, chance)
        if mutant and mutant.body != body:
            given += 1
            yield mutant


def elements(body: bytes) -> list[tuple[int, int]]:
    """Where each element that is closed begins and ends, in the order of their beginnings."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[bytes, int]] = []
    for token in _TOKEN.finditer(body):
        text = token[0]
        if opening := _OPENING.fullmatch(text):
            name = opening[1].lower()
            if name in _VOID:
                found.append(token.span())
            else:
                stack.append((name, token.start()))
        elif text.startswith(b"</"):
            name = text[2:-1].strip().lower()
            for depth in range(len(stack) - 1, -1, -1):
                if stack[depth][0] == name:
                    found.append((stack[depth][1], token.end()))
                    del stack[depth:]
                    break
    return sorted(found)


def _shown(body: bytes, start: int, end: int) -> str:
    return body[start:end][:60].decode("utf-8", "replace").replace("\n", " ")


def _picked(body: bytes, chance: random.Random) -> tuple[int, int] | None:
    found = elements(body)
    return chance.choice(found) if found else None


def dropped(body: bytes, chance: random.Random) -> Mutant | None:
    """An element is not there."""
    if not (place := _picked(body, chance)):
        return None
    start, end = place
    return Mutant(body=body[:start] + body[end:], what=f"dropped {_shown(body, start, end)}")


def doubled(body: bytes, chance: random.Random) -> Mutant | None:
    """An element is there twice."""
    if not (place := _picked(body, chance)):
        return None
    start, end = place
    return Mutant(body=body[:end] + body[start:end] + body[end:], what=f"doubled {_shown(body, start, end)}")


def swapped(body: bytes, chance: random.Random) -> Mutant | None:
    """Two elements, neither inside the other, stand in each other's place."""
    found = elements(body)
    for _ in range(20):
        if len(found) < 2:
            return None
        (a, b), (c, d) = sorted(chance.sample(found, 2))
        if b <= c:
            return Mutant(
                body=body[:a] + body[c:d] + body[b:c] + body[a:b] + body[d:],
                what=f"swapped {_shown(body, a, b)} and {_shown(body, c, d)}",
            )
    return None


def unwrapped(body: bytes, chance: random.Random) -> Mutant | None:
    """An element's tags are gone, its content is not."""
    if not (place := _picked(body, chance)):
        return None
    start, end = place
    inner = re.sub(rb"\A<[^>]*>|</[^>]*>\Z", b"", body[start:end])
    return Mutant(body=body[:start] + inner + body[end:], what=f"unwrapped {_shown(body, start, end)}")


def emptied(body: bytes, chance: random.Random) -> Mutant | None:
    """An element has nothing in it."""
    if not (place := _picked(body, chance)):
        return None
    start, end = place
    bare = re.sub(rb"\A(<[^>]*>).*?(</[^>]*>)\Z", rb"\1\2", body[start:end], flags=re.DOTALL)
    return Mutant(body=body[:start] + bare + body[end:], what=f"emptied {_shown(body, start, end)}")


def cut(body: bytes, chance: random.Random) -> Mutant:
    """The document ends at some byte."""
    at = chance.randrange(len(body))
    return Mutant(body=body[:at], what=f"cut at byte {at} of {len(body)}")


def holed(body: bytes, chance: random.Random) -> Mutant:
    """Some bytes in the middle are missing."""
    start = chance.randrange(len(body))
    end = min(len(body), start + chance.randrange(1, 200))
    return Mutant(body=body[:start] + body[end:], what=f"bytes {start} to {end} of {len(body)} are missing")


def encoded(body: bytes, chance: random.Random) -> Mutant:
    """The document comes in another encoding than it says."""
    encoding = chance.choice(_ENCODINGS)
    text = body.decode("utf-8-sig")
    return Mutant(body=text.encode(encoding, "replace"), what=f"encoded in {encoding}")


def garbled(body: bytes, chance: random.Random) -> Mutant:
    """One byte is another."""
    at = chance.randrange(len(body))
    return Mutant(body=body[:at] + bytes([chance.randrange(256)]) + body[at + 1 :], what=f"another byte at {at}")


def renamed(body: bytes, chance: random.Random) -> Mutant | None:
    """A class, an id, a style or another attribute has another value."""
    found = list(re.finditer(rb"""\b([\w:-]+)=(["'])(.*?)\2""", body))
    if not found:
        return None
    place = chance.choice(found)
    value = chance.choice([b"x" + place[3], b"", place[3][::-1], b"new-" + place[3].upper()])
    start, end = place.span(3)
    return Mutant(body=body[:start] + value + body[end:], what=f"{place[0][:60]!r} became {value[:40]!r}")


def retagged(body: bytes, chance: random.Random) -> Mutant | None:
    """An element has another name."""
    if not (place := _picked(body, chance)):
        return None
    start, end = place
    name = chance.choice([b"section", b"surprise", b"td", b"h2"])
    inner = re.sub(rb"\A<[\w:-]+", b"<" + name, body[start:end])
    inner = re.sub(rb"</[\w:-]+\s*>\Z", b"</" + name + b">", inner)
    return Mutant(body=body[:start] + inner + body[end:], what=f"{_shown(body, start, end)} became <{name.decode()}>")


def reworded(body: bytes, chance: random.Random) -> Mutant | None:
    """A word of the text is missing or said twice."""
    texts = [token for token in _TOKEN.finditer(body) if not token[0].startswith(b"<") and token[0].strip()]
    if not texts:
        return None
    place = chance.choice(texts)
    words = re.split(rb"(\s+)", place[0])
    at = chance.randrange(len(words))
    words[at : at + 1] = [] if chance.random() < 0.5 else [words[at], b" ", words[at]]
    return Mutant(
        body=body[: place.start()] + b"".join(words) + body[place.end() :],
        what=f"a word less or twice in {_shown(body, *place.span())}",
    )


BUILT: tuple[Mutation, ...] = (dropped, doubled, swapped, unwrapped, emptied, cut, encoded, renamed, retagged)
WORDED: tuple[Mutation, ...] = (holed, garbled, reworded)
