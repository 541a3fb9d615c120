"""The description in OpenAPI's words says what the API does: addresses, parameters and every field of every answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from feed.world import World, party
from sanctionwire.core.model import Entry, Instrument
from sanctionwire.feed.api import ROUTES
from sanctionwire.feed.keys import SCOPES
from sanctionwire.feed.pages import MOST_CHANGES


@pytest.fixture(scope="module")
def world() -> World:
    """A little of everything."""
    world = World()
    world.read("a_list", party("a_list", "1", country="ru"), party("a_list", "2"), published="2026-08-26")
    world.read("a_list", party("a_list", "1", "Renamed"), published="2026-08-27")
    rule = Instrument(action="final_rule", stage="Final Rule", published="2025-10-16")
    world.read("b_list", Entry(id="b_list:x/1", source="b_list", type="instrument", instrument=rule))
    return world


@pytest.fixture(scope="module")
def described(world: World) -> Any:
    return world.ask("/openapi.json", key=None).json


def test_every_address_is_described_and_no_other(described: Any) -> None:
    assert sorted(described["paths"]) == sorted(route.path for route in ROUTES)
    assert described["servers"] == [{"url": "https://wire.example.org"}]


def test_who_needs_a_key_is_told(described: Any) -> None:
    for route in ROUTES:
        told = described["paths"][route.path]["get"]
        assert (told.get("security") == []) == (route.scope is None)
        assert route.scope is None or route.scope in SCOPES


def test_every_parameter_in_a_path_is_described(described: Any) -> None:
    for path, item in described["paths"].items():
        told = [parameter["name"] for parameter in item["get"]["parameters"] if parameter["in"] == "path"]
        assert told == re.findall(r"\{(\w+)\}", path)


@pytest.mark.parametrize("path", ["/v1/changes", "/v1/entries/{id}", "/v1/entries", "/v1/sources", "/"])
def test_every_parameter_that_is_described_is_taken_and_no_other(world: World, described: Any, path: str) -> None:
    told = [
        parameter["name"] for parameter in described["paths"][path]["get"]["parameters"] if parameter["in"] == "query"
    ]
    asked = world.ask(path.replace("{id}", "a_list:1"), no_such_parameter="1").json["detail"]
    assert asked.partition("known: ")[2].replace("none", "").split(", ") == (sorted(told, key=asked.index) or [""])


def test_the_limit_that_is_described_is_the_limit(described: Any) -> None:
    parameters = described["paths"]["/v1/changes"]["get"]["parameters"]
    assert next(each for each in parameters if each["name"] == "limit")["schema"]["maximum"] == MOST_CHANGES


def resolved(schema: Any, document: Any) -> Iterator[Any]:
    """The object schemas behind references, alternatives and combinations."""
    if "$ref" in schema:
        yield from resolved(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    for combined in (*schema.get("allOf", ()), *schema.get("anyOf", ())):
        yield from resolved(combined, document)
    if "properties" in schema or "items" in schema or "enum" in schema:
        yield schema


def conforms(value: Any, schema: Any, document: Any, place: str = "") -> None:
    """Whether a value has every field that is required and none that is not described, all the way down."""
    parts = list(resolved(schema, document))
    if isinstance(value, list) and parts:
        for item in value:
            conforms(item, next(part["items"] for part in parts if "items" in part), document, f"{place}[]")
    elif isinstance(value, dict) and any("properties" in part for part in parts):
        known = {name: inner for part in parts for name, inner in part.get("properties", {}).items()}
        assert set(value) <= set(known), f"{place}: {set(value) - set(known)} not described"
        for name, inner in value.items():
            conforms(inner, known[name], document, f"{place}.{name}")
    elif isinstance(value, str) and (choices := [part["enum"] for part in parts if "enum" in part]):
        assert value in choices[0], place


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/v1/changes", ""), ("/v1/snapshots/{source}", "/v1/snapshots/a_list"), ("/v1/commits/{seq}", "/v1/commits/2"),
        ("/v1/entries/{id}", "/v1/entries/a_list:2"), ("/v1/entries/{id}", "/v1/entries/b_list:x/1"),
        ("/v1/entries/{id}/history", "/v1/entries/a_list:1/history"), ("/v1/changes", "/v1/changes?x=1"),
    ],
)  # fmt: skip
def test_every_field_of_an_answer_is_described(world: World, described: Any, path: str, sent: str) -> None:
    reply = world.ask(sent or path)
    told = described["paths"][path]["get"]["responses"]
    content = told.get(str(reply.status), told["default"])["content"]
    (schema,) = (content[reply.headers["content-type"]]["schema"],)
    value = reply.json
    if path == "/v1/commits/{seq}":  # the receipt is what was hashed: its fields are listed in the store's document
        value = {name: value[name] for name in described["components"]["schemas"]["Receipt"]["required"]}
        value["changes"] = {"sha256": value["changes"]["sha256"]}
    conforms(value, schema, described, path)
    for part in resolved(schema, described):
        assert set(part.get("required", ())) <= set(reply.json)


def test_every_reference_leads_somewhere(described: Any) -> None:
    for name in re.findall(r"#/components/schemas/(\w+)", repr(described)):
        assert name in described["components"]["schemas"]
