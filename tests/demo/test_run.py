"""`make run` on the local cloud: the stage, the operator's part, and where things are; `test_story` has the whole story."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field

import pytest
import urllib3
from click.testing import CliRunner

from demo import __main__ as run
from demo.slack import CHANNEL, DESK
from demo.stage import Stage, environment, staged
from demo.story import EDITIONS
from sanctionwire.cli import main as sanctionwire
from sanctionwire.feed import keys
from story import STORY, bare

pytestmark = pytest.mark.xdist_group("demo")

SHOWN = (
    "Baseline",
    "FinCEN finds, and proposes",
    "A second central bank",
    "The clock: comments close",
    "A list comes up short",
    "A publication that cannot be read",
    "Recovery",
)
"""So many days pass unseen in between that what they brought is told late, and all at once."""

PLAYED = [edition for edition in EDITIONS if edition.title in SHOWN]


@dataclass
class Told:
    """The stage at the end of the story, and the mails that each edition brought."""

    stage: Stage
    mails: dict[int, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    heard = []
    mbox = tmp_path_factory.mktemp("mail") / "mbox"
    with staged(run.say, lambda mail: heard.append(bare(mail.subject)), live=False, port=0, mbox=mbox) as stage:
        told = Told(stage)
        for edition in PLAYED:
            run.tell(stage, edition)
            told.mails[edition.number] = [subject for subject in heard if "daily:" not in subject]
            heard.clear()
        yield told


@pytest.mark.parametrize("edition", [*PLAYED[:4], *PLAYED[5:]], ids=lambda edition: edition.title)
def test_each_edition_brings_the_mails_that_it_should_and_no_others(told, edition):
    expected = [*(each.line for each in STORY[edition.title].told), *STORY[edition.title].operator]
    assert sorted(told.mails[edition.number]) == sorted(expected)


def test_what_passed_unseen_is_late_but_not_lost(told):
    late = told.mails[PLAYED[4].number]
    assert set(STORY[PLAYED[4].title].operator) <= set(late)
    for line in (
        "[CHECK] UN 26 REMOVALS HELD",
        "[ACT] UK +6",
        "[ACT] OFAC SDN +13",
        "[ACT] NBC LICENCE REVOKED + LIQUIDATION | Huione Pay PLC",
        "[ACT] UN +4",
    ):
        assert any(each.startswith(line) for each in late), (line, late)


def test_the_product_lives_on_the_days_of_the_story(told):
    commits = list(told.stage.wire.log.after(0))
    days = {commit.committed_at[:10] for commit in commits}
    assert days == {edition.at.date().isoformat() for edition in PLAYED}
    assert all(mail.at[:10] in days for mail in told.stage.inbox.mails())


def test_every_mail_is_marked_as_a_demonstration(told):
    assert all(mail.subject.startswith("[DEMO] [") for mail in told.stage.inbox.mails())
    assert all("hand-written samples" in mail.body for mail in told.stage.inbox.mails() if "] OFAC SDN" in mail.subject)


def test_slack_has_them_too_in_threads_where_its_token_allows(told):
    posts = told.stage.room.workspace.posts()
    assert {post.channel for post in posts} == {CHANNEL, DESK}
    assert any(post.thread for post in posts if post.channel == CHANNEL)
    assert not any(post.thread for post in posts if post.channel == DESK)


def test_the_decision_is_in_the_log_with_who_and_why(told):
    (release,) = [commit for commit in told.stage.wire.log.after(0) if commit.kind == "release"]
    assert (release.decided_by.who, release.decided_by.why) == (run.WHO, run.WHY)


def test_the_log_verifies_and_an_entry_is_explained(told):
    def command(*arguments):
        return CliRunner().invoke(sanctionwire, list(arguments), obj=told.stage.wire)

    assert command("verify", "--head", told.stage.wire.log.head().hash).exit_code == 0
    today = told.stage.wire.clock().date().isoformat()
    said = json.loads(command("explain", "us_ofac:16937", "--on", today, "--json").stdout)
    assert said["known"]["status"] == "formerly_listed"
    assert any(each["to"] and each["to"][0].startswith("http http://127.0.0.1") for each in said["handed"])


def test_the_feed_opens_with_a_key_and_only_with_one(told):
    _key, token = keys.create(told.stage.wire.table, name="test", now=told.stage.wire.clock())
    address = f"{told.stage.outputs['ApiBase']}/v1/sources"
    with urllib3.PoolManager() as http:
        assert http.request("GET", address).status in {401, 403}
        answer = http.request("GET", address, headers={"Authorization": f"Bearer {token}"})
    assert answer.status == 200
    assert "us_fincen_311" in answer.data.decode()


def test_the_list_behind_a_mail_opens_without_a_key(told):
    (mail,) = [mail for mail in told.stage.inbox.mails() if "-26 REMOVED" in mail.subject]
    address = re.search(r"Table \(CSV\): (\S+)", mail.body)[1]
    with urllib3.PoolManager() as http:
        table = http.request("GET", address).data.decode()
    assert table.count("\n") >= 27
    assert "MALEK ASHTAR UNIVERSITY" in table


def test_the_pages_show_it_all(told):
    with urllib3.PoolManager() as http:
        story = http.request("GET", f"{told.stage.address}/story.json").json()
        assert story["edition"] == len(EDITIONS)
        assert story["threads"]
        assert len(http.request("GET", f"{told.stage.address}/messages.json").json()) == len(told.stage.inbox.mails())
        for page in ("", "inbox", "slack"):
            assert http.request("GET", f"{told.stage.address}/{page}").status == 200


def test_it_ends_with_where_things_are(told, capsys):
    run.part(told.stage)
    text = capsys.readouterr().out
    assert told.stage.address in text
    assert "curl -H 'Authorization: Bearer sw_" in text
    assert "sanctionwire held list" in text
    address = re.search(r"reader +(\S+)", text)[1]
    with urllib3.PoolManager() as http:
        items = http.request("GET", address).json()["items"]
    assert items
    assert all(item["title"].startswith("[DEMO] ") for item in items)


def test_the_operators_command_works_from_another_terminal_as_it_is_shown(told):
    command = [sys.executable, "-m", "sanctionwire.cli", "held", "list"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    shown = subprocess.run(
        command, env=kept | environment(told.stage), capture_output=True, text=True, timeout=60, check=False
    )
    assert (shown.stdout, shown.stderr) == ("No removals are held.\n", "")
