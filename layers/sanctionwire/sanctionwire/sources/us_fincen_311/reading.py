"""From a record to its entry: the subject of a row, a party that the row includes, or an instrument."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from sanctionwire.core.model import (
    Effect,
    Entry,
    Instrument,
    Listing,
    Measure,
    Publication,
    Relation,
    Subject,
    Unmapped,
)
from sanctionwire.core.normalise import country
from sanctionwire.errors import SourceChanged
from sanctionwire.sources.us_fincen_311.documents import address, number, slug
from sanctionwire.sources.us_fincen_311.names import Named, Type, kind, name, named
from sanctionwire.sources.us_fincen_311.stages import FINAL, FINDING, HEADERS, PROPOSAL, Action
from sanctionwire.sources.us_fincen_311.steps import Step

SLUG = "us_fincen_311"
LIST = "311 and 9714 Special Measures"

_LAWS = (
    (r"\b311\b", "Section 311", "31 U.S.C. 5318A"),
    (r"\b9714\b", "Section 9714", "Section 9714 of Public Law 116-283"),
    (r"\b2313a\b", "Section 2313a", "21 U.S.C. 2313a"),
)
"""What a section's heading says of the law: words → programme, authority."""

_EFFECT: Mapping[str, Effect] = {"final_rule": "correspondent_account", "order": "other"}
"""Final rules under section 311 forbid correspondent accounts, orders transmittals of funds; the rest binds nobody."""

_WEIGHT: Sequence[Action] = (
    "court_order", "repeal", "rescission", "withdrawal", "relief", "effective_date_change", "amendment", "order",
    "final_rule", "proposal", "finding",
)  # fmt: skip
"""Which action names a document that stands in several columns: a finding within a proposal is a proposal."""


def read(key: str, raw: bytes, _refs: Mapping[str, Any]) -> Entry:
    """The entry of one record."""
    content = orjson.loads(raw)
    for part in content.get("touched", [content]):
        if part.get("problem"):
            raise SourceChanged(part["problem"])
    return _instrument(key, content["touched"]) if "touched" in content else _subject(key, content)


def _id(key: str) -> str:
    return f"{SLUG}:{key}"


def _subject(key: str, row: Mapping[str, Any]) -> Entry:
    who = named(row["name"])
    steps = [Step.model_validate(step) for step in row["steps"]]
    what, certain = kind(who.primary, row["section"])
    unmapped = [Unmapped(field="name", value=odd) for odd in who.odd]
    unmapped += [] if certain else [Unmapped(field="subject", value=who.primary)]
    if row["section"] and not _known(row["section"]):
        unmapped.append(Unmapped(field="section", value=row["section"]))
    relations: tuple[Relation, ...] = ()
    if row["included"]:
        what, unmapped = "party", []
        relations = (Relation(type="Included in", common="other", target_id=_id(row["main"]), target_name=who.primary),)
        who = Named(primary=row["included"], names=[name(row["included"], "primary")], remark=who.remark)
    return Entry(
        id=_id(key),
        source=SLUG,
        type=what,
        subject=_described(who, what),
        listings=(_listing(steps, row["section"]),),
        relations=relations,
        covered_by=tuple(_id(step.key) for step in steps),
        other_keys=(slug(who.primary), *{step.key for step in steps if step.links}),
        remarks="\n".join(filter(None, [who.remark, *row["notes"]])) or None,
        links=tuple({link for step in steps for link in step.links}),
        unmapped=tuple(unmapped),
    )


def _described(who: Named, what: Type) -> Subject:
    code = country(who.primary) if what == "jurisdiction" else None
    return Subject(
        schema_="LegalEntity" if what == "party" else "Thing", names=tuple(who.names), countries=(code,) if code else ()
    )


def _known(section: str) -> bool:
    """Whether the heading names a law, or what sort of subjects follow."""
    laws = any(re.search(words, section, re.IGNORECASE) for words, _, _ in _LAWS)
    return laws or kind("", section)[1]


def _listing(steps: Sequence[Step], section: str) -> Listing:
    laws = [law for law in _LAWS if re.search(law[0], section, re.IGNORECASE)]
    laws = laws if len(laws) == 1 else []  # a heading over all of them says nothing of one
    stages = {column: [step for step in steps if step.column == column] for column in (FINDING, PROPOSAL, FINAL)}
    return Listing(
        list=LIST,
        kind="special_measure",
        listed_on=min((step.published for step in steps), default=None),
        measures=tuple(_measure(column, its) for column, its in stages.items() if its),
        programmes=tuple(programme for _, programme, _ in laws),
        authorities=tuple(authority for _, _, authority in laws),
    )


def _measure(column: int, steps: Sequence[Step]) -> Measure:
    ends = [step.ended for step in steps if step.action in {"finding", "proposal", "final_rule", "order"}]
    return Measure(
        type=HEADERS[column],
        effect=next((_EFFECT[step.action] for step in steps if step.action in _EFFECT), "none"),
        listed=min(step.published for step in steps),
        ended=max((end for end in ends if end), default=None) if all(ends) else None,
    )


def _instrument(key: str, touched: Sequence[Mapping[str, Any]]) -> Entry:
    steps = [Step.model_validate(each["step"]) for each in touched]
    action = min((step.action for step in steps), key=_WEIGHT.index)
    ends = [step.ended for step in steps]
    names = {f"{each['name']}/{action}" for each in touched}
    return Entry(
        id=_id(key),
        source=SLUG,
        type="instrument",
        instrument=Instrument(
            action=action,
            stage="; ".join(dict.fromkeys(step.stage for step in sorted(steps, key=lambda step: step.column))),
            published=min(step.published for step in steps),
            ended=max(end for end in ends if end) if all(ends) else None,
            citation=next((step.citation for step in steps if step.citation), None),
            documents=tuple(_documents(steps)),
            covers=tuple(_id(subject) for each in touched for subject in each["covers"]),
        ),
        other_keys=tuple(names),
        links=tuple({link for step in steps for link in step.links}),
    )


def _documents(steps: Iterable[Step]) -> Iterable[Publication]:
    for step in steps:
        for link in step.links:
            yield Publication(
                title=step.stage, date=step.published, url=address(link), number=number(link), citation=step.citation
            )
