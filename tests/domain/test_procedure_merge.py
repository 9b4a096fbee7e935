"""Several procedures taken together ask for whatever any of them asks for."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance import words
from governance.domain.calendar import Calendar
from governance.domain.errors import Unusable
from governance.domain.procedure import (
    NO_PROCEDURE,
    CallIn,
    NoticeRule,
    Procedure,
    check,
    earliest_lawful,
    merge,
)

FORWARD_PLAN = NoticeRule("forward_plan", "clear_calendar_days", 28)
GENERAL = NoticeRule("general_exception", "clear_working_days", 5)
AGENDA = NoticeRule("agenda", "clear_working_days", 5, "meeting")


def test_nothing_and_one() -> None:
    only = Procedure("one", "One")
    assert merge([]) is NO_PROCEDURE
    assert merge([only]) is only


def test_whatever_any_asks_for() -> None:
    short, long = CallIn("end_of_nth_working_day_after", 3), CallIn("working_days_after", 5)
    key = Procedure(
        "key",
        "Key decision",
        key_decision=True,
        notices=(FORWARD_PLAN,),
        exceptions=(GENERAL,),
        evidence=("report", "equality-impact"),
        call_in=short,
        publish=("decision",),
        source="reg 9",
    )
    local = Procedure(
        "local",
        "Local rule",
        notices=(NoticeRule("forward_plan", "clear_calendar_days", 42), AGENDA),
        exceptions=(GENERAL,),
        evidence=("report", "legal-advice"),
        call_in=long,
        publish=("decision", "reasons"),
        source="local rule 4",
        meeting_only=True,
    )
    assert merge([key, local]) == Procedure(
        "key+local",
        "Key decision; Local rule",
        key_decision=True,
        notices=(NoticeRule("forward_plan", "clear_calendar_days", 42), AGENDA),
        exceptions=(GENERAL,),
        evidence=("report", "equality-impact", "legal-advice"),
        call_in=long,
        publish=("decision", "reasons"),
        source="reg 9; local rule 4",
        meeting_only=True,
    )


def test_notices_counted_differently_both_hold() -> None:
    ten = NoticeRule("agenda", "clear_calendar_days", 10, "meeting")
    merged = merge([Procedure("a", "A", notices=(AGENDA,)), Procedure("b", "B", notices=(ten,))])
    assert merged.notices == (AGENDA, ten)


def test_an_exception_must_be_allowed_by_all_who_ask_for_the_notice() -> None:
    lenient = Procedure("a", "A", notices=(FORWARD_PLAN,), exceptions=(GENERAL,))
    strict = Procedure("b", "B", notices=(FORWARD_PLAN,))
    indifferent = Procedure("c", "C", notices=(AGENDA,))
    assert merge([lenient, strict]).exceptions == ()
    assert merge([lenient, indifferent]).exceptions == (GENERAL,)


procedures = st.builds(
    Procedure,
    key=st.sampled_from(["a", "b", "c"]),
    title=st.just("T"),
    notices=st.lists(
        st.builds(
            NoticeRule,
            st.sampled_from(["forward_plan", "agenda"]),
            st.sampled_from(["clear_calendar_days", "clear_working_days"]),
            st.integers(1, 40),
        ),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=60, deadline=None)
@given(several=st.lists(procedures, min_size=1, max_size=3))
def test_merged_is_as_late_as_the_latest_and_order_does_not_matter(
    several: list[Procedure],
) -> None:
    def first(procedure: Procedure) -> dt.date:
        found = earliest_lawful(
            procedure=procedure,
            given=(),
            meetings=None,
            today=dt.date(2025, 3, 3),
            calendar=Calendar(),
        )
        assert found.day is not None
        return found.day

    latest_of_all = max(first(procedure) for procedure in several)
    assert first(merge(several)) == first(merge(several[::-1])) == latest_of_all


def test_a_procedure_that_can_be_counted_passes() -> None:
    urgent = NoticeRule("special_urgency", "clear_working_days", 0)
    call_in = CallIn("end_of_nth_working_day_after", 5, "17:00")
    check(
        Procedure(
            "k",
            "K",
            notices=(FORWARD_PLAN, AGENDA),
            exceptions=(GENERAL, urgent),
            call_in=call_in,
        )
    )
    check(NO_PROCEDURE)


def test_everything_that_cannot_be_counted_is_said_at_once() -> None:
    broken = Procedure(
        "k",
        "K",
        notices=(
            NoticeRule("forward_plan", "clear_days", 28),
            NoticeRule("agenda", "working_days_after", 0),
        ),
        exceptions=(NoticeRule("because", "clear_working_days", -1),),
        call_in=CallIn("clear_working_days", 9999, "5pm"),
    )
    with pytest.raises(Unusable) as caught:
        check(broken)
    assert [problem.code for problem in caught.value.problems] == [
        "calendar.policy_unknown",
        "calendar.policy_wrong_verb",
        "calendar.days_out_of_bounds",
        "calendar.days_out_of_bounds",
        "procedure.unknown_exception",
        "calendar.policy_wrong_verb",
        "calendar.days_out_of_bounds",
        "calendar.cutoff_unreadable",
    ]
    for problem in caught.value.problems:
        assert words.say(problem.code, problem.params)
        assert words.remedy(problem.code, problem.params)
