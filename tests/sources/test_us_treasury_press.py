"""The Treasury's press releases: both generations of the page, whom they name, and what in them is not believed."""

from __future__ import annotations

import io
import json
import random
import re
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from sanctionwire.core.model import Entry
from sanctionwire.core.normalise import name_key
from sanctionwire.core.prose.asides import disagreements
from sanctionwire.core.prose.naming import MOST, NOT_PARTIES, is_name, mentions
from sanctionwire.errors import SourceChanged, Suspicious
from sanctionwire.rolling import Item
from sanctionwire.source import Document, State
from sanctionwire.sources import us_treasury_press
from sanctionwire.sources.us_treasury_press import ABOUT, ROLL, SOURCE
from sanctionwire.sources.us_treasury_press.concerns import OTHERS, concerns
from sanctionwire.sources.us_treasury_press.listing import NEWEST, SITE, number, page

REAL = Path(__file__).parents[3] / "shared/data/treasury/FRAGMENT_sb0278_PrinceGroup_Huione_2025-10-14_article.html"
real = pytest.mark.skipif(not REAL.is_file(), reason=f"no real capture at {REAL}")
SAMPLES = Path(us_treasury_press.__file__).parent / "samples"
TITLE = "U.S. and U.K. Take Largest Action Ever Targeting Cybercriminal Networks in Southeast Asia"
SB0278 = Item(
    key="sb0278", listing="releases", title=TITLE, url=f"{SITE}/news/press-releases/sb0278", date="2025-10-14"
)
BODY = (
    "<html><body><h2 class=uswds-page-title>{title}</h2><article about=/news/press-releases/sb0278/ "
    "class=entity--type-node><div class=field--name-field-news-publication-date><time datetime=2025-10-14T14:10:00Z>"
    "October 14, 2025</time></div><div class=field--name-field-news-body><p>{text}</article></body></html>"
)


def document(name: str, body: bytes, status: int = 200, url: str = "") -> Document:
    """A document as served."""
    return Document(
        name=name, url=url, opened=lambda: io.BytesIO(body), sha256="", size=len(body), status=status,
        fetched_at="2026-09-21T00:00:00Z",
    )  # fmt: skip


def sample(name: str) -> dict[str, Document]:
    """The documents of a sample by name."""
    files = {file.stem.replace("__", "/"): file for file in (SAMPLES / name).iterdir() if "__" in file.name}
    return {name: document(name, file.read_bytes()) for name, file in files.items()}


def page_cut(item: Item, body: bytes) -> dict[str, Any]:
    """One page as it is kept."""
    return dict(ROLL.cut(item, {"page": document("page", body)}))


def release(body: bytes, item: Item = SB0278) -> Entry:
    """The notice of one page."""
    return ROLL.item(item, json.loads(json.dumps(page_cut(item, body))))


def prose(text: str, title: str = TITLE) -> Entry:
    """The notice of a page with this text."""
    return release(BODY.format(title=title, text=text + " " + "and so it goes on, " * 3).encode())


def entries(documents: dict[str, Document], state: State | None = None) -> dict[str, Entry]:
    """What a check of these documents yields, by id."""
    parsed = SOURCE.parse(documents, state or State(), None)
    read_ = (SOURCE.read(record.key, record.raw, {}) for record in parsed.records)
    return {entry.id: entry for entry in read_}


def shard(*rows: dict[str, object], count: int | None = None) -> bytes:
    """A year's list."""
    return json.dumps(
        {"category": "press-releases", "count": len(rows) if count is None else count, "items": rows}
    ).encode()


def row(key: str, day: str = "2026-06-23", title: str = "Treasury Sanctions a Network") -> dict[str, object]:
    """One row of it."""
    return {"title": title, "url": f"/news/press-releases/{key}/", "date": day, "datetime": f"{day}T14:00:00Z"}


def manifest(*years: int, path: str = "/news-data/press-releases/search/{}.json") -> bytes:
    """The manifest of these years."""
    shards = [{"name": str(year), "endYear": year, "path": path.format(year), "count": 1} for year in years]
    return json.dumps({"category": "press-releases", "searchShards": shards}).encode()


# --- The real release -------------------------------------------------------------------------------------------------
@real
def test_the_real_release_is_read_as_what_it_is():
    entry = release(REAL.read_bytes())
    notice = entry.notice
    assert (entry.id, entry.type, notice.number) == ("us_treasury_press:sb0278", "notice", "sb0278")
    assert (notice.title, notice.published, notice.category) == (TITLE, "2025-10-14", "designation")
    assert notice.agencies == ("FinCEN", "OFAC")
    assert notice.doubts == ()
    assert notice.text.startswith("Treasury Designates One Scam Network As A Transnational Criminal Organization;")
    urls = " ".join(each.url for each in notice.documents)
    for part in (
        "PrinceGroupPR-Annex.pdf",
        "recent-actions/20251014",
        "final-rule-severing-huione-group",
        "www.gov.uk/",
    ):
        assert part in urls
    assert "news/press-releases/" not in urls, "other releases are not documents of this one"


@real
def test_a_press_release_lists_nobody_and_covers_nobody():
    entry = release(REAL.read_bytes())
    assert not entry.listings
    assert not entry.relations
    assert not entry.covered_by
    assert entry.subject is None
    assert entry.instrument is None


@real
def test_the_slip_in_the_real_release_is_shown_as_a_disagreement_and_not_believed():
    entry = release(REAL.read_bytes())
    (said,) = entry.notice.disagreements
    assert said.startswith("The release contradicts itself: one order is cited as 13851 and 13581. Neither is taken")
    assert "Executive Order (E.O.) 13851, as amended by E.O. 13863 (“E.O. 13581, as amended”)" in said, "it is quoted"
    rest = entry.model_copy(update={"notice": entry.notice.model_copy(update={"disagreements": ()})})
    assert "13851" not in rest.model_dump_json()
    assert not entry.notice.doubts, "the slip makes no riddle of the rest"


@real
def test_whom_the_real_release_names_is_named_with_its_sentence():
    entry = release(REAL.read_bytes())
    named = {mention.name: mention for mention in entry.mentions}
    assert {
        "Chen Zhi", "Prince Holding Group", "Prince Bank Plc.", "Huione Group", "Jin Bei Group Co. Ltd.", "Lei Bo",
        "Ing Dara", "Prince Huan Yu Real Estate Cambodia Group Co. Ltd", "Sin Huat Alan Yeo", "Zhou Yun", "Rose Wang",
        "Chen Xiao’er", "Aqua Pure Water Inc.", "Prince Group Transnational Criminal Organization",
        "Grand Legend International Asset Management Co., Ltd.",
    } <= named.keys()  # fmt: skip
    assert (
        not {"WASHINGTON", "Secretary of the Treasury Scott Bessent", "Annex I", "Prince Holding Group, Chen Zhi"}
        & named.keys()
    )
    assert not {"Broken Tooth", "Federal Bureau of Investigation", "Yi Ming Dali"} & named.keys()
    assert all(mention.sentence and mention.name in mention.sentence for mention in entry.mentions)
    assert (named["Chen Zhi"].schema_, named["Chen Zhi"].country) == ("Person", "kh")
    assert named["Chen Zhi"].sentence.startswith("OFAC is designating Chen Zhi, Lei Bo")
    assert (named["Huione Group"].schema_, named["Huione Group"].country) == (None, "kh")
    assert (named["Jing Pin Inc."].schema_, named["Jing Pin Inc."].country) == ("Company", None)
    assert len({name_key(name) for name in named}) == len(named)


@real
def test_what_others_did_is_a_claim_of_the_treasury():
    claims = " ".join(release(REAL.read_bytes()).notice.claims)
    assert "The U.K.’s FCDO has concurrently imposed sanctions on Prince Holding Group, Chen Zhi" in claims
    assert "criminal indictment in the U.S. District Court" in claims
    assert "OFAC has imposed sweeping sanctions" not in claims
    assert "took complementary actions against criminal networks responsible" in claims, (
        "the UK's, not the Treasury's own"
    )


# --- Both generations -------------------------------------------------------------------------------------------------
def minified(body: str) -> str:
    """A page as the static site has it: no quotes and no closing tags that HTML can do without."""
    body = re.sub(r'(\w)="([\w./:-]+)"', r"\1=\2", re.sub(r"<!--.*?-->|</p>", "", body))
    return re.sub(r">\s+<", "><", body)


@pytest.mark.parametrize(
    "body", [pytest.param(REAL, marks=real, id="real"), SAMPLES / "prince-group/item__sb0278__page.html"]
)
def test_the_static_generation_reads_as_the_one_before(body):
    older = body.read_text("utf-8")
    newer = minified(older)
    assert newer != older
    assert release(newer.encode()) == release(older.encode())


@pytest.mark.parametrize(
    ("name", "key", "day", "agencies"),
    [
        ("prince-group", "sb0278", "2025-10-14", ("FinCEN", "OFAC")),
        ("further-targets", "sb0538", "2026-06-23", ("FinCEN", "OFAC")),
    ],
)
def test_a_sample_of_each_generation_is_one_notice(name, key, day, agencies):
    (entry,) = entries(sample(name)).values()
    assert (entry.id, entry.notice.published, entry.notice.agencies) == (f"us_treasury_press:{key}", day, agencies)
    assert entry.notice.category == "designation"
    assert not entry.notice.doubts


def test_the_latest_news_beside_a_release_is_no_part_of_it():
    for name in ("prince-group", "further-targets"):
        documents = sample(name)
        (entry,) = entries(documents).values()
        assert "nother release" not in entry.model_dump_json()
        (path,) = [each for each in documents if each.startswith("item/")]
        body = re.sub(
            rb"<aside.*?</aside>|<div class=latest-news>.*?</div>", b"", documents[path].read(), flags=re.DOTALL
        )
        assert len(body) < documents[path].size
        assert entries(documents | {path: document(path, body)}) == {entry.id: entry}


def test_the_order_of_names_is_no_change():
    body = "<p>Now <b>Ann Bee</b> is seen.<p>Now <b>Cy Dee</b> is seen.<p>" + "More of it. " * 9
    one, other = prose(body), prose(body.replace("Ann Bee", "X").replace("Cy Dee", "Ann Bee").replace("X", "Cy Dee"))
    assert one.mentions == other.mentions
    assert one == Entry.model_validate(one.plain())


def test_white_space_and_comments_are_no_change():
    body = (SAMPLES / "prince-group/item__sb0278__page.html").read_text("utf-8")
    other = re.sub(r"<!-- .*?-->", "", body).replace("&nbsp;", " ").replace("<p>", "\n<p >\n\t")
    assert release(body.encode()) == release(other.encode())


# --- The lists --------------------------------------------------------------------------------------------------------
def test_the_manifest_leads_to_the_newest_year_and_then_to_what_is_new():
    (first,) = SOURCE.requests(State(), datetime(2026, 9, 21, tzinfo=UTC))
    assert (first.name, first.conditional) == ("list/releases/1", True)
    documents = {first.name: document(first.name, manifest(2024, 2026, 2025))}
    (second,) = SOURCE.follow(State(), documents)
    assert (second.name, second.url) == ("list/releases/2", f"{SITE}/news-data/press-releases/search/2026.json")
    body = shard(
        row("sb0538"), row("sb0607", "2026-08-19", "Treasury Announces Nominal Long-End Liquidity Support Buybacks")
    )
    documents[second.name] = document(second.name, body)
    (third,) = SOURCE.follow(State(), documents)
    assert (third.name, third.url) == ("item/sb0538/page", f"{SITE}/news/press-releases/sb0538/")
    assert third.may_fail
    documents[third.name] = document(third.name, b"", 404, third.url)
    assert SOURCE.follow(State(), documents) == []


def test_what_is_left_out_is_seen_with_the_reason():
    parsed = SOURCE.parse(sample("further-targets"), State(), None)
    assert parsed.seen["sb0607"]["why"] == "the government's debt and cash"
    assert "why" not in parsed.seen["sb0538"]
    kept = SOURCE.parse(sample("prince-group"), State(), None).seen
    assert {note["why"] for key, note in kept.items() if key.startswith("elsewhere/")} == {
        "not a press release of its own"
    }


def test_in_january_the_year_before_is_read_until_something_known_is_met():
    state = State(serial=3, seen={"sb0999": {"listing": "releases", "sha": "x", "first": "2026-12-30T00:00:00Z",
                                            "read": "2026-12-30T00:00:00Z", "date": "2026-12-30", "url": "", "title": ""}})  # fmt: skip
    documents = {
        "list/releases/1": document("list/releases/1", manifest(2026, 2027)),
        "list/releases/2": document("list/releases/2", shard(row("sb1001", "2027-01-02"))),
    }
    wanted = {request.name: request.url for request in SOURCE.follow(state, documents)}
    assert wanted["list/releases/3"] == f"{SITE}/news-data/press-releases/search/2026.json"
    documents["list/releases/3"] = document(
        "list/releases/3", shard(row("sb0999", "2026-12-30"), row("sb1000", "2026-12-31"))
    )
    assert {request.name for request in SOURCE.follow(state, documents)} == {
        "item/sb0999/page", "item/sb1000/page", "item/sb1001/page",
    }, "sb0999 reads otherwise in the list"  # fmt: skip


def test_a_list_without_anything_known_is_a_gap_and_told():
    state = State(serial=3, seen={"sb0001": {"listing": "releases", "sha": "x", "first": "2024-01-01T00:00:00Z",
                                            "read": "2024-01-01T00:00:00Z", "date": "2024-01-01", "url": "", "title": ""}})  # fmt: skip
    documents = {f"list/releases/{n}": document(f"list/releases/{n}", body) for n, body in enumerate(
        [manifest(2027), *(shard(row(f"sb{year}", f"{year}-02-01")) for year in (2027, 2026, 2025))], 1)}  # fmt: skip
    documents |= {f"item/sb{y}/page": document(f"item/sb{y}/page", b"", 404) for y in (2025, 2026, 2027)}
    with pytest.raises(Suspicious, match="seen before"):
        SOURCE.parse(documents, state, None)


def test_only_the_newest_of_a_list_are_looked_at():
    rows = [row(f"sb{n:04}", f"2026-{1 + n // 28:02}-{1 + n % 28:02}") for n in range(200)]
    random.Random(1).shuffle(rows)
    found = page("releases", document("list/releases/2", shard(*rows)))
    assert [item.key for item in found.items] == [f"sb{n:04}" for n in range(199, 199 - NEWEST, -1)]
    assert found.next == f"{SITE}/news-data/press-releases/search/2025.json"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Maintenance</html>",
        b"[]",
        b'{"items": [], "count": 0}',
        b'{"category": "featured-stories", "searchShards": []}',
        manifest(),
        manifest(2026, path="https://evil.example/{}.json"),
        manifest(2026, path="/news-data/press-releases/search/../../{}.json"),
        shard(row("sb0538"), count=2),
        shard({"url": "/news/press-releases/sb1/", "date": "2026-06-23"}),
        shard({"title": "A title", "date": "2026-06-23"}),
        shard({"title": "A title", "url": "/news/press-releases/sb1/"}),
        shard({"title": "A title", "url": "/news/press-releases/sb1/", "date": "June 23"}),
        shard({"title": " \u202e ", "url": "/news/press-releases/sb1/", "date": "2026-06-23"}),
        b'{"category": "press-releases", "count": true, "items": []}',
        b'{"category": "press-releases", "count": 1, "items": ["x"]}',
    ],
)
def test_a_list_that_is_none_is_refused(body):
    with pytest.raises(SourceChanged):
        page("releases", document("list/releases/1", body))


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (f"{SITE}/news/press-releases/sb0278", "sb0278"),
        (f"{SITE}/news/press-releases/TG993/", "tg993"),
        (f"{SITE}/news/press-releases/joint-statement-on-scam-centers", "joint-statement-on-scam-centers"),
        (f"{SITE}/news/press-releases/statements-remarks/", None),
        (f"{SITE}/news/press-releases/Readouts", None),
        (f"{SITE}/news/press-releases/", None),
        (f"{SITE}/news/press-releases/sb0278/../sb0001", None),
        (f"{SITE}/news/featured-stories/sb0278", None),
        ("https://home.treasury.gov.evil.example/news/press-releases/sb0278", None),
        ("http://home.treasury.gov/news/press-releases/sb0278", None),
        ("javascript:alert(1)", None),
        ("https://[", None),
    ],
)
def test_only_an_address_of_a_release_has_a_number(url, key):
    assert number(url) == key


# --- Which concern anybody ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("rule", "title"), [(rule, title) for rule in OTHERS for title in rule.examples])
def test_a_title_of_another_matter_is_left_out(rule, title):
    assert concerns(Item(key="sb1", listing="releases", title=title, url=f"{SITE}/news/press-releases/sb1")) == rule.why


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "Treasury Sanctions Southeast Asian Networks Targeting Americans with Cyber Scams",
        "FinCEN Issues Final Rule Severing Huione Group from the U.S. Financial System",
        "Counter Terrorism Designations; Iran-related Designations Removal",
        "Treasury Increases Pressure on a Ruler’s Family",
        "Remarks by Under Secretary Hurley on Sanctions Against the Cartels",
        "Readout: Treasury and Partners Disrupt an Oil Smuggling Network",
        "Issuance of Russia-related General License",
        "Treasury, IRS and OFAC Settle with a Bank",
        "A title that tells nothing",
        "",
    ],
)
def test_whatever_is_not_surely_of_another_matter_is_taken(title):
    assert concerns(Item(key="sb1", listing="releases", title=title, url=f"{SITE}/news/press-releases/sb1")) is None


# --- Whom it names ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("rule", "words"), [(rule, words) for rule in NOT_PARTIES for words in rule.examples])
def test_words_in_bold_that_name_no_party_are_told_apart(rule, words):
    assert not is_name(words), rule.why


@pytest.mark.parametrize(
    "words",
    ["Chen Zhi", "Prince Bank Plc.", "Chen Xiao’er", "HAMAS", "al-Shabaab", "Banco de Oro", "7 Star Shipping Ltd.", "陈志",
     "Khalid bin Walid", "Lazarus Group", "Federico Rossi"],
)  # fmt: skip
def test_the_name_of_a_party_is_one(words):
    assert is_name(words)


@pytest.mark.parametrize(
    "words", ["", "a", "x-ray", "the network", "click here", "Cambodia", "Chen Zhi has been", "A" * 200, "…", "N"]
)
def test_words_that_cannot_be_a_name_are_none(words):
    assert not is_name(words)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On <strong>A Co., Ltd., Lei Bo, and B Inc.</strong> it says", {"A Co., Ltd.", "Lei Bo", "B Inc."}),
        ("The <b>Prince Bank Plc.&nbsp;</b>(<strong>Prince Bank</strong>), a bank", {"Prince Bank Plc."}),
        ("<strong>Prince Group’s</strong> money", {"Prince Group"}),
        (
            "OFAC is designating Ann Bee, Cy Dee Ltd., and Eva Foy pursuant to E.O. 1.",
            {"Ann Bee", "Cy Dee Ltd.", "Eva Foy"},
        ),
        (
            "OFAC is designating Jing Pin Inc. and Aqua Pure Inc. pursuant to E.O. 1.",
            {"Jing Pin Inc.", "Aqua Pure Inc."},
        ),
        ("OFAC is designating Smith and Sons pursuant to E.O. 1.", set()),
        ("OFAC is designating 12 persons and a bank pursuant to E.O. 1.", set()),
        ("OFAC is not designating Ann Bee pursuant to E.O. 1.", set()),
        ("He said that OFAC is designating Ann Bee pursuant to E.O. 1.", set()),
        ("<strong>A heading that is all in bold type</strong>", set()),
    ],
)
def test_names_stand_in_bold_or_in_sentences_that_designate(text, names):
    block = page_cut(SB0278, BODY.format(title=TITLE, text=text + "<p>" + "More of it. " * 9).encode())["blocks"]
    assert {mention.name for mention in mentions(block)} == names


@pytest.mark.parametrize(
    ("text", "schema", "country"),
    [
        ("the Cambodian national <b>Ann Bee</b>, who", "Person", "kh"),
        ("<b>Ann Bee</b> is a 38-year-old woman; elsewhere: Laos", "Person", None),
        ("<b>Ann Bee</b> (a.k.a. Bo), a Palau-based hotel owner", None, "pw"),
        ("the Hong Kong-based shipping company, <b>Ann Bee</b>, and", None, "hk"),
        ("the Laos-based <b>Ann Bee</b>. <b>Ann Bee</b>, a Palau-based bank", None, None),
        ("in Palau, <b>Ann Bee</b> lives; Laos-based friends of hers know", None, None),
    ],
)
def test_country_and_kind_are_what_the_text_shows_and_nothing_more(text, schema, country):
    (mention,) = prose(text).mentions
    assert (mention.schema_, mention.country) == (schema, country)


# --- What is not believed ---------------------------------------------------------------------------------------------
ORDERS = st.integers(min_value=12_000, max_value=14_999)


@given(cited=ORDERS, amending=ORDERS, defined=ORDERS)
def test_one_order_with_two_numbers_is_a_disagreement_and_with_one_is_none(cited, amending, defined):
    line = f"Designated pursuant to Executive Order (E.O.) {cited}, as amended by E.O. {amending} (“E.O. {defined}, as amended”)."
    found = list(disagreements([line]))
    assert len(found) == (defined not in {cited, amending})
    assert all(line in each and str(cited) in each and str(defined) in each for each in found)


@pytest.mark.parametrize(
    "line",
    [
        "Designated pursuant to E.O. 13581, as amended.",
        "Under E.O. 13224, as amended (“E.O. 13224”), and E.O. 13581.",
        "The order (“E.O. 13581, as amended”) is cited once.",
    ],
)
def test_orders_that_agree_are_no_disagreement(line):
    assert not list(disagreements([line]))


def test_a_page_that_cannot_be_had_or_read_is_a_notice_for_a_person():
    documents = sample("prince-group")
    for body, status, why in [
        (b"", 404, "answers 404"),
        (b"", 200, "an empty body"),
        (b"<html><body><p>Maintenance</p></body></html>", 200, "0 of .entity--type-node"),
        (documents["item/sb0278/page"].read()[:3000], 200, "cut short"),
    ]:
        (entry,) = entries(documents | {"item/sb0278/page": document("item/sb0278/page", body, status)}).values()
        assert (entry.id, entry.notice.title, entry.notice.published) == (
            "us_treasury_press:sb0278",
            TITLE,
            "2025-10-14",
        )
        assert any(why in doubt for doubt in entry.notice.doubts), entry.notice.doubts
        assert not entry.mentions


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("/news/press-releases/sb0278/", "/news/press-releases/sb0279/", "the page of sb0279"),
        ("about=/news/press-releases/sb0278/ ", "", "a page titled"),
        ("October 14, 2025", "October 24, 2025", "2025-10-24, beside 2025-10-14"),
        ("October 14, 2025", "soon", "no date"),
        ("<time", "<time datetime=2025-10-14>October 14, 2025</time><time", "2 dates"),
        ("</article>", "</article><article class=entity--type-node>", "cut short|2 of .entity"),
        ("class=uswds-page-title", "class=page-title", "0 of .uswds-page-title"),
        ("{text}", "{text}</div><div class=field--name-field-news-body>again", "2 of .field--name-field-news-body"),
    ],
)  # fmt: skip
def test_a_page_that_is_another_or_contradicts_the_list_is_refused(old, new, why):
    assert old in BODY
    body = BODY.replace(old, new).format(title="Some other title", text="words " * 20)
    with pytest.raises(SourceChanged, match=why):
        release(body.encode())


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script> Treasury Sanctions",
        "Treasury Sanctions &lt;!channel&gt; <b>x</b>",
        "Treasury \u202eSanctions\u202c \u0007a Network",
        "Treasury Sanctions [click](javascript:alert(1)) " + "x" * 10_000,
    ],
)
def test_a_hostile_title_is_text_without_what_hides_or_reorders(title):
    entry = prose("OFAC is designating Ann Bee pursuant to E.O. 13581.", title)
    listed = page("releases", document("l", shard(row("sb1", title=title)))).items[0].title
    for shown in (entry.notice.title, listed):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u0000-\u001f]", shown)
    assert "alert(1)</script>" not in entry.notice.title
    assert not entry.listings


def test_links_that_are_no_addresses_and_links_elsewhere_are_no_documents():
    links = "".join(
        f'<a href="{url}">words</a>'
        for url in ("javascript:alert(1)", "data:text/html,x", "https://evil.example/ofac.treasury.gov/x", "https://[",
                    "https://ofac.treasury.gov.evil.example/x", "/news/press-releases/sb0001", "#top", "mailto:a@b.c")
    )  # fmt: skip
    notice = prose(
        links + '<a href="https://ofac.treasury.gov/media/1/download"><img src=x alt="The chart"></a>'
    ).notice
    assert [(each.title, each.url) for each in notice.documents] == [
        ("The chart", "https://ofac.treasury.gov/media/1/download")
    ]


def test_deep_nesting_ends_in_a_refusal_or_a_reading():
    for depth in (50, 5_000):
        try:
            entry = prose("<div>" * depth + "OFAC is designating Ann Bee pursuant to E.O. 1.")
        except SourceChanged:
            continue
        assert entry.id == "us_treasury_press:sb0278"


def test_a_text_without_end_is_refused_and_names_without_end_are_said_to_be_more():
    with pytest.raises(SourceChanged, match="a paragraph of"):
        prose("words " * 4_000)
    entry = prose("".join(f"<p>Now <b>Name{n} Ltd.</b> is seen. " for n in range(MOST + 9)))
    assert len(entry.mentions) == MOST
    assert any("not all are here" in doubt for doubt in entry.notice.doubts)


# --- Mutations --------------------------------------------------------------------------------------------------------
def mutated(body: bytes, seed: int) -> bytes:
    """The page with one thing gone wrong."""
    chance = random.Random(seed)
    kind = chance.randrange(6)
    if kind == 0:
        return body[: chance.randrange(len(body))]
    if kind == 1:
        return body.decode("utf-8").encode(chance.choice(["utf-16", "cp1252", "shift_jis"]), "replace")
    root = etree.fromstring(body.decode(), etree.HTMLParser(remove_comments=True))
    every = [
        each for each in root.iter(etree.Element) if each.getparent() is not None and each.tag not in {"body", "head"}
    ]
    element, other = chance.choice(every), chance.choice(every)
    parent = element.getparent()
    if kind == 2:
        parent.remove(element)
    elif kind == 3:
        parent.insert(parent.index(element), deepcopy(element))
    elif kind == 4:
        element.set("class", chance.choice(["", "x", other.get("class") or "y"]))
    else:
        element.text, other.text = other.text, element.text
    return etree.tostring(root, method="html", encoding="utf-8")


SAMPLE = SAMPLES / "prince-group/item__sb0278__page.html"
MUTATIONS = [
    *(pytest.param(SAMPLE, range(start, start + 120), id=f"sample-{start}") for start in range(0, 960, 120)),
    *(pytest.param(REAL, range(start, start + 20), marks=real, id=f"real-{start}") for start in (1_000, 1_020)),
]


@pytest.mark.parametrize(("path", "seeds"), MUTATIONS)
def test_a_mutated_page_says_of_nobody_what_it_did_not_say(path, seeds):
    body = path.read_bytes()
    unspoilt = release(body)
    words = set(re.findall(r"\w+", " ".join(etree.fromstring(body.decode(), etree.HTMLParser()).itertext())))
    for seed in seeds:
        try:
            entry = release(mutated(body, seed))
        except SourceChanged:
            continue
        assert not entry.listings
        assert (entry.id, entry.notice.number, entry.notice.published) == (
            "us_treasury_press:sb0278",
            "sb0278",
            "2025-10-14",
        )
        assert all(mention.name in (mention.sentence or mention.name) for mention in entry.mentions)
        assert {word for mention in entry.mentions for word in re.findall(r"\w+", mention.name)} <= words
        assert {mention.country for mention in entry.mentions} <= {mention.country for mention in unspoilt.mentions} | {
            None
        }
        assert entry.notice.category in {"designation", "rule", "statement", "other"} or entry.notice.doubts


def test_the_source_says_that_it_binds_nobody():
    assert ABOUT.kind == "rolling"
    assert "binds no one" in ABOUT.addressees
    assert "Legal basis" in ABOUT.does_not_cover
