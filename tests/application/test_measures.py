"""Measures: added, observed, corrected, rated by the rule in force; what is asked of them."""

import datetime as dt
from typing import Any

import pytest
from measuring import (
    Q1,
    Q2,
    Q3,
    Q4,
    RULE,
    YEAR_AGO,
    built,
    correct,
    example,
    follows,
    measure,
    played,
    ratings,
    record,
    refused,
    ticking,
    withdraw,
)
from reports import COMMISSIONER, SECRETARY, Life, codes
from world import bring_into_force

from governance.application.next_steps import next_steps
from governance.application.performance import measures, queries, recording
from governance.application.performance.measures import Said
from governance.application.rulebook import acts as rulebooks
from governance.domain.errors import GuardRefused, MovedFirst, Unusable
from governance.store.engine import Store

__all__ = ["example", "played", "ticking"]


# --- measures


def test_everything_wrong_with_a_measure_is_said_at_once(played: Life) -> None:
    said = Said(title=" ", question="how good", rhythm="week", target="x", tolerance="-5%")
    assert refused(played, lambda desk: measures.add_measure(desk, said)) == [
        "measure.missing",
        "measure.missing",
        "measure.not_one_of",
        "measure.not_one_of",
        "value.unreadable",
        "measure.tolerance_negative",
    ]
    early = dt.date(2024, 1, 1)
    said = Said(
        title="A", question="how much", direction="lower", target_on=early, baseline_on=early
    )
    assert refused(played, lambda desk: measures.add_measure(desk, said)) == [
        "measure.day_alone",
        "measure.day_alone",
        "measure.target_before_baseline",
    ]


def test_what_was_observed_keeps_its_meaning(played: Life) -> None:
    ref = measure(played)
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(rhythm="month"))
        measures.set_measure(desk, ref, Said(rhythm="quarter"))
    record(played, ref, Q1, "95")
    for said in (Said(rhythm="month"), Said(direction="lower"), Said(unit="families")):
        assert refused(played, lambda desk, s=said: measures.set_measure(desk, ref, s)) == [
            "measure.fixed"
        ]
    assert refused(played, lambda desk: measures.set_measure(desk, ref, Said(target="100.0"))) == [
        "measure.nothing_said"
    ]


def test_a_measure_of_no_commission_yet_finds_one(played: Life) -> None:
    ref = measure(played, None)
    about = played.commission()
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(), commission=about)
        assert [one["ref"] for one in queries.listing(desk, commission=about)] == [ref]
    other = played.commission("Another")
    assert refused(
        played, lambda desk: measures.set_measure(desk, ref, Said(), commission=other)
    ) == ["measure.of_another"]


def test_who_keeps_measures(played: Life) -> None:
    ref = measure(played)
    with pytest.raises(GuardRefused) as raised:
        record(played, ref, Q1, "95", by="example-charity")
    assert codes(raised) == ["permissions.not_theirs"]
    record(played, ref, Q1, "95", by=SECRETARY)
    assert follows(played, ref)[0] == "green"


# --- values


def test_a_value_is_rated_as_it_is_entered(store: Store, now: dt.datetime) -> None:
    played = built(store, now, RULE)
    ref = measure(played)
    assert follows(played, ref) == (None, 0, None)
    record(played, ref, Q1, "90")
    assert follows(played, ref) == ("green", 0, dt.date(2024, 6, 30))
    record(played, ref, Q2, "89.999999")
    assert follows(played, ref) == ("red", 1, dt.date(2024, 9, 30))
    record(played, ref, Q3, "80")
    assert follows(played, ref) == ("red", 2, dt.date(2024, 12, 31))
    assert ratings(played, ref) == ["red", "red", "green"]
    assert played.whole()


def test_a_late_value_rates_the_year_after_again(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q2, "70")
    record(played, ref, Q3, "80")
    assert follows(played, ref)[:2] == ("red", 2)
    record(played, ref, YEAR_AGO[Q3], "75")
    assert ratings(played, ref) == ["amber", "red", "red"]
    assert follows(played, ref) == ("amber", 0, dt.date(2024, 12, 31))
    correct(played, ref, YEAR_AGO[Q3], "81")
    assert follows(played, ref)[:2] == ("red", 3)
    withdraw(played, ref, YEAR_AGO[Q3])
    assert follows(played, ref)[:2] == ("red", 2)


def test_a_correction_is_another_row_and_both_are_shown(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    correct(played, ref, Q1, "95", reason="  a typing error ")
    with played.looking() as desk:
        found = queries.show(desk, ref)["observations"]
    assert [(o["number"], o["value"], o["stands"], o["rating"], o["reason"]) for o in found] == [
        (2, "95", True, "green", "a typing error"),
        (1, "50", False, "red", ""),
    ]
    withdraw(played, ref, Q1)
    assert follows(played, ref) == (None, 0, None)
    record(played, ref, Q1, "60")
    assert follows(played, ref)[0] == "red"
    with played.looking() as desk:
        found = queries.show(desk, ref)["observations"]
    assert [(o["number"], o["value"]) for o in found] == [
        (4, "60"),
        (3, None),
        (2, "95"),
        (1, "50"),
    ]


def test_what_cannot_be_entered_says_why(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "95")

    def enter(period: str, value: str = "1") -> list[str]:
        return refused(
            played,
            lambda desk: recording.record(desk, measure=ref, value=value, period=period),
        )

    assert enter(Q1) == ["measure.observed_already"]
    assert enter("2025-01 to 2025-03") == ["measure.period_not_over"]
    assert enter("2024-05 to 2024-07") == ["measure.out_of_step"]
    assert enter("2024-07") == ["period.wrong_length"]
    assert enter(Q2, "95%") == ["value.unreadable"]

    def mend(period: str, value: str, reason: str) -> list[str]:
        return refused(
            played,
            lambda desk: recording.correct(
                desk, measure=ref, value=value, period=period, reason=reason
            ),
        )

    assert mend(Q1, "95", "why") == ["measure.same_value"]
    assert mend(Q2, "95", " ") == ["measure.reason_missing", "measure.nothing_to_correct"]


def test_two_people_who_enter_one_value_at_once(store: Store, now: dt.datetime) -> None:
    played = built(store, now, RULE)
    ref = measure(played)
    with played.looking() as desk:
        seen = desk.row("measure", ref).version
    record(played, ref, Q1, "95")
    with pytest.raises(MovedFirst), played.acting() as desk:
        measures.set_measure(desk, ref, Said(target="90"), seen=seen)


def test_unrated_says_why_and_breaks_no_row(played: Life) -> None:
    ref = measure(played, target=None)
    record(played, ref, Q1, "95")
    assert ratings(played, ref) == ["no_target"]
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(target="200"))
    record(played, ref, Q2, "95")
    record(played, ref, Q3, "95")
    assert follows(played, ref)[:2] == ("red", 2)
    with played.acting(COMMISSIONER) as desk:
        recording.rate_again(desk, measure=ref, reason="the target was forgotten")
    assert (ratings(played, ref), follows(played, ref)[1]) == (["red"] * 3, 3)
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(target="0", direction=None))
    played.wait_until(dt.date(2025, 4, 2))
    record(played, ref, Q4, "-5")
    assert ratings(played, ref)[0] == "zero_target"
    assert follows(played, ref)[:2] == (None, 3)


def test_a_new_target_leaves_the_ratings_that_were_given(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    with played.acting() as desk:
        measures.set_measure(desk, ref, Said(target="50"))
    assert ratings(played, ref) == ["red"]
    correct(played, ref, Q1, "51")
    assert ratings(played, ref) == ["red"], "a correction is held against the target of its period"
    record(played, ref, Q2, "50")
    assert ratings(played, ref) == ["green", "red"]


# --- rules


def test_without_one_rule_nothing_is_rated(quick_store: Store, now: dt.datetime) -> None:
    played = built(quick_store, now)
    ref = measure(played)
    record(played, ref, Q1, "50")
    assert ratings(played, ref) == ["no_rule"]
    with played.acting() as desk:
        for rule in (RULE, "rag/own-tolerance.yaml"):
            bring_into_force(desk, kind="rag", file=rule, since=dt.date(2024, 1, 1))
    record(played, ref, Q2, "50")
    assert ratings(played, ref) == ["several_rules", "no_rule"]
    narrow = b"vires: rag/1\nkey: narrow\ntitle: Narrow\nholds for: {rhythms: quarter}\n"
    with played.acting() as desk:
        text = narrow + b"ratings: [{rating: amber}]\n"
        bring_into_force(desk, kind="rag", file="n", since=dt.date(2024, 1, 1), text=text)
    record(played, ref, Q3, "50")
    assert ratings(played, ref) == ["amber", "several_rules", "no_rule"]


def test_a_rule_by_a_recorded_act_rates_from_its_day_on(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q1, "50")
    text = b"vires: rag/1\nkey: havering-rag\ntitle: Milder\nratings: [{rating: amber}]\n"
    with played.acting() as desk:
        version = rulebooks.load(desk, text, "milder.yaml").ref
        rulebooks.adopt(desk, version, reason="Agreed by the board.")
    record(played, ref, Q2, "50")
    record(played, ref, YEAR_AGO[Q1], "40")
    assert ratings(played, ref) == ["amber", "amber", "amber"], "Q1 is rated again by its own rule"
    with played.looking() as desk:
        found = {o["period"]: o["rule"] for o in queries.show(desk, ref)["observations"]}
    assert found["2024-04 to 2024-06"] != found["2024-07 to 2024-09"] == version


# --- questions


def test_unrated_measures_leave_the_denominator(played: Life) -> None:
    about = played.commission()
    for title, value in (("A", "95"), ("B", "99"), ("C", "50"), ("D", None), ("E", "5")):
        ref = measure(played, about, title=title, target=None if title == "E" else "100")
        if value is not None:
            record(played, ref, Q3, value)
    with played.looking() as desk:
        row = desk.row("commission", about)
        found = queries.summary(desk, row.id)
        assert queries.summary(desk) == found
    assert {key: found[key] for key in ("measures", "rated", "green", "red", "unrated")} == {
        "measures": 5,
        "rated": 3,
        "green": 2,
        "red": 1,
        "unrated": 2,
    }
    assert [one["why"] for one in found["reasons"]] == ["no_value", "no_target"]


def test_what_next_names_a_red_and_a_value_that_is_wanted(played: Life) -> None:
    ref = measure(played)
    record(played, ref, Q2, "50")
    about = str(played.row(ref, "measure").commission_id)
    with played.looking() as desk:
        found = next_steps(desk, about)["measures"]
    assert (found["red"], [one["code"] for one in found["wanting"]]) == (
        1,
        ["measures.red_waits", "measures.value_wanted"],
    )


def test_where_the_trend_leads(played: Life) -> None:
    last = dt.date(2025, 12, 31)
    ref = measure(played, baseline="50", baseline_on=dt.date(2024, 3, 31), target_on=last)
    record(played, ref, Q1, "55")

    def ahead(on: dt.date | None = None) -> Any:
        with played.looking() as desk:
            return queries.ahead(desk, ref, on=on)

    with pytest.raises(Unusable) as raised:
        ahead()
    assert codes(raised) == ["forecast.too_few"]
    record(played, ref, Q2, "60")
    found = ahead()
    assert (found["turned"], found["by"], found["without"], found["values"]) == (
        True,
        "level",
        "50",
        3,
    )
    assert float(found["expected"]) == pytest.approx(85, abs=0.3)
    assert float(found["misses"]) == pytest.approx(15, abs=0.3)
    with pytest.raises(Unusable) as raised:
        ahead(dt.date(2024, 9, 30))
    assert codes(raised) == ["forecast.day_past"]
