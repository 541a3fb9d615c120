"""Text that a publisher wrote, made harmless for a mail and, where it must be, for an ASCII subject."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th",
        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T",
        "‘": "'", "’": "'", "ʼ": "'", "ʻ": "'", "“": '"', "”": '"', "‐": "-", "–": "-", "—": "-", "×": "x",
    }
)  # fmt: skip
"""Latin letters and marks that no decomposition brings to ASCII."""

_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Categories that a reader cannot see but a mail program may obey: controls, bidi overrides, line separators."""


def harmless(text: object, limit: int = 2_000) -> str:
    """One line: nothing invisible, white space collapsed, cut at `limit` with a mark that it was cut."""
    if isinstance(text, str) and len(text) <= limit and text.isascii() and text.isprintable():
        return " ".join(text.split())  # nearly always
    known = unicodedata.normalize("NFC", str(text)[: limit * 4])
    visible = "".join(" " if unicodedata.category(letter) in _DROPPED else letter for letter in known)
    line = " ".join(visible.split())
    return line if len(line) <= limit and len(str(text)) <= limit * 4 else f"{line[: limit - 6].rstrip()} [...]"


def folded(text: object, limit: int = 2_000) -> str | None:
    """The same in ASCII, accents dropped; None for another script: nothing here transliterates."""
    plain = unicodedata.normalize("NFKD", harmless(text, limit).translate(_LETTERS))
    line = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(line.split()) if line.isascii() and line.strip() else None


def clipped(text: str, limit: int) -> str:
    """ASCII text cut to `limit`, showing that it was cut."""
    return text if len(text) <= limit else f"{text[: max(limit - 2, 0)].rstrip()}.."


_LINK = re.compile(r"https?://[^\s<>\"'`|\\^{}]+", re.IGNORECASE)


def linked(address: object) -> str:
    """An address that may be printed as a link: one of the web, in one piece; nothing in place of any other."""
    text = str(address)
    plain = len(text) <= 1_000 and _LINK.fullmatch(text)  # noqa: PLR2004 - longer ones break in every mail program
    return text if plain and harmless(text) == text else ""


def number(count: int, one: str, many: str = "") -> str:
    """`1 party`, `1,012 parties`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
