"""FinCEN's news releases: the real page read whole, whom a release names, and what in it is left to a person."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from mutations import WORDED, mutants
from sanctionwire.core.model import Entry
from sanctionwire.core.normalise import clean
from sanctionwire.core.prose.naming import text as line
from sanctionwire.errors import SourceChanged
from sanctionwire.rolling import PAGE, Item
from sanctionwire.source import Document, State
from sanctionwire.sources import us_fincen_news
from sanctionwire.sources.us_fincen_news import ABOUT, ROLL, SHAPE, SOURCE
from sanctionwire.sources.us_fincen_news.concerns import OTHERS, concerns
from sanctionwire.sources.us_fincen_news.listing import HOST, LISTING, page, slug

REAL = Path(__file__).parents[3] / "shared/data/fincen/FRAGMENT_news-release_bitzlato_2023-01-18_main.html"
real = pytest.mark.skipif(not REAL.is_file(), reason=f"no real capture at {REAL}")
SAMPLES = Path(us_fincen_news.__file__).parent / "samples"
RELEASES = f"https://{HOST}/news/news-releases"
BITZLATO = Item(
    key="bitzlato",
    listing="releases",
    title="FinCEN Identifies Virtual Currency Exchange Bitzlato as a “Primary Money Laundering Concern” in Connection "
    "with Russian Illicit Finance",
    url=f"{RELEASES}/bitzlato",
    date="2023-01-18",
)
HUIONE = "fincen-issues-final-rule-severing-huione-group-us-financial-system"
RULE = Item(
    key=HUIONE,
    listing="releases",
    title="FinCEN Issues Final Rule Severing Huione Group from the U.S. Financial System",
    url=f"{RELEASES}/{HUIONE}",
    date="2025-10-14",
)
FINAL = SAMPLES / "huione-final-rule" / f"item__{HUIONE}__page.html"
ORDER = next((SAMPLES / "bitzlato-order").glob("item__*"))


def document(name: str, body: bytes, status: int = 200) -> Document:
    return Document(
        name=name, url="", opened=lambda: io.BytesIO(body), sha256="", size=len(body), status=status,
        fetched_at="2026-09-21T00:00:00Z",
    )  # fmt: skip


def release(body: bytes, item: Item = RULE) -> Entry:
    """The notice of one page."""
    return ROLL.item(item, json.loads(json.dumps(ROLL.cut(item, {PAGE: document(PAGE, body)}))))


def prose(text: str, item: Item = RULE) -> Entry:
    """The notice of the sample's page with another text."""
    body = re.sub(
        r'(field__item">)<p>.*?(?=\n</div>)', lambda found: found[1] + text, FINAL.read_text("utf-8"), flags=re.DOTALL
    )
    return release(body.encode(), item)  # fmt: skip


def sample(name: str) -> dict[str, Document]:
    files = {file.stem.replace("__", "/"): file for file in (SAMPLES / name).iterdir() if "__" in file.name}
    return {name: document(name, file.read_bytes()) for name, file in files.items()}


def entries(documents: dict[str, Document]) -> dict[str, Entry]:
    parsed = SOURCE.parse(documents, State(), None)
    return {entry.id: entry for entry in (SOURCE.read(each.key, each.raw, {}) for each in parsed.records)}


# --- The real release -------------------------------------------------------------------------------------------------
@real
def test_the_real_release_is_read_as_what_it_is():
    entry = release(REAL.read_bytes(), BITZLATO)
    notice = entry.notice
    assert (entry.id, entry.type) == ("us_fincen_news:bitzlato", "notice")
    assert (notice.title, notice.published, notice.category) == (BITZLATO.title, "2023-01-18", "rule")
    assert (notice.agencies, notice.number, notice.doubts, notice.claims) == (("FinCEN",), None, (), ())
    assert notice.text.startswith(
        "Action is the First Order Issued under Powerful New “Section 9714” Authority\nWASHINGTON—"
    )
    (mention,) = entry.mentions
    assert (mention.name, mention.schema_) == ("Bitzlato Limited", "Company")
    assert "issued an order that identifies the virtual currency exchange Bitzlato Limited" in mention.sentence


@real
def test_the_real_release_leads_to_the_order_under_its_number():
    documents = {each.title: each for each in release(REAL.read_bytes(), BITZLATO).notice.documents}
    order = documents["Order Bitzlato"]
    assert (order.number, order.date) == ("2023-01189", "2023-01-23")
    assert documents["FAQs Bitzlato"].url == f"https://{HOST}/system/files/shared/FAQs_Bitzlato%20FINAL%20508.pdf"
    assert documents["FAQs Bitzlato"].number is None


@real
def test_nothing_of_the_real_release_is_overlooked():
    root = etree.fromstring(REAL.read_text("utf-8"), etree.HTMLParser(remove_comments=True))
    known = ROLL.cut(BITZLATO, {PAGE: document(PAGE, REAL.read_bytes())})
    whole = clean(" ".join(root.itertext()))
    read = " ".join([known["title"], "Immediate Release", "January 18, 2023", *map(line, known["blocks"])])
    assert re.sub(r"\s", "", read) == re.sub(r"\s", "", whole)
    assert "rest" not in known
    links = {each.get("href") for each in root.iter("a")}
    taken = {url for block in known["blocks"] for _, url in block["links"]}
    assert len(links) == len(taken) + 1, "all but the address for mail"
    assert {each.url for each in release(REAL.read_bytes(), BITZLATO).notice.documents} == taken


@real
def test_a_release_lists_nobody_and_covers_nobody():
    for entry in (release(REAL.read_bytes(), BITZLATO), release(FINAL.read_bytes())):
        assert (entry.listings, entry.relations, entry.covered_by, entry.subject, entry.instrument) == (
            (),
            (),
            (),
            None,
            None,
        )


# --- The samples ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "day", "party", "number"),
    [
        ("huione-final-rule", "2025-10-14", "Huione Group", "2025-19571"),
        ("huione-finding", "2025-05-01", "Huione Group", "2025-07837"),
        ("bitzlato-order", "2023-01-18", "Bitzlato Limited", "2023-01189"),
    ],
)
def test_a_sample_is_one_notice_of_its_party(name, day, party, number):
    (entry,) = entries(sample(name)).values()
    assert (entry.notice.category, entry.notice.published, entry.notice.doubts) == ("rule", day, ())
    assert [mention.name for mention in entry.mentions] == [party]
    assert [each.number for each in entry.notice.documents] == [number]


def test_a_title_of_another_matter_is_seen_with_the_reason_and_not_taken():
    parsed = SOURCE.parse(sample("huione-final-rule"), State(), None)
    assert parsed.seen["fincen-names-new-deputy-director"]["why"] == "people: appointments and leave-taking"
    assert [record.key for record in parsed.records] == [HUIONE]


def test_an_act_of_another_authority_is_a_claim_of_fincen():
    (claim,) = release(FINAL.read_bytes()).notice.claims
    assert claim.startswith("On the same day, the Office of Foreign Assets Control (OFAC) imposed sanctions")


def test_the_footer_is_no_part_of_a_release():
    assert b"field--name-body" in FINAL.read_bytes().partition(b"<footer>")[2]
    assert release(re.sub(rb"<footer>.*</footer>", b"", FINAL.read_bytes(), flags=re.DOTALL)) == release(
        FINAL.read_bytes()
    )


def test_white_space_is_no_change():
    body = (
        FINAL.read_text("utf-8").replace("<p>", "\n<p >\n\t").replace("Huione Group from", "Huione\n\tGroup&nbsp;from")
    )
    assert release(body.encode()) == release(FINAL.read_bytes())


# --- The list ---------------------------------------------------------------------------------------------------------
ROW = (
    '<div class="views-row"><div class="views-field views-field-title"><a href="{url}">{title}</a></div>'
    '<div class="views-field views-field-field-date">{day}</div></div>'
)


def listing(*rows: str, view: str = "view view-press-releases") -> bytes:
    return f'<html><body><div class="{view}">{"".join(rows)}</div></body></html>'.encode()


def row(
    url: str = "/news/news-releases/some-release", title: str = "FinCEN Issues Rule", day: str = "October 14, 2025"
) -> str:
    return ROW.format(url=url, title=title, day=day)


def test_the_list_is_paged_from_zero():
    (first,) = SOURCE.requests(State(), datetime(2026, 9, 21, tzinfo=UTC))
    assert (first.name, first.url, first.conditional) == ("list/releases/1", LISTING, True)
    assert page("releases", document("list/releases/1", listing(row()))).next == f"{LISTING}?page=1"
    assert page("releases", document("list/releases/2", listing(row()))).next == f"{LISTING}?page=2"
    assert page("releases", document("list/releases/3", listing())).next is None


@pytest.mark.parametrize(
    "day",
    [
        "October 14, 2025",
        "10/14/2025",
        '<time datetime="2025-10-14T12:00:00Z">October 14, 2025</time>',
        '<div class="field-content"><time datetime="2025-10-14T12:00:00Z">10/14/2025</time></div>',
    ],
)
def test_a_row_is_a_release_with_its_day(day):
    (item,) = page("releases", document("list/releases/1", listing(row(day=day)))).items
    assert item == Item(key="some-release", listing="releases", title="FinCEN Issues Rule", url=f"{RELEASES}/some-release",
                        date="2025-10-14")  # fmt: skip


def test_a_row_that_leads_elsewhere_is_seen_and_left_out():
    _, other = page(
        "releases", document("list/releases/1", listing(row(), row(url="https://home.treasury.gov/news")))
    ).items
    assert other.key.startswith("elsewhere/")
    assert concerns(other) == "not a news release of its own"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"<html><body>Maintenance</body></html>", "no div"),
        (listing(row(), view="view view-news"), "no div"),
        (listing(row(url="/news/elsewhere")), "none leads to a release"),
        (listing(row(day="soon")), "no date"),
        (listing(row(day="October 2025")), "one day"),
        (listing(row(day="")), "no date"),
        (listing(row(day='<time datetime="2025-10-14"></time><time datetime="2025-10-15"></time>')), "one day"),
        (listing(row(title=" ")), "links in the title"),
        (listing(row().replace("views-field-title", "title")), "no div"),
        (listing(row().replace("</a>", '</a><a href="/x">again</a>')), "2 links"),
        (listing(row())[:-40], "cut short|open"),
    ],
)  # fmt: skip
def test_a_list_that_is_none_is_refused(body, why):
    with pytest.raises(SourceChanged, match=why):
        page("releases", document("list/releases/1", body))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (f"{RELEASES}/Some-Release/", "some-release"),
        ("https://fincen.gov/news/news-releases/some-release", "some-release"),
        (f"{RELEASES}/", None),
        (f"{RELEASES}/a/b", None),
        (f"https://{HOST}/news/press-releases/some-release", None),
        (f"http://{HOST}/news/news-releases/some-release", None),
        (f"https://{HOST}.evil.example/news/news-releases/some-release", None),
        ("javascript:alert(1)", None),
        ("https://[", None),
    ],
)
def test_only_an_address_of_a_release_has_a_slug(url, key):
    assert slug(url) == key


# --- Which concern anybody ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("rule", "title"), [(rule, title) for rule in OTHERS for title in rule.examples])
def test_a_title_of_another_matter_is_left_out(rule, title):
    assert concerns(Item(key="x", listing="releases", title=title, url=RULE.url)) == f"{rule.id}: {rule.why}"


@pytest.mark.parametrize(
    "title",
    [
        RULE.title,
        BITZLATO.title,
        "FinCEN Finds Cambodia-Based Huione Group to be of Primary Money Laundering Concern",
        "FinCEN Renews Residential Real Estate Geographic Targeting Orders",
        "FinCEN Extends Effective Dates of Orders Issued Under Fentanyl Sanctions Act",
        "FinCEN Assesses $1.3 Billion Penalty",
        "FinCEN Grants Relief from a Special Measure",
        "Remarks of the Director on the Final Rule at a Conference",
        "FinCEN Names Three Institutions of Primary Money Laundering Concern, Officer Says",
        "A title that tells nothing",
        "",
        *(title for rule in OTHERS for title in rule.counter_examples),
    ],
)
def test_whatever_is_not_surely_of_another_matter_is_taken(title):
    assert concerns(Item(key="x", listing="releases", title=title, url=RULE.url)) is None


# --- What is left to a person ------------------------------------------------------------------------------------------
def test_whom_an_act_is_of_and_cannot_be_told_is_a_doubt():
    entry = prose(
        "<p>FinCEN issued orders. FinCEN issued a final rule severing ten Mexican gambling houses from the U.S. financial system.</p>"
    )
    assert any("whom it is about is not certain" in doubt for doubt in entry.notice.doubts)
    assert not entry.mentions


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (RULE.title, "FinCEN issued a notice withdrawing its finding that Some Bank PLC is of primary money laundering concern."),
        (RULE.title, "Today, FinCEN issued a final rule rescinding the rule severing Some Bank PLC from the U.S. financial system."),
        ("FinCEN Withdraws Its Finding on a Bank", "FinCEN issued an order today, of which more is said here."),
        ("A Bank Is Told Of", "FinCEN withdraws its finding that Some Bank PLC is of primary money laundering concern."),
    ],
)  # fmt: skip
def test_what_takes_back_is_never_read_as_what_it_takes_back(title, text):
    body = FINAL.read_text("utf-8").replace(f">{RULE.title}</span>", f">{title}</span>")
    body = re.sub(r'(field__item">)<p>.*?(?=\n</div>)', lambda found: f"{found[1]}<p>{text}</p>", body, flags=re.DOTALL)
    entry = release(body.encode())
    assert entry.notice.doubts
    assert not entry.mentions


def test_a_part_of_the_page_that_is_not_known_is_a_doubt_and_the_rest_is_read():
    body = FINAL.read_bytes().replace(b"</article>", b"<div class=field>Contact: a person</div></article>")
    entry = release(body)
    assert entry.notice.doubts == ("the page has a part that is not known: “Contact: a person”",)
    assert [mention.name for mention in entry.mentions] == ["Huione Group"]


def test_a_page_that_cannot_be_had_or_read_is_a_notice_for_a_person():
    documents = sample("huione-final-rule")
    name = f"item/{HUIONE}/page"
    for body, status, why in [
        (b"", 404, "answers 404"),
        (b"", 200, "an empty body"),
        (b"<html><body><p>Maintenance</p></body></html>", 200, "0 of .field--name-field-date-release"),
        (documents[name].read()[:2000], 200, "cut short"),
    ]:
        (entry,) = entries(documents | {name: document(name, body, status)}).values()
        assert (entry.notice.title, entry.notice.published) == (RULE.title, "2025-10-14")
        assert any(why in doubt for doubt in entry.notice.doubts), entry.notice.doubts
        assert not entry.mentions


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('<link rel="canonical"', '<link rel="x"', ""),
        (f'{HUIONE}">', 'another-release">', ""),
        ("October 14, 2025</time>", "October 24, 2025</time>", "2025-10-24, beside 2025-10-14"),
        ("October 14, 2025</time>", "soon</time>", "no date"),
        ("<time", "<time datetime=2025-10-14>October 14, 2025</time><time", "2 dates"),
        ("<article>", "", "articles around|cut short"),
        ("<article>", "<article><article>", "articles around"),
        ("treas-page-title", "page-title", "0 of .treas-page-title"),
        ("field--name-body field--type", "field--type", "0 of .field--name-body"),
        ("</article>", '<div class="field--name-body">again</div></article>', "2 of .field--name-body"),
    ],
)  # fmt: skip
def test_a_page_that_is_another_or_contradicts_the_list_is_refused(old, new, why):
    body = FINAL.read_text("utf-8")
    assert old in body
    spoilt = body.replace(old, new, 1).encode()
    if why:
        with pytest.raises(SourceChanged, match=why):
            release(spoilt)
    else:
        assert release(spoilt) == release(FINAL.read_bytes()), "its title says of which release it is"


def test_without_an_address_of_its_own_a_page_must_have_the_title_of_the_list_and_with_one_it_may_be_edited():
    body = FINAL.read_text("utf-8").replace(f">{RULE.title}<", ">Another Title<")
    assert release(body.encode()).notice.title == "Another Title"
    with pytest.raises(SourceChanged, match="a page titled"):
        release(body.replace("canonical", "x").encode())


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script> FinCEN Issues Rule",
        "FinCEN &lt;!channel&gt; <b>x</b>",
        "FinCEN \u202eIssues\u202c \u0007a Rule",
        "FinCEN [click](javascript:alert(1)) " + "x" * 10_000,
        "FinCEN Issues Final Rule Severing Innocent Bank PLC from the U.S. Financial System",
    ],
)
def test_a_hostile_title_is_text_and_states_nothing_of_anybody(title):
    shown = page("releases", document("list/releases/1", listing(row(title=title)))).items[0].title
    body = FINAL.read_text("utf-8").replace(f">{RULE.title}</span>", f">{title}</span>")
    entry = release(body.encode())
    for text in (entry.notice.title, shown):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000-\u001f]", text)
    assert [mention.name for mention in entry.mentions] == ["Huione Group"] or entry.notice.doubts
    assert {mention.name for mention in entry.mentions} <= {"Huione Group"}
    unread = ROLL.doubtful(Item(key="x", listing="releases", title=shown, url=RULE.url), "gone")
    assert not unread.mentions
    assert unread.notice.doubts


def test_links_elsewhere_are_no_documents_and_numbers_are_the_federal_registers_alone():
    links = {
        "https://www.federalregister.gov/documents/2025/10/16/2025-19571/imposition": ("2025-19571", "2025-10-16"),
        "https://www.federalregister.gov/public-inspection/2025-19571/imposition": ("2025-19571", None),
        "https://www.federalregister.gov/documents/2025/99/99/2025-19571/x": ("2025-19571", None),
        "https://www.federalregister.gov/documents/search?conditions=2025-19571": (None, None),
        "https://www.govinfo.gov/d/2025-19571": (None, None),
        "/system/files/2025-10/rule.pdf": (None, None),
        "https://federalregister.gov.evil.example/d/2025-19571": "none",
        "/news/news-releases/another": "none",
        "javascript:alert(1)": "none",
    }
    text = "<p>" + "It says more. " * 5 + "".join(f'<a href="{url}">{n}</a>' for n, url in enumerate(links)) + "</p>"
    found = {int(each.title): (each.number, each.date) for each in prose(text).notice.documents}
    assert found == {n: wanted for n, wanted in enumerate(links.values()) if wanted != "none"}


# --- Mutations --------------------------------------------------------------------------------------------------------
MUTATED = [
    pytest.param(ORDER, BITZLATO, 100, id="order"),
    pytest.param(FINAL, RULE, 100, id="final rule"),
    pytest.param(REAL, BITZLATO, 200, id="real", marks=real),
]


@pytest.mark.parametrize(("path", "item", "count"), MUTATED)
def test_a_mutated_page_says_of_nobody_what_it_did_not_say(path, item, count):
    body = path.read_bytes()
    unspoilt = release(body, item)
    read = 0
    for mutant in mutants(body, count, seed=9714):
        try:
            entry = release(mutant.body, item)
        except SourceChanged:
            continue
        read += 1
        assert not entry.listings, mutant.what
        assert (entry.id, entry.notice.agencies) == (unspoilt.id, ("FinCEN",)), mutant.what
        assert entry.notice.published == item.date, mutant.what
        assert {each.name for each in entry.mentions} <= {each.name for each in unspoilt.mentions}, mutant.what
        assert {each.country for each in entry.mentions} <= {"kh", None}, mutant.what
        assert {each.url for each in entry.notice.documents} <= {each.url for each in unspoilt.notice.documents}
        assert entry.notice.category in {"rule", "other", "statement"} or entry.notice.doubts, mutant.what
    assert count // 10 < read < count


@pytest.mark.parametrize("path", [FINAL, pytest.param(REAL, marks=real)], ids=["final rule", "real"])
def test_a_page_with_other_words_is_read_or_refused(path):
    item = RULE if path is FINAL else BITZLATO
    for mutant in mutants(path.read_bytes(), 60, seed=311, kinds=WORDED):
        try:
            entry = release(mutant.body, item)
        except SourceChanged:
            continue
        assert not entry.listings, mutant.what


def test_a_mutated_list_is_refused_or_has_no_other_releases():
    body = (SAMPLES / "huione-final-rule/list__releases__1.html").read_bytes()
    known = {item.key: item for item in page("releases", document("list/releases/1", body)).items}
    for mutant in mutants(body, 120, seed=31):
        try:
            found = page("releases", document("list/releases/1", mutant.body)).items
        except SourceChanged:
            continue
        for item in found:
            assert item.key in known or item.key.startswith("elsewhere/"), mutant.what
            assert item.key not in known or item.title == known[item.key].title, mutant.what


def test_the_source_says_that_it_binds_nobody_and_what_no_capture_proves():
    assert "binds no one" in ABOUT.addressees
    assert "Legal basis" in ABOUT.does_not_cover
    assert "from no capture" in ABOUT.does_not_cover
    assert (ABOUT.kind, ABOUT.verified_on, SHAPE.article) == ("rolling", "2023-01-18", None)
