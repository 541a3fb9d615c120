"""Names and other text: the readable form, the script it is in, and the key by which two spellings are compared."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_KEPT_FORMAT = "\u200c\u200d"
"""Joiners: they change how Persian and Indic words read. Every other format character only hides or reorders text."""

_ACCENT = 10
"""Canonical combining classes from here on are accents, vowel points and tone marks; viramas stand below."""

_APOSTROPHES = re.compile("['`\u00b4\u02b9-\u02bf\u02c8\u055a\u2018\u2019\u201b\u2032\uff07]")
_ABBREVIATION = re.compile(r"(?<!\w)(\w)\.(?=\w)")

_SCRIPTS = {
    "ARABIC": "Arab", "ARMENIAN": "Armn", "BENGALI": "Beng", "BOPOMOFO": "Bopo", "CJK": "Hani", "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva", "ETHIOPIC": "Ethi", "GEORGIAN": "Geor", "GREEK": "Grek", "GUJARATI": "Gujr",
    "GURMUKHI": "Guru", "HANGUL": "Hang", "HEBREW": "Hebr", "HIRAGANA": "Jpan", "KANNADA": "Knda", "KATAKANA": "Jpan",
    "KHMER": "Khmr", "LAO": "Laoo", "LATIN": "Latn", "MALAYALAM": "Mlym", "MONGOLIAN": "Mong", "MYANMAR": "Mymr",
    "SINHALA": "Sinh", "SYRIAC": "Syrc", "TAMIL": "Taml", "TELUGU": "Telu", "THAANA": "Thaa", "THAI": "Thai",
    "TIBETAN": "Tibt",
}  # fmt: skip
"""First word of a letter's Unicode name → ISO 15924."""


def clean(text: str) -> str:
    """Make text readable without changing it: NFC, one space for any white space, no control or bidi characters."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())  # most of what is published, and there is nothing in it to mend
    shown = "".join(" " if char.isspace() else char for char in text if char.isspace() or _visible(char))
    return " ".join(unicodedata.normalize("NFC", shown).split())


def _visible(char: str) -> bool:
    return char in _KEPT_FORMAT or unicodedata.category(char) not in {"Cc", "Cf", "Cs"}


def script(text: str) -> str | None:
    """Find the ISO 15924 code of the script that most letters are in; Han alone is `Hani`, with kana it is `Jpan`."""
    found: Counter[str] = Counter()
    for char in text:
        if char.isalpha():
            words = unicodedata.name(char, "?").split()
            if code := _SCRIPTS.get(words[1] if words[0] in {"FULLWIDTH", "HALFWIDTH"} else words[0]):
                found[code] += 1
    if "Jpan" in found and "Hani" in found:
        found["Jpan"] += found.pop("Hani")
    return found.most_common(1)[0][0] if found else None


def name_key(text: str) -> str:
    """Fold a name to what two spellings of it share: case, accents, punctuation and the order of words do not count.

    Nothing is transliterated: a name in another script has another key.
    """
    folded = _unaccented(_unaccented(clean(text)).casefold())
    folded = _ABBREVIATION.sub(r"\1", _APOSTROPHES.sub("", folded))
    words = "".join(char if unicodedata.category(char)[0] in "LMN" else " " for char in folded).split()
    return " ".join(sorted(words or clean(text).casefold().split()))


def _unaccented(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if unicodedata.combining(char) < _ACCENT)
