"""From a document to its entry: a rule, an order or the like, a notice, or what a person must read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast, get_args

from sanctionwire.core.model import Entry, Instrument, Mention, Notice, Publication, Unmapped
from sanctionwire.rolling import Item
from sanctionwire.sources.us_federal_register.facts import Facts, facts
from sanctionwire.sources.us_federal_register.parties import SLUG, contributions, odd
from sanctionwire.sources.us_federal_register.text import AUTHORITIES

_INSTITUTION = re.compile(
    r"(?:[A-Z][\w’'-]*\s+){1,6}(?:PLC|Plc|Bank|Ltd\.?|Limited|Guarantee|Pay|Exchange)\b(?!\s+of\b)"
)
_CATEGORIES = get_args(Notice.model_fields["category"].annotation)


def split(item: Item, cut: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What it says of parties."""
    return contributions(facts(item, cut))


def read(item: Item, cut: Mapping[str, Any]) -> Entry:
    """The document."""
    told = facts(item, cut)
    if told.action is None:
        return _notice(item, told)
    unread = (told.about.odd,) if told.about.odd else ()
    return Entry(
        id=f"{SLUG}:{item.key}",
        source=SLUG,
        type="instrument",
        instrument=_instrument(item, told),
        mentions=tuple(_mentions(told)),
        remarks="\n".join([*told.remarks, *(f"{told.agency} states: {claim}" for claim in told.claims)]) or None,
        links=_links(item),
        unmapped=(
            *(Unmapped(field="subject", value=each) for each in unread),
            *(Unmapped(field="definition", value=each) for each in odd(told)),
        ),
    )


def doubtful(item: Item, problem: str) -> Entry:
    """A document that cannot be read: a notice for a person."""
    notice = Notice(
        title=item.title,
        category="other",
        published=item.fields.get("published"),
        number=item.key,
        text=item.fields.get("abstract"),
        doubts=(problem,),
        documents=tuple(_documents(item, item.fields.get("action") or item.fields.get("type") or "Document")),
        agencies=tuple(item.fields.get("agencies", ())),
    )
    note = item.fields.get("note")
    return Entry(id=f"{SLUG}:{item.key}", source=SLUG, type="notice", notice=notice, remarks=note, links=_links(item))


def _instrument(item: Item, told: Facts) -> Instrument:
    return Instrument(
        action=cast("Any", told.action),
        stage=told.stage,
        agency=told.agency,
        title=item.title,
        inspected=told.inspected,
        published=told.published,
        effective=told.effective,
        effective_text=told.effective_text,
        expires=told.expires,
        comments_close=told.comments_close,
        docket=told.docket,
        rin=told.rin,
        citation=told.citation,
        sections=told.sections,
        documents=tuple(_documents(item, told.stage)),
        amends=told.amends,
        addressees=told.addressees,
        effect_quoted=told.quoted,
        covers=tuple(f"{SLUG}:{each}" for each in contributions(told)),
    )


def _notice(item: Item, told: Facts) -> Entry:
    category = (told.found.becomes or "notice:other").partition(":")[2]
    notice = Notice(
        title=item.title,
        category=cast("Any", category if category in _CATEGORIES else "other"),
        published=told.published,
        number=item.key,
        text=told.summary,
        rule=told.found.rule or None,
        doubts=(told.found.doubt,) if told.found.doubt else (),
        claims=told.claims,
        documents=tuple(_documents(item, told.stage)),
        agencies=tuple(item.fields.get("agencies", ())),
    )
    return Entry(
        id=f"{SLUG}:{item.key}",
        source=SLUG,
        type="notice",
        notice=notice,
        mentions=tuple(_mentions(told)),
        remarks="\n".join(told.remarks) or None,
        links=_links(item),
    )


def _mentions(told: Facts) -> Iterator[Mention]:
    """Institutions that the claims name: who they are, the document does not settle."""
    found: dict[str, str] = {}
    for claim in told.claims:
        for each in _INSTITUTION.findall(claim):
            found.setdefault(" ".join(each.split()).removeprefix("The "), claim)
    for name, sentence in found.items():
        if not re.search(AUTHORITIES, name):
            yield Mention(name=name, sentence=sentence)


def _documents(item: Item, stage: str) -> Iterator[Publication]:
    row = item.fields
    yield Publication(
        title=stage,
        date=row.get("published") or row.get("inspected"),
        url=row.get("html"),
        number=item.key,
        citation=row.get("citation"),
    )
    if row.get("pdf"):
        yield Publication(title="PDF", date=row.get("published") or row.get("inspected"), url=row["pdf"])


def _links(item: Item) -> tuple[str, ...]:
    return tuple(filter(None, (item.fields.get("html"), item.fields.get("text"))))
