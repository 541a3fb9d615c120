"""What the register and the text say of a document, put together: dates, numbers, what it touches, whom it is about.

Dates are as stated, never reckoned: `30 days after publication` is no date. Where the register and the text differ on a
date, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanctionwire.core.normalise import written
from sanctionwire.core.regulation import Paragraph, addressees, forbidden
from sanctionwire.errors import SourceChanged
from sanctionwire.rolling import Item
from sanctionwire.sources.us_federal_register.rules import EXTENDS_COMMENTS, Found, classify
from sanctionwire.sources.us_federal_register.subjects import Subjects, subjects
from sanctionwire.sources.us_federal_register.text import paragraphs

TOUCHING = {"effective_date_change", "withdrawal", "rescission", "repeal", "relief", "amendment"}
"""Acts that name what they act on by its citation."""
ENDING = {"withdrawal", "rescission", "repeal"}

CONTAINED = " (contains the finding)"
"""Put behind the words for a proposal that holds the finding, too."""

_DATE = r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}"
_EFFECTIVE = re.compile(rf"\beffective(?: dates?)?(?: (?:on|as of|from|is|are))*:? ({_DATE})", re.IGNORECASE)
_AS_OF = re.compile(rf"\bas of ({_DATE})", re.IGNORECASE)
_MOVED_TO = re.compile(rf"\b(?:until|to) ({_DATE})", re.IGNORECASE)
_UNTIL = re.compile(rf"\b(?:through|until|expires? on|ending on) ({_DATE})", re.IGNORECASE)
_COMMENTS = re.compile(rf"\bcomments?\b[^.]*?\b(?:on or before|no later than|by) ({_DATE})", re.IGNORECASE)
_CONCERN = re.compile(r"\bprimary\s+money\s+laundering\s+concern\b", re.IGNORECASE)
_MANY = 20
"""Sections named one by one at most; beyond, the part is named."""
_QUOTED = 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A document."""

    number: str
    title: str
    agency: str | None
    found: Found
    stage: str
    summary: str | None
    about: Subjects
    law: str | None
    published: str | None
    inspected: str | None
    effective: str | None
    effective_text: str | None
    expires: str | None
    comments_close: str | None
    docket: str | None
    rin: str | None
    citation: str | None
    sections: tuple[str, ...]
    amends: tuple[str, ...]
    rule: tuple[tuple[str, str, tuple[Paragraph, ...]], ...]
    """Each section with text of its own: number, heading, paragraphs."""
    quoted: str | None
    addressees: str | None
    claims: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def action(self) -> str | None:
        """The instrument's action; None for a notice, or where a person must look."""
        becomes = self.found.becomes
        return None if becomes is None or becomes.startswith("notice:") else becomes

    @property
    def day(self) -> str | None:
        """When it was first shown to the public."""
        return min(filter(None, (self.inspected, self.published)), default=None)


def facts(item: Item, cut: Mapping[str, Any]) -> Facts:
    """All of it."""
    row = item.fields
    said = cut.get("action") or row.get("action") or ""
    summary = cut.get("summary") or row.get("abstract")
    found = classify(row.get("type") or "", said, item.title, summary or "")
    action = found.becomes or ""
    dates = cut.get("dates") or row.get("dates") or ""
    rule = tuple((each["section"], each.get("heading", ""), paragraphs(each["text"])) for each in cut.get("rule", ()))
    effective, conflict = _effective(action, row.get("effective"), dates, summary or "")
    amends = _amends(found, cut, row)
    contains = action == "proposal" and not amends and bool(_CONCERN.search(f"{item.title} {summary}"))
    remarks = [conflict, row.get("note"), _missing(cut)]
    return Facts(
        number=item.key,
        title=item.title,
        agency=" and ".join(row.get("agencies", ())) or None,
        found=found,
        stage=_stage(said or row.get("type") or "Document", contains=contains),
        summary=summary,
        about=subjects(item.title),
        law=cut.get("law"),
        published=row.get("published"),
        inspected=row.get("inspected"),
        effective=effective,
        effective_text=dates or None,
        expires=_expires(action, dates),
        comments_close=_comments(action, row.get("comments_close"), dates),
        docket=_one([*row.get("dockets", ()), *cut.get("dockets", ())]),
        rin=_one([*row.get("rins", ()), *cut.get("rins", ())]),
        citation=row.get("citation"),
        sections=_sections(cut.get("rule", ())),
        amends=amends,
        rule=tuple(each for each in rule if each[2]),
        quoted=_quoted(action, rule, cut, summary),
        addressees=next((told for _, _, text in rule if (told := addressees(text))), None) or cut.get("binds"),
        claims=tuple(cut.get("claims", ())),
        remarks=tuple(each for each in remarks if each),
    )


def _stage(said: str, *, contains: bool) -> str:
    """The publisher's words; a finding that a proposal contains is no document of its own."""
    stage = said.strip().rstrip(".")
    return f"{stage}{CONTAINED}" if contains and "finding" not in stage.casefold() else stage


def _missing(cut: Mapping[str, Any]) -> str | None:
    return (
        f"Its full text could not be had ({cut['missing']}): whom it names is not read." if "missing" in cut else None
    )


def _one(stated: Iterable[str]) -> str | None:
    """The first of those stated, the register's before the text's."""
    return next(iter(stated), None)


# --- Dates ------------------------------------------------------------------------------------------------------------
def _dates(pattern: re.Pattern[str], text: str) -> list[str]:
    found = []
    for each in pattern.findall(text):
        try:
            found.append(written(each))
        except SourceChanged:
            continue
    return list(dict.fromkeys(found))


def _effective(action: str, registered: str | None, dates: str, summary: str) -> tuple[str | None, str | None]:
    """The day on which it takes effect, and what is odd about it."""
    if action == "effective_date_change":
        moved = _dates(_MOVED_TO, dates) or _dates(_MOVED_TO, summary)
        return (moved[0], None) if len(moved) == 1 else (None, f"The new effective date was not read from: {dates}")
    stated = _dates(_EFFECTIVE, dates)
    if not stated and action in ENDING:
        stated = _dates(_AS_OF, dates)
    if registered and stated and registered not in stated:
        return None, f"The register says that it is effective {registered}; its text says: {dates}"
    if registered:
        return registered, None
    return (stated[0] if len(stated) == 1 else None), None


def _expires(action: str, dates: str) -> str | None:
    if action not in {"order", "relief"} or not _EFFECTIVE.search(dates):
        return None
    ends = _dates(_UNTIL, dates)
    return ends[0] if len(ends) == 1 else None


def _comments(action: str, registered: str | None, dates: str) -> str | None:
    """As stated. A period in days is no date."""
    stated = _dates(_COMMENTS, dates)
    if action not in {"proposal", "final_rule"}:
        return None
    return registered or (stated[0] if len(stated) == 1 else None)


# --- What it makes and touches ----------------------------------------------------------------------------------------
def _sections(rule: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    numbers = list(dict.fromkeys(each["section"] for each in rule))
    if len(numbers) > _MANY:
        return tuple(dict.fromkeys(f"31 CFR part {each.partition('.')[0]}" for each in numbers))
    return tuple(f"31 CFR {each}" for each in numbers)


def _amends(kind: Found, cut: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[str, ...]:
    """Sections that it changes or removes; documents by their citations, where it acts on documents."""
    action = kind.becomes
    found = list(_sections([each for each in cut.get("rule", ()) if each["does"] != "add"]))
    if action in TOUCHING or kind.rule.startswith(EXTENDS_COMMENTS):
        found += cut.get("cited", ())
        found += [row["correction_of"]] if row.get("correction_of") else []
    if action == "relief" and not found:
        found += [f"31 CFR {each}" for each in cut.get("cited_sections", ())]
    return tuple(dict.fromkeys(each for each in found if each != row.get("citation")))


def _quoted(
    action: str, rule: Sequence[tuple[str, str, tuple[Paragraph, ...]]], cut: Mapping[str, Any], summary: str | None
) -> str | None:
    """What it does in its own words: what it forbids, or else its text, or else its summary."""
    forbids = [words for _, heading, text in rule if "pecial measure" in heading and (words := forbidden(text))]
    if forbids:
        return "\n".join(forbids)[:_QUOTED]
    if ordered := cut.get("ordered"):
        return "\n".join(ordered)[:_QUOTED]
    changed = [
        f"{each.mark} {each.text}"
        for _, heading, text in rule
        for each in text
        if "pecial measure" in heading and each.mark
    ]
    if changed and action in {"proposal", "final_rule", "amendment"}:
        return "\n".join(changed)[:_QUOTED]
    return summary
