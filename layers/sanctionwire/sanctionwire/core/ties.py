"""Ties: whether a party that somebody names is a known entry of another source, how certain that is, and why. Pure.

A tie is inferred. It is never written into an entry or the log; it stands apart, with its reason, and a person may
confirm or reject it. The rules, the first that applies first:

| what agrees | certainty |
|---|---|
| an identifier of type and value that one entry of a source states | certain |
| the same, where its issuing countries differ or one of them is unstated and no name agrees; where the schemas \
contradict; where several entries of the source state it | candidate |
| a distinctive primary or strong name of an organisation, which one entry of a source bears | certain |
| such a name of a person, and a date of birth to the day | certain |
| a name of a person alone; of a vessel, aircraft, wallet or security | candidate |
| a weak alias on either side; an alias of unstated strength, or a former name, of the entry | candidate |
| a name that is short or common; that several entries of a source bear; that agrees but for its legal form \
| candidate |
| a name, where stated countries, schemas or dates of birth contradict | candidate |
| nothing of the above | no tie |
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from sanctionwire.core.canonical import digest
from sanctionwire.core.model import DateSpan, Entry, Identifier, Mention, Name
from sanctionwire.core.normalise import name_key

Certainty = Literal["certain", "candidate"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEAST_LETTERS = 5
"""A name whose own words have fewer letters than this is no evidence."""

LEGAL_FORMS = _words(
    "ab ag as asa bhd bv co company cooperative corp corporation dmcc doo ead eood fze fzco fzc gmbh inc "
    "incorporated jsc kft kg lda limited llc llp lp ltd nv oao ojsc ooo oy oyj pao pjsc plc private pt pte pty pvt "
    "sa sae sal sarl sas sdn sl spa srl sro ulc zao zrt"
)
"""Words that say in what form a company is founded. Two forms are two companies until somebody says otherwise."""

_GENERIC = LEGAL_FORMS | _words(
    "a al and association bank banking capital center centre central commercial credit development el enterprise "
    "enterprises exchange export finance financial first for foundation fund general global group holding holdings "
    "import industrial industries industry institute insurance international investment investments logistics "
    "management marine maritime ministry national new of office online payment payments public services service "
    "shipping solutions state systems tech technologies technology the trade trading transport trust union united "
    "world"
)
"""Words that many names share and none is known by."""

IDENTIFYING = _words(
    "passport national_id tax registration imo imo_company mmsi call_sign tail msn mode_s lei bic isin duns wallet "
    "un_reference"
)
"""Types of which one value is one party's. A telephone number or a website may be shared."""

_WITHIN_A_COUNTRY = frozenset({"passport", "national_id", "tax", "registration"})
"""Types whose values each country gives out for itself."""

_LIKE: Mapping[str, str] = {
    "Person": "person", "Company": "organisation", "Organization": "organisation", "LegalEntity": "organisation",
    "PublicBody": "organisation", "Vessel": "vessel", "Airplane": "aircraft", "CryptoWallet": "wallet",
    "Security": "security",
}  # fmt: skip
"""Schema → what it is told as; `Thing` is told as nothing, and contradicts nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A party as its speaker names it."""

    source: str
    """The speaker's: no entry of the same source is sought."""
    names: tuple[Name, ...]
    """The one that it is called by first."""
    identifiers: tuple[Identifier, ...] = ()
    countries: frozenset[str] = frozenset()
    schema: str | None = None
    births: tuple[DateSpan, ...] = ()

    @classmethod
    def mention(cls, source: str, mention: Mention) -> Sought:
        """As a notice names it."""
        return cls(
            source=source,
            names=(Name(full=mention.name, kind="primary"),),
            identifiers=mention.identifiers,
            countries=frozenset(filter(None, [mention.country])),
            schema=mention.schema_,
        )

    @classmethod
    def party(cls, entry: Entry) -> Sought | None:
        """As an entry describes it; None where it describes no party."""
        subject = entry.subject
        if entry.type != "party" or subject is None or not subject.names:
            return None
        return cls(
            source=entry.source,
            names=tuple(sorted(subject.names, key=lambda name: name.full != subject.caption)),
            identifiers=subject.identifiers,
            countries=_countries(entry),
            schema=subject.schema_,
            births=subject.births,
        )

    @property
    def name(self) -> str:
        """What it is called."""
        return self.names[0].full


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One tie."""

    entry_id: str
    certainty: Certainty
    why: str
    """One sentence without its full stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """An entry of another source, as an alert shows it."""

    tie_id: str
    tie: Tie
    name: str
    """As the speaker calls it."""
    entry: Entry
    listed: bool
    """False: it left; the entry is the last record."""
    decided: tuple[str, str] | None = None
    """What a person decided, `confirmed` or `rejected`, and when. Slack does not show it."""

    @property
    def same(self) -> bool:
        """Whether it is taken for the same party."""
        return self.decided[0] == "confirmed" if self.decided else self.tie.certainty == "certain"


def tie_id(source: str, name: str, entry_id: str) -> str:
    """The id under which a pair is remembered, whichever notice names it."""
    return digest([source, name_key(name), entry_id])[:12]


# --- What is looked up -----------------------------------------------------------------------------------------------
def name_keys(full: str) -> tuple[str, ...]:
    """The keys of a name: as it is, and without its legal form where enough remains."""
    exact = name_key(full)
    bare = _bare(exact)
    return (exact, bare) if bare != exact and distinctive(bare) else (exact,)


def identifier_key(identifier: Identifier) -> str | None:
    """The key of an identifier that can tell one party from others: `registration#00074959`."""
    value = re.sub(r"[\W_]", "", identifier.value).casefold()
    return f"{identifier.type}#{value}" if identifier.type in IDENTIFYING and len(value) >= LEAST_LETTERS else None


def distinctive(key: str) -> bool:
    """Whether a name (as its key) is more than one word, and has words of its own of some length."""
    return len(key.split()) > 1 and own_letters(key) >= LEAST_LETTERS


def own_letters(key: str) -> int:
    """How many letters those words have that not everybody's name has."""
    return sum(len(word) for word in key.split() if word not in _GENERIC)


def _bare(key: str) -> str:
    return " ".join(word for word in key.split() if word not in LEGAL_FORMS)


# --- How it is judged ------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Met:
    """How a candidate agrees, what speaks for it, and what speaks against its being certain."""

    entry: Entry
    how: Literal["identifier", "name", "form"]
    agrees: str
    doubts: tuple[str, ...]


def tie(sought: Sought, candidates: Iterable[Entry]) -> list[Tie]:
    """The ties of one party, the certain ones first."""
    known = {entry.id: entry for entry in candidates if entry.source != sought.source}
    met = [found for entry in known.values() if (found := _met(sought, entry))]
    met = [
        *_alone([each for each in met if each.how == "identifier"]),
        *(each for each in met if each.how != "identifier"),
    ]
    proved = {each.entry.source for each in met if each.how == "identifier" and not each.doubts}
    named = _alone([each for each in met if each.how == "name"], proved)
    return sorted(
        map(_tie, [*(each for each in met if each.how != "name"), *named]),
        key=lambda each: (each.certainty != "certain", each.entry_id),
    )


def _tie(met: _Met) -> Tie:
    doubts = "; ".join(met.doubts)
    return Tie(
        entry_id=met.entry.id,
        certainty="candidate" if doubts else "certain",
        why=f"{met.agrees}, but {doubts}" if doubts else met.agrees,
    )


def _alone(met: Sequence[_Met], proved: Iterable[str] = ()) -> Iterator[_Met]:
    """A doubt more where a source has several, or one that agrees by more than its name."""
    several = Counter(each.entry.source for each in met)
    for each in met:
        doubts = []
        if (count := several[each.entry.source]) > 1:
            doubts = [f"so do {count} entries of {each.entry.source}"]
        elif each.entry.source in proved:
            doubts = ["another entry of the same source agrees by its number"]
        yield replace(each, doubts=(*each.doubts, *doubts))


def _met(sought: Sought, entry: Entry) -> _Met | None:
    if entry.subject is None:
        return None
    pairs = [
        (ours, theirs)
        for ours in sought.names
        for theirs in entry.subject.names
        if name_key(ours.full) == name_key(theirs.full)
    ]
    if shared := _shared_number(sought, entry):
        return _Met(entry, "identifier", *_numbered(sought, entry, shared, named=bool(pairs)))
    if pairs:
        judged = [_named(sought, entry, *pair) for pair in pairs]
        agrees, doubts = min(judged, key=lambda each: len(each[1]))
        return _Met(entry, "name", agrees, doubts)
    ours = {bare for name in sought.names if distinctive(bare := _bare(name_key(name.full)))}
    for theirs in entry.subject.names:
        if _bare(name_key(theirs.full)) in ours:
            doubts = (f"the legal form differs ({sought.name} / {theirs.full})", *_contradictions(sought, entry))
            return _Met(entry, "form", "the name agrees", doubts)
    return None


def _shared_number(sought: Sought, entry: Entry) -> tuple[Identifier, Identifier] | None:
    theirs = {
        key: each for each in (entry.subject.identifiers if entry.subject else ()) if (key := identifier_key(each))
    }
    found = ((each, theirs[key]) for each in sought.identifiers if (key := identifier_key(each)) in theirs)
    pairs = sorted(found, key=lambda pair: pair[0].type in _WITHIN_A_COUNTRY)
    return pairs[0] if pairs else None


def _numbered(
    sought: Sought, entry: Entry, shared: tuple[Identifier, Identifier], *, named: bool
) -> tuple[str, tuple[str, ...]]:
    ours, theirs = shared
    doubts = list(_other_kind(sought, entry))
    if ours.type in _WITHIN_A_COUNTRY:
        if ours.country and theirs.country and ours.country != theirs.country:
            doubts.append(f"it is stated as one of {ours.country} and as one of {theirs.country}")
        elif not (ours.country and theirs.country) and not named:
            doubts.append("whose country gave it out is not stated on both sides, and no name agrees")
    return f"the same {ours.type.replace('_', ' ')} number {theirs.value}", tuple(doubts)


def _named(sought: Sought, entry: Entry, ours: Name, theirs: Name) -> tuple[str, tuple[str, ...]]:
    doubts = list(_contradictions(sought, entry))
    told = {"primary": "its primary name", "former": "a former name", "now": "its name now"}.get(
        theirs.kind, "an alias"
    )
    agrees = f"the same name as {told}, {theirs.full}"
    what = _LIKE.get(entry.subject.schema_ if entry.subject else "", "")
    if "weak" in {ours.strength, theirs.strength}:
        doubts.append("it is a weak alias")
    elif theirs.kind == "former":
        doubts.append("the entry bore that name formerly")
    elif theirs.kind != "primary" and theirs.strength != "strong":
        doubts.append("how strong an alias it is, is not stated")
    key = name_key(theirs.full)
    if what == "person":
        if day := _born(sought, entry):
            agrees += f", and the same date of birth, {day}"
        else:
            doubts.append("a person is not known by a name alone")
        doubts += [] if len(key.split()) > 1 else ["it is a single word"]
    elif what != "organisation":
        doubts.append("such an entry is known by its number, not by a name")
    elif not distinctive(key):
        doubts.append("the name is short or common")
    return agrees, tuple(doubts)


def _contradictions(sought: Sought, entry: Entry) -> Iterator[str]:
    yield from _other_kind(sought, entry)
    theirs = _countries(entry)
    if sought.countries and theirs and not sought.countries & theirs:
        yield f"the stated countries differ ({', '.join(sorted(sought.countries))} / {', '.join(sorted(theirs))})"
    days, others = _days(sought.births), _days(entry.subject.births if entry.subject else ())
    if days and others and not days & others:
        yield f"the dates of birth differ ({min(days)} / {min(others)})"


def _other_kind(sought: Sought, entry: Entry) -> Iterator[str]:
    ours, theirs = (_LIKE.get(each or "") for each in (sought.schema, entry.subject and entry.subject.schema_))
    if ours and theirs and ours != theirs:
        yield f"one is told to be a {ours}, the other a {theirs}".replace("a organisation", "an organisation").replace(
            "a aircraft", "an aircraft"
        )


def _born(sought: Sought, entry: Entry) -> str | None:
    both = _days(sought.births) & _days(entry.subject.births if entry.subject else ())
    return min(both, default=None)


def _days(births: Iterable[DateSpan]) -> set[str]:
    """Dates of birth that are stated to the day."""
    whole = len("1987-12-16")
    return {
        birth.begin for birth in births
        if birth.begin and len(birth.begin) == whole and not birth.approximate and birth.end in {None, birth.begin}
    }  # fmt: skip


def _countries(entry: Entry) -> frozenset[str]:
    """Every country that is stated of it: its own, and those of its addresses and documents."""
    subject = entry.subject
    if subject is None:
        return frozenset()
    own = (*subject.countries, *subject.nationalities, *subject.citizenships)
    addressed = (address.country for address in subject.addresses)
    issued = (each.country for each in subject.identifiers)
    return frozenset(filter(None, (*own, *addressed, *issued)))
