"""What Slack shows: complete enough to act on, within Slack's limits, and harmless whoever wrote the text."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deliver.examples import (
    CHEN,
    FINAL,
    FINCEN,
    GROUP,
    HUIONE,
    HUIONE_FINAL,
    OFAC,
    VESSEL,
    context,
    gone,
    new,
    numbered,
)
from deliver.slack_office import DESK, ROOM, TOKEN, message
from sanctionwire.core.alerts import group
from sanctionwire.core.diff import compare
from sanctionwire.core.model import Name
from sanctionwire.deliver import blocks, mail
from sanctionwire.deliver.blocks_kit import (
    FIELD,
    HEADER,
    MOST_BLOCKS,
    MOST_ELEMENTS,
    MOST_FIELDS,
    SECTION,
    SHORT,
    TEXT,
    links,
    size,
)
from sanctionwire.deliver.conditions import Condition, told
from sanctionwire.deliver.daily import Checked, Day, daily
from sanctionwire.deliver.message import Message
from sanctionwire.deliver.slack import Address, Slack, Thread
from sanctionwire.fetch.posting import Posted

LINK = "https://api.example.org/files/0f?x=1&y=2"
OWN = {
    "List", "Effect", "Until now", "In its words", "Binding", "Who must act", "How found", "Accepted by", "Published",
    "Publication", "Document", "Comments to",
}  # fmt: skip


def shown(changes, about=OFAC, **changed):
    (alert,) = group(context(source=about.slug, **changed), changes, about)
    lists = [f"Table (CSV): {LINK}"] if mail.overflows(alert, about) else []
    return blocks.shown(mail.render(alert, about, links=lists), alert, about, lists=lists)


def lines(found):
    """All that can be read, a text a line."""
    for block in found:
        for text in [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]:
            if text:
                yield text


def read(found):
    return "\n".join(text["text"] for text in lines(found))


def sound(found):
    """Whether Slack takes it: its documented limits, and no text of anybody else's where Slack looks for markup."""
    assert 0 < len(found) <= MOST_BLOCKS
    for block in found:
        match block:
            case {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}:
                assert 0 < len(text) <= HEADER
                assert "\n" not in text
            case {"type": "section", "text": {"text": text}}:
                assert 0 < len(text) <= SECTION
            case {"type": "section", "fields": fields}:
                assert 0 < len(fields) <= MOST_FIELDS
                assert all(0 < len(field["text"]) <= FIELD for field in fields)
            case {"type": "context", "elements": elements}:
                assert 0 < len(elements) <= MOST_ELEMENTS
                assert all(0 < len(element["text"]) <= SHORT for element in elements)
            case _:
                raise AssertionError(block)
    for text in lines(found):
        if text["type"] == "plain_text":
            assert text["emoji"] is False
        else:
            assert text["type"] == "mrkdwn"
            assert text["verbatim"] is True
        hidden = {unicodedata.category(letter) for letter in text["text"].replace("\n", "")}
        assert not hidden & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert size(list(found)) <= TEXT
    json.dumps(found).encode()


def test_an_alert_answers_who_what_effect_since_when_who_must_act_what_is_unknown_and_where_to_read_it():
    found = shown([new(GROUP), new(CHEN), new(VESSEL)])
    sound(found.blocks)
    text = read(found.blocks)
    for said in (
        "[ACT] OFAC SDN +3 BLOCK",
        "ACT: binding now",
        "OFAC added 3 entries (1 organisation, 1 person, 1 vessel).",
        "Property is blocked (frozen) and dealings are prohibited.",
        "U.S. persons, wherever located",
        "2025-10-14T10:00:00-04:00 (2025-10-14 14:00:00 UTC)",
        "What is not known",
        "2. CHEN, Zhi (person; born 1987-12-16; Cambodia, Cyprus, Vanuatu)\n    also: 陈志\n    numbers: Passport N00000000",
        "weak names: VINCENT, Chen",
        "SDN List since 2025-10-14, TCO: Block (Executive Order 13581)",
        "<https://home.treasury.gov/news/press-releases/sb0278|home.treasury.gov/news/press-releases/sb0278>",
        f"Alert id {found.id}, commit 42 of the log, source us_ofac",
        "Not legal advice.",
    ):
        assert said in text


def test_the_first_block_is_the_first_line_and_its_class_is_said_in_words():
    found = shown([gone(CHEN)])
    assert found.blocks[0]["text"]["text"] == found.subject
    assert found.blocks[1]["elements"][0]["text"] == "EASE: removed or relieved"


def test_a_rule_shows_its_document_and_what_was_and_is():
    found = shown([new(FINAL), compare(HUIONE, HUIONE_FINAL)], FINCEN)
    sound(found.blocks)
    text = read(found.blocks)
    assert "Before and after" in text
    assert "+ Measures: Final Rule (effect: correspondent_account)" in text
    assert "<https://www.federalregister.gov/d/2025-19571|" in text


def test_a_long_list_is_counted_and_stands_behind_its_link():
    found = shown([new(each) for each in numbered(30)])
    sound(found.blocks)
    assert "... and 20 more" in read(found.blocks)
    assert f"<{LINK.replace('&', '&amp;')}|api.example.org/files/0f?...>" in read(found.blocks)


def test_a_demonstration_says_so():
    found = shown([new(CHEN)], demo=True)
    assert found.blocks[0]["text"]["text"].startswith("[DEMO] [ACT]")
    assert found.blocks[1]["elements"][0]["text"] == "DEMO: made of hand-written samples"


def test_facts_are_the_mail_s_own():
    found = shown([new(CHEN)])
    labels = {text["text"].strip("*") for text in lines(found.blocks) if text["type"] == "mrkdwn"} & OWN
    assert {"Effect", "Binding", "Who must act"} <= labels
    assert all(f"  {label}" in found.body for label in labels)


HOSTILE = [
    "<!channel> <!here> <!everyone> <@U012AB3CD> <#C012AB3CD>",
    "<https://evil.example.org/|click> https://evil.example.org",
    "*bold* _it_ ~gone~ `code` ```block``` > quoted",
    ":rotating_light: :+1: @here @channel @everyone",
    "\u202egnp.exe\u202c \u2066inside\u2069 \u200b\ufeff\x00\x07\x1b[31m\r\n",
    "&lt;!channel&gt; &amp; & < >",
    "x" * 10_000,
    "長" * 10_000,
    "\N{PILE OF POO}" * 5_000,
    "\ud800",
    "<b>b</b><script>alert(1)</script>",
]


def renamed(entry, text):
    names = (Name(full=text, kind="primary", strength="strong"), Name(full=text + " a", strength="weak"))
    subject = entry.subject.model_copy(update={"names": names})
    return entry.model_copy(update={"subject": subject, "remarks": text, "links": (f"https://x.example/{text}", text)})


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_a_party_is_called_pings_nobody_and_breaks_nothing(text):
    found = shown([new(renamed(CHEN, text)), new(renamed(VESSEL, text))], published=text, publication=text)
    sound(found.blocks)
    only_ours(found.blocks)


def only_ours(found):
    """Where Slack looks for markup, there are headings of ours, and links to where they say."""
    for text in lines(found):
        if text["type"] == "mrkdwn":
            for line in text["text"].split("\n"):
                if line.startswith("<"):
                    assert line.startswith("<https://")
                    assert line.count("<") == line.count(">") == line.count("|") == 1
                    assert " " not in line
                else:
                    assert line.startswith("*")
                    assert not set("<>") & set(line)


@given(text=st.text(max_size=400), count=st.integers(1, 25))
@settings(max_examples=60, deadline=None)
def test_any_text_anywhere_is_within_the_limits_and_harmless(text, count):
    found = shown(
        [new(renamed(each, f"{number} {text}")) for number, each in enumerate(numbered(count))], publication=text
    )
    sound(found.blocks)
    only_ours(found.blocks)


@given(text=st.text(min_size=1, max_size=20_000))
@settings(max_examples=60, deadline=None)
def test_any_notice_is_within_the_limits_and_harmless(text):
    found = blocks.dressed(Message(id="m", subject="[OPERATOR] x", body=text))
    sound(found.blocks)
    only_ours(replace_own(found.blocks))


def replace_own(found):
    """Headings of a body are those that `layout` makes; a stranger's line cannot become one that means anything."""
    return [block for block in found if not str(block.get("text", {}).get("text", "")).startswith("*")]


@given(text=st.text(max_size=60))
def test_a_heading_in_a_body_holds_no_markup_that_pings(text):
    found = blocks.dressed(Message(id="m", subject="[OPERATOR] x", body=f"<!CHANNEL> {text.upper()}\nrest\n"))
    assert not any("<!" in each["text"] for each in lines(found.blocks) if each["type"] == "mrkdwn")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/", "javascript:alert(1)", "https://user:pw@example.org/", "https://example.org:8443/", "https://",
        "https://exämple.org/", "https://[::1", "slack://channel?id=C1", "", "data:text/html,x", f"https://x.example/{'y' * 2000}",
    ],
)  # fmt: skip
def test_no_link_leads_anywhere_but_to_a_plain_https_address(address):
    assert list(links([address])) == []


def test_a_link_shows_where_it_leads_and_cannot_hold_markup():
    (found,) = links(["https://example.org/a|b>c<d e?q=<!channel>&r=1"])
    assert (
        found["text"]["text"]
        == "<https://example.org/a%7Cb%3Ec%3Cd%20e?q=%3C!channel%3E&amp;r=1|example.org/ab&gt;c&lt;d e?...>"
    )


def test_an_operator_s_notice_keeps_its_commands_on_lines_of_their_own():
    condition = Condition(
        id="x/y",
        title="something is wrong",
        where="here",
        facts={"Queue": "https://sqs.example.org/q", "Long": "word " * 60},
        says=["This sentence is long enough that a mail has to break it into at least two lines, as mails do."],
        todo=[("Do this:", "sanctionwire collect SOURCE --stack a-name"), "Then wait."],
    )
    found = blocks.dressed(told(condition, "2026-01-16T15:00:00.000000Z"))
    sound(found.blocks)
    text = read(found.blocks)
    assert "This sentence is long enough that a mail has to break it into at least two lines, as mails do." in text
    assert "Queue: https://sqs.example.org/q" in text
    assert "\nsanctionwire collect SOURCE --stack a-name\n" in text
    assert "*What to do*" in text


def test_the_daily_mail_is_shown_too():
    day = Day(seq=7, hash="ab" * 32, committed_at="2026-01-16T06:00:00.000000Z",
              sources=[Checked(about=OFAC, checked_at="2026-01-16T05:55:00Z", stale=False)])  # fmt: skip
    found = blocks.dressed(daily(day))
    sound(found.blocks)
    assert "Checked: 2026-01-16 05:55:00 UTC nothing new" in read(found.blocks)


def test_a_body_too_long_for_slack_says_that_there_is_more():
    found = blocks.dressed(
        Message(id="m", subject="[OPERATOR] x", body="\n\n".join(f"part {n} " * 20 for n in range(400)))
    )
    sound(found.blocks)
    assert "There is more than Slack has room for" in read(found.blocks)


class Wall:
    """Remembers what was posted."""

    def __init__(self):
        self.payloads = []

    def __call__(self, _url, _headers, body):
        self.payloads.append(json.loads(body))
        return Posted(status=200, retry_after=None, body=b'{"ok": true, "ts": "1"}')


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("confirms", [True, False])
def test_what_is_posted_beside_the_blocks_pings_nobody_either(text, confirms):
    wall = Wall()
    given = blocks.dressed(replace(message("m", thread="t", confirms=confirms), body=text.replace("\ud800", "?")))
    Slack(
        address=Address.of(TOKEN, ROOM), post=wall, thread=lambda _id: Thread(first_line=text[:200].replace("\ud800", "?"), alert_id="a")
    ).publish(given)  # fmt: skip
    (payload,) = wall.payloads
    sound(payload["blocks"])
    assert not {"<", ">"} & set(payload["text"])
    quiet = {name: payload[name] for name in ("link_names", "unfurl_links", "unfurl_media", "mrkdwn", "parse")}
    assert quiet == {
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "mrkdwn": False,
        "parse": "none",
    }


@pytest.mark.parametrize("text", HOSTILE)
def test_the_plain_text_that_goes_where_blocks_are_refused_pings_nobody_either(text):
    posted = []

    def post(_url, _headers, body):
        posted.append(json.loads(body))
        good = "blocks" not in posted[-1]
        return Posted(status=200 if good else 400, retry_after=None, body=b"ok" if good else b"invalid_blocks")

    given = blocks.dressed(replace(message("m"), body=(text + "\n").replace("\ud800", "?") * 4))
    Slack(address=Address.of(DESK), post=post).publish(given)
    plain = posted[-1]["text"]
    assert not {"<", ">"} & set(plain)
    assert len(plain) <= TEXT
    assert not {unicodedata.category(letter) for letter in plain.replace("\n", "")} & {"Cc", "Cf"}
