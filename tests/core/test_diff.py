"""The algebra of differences, and each kind of change that a state source can yield."""

from __future__ import annotations

import pytest
from hypothesis import given

from sanctionwire.core.changes import Change
from sanctionwire.core.diff import apply, compare, diff, settle
from sanctionwire.core.guard import withheld
from sanctionwire.core.model import Address, Entry, Listing, Measure, Name, Subject
from strategies import readings


def party(
    key: str = "1", name: str = "TORNADO CASH", *, lists: tuple[Listing, ...] | None = None, **more: object
) -> Entry:
    """A listed party."""
    lists = (Listing(list="SDN List", listed_on="2022-08-08", programmes=("CYBER2",)),) if lists is None else lists
    subject = Subject(schema="LegalEntity", names=(Name(full=name, kind="primary"),))
    return Entry.model_validate(
        {"id": f"t:{key}", "source": "t", "type": "party", "subject": subject, "listings": lists} | more
    )


def only(changes: list[Change]) -> Change:
    """The single change of a list."""
    (change,) = changes
    return change


@given(readings(), readings())
def test_applying_a_difference_gives_the_new_reading(old: dict[str, Entry], new: dict[str, Entry]) -> None:
    assert apply(diff(old, new), old) == new


@given(readings())
def test_a_reading_does_not_differ_from_itself(reading: dict[str, Entry]) -> None:
    assert diff(reading, reading) == []


@given(readings())
def test_the_order_of_what_has_no_order_never_makes_a_change(reading: dict[str, Entry]) -> None:
    def turned(value: object) -> object:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(item) for item in reversed(value)] if isinstance(value, list | tuple) else value

    again = {key: Entry.model_validate(turned(reading[key].plain())) for key in reversed(reading)}
    assert diff(reading, again) == []


@given(readings(), readings())
def test_every_change_names_what_differs(old: dict[str, Entry], new: dict[str, Entry]) -> None:
    for change in diff(old, new):
        if change.before and change.after and change.kind not in {"rekeyed", "merged"}:
            assert change.fields


@given(readings(), readings())
def test_a_withheld_removal_keeps_every_list_that_would_be_lost(old: dict[str, Entry], new: dict[str, Entry]) -> None:
    for change in diff(old, new):
        if change.kind == "removed" and change.before:
            kept = {listing.list for listing in withheld(change).listings}
            assert {listing.list for listing in change.before.listings} <= kept


def test_a_party_that_is_new_is_designated() -> None:
    assert only(diff({}, {"t:1": party()})).kind == "designated"


def test_a_party_that_is_gone_is_removed_with_its_last_record() -> None:
    change = only(diff({"t:1": party()}, {}))
    assert (change.kind, change.before, change.lists_left) == ("removed", party(), ("SDN List",))


def test_leaving_one_of_two_lists_is_a_removal_that_names_where_the_party_remains() -> None:
    both = party(lists=(Listing(list="SDN List"), Listing(list="SSI List")))
    change = only(diff({"t:1": both}, {"t:1": party(lists=(Listing(list="SSI List"),))}))
    assert (change.kind, change.lists_left, change.remains_on) == ("removed", ("SDN List",), ("SSI List",))


def test_moving_from_one_list_to_another_is_a_change_of_measures_and_not_a_removal() -> None:
    old, new = party(lists=(Listing(list="SSI List"),)), party(lists=(Listing(list="SDN List"),))
    assert only(diff({"t:1": old}, {"t:1": new})).kind == "measures_changed"


@pytest.mark.parametrize(
    ("listing", "kind", "weight"),
    [
        ({"programmes": ("CYBER2", "DPRK3")}, "measures_changed", "major"),
        ({"measures": (Measure(type="Block", effect="block"),)}, "measures_changed", "major"),
        ({"listed_on": "2022-11-08"}, "redesignated", "major"),
        ({"authorities": ("Executive Order 13722",)}, "amended", "major"),
        ({"reason": "for reasons of its own"}, "amended", "minor"),
    ],
)
def test_what_differs_in_a_listing_decides_the_kind(listing: dict[str, object], kind: str, weight: str) -> None:
    changed = party().listings[0].model_copy(update=listing)
    change = only(diff({"t:1": party()}, {"t:1": party(lists=(changed,))}))
    assert (change.kind, change.weight) == (kind, weight)


@pytest.mark.parametrize(
    ("after", "weight"),
    [
        (party(name="Tornado  Cash"), "cosmetic"),
        (party(name="TORNADO CASH CLASSIC"), "major"),
        (party(links=("https://ofac.treasury.gov/",)), "cosmetic"),
        (party(remarks="see also"), "minor"),
    ],
)
def test_an_amendment_weighs_what_it_means_for_screening(after: Entry, weight: str) -> None:
    change = only(diff({"t:1": party()}, {"t:1": after}))
    assert (change.kind, change.weight) == ("amended", weight)


def test_a_new_address_is_told_element_by_element() -> None:
    subject = party().subject
    assert subject
    old = subject.model_copy(update={"addresses": (Address(city="Tehran"),)})
    new = subject.model_copy(update={"addresses": (Address(city="Phnom Penh"), Address(city="Tehran"))})
    change = only(diff({"t:1": party(subject=old)}, {"t:1": party(subject=new)}))
    (field,) = change.fields
    assert (field.path, field.added, field.removed) == ("subject.addresses", ({"city": "Phnom Penh"},), ())


def test_an_instrument_that_newly_names_a_party_advances_it() -> None:
    after = party(covered_by=("t:rule",))
    assert only(diff({"t:1": party()}, {"t:1": after})).kind == "advanced"


def test_a_party_that_gets_its_old_number_back_never_left() -> None:
    left = compare(party("2"), None)
    came = compare(None, party("1"), departed=party("1"))
    assert left
    assert came
    change = only(settle([left, came]))
    assert (change.kind, change.previous_id, change.entry_id) == ("rekeyed", "t:2", "t:1")


def test_a_renumbered_party_is_rekeyed_and_neither_removed_nor_new() -> None:
    change = only(diff({"t:1": party()}, {"t:2": party("2", remarks="updated")}))
    assert (change.kind, change.previous_id, change.entry_id) == ("rekeyed", "t:1", "t:2")
    assert [field.path for field in change.fields] == ["remarks"]


def test_a_party_that_left_and_came_under_another_programme_is_not_a_renumbering() -> None:
    again = party("2", lists=(Listing(list="SDN List", listed_on="2022-11-08", programmes=("CYBER2", "DPRK3")),))
    removed, designated = diff({"t:1": party()}, {"t:2": again})
    assert (removed.kind, removed.possible_same_as) == ("removed", ("t:2",))
    assert (designated.kind, designated.possible_same_as) == ("designated", ("t:1",))


def test_two_parties_that_look_alike_are_never_paired_by_guess() -> None:
    kinds = [change.kind for change in diff({"t:1": party(), "t:2": party("2")}, {"t:3": party("3")})]
    assert sorted(kinds) == ["designated", "removed", "removed"]


def test_a_key_that_outlives_the_renumbering_tells_two_of_one_name_apart() -> None:
    old = {"t:1": party(other_keys=("R1",)), "t:2": party("2", other_keys=("R2",))}
    new = {"t:3": party("3", other_keys=("R2",)), "t:4": party("4", other_keys=("R1",))}
    pairs = {(change.previous_id, change.entry_id) for change in diff(old, new) if change.kind == "rekeyed"}
    assert pairs == {("t:1", "t:4"), ("t:2", "t:3")}


def test_one_name_with_another_reference_number_is_not_a_renumbering() -> None:
    old, new = party(other_keys=("R1",)), party("2", other_keys=("R2",))
    assert {change.kind for change in diff({"t:1": old}, {"t:2": new})} == {"removed", "designated"}


def test_an_entry_merged_into_one_that_stayed_is_not_a_removal() -> None:
    kept = party("2", remarks="two records in one")
    changes = diff({"t:1": party(), "t:2": party("2")}, {"t:2": kept})
    assert {(change.kind, change.previous_id) for change in changes} == {("merged", "t:1"), ("amended", None)}
    assert apply(changes, {"t:1": party(), "t:2": party("2")}) == {"t:2": kept}


def test_a_party_that_comes_back_under_its_key_is_relisted_with_what_it_was() -> None:
    change = compare(None, party(remarks="again"), departed=party())
    assert change
    assert (change.kind, change.before) == ("relisted", party())


def test_a_new_party_of_a_departed_ones_name_is_flagged() -> None:
    change = compare(None, party("9"))
    assert change
    assert only(settle([change], departed={"cash tornado": ["t:1"]})).possible_relisting_of == ("t:1",)
