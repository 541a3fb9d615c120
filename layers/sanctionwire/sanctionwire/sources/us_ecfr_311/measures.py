"""What a section is about: its subject, what it forbids, whom it binds, and whom its definitions name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from sanctionwire.core.model import Measure, Model
from sanctionwire.core.normalise import country, name_key
from sanctionwire.core.regulation import Covered, Definition, covered, definition, is_name, of_a_class, slug
from sanctionwire.errors import SourceChanged
from sanctionwire.sources.us_ecfr_311.sections import Section

_TITLE = re.compile(
    r"Special measures? (?:against|regarding|involving|concerning|with respect to) (?:the )?(?P<subject>.+?)\.?"
)
_OTHER_TITLES = (re.compile(r"\[Reserved\]\.?"), re.compile(r"Summons or subpoena of foreign bank records\b.*"))
"""Headings in the range that are no special measure: numbers without a section, and 1010.670."""

_FORBIDS = re.compile(
    r"\bshall not open or maintain\b|\bshall terminate any\b|\breasonable steps (?:not to|to not)\b|\bis prohibited\b"
)
_FORBIDDING = re.compile(r"Prohibition\b|Opening or maint|Termination\b", re.IGNORECASE)
_DILIGENCE = re.compile(r"\bdue diligence\b", re.IGNORECASE)
_MEASURE = re.compile(r"\(b\)\(\d+\)")
_ADDRESSEE = name_key("covered financial institution")

Type = Literal["party", "class", "jurisdiction"]


class Defined(Model):
    """A definition as it stands: its term, and its whole paragraph."""

    term: str
    paragraph: str

    @property
    def definition(self) -> Definition:
        """What it says."""
        found = definition(self.paragraph)
        if found is None:
            raise SourceChanged(f'"{self.paragraph[:80]}"', expected="a definition")
        return found


class Whom(Model):
    """Whom a section is about."""

    subject: str
    type: Type
    definitions: tuple[Defined, ...] = ()
    """Of the subject, or of a class that goes by another name."""
    odd: tuple[str, ...] = ()
    """Definitions that are not understood: nobody is named by them."""


def subject(section: Section) -> str | None:
    """Whom the heading names; None for a heading that is known to be about something else."""
    found = _TITLE.fullmatch(section.heading)
    if found and is_name(found["subject"]):
        return found["subject"]
    if any(pattern.fullmatch(section.heading) for pattern in _OTHER_TITLES):
        return None
    expected = "Special measures against or regarding somebody, or [Reserved]"
    raise SourceChanged(f'heading "{section.heading[:80]}"', place=f"section {section.number}", expected=expected)


def whom(section: Section) -> tuple[Whom, Covered]:
    """Whom the section is about, and whom it names besides."""
    name = subject(section)
    if name is None:
        raise SourceChanged(f'heading "{section.heading}"', place=f"section {section.number}", expected="a subject")
    told = [each for each in _definitions(section) if not each.definition.standing]
    own = [each for each in told if name_key(each.term) == name_key(name)]
    named, odd = Covered(), []
    for each in told:
        if of_a_class(each.definition):
            continue
        try:
            named = covered(each.definition) if each in own else named
        except SourceChanged:
            odd.append(each.paragraph)
        else:
            odd += [] if each in own else [each.paragraph]
    institution = bool(own) and not of_a_class(own[0].definition)
    what: Type = "jurisdiction" if country(name) else "party" if institution or not told else "class"
    return Whom(subject=name, type=what, definitions=tuple(told), odd=tuple(odd)), named


def keys(section: Section) -> list[str]:
    """The keys of the section and of whom it names, the subject first."""
    about, named = whom(section)
    slugs = [slug(about.subject), *(slug(each.primary) for each in named.named)]
    return [section.number, *(f"{section.number}/{each}" for each in dict.fromkeys(slugs))]


def addressees(section: Section) -> str:
    """The section's own definition of a covered financial institution, as published."""
    found = [each.paragraph for each in _definitions(section) if name_key(each.term) == _ADDRESSEE]
    if len(found) != 1:
        place = f"section {section.number}"
        raise SourceChanged(f"{len(found)} definitions of covered financial institution", place=place, expected="one")
    return found[0]


def forbidden(section: Section) -> str:
    """The paragraphs that forbid something, as published."""
    lines = [
        f"{below.mark} {below.text}"
        for mark in _marks(section)
        if _forbids(section, mark)
        for below in section.below(mark)
    ]
    if not lines:
        raise SourceChanged("no prohibition", place=f"section {section.number}", expected="one in paragraph (b)")
    return "\n".join(lines)


def measures(section: Section) -> Iterator[Measure]:
    """What paragraph (b) imposes, in its own headings."""
    for mark in _marks(section):
        first, *_ = section.below(mark)
        text = " ".join(each.text for each in section.below(mark))
        words = first.heading or first.text.partition(". ")[0]
        if _forbids(section, mark):
            yield Measure(type=words, effect="correspondent_account" if "correspondent account" in text else "other")
        elif _DILIGENCE.search(words):
            yield Measure(type=words, effect="other")


def _marks(section: Section) -> list[str]:
    return [each.mark for each in section.paragraphs if _MEASURE.fullmatch(each.mark)]


def _forbids(section: Section, mark: str) -> bool:
    first, *_ = section.below(mark)
    return bool(_FORBIDS.search(first.text) or _FORBIDDING.match(first.heading))


def _definitions(section: Section) -> Iterator[Defined]:
    """The definitions of paragraph (a), each with what stands below it."""
    for each in section.paragraphs:
        if re.fullmatch(r"\(a\)\(\d+\)", each.mark):
            text = " ".join([each.text, *(f"{below.mark} {below.text}" for below in section.below(each.mark)[1:])])
            if found := definition(text):
                yield Defined(term=found.term, paragraph=text)
