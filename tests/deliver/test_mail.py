"""The mails, word for word: what stands in `golden/` is what a person reads. UPDATE_GOLDEN=1 writes them anew."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

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
    PROPOSED,
    VESSEL,
    baseline,
    context,
    gone,
    new,
    numbered,
    sdn,
)  # fmt: skip
from deliver.story import EVENTS
from sanctionwire.core.alerts import group
from sanctionwire.core.changes import Change
from sanctionwire.core.diff import compare, diff
from sanctionwire.core.model import Address, Listing, Measure, Name, Particular, Subject, Unmapped
from sanctionwire.deliver.differences import differences, narrowed
from sanctionwire.deliver.mail import overflows, render
from sanctionwire.deliver.message import BODY, LIMIT, Message, attributes_size
from strategies import readings

GOLDEN = Path(__file__).parent / "golden"
LINKS = ["Table (CSV): https://api.example.org/files/0f", "Text:        https://api.example.org/files/1e"]

AMENDED = CHEN.model_copy(
    update={
        "subject": CHEN.subject.model_copy(
            update={
                "names": (*CHEN.subject.names, Name(full="CHEN, Vincent", strength="strong")),
                "nationalities": ("kh", "lc"),
            }
        ),
        "remarks": "Chairman of a group of companies.",
    }
)
CMIC = Listing(
    list="Non-SDN Chinese Military-Industrial Complex Companies List",
    programmes=("CMIC-EO13959",),
    measures=(Measure(type="CMIC", effect="securities", effective="2025-12-13", divest_by="2026-10-14"),),
)
STORIES = {
    "designated": (OFAC, {}, [new(CHEN), new(GROUP), new(VESSEL)]),
    "designated_with_doubts": (
        OFAC,
        {
            "removals_held": 7,
            "unreadable": {"us_ofac:60001": "entity 60001 / features: unknown element <gait>"},
        },
        [
            new(
                CHEN.model_copy(update={"unmapped": (Unmapped(field="sanctionsProgram", value="TCO-NEW"),)})
            ).model_copy(update={"possible_relisting_of": ("us_ofac:11111",)})
        ],
    ),
    "designated_146": (OFAC, {}, [new(GROUP), *map(new, numbered(145))]),
    "amended": (OFAC, {}, [compare(CHEN, AMENDED)]),
    "securities_later": (OFAC, {}, [compare(GROUP, GROUP.model_copy(update={"listings": (*GROUP.listings, CMIC)}))]),
    "removed": (OFAC, {}, [gone(VESSEL)]),
    "left_one_list": (OFAC, {}, [compare(GROUP.model_copy(update={"listings": (*GROUP.listings, CMIC)}), GROUP)]),
    "removals_accepted": (
        OFAC,
        {"kind": "release", "decided_by": ("a.keeper@example.org", "Confirmed by telephone with the publisher.")},
        [gone(VESSEL), gone(CHEN)],
    ),
    "reconciled": (OFAC, {"cause": "reconciled"}, [new(VESSEL, cause="reconciled")]),
    "rekeyed": (
        OFAC,
        {},
        [Change(kind="rekeyed", entry_id="us_ofac:54951", previous_id=VESSEL.id, before=VESSEL, after=VESSEL)],
    ),
    "baseline": (OFAC, {}, [baseline(entry) for entry in numbered(40)]),
    "removals_held": (OFAC, {"removals_held": 312, "new_hold": True}, []),
    "entry_unreadable": (
        OFAC,
        {
            "unreadable": {"us_ofac:60001": "entity 60001 / features: unknown element <gait>"},
            "newly_unreadable": ("us_ofac:60001",),
        },
        [],
    ),
    "fincen_proposal": (
        FINCEN,
        {"source": "us_fincen_311", "published": None, "publication": None},
        [new(HUIONE), new(PROPOSED)],
    ),
    "fincen_final_rule": (
        FINCEN,
        {"source": "us_fincen_311", "published": None, "publication": None, "demo": True},
        [compare(HUIONE, HUIONE_FINAL), new(FINAL)],
    ),
    "fincen_final_rule_dated": (
        replace(FINCEN, verified_on="2026-01-01"),
        {"source": "us_fincen_311", "published": "2025-10-16"},
        [
            compare(HUIONE, HUIONE_FINAL),
            new(
                FINAL.model_copy(
                    update={
                        "instrument": FINAL.instrument.model_copy(
                            update={
                                "effective": "2025-11-17",
                                "citation": "31 CFR 1010.664",
                                "addressees": "covered financial institutions",
                                "effect_quoted": "A covered financial institution shall not open or maintain in the "
                                "United States a correspondent account for, or on behalf of, Huione Group.",
                            }
                        )
                    }
                )
            ),
        ],
    ),
}


STORIES |= {f"story_{name}": event for name, event in EVENTS.items()}


def mails(story):
    about, changed, changes = STORIES[story]
    for alert in group(context(**changed), changes, about):
        yield render(alert, about, links=LINKS if overflows(alert, about) and alert.key.kind != "baseline" else ())


@pytest.mark.parametrize("story", STORIES)
def test_the_mail_reads_as_it_should(story):
    body = "\n=====\n".join(message.body for message in mails(story))
    path = GOLDEN / f"{story}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(body, encoding="utf-8")
    assert body == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("story", STORIES)
def test_no_line_is_wider_than_a_screen_unless_it_is_one_word_and_the_subject_comes_first(story):
    for message in mails(story):
        assert message.body.startswith(message.subject + "\n")
        for line in message.body.splitlines()[1:]:
            assert len(line) <= 78 or len(line.split()[-1]) > 40


def test_146_parties_fit_into_one_mail_with_a_link_to_them_all():
    (message,) = mails("designated_146")
    assert len(message.body.encode()) < 8_000
    assert "https://api.example.org/files/0f" in message.body
    assert "126 more, in the list" in message.body


nasty = st.text(alphabet=st.characters(codec=None, exclude_categories=()), min_size=1, max_size=80)


@given(nasty, nasty, nasty)
def test_nothing_that_a_publisher_writes_adds_a_line_a_heading_or_a_hidden_sign(name, remark, reason):
    entry = CHEN.model_copy(
        update={
            "subject": Subject(schema="Person", names=(Name(full=name, note=remark),)),
            "remarks": remark,
            "listings": (sdn(reason=reason, programmes=(name,)),),
        }
    )
    (alert,) = group(context(published=remark, publication=name), [new(entry)], OFAC)
    message = render(alert, OFAC)
    plain = message.body.replace("\n", "")
    assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Zl", "Zp", "Cs"} for letter in plain)
    headings = {line for line in message.body.splitlines() if re.fullmatch(r"[A-Z ]+", line)}
    assert headings <= {"WHAT IS NOT KNOWN", "WHOM TO SCREEN FOR", "OFFICIAL SOURCES", "RECEIPT", "NOTICE"}
    message.body.encode()


@given(before=readings(), after=readings())
@settings(max_examples=50)
def test_every_alert_can_be_rendered_within_the_size_and_names_its_id(before, after):
    for alert in group(context(), diff(before, after), OFAC):
        message = render(alert, OFAC)
        assert len(message.body.encode()) + attributes_size(message.attributes) < LIMIT
        assert alert.id in message.body


def test_twenty_parties_of_a_thousand_names_each_stay_within_the_size_and_say_what_is_left_out():
    names = tuple(Name(full=f"NAME {'x' * 200} {number}", strength="strong") for number in range(1_000))
    huge = [
        CHEN.model_copy(
            update={"id": f"us_ofac:{n}", "subject": Subject(schema="Person", names=names), "remarks": "y" * 100_000}
        )
        for n in range(20)
    ]
    (alert,) = group(context(), map(new, huge), OFAC)
    assert overflows(alert, OFAC)
    message = render(alert, OFAC, links=LINKS)
    assert len(message.body.encode()) < BODY
    assert "... and 959 more" in message.body
    assert re.search(r"and \d+ parties more, in the list", message.body)


def test_one_party_that_is_too_much_for_a_mail_is_shown_as_far_as_there_is_room():
    subject = Subject(
        schema="Person",
        names=tuple(Name(full=f"NAME {'x' * 280} {number}", strength="strong") for number in range(60)),
        addresses=tuple(Address(full=f"{'y' * 290} {number}") for number in range(60)),
        particulars=tuple(Particular(type="other", value=f"{'z' * 480} {number}") for number in range(60)),
    )
    (alert,) = group(context(), [new(CHEN.model_copy(update={"subject": subject}))], OFAC)
    assert overflows(alert, OFAC)
    body = render(alert, OFAC, links=LINKS).body
    assert len(body.encode()) < BODY
    assert "NAME xxx" in body
    assert "the rest of it is in the list" in body


def test_amendments_beyond_measure_stay_within_the_size():
    names = tuple(Name(full=f"NAME {'x' * 500} {number}") for number in range(1_000))
    after = CHEN.model_copy(update={"subject": Subject(schema="Person", names=names)})
    (alert,) = group(context(), [compare(CHEN, after)], OFAC)
    assert len(render(alert, OFAC).body.encode()) < BODY


def test_a_message_that_sns_would_refuse_is_refused_here():
    with pytest.raises(ValueError, match="of at most"):
        Message(id="x", subject="[ACT] x", body="y" * (LIMIT + 1))
    for subject in ("", "a\nb", "é", "x" * 100):
        with pytest.raises(ValueError, match="no subject"):
            Message(id="x", subject=subject, body="y")


def test_a_message_comes_back_from_its_row_as_it_went_in():
    for message in mails("designated"):
        assert Message.of(message.row()) == message


def test_a_small_difference_in_a_long_text_is_shown_where_it_is():
    text = "Word after word after word. " * 60
    before, after = (
        CHEN.model_copy(update={"remarks": text + "Alive. " + text}),
        CHEN.model_copy(update={"remarks": text + "Deceased. " + text}),
    )
    shown = differences(compare(before, after))
    assert len(shown) < 500
    assert "Alive" in shown
    assert "Deceased" in shown


@given(st.text(max_size=400), st.text(max_size=400), st.text(max_size=400), st.text(max_size=400))
def test_what_differs_is_never_cut_away(start, old, new_, end):
    before, after = start + old + end, start + new_ + end
    if before != after:
        one, other = narrowed(before, after)
        assert one != other


def test_a_long_list_of_those_removed_names_nobody_to_screen_for():
    (alert,) = group(context(), [gone(entry) for entry in numbered(25)], OFAC)
    assert alert.key.class_ == "EASE"
    body = render(alert, OFAC, links=LINKS).body
    assert "WHO IT WAS: 16 LEGAL ENTITIES, 9 PERSONS" in body
    assert "WHOM TO SCREEN FOR" not in body
