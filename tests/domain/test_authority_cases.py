"""Cases as people write them in JSON: exact amounts, unknown names, hostile files."""

import datetime as dt

import pytest

from governance import words
from governance.domain.authority import Case, answer, compile_scheme, load_scheme, parse_case
from governance.domain.errors import Unusable

SCHEME = load_scheme(
    b"""\
vires: scheme/1
key: small
title: A small scheme
standing: own
owner: board
vat: including
deciders: {officer: {kind: office, title: The officer}}
inputs:
  kind: {one of: [award, waive]}
  value: {type: money, most: "1,000,000"}
  whole: {type: money, most: "2,000,000"}
  wards: {type: number, most: 9}
  listed: {type: yes-no}
  today: {type: day, from: decision_day}
  starts: {type: day, least: 2020-01-01, most: 2030-12-31}
assume:
  - value: up to whole
rules:
  - {id: A, when: {kind: award, today: after 2026-01-01}, path: [{decide: officer}]}
""",
    "small.yaml",
)


def complaints(text: str | bytes) -> list[str]:
    with pytest.raises(Unusable) as caught:
        parse_case(text.encode() if isinstance(text, str) else text, SCHEME, "case.json")
    for problem in caught.value.problems:
        assert problem.file == "case.json"
        assert words.say(problem.code, problem.params)
        assert words.remedy(problem.code, problem.params)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("written", "pence"),
    [('"30000.50"', 30_000_50), ('"£30,000.50"', 30_000_50), ("30000", 30_000_00), ('"0"', 0)],
)
def test_amounts_are_pounds(written: str, pence: int) -> None:
    assert parse_case(f'{{"value": {written}}}'.encode(), SCHEME) == Case({"value": pence})


def test_every_type_is_read_and_null_is_unknown() -> None:
    text = """{"kind": "award", "listed": true, "wards": "3", "starts": "2026-04-01",
               "value": null, "whole": "1"}"""
    starts = dt.date(2026, 4, 1).toordinal()
    assert parse_case(text.encode(), SCHEME).values == {
        "kind": "award",
        "listed": "yes",
        "wards": 3,
        "starts": starts,
        "whole": 100,
    }
    assert parse_case(b'\xef\xbb\xbf{"listed": "no"}', SCHEME).values == {"listed": "no"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('{"value": 30000.5}', ["scheme.case.float"]),
        ('{"value": 1e9}', ["scheme.case.float"]),
        ('{"value": NaN}', ["scheme.case.float"]),
        ('{"value": -Infinity}', ["scheme.case.float"]),
        ('{"value": "NaN"}', ["scheme.case.money_unreadable"]),
        ('{"value": -5}', ["scheme.case.negative"]),
        ('{"value": "-£5"}', ["scheme.case.negative"]),
        ('{"value": "1.005"}', ["scheme.case.money_unreadable"]),
        ('{"value": true}', ["scheme.case.want_money"]),
        ('{"value": ["1"]}', ["scheme.case.want_money"]),
        ('{"value": {"a": 1}}', ["scheme.case.want_money"]),
        ('{"value": "1000000.01"}', ["scheme.case.bounds_money"]),
        ('{"value": "999999999999"}', ["scheme.case.money_too_large"]),
        (f'{{"value": {"9" * 5000}}}', ["scheme.case.float"]),
        ('{"wards": 10}', ["scheme.case.bounds_integer"]),
        ('{"wards": 1.5}', ["scheme.case.want_number"]),
        ('{"wards": true}', ["scheme.case.want_number"]),
        ('{"starts": "2026-02-30"}', ["scheme.case.want_day"]),
        ('{"starts": 20260101}', ["scheme.case.want_day"]),
        ('{"starts": "0001-01-01"}', ["scheme.case.bounds_day"]),
        ('{"starts": "9999-12-31"}', ["scheme.case.bounds_day"]),
        ('{"listed": "maybe"}', ["scheme.case.choice"]),
        ('{"listed": 1}', ["scheme.case.choice"]),
        ('{"kind": "awrd"}', ["scheme.case.choice"]),
        ('{"valu": "1", "kin": "x"}', ["scheme.case.unknown", "scheme.case.unknown"]),
        ('{"value": "1", "value": "2"}', ["text.duplicate_key"]),
        ('{"value": ', ["scheme.case.not_json"]),
        ("", ["scheme.case.not_json"]),
        ("[1]", ["scheme.case.want_object"]),
        ('"value"', ["scheme.case.want_object"]),
        (b'{"value": "\xff"}', ["text.not_utf8"]),
        ('{"value": ' + "[" * 100_000, ["scheme.case.too_deep"]),
        (b" " * 1_000_001, ["text.too_large"]),
    ],
)
def test_what_cannot_be_used(text: str | bytes, codes: list[str]) -> None:
    assert complaints(text) == codes


def test_the_nearest_name_is_suggested() -> None:
    with pytest.raises(Unusable) as caught:
        parse_case(b'{"valeu": "1"}', SCHEME)
    assert caught.value.problems[0].params["nearest"] == "value"


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"value": 200, "whole": 100}, "scheme.case.assume"),
        ({"value": "5"}, "scheme.case.type"),
        ({"value": True}, "scheme.case.type"),
        ({"value": -1}, "scheme.case.bounds_money"),
        ({"nothing": 1}, "scheme.case.unknown"),
    ],
)
def test_a_case_against_bounds_or_assumptions_is_unusable(
    values: dict[str, int | str], code: str
) -> None:
    compiled = compile_scheme(SCHEME, dt.date(2026, 1, 15))
    with pytest.raises(Unusable) as caught:
        answer(compiled, Case(values))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_case_that_nothing_could_complete_is_unusable() -> None:
    text = b"""\
vires: scheme/1
key: small
title: A small scheme
standing: own
owner: board
vat: including
deciders: {officer: {kind: office, title: The officer}}
inputs:
  value: {type: money, most: "100"}
  part: {type: money, most: "10"}
  kind: {one of: [award, waive]}
assume: [{part: exactly 50% of value}]
rules: [{id: A, when: {kind: award, value: over 5}, path: [{decide: officer}]}]
"""
    compiled = compile_scheme(load_scheme(text, "small.yaml"), dt.date(2026, 1, 15))
    with pytest.raises(Unusable) as caught:
        answer(compiled, Case({"value": 5000, "kind": "award"}))
    assert caught.value.problems[0].code == "scheme.case.impossible"


def test_the_day_of_decision_is_known_of_itself() -> None:
    before = compile_scheme(SCHEME, dt.date(2026, 1, 1))
    after = compile_scheme(SCHEME, dt.date(2026, 1, 2))
    assert type(answer(before, Case({"kind": "award"}))).__name__ == "NoRule"
    assert type(answer(after, Case({"kind": "award"}))).__name__ == "Determined"
