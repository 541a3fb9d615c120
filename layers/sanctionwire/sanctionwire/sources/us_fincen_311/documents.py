"""A link to a document: the number that stays when the address changes, and the address that goes with the number.

Before a rule is published, the table links to the public-inspection copy or to a PDF; afterwards to the Federal
Register. The document number is the same in all of these, so it is the key; only a PDF without one goes by its name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain
from urllib.parse import unquote, urlsplit

_NUMBER = r"(?:(?:19|20)\d\d-\d{4,6}|[A-Z]\d-\d{4,6}|\d\d-\d{4,6})"
_REGISTER = re.compile(rf"^/(?:d|(?:documents|public-inspection)(?:/\d+)*)/({_NUMBER})(?:/|$)")
_WHOLE = re.compile(rf"^{_NUMBER}$")
_WITHIN = re.compile(r"(?<![\d-])(?:19|20)\d\d-\d{4,6}(?![\d-])")
_REGISTER_HOST = re.compile(r"(^|\.)federalregister\.gov$")
_GPO_HOST = re.compile(r"(^|\.)(gpo|govinfo|gpoaccess)\.gov$")


def number(link: str) -> str | None:
    """The Federal Register document number, where the address has one."""
    host, name = urlsplit(link).hostname or "", _stem(link)
    if _REGISTER_HOST.search(host) and (found := _REGISTER.search(unquote(urlsplit(link).path))):
        return found[1]
    if _REGISTER_HOST.search(host) or _GPO_HOST.search(host):
        return name if _WHOLE.search(name) else None
    within = _WITHIN.search(name.replace("_", " "))
    return within[0] if within else None


def slug(text: str) -> str:
    """Letters and digits in lower case, and one hyphen for everything between them."""
    return "-".join(re.findall(r"[^\W_]+", text.casefold()))


def address(link: str) -> str:
    """The address under which the document stays: the Register's short one for its number, else the link itself."""
    found = number(link)
    if found and _REGISTER_HOST.search(urlsplit(link).hostname or ""):
        return f"https://www.federalregister.gov/d/{found}"
    return link


def keys(together: Iterable[Sequence[str]]) -> dict[str, str]:
    """Link → key, of links grouped as the table groups them: the number, else the file's name, else its path.

    A PDF beside a single numbered document is a copy of that one, wherever else it is linked.
    """
    groups = [list(group) for group in together]
    paths: dict[str, set[str]] = defaultdict(set)
    for link in chain.from_iterable(groups):
        paths[slug(_stem(link))].add(_path(link))
    found: dict[str, str] = {}
    for link in chain.from_iterable(groups):
        name = slug(_stem(link))
        found[link] = number(link) or (name if len(paths[name]) == 1 else slug(_path(link)))
    for group in groups:
        numbers = {each for link in group if (each := number(link))}
        if len(numbers) == 1:
            found |= dict.fromkeys(group, *numbers)
    return found


def _stem(link: str) -> str:
    name = unquote(urlsplit(link).path).rstrip("/").rpartition("/")[2]
    return re.sub(r"\.(pdf|html?|txt|docx?)$", "", name, flags=re.IGNORECASE)


def _path(link: str) -> str:
    """Where the file lies. The site's two ways of serving one folder are one place."""
    return re.sub(r"^/(sites/default|system)/files/", "/", unquote(urlsplit(link).path).rstrip("/").casefold())
