"""FinCEN's news releases in the threads of its acts: they confirm what was told, and open nothing of their own beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline import newsroom
from pipeline.newsroom import Newsroom
from pipeline.test_threads import INSPECTED, PUBLISHED, SUBJECT, ofac, rule
from sanctionwire.core.model import Entry, Mention, Notice, Publication

SLUG = "fincen-issues-final-rule-severing-huione-group-us-financial-system"
ABOUT = replace(newsroom.TREASURY, slug="us_fincen_news", title="News releases of FinCEN", publisher="FinCEN")


@pytest.fixture
def room(monkeypatch):
    monkeypatch.setitem(newsroom.ABOUTS, ABOUT.slug, ABOUT)
    return Newsroom()


def release(*documents, day="2025-10-14", names=("Huione Group",), **fields):
    """The release of 14 October 2025, as it is read."""
    usual = {
        "title": "FinCEN Issues Final Rule Severing Huione Group from the U.S. Financial System",
        "category": "rule",
        "published": day,
        "agencies": ("FinCEN",),
        "documents": documents,
    }
    return Entry(
        id=f"us_fincen_news:{SLUG}",
        source="us_fincen_news",
        type="notice",
        notice=Notice(**usual | fields),
        mentions=tuple(Mention(name=name) for name in names),
        links=(f"https://www.fincen.gov/news/news-releases/{SLUG}",),
    )


def paper(number, day=None):
    return Publication(title="x", url=f"https://www.federalregister.gov/d/{number}", number=number, date=day)


def test_the_release_of_october_confirms_the_rule_by_its_party_and_the_day(room):
    (opened,) = room.tell(rule(inspected="2025-10-14"), SUBJECT, day="2025-10-14")
    (confirmed,) = room.tell(release(), day="2025-10-14")
    assert (confirmed.thread, confirmed.confirms) == (opened.thread, True)
    assert confirmed.subject.startswith("[INFO] Confirmed: FinCEN 311 FINAL RULE ON INSPECTION | Huione Group")
    assert confirmed.subject.endswith("| by FinCEN")


def test_by_the_number_of_its_document_it_confirms_whenever_it_is_seen(room):
    (opened,) = room.tell(PUBLISHED, SUBJECT, day="2025-10-16")
    (late,) = room.tell(release(paper("2025-19571"), day="2025-10-10"), day="2025-10-20")
    assert (late.thread, late.confirms) == (opened.thread, True)


def test_it_does_not_confirm_the_older_proposal_that_it_leads_to(room):
    proposal = rule(action="proposal", published="2025-05-05", documents=(paper("2025-07837"),), rin=None, sections=())
    proposal = proposal.model_copy(update={"id": "us_federal_register:2025-07837"})
    (earlier,) = room.tell(proposal, day="2025-05-05")
    (opened,) = room.tell(INSPECTED, SUBJECT, day="2025-10-14")
    assert opened.thread != earlier.thread
    (confirmed,) = room.tell(release(paper("2025-19571"), paper("2025-07837", "2025-05-05")), day="2025-10-14")
    assert (confirmed.thread, confirmed.confirms) == (opened.thread, True)


def test_of_ofacs_acts_on_the_same_day_it_confirms_nothing(room):
    (listed,) = ofac(room)
    (message,) = room.tell(release(names=("Prince Group TCO",)), day="2025-10-14")
    assert not message.confirms
    assert message.thread != listed.thread


def test_a_release_before_the_rule_is_told_in_full_and_the_rule_in_full_in_its_thread(room):
    (first,) = room.tell(release(), day="2025-10-14")
    assert first.subject.startswith("[INFO] FinCEN")
    (ruled,) = room.tell(INSPECTED, SUBJECT, day="2025-10-15")
    assert (ruled.thread, ruled.confirms) == (first.thread, False)


def test_a_release_that_a_person_must_read_confirms_nothing(room):
    (opened,) = room.tell(INSPECTED, SUBJECT, day="2025-10-14")
    (message,) = room.tell(release(paper("2025-19571"), doubts=("the page could not be read",)), day="2025-10-14")
    assert (message.thread, message.confirms) == (opened.thread, False)
    assert message.subject.startswith("[CHECK]")
