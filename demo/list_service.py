"""OFAC's Sanctions List Service as it answers: a history of publications, a catalogue, downloads behind redirects."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from demo import ofac
from demo.scene import NOT_FOUND, Answer, Asked, Scene, as_json
from demo.story import Edition

SLS = "sanctionslistservice.ofac.treas.gov"
CATALOGUE = "api/PublicationPreview/SdnList"
EASTERN = ZoneInfo("America/New_York")
FIRST_PUBLICATION = 1201
"""OFAC numbers its publications; where the demonstration's begin is made up."""

NO_SUCH_KEY = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.'
    b"</Message><Key>DownloadFile</Key><RequestId>DEMO</RequestId></Error>"
)
"""The body that the list service has answered with in place of a file."""

Out = Sequence[tuple[Edition, datetime]]
Scenes = Callable[[int | None], Scene]


@dataclass(frozen=True, slots=True)
class ListService:
    """The service, and the storage that its downloads lead to."""

    storage_host: str

    @property
    def hosts(self) -> set[str]:
        """Where it is found."""
        return {SLS, self.storage_host}

    def answer(self, asked: Asked, origin: str, out: Out, scenes: Scenes) -> Answer:
        """The answer, given the editions that are out and the scene of each."""
        played = _Played(self.storage_host, origin, out, scenes)
        if asked.method == "POST":
            return as_json(played.catalogue()) if (asked.host, asked.path) == (SLS, CATALOGUE) else NOT_FOUND
        return played.service(asked.path.split("/")) if asked.host == SLS else played.download(asked.path)


@dataclass(frozen=True, slots=True)
class _Played:
    storage_host: str
    origin: str
    out: Out
    scenes: Scenes

    def service(self, path: list[str]) -> Answer:
        match path:
            case ["changes", "history", *day]:
                return as_json(self.history(day))
            case ["changes", "latest"]:
                return self.stored(f"{self.publications()[-1][0]}.delta.xml")
            case ["changes", publication] if publication.isdigit():
                return self.stored(f"{publication}.delta.xml")
            case ["api", "PublicationPreview", "exports", name]:
                return self.stored(name)
            case _:
                return NOT_FOUND

    def publications(self) -> list[tuple[int, Edition, datetime]]:
        """(publication id, edition, time) of everything OFAC has published so far, in order."""
        told = [(edition, at) for edition, at in self.out if edition.ofac_publishes]
        return [(FIRST_PUBLICATION + place, edition, at) for place, (edition, at) in enumerate(told)]

    def history(self, day: list[str]) -> list[dict[str, object]]:
        wanted = [int(part) for part in day]
        found: list[dict[str, object]] = []
        for publication, _edition, at in self.publications():
            eastern = at.astimezone(EASTERN)
            if [eastern.year, eastern.month, eastern.day][: len(wanted)] == wanted:
                published = eastern.replace(tzinfo=None).isoformat(timespec="microseconds")
                found.append({"publicationID": publication, "datePublished": published})
        return found

    def made(self) -> tuple[Edition, datetime]:
        """The edition of which the full lists are: while a publication cannot be read, they are not made anew."""
        return [(edition, at) for edition, at in self.out if edition.ofac_lists][-1]

    def catalogue(self) -> list[dict[str, object]]:
        stamp = self.made()[1].astimezone(EASTERN).replace(tzinfo=None).isoformat(timespec="microseconds")
        rows: list[dict[str, object]] = []
        for name in ("SDN_ENHANCED.XML", "SDN_ENHANCED.ZIP", "CONS_ENHANCED.XML", "CONS_ENHANCED.ZIP"):
            body = self.full(name)
            hashes = json.dumps({"SHA-256": hashlib.sha256(body).hexdigest()})
            rows.append({"fileName": name, "size": len(body), "lastUpdated": stamp, "publishDate": stamp[:10],
                         "hashCodes": hashes})  # fmt: skip
        return rows

    def stored(self, name: str) -> Answer:
        signed = f"{self.origin}/{self.storage_host}/{name}?X-Amz-Expires=3600&X-Amz-Signature=demo"
        return Answer(status=HTTPStatus.FOUND, headers={"Location": signed})

    def download(self, name: str) -> Answer:
        for publication, edition, at in self.publications():
            if name == f"{publication}.delta.xml":
                if edition.ofac_unreadable and edition == self.out[-1][0]:
                    return Answer(body=NO_SUCH_KEY, type="application/xml")
                earlier, later = self.scenes(edition.number - 1), self.scenes(edition.number)
                body = ofac.delta(earlier, later, published=at.astimezone(EASTERN))
                return Answer(body=body, type="application/xml")
        try:
            return Answer(body=self.full(name))
        except KeyError:
            return Answer(status=HTTPStatus.NOT_FOUND, body=NO_SUCH_KEY, type="application/xml")

    def full(self, name: str) -> bytes:
        sdn = {"SDN_ENHANCED": True, "CONS_ENHANCED": False}[name.rpartition(".")[0]]
        edition, at = self.made()
        body = ofac.full_list(self.scenes(edition.number), sdn=sdn, as_of=at.astimezone(EASTERN))
        return _zipped(name.replace(".ZIP", ".XML"), body) if name.endswith(".ZIP") else body


def _zipped(name: str, body: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), body, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
