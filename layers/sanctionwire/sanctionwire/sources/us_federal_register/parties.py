"""What documents say of parties, the subjects of special measures and whom their definitions name: one entry of each.

A proposal is a listing without effect, beside whatever a final rule imposes: it binds nobody, and changes nothing of
what binds. Who moved a date, or ended something, is found by what the acts name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sanctionwire.core.model import Entry, Listing, Measure, Name, Relation, Subject
from sanctionwire.core.normalise import country
from sanctionwire.core.regulation import Named, Whom, measures, whom
from sanctionwire.errors import SourceChanged
from sanctionwire.sources.us_federal_register.facts import CONTAINED, ENDING, Facts
from sanctionwire.sources.us_federal_register.subjects import Subject as Titled
from sanctionwire.sources.us_federal_register.subjects import key

SLUG = "us_federal_register"

LAWS: Mapping[str, tuple[str, str]] = {
    "311": ("Section 311", "31 U.S.C. 5318A"),
    "9714": ("Section 9714", "Section 9714 of Public Law 116-283"),
    "2313a": ("Section 2313a", "21 U.S.C. 2313a"),
}
"""Programme and authority."""
FINDING = "Finding of primary money laundering concern"
_IMPOSING = {"final_rule", "order", "amendment"}
_IMPOSES = re.compile(r"Special Measures? (Prohibiting .+?)(?: Involving|:)")
"""What an order imposes, as its title has it."""


def contributions(told: Facts) -> dict[str, dict[str, Any]]:
    """What a document says of each party, by the party's key."""
    if told.action is None or not told.about.special:
        return {}
    found: dict[str, dict[str, Any]] = {}
    for titled in told.about.found:
        subject = key(titled.primary)
        covered = [whom(text, titled.primary) for _, heading, text in told.rule if titled.primary in heading]
        found[subject] = _said(told, titled.names, titled.type, covered)
        if told.action == "finding" or told.stage.endswith(CONTAINED):
            found[subject]["finding"] = True
        for each in (named for one in covered for named in one.covered.named):
            found.setdefault(key(each.primary), _named(told, each, titled, covered))
    return found


def odd(told: Facts) -> Iterator[str]:
    """Definitions that were not understood."""
    for titled in told.about.found:
        for _, heading, text in told.rule:
            if titled.primary in heading:
                yield from whom(text, titled.primary).odd


def _said(told: Facts, names: Iterable[Name], type_: str, covered: Sequence[Whom]) -> dict[str, Any]:
    texts = [text for _, heading, text in told.rule if "pecial measure" in heading]
    imposed = [each.plain() for text in texts for each in measures(text)] if told.action in _IMPOSING else []
    said = {
        "names": [each.plain() for each in names],
        "type": type_,
        "action": told.action,
        "stage": told.stage.removesuffix(CONTAINED),
        "day": told.day,
        "published": told.published,
        "effective": told.effective,
        "rin": told.rin,
        "citation": told.citation,
        "amends": list(told.amends),
        "law": told.law,
        "sections": list(told.sections),
        "measures": imposed,
        "imposes": imposes[1] if (imposes := _IMPOSES.search(told.title)) else None,
        "definitions": [text for one in covered for text in one.definitions],
        "claims": [claim for claim in told.claims if any(each.full in claim for each in names)],
        "agency": told.agency,
    }
    return {name: value for name, value in said.items() if value}


def _named(told: Facts, each: Named, titled: Titled, covered: Sequence[Whom]) -> dict[str, Any]:
    said = _said(told, each.names, "party", covered)
    said["relation"] = {"type": each.relation, "target": key(titled.primary), "name": titled.primary}
    if each.identifiers:
        said["identifiers"] = [found.plain() for found in each.identifiers]
    return said


def derived(record: str, parts: Mapping[str, Any]) -> Entry:
    """One party, as all documents together have it."""
    order = sorted(parts, key=lambda number: (parts[number].get("day") or "9999", number))
    said = [{**parts[number], "number": number} for number in order]
    if not said:
        raise SourceChanged("nothing said of it", source=SLUG, place=record)
    first = said[0]
    names = list(_names(said))
    code = country(first["names"][0]["full"]) if first["type"] == "jurisdiction" else None
    return Entry(
        id=f"{SLUG}:{record}",
        source=SLUG,
        type=first["type"],
        subject=Subject(
            schema_="LegalEntity" if first["type"] == "party" else "Thing",
            names=tuple(names),
            identifiers=tuple(each for one in said for each in one.get("identifiers", ())),
            countries=(code,) if code else (),
        ),
        listings=tuple(listing for each in said if (listing := _listing(each, said)).measures),
        relations=tuple(_relations(said)),
        covered_by=tuple(f"{SLUG}:{number}" for number in order),
        remarks="\n".join(_remarks(said)) or None,
        links=tuple(f"https://www.federalregister.gov/d/{number}" for number in order),
    )


def _names(said: Sequence[Mapping[str, Any]]) -> Iterator[Name]:
    """Each name once; the earliest document's first name is the primary one."""
    known: set[str] = set()
    for one in said:
        for each in one["names"]:
            name = Name.model_validate(each)
            if name.full not in known:
                yield name if not known or name.kind != "primary" else name.model_copy(update={"kind": "alias"})
                known.add(name.full)


def _listing(one: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> Listing:
    law = LAWS.get(one.get("law") or "")
    return Listing(
        list=f"{one['stage']}, FR {one['number']}",
        kind="special_measure",
        listed_on=one.get("day"),
        measures=tuple(_measures(one, said)),
        programmes=(law[0],) if law else (),
        authorities=(*([law[1]] if law else []), *one.get("sections", ())),
    )


def _measures(one: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> Iterator[Measure]:
    ended = _ended(one, said)
    if one.get("finding"):
        withdrawn = _ended({**one, "action": "finding"}, said)
        yield Measure(type=FINDING, effect="none", listed=one.get("day"), ended=withdrawn)
    if one["action"] == "proposal":
        yield Measure(type=one["stage"], effect="none", listed=one.get("day"), ended=ended)
    if one["action"] not in _IMPOSING:
        return
    effective = _effective(one, said)
    by_rule = one["action"] != "order" and one.get("law", "311") == "311"
    plain = [{"type": one.get("imposes") or one["stage"], "effect": "correspondent_account" if by_rule else "other"}]
    corrected = one["action"] == "amendment"  # it imposes what it states itself, if anything
    for each in one.get("measures") or ([] if corrected else plain):
        yield Measure(**each, listed=one.get("published"), effective=effective, ended=ended)


def _effective(one: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> str | None:
    """Its effective date as the last act that moved it has it."""
    effective: str | None = one.get("effective")
    for each in said:
        if each["action"] == "effective_date_change" and _after(each, one) and _names_it(each, one):
            effective = each.get("effective")
    return effective


def _ended(one: Mapping[str, Any], said: Sequence[Mapping[str, Any]]) -> str | None:
    """When it was withdrawn or repealed, or a proposal became a rule."""
    for each in said:
        if not _after(each, one):
            continue
        if one["action"] == "proposal" and each["action"] == "final_rule" and _same_rulemaking(one, each):
            return each.get("published")
        if each["action"] in ENDING and _names_it(each, one):
            return each.get("effective") or each.get("day")
    return None


def _after(act: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    return (act.get("day") or "", act["number"]) > (one.get("day") or "", one["number"])


def _names_it(act: Mapping[str, Any], one: Mapping[str, Any]) -> bool:
    """Whether an act on the same party acts on this document: it names it, or it names no document at all."""
    named = [each for each in act.get("amends", ()) if not re.search(r"\bCFR\b", each)]
    return not named or one["number"] in named or one.get("citation") in named


def _same_rulemaking(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one.get("rin")) and one.get("rin") == other.get("rin")


def _relations(said: Sequence[Mapping[str, Any]]) -> Iterator[Relation]:
    for told in {str(one["relation"]): one["relation"] for one in said if "relation" in one}.values():
        alone = told["type"].startswith("subsidiar") and "," not in told["type"]
        yield Relation(
            type=told["type"],
            common="subsidiary" if alone else "other",
            target_id=f"{SLUG}:{told['target']}",
            target_name=told["name"],
        )


def _remarks(said: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Definitions as published, by what they stand in; claims with their speaker."""
    where: dict[str, list[str]] = {}
    for one in said:
        for text in one.get("definitions", ()):
            proposed = " (as proposed)" if one["action"] == "proposal" else ""
            where.setdefault(text, []).append(f"{one['number']}{proposed}")
    yield from (f"Definition in {', '.join(documents)}: {text}" for text, documents in where.items())
    for one in said:
        speaker = one.get("agency") or "The document"
        yield from (f"{speaker} states in {one['number']}: {text}" for text in one.get("claims", ()))
