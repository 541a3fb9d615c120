"""The whole story, rehearsed: in log, mail, Slack and feeds each event is told as it must be, once, in its thread."""

import json
from collections import Counter
from urllib.parse import parse_qsl, urlsplit

import pytest

from demo.publishers import SLS
from demo.scene import NOTE
from demo.slack import CHANNEL, DESK
from demo.story import EDITIONS
from promises.stack import STORAGE
from rehearsal import rehearsal
from sanctionwire.feed import keys
from story import STORY, bare, changed

pytestmark = pytest.mark.xdist_group("story")
EVERY = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.title)


@pytest.fixture(scope="module")
def played():
    with rehearsal() as rehearsed:
        for edition in EDITIONS:
            rehearsed.tell(edition)
        yield rehearsed


def test_the_table_knows_every_edition():
    assert list(STORY) == [edition.title for edition in EDITIONS]


@EVERY
def test_the_log_has_what_happened(played, edition):
    assert changed(played.commits[edition.number]) == sorted(STORY[edition.title].commits)


@EVERY
def test_each_event_is_told_by_mail_once_in_its_first_line(played, edition):
    mails = played.mails(edition.number)
    alerts = [bare(mail.subject) for mail in mails if mail.box == "alerts"]
    assert sorted(alerts) == sorted(told.line for told in STORY[edition.title].told)
    operator = [bare(mail.subject) for mail in mails if mail.box == "operator"]
    assert sorted(operator) == sorted(STORY[edition.title].operator)


@EVERY
def test_slack_is_told_the_same_and_shows_it_where_it_belongs(played, edition):
    posts = {bare(post.text.replace("&amp;", "&")): post for post in played.posts(edition.number, CHANNEL)}
    shown = {
        line: ("broadcast" if post.broadcast else "reply") if post.thread else "message" for line, post in posts.items()
    }
    assert shown == {told.line: told.shown for told in STORY[edition.title].told}


def test_what_belongs_to_one_action_is_one_thread_and_nothing_else_is(played):
    names = {}
    for mail in played.room.inbox.mails():
        for told in STORY[EDITIONS[mail.edition - 1].title].told:
            if mail.box == "alerts" and bare(mail.subject) == told.line:
                names.setdefault(told.thread, set()).add(played.room.threads.get(mail.message_id))
    assert names.pop("") == {None}
    assert all(len(threads) == 1 and None not in threads for threads in names.values()), names
    assert len({thread for threads in names.values() for thread in threads}) == len(names)


def test_the_autumn_of_2025_is_one_thread_of_ofac_and_one_of_fincen(played):
    threads = [told.thread for title in list(STORY)[4:6] for told in STORY[title].told]
    assert Counter(threads) == {"uk": 1, "prince": 2, "rule": 5}


def test_a_reply_in_slack_answers_the_message_that_opened_its_thread(played):
    posts = [post for post in played.room.workspace.posts() if post.channel == CHANNEL]
    thread = {told.line: told.thread for edition in STORY.values() for told in edition.told}
    first = {post.ts: post for post in posts}
    for post in posts:
        if post.thread:
            assert thread[bare(first[post.thread].text)] == thread[bare(post.text)]


def test_the_channel_for_what_binds_hears_that_and_what_nobody_can_filter_away(played):
    lines = [bare(post.text) for post in played.room.workspace.posts() if post.channel == DESK]
    told = {line.partition(" ")[0] for line in lines if "Confirmed:" not in line}
    assert told == {"[ACT]", "[CHECK]", "[BLIND]"}


def test_every_mail_and_every_message_is_marked_as_a_demonstration(played):
    assert all(mail.subject.startswith("[DEMO] [") for mail in played.room.inbox.mails())
    assert all(post.text.startswith("[DEMO] [") for post in played.room.workspace.posts())


def test_every_page_that_was_served_says_that_it_is_a_reconstruction(played):
    """In its head; and in its text, but for the list service's history and catalogue, which are bare lists."""
    assert all(answer.headers["X-Reconstruction"] == NOTE for answer in played.served.values())
    told = {target: answer.body for target, answer in played.served.items() if answer.status == 200}
    silent = {target.split("/")[1] for target, body in told.items() if b"RECONSTRUCTION" not in body}
    assert silent <= {SLS, STORAGE}
    assert {target.split("/")[1] for target in told} - silent >= {
        "home.treasury.gov", "sanctionslist.fcdo.gov.uk", "scsanctions.un.org", "www.ecfr.gov", "www.federalregister.gov",
        "www.fincen.gov", "www.nbc.gov.kh", "www.rbi.org.in",
    }  # fmt: skip


def test_the_day_is_sealed_once_in_each_edition(played):
    daily = Counter(
        mail.edition for mail in played.room.inbox.mails() if mail.box == "alerts" and "daily" in mail.subject
    )
    days = {}
    for edition in EDITIONS:
        days.setdefault(edition.at.date(), edition.number)
    sealed = [number for number in days.values() if EDITIONS[number - 1].at.hour >= 6]
    assert daily == dict.fromkeys(sealed, 1)


def test_the_log_runs_forward_only(played):
    times = [commit.committed_at for commit in played.stack.wire.log.after(0)]
    assert times == sorted(times)
    assert times[0][:10] == "2025-04-28"
    assert times[-1][:10] == "2026-06-28"


def ask(played, path, **query):
    event = {
        "rawPath": path,
        "rawQueryString": "&".join(f"{name}={value}" for name, value in query.items()),
        "headers": {},
        "requestContext": {"http": {"method": "GET"}, "authorizer": {"lambda": {"scopes": "feed entries"}}},
    }
    answer = played.stack.wire.api(event)
    assert answer["statusCode"] == 200, answer
    return json.loads(answer["body"])


RULE, PROPOSAL, AMENDMENT = (f"us_federal_register:{number}" for number in ("2025-19571", "2025-07837", "2026-12794"))


@pytest.mark.parametrize(
    ("document", "day", "status"),
    [
        (PROPOSAL, "2025-05-10", "not_binding"),
        (RULE, "2025-10-20", "pending"),
        (RULE, "2025-11-16", "pending"),
        (RULE, "2025-11-17", "in_force"),
        (RULE, "2026-06-26", "in_force"),
        (AMENDMENT, "2026-06-26", "not_binding"),
    ],
)
def test_from_its_day_on_the_rule_is_in_force_while_its_amendment_binds_nobody(played, document, day, status):
    assert ask(played, f"/v1/entries/{document}", on=day)["instrument_status"]["code"] == status


def test_what_nobody_published_is_told_only_as_the_claim_of_whoever_makes_it(played):
    claimed = ("March 6, 2025", "November 27, 2025", "April 10, 2026", "Panda Commercial Bank")
    for mail in played.room.inbox.mails():
        text = " ".join(mail.body.split())
        if any(words in text for words in claimed):
            assert "FinCEN states" in text, mail.subject
            assert mail.edition >= 11
    listed = [key for key, _ in played.stack.wire.ports.reading(played.stack.row("kh_nbc")).entries()]
    assert listed
    assert not any("panda" in key or "h-pay" in key for key in listed)


def test_the_feed_reader_shows_each_alert_once(played):
    _key, token = keys.create(played.stack.wire.table, name="reader", now=played.stack.clock(), scopes=["reader"])
    feed = ask(played, "/feed.json", token=token)
    items = list(feed["items"])
    while following := feed.get("next_url"):
        feed = ask(played, "/feed.json", **dict(parse_qsl(urlsplit(following).query)))
        items += feed["items"]
    titles = Counter(bare(item["title"]) for item in items)
    told = {each.line for edition in list(STORY.values())[1:] for each in edition.told if each.thread}
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert {title: count for title, count in titles.items() if count > 1} == {}
    assert told - set(titles) == set()
