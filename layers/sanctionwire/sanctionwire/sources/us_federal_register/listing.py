"""The programming interface's pages, read strictly: documents as published, and those on public inspection now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import orjson
from pydantic import Field, ValidationError

from sanctionwire.core.model import Model
from sanctionwire.core.normalise import clean
from sanctionwire.errors import SourceChanged
from sanctionwire.rolling import Item, Listed
from sanctionwire.source import Document

API = "https://www.federalregister.gov/api/v1"
HOST = "www.federalregister.gov"
AGENCIES: Mapping[str, str] = {
    "financial-crimes-enforcement-network": "FinCEN",
    "foreign-assets-control-office": "OFAC",
}
"""The publisher's own name for an agency in addresses → what people call it."""
INSPECTION = "inspection"

_FIELDS = (
    "abstract", "action", "agencies", "cfr_references", "citation", "comments_close_on", "correction_of", "dates",
    "docket_ids", "document_number", "effective_on", "end_page", "html_url", "pdf_url", "publication_date",
    "raw_text_url", "regulation_id_numbers", "start_page", "title", "type",
)  # fmt: skip
_PER_PAGE = 40
_ZONE = ZoneInfo("America/New_York")

_Number = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,5}(-\d{4})?-\d{3,6}$")]
_Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
_Text = Annotated[str, Field(max_length=20_000)]


class Agency(Model):
    """An agency as a document names it; what the register does not know of has a raw name alone."""

    raw_name: str
    name: str | None = None
    id: int | None = None
    url: str | None = None
    json_url: str | None = None
    parent_id: int | None = None
    slug: str | None = None


class Part(Model):
    """A part of the Code that a document touches."""

    title: int
    part: int | str | None = None
    chapter: int | str | None = None
    citation_url: str | None = None


class Envelope(Model):
    """A page of results. An empty search has neither pages nor results."""

    count: Annotated[int, Field(ge=0)]
    description: str | None = None
    total_pages: int | None = None
    next_page_url: str | None = None
    previous_page_url: str | None = None
    is_neural: bool | None = None
    special_filings_updated_at: str | None = None
    regular_filings_updated_at: str | None = None
    results: tuple[dict[str, Any], ...] = ()


class Published(Model):
    """A document as published, in the fields that are asked for."""

    document_number: _Number
    title: Annotated[str, Field(min_length=1, max_length=20_000)]
    type: str
    publication_date: _Day
    html_url: str
    pdf_url: str | None
    raw_text_url: str | None
    abstract: _Text | None
    action: _Text | None
    dates: _Text | None
    citation: str | None
    effective_on: _Day | None
    comments_close_on: _Day | None
    correction_of: str | None
    docket_ids: tuple[str, ...]
    regulation_id_numbers: tuple[str, ...]
    agencies: tuple[Agency, ...]
    cfr_references: tuple[Part, ...]
    start_page: int | None
    end_page: int | None


class Inspected(Model):
    """A document on public inspection: what is taken of it. The rest is counters, files and the agency's letters."""

    document_number: _Number
    title: Annotated[str, Field(min_length=1, max_length=20_000)]
    type: str | None
    filed_at: str | None
    filing_type: str
    publication_date: _Day | None
    editorial_note: _Text | None
    docket_numbers: tuple[str, ...]
    agencies: tuple[Agency, ...]
    html_url: str
    pdf_url: str | None
    raw_text_url: str | None


_BESIDE = {
    "agency_letters", "agency_names", "excerpts", "json_url", "last_public_inspection_issue", "num_pages", "page_views",
    "pdf_file_name", "pdf_file_size", "pdf_updated_at", "subject_1", "subject_2", "subject_3", "toc_doc", "toc_subject",
    "raw_text_updated_at", "docket_id", "agency_ids", "id", "public_inspection_document_id", "special_filing",
    "full_text",
}  # fmt: skip
"""What else the interface says of a document on inspection, and is knowingly left out."""

_TYPES = {"RULE": "Rule", "PRORULE": "Proposed Rule", "NOTICE": "Notice", "PRESDOCU": "Presidential Document"}


def published_by(agency: str) -> str:
    """The address of an agency's newest documents."""
    asked = [("conditions[agencies][]", agency), ("order", "newest"), ("per_page", str(_PER_PAGE))]
    asked += [("fields[]", name) for name in _FIELDS]
    return f"{API}/documents.json?{'&'.join(f'{quote(name)}={quote(value)}' for name, value in asked)}"


INSPECTED_NOW = f"{API}/public-inspection-documents/current.json"
"""All that is on public inspection now, whosever it is: the search by agency goes back for years instead."""


def page(listing: str, document: Document) -> Listed:
    """The items of a page; of those on inspection, the agencies' own."""
    found = envelope(document.read())
    if listing == INSPECTION:
        if found.count != len(found.results):
            raise SourceChanged(f"{len(found.results)} of {found.count} documents", expected="all of them")
        rows = [_row(Inspected, _taken(row), row) for row in found.results if _ours(row)]
        return Listed(items=[_inspected(row) for row in rows])
    if found.count < len(found.results) or (found.next_page_url is None and not found.results):
        raise SourceChanged(f"{len(found.results)} results of {found.count}", expected="at least one, and no more")
    if found.total_pages == 1 and found.count != len(found.results):
        raise SourceChanged(f"{len(found.results)} of {found.count} on the only page", expected="all of them")
    if found.next_page_url and urlsplit(found.next_page_url).hostname != HOST:
        raise SourceChanged(f"the next page is {found.next_page_url[:120]}", expected=HOST)
    return Listed(
        items=[_published(listing, _row(Published, row, row)) for row in found.results], next=found.next_page_url
    )


def envelope(body: bytes) -> Envelope:
    """A page of results, or what stands in its place."""
    try:
        content = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise SourceChanged(
            f'no JSON, beginning "{clean(body[:60].decode("utf-8", "replace"))}"', expected="JSON"
        ) from error
    if not isinstance(content, dict):
        raise SourceChanged(f"a {type(content).__name__}", expected="an object with results")
    try:
        return Envelope.model_validate(content)
    except ValidationError as error:
        raise SourceChanged(_first(error), place="the page of results", expected="the interface's envelope") from error


def agencies(given: Iterable[Agency]) -> list[str]:
    """What people call the agencies that this source is about; others are left out."""
    return [AGENCIES[each.slug] for each in given if each.slug and each.slug in AGENCIES]


def _ours(row: Mapping[str, Any]) -> bool:
    listed = row.get("agencies")
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise SourceChanged("no agencies", place=str(row.get("document_number"))[:40], expected="a list of agencies")
    return any(each.get("slug") in AGENCIES for each in listed)


def _taken(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in _BESIDE}


Row = TypeVar("Row", Published, Inspected)


def _row(model: type[Row], content: Mapping[str, Any], row: Mapping[str, Any]) -> Row:
    try:
        return model.model_validate(content)
    except ValidationError as error:
        place = f"document {str(row.get('document_number'))[:40]}"
        raise SourceChanged(_first(error), place=place, expected="the fields asked for, and no others") from error


def _first(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_context=False)[0]
    return f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"


def _published(listing: str, row: Published) -> Item:
    _day(row.publication_date, row.document_number)
    fields = {
        "type": row.type,
        "html": row.html_url,
        "pdf": row.pdf_url,
        "text": row.raw_text_url,
        "published": row.publication_date,
        "abstract": row.abstract and clean(row.abstract),
        "action": row.action and clean(row.action),
        "dates": row.dates and clean(row.dates),
        "citation": row.citation,
        "effective": row.effective_on,
        "comments_close": row.comments_close_on,
        "correction_of": row.correction_of,
        "dockets": list(row.docket_ids),
        "rins": list(row.regulation_id_numbers),
        "agencies": agencies(row.agencies),
        "parts": [f"{each.title} CFR part {each.part}" for each in row.cfr_references if each.part],
        "pages": [row.start_page, row.end_page],
    }
    return Item(
        key=row.document_number,
        listing=listing,
        title=clean(row.title),
        url=_own(row.raw_text_url) or row.html_url,
        date=row.publication_date,
        fields={name: value for name, value in fields.items() if value},
    )


def _inspected(row: Inspected) -> Item:
    filed = row.filed_at and _filed(row.filed_at, row.document_number)
    fields = {
        "type": _TYPES.get(row.type or "", row.type),
        "html": row.html_url,
        "pdf": row.pdf_url and row.pdf_url.partition("?")[0],
        "text": row.raw_text_url,
        "inspected": filed,
        "scheduled": row.publication_date,
        "note": row.editorial_note and clean(row.editorial_note),
        "dockets": list(row.docket_numbers),
        "agencies": agencies(row.agencies),
    }
    return Item(
        key=row.document_number,
        listing=INSPECTION,
        title=clean(row.title),
        url=_own(row.raw_text_url) or row.html_url,
        date=filed or None,
        fields={name: value for name, value in fields.items() if value},
    )


def _own(address: str | None) -> str | None:
    """An address of a text, where it is on the register's own host."""
    return address if address and urlsplit(address).hostname == HOST else None


def _day(text: str, number: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise SourceChanged(f'"{text}" is no date', place=f"document {number}", expected="YYYY-MM-DD") from error


def _filed(text: str, number: str) -> str:
    """The day in Washington on which it was filed for inspection."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise SourceChanged(f'filed_at "{text}"', place=f"document {number}", expected="a time with a zone") from error
    if moment.tzinfo is None:
        raise SourceChanged(f'filed_at "{text}" without a zone', place=f"document {number}", expected="one")
    return moment.astimezone(_ZONE).date().isoformat()


def is_text(address: str) -> bool:
    """Whether an address is of a full text."""
    return bool(re.search(r"\.txt$", urlsplit(address).path))
