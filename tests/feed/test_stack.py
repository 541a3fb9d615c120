"""The feed as it is deployed: gateway, door, functions and their permissions, and links into the bucket."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.parse import quote

import pytest

from feed.test_document import held, on_the_page
from feed.world import Reply, World, party
from sanctionwire.core.canonical import sha256
from sanctionwire.feed.keys import create, revoke
from sanctionwire.store.calls import Calls
from sanctionwire.store.dynamodb import DynamoTable
from sanctionwire.store.s3 import S3Blobs
from tools import localcloud

SOURCE = "un_sc"
ODD = f"{SOURCE}:2025-07837/A b%41ü"


@dataclass(frozen=True)
class Deployed:
    """A stack of our own, what its store holds, and keys to it."""

    world: World
    key: str
    narrow: str
    """A key that opens single entries only."""

    def get(self, path: str, key: str | None = None, method: str = "GET", **headers: str) -> Reply:
        """The answer, whatever its status."""
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told |= {"Authorization": f"Bearer {key}"} if key else {}
        request = urllib.request.Request(self.world.base + path, headers=told, method=method)
        try:
            answer = urllib.request.build_opener(on_the_page()["Stay"]).open(request)
        except HTTPError as error:
            answer = error
        with answer:
            return Reply(answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read())


@pytest.fixture(scope="session")
def deployed(stack: localcloud.Cloud) -> Deployed:
    """The template once more, beside the stack that other tests share, with two readings in it."""
    told = localcloud.deploy(stack, stack="feed", SchedulesEnabled="false")
    dynamodb, s3 = Calls(stack.client("dynamodb")), Calls(stack.client("s3"))
    world = World(
        slugs=(SOURCE,),
        now=datetime.now(UTC) - timedelta(days=1),
        base=told["ApiBase"],
        table=DynamoTable(dynamodb, told["LogTable"]),
        items=DynamoTable(dynamodb, told["EntriesTable"]),
        blobs=S3Blobs(s3, told["WorkBucket"], lambda: datetime.now(UTC)),
        evidence=S3Blobs(s3, told["EvidenceBucket"], lambda: datetime.now(UTC)),
    )
    world.read(
        SOURCE, *(party(SOURCE, f"{number}") for number in range(60)), party(SOURCE, ODD.removeprefix(f"{SOURCE}:"))
    )
    world.read(SOURCE, *(party(SOURCE, f"{number}", "Renamed") for number in range(20, 80)))
    _, key = create(world.table, name="screening", now=world.now)
    _, narrow = create(world.table, name="lookup", now=world.now, scopes=["entries"])
    return Deployed(world, key, narrow)


def test_the_client_on_the_page_ends_equal_to_the_store(deployed: Deployed) -> None:
    client, world = on_the_page(), deployed.world
    entries, cursor = client["start"](world.base, deployed.key, SOURCE)
    assert entries == held(world, SOURCE)
    world.read(SOURCE, *(party(SOURCE, f"{number}", "Ähm") for number in range(50, 90)))
    cursor, etag = client["follow"](world.base, deployed.key, SOURCE, entries, cursor)
    assert entries == held(world, SOURCE)
    cursor, etag = client["follow"](world.base, deployed.key, SOURCE, entries, cursor, etag)
    assert client["follow"](world.base, deployed.key, SOURCE, entries, cursor, etag) == (cursor, etag)
    assert deployed.get(f"/v1/changes?source={SOURCE}&after={cursor}", deployed.key, If_None_Match=etag).status == 304


def test_only_a_good_key_opens_the_log(deployed: Deployed) -> None:
    assert deployed.get("/v1/changes").status == 401
    assert deployed.get("/v1/changes", deployed.key[:-1] + "~").status == 403
    assert deployed.get("/v1/changes", deployed.key).status == 200
    refused = deployed.get("/v1/changes", deployed.narrow)
    assert (refused.status, refused.headers["content-type"]) == (403, "application/problem+json")
    assert deployed.get(f"/v1/entries/{SOURCE}:30", deployed.narrow).status == 200


def test_a_key_that_was_revoked_before_its_first_use_opens_nothing(deployed: Deployed) -> None:
    made, key = create(deployed.world.table, name="gone", now=deployed.world.now)
    revoke(deployed.world.table, made.id, now=deployed.world.now)
    assert deployed.get("/v1/changes", key).status == 403


def test_descriptions_need_no_key(deployed: Deployed) -> None:
    assert deployed.get("/").json["head"] >= 2
    assert deployed.get("/openapi.json").json["servers"] == [{"url": deployed.world.base}]


@pytest.mark.parametrize(
    "path", [f"/v1/entries/{quote(ODD, safe='')}", f"/v1/entries/{quote(ODD)}", f"/v1/entries?id={quote(ODD)}"]
)
def test_an_odd_id_comes_through_the_gateway(deployed: Deployed, path: str) -> None:
    told = deployed.get(path, deployed.key).json
    assert (told["id"], told["status"], told["projected_through"]) == (
        ODD,
        "formerly_listed",
        told["projected_through"],
    )


def test_receipts_and_sources_come_through_the_gateway(deployed: Deployed) -> None:
    told = deployed.get("/v1/commits/2", deployed.key).json
    commit = deployed.world.log.get(2)
    assert commit
    assert told["hash"] == commit.hash
    sources = deployed.get("/v1/sources", deployed.key).json["sources"]
    assert next(each for each in sources if each["slug"] == SOURCE)["state"]["serial"] >= 2
    assert deployed.get("/v1/sources", deployed.key, method="HEAD").body == b""


def test_a_link_to_a_file_opens_without_a_key(deployed: Deployed) -> None:
    world = deployed.world
    world.blobs.put("files/x.csv", b"id,name\n", content_type="text/csv; charset=utf-8")
    expires = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    world.table.put(
        {"pk": "file", "sk": sha256(b"t0ken"), "key": "files/x.csv", "filename": "ü.csv", "expires": expires}
    )
    assert deployed.get("/files/t0ken", method="HEAD").status == 303
    with urllib.request.urlopen(deployed.get("/files/t0ken").headers["location"]) as file:
        assert file.read() == b"id,name\n"
        assert file.headers["content-type"] == "text/csv; charset=utf-8"
        assert "filename*=UTF-8''%C3%BC.csv" in file.headers["content-disposition"]
    assert deployed.get("/files/other").status == 404


def test_nothing_can_be_written_through_the_gateway(deployed: Deployed) -> None:
    assert deployed.get("/v1/changes", deployed.key, method="DELETE").status == 405
