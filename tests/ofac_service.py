"""A small Sanctions List Service: parties as data, lists and deltas made of them, and whatever the source asks for."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta, timezone

from sanctionwire.core.model import Entry
from sanctionwire.source import Document, Parsed, Request, State
from sanctionwire.sources.us_ofac import SOURCE

ENHANCED = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"
DELTA = "https://www.treasury.gov/ofac/DeltaFile/1.0"
EASTERN = timezone(timedelta(hours=-4))
NOON = datetime(2026, 8, 26, 16, 0, tzinfo=UTC)

VALUES = {
    1400: ("ALIAS TYPE", "A.K.A."),
    11109: ("COUNTRY", "Iran", "IR"),
    91434: ("COUNTRY", "Region: Northern Mali"),
    1550: ("ENTITY LISTING TYPE", "SDN List"),
    91507: ("ENTITY LISTING TYPE", "Sectoral Sanctions Identifications List"),
    91526: ("Gender", "Male"),
    1571: ("ID DOCUMENT TYPE", "Passport"),
    1828: ("LEGAL AUTHORITY", "Executive Order 13224 (Terrorism)"),
    1454: ("LOCATION PART TYPE", "CITY"),
    1525: ("NAME PART TYPE", "Entity Name"),
    211: ("PROGRAM", "SDGT"),
    204: ("PROGRAM", "FTO"),
    15002: ("RELATIONSHIP TYPE", "Acting for or on behalf of"),
    1560: ("RELIABILITY", "Confirmed"),
    1561: ("RELIABILITY", "False"),
    91479: ("RELIABILITY", "Reported"),
    1705: ("SANCTIONS TYPE", "Block"),
    20122: ("SCRIPT", "Latin"),
    601: ("SDN TYPE", "Entity"),
    600: ("SDN TYPE", "Individual"),
}
FEATURES = {8: "Birthdate", 14: "Website", 224: "Gender"}


def references(values: Mapping[int, tuple[str, ...]] = VALUES, features: Mapping[int, str] = FEATURES) -> str:
    rows = "".join(
        f'<referenceValue refId="{number}"><type>{group}</type><value>{text}</value>'
        + "".join(f"<isoCode>{code}</isoCode>" for code in codes)
        + "</referenceValue>"
        for number, (group, text, *codes) in values.items()
    )
    types = "".join(
        f'<featureType featureTypeId="{number}"><type>{text}</type></featureType>' for number, text in features.items()
    )
    return f"<referenceValues>{rows}</referenceValues><featureTypes>{types}</featureTypes>"


def entity(
    number: int, *, name: str = "", sections: str = "", action: str = "", lists: str | None = None, **more: str
) -> str:
    """A whole entity. `sections`: what follows the names; `more`: programmes, authorities, types, names as XML rows."""
    if lists is None:
        lists = f'<sanctionsList refId="1550" id="{number}1" datePublished="2020-01-02">SDN List</sanctionsList>'
    programmes = more.get("programmes", f'<sanctionsProgram refId="211" id="{number}2">SDGT</sanctionsProgram>')
    types = more.get("types", f'<sanctionsType refId="1705" id="{number}3">Block</sanctionsType>')
    name = name or f"PARTY {number}"
    names = (
        f'<name id="{number}4"><isPrimary>true</isPrimary><isLowQuality>false</isLowQuality><translations>'
        f'<translation id="{number}5"><isPrimary>true</isPrimary><script refId="20122">Latin</script>'
        f"<formattedLastName>{name}</formattedLastName><formattedFullName>{name}</formattedFullName>"
        "</translation></translations></name>"
    )
    acted = f' action="{action}"' if action else ""
    return (
        f'<entity id="{number}"{acted}>'
        f'<generalInfo><identityId>{number}</identityId><entityType refId="{more.get("kind", "601")}">Entity</entityType>'
        f"{more.get('general', '')}</generalInfo>"
        f"<sanctionsLists>{lists}</sanctionsLists><sanctionsPrograms>{programmes}</sanctionsPrograms>"
        f"<sanctionsTypes>{types}</sanctionsTypes><names>{names}{more.get('names', '')}</names>{sections}</entity>"
    )


def full(
    entities: Iterable[str], *, as_of: str = "2026-08-26T00:00:00", info: str = "", refs: str = references()
) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><sanctionsData xmlns="{ENHANCED}"><publicationInfo><dataAsOf>{as_of}'
        f"</dataAsOf>{info}</publicationInfo>{refs}<entities>{''.join(entities)}</entities></sanctionsData>"
    ).encode()


def delta(
    entities: Iterable[str], *, day: str = "2026-08-26", refs: str = "<referenceValues/><featureTypes/>"
) -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><sanctionsData xmlns="{DELTA}"><publicationInfo><datePublished>{day}'
        "T00:00:00-04:00</datePublished><publicationType>Standard Action</publicationType></publicationInfo>"
        f"{refs}<entities>{''.join(entities)}</entities></sanctionsData>"
    ).encode()


def document(body: bytes, name: str = "list", url: str = "", at: datetime = NOON) -> Document:
    return Document(
        name=name,
        url=url,
        opened=lambda: io.BytesIO(body),
        sha256=hashlib.sha256(body).hexdigest(),
        size=len(body),
        fetched_at=at.isoformat(),
    )


@dataclass
class Reading:
    """What the store keeps between two checks."""

    raws: dict[str, bytes] = field(default_factory=dict)
    refs: Mapping[str, object] = field(default_factory=dict)

    def raw(self, keys: Iterable[str]) -> dict[str, bytes]:
        return {key: self.raws[key] for key in keys if key in self.raws}

    @property
    def entries(self) -> dict[str, Entry]:
        return {key: SOURCE.read(key, raw, self.refs) for key, raw in self.raws.items()}

    def after(self, parsed: Parsed) -> Reading:
        """The next reading, as the pipeline keeps it."""
        records = {record.key: record.raw for record in parsed.records}
        if parsed.mode == "full":
            return Reading(records, parsed.refs)
        kept = {key: raw for key, raw in self.raws.items() if key not in parsed.removed}
        return Reading(kept | records, parsed.refs)


def parsed(body: bytes, base: Reading | None = None, state: State | None = None) -> Parsed:
    """One document, as the command reads it."""
    return SOURCE.parse({"list": document(body)}, state or State(serial=1 if base else 0), base)


def read(body: bytes, base: Reading | None = None) -> Reading:
    return (base or Reading()).after(parsed(body, base))


@dataclass
class Service:
    """The publisher: a history, the deltas, two lists and a catalogue."""

    history: list[tuple[str, int]] = field(default_factory=list)
    deltas: dict[int, bytes] = field(default_factory=dict)
    sdn: bytes = b""
    cons: bytes = b""
    updated: str = "2026-08-26T10:05:00"
    asked: list[str] = field(default_factory=list)
    one_catalogue: bool = True

    def publish(self, number: int, at: str, body: bytes) -> None:
        self.history.append((at, number))
        self.deltas[number] = body

    def answer(self, request: Request, now: datetime) -> Document:
        path = request.url.removeprefix("https://sanctionslistservice.ofac.treas.gov/")
        self.asked.append(f"{request.method} {path}")
        body = self._body(path.split("/"), path)
        found = document(body, request.name, request.url, now)
        if request.expected_sha256:
            assert found.sha256 == request.expected_sha256
            found = replace(found, publisher_sha256=request.expected_sha256)
        return found

    def _body(self, parts: list[str], path: str) -> bytes:
        match parts:
            case ["changes", "history", *span]:
                wanted = "-".join(part.zfill(2) for part in span)
                rows = [{"publicationID": n, "datePublished": at} for at, n in self.history if at.startswith(wanted)]
                return json.dumps(rows).encode()
            case ["changes", number]:
                return self.deltas[int(number)]
            case ["api", "PublicationPreview", "SdnList"]:
                names = ("SDN_ENHANCED", "CONS_ENHANCED") if self.one_catalogue else ("SDN_ENHANCED",)
                return self._catalogue(names)
            case ["api", "PublicationPreview", "ConsolidatedList"]:
                return self._catalogue(("CONS_ENHANCED",))
            case ["api", "PublicationPreview", "exports", name]:
                return self.sdn if name.startswith("SDN") else self.cons
        raise AssertionError(path)

    def _catalogue(self, names: Iterable[str]) -> bytes:
        rows = []
        for name in names:
            body = self.sdn if name.startswith("SDN") else self.cons
            hashes = json.dumps({"SHA-256": hashlib.sha256(body).hexdigest().upper()})
            rows.append(
                {"fileName": f"{name}.XML", "size": len(body), "lastUpdated": self.updated, "hashCodes": hashes}
            )
        return json.dumps(rows).encode()


@dataclass
class Checks:
    """One source's life: check after check, what is accepted is kept."""

    service: Service
    state: State = field(default_factory=State)
    reading: Reading = field(default_factory=Reading)
    now: datetime = NOON

    def gather(self) -> dict[str, Document]:
        documents: dict[str, Document] = {}
        requests = SOURCE.requests(self.state, self.now)
        while requests:
            for request in requests:
                assert request.name not in documents, f"{request.name} is asked for again"
                documents[request.name] = self.service.answer(request, self.now)
            requests = SOURCE.follow(self.state, documents)
        return documents

    def check(self, **state: object) -> Parsed:
        """Fetch and parse; what is read is accepted."""
        self.service.asked.clear()
        self.state = replace(self.state, **state)
        documents = self.gather()
        found = SOURCE.parse(documents, self.state, self.reading if self.state.serial else None)
        found = replace(found, records=list(found.records))
        if found.mode != "none":
            self.reading = self.reading.after(found)
        self.state = State(
            serial=self.state.serial + (found.mode != "none"),
            publication=found.publication,
            memory=json.loads(json.dumps(found.memory)),
            must_reconcile=self.state.must_reconcile and found.mode != "full",
        )
        return found
