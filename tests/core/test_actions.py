"""Actions: what makes two alerts one action, and that nothing that binds is ever told as a mere confirmation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanctionwire.core.actions import MOST_TOLD, NOTICE, Action, Decision, Party, Thread, Told, bare, decide, named

BINDING = {"ACT", "PLAN"}


def party(name, *marks):
    return Party(name=name, marks=frozenset(marks or (f"org:{name}", f"name:{name}")))


HUIONE, PRINCE = party("Huione Group"), party("Prince Group TCO")
CHEN = party("Chen Zhi", "name:chen", "id:us_ofac:2")


def act(source, seq, *parties, date="2025-10-14", kind="designated", keys=(), whole=True, paperwork=False, **fields):
    """A listing by OFAC, unless told otherwise."""
    usual = {
        "alert": f"{source}/{seq}",
        "seq": seq,
        "line": f"[ACT] {source} {seq}",
        "source": source,
        "by": source,
        "authority": "ofac",
        "class_": "ACT",
        "act": "listing",
        "sense": "imposes",
        "effect": "block",
        "listing_kind": "sanctions",
        "dates": {"effective date": date},
        "marks": frozenset().union(*(each.marks for each in parties)),
    }
    return Action(
        told=Told(**usual | fields), kind=kind, jurisdiction="us", date=date, keys=frozenset(keys), parties=parties,
        whole=whole, paperwork=paperwork,
    )  # fmt: skip


def rule(source, seq, *parties, effective="2025-11-17", class_="PLAN", **more):
    dates = {"effective date": effective} if effective else {}
    fields = {"authority": "fincen", "act": "final_rule", "effect": "correspondent_account", "dates": dates}
    return act(source, seq, *parties, class_=class_, listing_kind="special_measure", **fields | more)


def notice(seq, *parties, category="designation", agencies=(), **more):
    fields = {"act": NOTICE, "effect": "none", "listing_kind": "notice", "class_": "INFO", "dates": {}}
    fields |= {"authority": "treasury", "category": category, "agencies": agencies}
    return act("us_treasury_press", seq, *parties, **fields | more)


def after(*actions):
    """The threads that these alerts leave, one after another, and what was decided on each."""
    threads, decisions = [], []
    for each in actions:
        decision = decide(each, threads)
        decisions.append(decision)
        told = replace(each.told, how=decision.how)
        if decision.how == "opened":
            threads.append(
                Thread(id=told.alert, date=each.date, jurisdiction=each.jurisdiction, keys=each.keys, told=(told,))
            )
        threads = [
            replace(thread, keys=thread.keys | each.keys, told=(*thread.told, told))
            if thread.id in decision.threads
            else thread
            for thread in threads
        ]
    return threads, decisions


def last(*actions) -> Decision:
    return after(*actions)[1][-1]


FIRST = rule("us_federal_register", 1, HUIONE, keys=["fr:2025-19571"])

CONFIRMED = {
    "another source, by the document's number": rule("us_fincen_311", 2, HUIONE, keys=["fr:2025-19571"]),
    "another source without a number, within days": rule("us_fincen_311", 2, HUIONE, date="2025-10-16"),
    "another source that does not know the date": rule("us_fincen_311", 2, HUIONE, effective=None, class_="CHECK"),
    "the same document, once it is published": rule(
        "us_federal_register", 2, HUIONE, keys=["fr:2025-19571"], kind="amended", paperwork=True
    ),
    "the code, from the day on which the rule binds": rule(
        "us_ecfr_311",
        2,
        HUIONE,
        keys=["fr:2025-19571"],
        date="2025-11-17",
        act="codified",
        class_="ACT",
        effective=None,
    ),
    "a notice of the designation": notice(2, HUIONE),
    "a notice of a rule": notice(2, HUIONE, category="rule"),
    "a notice that says whose acts it tells of": notice(2, HUIONE, agencies=("fincen",)),
    "a notice that names others besides": notice(2, HUIONE, PRINCE),
}

CODE = {"act": "codified", "class_": "ACT", "effective": None}

IN_FULL = {
    "the code, before the day from which the rule was told to bind": rule(
        "us_ecfr_311", 2, HUIONE, keys=["fr:2025-19571"], date="2025-11-16", **CODE
    ),
    "the code, with a party that the rule did not name": rule(
        "us_ecfr_311", 2, HUIONE, PRINCE, keys=["fr:2025-19571"], date="2025-11-17", **CODE
    ),
    "another date": rule("us_fincen_311", 2, HUIONE, effective="2025-12-01", keys=["fr:2025-19571"]),
    "another effect": rule("us_fincen_311", 2, HUIONE, effect="other", keys=["fr:2025-19571"]),
    "a further party": rule("us_fincen_311", 2, HUIONE, PRINCE, keys=["fr:2025-19571"]),
    "a party that is known by its name alone": rule(
        "us_fincen_311", 2, party("Huione Group", "name:Huione Group"), keys=["fr:2025-19571"]
    ),
    "parties that are not all compared": rule("us_fincen_311", 2, HUIONE, keys=["fr:2025-19571"], whole=False),
    "that it binds now, without its date": rule(
        "us_fincen_311", 2, HUIONE, effective=None, class_="ACT", keys=["fr:2025-19571"]
    ),
    "a relief of it": rule("us_fincen_311", 2, HUIONE, keys=["fr:2025-19571"], sense="eases", class_="EASE"),
    "the same source again": rule("us_federal_register", 2, HUIONE, keys=["fr:2025-19571"]),
    "its effective date, which has come": rule(
        "us_fincen_311", 2, HUIONE, keys=["fr:2025-19571"], kind="due", class_="ACT"
    ),
    "an amendment of a notice": notice(2, HUIONE, kind="amended", keys=["fr:2025-19571"]),
    "a notice that was taken down": notice(2, HUIONE, kind="retracted", class_="CHECK", keys=["fr:2025-19571"]),
}

OF_ITS_OWN = {
    "another rule on another party": rule("us_fincen_311", 2, PRINCE),
    "the same without a number, weeks later": rule("us_fincen_311", 2, HUIONE, date="2025-11-20"),
    "a proposal on the same party": rule("us_fincen_311", 2, HUIONE, act="proposal", class_="INFO"),
    "another authority's listing of the party": act("us_ofac", 2, HUIONE),
    "a notice of a removal": notice(2, HUIONE, category="removal", sense="eases"),
    "a statement": notice(2, HUIONE, category="statement"),
    "a notice of another authority's acts": notice(2, HUIONE, agencies=("ofac",)),
    "a notice that tells of another authority's act besides": notice(2, HUIONE, agencies=("ofac", "fincen")),
    "a notice of others": notice(2, PRINCE),
    "a notice of days later": notice(2, HUIONE, date="2025-10-17"),
    "a notice that mostly names others": notice(2, HUIONE, PRINCE, CHEN),
    "a notice that is in doubt": replace(notice(2, HUIONE), doubtful=True),
    "another country's listing": replace(act("uk_sl", 2, HUIONE), jurisdiction="gb"),
}


@pytest.mark.parametrize("case", CONFIRMED)
def test_a_thread_is_confirmed_by(case):
    assert last(FIRST, CONFIRMED[case]) == Decision(how="confirmed", threads=("us_federal_register/1",))


@pytest.mark.parametrize("case", IN_FULL)
def test_told_in_full_in_the_same_thread_is(case):
    decision = last(FIRST, IN_FULL[case])
    assert (decision.how, decision.threads) == ("full", ("us_federal_register/1",))


@pytest.mark.parametrize("case", OF_ITS_OWN)
def test_a_thread_of_its_own_has(case):
    decision = last(FIRST, OF_ITS_OWN[case])
    assert (decision.how, decision.threads) == ("opened", ())


def test_other_threads_on_the_same_party_are_named():
    assert last(FIRST, act("us_ofac", 2, HUIONE)).also == ("us_federal_register 1",)
    assert last(FIRST, act("us_ofac", 2, PRINCE)).also == ()
    decision = last(act("us_ofac", 1, PRINCE), notice(2, PRINCE, HUIONE), rule("us_fincen_311", 3, HUIONE))
    assert decision.also == ("us_treasury_press, which confirmed: us_ofac 1",)


@pytest.mark.parametrize(
    ("new", "differs"),
    [
        (rule("x", 2, HUIONE, effective="2025-12-01", keys="k"), ("effective date", "2025-11-17", "2025-12-01")),
        (rule("x", 2, HUIONE, effect="other", keys="k"), ("effect", "CORR. ACCT", "OTHER MEASURE")),
        (rule("x", 2, HUIONE, PRINCE, keys="k"), ("parties", "1 of 2", "also Prince Group TCO")),
    ],
)
def test_what_differs_is_said(new, differs):
    assert differs in last(replace(FIRST, keys=frozenset("k")), new).differs


def test_a_date_that_becomes_known_reopens_the_thread():
    table = rule("us_fincen_311", 1, HUIONE, effective=None, class_="CHECK", keys="k")
    decision = last(table, replace(FIRST, keys=frozenset("k"), told=replace(FIRST.told, seq=2)))
    assert (decision.how, decision.differs) == ("full", (("effective date", "not known", "2025-11-17"),))


def test_a_release_that_comes_before_the_list_opens_the_thread_and_the_list_is_told_in_full_in_it():
    listing = act("us_ofac", 2, PRINCE, CHEN, keys=["publication:us_ofac:900"])
    threads, (first, second) = after(notice(1, PRINCE), listing)
    assert (first.how, second.how) == ("opened", "full")
    assert second.threads == (threads[0].id,)
    assert last(notice(1, PRINCE), listing, rule("us_fincen_311", 3, PRINCE)).how == "opened"


def test_a_notice_confirms_each_action_that_it_speaks_of():
    decision = last(act("us_ofac", 1, PRINCE), rule("us_fincen_311", 2, HUIONE), notice(3, PRINCE, HUIONE))
    assert decision == Decision(how="confirmed", threads=("us_fincen_311/2", "us_ofac/1"))


def test_two_actions_on_one_party_on_one_day_by_one_list_are_both_told_in_full():
    first = act("us_ofac", 1, PRINCE, keys=["publication:us_ofac:900"])
    assert last(first, act("us_ofac", 2, PRINCE, keys=["publication:us_ofac:901"])).how == "opened"
    same = last(first, act("us_ofac", 1, PRINCE, kind="amended", alert="2", keys=["publication:us_ofac:900"]))
    assert (same.how, same.differs) == ("full", ())


def test_a_confirmation_is_nothing_that_could_be_confirmed():
    far = rule("us_fincen_311", 2, HUIONE, keys=["fr:2025-19571"])
    threads, _ = after(FIRST, far)
    only = replace(threads[0], told=(replace(threads[0].told[1], how="confirmed"),))
    assert decide(rule("us_ecfr_311", 3, HUIONE, keys=["fr:2025-19571"]), [only]).how == "full"


def test_a_thread_that_is_full_takes_no_more():
    told = (replace(FIRST.told, alert=str(number)) for number in range(MOST_TOLD))
    thread = Thread(id="1", date="2025-10-14", jurisdiction="us", keys=FIRST.keys, told=tuple(told))
    assert decide(CONFIRMED["another source, by the document's number"], [thread]).how == "opened"


def test_lines_and_names_as_they_are_cited():
    assert bare("[DEMO] [ACT] OFAC SDN +3 BLOCK | TCO") == "OFAC SDN +3 BLOCK | TCO"
    assert named(["a", "b", "c"], most=2) == "a, b and 1 more"


# --- Whatever comes ---------------------------------------------------------------------------------------------------
somebody = st.sampled_from([HUIONE, PRINCE, CHEN, party("Chen Zhi", "name:chen")])
day = st.sampled_from([None, "2025-10-14", "2025-11-17"])


@st.composite
def anything(draw, seq):
    classes = ["ACT", "PLAN", "CHECK", "INFO", "EASE"]
    made = act(
        draw(st.sampled_from(["us_ofac", "us_federal_register", "us_fincen_311", "us_treasury_press"])),
        seq,
        *draw(st.lists(somebody, max_size=3, unique=True)),
        kind=draw(st.sampled_from(["designated", "advanced", "amended", "removed", "due", "retracted"])),
        keys=draw(st.sets(st.sampled_from(["fr:1", "press:1", "publication:us_ofac:1"]), max_size=2)),
        whole=draw(st.sampled_from([True, True, True, False])),
        paperwork=draw(st.booleans()),
        authority=draw(st.sampled_from(["ofac", "fincen"])),
        class_=draw(st.sampled_from(classes)),
        act=draw(st.sampled_from(["listing", "final_rule", "codified", NOTICE])),
        sense=draw(st.sampled_from(["imposes", "imposes", "eases"])),
        effect=draw(st.sampled_from(["block", "correspondent_account", "none"])),
        listing_kind=draw(st.sampled_from(["sanctions", "special_measure"])),
        category=draw(st.sampled_from(["designation", "rule", "removal", "statement"])),
    )
    known = draw(day)
    told = replace(made.told, dates={"effective date": known} if known else {})
    return replace(made, told=told, date=draw(st.sampled_from(["2025-10-14", "2025-10-16", "2025-11-20"])))


@settings(max_examples=200)
@given(actions=st.integers(1, 7).flatmap(lambda count: st.tuples(*(anything(seq) for seq in range(1, count + 1)))))
def test_what_binds_is_a_confirmation_only_of_what_was_told_to_bind_as_much_on_all_its_parties(actions):
    threads, decisions = after(*actions)
    told_in_full = {}
    for new, decision in zip(actions, decisions, strict=True):
        if decision.how == "confirmed":
            assert new.kind not in {"removed", "due", "retracted"}
            assert not new.told.acts or new.whole
            for thread_id in decision.threads:
                earlier = told_in_full[thread_id]
                assert any(each.acts for each in earlier)
                if new.told.acts or new.told.category != "rule":
                    sense = (
                        new.told.sense if new.told.acts else {"designation": "imposes"}.get(new.told.category, "eases")
                    )
                    assert any(each.sense == sense for each in earlier)
                if new.told.class_ in BINDING and new.told.acts:
                    assert any(covers(each, new) or codifies(each, new) for each in earlier)
        else:
            thread_id = decision.threads[0] if decision.threads else new.told.alert
            told_in_full.setdefault(thread_id, []).append(new.told)
    assert sum(len(thread.told) for thread in threads) == sum(max(len(each.threads), 1) for each in decisions)
    assert decisions == after(*actions)[1]


def covers(old, new):
    same = (old.effect, old.sense, old.act) == (new.told.effect, new.told.sense, new.told.act)
    dated = bool(new.told.dates) and old.dates == new.told.dates
    known = {mark for mark in old.marks if not mark.startswith("name:")}
    return old.class_ in BINDING and same and dated and all(each.marks & known for each in new.parties)


def codifies(old, new):
    """What stands in the code is the rule that was told, on all its parties, and the day that was told has come."""
    if new.told.act != "codified" or new.told.dates or not old.dates or old.act != "final_rule":
        return False
    stated = replace(new, told=replace(new.told, act="final_rule", dates=old.dates))
    return covers(old, stated) and old.dates["effective date"] <= new.date
