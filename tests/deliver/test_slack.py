"""What is an address of Slack and what is none, and where a post may go."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deliver.slack_office import DESK, ROOM, TOKEN, Ssm
from publisher import answer, publishing
from sanctionwire.deliver.outbox import Failed
from sanctionwire.deliver.slack import HOSTS, Address, NotSlack
from sanctionwire.deliver.slack_vault import KEPT, Vault
from sanctionwire.errors import Suspicious, Unreachable
from sanctionwire.fetch import Limits
from sanctionwire.fetch.posting import MOST, Poster

NOW = datetime(2026, 1, 16, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("secret", "channel", "shown"),
    [
        (DESK, "", "hooks.slack.com ...1111"),
        (DESK.replace("slack.com", "slack-gov.com"), "", "hooks.slack-gov.com ...1111"),
        (TOKEN, ROOM, f"slack.com {ROOM} ...3333"),
    ],
)
def test_an_address_shows_enough_to_tell_it_from_others_and_too_little_to_use(secret, channel, shown):
    address = Address.of(secret, channel)
    assert address.shown == shown
    assert secret not in repr(address)


@pytest.mark.parametrize(
    ("secret", "channel", "said"),
    [
        ("", "", "neither"),
        ("https://hooks.slack.com/triggers/T0AAAAAAA/1/secretsecretsecret", "", "neither"),
        ("https://hooks.slack.com.evil.example/services/T0AAAAAAA/B0AAAAAAA/secretsecretsecret", "", "neither"),
        ("https://evil.example/hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/secretsecretsecret", "", "neither"),
        ("https://user@hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/secretsecretsecret", "", "neither"),
        ("http://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/secretsecretsecret", "", "neither"),
        (DESK + "/../x", "", "neither"),
        (DESK + "?x=1", "", "neither"),
        (DESK + "\n", "", "neither"),
        ("xoxp-000000000000-secretsecretsecret", ROOM, "neither"),
        (DESK, ROOM, "leave the channel out"),
        (TOKEN, "", "the channel's id is needed"),
        (TOKEN, "#general", "the channel's id is needed"),
    ],
)
def test_what_is_no_address_is_refused_without_being_repeated(secret, channel, said):
    with pytest.raises(NotSlack, match=said) as caught:
        Address.of(secret, channel)
    assert "secretsecret" not in str(caught.value)
    assert DESK not in str(caught.value)


@given(st.text())
def test_nothing_else_is_taken_for_an_address(text):
    with pytest.raises(NotSlack):
        Address.of(text, ROOM)


@pytest.fixture
def server():
    with publishing() as found:
        yield found


def posting(server, **more):
    limits = Limits(connect=1, silence=0.3, total=0.5)
    return Poster(hosts=HOSTS, origin=server.origin, limits=limits, contact="ops@example.org", **more)


def test_a_post_carries_its_body_and_says_who_sends_it(server):
    server.answers["/slack.com/api/x"] = answer(b"yes", status="201 Created", retry_after="7")
    found = posting(server).post("https://slack.com/api/x", {"Authorization": "Bearer t"}, b"{}", NOW)
    assert (found.status, found.retry_after, found.body) == (201, 7, b"yes")
    (asked,) = server.asked
    assert (asked.method, asked.body, asked.headers["authorization"]) == ("POST", b"{}", "Bearer t")
    assert "sanctionwire" in asked.headers["user-agent"]


@pytest.mark.parametrize(
    "url", ["https://example.org/x", "http://slack.com/x", "https://slack.com:8443/x", "https://slack.com@example.org/"]
)
def test_a_post_goes_nowhere_but_to_its_hosts(server, url):
    with pytest.raises(Suspicious):
        posting(server).post(url, {}, b"{}", NOW)
    assert not server.asked


def test_an_answer_without_end_is_left_where_it_is(server):
    server.answers["/slack.com/x"] = answer(b"x" * (3 * MOST))
    assert len(posting(server).post("https://slack.com/x", {}, b"", NOW).body) == MOST


def test_a_post_to_a_host_with_a_private_address_is_not_made():
    poster = Poster(hosts=HOSTS, resolver=lambda _host, port: [(2, 1, 6, "", ("192.168.1.1", port))])
    with pytest.raises(Suspicious, match=r"hooks\.slack\.com has the address 192\.168\.1\.1"):
        poster.post(DESK, {}, b"", NOW)


def test_a_post_that_is_not_answered_in_time_is_given_up(server):
    server.answers["/slack.com/x"] = lambda _connection, _asked: server.stopping.wait(2)
    with pytest.raises(Unreachable):
        posting(server).post("https://slack.com/x", {}, b"", NOW)


class Counting(Ssm):
    reads = 0

    def get_parameter(self, **asked):
        self.reads += 1
        return super().get_parameter(**asked)


def test_an_address_is_read_once_in_a_few_minutes_and_again_as_soon_as_it_is_renewed():
    now, ssm = [NOW], Counting()
    vault = Vault(client=ssm, post=None, clock=lambda: now[0], prefix="/stack/slack/")
    row = {"parameter": vault.name("5f"), "renewed_at": "1"}
    vault.put(row["parameter"], Address.of(DESK))
    for _ in range(3):
        assert vault.open(row, None).address.secret == DESK
    assert ssm.reads == 1
    now[0] += KEPT
    vault.open(row, None)
    assert ssm.reads == 2
    vault.open(row | {"renewed_at": "2"}, None)
    assert ssm.reads == 3
    vault.drop(row["parameter"])
    vault.drop(row["parameter"])
    with pytest.raises(Failed, match="is gone") as caught:
        vault.open(row | {"renewed_at": "3"}, None)
    assert caught.value.lasting
    assert "desk" not in repr(vault)
