"""OFAC: what each part of a record becomes, what is carried unmapped, and what is refused with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from ofac_service import FEATURES, VALUES, document, entity, full, parsed, read, references
from sanctionwire.core.model import DateSpan, Entry
from sanctionwire.errors import SourceChanged
from sanctionwire.sources.us_ofac import SOURCE, stated, values
from sanctionwire.sources.us_ofac.tree import tree_of

SAMPLES = Path(__file__).parents[2] / "layers/sanctionwire/sanctionwire/sources/us_ofac/samples"


def one(sections: str = "", *, more_values=None, more_features=None, **more) -> Entry:
    """One entity with something in it, read."""
    refs = references({**VALUES, **(more_values or {})}, {**FEATURES, **(more_features or {})})
    return read(full([entity(1, sections=sections, **more)], refs=refs)).entries["1"]


def feature(
    label: str, value: str, *, ref: int | None = None, date: str = "", reliability: int | None = None, more: str = ""
):
    """The XML of one feature whose type is number 500, and the declaration of that type."""
    referred = f"<valueRefId>{ref}</valueRefId>" if ref else ""
    sure = f'<reliability refId="{reliability}">x</reliability>' if reliability else ""
    xml = (
        f'<features><feature id="9"><type featureTypeId="500">{label}</type><versionId>8</versionId><value>{value}</value>'
        f"{referred}{date}<isPrimary>true</isPrimary>{sure}{more}</feature></features>"
    )
    return xml, {500: label}


def period(
    first: str,
    first_end: str,
    last: str,
    last_end: str,
    *,
    about: str = "false",
    ranged: str = "false",
    tag: str = "valueDate",
):
    names = ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
    days = "".join(
        f"<{name}>{day}</{name}>" for name, day in zip(names, (first, first_end, last, last_end), strict=True) if day
    )
    return f'<{tag} id="7">{days}<isApproximate>{about}</isApproximate><isDateRange>{ranged}</isDateRange></{tag}>'


@pytest.mark.parametrize(
    ("words", "date", "span"),
    [
        ("03 May 1961", ("1961-05-03",) * 4, {"begin": "1961-05-03"}),
        ("May 1961", ("1961-05-01", "1961-05-01", "1961-05-31", "1961-05-31"), {"begin": "1961-05"}),
        ("Feb 1964", ("1964-02-01", "1964-02-01", "1964-02-29", "1964-02-29"), {"begin": "1964-02"}),
        ("1961", ("1961-01-01", "1961-01-01", "1961-12-31", "1961-12-31"), {"begin": "1961"}),
        ("1961", ("1961-01-01", "1961-12-31", "1961-01-01", "1961-12-31"), {"begin": "1961"}),
        (
            "spring 1961",
            ("1961-03-21", "1961-03-21", "1961-06-20", "1961-06-20"),
            {"begin": "1961-03-21", "end": "1961-06-20", "text": "spring 1961"},
        ),
        ("1961", ("1961-01-01", "", "", ""), {"begin": "1961-01-01"}),
        ("unknown", ("", "", "", ""), {"text": "unknown"}),
    ],
)
def test_a_date_has_the_precision_that_its_bounds_tell(words, date, span):
    xml, types = feature("Birthdate", words, date=period(*date))
    assert one(xml, more_features=types).subject.births == (DateSpan(**span),)


@pytest.mark.parametrize(
    ("words", "date", "span"),
    [
        ("1961 to 1963", ("1961-01-01", "1961-12-31", "1963-01-01", "1963-12-31"), {"begin": "1961", "end": "1963"}),
        (
            "01 Mar 1961 to 31 Mar 1961",
            ("1961-03-01", "1961-03-01", "1961-03-31", "1961-03-31"),
            {"begin": "1961-03-01", "end": "1961-03-31"},
        ),
        (
            "Mar 1961 to 1963",
            ("1961-03-01", "1961-03-31", "1963-01-01", "1963-12-31"),
            {"begin": "1961-03", "end": "1963"},
        ),
        ("1961 to 1961", ("1961-01-01", "1961-12-31", "1961-01-01", "1961-12-31"), {"begin": "1961"}),
        ("after 1961", ("1961-01-01", "1961-12-31", "", ""), {"begin": "1961"}),
    ],
)
def test_a_range_keeps_the_precision_of_each_end(words, date, span):
    xml, types = feature("Birthdate", words, date=period(*date, ranged="true", about="true"))
    assert one(xml, more_features=types).subject.births == (DateSpan(**span, approximate=True),)


def test_a_range_that_ends_before_it_begins_is_refused_with_its_place():
    xml, types = feature("Birthdate", "x", date=period("1963-01-01", "", "", "1961-12-31"))
    with pytest.raises(
        SourceChanged,
        match=r"entity 1 \(PARTY 1\) / features / feature 9 / valueDate 7: a range from 1963-01-01 to 1961-12-31",
    ):
        one(xml, more_features=types)


@pytest.mark.parametrize(
    ("label", "value", "wanted"),
    [
        ("Digital Currency Address - XBT", "149w62rY42aZBox8fGcmqNsXUzSStKeq8C", ("wallet", "bitcoin", "ok")),
        ("Digital Currency Address - XBT", "149w62rY42aZBox8fGcmqNsXUzSStKeq8D", ("wallet", "bitcoin", "wrong")),
        ("Digital Currency Address - USDT", "TNuoKL1ni8aoshfFL1ASca1Gou9RXwAzfn", ("wallet", "tron", "ok")),
        ("Digital Currency Address - NEWCOIN", "whatever", ("wallet", None, None)),
        ("Email Address", "a@b.org", ("email", None, None)),
        ("Website", "www.b.org", ("website", None, None)),
        ("SWIFT/BIC", "VTBRRUMM", ("bic", None, None)),
        ("ISIN", "CNE100000PM8", ("isin", None, "ok")),
        ("Vessel Call Sign", "T2EU4", ("call_sign", None, None)),
        ("Aircraft Tail Number", "EP-PUL", ("tail", None, None)),
        ("Aircraft Mode S Transponder Code", "7342B3", ("mode_s", None, None)),
        ("BIK (RU)", "044525187", ("other", None, None)),
    ],
)
def test_features_that_identify_are_identifiers_under_the_publishers_label(label, value, wanted):
    xml, types = feature(label, value)
    entry = one(xml, more_features=types)
    (identifier,) = entry.subject.identifiers
    assert (identifier.type, identifier.chain) == wanted[:2]
    assert identifier.checksum == wanted[2] or wanted[1] is None
    assert (identifier.label, identifier.value) == (label, value)
    assert entry.unmapped == ()


@pytest.mark.parametrize(
    ("label", "value", "ref", "field", "wanted"),
    [
        ("Nationality Country", "Iran", 11109, "nationalities", ("ir",)),
        ("Citizenship Country", "Iran", 11109, "citizenships", ("ir",)),
        ("Registration Country", "Iran", 11109, "countries", ("ir",)),
        ("Nationality of Registration", "Iran", 11109, "countries", ("ir",)),
        ("Gender", "Male", 91526, "gender", "male"),
    ],
)
def test_features_with_a_field_of_their_own_go_there(label, value, ref, field, wanted):
    xml, types = feature(label, value, ref=ref)
    assert getattr(one(xml, more_features=types).subject, field) == wanted


def test_a_country_that_is_none_is_kept_in_words():
    xml, types = feature("Nationality Country", "Region: Northern Mali", ref=91434)
    subject = one(xml, more_features=types).subject
    assert subject.nationalities == ()
    assert [(item.label, item.value) for item in subject.particulars] == [
        ("Nationality Country", "Region: Northern Mali")
    ]


def test_a_place_of_birth_has_the_country_in_whose_name_it_ends():
    for text, country in (("Buga, Valle, Colombia", "co"), ("Iran", "ir"), ("Nowhere in particular", None)):
        xml, types = feature("Place of Birth", text)
        (place,) = one(xml, more_features=types).subject.birth_places
        assert (place.text, place.country) == (text, country)


@pytest.mark.parametrize(
    ("label", "kind", "more"),
    [
        ("Vessel Flag", "flag", {"country": "ir"}),
        ("Former Vessel Flag", "flag", {"country": "ir", "former": True}),
        ("Vessel Owner", "owner", {}),
        ("Vessel Year of Build", "built", {}),
        ("Vessel Gross Registered Tonnage", "gross_tonnage", {}),
        ("Aircraft Operator", "operator", {}),
        ("IFCA Determination -", "determination", {}),
        ("Title", "title", {}),
    ],
)
def test_other_facts_are_particulars(label, kind, more):
    xml, types = feature(label, "Iran", reliability=1560)
    entry = one(xml, more_features=types)
    wanted = {"type": kind, "value": "Iran", "label": label, "reliability": "confirmed", **more}
    assert [item.plain() for item in entry.subject.particulars] == [wanted]
    assert entry.unmapped == ()


def test_what_is_stated_to_be_false_is_no_birth_date_and_what_is_reported_says_so():
    xml, types = feature(
        "Birthdate", "1961", date=period(*("1961-01-01", "1961-01-01", "1961-12-31", "1961-12-31")), reliability=1561
    )
    subject = one(xml, more_features=types).subject
    assert subject.births == ()
    assert [(item.type, item.value, item.reliability) for item in subject.particulars] == [
        ("reliability", "1961", "false")
    ]
    xml, types = feature("Place of Birth", "Tehran", reliability=91479)
    subject = one(xml, more_features=types).subject
    assert subject.birth_places[0].text == "Tehran"
    assert subject.particulars[0].reliability == "reported"


def test_a_comment_is_kept_as_a_remark():
    xml, types = feature("Website", "a.org", more="<comments>seen once</comments>")
    (remark,) = one(xml, more_features=types).subject.particulars
    assert (remark.type, remark.value, remark.label) == ("remark", "seen once", "Website")


def test_measures_have_the_effect_the_directive_and_the_dates_that_are_theirs():
    more_values = {
        92054: ("SANCTIONS TYPE", "CMIC Executive Order"),
        92087: ("SANCTIONS TYPE", "Executive Order 14024 Directive 3"),
    }
    types = '<sanctionsType refId="92054" id="3">x</sanctionsType><sanctionsType refId="92087" id="4">x</sanctionsType>'
    labels = [
        "Listing Date (CMIC)",
        "Effective Date (CMIC)",
        "Purchase/Sales For Divestment Date (CMIC)",
        "Listing Date (EO 14024 Directive 3):",
        "Effective Date (EO 14024 Directive 1a):",
    ]
    rows = "".join(
        f'<feature id="{n}"><type featureTypeId="{n}">x</type><versionId>1</versionId><value>x</value>'
        + period(*(f"2021-06-{n - 600:02}",) * 4)
        + "<isPrimary>true</isPrimary></feature>"
        for n, _ in enumerate(labels, 601)
    )
    entry = one(
        f"<features>{rows}</features>", types=types, more_values=more_values, more_features=dict(enumerate(labels, 601))
    )
    cmic, third = entry.listings[0].measures
    assert cmic.plain() == {
        "type": "CMIC Executive Order",
        "effect": "securities",
        "listed": "2021-06-01",
        "effective": "2021-06-02",
        "divest_by": "2021-06-03",
    }
    assert third.plain() == {
        "type": "Executive Order 14024 Directive 3",
        "effect": "debt_equity",
        "directive": "Directive 3",
        "listed": "2021-06-04",
    }
    (loose,) = entry.subject.particulars
    assert (loose.type, loose.value, loose.label) == (
        "measure_date",
        "2021-06-05",
        "Effective Date (EO 14024 Directive 1a):",
    )
    assert entry.unmapped == ()


@pytest.mark.parametrize(
    ("value", "effect"),
    [
        ("BLOCKING PROPERTY AND INTERESTS IN PROPERTY. Sec 235(a)(9)", "block"),
        ("BAN ON INVESTMENT IN EQUITY OR DEBT OF SANCTIONED PERSON. Sec 235(a)(10)", "debt_equity"),
        ("EXCLUSION OF CORPORATE OFFICERS. Sec 235(a)(11)", "travel"),
        ("FOREIGN EXCHANGE. Sec 235(a)(7)", "other"),
    ],
)
def test_what_is_chosen_from_a_menu_is_a_measure(value, effect):
    xml, types = feature("CAATSA Section 235 Information:", value, ref=91766)
    entry = one(xml, more_features=types, more_values={91766: ("CAATSA Section 235 Information:", value)})
    measure = entry.listings[0].measures[1]
    assert (measure.type, measure.effect) == (f"CAATSA Section 235 Information: {value}", effect)


def test_words_on_secondary_sanctions_stand_at_the_listing():
    xml, types = feature("Secondary sanctions risk:", "See Section 11 of Executive Order 14024.")
    assert one(xml, more_features=types).listings[0].secondary_sanctions == (
        "See Section 11 of Executive Order 14024.",
    )


def test_names_have_kind_strength_script_and_parts():
    names = (
        '<name id="6"><isPrimary>false</isPrimary><aliasType refId="1401">F.K.A.</aliasType><isLowQuality>true</isLowQuality><translations>'
        '<translation id="7"><isPrimary>true</isPrimary><script refId="20122">Latin</script><formattedLastName>IVANOV</formattedLastName>'
        "<formattedFullName>IVANOV, Ivan  Petrovich</formattedFullName><nameParts>"
        '<namePart id="3"><type refId="91708">x</type><value>Petrovich</value></namePart>'
        '<namePart id="2"><type refId="1520">x</type><value>Ivanov</value></namePart>'
        '<namePart id="1"><type refId="1521">x</type><value>Ivan</value></namePart></nameParts></translation>'
        '<translation id="8"><isPrimary>false</isPrimary><script refId="20107">x</script><formattedLastName>x</formattedLastName>'
        "<formattedFullName>\u202bИВАНОВ, Иван\u202c</formattedFullName></translation></translations></name>"
    )
    more = {
        1401: ("ALIAS TYPE", "F.K.A."),
        91708: ("NAME PART TYPE", "Patronymic"),
        1520: ("NAME PART TYPE", "Last Name"),
        1521: ("NAME PART TYPE", "First Name"),
        20107: ("SCRIPT", "Cyrillic"),
    }
    subject = one(names=names, more_values=more, kind="600").subject
    assert subject.schema_ == "Person"
    assert [name.plain() for name in subject.names if name.kind == "former"] == [
        {
            "full": "IVANOV, Ivan Petrovich",
            "kind": "former",
            "strength": "weak",
            "script": "Latn",
            "given": "Ivan Petrovich",
            "family": "Ivanov",
        },
        {"full": "ИВАНОВ, Иван", "kind": "former", "strength": "weak", "script": "Cyrl"},
    ]


@pytest.mark.parametrize(
    ("targets", "schema"),
    [
        ([("Target Type", "State-Owned Enterprise")], "Company"),
        ([("Target Type", "Government Entity")], "PublicBody"),
        ([("Organization Type:", "Transnational Terrorist Group")], "Organization"),
        ([("Target Type", "Financial Institution")], "LegalEntity"),
        ([("Organization Type:", "Central banking")], "LegalEntity"),
        ([("Target Type", "Private Company"), ("Organization Type:", "Advocacy organization")], "LegalEntity"),
        ([], "LegalEntity"),
    ],
)
def test_an_entity_is_what_its_target_types_agree_on(targets, schema):
    rows = "".join(
        f'<feature id="{n}"><type featureTypeId="{n}">x</type><versionId>1</versionId><value>{value}</value><isPrimary>true</isPrimary></feature>'
        for n, (_, value) in enumerate(targets, 601)
    )
    types = {n: label for n, (label, _) in enumerate(targets, 601)}
    entry = one(f"<features>{rows}</features>", more_features=types)
    assert entry.subject.schema_ == schema
    assert entry.unmapped == ()


def identity_document(kind: int, number: str, more: str = "") -> str:
    return (
        f'<identityDocuments><identityDocument id="5"><type refId="{kind}">x</type><name nameId="14" nameTranslationId="15">PARTY 1</name>'
        f"<documentNumber>{number}</documentNumber><isValid>false</isValid>{more}</identityDocument></identityDocuments>"
    )


@pytest.mark.parametrize(
    ("label", "number", "wanted"),
    [
        ("Vessel Registration Identification", "IMO 9187629", ("imo", "9187629", "ok")),
        ("Vessel Registration Identification", "IMO 9187620", ("imo", "9187620", "wrong")),
        ("Vessel Registration Identification", "HC-4321", ("registration", "HC-4321", None)),
        ("MMSI", "572469210", ("mmsi", "572469210", None)),
        ("Legal Entity Number", "253400V1H6ART1UQ0N98", ("lei", "253400V1H6ART1UQ0N98", "ok")),
        ("Passport", "G9342868", ("passport", "G9342868", None)),
        ("Cedula No.", "14892890", ("national_id", "14892890", None)),
        ("Tax ID No.", "7702070139", ("tax", "7702070139", None)),
        ("Driver's License No.", "1", ("other", "1", None)),
    ],
)
def test_documents_are_identifiers(label, number, wanted):
    entry = one(identity_document(77, number), more_values={77: ("ID DOCUMENT TYPE", label)})
    (identifier,) = entry.subject.identifiers
    assert (identifier.type, identifier.value, identifier.checksum) == wanted
    assert (identifier.label, identifier.valid) == (label, False)
    assert entry.unmapped == ()


def test_a_document_says_whose_whence_from_when_and_what_else():
    more = (
        '<issuingAuthority>Police</issuingAuthority><issuingLocation>Tehran</issuingLocation><issuingCountry refId="11109">Iran</issuingCountry>'
        + period(*("2016-03-16",) * 4, tag="issueDate")
        + period("2021-01-01", "2021-01-01", "2021-12-31", "2021-12-31", tag="expirationDate")
        + '<comments>stolen</comments><idFeatures><idFeature id="63" featureVersionId="2">Gender: Male</idFeature></idFeatures>'
    )
    (identifier,) = one(identity_document(1571, "X1", more)).subject.identifiers
    assert identifier.plain() == {
        "type": "passport", "value": "X1", "label": "Passport", "country": "ir", "issued": {"begin": "2016-03-16"},
        "expires": {"begin": "2021"}, "valid": False, "note": "Police; Tehran; stolen; Gender: Male",
    }  # fmt: skip
    other = identity_document(1571, "X1").replace(">PARTY 1<", ">SOMEBODY ELSE<")
    assert one(other).subject.identifiers[0].note == "in the name of SOMEBODY ELSE"


def test_relations_point_to_entries_even_without_a_name():
    xml = (
        '<relationships><relationship id="5"><type refId="15002">x</type><relatedEntity entityId="44926"/></relationship>'
        '<relationship id="6"><type refId="15002">x</type><relatedEntity entityId="7">B</relatedEntity><quality refId="1540">High</quality>'
        + period("2020-01-01", "2020-12-31", "2021-01-01", "2021-12-31", ranged="true", tag="dateRange")
        + "<comments>so it is said</comments></relationship></relationships>"
    )
    relations = one(xml, more_values={1540: ("RELATIONSHIP QUALITY", "High")}).relations
    assert [relation.plain() for relation in relations] == [
        {"type": "Acting for or on behalf of", "common": "acts_for", "target_id": "us_ofac:44926"},
        {
            "type": "Acting for or on behalf of",
            "common": "acts_for",
            "target_id": "us_ofac:7",
            "target_name": "B",
            "quality": "High; 2020 to 2021; so it is said",
        },
    ]


def test_addresses_are_in_parts_and_one_that_says_nothing_is_none():
    xml = (
        '<addresses><address id="1"/><address id="2"><country refId="91434">x</country></address><address id="3"><country refId="11109">Iran</country>'
        '<translations><translation id="4"><isPrimary>true</isPrimary><script refId="20122">x</script><addressParts>'
        '<addressPart id="8"><type refId="1452">x</type><value>Floor 2</value></addressPart><addressPart id="7"><type refId="1451">x</type><value>Street 1</value></addressPart>'
        '<addressPart id="9"><type refId="1454">x</type><value>Tehran</value></addressPart></addressParts></translation></translations></address></addresses>'
    )
    more = {1451: ("LOCATION PART TYPE", "ADDRESS1"), 1452: ("LOCATION PART TYPE", "ADDRESS2")}
    addresses = one(xml, more_values=more).subject.addresses
    assert [address.plain() for address in addresses] == [
        {"note": "Region: Northern Mali"},
        {"street": "Street 1, Floor 2", "city": "Tehran", "country": "ir"},
    ]


def test_remarks_titles_and_flags_of_the_party_are_kept():
    general = (
        '<livingStatus refId="9">x</livingStatus><remarks>All Branches Worldwide</remarks><title>Dr; Brigadier  General</title>'
        "<isUsCitizen>false</isUsCitizen><isUsPerson>true</isUsPerson>"
    )
    entry = one(general=general, more_values={9: ("LIVING STATUS", "Deceased")})
    assert entry.remarks == "All Branches Worldwide"
    kept = {(item.type, item.label, item.value) for item in entry.subject.particulars}
    assert kept == {
        ("title", None, "Dr"),
        ("title", None, "Brigadier General"),
        ("living_status", None, "Deceased"),
        ("other", "U.S. citizen", "no"),
        ("other", "U.S. person", "yes"),
    }


NEW = {
    "programme": (
        {"programmes": '<sanctionsProgram refId="77" id="2">x</sanctionsProgram>'},
        "PROGRAM",
        lambda e: e.listings[0].programmes[0],
    ),
    "list": (
        {"lists": '<sanctionsList refId="77" id="2" datePublished="2026-01-01">x</sanctionsList>'},
        "ENTITY LISTING TYPE",
        lambda e: e.listings[0].list,
    ),
    "sanctions type": (
        {"types": '<sanctionsType refId="77" id="2">x</sanctionsType>'},
        "SANCTIONS TYPE",
        lambda e: e.listings[0].measures[0].type,
    ),
    "document type": (
        {"sections": identity_document(77, "X1")},
        "ID DOCUMENT TYPE",
        lambda e: e.subject.identifiers[0].label,
    ),
    "relationship type": (
        {
            "sections": '<relationships><relationship id="5"><type refId="77">x</type><relatedEntity entityId="4"/></relationship></relationships>'
        },
        "RELATIONSHIP TYPE",
        lambda e: e.relations[0].type,
    ),
    "country": (
        {"sections": '<addresses><address id="1"><country refId="77">x</country></address></addresses>'},
        "COUNTRY",
        lambda e: e.subject.addresses[0].note,
    ),
    "entity type": ({"kind": "77"}, "SDN TYPE", lambda _: "SOMETHING NEW"),
}


@pytest.mark.parametrize(("what", "case"), NEW.items(), ids=NEW)
def test_a_new_value_that_is_declared_is_carried_verbatim_and_marked(what, case):
    content, group, carried = case
    refs = references({**VALUES, 77: (group, "SOMETHING NEW")}, FEATURES)
    found = parsed(full([entity(1, **content)], refs=refs))
    assert found.unmapped == (f"{group}: SOMETHING NEW",)
    (record,) = found.records
    entry = SOURCE.read(record.key, record.raw, found.refs)
    assert [(item.field, item.value) for item in entry.unmapped] == [(what, "SOMETHING NEW")]
    assert carried(entry) == "SOMETHING NEW"


def test_a_new_feature_type_is_carried_with_its_value_and_date():
    xml, types = feature("Star Sign Date", "1961", date=period("1961-01-01", "1961-01-01", "1961-12-31", "1961-12-31"))
    entry = one(xml, more_features=types)
    assert [item.plain() for item in entry.subject.particulars] == [
        {"type": "other", "value": "1961", "label": "Star Sign Date", "date": {"begin": "1961"}}
    ]
    assert [(item.field, item.value) for item in entry.unmapped] == [("feature type", "Star Sign Date")]
    assert parsed(full([entity(1)], refs=references(VALUES, {**FEATURES, **types}))).unmapped == (
        "feature type: Star Sign Date",
    )


def test_values_that_are_known_are_not_reported():
    assert parsed(full([entity(1)])).unmapped == ()
    assert all(label in values.KNOWN["ID DOCUMENT TYPE"] for labels in values.DOCUMENTS.values() for label in labels)
    assert len(values.DOCUMENT_TYPES) == sum(map(len, values.DOCUMENTS.values()))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("<isPrimary>true", "<isPrimary>yes"),
            'entity 1 (PARTY 1) / names / name 14 / isPrimary: "yes" (expected true or false)',
        ),
        (
            ("<isPrimary>true</isPrimary><isLow", "<isPrimary>false</isPrimary><isLow"),
            "entity 1 (PARTY 1) / names: no primary name (expected one)",
        ),
        (
            ("PARTY 1</formattedFullName>", "</formattedFullName>"),
            "entity 1 / names / name 14 / translations / translation 15: an empty name (expected a name)",
        ),
        (('refId="1705" id', 'refId="9" id'), 'reference 9 ("Block") is declared nowhere (expected a declared value)'),
        (
            ('refId="1705" id="13"', 'refId="1705" id="13" lang="en"'),
            "attributes ['id', 'lang', 'refId'] (expected ['id', 'refId'])",
        ),
        (('datePublished="2020-01-02"', 'datePublished="02/01/2020"'), "listed_on"),
        (('datePublished="2020-01-02"', ""), "attributes ['id', 'refId']"),
        (
            ("<sanctionsPrograms>", "<sanctionsPrograms>stray"),
            'entity 1 (PARTY 1) / sanctionsPrograms: stray text "stray"',
        ),
        (
            ("<identityId>1</identityId>", "<identityId>1</identityId><identityId>2</identityId>"),
            "entity 1 (PARTY 1) / generalInfo: identityId more than once",
        ),
        (
            ("<generalInfo>", "<generalInfo><novelty>x</novelty>"),
            "entity 1 (PARTY 1) / generalInfo / novelty: unknown element <novelty>",
        ),
        (("<names>", "<novelty/><names>"), "entity 1 (PARTY 1) / novelty: unknown element <novelty>"),
        (
            ("<sanctionsTypes>", "<sanctionsTypes><novelty/>"),
            "entity 1 (PARTY 1) / sanctionsTypes / novelty: unknown element <novelty> (expected <sanctionsType>)",
        ),
    ],
)
def test_what_is_not_understood_is_refused_with_place_and_expectation(change, told):
    body = full([entity(1), entity(2)]).replace(*(text.encode() for text in change), 1)
    reading = read(body)
    with pytest.raises(SourceChanged) as refused:
        SOURCE.read("1", reading.raws["1"], reading.refs)
    assert told in str(refused.value)
    assert str(refused.value).startswith("us_ofac: entity 1")
    assert SOURCE.read("2", reading.raws["2"], reading.refs).id == "us_ofac:2"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("<publicationInfo>", "<publicationInfo><novelty>x</novelty>"),
            "list publicationInfo / novelty: unknown element <novelty>",
        ),
        (("<dataAsOf>", "<asOf>"), "cut short|mismatch"),
        (("</referenceValues>", "<novelty/></referenceValues>"), "unknown element <novelty>"),
        (("<type>ALIAS TYPE</type>", ""), "referenceValue 1400: 1400 is incomplete"),
        (('refId="1401"', 'refId="1400"'), "under one number"),
        (
            ("<value>A.K.A.</value>", "<value>A.K.A.</value><colour>red</colour>"),
            "referenceValue 1400 / colour: unknown element",
        ),
        (('<entity id="1">', '<entity id="one">'), 'id "one"'),
        (("</entities>", "<novelty/></entities>"), "unknown element <novelty>"),
        (("</sanctionsData>", "<novelty/></sanctionsData>"), "unknown element <novelty>"),
    ],
)
def test_a_publication_that_is_built_otherwise_is_refused_as_a_whole(change, told):
    refs = references({**VALUES, 1401: ("ALIAS TYPE", "F.K.A.")}, FEATURES)
    with pytest.raises(SourceChanged, match=told):
        read(full([entity(1)], refs=refs).replace(*(text.encode() for text in change), 1))


def test_references_after_the_entities_are_refused():
    body = full([entity(1)]).replace(
        b"</entities>",
        b"</entities><featureTypes><featureType featureTypeId='1'><type>x</type></featureType></featureTypes>",
    )
    with pytest.raises(SourceChanged, match="<featureType> among the entities"):
        read(body)


def test_a_publication_without_its_head_is_refused():
    body = full([entity(1)]).partition(b"<publicationInfo>")
    with pytest.raises(SourceChanged, match="no <publicationInfo>"):
        read(body[0] + body[2].partition(b"</publicationInfo>")[2])


def test_both_namespaces_are_accepted_and_a_list_is_told_by_its_content():
    body = full([entity(1)])
    swapped = body.replace(
        b"https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML",
        b"https://www.treasury.gov/ofac/DeltaFile/1.0",
    )
    assert parsed(swapped).mode == "full"
    assert read(swapped).raws == read(body).raws
    with pytest.raises(SourceChanged, match="the root element is"):
        read(body.replace(b"ENHANCED_XML", b"OTHER"))


@pytest.mark.parametrize("name", ["sdn_list", "consolidated_list"])
def test_every_leaf_that_is_not_left_out_on_purpose_makes_a_difference(name):
    """Each text of the sample in turn is changed: either the entry differs, or it is refused, or it counts for nothing."""
    found = parsed((SAMPLES / f"{name}.xml").read_bytes())
    silent = set()
    for record in found.records:
        unspoilt = SOURCE.read(record.key, record.raw, found.refs)
        for place, leaf in enumerate(tree_of(record.raw).iter()):
            if len(leaf) or not leaf.text:
                continue
            spoilt = tree_of(record.raw)
            changed = list(spoilt.iter())[place]
            changed.text = "1907-03-05" if changed.text[:4].isdigit() and "-" in changed.text else "Zz 7"
            try:
                same = SOURCE.read(record.key, etree.tostring(spoilt), found.refs) == unspoilt
            except SourceChanged:
                continue
            if same:
                silent.add("reference" if "refId" in leaf.attrib or "featureTypeId" in leaf.attrib else str(leaf.tag))
    assert silent == {
        "reference",  # its number counts; the text beside it is the publisher's courtesy
        "identityId", "versionId",  # numbers of the publisher's own that nothing else uses
        "isPrimary",  # which of several features, or of several scripts, the publisher puts first
        "formattedFirstName", "formattedLastName",  # stand in the full name as well
        "fromDateEnd", "toDateBegin",  # of a date that is no range, the first and the last day say all
        "value",  # of a feature that refers to a declared value: that value is what counts
    }  # fmt: skip


def test_a_delta_can_be_read_by_itself():
    lines = {line["id"]: line for line in stated(document((SAMPLES / "delta.xml").read_bytes()))}
    assert {key: line["delta"] for key, line in lines.items()} == {
        "us_ofac:12060": "modify",
        "us_ofac:16937": "remove",
        "us_ofac:990004": "add",
    }
    assert lines["us_ofac:12060"]["subject"] is None
    assert lines["us_ofac:12060"]["added"][0] == "sanctionsProgram 901: IRAN-CON-ARMS-EO"
    assert lines["us_ofac:16937"]["subject"]["names"][0]["full"] == "AL-NUSRAH FRONT"
    assert "stand as written" in lines["us_ofac:990004"]["note"]
    assert json.dumps(list(lines.values()))
    with pytest.raises(SourceChanged, match="a full list"):
        list(stated(document((SAMPLES / "sdn_list.xml").read_bytes())))
