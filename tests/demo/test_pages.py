"""The pages run nothing but their own scripts, and only their own buttons move the story."""

import json
from datetime import UTC, datetime

import pytest
import urllib3

from demo.director import Director
from demo.inbox import Inbox
from demo.pages import PAGE, Room, serving
from demo.slack import CHANNEL, Workspace
from demo.story import EDITIONS

NOON = datetime(2025, 10, 14, 12, tzinfo=UTC)


@pytest.fixture
def room():
    return Room(
        inbox=Inbox(cloud="http://127.0.0.1:9"), workspace=Workspace(), director=Director(), editions=EDITIONS,
        clock=lambda: NOON,
    )  # fmt: skip


@pytest.fixture
def server(room):
    with serving(room) as server:
        yield server


@pytest.fixture
def http(server):
    with urllib3.PoolManager(retries=False) as pool:
        yield lambda method, path, **options: pool.request(method, server.address + path, **options)


@pytest.mark.parametrize("path", ["/", "/inbox", "/slack"])
def test_a_page_lets_nothing_run_but_its_own_scripts_and_asks_no_other_host(http, path):
    page = http("GET", path)
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"http" not in page.data
    assert b"<style" not in page.data
    assert b"onclick" not in page.data


@pytest.mark.parametrize("file", sorted(path.name for path in PAGE.iterdir()))
def test_no_script_or_style_makes_html_of_text_or_loads_from_elsewhere(file):
    text = (PAGE / file).read_text()
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "//cdn", "@import", "url("):
        assert word not in text, word


def test_every_script_and_style_that_a_page_names_is_served(http):
    for path in ("/", "/inbox", "/slack"):
        page = http("GET", path).data.decode()
        for file in PAGE.iterdir():
            if f'"{file.name}"' in page:
                assert http("GET", f"/{file.name}").status == 200
    assert http("GET", "/inbox.js").headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("path", ["/inbox.py", "/../inbox.py", "/timeline.html", "/page/inbox.js", "/nowhere"])
def test_nothing_else_is_served(http, path):
    assert http("GET", path).status == 404
    assert http("POST", path, body=b"{}").status == 404


def test_the_story_is_told_with_its_days_and_where_it_stands(http, room):
    room.begin(4)
    story = http("GET", "/story.json").json()
    assert (story["edition"], story["now"], story["playing"], story["done"]) == (4, NOON.isoformat(), True, False)
    assert [each["number"] for each in story["editions"]] == [each.number for each in EDITIONS]
    assert all(each["at"] and each["title"] and each["told"] and each["expect"] for each in story["editions"])


def test_a_button_of_the_page_moves_the_story(http, room, server):
    said = http("POST", "/control/pause", headers={"Origin": server.address}).json()
    assert said == {"playing": False, "done": False}
    assert http("POST", "/control/play", headers={"Origin": server.address}).json()["playing"]
    assert http("POST", "/control/burn", headers={"Origin": server.address}).status == 404


@pytest.mark.parametrize("origin", [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
def test_a_button_of_another_site_moves_nothing(http, room, origin):
    assert http("POST", "/control/pause", headers=origin).status == 404
    assert room.director.playing


def test_what_is_posted_to_slack_is_shown_under_the_edition_that_is_out(http, room):
    room.begin(5)
    headers = {"Authorization": "Bearer xoxb-demonstration-only-0000"}
    body = json.dumps({"channel": CHANNEL, "text": "[ACT] one"})
    assert http("POST", "/slack.com/api/chat.postMessage", body=body, headers=headers).json()["ok"]
    (post,) = http("GET", "/slack.json").json()["posts"]
    assert (post["text"], post["edition"], post["channel"]) == ("[ACT] one", 5, CHANNEL)
    assert http("GET", "/slack.json?after=1").json()["posts"] == []


@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"\xff"])
def test_what_is_not_json_is_no_message(http, room, body):
    assert http("POST", "/slack.com/api/chat.postMessage", body=body).json() == {"ok": False, "error": "invalid_json"}
    assert http("POST", "/hooks.slack.com/services/T/B/x", body=body).status == 404
    assert room.workspace.posts() == []


def test_a_body_without_end_is_not_read(http, room):
    answer = http("POST", "/slack.com/api/chat.postMessage", headers={"Content-Length": "99999999"}, body=b"{}")
    assert answer.status == 404
