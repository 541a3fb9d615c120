"""Whom a section is about: the subject that its heading names, and the keys of all whom it names."""

from __future__ import annotations

import re

from sanctionwire.core.regulation import is_name, slug, whom
from sanctionwire.errors import SourceChanged
from sanctionwire.sources.us_ecfr_311.sections import Section

_TITLE = re.compile(
    r"Special measures? (?:against|regarding|involving|concerning|with respect to) (?:the )?(?P<subject>.+?)\.?"
)
_OTHER_TITLES = (re.compile(r"\[Reserved\]\.?"), re.compile(r"Summons or subpoena of foreign bank records\b.*"))
"""Headings in the range that are no special measure: numbers without a section, and 1010.670."""


def special(section: Section) -> bool:
    """Whether it is a special measure, or known to be something else."""
    return not any(pattern.fullmatch(section.heading) for pattern in _OTHER_TITLES)


def subject(section: Section) -> str:
    """Whom the heading names."""
    found = _TITLE.fullmatch(section.heading)
    if not found or not is_name(found["subject"]):
        expected = "Special measures against or regarding somebody, or [Reserved]"
        raise SourceChanged(f'heading "{section.heading[:80]}"', place=f"section {section.number}", expected=expected)
    return found["subject"]


def keys(section: Section) -> list[str]:
    """The keys of the section and of whom it names, the subject first."""
    name = subject(section)
    named = [each.primary for each in whom(section.paragraphs, name).covered.named]
    return [section.number, *(f"{section.number}/{each}" for each in dict.fromkeys(map(slug, [name, *named])))]
