import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ocds_files import OCID, codes, one, raw_release, read

from governance.adapters.ocds import read_package, read_release
from governance.domain.errors import Unusable


def tender(**fields: Any) -> Any:
    return raw_release()["tender"] | fields


# Files


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b"", "text.empty", None),
        (b" \n ", "text.empty", None),
        (b"{", "import.not_json", 1),
        (b'{\n "releases": [\n  {],\n', "import.not_json", 3),
        (b"PK\x03\x04\xff", "text.not_utf8", 1),
        ('{"ocid": "a"}'.encode("utf-16"), "text.not_utf8", 1),
        (b'{"releases": [{"ocid": NaN}]}', "import.not_a_number", None),
        (b'{"releases": [{"ocid": -Infinity}]}', "import.not_a_number", None),
        (b"[" * 200_000, "import.too_deep", None),
        (b'"text"', "import.not_ocds", None),
        (b"3", "import.not_ocds", None),
        (b"{}", "import.not_ocds", None),
        (b'{"releases": {}}', "import.not_a_list", None),
        (b'{"releases": [], "releases": []}', "import.repeated_name", None),
        (b'{"records": 1}', "import.not_a_list", None),
    ],
)
def test_an_unusable_file_says_why(content: Any, code: Any, line: Any) -> None:
    with pytest.raises(Unusable) as caught:
        read_package(content, "f.json")
    (problem,) = caught.value.problems
    assert (problem.code, problem.file, problem.line) == (code, "f.json", line)


def test_a_file_beyond_the_limit_is_not_read(monkeypatch: Any) -> None:
    monkeypatch.setattr("governance.adapters.ocds.package.LARGEST", 10)
    with pytest.raises(Unusable, match=r"text\.too_large"):
        read_package(json.dumps(raw_release()).encode(), "f.json")


def test_every_shape_of_file_gives_its_releases() -> None:
    a, b = raw_release(id="a"), raw_release(id="b")
    record = {"ocid": OCID, "releases": [a, b], "compiledRelease": raw_release(id="c")}
    shapes = {
        "package": {"version": "1.1", "releases": [a, b]},
        "records": {"version": "1.1", "records": [record]},
        "list": [a, b],
        "list of packages": [{"releases": [a]}, {"releases": [b]}],
    }
    for name, shape in shapes.items():
        package = read_package(json.dumps(shape).encode(), "f")
        assert ([r.release_id for r in package.releases], package.rejected) == (["a", "b"], ()), (
            name
        )
    lines = "\n".join(json.dumps(r) for r in (a, b))
    for content in (lines, lines + "\n", lines.replace("\n", "\r\n\r\n"), "\ufeff" + lines):
        assert len(read_package(content.encode(), "f").releases) == 2
    assert len(read_package(json.dumps(a).encode(), "f").releases) == 1


def test_a_broken_line_is_rejected_and_the_others_are_taken() -> None:
    text = "\n".join([json.dumps(raw_release()), "{oops", json.dumps(raw_release(id="b")), "[1]"])
    package = read_package(text.encode(), "f")
    assert [r.release_id for r in package.releases] == ["r1", "b"]
    assert [(r.ref, codes(r.reasons)) for r in package.rejected] == [
        ("line 2", ["import.not_json"]),
        ("line 4 item 1", ["import.not_an_object"]),
    ]


def test_a_record_that_only_links_gives_its_compiled_release_or_a_reason() -> None:
    link = {"url": "https://example.org/r.json", "date": "2025-01-01T00:00:00Z", "tag": ["tender"]}
    compiled = raw_release(tag=["compiled"])
    records = [
        {"ocid": OCID, "releases": [link], "compiledRelease": compiled},
        {"ocid": "ocds-example-2", "releases": [link]},
        "not a record",
    ]
    package = read_package(json.dumps({"records": records}).encode(), "f")
    assert [r.tags for r in package.releases] == [("compiled",)]
    assert [(r.ref, codes(r.reasons)) for r in package.rejected] == [
        ("ocds-example-2", ["import.record_without_releases"]),
        ("record 3", ["import.not_an_object"]),
    ]


def test_what_stood_round_the_releases_is_kept() -> None:
    content = b'{"uri": "u", "version": "1.1", "releases": []}'
    assert read_package(content, "f").frame == b'{"uri":"u","version":"1.1"}'


# Releases that are rejected, and only they

DEEP: dict[str, Any] = {}
for _ in range(80):
    DEEP = {"deeper": DEEP}


@pytest.mark.parametrize(
    ("release", "ref", "code"),
    [
        (7, "release 2", "import.not_an_object"),
        (None, "release 2", "import.not_an_object"),
        (raw_release(ocid=...), "r1", "import.no_ocid"),
        (raw_release(ocid=""), "r1", "import.no_ocid"),
        (raw_release(ocid={}), "r1", "import.no_ocid"),
        (raw_release(ocid="x" * 201), "x" * 201 + " r1", "import.name_too_long"),
        (raw_release(date=...), f"{OCID} r1", "import.no_date"),
        (raw_release(date="yesterday"), f"{OCID} r1", "import.bad_date"),
        (raw_release(date="2025-02-30T00:00:00Z"), f"{OCID} r1", "import.bad_date"),
        (raw_release(date="0001-01-01T00:00:00+01:00"), f"{OCID} r1", "import.bad_date"),
        (raw_release(date="9999-12-31T23:59:59-01:00"), f"{OCID} r1", "import.bad_date"),
        (raw_release(deep=DEEP), f"{OCID} r1", "import.too_deep"),
        (raw_release(title="x" * 1_000_001), f"{OCID} r1", "import.text_too_long"),
        (
            raw_release(tender=tender(value={"amount": -1, "currency": "GBP"})),
            f"{OCID} r1",
            "import.value_negative",
        ),
        (
            raw_release(awards=[{"id": "1", "value": {"amount": 10**40, "currency": "GBP"}}]),
            f"{OCID} r1",
            "import.value_too_large",
        ),
        (
            raw_release(awards=[{"id": "1", "title": "a"}, {"id": "1", "title": "b"}]),
            f"{OCID} r1",
            "import.id_repeated",
        ),
    ],
)
def test_one_bad_release_is_rejected_with_its_reason(release: Any, ref: Any, code: Any) -> None:
    package = read(raw_release(ocid="ocds-example-good"), release)
    assert [r.ocid for r in package.releases] == ["ocds-example-good"]
    (rejected,) = package.rejected
    assert (rejected.ref, codes(rejected.reasons)) == (ref, [code])


def test_all_reasons_are_given_at_once() -> None:
    package = read(raw_release(ocid=..., date=...))
    assert codes(package.rejected[0].reasons) == ["import.no_ocid", "import.no_date"]


def test_a_name_given_twice_rejects_its_release() -> None:
    text = json.dumps(raw_release(id="b")).replace('"title"', '"title": "Other", "title"')
    content = f'{{"releases": [{json.dumps(raw_release())}, {text}]}}'.encode()
    package = read_package(content, "f")
    assert [r.release_id for r in package.releases] == ["r1"]
    (reason,) = package.rejected[0].reasons
    assert (reason.code, reason.params) == ("import.repeated_name", {"name": "title"})


def test_the_same_id_may_say_the_same_again_but_nothing_else() -> None:
    other = raw_release(tender=tender(title="Something else"))
    package = read(raw_release(), raw_release(), other)
    assert len(package.releases) == 2
    assert codes(package.rejected[0].reasons) == ["import.id_taken"]


def test_a_release_without_an_id_is_taken_by_ocid_and_date() -> None:
    release = one(id=...)
    assert (release.release_id, release.has_own_id) == ("2025-01-23T17:45:04+00:00", False)
    assert "import.id_missing" in codes(release.notice.flags)
    assert one(id=7).release_id == "7"


def test_a_date_without_a_zone_is_read_as_universal_and_flagged() -> None:
    release = one(date="2025-07-01T12:00:00")
    assert release.date == dt.datetime(2025, 7, 1, 12, tzinfo=dt.UTC)
    assert "import.date_without_zone" in codes(release.notice.flags)


# Money and days are never guessed


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        (None, "import.value_missing"),
        ({}, "import.value_missing"),
        ({"amount": None, "currency": "GBP"}, "import.value_missing"),
        ({"amount": 0, "currency": "GBP"}, "import.value_zero"),
        ({"amount": -0.0, "currency": "GBP"}, "import.value_zero"),
        ({"amount": 0.001, "currency": "GBP"}, "import.value_zero"),
        ({"amount": "1000", "currency": "GBP"}, "import.value_unreadable"),
        ({"amount": True, "currency": "GBP"}, "import.value_unreadable"),
        ({"amount": 1000}, "import.currency_missing"),
        ({"amount": 1000, "currency": "EUR"}, "import.currency_other"),
        ([1000], "import.wrong_shape"),
    ],
)
def test_a_value_that_is_not_known_is_unknown_and_flagged(value: Any, flag: Any) -> None:
    notice = one(tender=tender(value=value)).notice
    assert notice.value is None
    assert codes(notice.flags) == [flag]


@given(st.integers(1, 10**13))
def test_amounts_are_exact_to_the_penny(pence: Any) -> None:
    text = json.dumps(raw_release(tender=tender(value={"amount": "?", "currency": "GBP"})))
    text = text.replace('"?"', f"{pence // 100}.{pence % 100:02}")
    notice = read_package(text.encode(), "f").releases[0].notice
    assert notice.value == pence
    assert notice.flags == ()


def test_parts_of_a_penny_are_rounded_and_flagged() -> None:
    notice = one(tender=tender(value={"amount": 33.333, "currency": "GBP"})).notice
    assert notice.value == 3333
    assert codes(notice.flags) == ["import.value_rounded"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2028-08-31T23:59:59+01:00", dt.date(2028, 8, 31)),
        ("2028-08-31T23:59:59Z", dt.date(2028, 8, 31)),  # a whole day, whatever the zone
        ("2025-06-01T00:00:00Z", dt.date(2025, 6, 1)),
        ("2024-08-31T23:00:00Z", dt.date(2024, 9, 1)),  # midnight in London
        ("2021-07-19T01:00:00+01:00", dt.date(2021, 7, 19)),
        ("2025-06-01", dt.date(2025, 6, 1)),
        ("2025-06-01T12:00:00", dt.date(2025, 6, 1)),
        ("2025-06-01T12:00:00.123Z", dt.date(2025, 6, 1)),
    ],
)
def test_the_day_a_notice_means(text: Any, day: Any) -> None:
    assert one(tender=tender(contractPeriod={"endDate": text})).notice.period.ends == day


@pytest.mark.parametrize(
    ("value", "flag"),
    [
        ("soon", "import.date_unreadable"),
        ("01/02/2025", "import.date_unreadable"),
        ("2025-13-01", "import.date_unreadable"),
        (20250101, "import.date_unreadable"),
        ("0001-01-01T00:00:00Z", "import.date_out_of_range"),
        ("9999-12-31T23:59:59Z", "import.date_out_of_range"),
    ],
)
def test_a_day_that_cannot_be_read_is_unknown_and_flagged(value: Any, flag: Any) -> None:
    notice = one(tender=tender(contractPeriod={"endDate": value})).notice
    assert notice.period.ends is None
    assert codes(notice.flags) == [flag]


def test_odd_periods_are_flagged_and_kept() -> None:
    notice = one(
        tender=tender(
            tenderPeriod={"endDate": "2024-12-01T12:00:00Z"},
            contractPeriod={"startDate": "2025-03-01", "endDate": "2025-01-01"},
        )
    ).notice
    assert codes(notice.flags) == [
        "import.period_reversed",
        "import.tender_closed_before_notice",
        "import.contract_ended_before_notice",
    ]
    assert notice.period.ends == dt.date(2025, 1, 1)


# The rest of the notice


@pytest.mark.parametrize(
    "junk",
    [[], "text", 3, True, [None], [[1]], {"x": []}],
    ids=repr,
)
@pytest.mark.parametrize(
    "section", ["tender", "planning", "awards", "contracts", "parties", "buyer", "tag", "title"]
)
def test_wrong_shapes_never_break_the_reading(section: Any, junk: Any) -> None:
    one(**{section: junk})


def test_the_buyer_is_found_among_the_parties() -> None:
    party = {
        "id": "B1",
        "name": "ECC",
        "roles": ["buyer"],
        "identifier": {"scheme": "GB-LAE", "id": "EXA", "legalName": "Exampleshire County Council"},
    }
    buyer = one(parties=[party]).notice.buyer
    assert buyer is not None
    assert (buyer.name, buyer.identifiers) == ("Exampleshire County Council", ("B1", "GB-LAE-EXA"))
    assert buyer.other_names == ("ECC",)
    alone = one(parties=[party], buyer=...).notice.buyer
    assert alone is not None
    assert alone.name == "ECC"
    none = one(buyer=...).notice
    assert none.buyer is None
    assert codes(none.flags) == ["import.buyer_missing"]


def test_only_web_addresses_are_kept() -> None:
    documents = [
        {"id": "1", "url": "javascript:alert(1)"},
        {"id": "2", "url": "https://example.org/a"},
    ]
    notice = one(tender=tender(documents=documents)).notice
    assert [d.url for d in notice.documents] == [None, "https://example.org/a"]


def test_titles_are_sought_where_they_stand() -> None:
    assert one(tender={}, title="Request for information").notice.title == "Request for information"
    assert (
        one(tender={}, awards=[{"id": "1", "status": "cancelled", "title": "A"}]).notice.title
        == "A"
    )
    nothing = one(tender={}).notice
    assert nothing.title is None
    assert codes(nothing.flags) == ["import.title_missing"]


@pytest.mark.parametrize(
    ("fields", "regime"),
    [
        ({"legalBasis": {"scheme": "UKPGA", "id": "2023/54"}}, "procurement_act"),
        ({"legalBasis": {"scheme": "CELEX", "id": "32014L0024"}}, "public_contracts_regulations"),
        (
            {"procurementMethodDetails": "Provider Selection Regime: direct award B"},
            "provider_selection_regime",
        ),
        ({"procurementMethodDetails": "Open procedure"}, None),
        ({"legalBasis": {"id": "2023/541"}}, None),
    ],
)
def test_the_regime_is_what_the_notice_says(fields: Any, regime: Any) -> None:
    assert one(tender=tender(**fields)).notice.regime == regime


def test_a_release_goes_out_as_it_came_in() -> None:
    text = '{"tag":["tender"],"ocid":"o","date":"2025-01-01T00:00:00Z","x":[1.50,1e5,12345678901234567890.12,"é",null,{},[]]}'
    release = read_package(text.encode(), "f").releases[0]
    assert b'"x":[1.50,1E+5,12345678901234567890.12,"\\u00e9",null,{},[]]' in release.body
    assert json.loads(release.body) == json.loads(text)
    assert read_release(release.body) == release


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text()
        | st.floats(allow_nan=False, allow_infinity=False),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    )
)
def test_whatever_stands_in_a_release_is_kept(extra: Any) -> None:
    release = one(extra=extra)
    assert json.loads(release.body) == raw_release(extra=extra)
    assert read_release(release.body) == release
