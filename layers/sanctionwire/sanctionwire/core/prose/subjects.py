# ruff: noqa: E501 - a pattern is read in one piece
"""Of whom a sentence states a rule, an order, a finding or a penalty: forms of words that are data, with examples.

A name is taken only where it is one, and told from the words that describe it by its capitals. Where several stand
there, or none that can be read, that is a doubt, unless the page has them in bold; and so is a name that the title,
where it has one, does not share a word with, or that is a link's words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sanctionwire.core.normalise import clean, name_key
from sanctionwire.core.prose.classify import Reading
from sanctionwire.core.prose.naming import bold, one_name
from sanctionwire.core.prose.sentences import sentences

_BACK = re.compile(
    r"\b(?:withdr[ae]w\w*|rescind\w*|rescissions?|repeal\w*|vacat(?:e[ds]?|ing)|terminat\w+|remov(?:e[ds]?|ing|al)|reliev\w+|relief|lift(?:s|ed|ing)?|no\s+longer)\b",
    re.IGNORECASE,
)
"""What may take back a rule or a finding that the same sentence names."""

_WHO = r"(?P<who>[^;:]{2,300}?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How a sentence says of whom it is."""

    id: str
    pattern: str
    examples: tuple[tuple[str, str], ...]
    """Words, and the name in them."""
    doubtful: tuple[str, ...] = ()
    """Words of which nobody is named with certainty."""


FORMS: tuple[Form, ...] = (
    Form(
        id="severed",
        pattern=rf"\bsever(?:s|ed|ing)?\s+{_WHO},?\s+(?:access\s+to|from(?:\s+access\s+to)?)\s+the\s+U\.?S\.?\s+financial\s+system",
        examples=(
            ("to sever the Cambodia-based financial services conglomerate, Huione Group, from the U.S. financial system", "Huione Group"),
            ("proposes to sever Some Bank PLC’s access to the U.S. financial system", "Some Bank PLC"),
        ),
        doubtful=(
            "severing Some Bank PLC and Other Bank PLC from the U.S. financial system",
            "severing ten Mexican gambling establishments from the U.S. financial system",
            "severing Cambodian bank Some Bank PLC from the U.S. financial system",
        ),
    ),
    Form(
        id="of-concern",
        pattern=rf"\b(?:identif(?:ies|ied|y|ying)|f(?:inds|ound|ind|inding))\s+(?:that\s+)?{_WHO}\s+(?:as|to\s+be|is|are)\s+(?:being\s+)?(?:an?\s+)?(?:(?:foreign\s+)?financial\s+institutions?\s+(?:operating\s+outside\s+(?:of\s+)?the\s+United\s+States\s+)?(?:that\s+(?:is|are)\s+)?)?(?:of\s+)?(?:an?\s+)?[“\"]?primary\s+money\s+laundering\s+concern",
        examples=(
            ("an order that identifies the virtual currency exchange Bitzlato Limited (Bitzlato) as a “primary money laundering concern”", "Bitzlato Limited"),
            ("finding Cambodia-based Huione Group to be of primary money laundering concern", "Huione Group"),
            ("found that Some Bank, AS is a foreign financial institution of primary money laundering concern", "Some Bank, AS"),
        ),
        doubtful=(
            "identifies three banks, CIBanco S.A., Institución de Banca Multiple, and Intercam, as being of primary money laundering concern",
            "finds the institution to be of primary money laundering concern",
        ),
    ),
    Form(
        id="penalised",
        pattern=rf"\bpenalt(?:y|ies)\s+(?:of\s+\$[\d.,]+(?:\s+[mb]illion)?\s+)?(?:against|on|upon)\s+{_WHO}(?=,?\s+(?:for|pursuant|in\s+connection)\b|$)",
        examples=(
            ("assessed a $100 million civil money penalty against Some Exchange Limited for violations of the Bank Secrecy Act", "Some Exchange Limited"),
            ("assessed a civil money penalty of $5 million on Some Bank, N.A.", "Some Bank, N.A."),
        ),
        doubtful=("assessed civil money penalties on A Bank, N.A. and A Bank USA, N.A. for violations",),
    ),
)  # fmt: skip


def subjects(
    reading: Reading, title: str, blocks: Sequence[dict[str, Any]]
) -> tuple[Mapping[str, Sequence[str]], tuple[str, ...]]:
    """Sentence → whom it names as it states an act; and why that could not be read. The title states nothing of anybody."""
    heads, marked = set(sentences(title)), tuple(bold(blocks))
    found: dict[str, list[str]] = {}
    stated = [each for each in reading.told if each.certain and not each.rule.weak]
    problems = [
        f"it may take back what it names: “{line[:160]}”"
        for line in (*heads, *(each.sentence for each in stated))
        if _BACK.search(line)
    ]
    titled = _words(" ".join(match["who"] for line in heads for match in _forms(line, titled=True)))
    linked = {words for each in blocks for words, _ in each["links"]}
    for told in stated:
        if told.sentence in heads or _BACK.search(told.sentence):
            continue
        for match in _forms(told.sentence):
            name = one_name(match["who"], {name_key(each) for each in marked})
            if name and name not in linked and (not titled or titled & _words(name)):
                found.setdefault(told.sentence, []).append(name)
            elif name or not _marked(match["who"], marked):
                problems.append(f"whom it is about is not certain: “{match[0][:160]}”")
    return found, tuple(dict.fromkeys(problems))


def _forms(line: str, *, titled: bool = False) -> Iterator[re.Match[str]]:
    """The forms in a sentence: in the capitals of a title nobody can be told from what describes them."""
    return (match for form in FORMS for match in re.finditer(form.pattern, line, re.IGNORECASE if titled else 0))


def _words(name: str) -> set[str]:
    return set(name_key(name).split())


def _marked(words: str, names: Sequence[str]) -> bool:
    """Whether all that could be names is in bold."""
    left = re.sub(r"\([^()]*\)", " ", clean(words))
    some = [name for name in sorted(names, key=len, reverse=True) if name in left]
    for name in some:
        left = left.replace(name, " ")
    return bool(some) and not re.search(r"(?<![\w-])[A-Z]\w*(?!\w|-based)", left)
