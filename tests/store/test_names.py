"""The index of names and identifiers: it finds whoever ever bore one, and says of them what was so by then."""

from __future__ import annotations

import pytest

from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry, Identifier, Name, Subject
from sanctionwire.store.commit import Draft
from sanctionwire.store.names import Names, named, rows, stated
from sanctionwire.store.rows import stamp
from store.world import NOW, Store, later


@pytest.fixture
def store(cloud):
    return Store.on(cloud)


def party(key, *names, numbers=(), type_="party"):
    subject = Subject(
        schema="Company",
        names=tuple(Name(full=name) for name in names),
        identifiers=tuple(Identifier(type="registration", value=value) for value in numbers),
    )
    return Entry(id=f"s:{key}", source="s", type=type_, subject=subject)


def commit(store, serial, *changes):
    draft = Draft(
        source="s", serial=serial, revision="r", committed_at=stamp(later(serial)), seen_at=stamp(NOW), published=None
    )
    made = store.log.commit(draft, changes, lambda _commit: [])
    store.project()
    return Names(store.entries).project(made, store.log.lines(made))


def change(before, after, **fields):
    kind = "amended" if before and after else "designated" if after else "removed"
    return Change(**{"kind": kind, "entry_id": (after or before).id, "before": before, "after": after} | fields)


def found(store, keys, seq):
    return [version.entry_id for version in Names(store.entries).bearing(keys, seq, 20)]


def test_a_party_is_found_by_its_name_in_any_spelling_without_its_legal_form_and_by_its_number(store):
    commit(store, 1, change(None, party("a", "Huione Pay PLC", numbers=["0007-4959"])))
    for keys in (
        named("HUIONE PAY plc."),
        named("Huione Pay"),
        stated(Identifier(type="registration", value="00074959")),
    ):
        assert found(store, keys, 1) == ["s:a"]
    assert found(store, named("Huione"), 1) == []
    assert found(store, stated(Identifier(type="tax", value="00074959")), 1) == []


def test_one_is_found_by_what_it_was_given_later_but_not_as_of_before_it_came(store):
    commit(store, 1, change(None, party("b", "Boreal Ltd")))
    old, new = party("a", "Acme Asia"), party("a", "Acme Asia", "Acme Europe")
    commit(store, 2, change(None, old))
    commit(store, 3, change(old, new))
    assert found(store, named("Acme Europe"), 3) == ["s:a"]
    assert found(store, named("Acme Asia"), 1) == []


def test_one_that_left_is_found_as_such_and_one_that_was_renumbered_under_its_new_id_only(store):
    old = party("a", "Acme Asia")
    commit(store, 1, change(None, old))
    commit(store, 2, change(old, None))
    (version,) = Names(store.entries).bearing(named("Acme Asia"), 2, 20)
    assert not version.listed
    kept, renumbered = party("b", "Boreal Asia"), party("c", "Boreal Asia")
    commit(store, 3, change(None, kept))
    commit(store, 4, change(kept, renumbered, kind="rekeyed", previous_id="s:b"))
    assert found(store, named("Boreal Asia"), 4) == ["s:c"]


def test_only_what_is_new_of_an_entry_is_written_and_writing_it_again_changes_nothing(store):
    old, new = party("a", "Acme Asia", numbers=["12345"]), party("a", "Acme Asia", "Acme Europe", numbers=["12345"])
    assert commit(store, 1, change(None, old)) == 2
    assert commit(store, 2, change(old, new)) == 1
    again = store.log.get(2)
    assert Names(store.entries).project(again, store.log.lines(again)) == 1
    assert commit(store, 3, change(new, old)) == 0


def test_what_is_no_party_is_not_found(store):
    assert commit(store, 1, change(None, party("a", "A class of transactions", type_="class"))) == 0


@pytest.mark.parametrize("name", ["x" * 10_000, "\U0010ffff", "名" * 900, "\U0010ffff a b"])
def test_a_name_that_no_key_can_hold_is_found_all_the_same(store, name):
    commit(store, 1, change(None, party("a", name)))
    assert found(store, named(name), 1) == ["s:a"]


def test_an_empty_name_is_no_key():
    assert named("") == []
    assert list(rows(1, change(None, party("a", "\u200b")).plain())) == []
