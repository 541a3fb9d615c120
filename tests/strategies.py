"""Generated entries and readings for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from sanctionwire.core.model import Address, Entry, Identifier, Listing, Measure, Name, Subject

words = st.text(alphabet="abcdefgh ÄÖжشア'-", min_size=1, max_size=8).filter(str.strip)
dates = st.dates().map(lambda day: f"{max(day.year, 1900):04d}-{day.month:02d}-{min(day.day, 28):02d}")
names = st.builds(
    Name,
    full=words,
    kind=st.sampled_from(["primary", "alias", "former"]),
    strength=st.sampled_from(["strong", "weak", "unstated"]),
)
listings = st.builds(
    Listing,
    list=st.sampled_from(["SDN List", "SSI List", "CMIC List"]),
    listed_on=st.none() | dates,
    measures=st.lists(st.builds(Measure, type=words, effect=st.sampled_from(["block", "reject"])), max_size=2).map(
        tuple
    ),
    programmes=st.lists(st.sampled_from(["CYBER2", "DPRK3", "SDGT"]), max_size=2).map(tuple),
    reason=st.none() | words,
)
subjects = st.builds(
    Subject,
    schema=st.sampled_from(["Person", "LegalEntity", "Vessel"]),
    names=st.lists(names, min_size=1, max_size=3).map(tuple),
    addresses=st.lists(st.builds(Address, city=st.none() | words), max_size=2).map(tuple),
    identifiers=st.lists(st.builds(Identifier, type=st.just("passport"), value=words), max_size=2).map(tuple),
)


def entries(key: str) -> st.SearchStrategy[Entry]:
    """Entries of source `t` under one key."""
    return st.builds(
        Entry,
        id=st.just(f"t:{key}"),
        source=st.just("t"),
        type=st.just("party"),
        subject=subjects,
        listings=st.lists(listings, min_size=1, max_size=2, unique_by=lambda item: item.list).map(tuple),
        other_keys=st.lists(st.sampled_from(["R1", "R2"]), max_size=1).map(tuple),
        remarks=st.none() | words,
    )


@st.composite
def readings(draw: st.DrawFn) -> dict[str, Entry]:
    """A reading of up to six entries, ids drawn from nine."""
    keys = draw(st.lists(st.sampled_from("123456789"), unique=True, max_size=6))
    return {f"t:{key}": draw(entries(key)) for key in keys}
