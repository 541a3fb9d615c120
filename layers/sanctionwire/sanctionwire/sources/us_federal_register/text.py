"""The full text of a document, as printed in the register or shown on inspection: what of it is kept, verbatim.

Kept are the labelled parts of its head, the regulatory text section by section with the instruction that stands over
each, whom it binds and what it forbids in an order's own words, and sentences that tell of another authority's act.
The preamble is not.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sanctionwire.core.normalise import clean
from sanctionwire.core.prose import sentences
from sanctionwire.core.regulation import Paragraph
from sanctionwire.errors import SourceChanged

_LABEL = re.compile(
    r"^(AGENCY|ACTION|SUMMARY|DATES?|EFFECTIVE DATES?|ADDRESSES|FOR FURTHER INFORMATION CONTACT"
    r"|SUPPLEMENTARY INFORMATION):[ \t]*(.*)$"
)
_RULE_OFF = re.compile(r"^[-=_]{20,}$")
_PAGE_MARK = re.compile(r"\[\[Page [A-Z]?\d+\]\]")
_PRINTED_NUMBER = re.compile(r"\[FR Doc No: ([A-Z0-9-]+)\]")
_ENTITY = re.compile(r"\[([A-Za-z]{2,8})\]")
_INSTRUCTION = re.compile(r"^(?:[■0]\s+)?(\d{1,3})\. +(?=\S)(.+)$", re.DOTALL)
_OVER_SECTION = re.compile(r"^§ (\d+\.\d+)\s+(.*)$")
_ENDS = re.compile(r"^(?:Dated:|\[FR Doc\.|BILLING CODE|By the (?:Department|Financial Crimes)|Approved:)")
_IN_INSTRUCTION = re.compile(r"§+ (\d+\.\d+)(?:(?:, | and |, and |through )(\d+\.\d+))*|[Ss]ection (\d+\.\d+)")
_SECTIONS_ARE = r"^(?:sections? |§+ )[\d. ]+(?:is|are)"
_DOES = {
    "add": rf"(?:^add|\badding) (?:a |the )?(?:new )?(?:sections? |§+ )|{_SECTIONS_ARE} added",
    "remove": rf"^remove(?: and reserve)? (?:sections? |§+ )|{_SECTIONS_ARE} removed",
}
"""What an instruction does to the sections that it names; anything else amends them."""
_NUMBERS = re.compile(r"\d+\.\d+")
_MARK = re.compile(r"^((?:\([A-Za-z0-9]{1,5}\))+)\s*(.*)$", re.DOTALL)
_INNER = re.compile(r"(?<=[\w.)])\s*—\s*(?=\((?:1|i|A)\) )")
_OMITTED = re.compile(r"^(?:\* ?){3,}$")
_CITED = re.compile(r"\b\d{1,3} FR \d{1,6}\b")
_CITED_SECTION = re.compile(r"(?:\b31 CFR |§ )(\d{3,4}\.\d{2,4})\b")
_RIN = re.compile(r"\bRIN\s+(\d{4}-+[A-Z]{2}\d{2})\b")
_DOCKET = re.compile(r"\bDocket\s+(?:Number|No\.?|ID)\s+([A-Z]+-\d{4}-\d{3,5})\b")
_ADDRESSEE = re.compile(
    r"^(?:\W*(?:\(?[a-z0-9]{1,3}[).]\s*)*)(?:Covered financial institutions?\.? +)?(?:The term )?"
    r"“?[Cc]overed financial institution”? +(?:means|has the same meaning|includes)\b"
)
_ORDERED = re.compile(
    r"\bcovered financial institutions?\b[^.]{0,80}\b(?:(?:is|are) prohibited from|shall not)\b", re.IGNORECASE
)
_LAWS = {"311": r"\bsection 311\b|\b5318A\b", "9714": r"\bsection 9714\b", "2313a": r"\b2313a\b"}
AUTHORITIES = (
    r"National Bank of [A-Z]\w+|\bNBC\b|Central Bank of [A-Z]\w+|[Cc]entral bank|European Central Bank"
    r"|Financial (?:Services|Conduct|Supervisory) (?:Authority|Commission|Agency)|Republic of Korea"
)
"""Other authorities, whose acts a document may tell of: a claim of the document, not the act."""
_DEEDS = r"(?:revok|withdr[ae]w|cancel|suspend|liquidat|sanction|designat|confirm|announc)\w*"
_CLAIM = re.compile(rf"(?:{AUTHORITIES}).*\b{_DEEDS}|\b{_DEEDS}.*(?:{AUTHORITIES})", re.DOTALL)

_LONGEST = 60_000
"""Regulatory text longer than this (a whole part reissued) is kept as its sections' numbers and headings."""
_QUOTED = 4_000
_CLAIMS = 12


@dataclass(kw_only=True)
class _Draft:
    """The text as it is taken apart."""

    head: dict[str, str] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    """The paragraphs behind the head."""


def walled(body: bytes) -> bool:
    """Whether this is a page of the site in the place of a text: the texts are plain, or plain within `<pre>`."""
    start = body[:4096].lstrip().lower()
    return start.startswith((b"<!doctype", b"<html", b"<head")) and b"<pre" not in start


def kept(body: bytes, number: str) -> dict[str, Any]:
    """What is kept of the text of document `number`; JSON types."""
    lines, printed = _lines(body, number)
    draft = _taken_apart(lines, printed=printed)
    if "ACTION" not in draft.head:
        raise SourceChanged("no ACTION", place=f"the text of {number}", expected="AGENCY, ACTION, SUMMARY and DATES")
    head = {name: draft.head.get(name, "") for name in ("ACTION", "SUMMARY")}
    head["DATES"] = " ".join(draft.head[each] for each in draft.head if each.startswith(("DATE", "EFFECTIVE")))
    everything = " ".join(lines)
    rule = _regulation(draft.body)
    told = {
        "action": head["ACTION"],
        "summary": head["SUMMARY"],
        "dates": head["DATES"],
        "rins": _found(_RIN, everything.replace("--", "-")),
        "dockets": _found(_DOCKET, everything),
        "cited": _found(_CITED, " ".join(head.values())),
        "cited_sections": _found(_CITED_SECTION, " ".join(head.values())),
        "law": _law(head["SUMMARY"], everything),
        "rule": rule,
        "binds": next((each[:_QUOTED] for each in draft.body if _ADDRESSEE.match(each)), None),
        "ordered": [each[:_QUOTED] for each in draft.body if not rule and _ORDERED.search(each)][:4],
        "claims": _claims(draft.body),
    }
    return {name: value for name, value in told.items() if value}


def from_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """The same of a document whose text could not be had, as far as the register's own words say it."""
    head = " ".join(filter(None, (row.get("action"), row.get("abstract"), row.get("dates"))))
    told = {
        "cited": _found(_CITED, head),
        "cited_sections": _found(_CITED_SECTION, head),
        "law": _law(head, head),
    }
    return {name: value for name, value in told.items() if value}


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return list(dict.fromkeys(pattern.findall(text)))


def _law(summary: str, everything: str) -> str | None:
    """The one law that the summary names, or else the one that the text does."""
    for text in (summary, everything):
        named = [law for law, words in _LAWS.items() if re.search(words, text)]
        if named:
            return named[0] if len(named) == 1 else None
    return None


# --- From bytes to lines ----------------------------------------------------------------------------------------------
def _lines(body: bytes, number: str) -> tuple[list[str], bool]:
    """The lines, and whether they are printed ones: those on inspection come from a PDF, without indents."""
    if not body.strip(b"\0 \t\r\n"):
        raise SourceChanged("an empty text", place=f"the text of {number}", expected="a document")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = f"the text of {number}, byte {error.start}"
        raise SourceChanged(f"wrong encoding: {error.reason}", place=place, expected="UTF-8") from None
    if text.lstrip("\0 \r\n\t").startswith("<"):
        text = _unwrapped(text, number)
    printed = "[Federal Register Volume" in text
    numbers = _PRINTED_NUMBER.findall(text)
    if printed and numbers != [number]:
        raise SourceChanged(f"FR Doc No {numbers[:3]}", place=f"the text of {number}", expected=number)
    if printed and not re.search(r"\[FR Doc\. ", text) and "SUPPLEMENTARY INFORMATION:" in text:
        raise SourceChanged("no filing line at its end", place=f"the text of {number}", expected="[FR Doc. …]")
    text = _PAGE_MARK.sub("", text.replace("\0", "").replace("\r\n", "\n").replace("\f", "\n"))
    text = text.replace("``", "“").replace("''", "”").replace("‘‘", "“").replace("’’", "”")
    text = re.sub(r"Secs?\. {1,2}(?=\d)", "§ ", _ENTITY.sub(_character, text))
    return text.split("\n"), printed


def _unwrapped(text: str, number: str) -> str:
    found = re.search(r"<pre[^>]*>(.*)</pre>", text, re.DOTALL | re.IGNORECASE)
    if not found:
        raise SourceChanged("a page without <pre>", place=f"the text of {number}", expected="the document's text")
    return html.unescape(re.sub(r"</?[a-zA-Z][^<>]*>", "", found[1]))


def _character(match: re.Match[str]) -> str:
    """The letter that the printing office spells in brackets: `Sp[oacute][lstrok]ka`."""
    letter = html.unescape(f"&{match[1]};")
    return letter if len(letter) == 1 and letter.isalpha() and not letter.isascii() else match[0]


# --- From lines to head and paragraphs --------------------------------------------------------------------------------
def _taken_apart(lines: Sequence[str], *, printed: bool) -> _Draft:
    draft = _Draft()
    label: str | None = None
    paragraph: list[str] = []
    for line in lines:
        told = _LABEL.match(line.rstrip())
        if told and "SUPPLEMENTARY INFORMATION" not in draft.head:
            label = told[1]
            if label in draft.head:
                raise SourceChanged(f"{label} twice", expected="once")
            draft.head[label] = clean(told[2])
        elif label and label != "SUPPLEMENTARY INFORMATION":
            if not _RULE_OFF.match(line.strip()):
                draft.head[label] = clean(f"{draft.head[label]} {line}")
        elif label:
            if paragraph and (not line.strip() or _begins(line, printed=printed)):
                draft.body.append(clean(" ".join(paragraph)))
                paragraph = []
            if line.strip() and not _aside(line):
                paragraph.append(line)
    if paragraph:
        draft.body.append(clean(" ".join(paragraph)))
    draft.body = [each.replace("--", "—") for each in draft.body if each]
    return draft


def _begins(line: str, *, printed: bool) -> bool:
    """Whether a line begins a paragraph: it is indented in print; from a PDF, only a number or a heading shows it."""
    if _ENDS.match(line.strip()):
        return True
    if printed:
        return line.startswith("    ") or bool(re.match(r"^(?:0|§ \d|PART \d|\d{1,3}\. )", line))
    return bool(
        re.match(r"^\s*(?:\((?:[a-z]|\d+|[ivx]+|[A-Z])\) (?=[A-Z“])|§ \d|PART \d|\d{1,3}\. [A-Z]|[*] [*])", line)
    )


def _aside(line: str) -> bool:
    return bool(_RULE_OFF.match(line.strip())) or line.strip() == "0" or bool(re.fullmatch(r"\s*\d{1,3}\s*", line))


# --- The regulatory text ----------------------------------------------------------------------------------------------
def _regulation(body: Sequence[str]) -> list[dict[str, Any]]:
    """Each section that the document makes, changes or removes."""
    start = next((at for at, each in enumerate(body) if re.match(r"^PART \d+\s*—", each)), None)
    if start is None:
        return []
    found: list[dict[str, Any]] = []
    instruction, section = "", None
    for each in body[start + 1 :]:
        if _ENDS.match(each):
            break
        if (told := _INSTRUCTION.match(each)) and not each.startswith("("):
            instruction, section = told[2], None
            found += [
                {"section": number, "does": _does(instruction), "instruction": instruction, "heading": "", "text": []}
                for number in _numbers(instruction)
            ]
        elif head := _OVER_SECTION.match(each):
            section = next((old for old in found if old["section"] == head[1]), None)
            if section is None:
                section = {"section": head[1], "does": _does(instruction), "instruction": instruction, "text": []}
                found.append(section)
            section["heading"] = re.sub(r"\s*\[(?:Added|Amended|Removed[^\]]*)\]$", "", head[2]).strip(" .")
        elif section is not None and not _OMITTED.match(each):
            section["text"].append(each)
    long = sum(len(line) for each in found for line in each["text"]) > _LONGEST
    return [each | {"text": []} for each in found] if long else found


def _numbers(instruction: str) -> list[str]:
    """The sections that an instruction names as its objects: those before `to read`, without what is quoted."""
    told = re.sub(r"“[^”]*”", "", instruction.partition(" to read ")[0])
    found = (number for each in _IN_INSTRUCTION.finditer(told) for number in _NUMBERS.findall(each[0]))
    return list(dict.fromkeys(found))


def _does(instruction: str) -> str:
    """`add`, `remove` or `amend`, to the sections that it names."""
    words = instruction.casefold().partition(" to read ")[0]
    return next((name for name, told in _DOES.items() if re.search(told, words)), "amend")


def paragraphs(lines: Sequence[str]) -> tuple[Paragraph, ...]:
    """A section's paragraphs with the whole number of each: `(b)(3)(i)`."""
    found: list[Paragraph] = []
    path: list[str] = []
    for line in lines:
        for piece in _INNER.split(line):
            told = _MARK.match(piece)
            if not told:
                found.append(Paragraph(mark="", text=piece))
                continue
            for mark in re.findall(r"\(([A-Za-z0-9]+)\)", told[1]):
                level = _level(mark, path)
                path = [*path[: level - 1], mark]
            if told[2] and not _OMITTED.match(told[2]):
                found.append(Paragraph(mark="".join(f"({each})" for each in path), text=told[2]))
    return tuple(found)


def _level(mark: str, path: Sequence[str]) -> int:
    """(a), (1), (i), (A): which of the four it is. A Roman number stands below a digit, a letter at the top."""
    if mark.isdigit():
        return min(2, len(path) + 1)
    if mark.isupper():
        return min(4, len(path) + 1)
    if re.fullmatch(r"[ivx]+", mark) and len(path) >= 2:  # noqa: PLR2004 - below (a)(1)
        return 3
    return 1


def _claims(body: Sequence[str]) -> list[str]:
    """Sentences that tell of what another authority did."""
    about = (each for each in body if re.search(AUTHORITIES, each))
    found = (line for each in about for line in _sentences(each) if _CLAIM.search(line))
    return list(dict.fromkeys(line[:_QUOTED] for line in found))[:_CLAIMS]


def _sentences(paragraph: str) -> Iterator[str]:
    """Footnote marks taken off."""
    for line in sentences(paragraph):
        yield re.sub(r"\s*\\\d+\\", "", line)
