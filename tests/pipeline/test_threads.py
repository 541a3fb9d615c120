"""One action, one thread: the story's events as they were published, through the log, the index and the outbox."""

from __future__ import annotations

from itertools import count

import pytest

from deliver.examples import CHEN, FINAL, GROUP, HUIONE, HUIONE_FINAL, PROPOSED
from deliver.office import Dying, Killed
from pipeline.newsroom import Newsroom
from sanctionwire.core.actions import Thread
from sanctionwire.core.changes import Change, Due
from sanctionwire.core.model import (
    Entry,
    Instrument,
    Listing,
    Measure,
    Mention,
    Name,
    Notice,
    Publication,
    Subject,
)
from sanctionwire.deliver.outbox import OUTBOX
from sanctionwire.deliver.policy import matches, policy
from sanctionwire.pipeline import threads
from sanctionwire.pipeline.threads import KEY, THREAD

MENTIONS = (
    Mention(name="Prince Group TCO"),
    Mention(name="Chen Zhi", country="kh", schema="Person"),
    Mention(name="Huione Group", country="kh"),
)
SB0278 = Entry(
    id="us_treasury_press:sb0278",
    source="us_treasury_press",
    type="notice",
    notice=Notice(
        title="U.S. and U.K. Take Largest Action Ever Targeting Cybercriminal Networks in Southeast Asia",
        category="designation",
        published="2025-10-14",
        number="sb0278",
        agencies=("FinCEN", "OFAC"),
    ),
    mentions=MENTIONS,
    links=("https://home.treasury.gov/news/press-releases/sb0278/",),
)
PRINCE_UK = Entry(
    id="uk_sl:CYB0105",
    source="uk_sl",
    type="party",
    subject=Subject(
        schema="Person", names=(Name(full="Zhi CHEN", kind="primary", strength="strong"),), nationalities=("kh",)
    ),
    listings=(
        Listing(
            list="UK Sanctions List",
            listed_on="2025-10-14",
            measures=(Measure(type="Asset freeze", effect="block"),),
            programmes=("Global Human Rights",),
        ),
    ),
)
SUBJECT = Entry(
    id="us_federal_register:subject/huione-group",
    source="us_federal_register",
    type="party",
    subject=HUIONE.subject,
    listings=(
        Listing(
            list="31 CFR 1010.664",
            kind="special_measure",
            measures=(Measure(type="Final Rule", effect="correspondent_account", effective="2025-11-17"),),
        ),
    ),
    covered_by=("us_federal_register:2025-19571",),
)


def rule(**fields):
    """FinCEN's final rule as the Federal Register has it."""
    usual = {
        "action": "final_rule",
        "stage": "Final rule",
        "agency": "FinCEN",
        "title": "Special Measure Regarding Huione Group, as a Foreign Financial Institution of Primary Concern",
        "rin": "1506-AB68",
        "sections": ("31 CFR 1010.664",),
        "effect_quoted": "shall not open or maintain in the United States a correspondent account for Huione Group",
        "documents": (Publication(title="Final rule", number="2025-19571"),),
        "covers": (SUBJECT.id,),
    }
    return Entry(
        id="us_federal_register:2025-19571",
        source="us_federal_register",
        type="instrument",
        instrument=Instrument(**usual | fields),
    )


INSPECTED = rule(inspected="2025-10-15")
PUBLISHED = rule(inspected="2025-10-15", published="2025-10-16", effective="2025-11-17", citation="90 FR 48295")


@pytest.fixture
def room():
    """A newsroom that has watched the table since before the final rule."""
    room = Newsroom()
    room.known |= {HUIONE.id: HUIONE}
    room.publish(changes=[Change(kind="baseline", entry_id=HUIONE.id, after=HUIONE, weight="minor")], day="2025-10-01")
    room.told()
    return room


def ofac(room):
    return room.tell(GROUP, CHEN, day="2025-10-14", publication="900")


def table(room):
    return room.tell(FINAL, HUIONE_FINAL, day="2025-10-14")


EVENTS = [
    (ofac, "OFAC", ["ACT"]),
    (lambda room: room.tell(PRINCE_UK, day="2025-10-14", publication="2025-10-14"), "UK", ["ACT"]),
    (table, "FinCEN", ["CHECK"]),
    (lambda room: room.tell(SB0278, day="2025-10-14"), "OFAC+FinCEN", ["INFO Confirmed", "INFO Confirmed"]),
    (lambda room: room.tell(INSPECTED, day="2025-10-15"), "FinCEN", ["INFO Confirmed"]),
    (lambda room: room.tell(PUBLISHED, SUBJECT, day="2025-10-16"), "FinCEN", ["PLAN"]),
]
"""What is published, whose thread it belongs to, and how each message of it begins."""


def begins(message):
    words = message.subject.replace("[", "").replace("]", "").split()
    return " ".join(words[:2]) if words[1].startswith("Confirmed") else words[0]


def test_the_events_of_october_are_one_thread_of_ofac_one_of_fincen_and_one_of_the_uk(room):
    ids, subjects = {}, []
    for event, whose, kinds in EVENTS:
        told = event(room)
        subjects += [message.subject for message in told]
        assert [begins(message).rstrip(":") for message in told] == kinds, subjects[-len(told) :]
        for message in told:
            assert message.confirms == message.subject.startswith("[INFO] Confirmed:")
        names = whose.split("+")
        for name in names:
            ids.setdefault(
                name, next(each.thread for each in told if each.thread not in ids.values()) if name not in ids else ""
            )
        assert {message.thread for message in told} == {ids[name] for name in names}
    assert len(set(ids.values())) == 3
    assert len(list(room.table.query(THREAD))) == 3
    assert [subject for subject in subjects if "Confirmed" in subject] == [
        "[INFO] Confirmed: FinCEN 311 FINAL RULE | Huione Group | effective date not.. | by Treasury sb0278",
        "[INFO] Confirmed: OFAC SDN +2 BLOCK | TCO | PRINCE GROUP TCO + 1 more | 2025.. | by Treasury sb0278",
        "[INFO] Confirmed: FinCEN 311 FINAL RULE | Huione Group | effecti.. | by Federal Register 2025-19571",
    ]


def test_a_date_that_is_told_later_reopens_the_thread_and_says_so(room):
    table(room)
    (message,) = room.tell(PUBLISHED, SUBJECT, day="2025-10-16")
    assert "Differs       effective date: not known -> 2025-11-17" in message.body
    assert "THE SAME ACTION" in message.body
    assert not message.confirms


def test_the_date_that_comes_is_told_in_full_in_the_thread_of_its_rule(room):
    (opened,) = room.tell(PUBLISHED, SUBJECT, day="2025-10-16")
    due = Due(what="effective", date="2025-11-17")
    changes = [Change(kind="due", entry_id=PUBLISHED.id, before=PUBLISHED, after=PUBLISHED, due=due)]
    room.publish(changes=changes, day="2025-11-17")
    (message,) = room.told()
    assert message.subject.startswith("[ACT]")
    assert (message.thread, message.confirms) == (opened.thread, False)


def test_a_table_that_shows_the_proposal_and_the_rule_at_once_tells_of_the_rule(room):
    proposal = rule(action="proposal", published="2025-05-05", documents=(), sections=())
    proposal = proposal.model_copy(update={"id": "us_federal_register:2025-07837"})
    (earlier,) = room.tell(proposal, day="2025-05-05")
    (table_,) = room.tell(PROPOSED, FINAL, HUIONE_FINAL, day="2025-10-16")
    assert "FINAL RULE" in table_.subject
    assert table_.thread not in {None, earlier.thread}


def speaking_of(agency, release):
    """The release, as if it told of one authority's act alone."""
    return release.model_copy(update={"notice": release.notice.model_copy(update={"agencies": (agency,)})})


def test_a_confirmation_is_of_what_the_thread_was_told_last(room):
    table(room)
    (plan,) = room.tell(PUBLISHED, SUBJECT, day="2025-10-16")
    release = SB0278.model_copy(update={"mentions": MENTIONS[2:]})
    (confirmed,) = room.tell(speaking_of("FinCEN", release), day="2025-10-16")
    assert confirmed.subject.startswith("[INFO] Confirmed: FinCEN 311 FINAL RULE | Huione Group | corr. acct ban from")
    assert plan.id in confirmed.body
    assert confirmed.attributes["source"] == ("us_fincen_311", "us_federal_register", "us_treasury_press")


def test_a_release_that_tells_of_an_act_of_which_nobody_was_told_is_told_in_full(room):
    (alert,) = ofac(room)
    (message,) = room.tell(SB0278, day="2025-10-14")
    assert (message.thread, message.confirms, message.subject[:6]) == (alert.thread, False, "[INFO]")
    assert "OFAC SDN +2" in message.body.partition("THE SAME ACTION")[2]
    assert "It tells of an act of FinCEN; none on whom it names was told here" in " ".join(message.body.split())


def test_a_release_before_the_list_opens_the_thread_and_the_list_acts_in_full_in_it(room):
    (first,) = room.tell(SB0278, day="2025-10-14")
    (listed,) = ofac(room)
    assert first.subject.startswith("[INFO]")
    assert (listed.thread, listed.confirms, listed.subject[:5]) == (first.thread, False, "[ACT]")
    (ruled,) = table(room)
    assert ruled.thread != first.thread
    assert "Largest Action" in ruled.body.partition("ALSO TOLD OF THEM THESE DAYS")[2]


def test_what_is_told_of_a_party_elsewhere_these_days_is_named(room):
    ofac(room)
    (message,) = room.tell(PRINCE_UK, day="2025-10-14", publication="2025-10-14")
    assert "- OFAC SDN +2 BLOCK | TCO" in message.body.partition("ALSO TOLD OF THEM THESE DAYS")[2]


def test_a_removal_by_the_list_is_told_in_full_whatever_was_told_before(room):
    ofac(room)
    (message,) = room.tell(gone=[GROUP], day="2025-10-15", publication="901")
    assert message.subject.startswith("[EASE]")
    assert not message.confirms
    release = SB0278.model_copy(
        update={
            "id": "us_treasury_press:sb0300",
            "links": (),
            "mentions": MENTIONS[:1],
            "notice": SB0278.notice.model_copy(update={"category": "removal", "number": "sb0300"}),
        }
    )
    (confirmed,) = room.tell(speaking_of("OFAC", release), day="2025-10-15")
    assert (confirmed.thread, confirmed.confirms) == (message.thread, True)


def test_a_confirmation_is_short_and_says_what_confirms_what_and_where_it_was_told(room):
    (alert,) = ofac(room)
    (confirmed,) = room.tell(speaking_of("OFAC", SB0278), day="2025-10-14")
    assert confirmed.thread == alert.thread
    assert alert.id in confirmed.body
    assert "https://home.treasury.gov/news/press-releases/sb0278/" in confirmed.body
    assert "Treasury sb0278 confirms" in confirmed.body
    assert "1 possible tie of its parties to known entries" in confirmed.body  # Chen Zhi, by name alone
    assert "Huione Group" in confirmed.body.partition("WHAT IS NOT KNOWN")[2]  # nobody was told of it yet
    assert len(confirmed.body) < 3_500


@pytest.mark.parametrize(
    "filters",
    [
        {"class": ["PLAN"], "source": ["us_federal_register"]},
        {"kind": ["designated"], "source": ["us_federal_register"]},
        {"class": ["ACT"], "kind": ["designated"]},
        {"source": ["us_fincen_311"]},
        {"effect": ["correspondent_account"]},
    ],
    ids=str,
)
def test_no_filter_passes_an_alert_and_not_the_confirmation_that_stands_for_it(room, filters):
    alone = Newsroom()
    (full,) = alone.tell(INSPECTED, day="2025-10-15")
    table(room)
    (confirmed,) = room.tell(INSPECTED, day="2025-10-15")
    assert confirmed.confirms
    made = policy(filters, ["us_federal_register", "us_fincen_311"])
    assert matches(made, confirmed.attributes) or not matches(made, full.attributes)


def test_what_is_no_action_has_no_thread():
    room = Newsroom()
    room.publish(changes=[Change(kind="baseline", entry_id=GROUP.id, after=GROUP, weight="minor")], day="2025-10-01")
    (message,) = room.told()
    assert message.thread is None
    assert list(room.table.query(THREAD)) == []


def test_an_alert_goes_out_though_its_thread_cannot_be_made_out(room, monkeypatch):
    def broken(*_):
        raise ValueError("no such thing")

    monkeypatch.setattr(threads, "decide", broken)
    (message,) = ofac(room)
    assert message.subject.startswith("[ACT]")
    assert "The thread of this action could not be made out (ValueError)." in message.body


def story(room):
    """Much of October, published at once and announced together."""
    room.publish(CHEN, day="2025-10-14", publication="900")
    room.publish(FINAL, HUIONE_FINAL, day="2025-10-14")
    room.publish(SB0278, day="2025-10-14")
    room.publish(PUBLISHED, SUBJECT, day="2025-10-16")
    return room


def state(room):
    rows = {pk: list(room.table.query(pk)) for pk in (OUTBOX, THREAD, KEY, "tie", "cursor")}
    for row in rows[OUTBOX]:
        row.pop("message_id", None)
    return rows


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_call_a_rerun_decides_the_same(after):
    whole = story(Newsroom())
    whole.told()
    texts = {(message.id, message.body) for message in whole.alerts.messages}
    assert len(texts) == len(whole.alerts.messages)
    for at in count(1):
        room = story(Newsroom())
        room.dying = Dying(at=at, after=after)
        try:
            room.told()
        except Killed:
            pass
        else:
            assert at > 60
            break
        room.dying = Dying()
        room.told()
        assert state(room) == state(whole), at
        assert {(message.id, message.body) for message in room.alerts.messages} == texts, at


def test_a_thread_comes_back_from_its_row_as_it_was(room):
    story(room).told()
    for row in room.table.query(THREAD):
        thread = threads._thread(row)
        assert isinstance(thread, Thread)
        room.table.put(threads._row(thread, row["version"]))
        assert room.table.get(THREAD, row["sk"]) == row


def test_an_action_of_hundreds_is_compared_in_all_its_parties(room):
    many = [
        GROUP.model_copy(
            update={
                "id": f"us_ofac:{number}",
                "subject": Subject(
                    schema="Company", names=(Name(full=f"Prince Venture {number}", kind="primary", strength="strong"),)
                ),
            }
        )
        for number in range(60000, 60146)
    ]
    (opened,) = room.tell(*many, day="2025-10-14", publication="900")
    late = SB0278.model_copy(update={"mentions": (Mention(name="Prince Venture 60140"),)})
    (confirmed,) = room.tell(speaking_of("OFAC", late), day="2025-10-14")
    assert (confirmed.thread, confirmed.confirms) == (opened.thread, True)
