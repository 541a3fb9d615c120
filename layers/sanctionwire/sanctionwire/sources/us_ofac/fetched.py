"""What a check brought in, each document opened as far as its head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanctionwire.source import Base, Document, State
from sanctionwire.sources.us_ofac.catalogue import Catalogue, read_catalogue
from sanctionwire.sources.us_ofac.history import Applied, Published, read_history
from sanctionwire.sources.us_ofac.publication import Publication, opened

_LOOKS = frozenset({"history", "history-after", "catalogue"})
_ROLES = _LOOKS | {"witness"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A document's name matters only where it has a role: history, catalogue, the delta of a publication, a witness."""

    documents: Mapping[str, Document]
    state: State
    refs: Mapping[str, Any]
    """The reference tables of the last reading; empty if there is none, or nothing to read with them."""
    history: list[Published]
    catalogue: Catalogue
    lists: list[Publication]
    deltas: list[Publication]
    """Those to apply; the witnesses are opened where they are heard."""

    @property
    def applied(self) -> Applied:
        return Applied.of(self.state)

    @property
    def witnesses(self) -> list[Publication]:
        """Deltas that bear witness to what the lists must contain, in the order of their numbers."""
        named = sorted(
            (name for name in self.documents if name.startswith("witness:")), key=lambda name: (len(name), name)
        )
        return [opened(self.documents[name], self.refs) for name in named]

    @property
    def waiting(self) -> list[Published]:
        return self.applied.unapplied(self.history)

    @property
    def live(self) -> bool:
        """Whether the lists come with the catalogue that they were chosen from, rather than from a folder."""
        return bool(self.catalogue.asked)


def fetched(documents: Mapping[str, Document], state: State, base: Base | None) -> Fetched:
    refs = base.refs if base and {name.partition(":")[0] for name in documents} - _LOOKS else {}
    catalogue = read_catalogue(documents)
    xml = [document for name, document in documents.items() if name.partition(":")[0] not in _ROLES]
    publications = [opened(document, refs, sha256=_sha256(catalogue, document)) for document in xml]
    return Fetched(
        documents=documents,
        state=state,
        refs=refs,
        history=read_history(documents, "history:"),
        catalogue=catalogue,
        lists=sorted((each for each in publications if each.kind == "list"), key=lambda each: each.published),
        deltas=[each for each in publications if each.kind == "delta"],
    )


def _sha256(catalogue: Catalogue, document: Document) -> str | None:
    """What a list's XML must hash to, where the document is a ZIP whose own hash says nothing of it."""
    expected = catalogue.unzipped(document.name)
    return None if expected == document.sha256 else expected
