"""The Reserve Bank of India: the feed, its texts and tables, what is believed of them, and what people must read."""

from __future__ import annotations

import io
from html import escape
from pathlib import Path

import pytest

from sanctionwire.core.prose import routine
from sanctionwire.errors import SourceChanged, Suspicious
from sanctionwire.source import Document, State
from sanctionwire.sources import in_rbi
from sanctionwire.sources.in_rbi import SOURCE
from sanctionwire.sources.in_rbi.rules import DIRECTIONS, RBI_RULES, ROUTINE, SPEAKER
from sanctionwire.sources.in_rbi.tables import companies
from tools import golden

SAMPLES = Path(in_rbi.__file__).parent / "samples"
P = "in_rbi:institution/"
CANCELLED = "The Reserve Bank of India (RBI), vide order dated April 24, 2026, has cancelled the licence of Example Bank Ltd., Pune, Maharashtra."
HEAD = [
    "Sr. No.",
    "Name of the Company",
    "Registered Office Address",
    "CoR No.",
    "CoR Issued On",
    "Cancellation Order Date",
]
ROWS = [
    ["1", "Aaa Finance Ltd", "Pune", "B.05.00001", "Feb 26, 1998", "Jan 09, 2026"],
    ["2", "Bbb & Sons Pvt Ltd", "Delhi", "B.05.00002", "Oct 15, 2001", "Jan 16, 2026"],
]
PENALTY = """The Reserve Bank of India (RBI) has, by an order dated April 20, 2026, imposed a monetary penalty of ₹1.00 lakh (Rupees One lakh only) on {name} (the bank) for non-compliance with the directions issued by RBI on ‘Know Your Customer’.
This action is based on deficiencies in regulatory compliance and is not intended to pronounce upon the validity of any transaction or agreement entered into by the bank with its customers.
The statutory inspection of the bank was conducted by RBI. Examination of the Inspection Report, Risk Assessment Report and all related correspondence revealed, inter alia, that the bank had not reported certain frauds and had furnished incorrect information.
Consequently, a notice was issued to the bank advising it to show cause as to why penalty should not be imposed on it.
After considering the bank’s reply, RBI came to the conclusion that the charge was substantiated and warranted imposition of monetary penalty on the bank.
Further, imposition of monetary penalty is without prejudice to any other action that may be initiated by RBI against the bank."""


def feed(*items):
    body = "".join(
        f"<item><title>{escape(title)}</title><link>https://www.rbi.org.in/scripts/BS_PressReleaseDisplay.aspx?prid={key}</link>"
        f"<description><![CDATA[{html}]]></description><pubDate>{at}</pubDate></item>"
        for key, title, at, html in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title><link>x</link><description>d</description>{body}</channel></rss>'


def served(body):
    data = body.encode()
    return {
        "list/press_releases/1": Document(
            name="",
            url="",
            opened=lambda: io.BytesIO(data),
            sha256="",
            size=len(data),
            fetched_at="2026-04-25T00:00:00Z",
        )
    }


def html(*lines, tables=()):
    return "".join(f"<p>{line}</p>" for line in lines) + "".join(map(table, tables))


def table(rows):
    return (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
        + "</table>"
    )


def entries(documents, state=None):
    parsed = SOURCE.parse(documents, state or State(), None)
    return {entry.id: entry for record in parsed.records for entry in [SOURCE.read(record.key, record.raw, {})]}


def one(title, *lines, tables=(), at="Fri, 24 Apr 2026 18:30:00"):
    return entries(served(feed((9, title, at, html(*lines, tables=tables)))))


def sample(name):
    return entries(golden.documents(SOURCE, SAMPLES / name))


def test_a_cancelled_licence_binds_from_the_day_that_the_text_states():
    read = sample("2026-04-24")
    (listing,) = read[P + "paytm-payments-bank-ltd"].listings
    assert (listing.kind, listing.list, listing.listed_on) == ("licence_revocation", "banking licence", "2026-04-24")
    assert [(each.type, each.effect, each.effective) for each in listing.measures] == [
        ("banking licence cancelled", "other", "2026-04-24")
    ]
    assert read["in_rbi:62621"].notice.doubts == ()


def test_a_table_names_each_company_with_its_certificate_and_its_day():
    read = sample("2026-02-10")
    parties = {key: entry for key, entry in read.items() if entry.type == "party"}
    assert len(parties) == 7 + 4
    kanoi = parties[P + "kanoi-leasfin-ltd"]
    assert kanoi.subject.identifiers[0].value == "05.00376"
    assert kanoi.listings[0].measures[0].type == "Certificate of Registration cancelled"
    assert kanoi.listings[0].listed_on == "2026-01-09"


@pytest.mark.parametrize("name", [path.name for path in sorted(SAMPLES.iterdir())])
def test_records_made_anew_from_what_is_kept_are_the_same(name):
    records = list(SOURCE.parse(golden.documents(SOURCE, SAMPLES / name), State(), None).records)
    assert {record.key: record.raw for record in SOURCE.recut(records)} == {
        record.key: record.raw for record in records
    }


def test_a_surrender_is_told_apart_from_a_cancellation():
    rama = sample("2026-02-10")[P + "rama-investment-co-pvt-ltd"]
    assert rama.listings[0].measures[0].type == "Certificate of Registration surrendered and cancelled"


def test_a_penalty_is_enforcement_with_its_amount_and_binds_nobody():
    read = sample("2023-07-03")
    (bank,) = [entry for entry in read.values() if entry.type == "party"]
    (listing,) = bank.listings
    assert (listing.kind, listing.listed_on) == ("enforcement", "2023-06-30")
    assert [(each.type, each.effect) for each in listing.measures] == [
        ("monetary penalty of ₹5,000/- (Rupees Five thousand only)", "none")
    ]
    assert bank.subject.addresses[0].full == "Khatra, West Bengal"
    assert read["in_rbi:55997"].notice.category == "enforcement"


@pytest.mark.parametrize(
    "name", ["Example Co-operative Bank Ltd., Patan, Gujarat", "Bank of Baroda", "HDFC Bank Limited"]
)
def test_the_whole_text_of_a_penalty_leaves_no_doubt(name):
    read = one(f"RBI imposes monetary penalty on {name}", *PENALTY.format(name=name).split("\n"))
    assert read["in_rbi:9"].notice.doubts == ()
    assert len(read) == 2


def test_directions_are_a_notice_that_mentions_the_bank_and_end_no_licence():
    notice = sample("2023-12-08")["in_rbi:56912"]
    assert (notice.notice.category, notice.notice.doubts) == ("statement", ())
    assert [mention.name for mention in notice.mentions] == ["The Imperial Urban Cooperative Bank Ltd."]


def test_two_banks_of_one_name_in_two_places_are_two():
    penalty = "RBI imposes monetary penalty on Janata Sahakari Bank Ltd., {}, Maharashtra"
    read = entries(
        served(
            feed(
                *(
                    (key, penalty.format(place), "Fri, 24 Apr 2026 18:30:00", html(penalty.format(place) + "."))
                    for key, place in ((1, "Pune"), (2, "Gondia"))
                )
            )
        )
    )
    assert len([key for key in read if key.startswith(P)]) == 2


def test_a_postal_code_that_the_title_leaves_out_makes_no_other_bank():
    read = one(
        "RBI cancels the licence of Example Bank Ltd., Pune, Maharashtra", CANCELLED.replace("Pune,", "Pune – 411001,")
    )
    assert len([key for key in read if key.startswith(P)]) == 1


@pytest.mark.parametrize(
    ("title", "lines", "why"),
    [
        ("RBI cancels the licence of Example Bank Ltd.", [], "no text"),
        ("RBI cancels the licence of Other Bank Ltd., Pune, Maharashtra", [CANCELLED], "the title names"),
        ("Licence", [CANCELLED.replace("has cancelled", "has not cancelled")], "negated"),
        ("Licence", [CANCELLED, "The cancellation has been stayed by the High Court."], "reversed, stayed"),
        ("Licence", [CANCELLED.replace("April 24", "April 30")], "and tells of 2026-04-30"),
        ("Penalty", ["The Appellate Tribunal has set aside the monetary penalty imposed on Example Bank Ltd."], "reversed"),
        ("RBI imposes monetary penalty on three Co-operative Banks", ["See the orders."], "not say readably"),
        ("RBI cancels Certificate of Registration of 2 NBFCs", ["The Reserve Bank of India has cancelled the Certificate of Registration (CoR) of the following companies."], "0 tables"),
        ("NBFCs surrender their Certificate of Registration to RBI", ["Details."], "no known way"),
    ],
)  # fmt: skip
def test_what_cannot_be_believed_is_told_with_its_doubts(title, lines, why):
    read = one(title, *lines)
    assert set(read) == {"in_rbi:9"}
    assert why in " ".join(read["in_rbi:9"].notice.doubts)


def changed(row=None, column=None, value=None, head=None):
    rows = [list(HEAD), *map(list, ROWS)]
    if head is not None:
        rows[0][head] = value
    else:
        rows[row][column] = value
    return rows


def swapped(first, second, *, heads):
    rows = [list(HEAD), *map(list, ROWS)]
    for row in rows if heads else rows[1:]:
        row[first], row[second] = row[second], row[first]
    return rows


def test_columns_are_known_by_their_headers_wherever_they_stand():
    assert companies(swapped(1, 3, heads=True), published="2026-02-10") == companies(
        [HEAD, *ROWS], published="2026-02-10"
    )


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD],
        swapped(1, 2, heads=False),
        swapped(1, 3, heads=False),
        swapped(4, 5, heads=False),
        swapped(2, 3, heads=False),
        changed(head=1, value="Director"),
        changed(head=2, value="Name of the Company"),
        changed(2, 0, "1"),
        changed(1, 1, "Aaa Finance"),
        changed(1, 1, "Aaa Finance Ltd and another"),
        changed(1, 1, ""),
        changed(1, 3, "B.05.00002"),
        changed(1, 3, "pending"),
        changed(1, 5, "Feb 11, 2026"),
        changed(1, 5, "soon"),
        changed(1, 4, "Jan 10, 2026"),
    ],
)
def test_a_table_that_does_not_hold_together_is_not_believed(rows):
    with pytest.raises(SourceChanged):
        companies(rows, published="2026-02-10")
    line = "The Reserve Bank of India has cancelled the Certificate of Registration (CoR) of the following companies."
    read = one(
        "RBI cancels Certificate of Registration of two NBFCs", line, tables=[rows], at="Tue, 10 Feb 2026 17:00:00"
    )
    assert set(read) == {"in_rbi:9"}
    assert "its table is not read" in " ".join(read["in_rbi:9"].notice.doubts)


@pytest.mark.parametrize(
    "broken",
    ["<table><tr><td colspan='2'>a</td></tr></table>", "<table><tr><td><table><tr><td>a</td></tr></table></td></tr></table>", "<iframe>a</iframe>", "<div>", "<table><tr><td>a</td></tr><tr></tr></table>"],
)  # fmt: skip
def test_html_that_is_not_understood_is_told_and_not_read(broken):
    read = entries(
        served(
            feed(
                (
                    9,
                    "RBI cancels the licence of Example Bank Ltd.",
                    "Fri, 24 Apr 2026 18:30:00",
                    html(CANCELLED) + broken,
                )
            )
        )
    )
    (entry,) = read.values()
    assert "its text is not read" in " ".join(entry.notice.doubts)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("Fri, 24 Apr 2026 18:30:00", "2026-04-24"),
        ("Fri, 24 Apr 2026 23:30:00 +0530", "2026-04-24"),
        ("Fri, 24 Apr 2026 20:30:00 GMT", "2026-04-25"),
        ("24 Apr 2026", "2026-04-24"),
    ],
)
def test_a_date_is_the_day_in_india(at, day):
    assert one("Some news", "Text.", at=at)["in_rbi:9"].notice.published == day


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Fri, 24 Apr 2026 18:30:00", "yesterday"),
        ("Fri, 24 Apr 2026 18:30:00", "Fri, 24 Apr 2026 18:30:00 -0800"),
        ("Fri, 24 Apr 2026 18:30:00", "Fri, 31 Apr 2026 18:30:00"),
        ("www.rbi.org.in/scripts", "www.example.org/scripts"),
        ("?prid=9", "?prid=x"),
        ("?prid=9", ""),
    ],
)
def test_a_feed_whose_items_are_built_otherwise_is_refused(old, new):
    body = feed((9, "Some news", "Fri, 24 Apr 2026 18:30:00", "Text"))
    assert old in body
    with pytest.raises(SourceChanged):
        entries(served(body.replace(old, new)))


@pytest.mark.parametrize(("rule", "title"), [(rule, title) for rule in ROUTINE for title in rule.examples])
def test_routine_is_nobodys_concern_and_says_why(rule, title):
    assert routine(title, ROUTINE, speaker=SPEAKER).startswith(tuple(f"{each.id}: " for each in ROUTINE))
    assert routine(title, [rule], speaker=SPEAKER) == f"{rule.id}: {rule.why}"


@pytest.mark.parametrize("title", [title for rule in ROUTINE for title in rule.counter_examples])
def test_what_may_be_somebodys_concern_is_taken(title):
    assert routine(title, ROUTINE, speaker=SPEAKER) is None


@pytest.mark.parametrize("text", DIRECTIONS.examples)
def test_directions_are_read_with_certainty(text):
    from sanctionwire.core.prose import classify  # noqa: PLC0415 - as in tests/core

    reading = classify(text, speaker=SPEAKER, rules=RBI_RULES)
    assert (reading.category, reading.lead.rule.id, reading.doubts) == ("statement", "directions", ())


def test_a_feed_that_shows_nothing_known_is_suspicious_until_an_operator_accepts_the_gap():
    seen = {
        "1": {
            "listing": "press_releases",
            "date": "2026-01-01",
            "first": "2026-01-01T00:00:00Z",
            "read": "2026-01-01T00:00:00Z",
            "sha": "x",
            "title": "t",
            "url": "u",
            "once": True,
        }
    }
    documents = served(feed((9, "Some news", "Fri, 24 Apr 2026 18:30:00", "<p>Text.</p>")))
    with pytest.raises(Suspicious):
        entries(documents, State(serial=1, seen=seen))
    assert len(entries(documents, State(serial=1, seen=seen, accept_gap=True))) == 1
