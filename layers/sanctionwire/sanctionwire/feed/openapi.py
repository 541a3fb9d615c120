"""The API in OpenAPI's words, made of the very tables and models that answer, so that it cannot say otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic.json_schema import models_json_schema

from sanctionwire.core.changes import Change
from sanctionwire.core.model import Entry
from sanctionwire.core.status import Code
from sanctionwire.feed.filters import FILTERS
from sanctionwire.feed.problems import PROBLEMS

ENTRANCES: Mapping[str, str] = {"sources": "/v1/sources", "changes": "/v1/changes", "openapi": "/openapi.json"}

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
CURSOR: Schema = {"type": "string", "pattern": r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$", "examples": ["41.2"]}
HASH: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
URL: Schema = {"type": "string", "format": "uri"}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


STEP = _object(cursor=CURSOR, kind=TEXT, published=_maybe(TEXT), committed_at=MOMENT, receipt=URL)
STATE = _object(
    status={"enum": ["listed", "formerly_listed", "renumbered", "not_known"]},
    since=_maybe(TEXT),
    now=_maybe(TEXT),
    demo=FLAG,
    change=_maybe(STEP),
    entry=_maybe(_ref("Entry")),
)
STATUS = _object(
    on=DAY, code={"enum": list(get_args(Code))}, why=TEXT, notes=_list(TEXT), effective=_maybe(TEXT),
    effective_history=_list(_object(effective=_maybe(TEXT), since=_maybe(TEXT), by=TEXT)),
)  # fmt: skip
RELATED = _object(
    id=TEXT, action=TEXT, stage=TEXT, document=TEXT, published=_maybe(TEXT), inspected=_maybe(TEXT),
    effective=_maybe(TEXT), citation=_maybe(TEXT), status=STATUS,
)  # fmt: skip
READ = _object(
    serial=WHOLE, seq=WHOLE, entries=WHOLE, publication=_maybe(TEXT), published=_maybe(TEXT), checked_at=_maybe(MOMENT),
    changed_at=_maybe(MOMENT), reconciled_at=_maybe(MOMENT), stale=FLAG,
    blind=_maybe(_object(since=MOMENT, why=TEXT)),
    hold=_maybe(_object(id=TEXT, since=MOMENT, removals=WHOLE, why=TEXT)),
)  # fmt: skip
SCHEMAS: Mapping[str, Schema] = {
    "Problem": _object(type=TEXT, title=TEXT, status=WHOLE, detail=TEXT, instance=TEXT),
    "FeedChange": {
        "allOf": [
            _ref("Change"),
            _object(
                id=TEXT, cursor=CURSOR, seq=WHOLE, ordinal=WHOLE, source=TEXT, published=_maybe(TEXT), seen_at=MOMENT,
                committed_at=MOMENT, demo=FLAG, receipt=URL,
            ),
        ]
    },
    "Page": _object(
        changes=_list(_ref("FeedChange")), covered_through=CURSOR, head=WHOLE, head_hash=HASH, more=FLAG, next=URL
    ),
    "Snapshot": _object(
        source=TEXT, as_of=CURSOR, as_of_seq=WHOLE, serial=WHOLE, publication=_maybe(TEXT), published=_maybe(TEXT),
        demo=FLAG, count=WHOLE, bytes=WHOLE, sha256=HASH, ndjson_sha256=HASH, url=URL, expires_at=MOMENT,
    ),
    "EntryState": {
        "allOf": [
            STATE,
            _object(
                id=TEXT, instrument_status=_maybe(STATUS), instruments=_list(RELATED), on=_maybe(DAY),
                known_on=_maybe(DAY), projected_through=WHOLE,
            ),
        ]
    },
    "History": _object(id=TEXT, versions=_list(STATE), projected_through=WHOLE),
    "Receipt": {
        **_object(
            seq=WHOLE, commit_id=HASH, source=TEXT, serial=WHOLE, revision=TEXT, committed_at=MOMENT, seen_at=MOMENT,
            changes=_object(sha256=HASH), snapshot=HASH, previous=HASH, hash=HASH,
        ),
        "description": "hash is the SHA-256 of the RFC 8785 form of everything else. Defaults are left out.",
    },
    "Sources": _object(
        sources=_list(
            _object(
                slug=TEXT, title=TEXT, publisher=TEXT, jurisdiction=TEXT, url=URL, cadence_minutes=WHOLE, covers=TEXT,
                does_not_cover=TEXT, terms=TEXT, attribution=TEXT, enabled=FLAG, state=_maybe(READ),
            )
        )
    ),
    "Service": _object(name=TEXT, about=TEXT, head=WHOLE, head_hash=HASH, notice=TEXT),
}  # fmt: skip

ON = ("on", DAY, "what the list said by the end of this day, in the publisher's dates")
KNOWN_ON = ("known_on", DAY, "what this log knew by the end of this day, UTC")
ID = ("id", TEXT, "any id, also one that does not fit into a path")
CHANGES = (
    ("after", CURSOR, "the cursor up to which the reader has everything; the beginning if left out"),
    ("limit", {"type": "integer", "minimum": 1, "maximum": 500, "default": 500}, "changes in a page, at most"),
    ("source", TEXT, "slug of a source"),
    *(
        (name, {**TEXT, **({"enum": list(rule.known)} if rule.known else {})}, rule.says)
        for name, rule in FILTERS.items()
    ),
)
READERS = (
    (
        "token",
        TEXT,
        "a reader's token (`sanctionwire key create NAME --scope reader`); filters as subscriptions'",
    ),
    ("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 30}, "alerts in a page, at most"),
    ("before", TEXT, "as the next page's address has it"),
)
Parameter = tuple[str, Schema, str]
OPERATIONS: Mapping[str, tuple[str, int, str | None, tuple[Parameter, ...]]] = {
    "/": ("What this is, and the head of its log", 200, "Service", ()),
    "/openapi.json": ("This document", 200, None, ()),
    "/feed.json": ("The alerts as JSON Feed 1.1, for feed readers", 200, None, READERS),
    "/feed.atom": ("The alerts as Atom, for feed readers", 200, None, READERS),
    "/files/{token}": ("A file behind a link that expires", 303, None, ()),
    "/v1/changes": ("The log, page by page", 200, "Page", CHANGES),
    "/v1/snapshots/{source}": ("All current entries of a source, as gzipped NDJSON", 303, "Snapshot", ()),
    "/v1/commits/{seq}": ("A commit's receipt", 200, "Receipt", ()),
    "/v1/sources": ("What is watched, and how it stands", 200, "Sources", ()),
    "/v1/entries": ("One entry", 200, "EntryState", (ID, ON, KNOWN_ON)),
    "/v1/entries/history": ("All versions of an entry", 200, "History", (ID,)),
    "/v1/entries/{id}": ("One entry", 200, "EntryState", (ON, KNOWN_ON)),
    "/v1/entries/{id}/history": ("All versions of an entry", 200, "History", ()),
}
"""Path → summary, status, schema of the body, query parameters."""

OPEN = ("/", "/openapi.json", "/feed.json", "/feed.atom", "/files/{token}")
"""Paths that need no key; a feed needs a token of its own."""


def document(base: str) -> Schema:
    """The OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "sanctionwire",
            "version": "1",
            "description": "Clients ignore fields that they do not know: fields are added without a new version.",
        },
        "servers": [{"url": base}],
        "security": [{"key": []}],
        "paths": {path: {"get": _operation(path)} for path in OPERATIONS},
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {**_models(), **SCHEMAS},
        },
    }


def _operation(path: str) -> Schema:
    summary, status, schema, query = OPERATIONS[path]
    done: Schema = {"description": summary}
    if schema:
        done["content"] = {"application/json": {"schema": _ref(schema)}}
    trouble = {"application/problem+json": {"schema": _ref("Problem")}}
    told = "; ".join(f"{slug} ({code}): {title}" for slug, (code, title) in PROBLEMS.items())
    return {
        "summary": summary,
        "parameters": [*_in_path(path), *map(_in_query, query)],
        "responses": {str(status): done, "default": {"description": told, "content": trouble}},
        **({"security": []} if path in OPEN else {}),
    }


def _in_path(path: str) -> Iterator[Schema]:
    for part in path.split("/"):
        if part.startswith("{"):
            yield {"name": part[1:-1], "in": "path", "required": True, "schema": TEXT}


def _in_query(parameter: Parameter) -> Schema:
    name, schema, says = parameter
    repeated = name == "source" or name in FILTERS
    return {
        "name": name,
        "in": "query",
        "description": says,
        "schema": _list(schema) if repeated else schema,
        **({"style": "form", "explode": True} if repeated else {}),
    }


def _models() -> Schema:
    _, whole = models_json_schema(
        [(Entry, "serialization"), (Change, "serialization")], ref_template="#/components/schemas/{model}"
    )
    return dict(_tolerant(whole["$defs"]))


def _tolerant(schema: Any) -> Any:
    """Without the refusal of unknown fields: that is for whoever writes records, not for who reads them."""
    if isinstance(schema, dict):
        return {key: _tolerant(value) for key, value in schema.items() if key != "additionalProperties"}
    return [_tolerant(item) for item in schema] if isinstance(schema, list) else schema
