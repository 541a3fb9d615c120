"""`make run`, told once from beginning to end on the local cloud: which mails arrive with which edition."""

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
from demo.stage import Stage, environment, staged
from demo.story import EDITIONS
from sanctionwire.cli import main as sanctionwire
from sanctionwire.feed import keys

pytestmark = pytest.mark.xdist_group("demo")

EXPECTED = {
    1: ["INFO] UN now watching 60 ", "INFO] FinCEN 311 now watching 11 ", "INFO] OFAC now watching 12 "],
    2: ["ACT] OFAC SDN +9 BLOCK | TCO | PRINCE GROUP TCO + 8 more", "ACT] OFAC SDN ~1 ", "EASE] OFAC SDN -2 REMOVED"],
    3: [],
    4: ["CHECK] FinCEN 311 FINAL RULE | Huione Group", "ACT] UN +2 BLOCK | Haiti"],
    5: [
        "ACT] UN +2 BLOCK | Sudan", "CHECK] UN 26 REMOVALS HELD", "OPERATOR] 26 removals held",
        "EASE] UN -26 REMOVED | Iran", "OPERATOR] ended: 26 removals held",
    ],
    6: ["BLIND] OFAC cannot be seen", "OPERATOR] publication not readable | us_ofac"],
    7: [
        "ACT] OFAC SDN +4 BLOCK | TCO", "ACT] UN +26 RELISTED", "BLIND] ended: OFAC cannot be seen",
        "OPERATOR] ended: publication not readable",
    ],
}  # fmt: skip


@dataclass
class Told:
    """The stage at the end of the story, and the mails that each edition brought."""

    stage: Stage
    mails: dict[int, list[str]] = field(default_factory=dict)


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    heard = []
    mbox = tmp_path_factory.mktemp("mail") / "mbox"
    with staged(run.say, lambda mail: heard.append(mail.subject), live=False, port=0, mbox=mbox) as stage:
        told = Told(stage)
        for edition in EDITIONS:
            run.tell(stage, edition)
            told.mails[edition.number] = [subject for subject in heard if "daily:" not in subject]
            heard.clear()
        yield told


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.title)
def test_each_edition_brings_the_mails_that_it_should_and_no_others(told, edition):
    missing = list(told.mails[edition.number])
    for expected in EXPECTED[edition.number]:
        found = [subject for subject in missing if expected in subject]
        assert found, (expected, missing)
        missing.remove(found[0])
    assert missing == []


def test_every_mail_is_marked_as_a_demonstration(told):
    assert all(mail.subject.startswith("[DEMO] [") for mail in told.stage.inbox.mails())
    assert all("hand-written samples" in mail.body for mail in told.stage.inbox.mails() if "] OFAC SDN" in mail.subject)


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


def test_it_ends_with_where_things_are(told, capsys):
    run.part(told.stage)
    text = capsys.readouterr().out
    assert told.stage.inbox_address in text
    assert "curl -H 'Authorization: Bearer sw_" in text
    assert "sanctionwire held list" in text


def test_the_operators_command_works_from_another_terminal_as_it_is_shown(told):
    command = [sys.executable, "-m", "sanctionwire.cli", "held", "list"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    shown = subprocess.run(
        command, env=kept | environment(told.stage), capture_output=True, text=True, timeout=60, check=False
    )
    assert (shown.stdout, shown.stderr) == ("No removals are held.\n", "")
