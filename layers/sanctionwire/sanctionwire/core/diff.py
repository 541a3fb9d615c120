"""The difference of one entry, and what a whole commit's differences mean together (re-keys, look-alikes).

Nothing here knows sources, storage or time. `apply(diff(a, b), a) == b` holds for every pair of readings.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sanctionwire.core.changes import Cause, Change, ChangeKind, FieldChange, Weight
from sanctionwire.core.model import Entry, Listing
from sanctionwire.core.normalise import name_key

_SCREENED = (
    "type", "subject.schema", "subject.names", "subject.births", "subject.deaths", "subject.birth_places",
    "subject.nationalities", "subject.citizenships", "subject.countries", "subject.gender", "subject.identifiers",
    "relations", "instrument", "covered_by", "listings", "notice.category",
)  # fmt: skip
"""Fields on which people screen or decide: a difference in one of them is major."""

_TEXT = ("subject.names", "subject.addresses", "subject.birth_places", "subject.particulars", "remarks", "listings",
         "notice.title", "notice.text", "mentions")  # fmt: skip
"""Fields of free text, in which case, punctuation and white space alone mean nothing."""

_BOOKKEEPING = ("links", "evidence", "other_keys", "unmapped")
"""Fields that say where a fact stands or how it was read, not what it is."""

_TERMS = ("list", "kind", "measures", "programmes", "implements")
"""The parts of a listing that make a difference to it a change of measures; the rest amends."""


def compare(
    before: Entry | None, after: Entry | None, *, departed: Entry | None = None, cause: Cause = "publisher"
) -> Change | None:
    """The change of one entry, or None if there is none. `departed` is its last record, had it left before."""
    if before == after:
        return None
    entry_id = (after or before).id  # type: ignore[union-attr]
    if before is None:
        if departed:
            fields = tuple(differences(departed, after))  # type: ignore[arg-type]
            return Change(kind="relisted", entry_id=entry_id, before=departed, after=after, fields=fields, cause=cause)
        return Change(kind="designated", entry_id=entry_id, after=after, cause=cause)
    if after is None:
        lists = tuple(listing.list for listing in before.listings)
        return Change(kind="removed", entry_id=entry_id, before=before, lists_left=lists, cause=cause)
    fields = tuple(differences(before, after))
    kind = _kind(before, after)
    left = _lists(before) - _lists(after)
    return Change(
        kind=kind,
        entry_id=entry_id,
        before=before,
        after=after,
        fields=fields,
        cause=cause,
        weight="major" if kind != "amended" else _weight(fields),
        lists_left=tuple(left) if kind == "removed" else (),
        remains_on=tuple(_lists(after)) if kind == "removed" else (),
    )


def _lists(entry: Entry) -> set[str]:
    return {listing.list for listing in entry.listings}


def _kind(before: Entry, after: Entry) -> ChangeKind:
    """What sort of change this is, the weightiest first."""
    left, joined = _lists(before) - _lists(after), _lists(after) - _lists(before)
    if left and not joined:
        return "removed"
    if set(after.covered_by) - set(before.covered_by) or before.instrument != after.instrument:
        return "advanced"
    pairs = _common_listings(before, after)
    if any(old.listed_on and new.listed_on and new.listed_on > old.listed_on for old, new in pairs):
        return "redesignated"
    if joined or any(getattr(old, term) != getattr(new, term) for old, new in pairs for term in _TERMS):
        return "measures_changed"
    return "amended"


def _common_listings(before: Entry, after: Entry) -> list[tuple[Listing, Listing]]:
    """The listings on one list before and after; a party that is on one list twice is compared as it stands."""
    old, new = _by_list(before), _by_list(after)
    return [(ours, theirs) for name in sorted(old.keys() & new.keys()) for ours, theirs in zip(old[name], new[name])]  # noqa: B905


def _by_list(entry: Entry) -> dict[str, list[Listing]]:
    listings: dict[str, list[Listing]] = defaultdict(list)
    for listing in entry.listings:
        listings[listing.list].append(listing)
    return listings


def _weight(fields: Iterable[FieldChange]) -> Weight:
    changed = [field for field in fields if not field.path.startswith(_BOOKKEEPING)]
    if all(field.path.startswith(_TEXT) and _same_text(field) for field in changed):
        return "cosmetic"
    screened = (field.path.startswith(_SCREENED) and not field.path.endswith("].reason") for field in changed)
    return "major" if any(screened) else "minor"


def _same_text(field: FieldChange) -> bool:
    """Whether only case, punctuation or white space differ."""
    return _folded(field.added, field.after) == _folded(field.removed, field.before)


def _folded(*values: Any) -> str:
    return "".join(sorted(re.sub(r"[\W_]+", "", str(value).casefold()) for value in _leaves(values)))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield from _leaves(value[key])
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    elif value is not None:
        yield value


def differences(before: Entry, after: Entry) -> Iterator[FieldChange]:
    """Field by field; listings on the same list are compared part by part."""
    old, new = before.plain(), after.plain()
    for key in ("subject", "instrument", "notice"):
        yield from _parts(key, old.pop(key, None), new.pop(key, None))
    common = [pair for pair in _common_listings(before, after) if pair[0] != pair[1]]
    for ours, theirs in common:
        yield from _parts(f"listings[{ours.list}]", ours.plain(), theirs.plain())
    for key, entry, mine in (("listings", old, 0), ("listings", new, 1)):
        told = [pair[mine].plain() for pair in common]
        entry[key] = tuple(listing for listing in entry.get(key, ()) if listing not in told)
    yield from _parts("", old, new)


def _parts(prefix: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Iterator[FieldChange]:
    before, after = before or {}, after or {}
    for key in sorted(before.keys() | after.keys()):
        old, new = before.get(key), after.get(key)
        if old == new or (not old and not new and old is not False and new is not False):
            continue
        path = f"{prefix}.{key}".removeprefix(".")
        if isinstance(old or new, list | tuple):
            ours, theirs = list(old or ()), list(new or ())
            added = tuple(item for item in theirs if item not in ours)
            removed = tuple(item for item in ours if item not in theirs)
            yield FieldChange(path=path, added=added, removed=removed)
        else:
            yield FieldChange(path=path, before=old, after=new)


def settle(changes: Iterable[Change], *, departed: Mapping[str, Iterable[str]] | None = None) -> list[Change]:
    """What removals and designations of one commit mean together, sorted by entry id.

    A removed and a new entry that agree, one to one, in schema, primary name, programmes, authorities and list dates
    are one party renumbered (`rekeyed`). An entry that left while another that stayed now agrees with it was `merged`
    into that one. What shares no more than the name stays removed and designated, each naming the other. `departed`
    maps name keys to ids that left earlier: a new entry of that name is flagged as a possible relisting. A number that
    comes back while such an entry leaves is a renumbering too, and no relisting.
    """
    given = list(changes)
    gone = {change.entry_id: change for change in given if change.kind == "removed" and change.after is None}
    new = {change.entry_id: change for change in given if change.kind == "designated"}
    stayed = {
        change.entry_id: change for change in given if change.before and change.after and change.kind != "removed"
    }
    settled = {change.entry_id: change for change in given}
    back = {change.entry_id: change for change in given if change.kind == "relisted"}
    for old_id, new_id in _one_to_one(_identities(gone), _identities(new | back)):
        old, now = gone.pop(old_id), new.pop(new_id, None) or back.pop(new_id)
        del settled[old_id]
        settled[new_id] = _moved("rekeyed", old, now)
    for old_id, kept_id in _one_to_one(_identities(gone), _identities(stayed)):
        settled[old_id] = _moved("merged", gone.pop(old_id), stayed[kept_id])
    for flagged in _flagged(gone, new, departed or {}):
        settled[flagged.entry_id] = flagged
    return sorted(settled.values(), key=lambda change: (change.entry_id, change.previous_id or ""))


def _moved(kind: ChangeKind, old: Change, now: Change) -> Change:
    before, after = old.before, now.after
    fields = tuple(field for field in differences(before, after) if field.path != "id")  # type: ignore[arg-type]
    return Change(
        kind=kind,
        entry_id=now.entry_id,
        previous_id=old.entry_id,
        before=before,
        after=after,
        fields=fields,
        cause=now.cause,
        weight="major",
    )


Identity = tuple[Any, ...]


def identity(entry: Entry) -> Identity:
    """What must agree before two keys are held to be one party, or one instrument."""
    schema = entry.subject.schema_ if entry.subject else ""
    terms = tuple((item.list, item.listed_on, item.programmes, item.authorities) for item in entry.listings)
    act = (entry.instrument.action, entry.instrument.published) if entry.instrument else ()
    return (entry.type, schema, name_key(entry.caption), terms, act)


def _identities(changes: Mapping[str, Change]) -> dict[Identity, list[Entry]]:
    groups: dict[Identity, list[Entry]] = defaultdict(list)
    for change in changes.values():
        entry = change.after or change.before
        if entry and (entry.listings or entry.instrument):
            groups[identity(entry)].append(entry)
    return groups


def _one_to_one(
    olds: Mapping[Identity, list[Entry]], news: Mapping[Identity, list[Entry]]
) -> Iterator[tuple[str, str]]:
    for key, group in olds.items():
        others = news.get(key, [])
        if len(group) == len(others) == 1:
            pairs = [(group[0], others[0])]
        else:  # several of one name: only a further key of the publisher's can tell them apart
            pairs = [(old, new) for old in group for new in others if set(old.other_keys) & set(new.other_keys)]
            if len({old.id for old, _ in pairs}) != len(pairs) or len({new.id for _, new in pairs}) != len(pairs):
                continue
        for old, new in pairs:
            if not (old.other_keys and new.other_keys) or set(old.other_keys) & set(new.other_keys):
                yield old.id, new.id


def _flagged(
    gone: Mapping[str, Change], new: Mapping[str, Change], departed: Mapping[str, Iterable[str]]
) -> Iterator[Change]:
    left_by_name: dict[str, list[str]] = defaultdict(list)
    came_by_name: dict[str, list[str]] = defaultdict(list)
    for names, changes in ((left_by_name, gone), (came_by_name, new)):
        for change in changes.values():
            names[name_key(change.entry.caption)].append(change.entry_id)
    for change in gone.values():
        if alike := came_by_name.get(name_key(change.entry.caption)):
            yield change.model_copy(update={"possible_same_as": tuple(sorted(alike))})
    for change in new.values():
        key = name_key(change.entry.caption)
        alike, earlier = left_by_name.get(key, []), departed.get(key, ())
        if alike or earlier:
            update = {"possible_same_as": tuple(sorted(alike)), "possible_relisting_of": tuple(sorted(earlier))}
            yield change.model_copy(update=update)


def diff(before: Mapping[str, Entry], after: Mapping[str, Entry], *, cause: Cause = "publisher") -> list[Change]:
    """All changes between two small readings held in memory (the pipeline streams instead)."""
    ids = before.keys() | after.keys()
    compared = (compare(before.get(entry_id), after.get(entry_id), cause=cause) for entry_id in ids)
    return settle(change for change in compared if change)


def apply(changes: Iterable[Change], reading: Mapping[str, Entry]) -> dict[str, Entry]:
    """The reading after the changes: what every consumer of the feed does."""
    result = dict(reading)
    for change in changes:
        if change.previous_id:
            result.pop(change.previous_id, None)
        if change.after is None:
            result.pop(change.entry_id, None)
        else:
            result[change.entry_id] = change.after
    return result
