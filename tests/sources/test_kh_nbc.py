"""The National Bank of Cambodia: listings, pages of items, what is believed of them, and what people must read."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sanctionwire.core.prose import routine
from sanctionwire.errors import SourceChanged, Suspicious
from sanctionwire.source import Document, State
from sanctionwire.sources import kh_nbc
from sanctionwire.sources.kh_nbc import SOURCE
from sanctionwire.sources.kh_nbc.titles import ROUTINE
from tools import golden

SAMPLES = Path(kh_nbc.__file__).parent / "samples"
CAPTURE = Path(__file__).resolve().parents[3] / "shared/data/nbc/FRAGMENT_news_info_joint_statement_2018-07-13.html"
HUIONE, PRINCE = "kh_nbc:institution/huione-pay-plc", "kh_nbc:institution/prince-bank-plc"
REVOKED = "The National Bank of Cambodia has revoked the payment licence of Some Pay PLC."


def served(name, body, *, status=200, url=SOURCE.about.url):
    data = body if isinstance(body, bytes) else body.encode()
    return Document(
        name=name,
        url=url,
        opened=lambda: io.BytesIO(data),
        sha256="",
        size=len(data),
        fetched_at="2026-01-10T00:00:00Z",
        status=status,
    )


def page(content):
    return f'<html><head><title>NBC</title></head><body><div class="content-text">{content}</div></body></html>'


def listing(*rows):
    return page(
        "".join(f'<a href="news_info.php?id={key}">{title}</a><br><span>{date}</span><br>' for key, title, date in rows)
    )


def article(title, date, *paragraphs, more=""):
    body = "".join(f"<p>{each}</p>" for each in paragraphs)
    return page(
        f'<span style="color:#0000FF;">{title} </span><br><span style="color:#f00;">{date}</span><br><p>{body}</p>{more}'
    )


def one(text=REVOKED, *, title="Announcement", date="2025-12-04", listed=None, more=""):
    """A listing with one item, and its page."""
    paragraphs = text.split("\n") if text else []
    return {
        "list/news/1": served("list/news/1", listing(("9", listed or title, date))),
        "item/9/page": served("item/9/page", article(title, "2025-12-04", *paragraphs, more=more)),
    }


def entries(documents, state=None, base=None):
    parsed = SOURCE.parse(documents, state or State(), base)
    return {entry.id: entry for record in parsed.records for entry in [SOURCE.read(record.key, record.raw, {})]}


def sample(name):
    return golden.documents(SOURCE, SAMPLES / name)


def test_a_revocation_and_a_liquidation_bind_the_institution_named():
    read = entries(sample("2025-12-04"))
    assert set(read) == {"kh_nbc:858", HUIONE}
    huione = read[HUIONE]
    assert {listing.kind for listing in huione.listings} == {"licence_revocation", "liquidation"}
    for each in huione.listings:
        assert each.listed_on == "2025-12-04"
        assert [measure.effect for measure in each.measures] == ["other"]
        assert [measure.effective for measure in each.measures] == ["2025-12-04"]
    assert huione.covered_by == ("kh_nbc:858",)
    assert huione.subject.countries == ("kh",)
    assert read["kh_nbc:858"].notice.doubts == ()


def test_what_is_a_payment_licence_is_never_called_a_banking_licence():
    (revoked,) = [each for each in entries(sample("2025-12-04"))[HUIONE].listings if each.kind == "licence_revocation"]
    assert revoked.measures[0].type == "payment-institution licence revoked"
    assert "banking" not in revoked.model_dump_json()


def test_the_liquidator_is_not_taken_for_the_one_in_liquidation():
    read = entries(sample("2026-01-08"))
    assert {key for key in read if "institution" in key} == {HUIONE, PRINCE}
    assert [each.kind for each in read[PRINCE].listings] == ["liquidation"]


def test_several_notices_make_one_institution():
    first = article("First", "2025-12-04", REVOKED)
    second = article(
        "Second", "2026-02-01", "The National Bank of Cambodia has placed Some Pay Plc. into liquidation.", REVOKED
    )
    documents = {
        "list/news/1": served("", listing(("10", "Second", "2026-02-01"), ("9", "First", "2025-12-04"))),
        "item/9/page": served("", first),
        "item/10/page": served("", second),
    }
    party = entries(documents)["kh_nbc:institution/some-pay-plc"]
    assert party.covered_by == ("kh_nbc:10", "kh_nbc:9")
    assert {(each.kind, each.listed_on) for each in party.listings} == {
        ("licence_revocation", "2025-12-04"),
        ("liquidation", "2026-02-01"),
    }
    assert party.caption == "Some Pay PLC"


def test_a_warning_is_an_advisory_and_states_nothing_of_anybody():
    (notice,) = entries(sample("2018-07-13")).values()
    assert (notice.notice.category, notice.notice.doubts) == ("advisory", ())


def test_a_statement_without_supervisory_content_leaves_no_doubt():
    (notice,) = entries(sample("2025-10-18")).values()
    assert (notice.notice.category, notice.notice.doubts) == ("statement", ())


def test_what_another_authority_did_is_a_claim_and_no_act_of_the_national_bank():
    text = "Prince Bank Plc. is supervised as before.\nOFAC has sanctioned Prince Holding Group."
    (entry,) = entries(one(text, title="Statement on Prince Bank Plc.")).values()
    assert (entry.notice.category, entry.notice.doubts) == ("statement", ())
    assert entry.notice.claims == ("OFAC has sanctioned Prince Holding Group.",)


@pytest.mark.parametrize("name", [path.name for path in sorted(SAMPLES.iterdir())])
def test_records_made_anew_from_what_is_kept_are_the_same(name):
    records = list(SOURCE.parse(sample(name), State(), None).records)
    assert {record.key: record.raw for record in SOURCE.recut(records)} == {
        record.key: record.raw for record in records
    }


def test_a_page_without_text_is_for_a_person_with_the_document_at_hand():
    notice = entries(sample("unread"))["kh_nbc:701"].notice
    assert "attachment alone" in notice.doubts[0]
    assert notice.documents[0].url.endswith("/7010Announcement_scan.pdf")


def test_an_ambiguous_text_is_for_a_person():
    read = entries(sample("unread"))
    assert {key for key in read if "institution" in key} == set()
    assert len(read["kh_nbc:702"].notice.doubts) >= 2


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no text"),
        (f"{REVOKED}\nThis report is false.", "denied, or called false"),
        ("The National Bank of Cambodia has revoked the licence of Huione Group.", "legal form"),
        ("The licence of Some Pay PLC has been revoked by the Central Bank of Elsewhere.", "no known way"),
        ("The National Bank of Cambodia suspends the operations of Some Bank PLC.", "no known way"),
        (REVOKED.replace(" PLC.", " PLC on 3 May 2015."), "tells of 2015-05-03"),
        (REVOKED.replace(" PLC.", " PLC on 5 December 2025."), "tells of 2025-12-05"),
        (REVOKED.replace(" PLC.", " PLC on 31 November 2025."), "no day of the calendar"),
        ("Some Bank PLC is under provisional administration.", "no known way"),
        (f"The bank writes:\n{REVOKED}", "another speaker"),
    ],
)
def test_what_cannot_be_believed_is_told_with_its_doubts(text, why):
    read = entries(one(text))
    assert set(read) == {"kh_nbc:9"}
    assert why in " ".join(read["kh_nbc:9"].notice.doubts)


def test_title_and_date_must_be_those_of_the_listing():
    for documents in (one(listed="Another title"), one(date="2025-12-05")):
        read = entries(documents)
        assert set(read) == {"kh_nbc:9"}
        assert "the listing" in read["kh_nbc:9"].notice.doubts[0]
    assert len(entries(one(title="A long announcement", listed="A long…"))) == 2


@pytest.mark.parametrize("since", ["with effect from 1 January 2027", "effective on January 1, 2027"])
def test_the_day_of_effect_that_a_text_states_is_the_measures(since):
    read = entries(one(REVOKED.replace(" PLC.", f" PLC {since}.")))
    (listing,) = read["kh_nbc:institution/some-pay-plc"].listings
    assert (listing.listed_on, listing.measures[0].effective) == ("2025-12-04", "2027-01-01")


@pytest.mark.parametrize(
    "broken",
    [
        article("A", "2025-12-04", REVOKED).replace("#0000FF", "#00F"),
        article("A", "2025-12-04", REVOKED).replace("content-text", "content"),
        article("A", "4 December 2025", REVOKED),
        article("", "2025-12-04", REVOKED),
        article("A", "2025-12-04", REVOKED, more='<span style="color:#f00;">2025-12-05</span>'),
        article("A", "2025-12-04", REVOKED, more="<iframe>x</iframe>"),
        page(f'<span style="color:#f00;">2025-12-04</span><span style="color:#0000FF;">A</span><p>{REVOKED}</p>'),
        page(f'<p>{REVOKED}</p><span style="color:#0000FF;">A</span><span style="color:#f00;">2025-12-04</span>'),
        article("A", "2025-12-04", REVOKED).replace("</html>", ""),
        "<html><body>Maintenance</body></html>",
        "",
    ],
)
def test_a_page_that_is_built_otherwise_is_told_and_not_read(broken):
    documents = one(title="A", date="2025-12-04") | {"item/9/page": served("", broken)}
    (entry,) = entries(documents).values()
    assert entry.notice.title == "A"
    assert "its page is not read" in entry.notice.doubts[0]


def test_an_item_whose_page_cannot_be_had_is_told_by_its_title():
    documents = one(title="Revocation of the licence of Some Pay PLC") | {"item/9/page": served("", b"", status=503)}
    (entry,) = entries(documents).values()
    assert entry.notice.category == "licence_revocation"
    assert "503" in entry.notice.doubts[0]


@pytest.mark.parametrize(
    "broken",
    [
        page(""),
        page('<a href="news_info.php?id=9">A</a>'),
        page('<a href="news_info.php?id=9">A</a><span>2025-12-04</span><span>2025-12-05</span>'),
        page('<a href="news_info.php?id=9"></a><span>2025-12-04</span>'),
        page('<a href="news_info.php?id=x">A</a><span>2025-12-04</span>'),
        page('<a href="news_info.php">A</a><span>2025-12-04</span>'),
        page('<a href="news_info.php?id=9">A</a><a href="news_info.php?id=9">B</a><span>2025-12-04</span>'),
        listing(("9", "A", "2025-12-04")).replace("</div>", ""),
    ],
)
def test_a_listing_that_is_built_otherwise_is_refused(broken):
    with pytest.raises(SourceChanged):
        entries({"list/news/1": served("", broken)})


def test_a_further_link_to_the_same_item_is_no_second_title():
    rows = page(
        '<div>2025-12-04 <a href="news_info.php?id=9">Some news</a> <a href="./news_info.php?id=9">Read more</a></div>'
    )
    parsed = SOURCE.parse({"list/news/1": served("", rows)}, State(), None)
    assert parsed.seen["9"]["title"] == "Some news"


@pytest.mark.parametrize(("rule", "title"), [(rule, title) for rule in ROUTINE for title in rule.examples])
def test_routine_is_nobodys_concern_and_says_why(rule, title):
    assert routine(title, ROUTINE) == f"{rule.id}: {rule.why}"
    parsed = SOURCE.parse({"list/news/1": served("", listing(("9", title, "2025-12-04")))}, State(), None)
    assert list(parsed.records) == []
    assert parsed.seen["9"]["why"] == f"{rule.id}: {rule.why}"


@pytest.mark.parametrize("title", [title for rule in ROUTINE for title in rule.counter_examples])
def test_what_may_be_somebodys_concern_is_taken(title):
    assert routine(title, ROUTINE) is None


def test_pages_and_attachments_are_asked_for_of_what_is_new_and_concerns_somebody():
    now = datetime(2026, 1, 10, tzinfo=UTC)
    assert [request.name for request in SOURCE.requests(State(), now)] == [
        "list/news/1",
        "list/announcements/1",
        "list/press_releases/1",
    ]
    documents = {
        "list/news/1": served("", listing(("9", "A", "2025-12-04"), ("8", "Annual Report 2024", "2025-12-01")))
    }
    (request,) = SOURCE.follow(State(), documents)
    assert (request.name, request.url) == (
        "item/9/page",
        "https://www.nbc.gov.kh/english/news_and_events/news_info.php?id=9",
    )
    assert request.may_fail
    more = "<a href='../../download_files/x.pdf'>Click here to download file</a><a href='https://example.org/download_files/y.pdf'>other</a>"
    documents |= {"item/9/page": served("", article("A", "2025-12-04", "Text.", more=more), url=request.url)}
    (attachment,) = SOURCE.follow(State(), documents)
    assert attachment.url == "https://www.nbc.gov.kh/download_files/x.pdf"
    assert attachment.may_fail
    documents["item/9/page"] = served("", "broken", url=request.url)
    assert SOURCE.follow(State(), documents) == []


def test_a_listing_that_shows_nothing_known_is_suspicious_until_an_operator_accepts_the_gap():
    seen = {
        "1": {
            "listing": "news",
            "date": "2025-01-01",
            "first": "2025-01-01T00:00:00Z",
            "read": "2025-01-01T00:00:00Z",
            "sha": "x",
            "title": "t",
            "url": "u",
        }
    }
    with pytest.raises(Suspicious):
        entries(one(), State(serial=1, seen=seen))
    assert len(entries(one(), State(serial=1, seen=seen, accept_gap=True))) == 2


@pytest.mark.skipif(not CAPTURE.exists(), reason="the capture of 2018 is not on this machine")
def test_the_page_captured_in_2018_is_read():
    title = "Joint Statement between The national Bank of Cambodia, the Securities and Exchange Commission of Cambodia and the General-Commissariat of National Police"
    documents = {
        "list/news/1": served("", listing(("312", title, "2018-07-13"))),
        "item/312/page": served("", CAPTURE.read_bytes()),
    }
    (entry,) = entries(documents).values()
    assert entry.notice.title == title
    assert (entry.notice.category, entry.notice.doubts, entry.notice.published) == ("advisory", (), "2018-07-13")
    assert entry.notice.documents[0].url == (
        "https://www.nbc.gov.kh/download_files/news_and_events/news_eng/5223Joint_statement_NBC_SECC_POLICE_ENG.pdf"
    )
    assert len(entry.notice.text.splitlines()) == 3
