"""Values, periods, rating rules, direction of travel and forecasts, without a database."""

import datetime as dt
from fractions import Fraction
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import words
from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.domain.performance import (
    RHYTHMS,
    Facts,
    Period,
    RagRule,
    load_rag,
    rate,
    read_period,
    read_value,
    said_value,
    travel,
)
from governance.domain.performance.forecast import forecast

HEAD = "vires: rag/1\nkey: ours\ntitle: Ours\n"
ONE = 1_000_000


def shipped(name: str) -> RagRule:
    return load_rag((config_dir() / "rag" / f"{name}.yaml").read_bytes(), name)


def load(text: str) -> RagRule:
    return load_rag((HEAD + dedent(text)).encode(), "ours.yaml")


def wrong(text: str) -> list[str]:
    with pytest.raises(Unusable) as raised:
        load(text)
    return [f"{p.line}: {words.say(p.code, p.params)}" for p in raised.value.problems]


def code(text: str, rhythm: str = "quarter") -> str:
    with pytest.raises(Unusable) as raised:
        read_period(text, rhythm)
    return raised.value.problems[0].code


# --- values


@given(st.integers(-(10**18), 10**18))
def test_a_value_is_read_as_it_is_said(millionths: int) -> None:
    assert read_value(said_value(millionths)) == millionths


@pytest.mark.parametrize(
    ("text", "millionths"),
    [("82.5", 82_500_000), ("1,240", 1240 * ONE), ("-0.000001", -1), ("+3", 3 * ONE), ("5.50", 5_500_000), ("1.0000000", ONE)],
)  # fmt: skip
def test_a_value_is_exact(text: str, millionths: int) -> None:
    assert read_value(text) == millionths


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "value.unreadable"),
        ("82%", "value.unreadable"),
        ("about 80", "value.unreadable"),
        ("1e3", "value.unreadable"),
        ("nan", "value.unreadable"),
        ("1,24", "value.unreadable"),
        ("٣", "value.unreadable"),
        ("0.0000001", "value.too_exact"),
        ("1000000000001", "value.too_large"),
    ],
)
def test_nonsense_is_no_value(text: str, why: str) -> None:
    with pytest.raises(Unusable) as raised:
        read_value(text)
    assert [p.code for p in raised.value.problems] == [why]


# --- periods


@pytest.mark.parametrize(
    ("text", "rhythm", "first", "last"),
    [
        ("2026-07 to 2026-09", "quarter", "2026-07-01", "2026-09-30"),
        ("2026-07..2026-09", "quarter", "2026-07-01", "2026-09-30"),
        ("2026-07-01 to 2026-09-30", "quarter", "2026-07-01", "2026-09-30"),
        ("January 2027", "month", "2027-01-01", "2027-01-31"),
        ("January to March 2027", "quarter", "2027-01-01", "2027-03-31"),
        ("october 2026  to march 2027", "half_year", "2026-10-01", "2027-03-31"),
        ("2026/27 Q4", "quarter", "2027-01-01", "2027-03-31"),
        ("2025/26 H2", "half_year", "2025-10-01", "2026-03-31"),
        ("2025/2026", "year", "2025-04-01", "2026-03-31"),
        ("2025-09 to 2026-08", "year", "2025-09-01", "2026-08-31"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
    ],
)
def test_periods_as_people_write_them(text: str, rhythm: str, first: str, last: str) -> None:
    found = read_period(text, rhythm)
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)
    assert read_period(found.text, rhythm) == found


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2026-Q3", "period.ambiguous"),
        ("Q3 2026", "period.ambiguous"),
        ("2026", "period.ambiguous"),
        ("January", "period.unreadable"),
        ("January 2027 to March", "period.unreadable"),
        ("March to January 2027", "period.backwards"),
        ("last quarter", "period.unreadable"),
        ("2026-13", "period.unreadable"),
        ("2025-26", "period.unreadable"),
        ("2026/28 Q1", "period.unreadable"),
        ("2026/27 H3", "period.unreadable"),
        ("2026-09 to 2026-07", "period.backwards"),
        ("2026-07-02 to 2026-09-30", "period.not_whole_months"),
        ("2026-07 to 2026-08", "period.wrong_length"),
    ],
)
def test_what_is_no_period_or_could_be_two(text: str, why: str) -> None:
    assert code(text) == why


@given(st.integers(1950 * 12, 2100 * 12), st.sampled_from(sorted(RHYTHMS)), st.integers(-40, 40))
def test_periods_of_one_row_never_cut_into_each_other(start: int, rhythm: str, by: int) -> None:
    months = RHYTHMS[rhythm]
    first = dt.date(start // 12, start % 12 + 1, 1)
    one = read_period(Period(first, first).moved(0).text, "month")
    whole = Period(one.first, one.moved(months - 1).last)
    other = whole.moved(by)
    apart = other.first > whole.last or other.last < whole.first or other == whole
    assert not whole.in_step_with(other) or apart
    assert whole.year_before.moved(12) == whole


# --- rating


def havering(value: str, target: str | None, *, year: str | None = None, better: str = "higher") -> str | None:  # fmt: skip
    found = rate(
        shipped("havering"),
        Facts(
            value=read_value(value),
            direction=better,
            target=None if target is None else read_value(target),
            before={"last_year": None if year is None else read_value(year)},
        ),
    )
    return found.rating or found.unrated


@pytest.mark.parametrize(
    ("value", "target", "year", "better", "rating"),
    [
        ("100", "100", None, "higher", "green"),
        ("90", "100", "95", "higher", "green"),
        ("89.999999", "100", "95", "higher", "red"),
        ("89.999999", "100", "89.999999", "higher", "amber"),
        ("89.999999", "100", "80", "higher", "amber"),
        ("50", "100", None, "higher", "red"),
        ("110", "100", None, "lower", "green"),
        ("110.000001", "100", "110", "lower", "red"),
        ("110.000001", "100", "120", "lower", "amber"),
        ("500", "100", None, "higher", "green"),
        ("-11", "-10", None, "higher", "green"),
        ("-12", "-10", "-11", "higher", "red"),
        ("0", "0", None, "lower", "green"),
        ("1", "0", "5", "lower", "zero_target"),
        ("80", None, "70", "higher", "no_target"),
        ("0.333333", "0.37037", None, "higher", "green"),
    ],
)
def test_the_rule_of_havering(
    value: str, target: str | None, year: str | None, better: str, rating: str
) -> None:
    assert havering(value, target, year=year, better=better) == rating


@given(st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9), st.none() | st.integers(-(10**9), 10**9), st.sampled_from(["higher", "lower"]))  # fmt: skip
def test_havering_as_its_sentence_says(
    value: int, target: int, year: int | None, better: str
) -> None:
    facts = Facts(value=value, direction=better, target=target, before={"last_year": year})
    found = rate(shipped("havering"), facts)
    off = max(0, target - value if better == "higher" else value - target)
    if target == 0 and off:
        assert found.unrated == "zero_target"
    elif off == 0 or Fraction(off, abs(target)) <= Fraction(1, 10):
        assert found.rating == "green"
    else:
        improved = year is not None and (value >= year if better == "higher" else value <= year)
        assert found.rating == ("amber" if improved else "red")


def test_a_rule_that_says_nothing_of_a_missing_year_leaves_it_unrated() -> None:
    rule = load("""\
        ratings:
          - {rating: green, off target: at most 10%}
          - {rating: amber, since last year: [improved, maintained]}
          - {rating: red, since last year: worse}
        """)
    facts = Facts(value=50, direction="higher", target=100)
    assert rate(rule, facts).unrated == "no_last_year"


def test_the_second_rule_looks_at_the_measures_own_tolerance() -> None:
    rule = shipped("own-tolerance")

    def rated(value: int, tolerance: int | None, *, percent: bool, target: int = 20) -> str | None:
        facts = Facts(value * ONE, "lower", target * ONE, tolerance and tolerance * ONE, percent)
        found = rate(rule, facts)
        return found.rating or found.unrated

    assert rated(20, None, percent=True) == "green"
    assert rated(21, None, percent=True) == "no_tolerance"
    assert [rated(v, 2, percent=False) for v in (19, 22, 23)] == ["green", "amber", "red"]
    assert [rated(v, 5, percent=True) for v in (21, 22)] == ["amber", "red"]
    assert rated(1, 2, percent=False, target=0) == "amber"
    assert rated(1, 2, percent=True, target=0) == "zero_target_tolerance"


def test_every_problem_of_a_rule_is_said_at_once() -> None:
    assert wrong("""\
        holds for: {questions: [how many], rhythm: quarter}
        ratings:
          - {rating: gren, off target: at most 10%}
          - {rating: red, off target: far away, since last yeer: worse}
          - {rating: amber, since last year: bettered, off target: at most -5}
        corrective action: {for: purple, within: 20 days}
        """) == [
        "4: “how many” is not a possible value of “questions”.",
        "4: “rhythm” means nothing here.",
        "6: “gren” is not a possible value of “rating”.",
        "7: “far away” does not say how far off its target a value may be.",
        "7: “since last yeer” means nothing here.",
        "8: “at most -5” does not say how far off its target a value may be.",
        "8: “bettered” is not a possible value of “since last year”.",
        "9: “purple” is not a possible value of “for”.",
        "9: It is not said which days count.",
    ]  # fmt: skip


def test_a_rule_with_a_hole_or_an_idle_line_is_not_taken() -> None:
    assert wrong("""\
        ratings:
          - {rating: green, off target: at most 5%}
          - {rating: green, off target: at most 3%}
          - {rating: red, off target: more than 10%}
        """) == [
        "1: The rule gives no rating to a value that is 5.000001% off its target.",
        "6: This line never rates anything “green”: the lines above it take every value it could.",
    ]
    assert wrong("""\
        ratings:
          - {rating: green, since last year: improved}
          - {rating: amber, since last year: maintained}
        """) == [
        "1: The rule gives no rating to a value that is worse since the same period last year."
    ]


def test_a_rule_can_hold_for_some_measures_only() -> None:
    rule = load("holds for: {rhythms: [month, half year]}\nratings: [{rating: green}]")
    assert rule.holds_for("how_much", "half_year")
    assert not rule.holds_for("how_much", "quarter")
    assert wrong("holds for: {}\nratings: [{rating: green}]") == [
        "4: “holds for” does not say for which measures."
    ]
    assert wrong("ratings: []") != []


# --- travel and forecast


def test_travel_follows_the_better_direction() -> None:
    assert travel(3, 2, "higher") == "improved"
    assert travel(3, 2, "lower") == "worse"
    assert travel(2, 2, "lower") == "maintained"
    assert travel(2, None, "lower") == "not_known"


def day(number: int) -> dt.date:
    return dt.date(2024, 1, 1) + dt.timedelta(days=number)


def test_a_straight_line_is_carried_on_exactly() -> None:
    points = [(day(n * 100), (50 + n) * ONE) for n in range(5)]
    found = forecast(points, baseline=None, on=day(1000), direction="higher", target=61 * ONE)
    assert found is not None
    assert (found.expected, found.misses, found.without) == (60 * ONE, ONE, None)


def test_the_curve_is_turned_where_the_trend_beats_the_baseline() -> None:
    before = [(day(-300 + 100 * n), (60 - 2 * n) * ONE) for n in range(3)]
    since = [(day(100), 56 * ONE), (day(200), 58 * ONE)]
    found = forecast(
        [*before, *since], baseline=(day(0), 54 * ONE), on=day(400), direction="higher"
    )
    assert found is not None
    assert (found.values, found.by) == (3, "trend")
    assert (found.expected, found.without, found.turned) == (62 * ONE, 46 * ONE, "improved")
    level = forecast(since, baseline=(day(0), 54 * ONE), on=day(400), direction="lower")
    assert level is not None
    assert (level.without, level.by, level.turned) == (54 * ONE, "level", "worse")


def test_two_values_are_no_trend() -> None:
    points = [(day(0), ONE), (day(90), 2 * ONE)]
    assert forecast(points, baseline=None, on=day(400), direction="higher") is None
    assert forecast(points, baseline=(day(90), ONE), on=day(400), direction="higher") is None
