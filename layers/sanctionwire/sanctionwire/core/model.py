"""The record: what one source publishes about one thing, in FollowTheMoney's vocabulary.

Every model is frozen and refuses unknown fields. Collections whose order means nothing are bags: sorted and free of
doubles by construction, so that a publisher's reordering can never look like a change. Fields at their default are
left out of the canonical form, so that a field added later does not announce every record as changed.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sanctionwire.core.canonical import canonical

T = TypeVar("T")


def _bag(items: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(items) < 2:  # noqa: PLR2004 - one element has one order
        return items
    keyed = {item if isinstance(item, str) else item.model_dump_json(exclude_defaults=True): item for item in items}
    return tuple(keyed[key] for key in sorted(keyed))


Bag = Annotated[tuple[T, ...], AfterValidator(_bag)]
"""A tuple whose order carries no meaning: of strings or of models."""

PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
"""ISO 8601 at the publisher's precision: `1961`, `1961-05` or `1961-05-03`."""

Country = Annotated[str, Field(pattern=r"^[a-z]{2,4}$")]
"""FollowTheMoney's country code: ISO alpha-2 in lower case, and the historic ones in use (`suhh`, `yucs`, `csxx`)."""


class Model(BaseModel):
    """Frozen, strict about its fields, and comparable by value."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    def plain(self) -> dict[str, Any]:
        """JSON types only, defaults left out: what the canonical form is made of."""
        return self.model_dump(exclude_defaults=True, by_alias=True)

    def canonical(self) -> bytes:
        """The RFC 8785 form."""
        return canonical(self.plain())


class DateSpan(Model):
    """A date as stated: one date (`begin` only), or a range; `text` keeps wording that the rest does not express."""

    begin: PartialDate | None = None
    end: PartialDate | None = None
    approximate: bool = False
    text: str | None = None


class Name(Model):
    """One name. `full` is readable text in its own script, white space collapsed, otherwise as published."""

    full: str
    kind: Literal["primary", "alias", "former", "now"] = "alias"
    strength: Literal["strong", "weak", "unstated"] = "unstated"
    script: str | None = None
    """ISO 15924 code (`Latn`, `Arab`, `Cyrl`, `Hans` …)."""
    language: str | None = None
    """ISO 639-1 code, only where the publisher states it."""
    given: str | None = None
    family: str | None = None
    note: str | None = None


class Place(Model):
    """A place of birth or the like: text as published, and the country where it is stated or is the whole text."""

    text: str
    country: Country | None = None


class Address(Model):
    """An address in parts as far as the publisher gives parts; `full` only where it gives one line."""

    full: str | None = None
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: Country | None = None
    note: str | None = None


class Identifier(Model):
    """A document or registration number. `type` is the common type, `label` the publisher's own words for it."""

    type: str
    """`passport`, `national_id`, `tax`, `registration`, `imo` (a ship's), `imo_company`, `mmsi`, `call_sign`, `tail`,
    `msn`, `mode_s`, `lei`, `bic`, `isin`, `duns`, `wallet`, `email`, `phone`, `website`, `un_reference`, `other`."""
    value: str
    label: str | None = None
    country: Country | None = None
    chain: str | None = None
    """Wallets: the chain that the address format shows (`bitcoin`, `evm`, `tron` …), not the publisher's label."""
    issued: DateSpan | None = None
    expires: DateSpan | None = None
    valid: bool | None = None
    """What the publisher says of the document."""
    checksum: Literal["ok", "wrong"] | None = None
    """What the value's own check digit says, where its type has one."""
    note: str | None = None


class Particular(Model):
    """A stated fact with no field of its own: vessel and aircraft particulars, positions, titles and sectors."""

    type: str
    """Common type: `vessel_type`, `flag`, `tonnage`, `gross_tonnage`, `built`, `owner`, `operator`, `aircraft_model`,
    `manufactured`, `organization_type`, `target_type`, `established`, `position`, `title`, `remark`, `other` …"""
    value: str
    label: str | None = None
    country: Country | None = None
    date: DateSpan | None = None
    former: bool = False
    reliability: Literal["confirmed", "reported", "false"] | None = None


class Subject(Model):
    """Whom or what an entry is about: a party, a class of transactions, or a jurisdiction."""

    schema_: Literal[
        "Person",
        "Company",
        "Organization",
        "LegalEntity",
        "PublicBody",
        "Vessel",
        "Airplane",
        "CryptoWallet",
        "Security",
        "Thing",
    ] = Field(alias="schema")
    """FollowTheMoney's schema name; `LegalEntity` where the publisher does not tell companies from organisations."""
    names: Bag[Name] = ()
    births: Bag[DateSpan] = ()
    birth_places: Bag[Place] = ()
    deaths: Bag[DateSpan] = ()
    gender: Literal["male", "female", "other"] | None = None
    nationalities: Bag[Country] = ()
    citizenships: Bag[Country] = ()
    countries: Bag[Country] = ()
    """Countries of registration or other stated connection."""
    addresses: Bag[Address] = ()
    identifiers: Bag[Identifier] = ()
    particulars: Bag[Particular] = ()

    @property
    def caption(self) -> str:
        """The primary name, or the first there is."""
        primary = [name for name in self.names if name.kind == "primary"]
        latin = [name for name in primary if name.script in {None, "Latn"}]
        chosen = (latin or primary or list(self.names) or [Name(full="(no name)")])[0]
        return chosen.full


Effect = Literal["block", "reject", "correspondent_account", "debt_equity", "securities", "travel", "other", "none"]
"""What a measure does, in common terms; `none` for what binds nobody (a finding, a proposal)."""


class Measure(Model):
    """One measure: its type in the publisher's words, the common effect, and its own dates."""

    type: str
    effect: Effect
    directive: str | None = None
    listed: PartialDate | None = None
    effective: PartialDate | None = None
    divest_by: PartialDate | None = None
    ended: PartialDate | None = None


class Listing(Model):
    """One party's place on one list, with its measures, programmes and legal authorities."""

    list: str
    """The list's name in the publisher's words."""
    kind: Literal["sanctions", "special_measure", "licence_revocation", "liquidation", "enforcement", "warning"] = (
        "sanctions"
    )
    listed_on: PartialDate | None = None
    measures: Bag[Measure] = ()
    programmes: Bag[str] = ()
    authorities: Bag[str] = ()
    reason: str | None = None
    secondary_sanctions: Bag[str] = ()
    """The publisher's words on secondary-sanctions risk."""
    implements: str | None = None
    """The list or entry that this listing gives effect to (UK → UN)."""


class Relation(Model):
    """A tie to another party: the publisher's words, the common type, and an entry id where one is given."""

    type: str
    common: Literal[
        "owner", "controller", "owned_or_controlled_by", "subsidiary", "associate", "family", "acts_for", "successor",
        "other",
    ]  # fmt: skip
    target_id: str | None = None
    target_name: str | None = None
    quality: str | None = None


class Publication(Model):
    """A document of the publisher: what it is called there and where it stands."""

    title: str
    date: PartialDate | None = None
    url: str | None = None
    number: str | None = None
    """Federal Register document number or the like."""
    citation: str | None = None


class Instrument(Model):
    """A rule, order, finding or the like. Its status is computed for a day (`core.status`), never stored."""

    action: Literal[
        "finding", "proposal", "final_rule", "order", "amendment", "effective_date_change", "relief", "withdrawal",
        "rescission", "repeal", "court_order", "codified",
    ]  # fmt: skip
    """`codified`: a section of a code as it stands in force, whichever rules made it."""
    stage: str
    """The publisher's own word or column for it."""
    agency: str | None = None
    """Whose act it is, where the source publishes those of several authorities: `FinCEN`, `OFAC`."""
    title: str | None = None
    inspected: PartialDate | None = None
    """Since when it has been on public inspection, before it is published."""
    published: PartialDate | None = None
    effective: PartialDate | None = None
    effective_text: str | None = None
    """What the publisher says of its dates, as published, where a date alone does not say it all."""
    expires: PartialDate | None = None
    """The day on which it ends by itself, as it states."""
    ended: PartialDate | None = None
    comments_close: PartialDate | None = None
    docket: str | None = None
    rin: str | None = None
    citation: str | None = None
    sections: Bag[str] = ()
    """The sections of a code that it makes, changes or is: `31 CFR 1010.664`."""
    documents: Bag[Publication] = ()
    amends: Bag[str] = ()
    """What it changes, or would change: ids of entries, or citations as published (`31 CFR 1010.664`)."""
    supersedes: Bag[str] = ()
    addressees: str | None = None
    effect_quoted: str | None = None
    covers: Bag[str] = ()
    """Ids of the entries that the instrument is about."""


class Mention(Model):
    """A party as a notice names it: whose identity the notice does not settle."""

    name: str
    identifiers: Bag[Identifier] = ()
    country: Country | None = None
    schema_: str | None = Field(default=None, alias="schema")
    """FollowTheMoney's schema, where the text shows it."""
    sentence: str | None = None
    """The words in which it is named."""


class Notice(Model):
    """A press release, announcement or the like: what kind of action it tells of, and how surely that was read."""

    title: str
    category: Literal[
        "designation", "removal", "licence_revocation", "liquidation", "rule", "enforcement", "advisory", "statement",
        "other",
    ]  # fmt: skip
    published: PartialDate | None = None
    number: str | None = None
    """The publisher's own number for it (`sb0278`)."""
    text: str | None = None
    """What it says, as published, from its beginning."""
    rule: str | None = None
    """The rule that told its category, and the words that it met: `licence-revoked: "has revoked the licence"`."""
    doubts: Bag[str] = ()
    """Why a person must read it; empty where it was read with certainty."""
    claims: Bag[str] = ()
    """Sentences that tell of another authority's act, each as published: a claim of the speaker, not that act."""
    disagreements: Bag[str] = ()
    """Where it contradicts itself, in words: nothing is taken from either side."""
    documents: Bag[Publication] = ()
    agencies: Bag[str] = ()
    """The authorities whose acts it tells of, where its speaker tells of those of several: `FinCEN`, `OFAC`."""


class Unmapped(Model):
    """A value that the publisher declares and this product does not know yet: carried verbatim, announced, reported."""

    field: str
    value: str


class Entry(Model):
    """One thing as one source publishes it. `id` is `<source>:<publisher's own key>`, never a position."""

    id: str
    source: str
    type: Literal["party", "class", "jurisdiction", "instrument", "authorisation", "notice"]
    subject: Subject | None = None
    listings: Bag[Listing] = ()
    relations: Bag[Relation] = ()
    instrument: Instrument | None = None
    notice: Notice | None = None
    mentions: Bag[Mention] = ()
    """Whom a notice or an instrument names; the ties to entries are kept apart (`core.ties`), for they are inferred."""
    covered_by: Bag[str] = ()
    """Ids of the instruments or notices that name this entry."""
    other_keys: Bag[str] = ()
    """Further keys of the publisher that outlive a renumbering (the UN's REFERENCE_NUMBER): evidence for a re-key."""
    remarks: str | None = None
    links: Bag[str] = ()
    evidence: Literal["captured", "reconstructed", "reported_by", "machine_read"] = "captured"
    unmapped: Bag[Unmapped] = ()

    @property
    def caption(self) -> str:
        """What to call it in a line of text."""
        if self.subject:
            return self.subject.caption
        if self.notice:
            return self.notice.title
        return (self.instrument.title or self.instrument.stage) if self.instrument else self.id


def printed(entry: Entry) -> dict[str, Any]:
    """The entry as the feed and the command print it: the headline keys are always there, even when empty."""
    plain = entry.plain()
    headline = ("id", "source", "type")
    empty: dict[str, Any] = {"subject": None, "listings": (), "relations": ()}
    return {key: plain[key] for key in headline} | empty | plain
