"""Whom an alert tells of, and by what marks each of them is recognised elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sanctionwire.core.actions.thread import Party
from sanctionwire.core.canonical import digest
from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry, Mention, Name
from sanctionwire.core.normalise import name_key
from sanctionwire.core.ties import distinctive, own_letters

MOST_PARTIES = 3_000
"""Of an alert with more parties, these are compared; such an alert confirms nothing."""

_NUMBERED = {"Vessel", "Airplane", "CryptoWallet", "Security"}


def parties(
    changes: Iterable[Change], entries: Iterable[Entry], same: Mapping[str, Iterable[str]]
) -> tuple[tuple[Party, ...], bool]:
    found: dict[str, Party] = {}
    for change in changes:
        if change.entry.subject and len(found) <= MOST_PARTIES:
            found[change.entry_id] = _described(change.entry, same)
    if not found:  # an act that is told by itself: whom it names
        for mention in (mention for entry in entries for mention in entry.mentions):
            found.setdefault(name_key(mention.name), _mentioned(mention, same))
    return tuple(found.values())[:MOST_PARTIES], len(found) <= MOST_PARTIES


def _described(entry: Entry, same: Mapping[str, Iterable[str]]) -> Party:
    subject = entry.subject
    names = [name for name in (subject.names if subject else ()) if name.strength != "weak"]
    person = subject is not None and subject.schema_ == "Person"
    organisation = not person and entry.type == "party" and (subject is None or subject.schema_ not in _NUMBERED)
    marks = {f"id:{entry.id}", *_tied(entry.caption, same)}
    marks |= {mark for name in names for mark in _marks(name, organisation=organisation)}
    return Party(name=entry.caption, marks=frozenset(marks))


def _mentioned(mention: Mention, same: Mapping[str, Iterable[str]]) -> Party:
    organisation = mention.schema_ != "Person" and mention.schema_ not in _NUMBERED
    marks = {*_tied(mention.name, same), *_marks(Name(full=mention.name), organisation=organisation)}
    return Party(name=mention.name, marks=frozenset(marks))


def _tied(name: str, same: Mapping[str, Iterable[str]]) -> Iterator[str]:
    return (f"id:{entry_id}" for entry_id in same.get(name_key(name), ()))


def _marks(name: Name, *, organisation: bool) -> Iterator[str]:
    key = name_key(name.full)
    short = digest(key)[:10]
    if own_letters(key) >= 4:  # noqa: PLR2004 - fewer are nobody's name
        yield f"name:{short}"
    if organisation and distinctive(key):
        yield f"org:{short}"
