"""The publisher's catalogue of files: when each was last written, and what it hashes to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanctionwire.errors import SourceChanged
from sanctionwire.source import Document
from sanctionwire.sources.us_ofac.history import eastern, json_rows

_EXPECTED = '[{"fileName": "SDN_ENHANCED.XML", "lastUpdated": "…", "hashCodes": "{\\"SHA-256\\": \\"…\\"}"}, …]'
_LISTS = {"list:sdn": "SDN_ENHANCED", "list:cons": "CONS_ENHANCED"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of the catalogue. `updated` is US Eastern without offset, as in the history."""

    name: str
    updated: str
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The files that were listed in the catalogues fetched so far."""

    rows: Mapping[str, File]
    asked: frozenset[str]
    fetched_at: str

    def missing(self, names: Iterable[str]) -> str | None:
        """The catalogue to ask for next: the second only if the first does not list every file."""
        if all(self._variants(stem) for stem in _LISTS.values()):
            return None
        left = [name for name in names if name not in self.asked]
        if not left:
            seen = ", ".join(sorted(self.rows)) or "no file"
            raise SourceChanged(f"catalogue of {seen}", source="us_ofac", expected=" and ".join(_LISTS.values()))
        return left[0]

    def files(self) -> dict[str, File]:
        """The file to fetch for each list: zipped where there is such a file."""
        return {name: self._variants(stem)[0] for name, stem in _LISTS.items()}

    def unzipped(self, name: str) -> str | None:
        """What a list's XML hashes to."""
        stem = _LISTS.get(name, "")
        row = self.rows.get(f"{stem}.XML")
        return row.sha256 if row else None

    @property
    def updated(self) -> str:
        """When the newer of the lists was written. One that nothing changed is not written again."""
        return max(file.updated for file in self.files().values())

    def hashes(self) -> tuple[str, ...]:
        return tuple(self.unzipped(name) or file.sha256 or "" for name, file in self.files().items())

    def _variants(self, stem: str) -> list[File]:
        """ZIP before XML; neither unless there is a hash to check it by."""
        found = [self.rows[name] for name in (f"{stem}.ZIP", f"{stem}.XML") if name in self.rows]
        return found if any(file.sha256 for file in found) else []


def read_catalogue(documents: Mapping[str, Document]) -> Catalogue:
    asked = {name: document for name, document in documents.items() if name.partition(":")[0] == "catalogue"}
    rows = {file.name: file for document in asked.values() for file in _files(document)}
    fetched_at = max((document.fetched_at for document in asked.values()), default="")
    return Catalogue(rows=rows, asked=frozenset(asked), fetched_at=fetched_at)


def _files(document: Document) -> list[File]:
    try:
        return [_file(row) for row in json_rows(document, _EXPECTED)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SourceChanged(
            f"a row that cannot be read: {error!r}", source="us_ofac", place=document.url, expected=_EXPECTED
        ) from error


def _file(row: Mapping[str, Any]) -> File:
    hashes = json.loads(row.get("hashCodes") or "{}")
    sha256 = {str(name).upper(): str(value).lower() for name, value in hashes.items()}.get("SHA-256")
    return File(
        name=str(row["fileName"]).upper(),
        updated=eastern(datetime.fromisoformat(str(row["lastUpdated"]))),
        sha256=sha256,
    )
