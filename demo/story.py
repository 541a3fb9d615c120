"""The editions of the demonstration: what each publisher serves, and how it is told in plain words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One page of the story. `un`, `fincen` and `ofac_lists` name the edition whose content is served."""

    number: int
    title: str
    told: str
    expect: str
    """What the reader should see arrive."""
    un: int
    fincen: int
    ofac_lists: int
    ofac_publishes: bool = False
    """OFAC announces a publication, with its delta."""
    ofac_unreadable: tuple[int, ...] = ()
    """Editions whose delta is answered with an error body in place of data."""
    reconcile: bool = False
    """The full lists are read against what deltas built."""
    held: bool = False
    """Removals are held, and an operator decides."""


EDITIONS = (
    Edition(
        number=1,
        title="Baseline",
        told="The first reading of all three publishers: nothing is news yet, everything is now watched.",
        expect="One 'now watching' mail per source, and (after 06:00 UTC) the daily mail with the log's head hash.",
        un=1,
        fincen=1,
        ofac_lists=1,
        ofac_publishes=True,
    ),
    Edition(
        number=2,
        title="OFAC publishes a delta",
        told="OFAC designates the Prince Group TCO and eight more, adds a programme to Ahmad Vahidi's listing, and "
        "takes two parties off the SDN List.",
        expect="An [ACT] for the nine, an [ACT] for the changed measures, and an [EASE] for the two removals.",
        un=1,
        fincen=1,
        ofac_lists=2,
        ofac_publishes=True,
    ),
    Edition(
        number=3,
        title="The full lists are read against the delta",
        told="OFAC's full lists are fetched and compared with what the delta built. The UN regenerates its file with "
        "another date and other white space, and nothing else.",
        expect="No mail at all: the lists agree, and a new date is not news.",
        un=3,
        fincen=1,
        ofac_lists=3,
        reconcile=True,
    ),
    Edition(
        number=4,
        title="FinCEN issues a final rule under section 311; the UN lists two",
        told="The final rule on Huione Group appears in FinCEN's table, and the UN lists two leaders in Haiti.",
        expect="A [CHECK] on the rule, since its effective date is not in this table; and an [ACT] for the two.",
        un=4,
        fincen=4,
        ofac_lists=3,
    ),
    Edition(
        number=5,
        title="A list comes up short",
        told="The UN's file arrives with two new parties, and without 26 of its old ones.",
        expect="An [ACT] for the two at once; a [CHECK] and an operator's notice on the 26 removals that are held.",
        un=5,
        fincen=4,
        ofac_lists=3,
        held=True,
    ),
    Edition(
        number=6,
        title="A publication that cannot be read",
        told="OFAC announces a publication, but answers the request for it with a storage error in place of data.",
        expect="[BLIND]: subscribers are told that OFAC cannot be seen, and where to check by hand.",
        un=5,
        fincen=4,
        ofac_lists=3,
        ofac_publishes=True,
        ofac_unreadable=(6,),
    ),
    Edition(
        number=7,
        title="Recovery",
        told="OFAC's publication can be read now: four more of the Prince Group TCO. The UN's file holds the 26 again.",
        expect="An [ACT] for the four, late but not lost; the end of [BLIND]; and the 26 as relisted.",
        un=7,
        fincen=4,
        ofac_lists=7,
    ),
)
