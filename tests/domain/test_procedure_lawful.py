"""The first lawful day, what is irregular on a chosen day, exceptions, call-in."""

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given as given_that
from hypothesis import settings
from hypothesis import strategies as st

from governance import words
from governance.domain.calendar import Calendar, latest
from governance.domain.procedure import (
    NO_PROCEDURE,
    CallIn,
    GivenNotice,
    Lawful,
    NoticeRule,
    Procedure,
    call_in_window,
    earliest_lawful,
    lawful_on,
)

ENGLAND = Calendar()
FORWARD_PLAN = NoticeRule("forward_plan", "clear_calendar_days", 28, "decision", "reg 9")
AGENDA = NoticeRule("agenda", "clear_working_days", 5, "meeting", "s.100B")
GENERAL = NoticeRule("general_exception", "clear_working_days", 5, "decision", "reg 10")
URGENT = NoticeRule("special_urgency", "clear_working_days", 0, "decision", "reg 11")
ITEM = NoticeRule("urgent_item", "clear_working_days", 0, "meeting", "s.100B(4)")
KEY = Procedure(
    "key-decision",
    "Key decision",
    key_decision=True,
    notices=(FORWARD_PLAN, AGENDA),
    exceptions=(GENERAL, URGENT, ITEM),
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def ask(
    given: Sequence[GivenNotice] = (),
    *,
    meetings: Sequence[str] | None = None,
    today: str = "2025-02-20",
    procedure: Procedure = KEY,
) -> Lawful:
    return earliest_lawful(
        procedure=procedure,
        given=given,
        meetings=None if meetings is None else [day(m) for m in meetings],
        today=day(today),
        calendar=ENGLAND,
    )


def said(found: Lawful) -> list[str]:
    return [words.say(step.code, step.params) for step in found.working]


def test_a_notice_given_is_counted_and_its_working_can_be_read() -> None:
    found = ask([GivenNotice("forward_plan", day("2025-02-20"))])
    assert found.day == day("2025-03-21")
    assert found.missing == ()
    assert said(found) == [
        (
            "Notice of a key decision on the forward plan: 28 clear days from 20 February 2025 end on "
            "20 March 2025; the first lawful day is 21 March 2025."
        ),
        "An officer may decide from Friday 21 March 2025.",
    ]
    counted = found.working[0].counted
    assert counted is not None
    assert sum(entry.counted for entry in counted.trace) == 28


def test_an_officer_decides_on_a_working_day() -> None:
    found = ask([GivenNotice("forward_plan", day("2021-11-26"))], today="2021-11-26")
    assert found.day == day("2021-12-29")


def test_a_body_decides_at_the_first_meeting_whose_agenda_can_still_be_published() -> None:
    meetings = ["2025-03-20", "2025-03-25", "2025-04-22"]
    notice = [GivenNotice("forward_plan", day("2025-02-20"))]
    assert ask(notice, meetings=meetings).day == day("2025-03-25")
    assert ask(notice, meetings=meetings, today="2025-03-17").day == day("2025-03-25")
    assert ask(notice, meetings=meetings, today="2025-03-18").day == day("2025-04-22")
    given = [*notice, GivenNotice("agenda", day("2025-03-17"))]
    found = ask(given, meetings=meetings, today="2025-03-18")
    assert found.day == day("2025-03-25")
    assert found.missing == ()


def test_a_notice_not_given_is_counted_from_today_and_missed() -> None:
    found = ask(meetings=["2025-03-25"])
    assert found.day == day("2025-03-25")
    assert said(found) == [
        (
            "Notice of a key decision on the forward plan: if given today, 28 clear days from "
            "20 February 2025 end on 20 March 2025; the first lawful day is 21 March 2025."
        ),
        (
            "The agenda and reports open to inspection: if given today, 5 clear working days from "
            "20 February 2025 end on 27 February 2025; the first lawful day is 28 February 2025."
        ),
        "The first meeting on or after 21 March 2025 is on Tuesday 25 March 2025.",
    ]
    assert [(r.code, r.params["kind"]) for r in found.missing] == [
        ("procedure.notice_not_given", "forward_plan"),
        ("procedure.notice_not_given", "agenda"),
    ]
    for refusal in found.missing:
        assert "the first lawful day is" in words.remedy(refusal.code, refusal.params)


def test_no_meeting_late_enough() -> None:
    found = ask(meetings=["2025-03-20"])
    assert found.day is None
    assert [r.code for r in found.missing][-1] == "procedure.no_meeting"
    assert "21 March 2025" in words.say(found.missing[-1].code, found.missing[-1].params)


def test_exceptions_are_offered_with_the_day_each_would_give() -> None:
    found = ask()
    assert found.day == day("2025-03-21")
    assert [(offer.kinds, offer.day) for offer in found.exceptions] == [
        (("general_exception",), day("2025-02-28")),
        (("special_urgency",), day("2025-02-20")),
    ]
    urgent = found.exceptions[1]
    assert next(words.say(step.code, step.params) for step in urgent.working) == (
        "The scrutiny chair’s agreement that the decision is urgent: if given today, "
        "20 February 2025, no days need be counted."
    )


def test_exceptions_are_offered_together_where_one_alone_does_not_help() -> None:
    found = ask(meetings=["2025-02-24", "2025-03-04", "2025-03-25"])
    assert found.day == day("2025-03-25")
    assert [(offer.kinds, offer.day) for offer in found.exceptions] == [
        (("general_exception",), day("2025-03-04")),
        (("special_urgency",), day("2025-03-04")),
        (("special_urgency", "urgent_item"), day("2025-02-24")),
    ]


def test_an_exception_that_was_given_stands_in_for_the_notice() -> None:
    found = ask([GivenNotice("general_exception", day("2025-02-18"))])
    assert found.day == day("2025-02-26")
    assert found.missing == ()
    consent = ask([GivenNotice("special_urgency", day("2025-02-19"))])
    assert consent.day == day("2025-02-20")
    assert said(consent)[0].endswith("given on 19 February 2025; no days need be counted.")


def test_an_exception_counts_from_the_strictest_of_its_rules() -> None:
    local = NoticeRule("general_exception", "clear_calendar_days", 10)
    procedure = Procedure("k", "K", notices=(FORWARD_PLAN,), exceptions=(GENERAL, local))
    found = ask([GivenNotice("general_exception", day("2025-02-20"))], procedure=procedure)
    assert found.day == day("2025-03-03")


def test_a_decision_for_meetings_only_is_not_an_officers() -> None:
    procedure = Procedure("m", "Recorded at a meeting", meeting_only=True)
    found = ask(procedure=procedure)
    assert found.day is None
    assert [r.code for r in found.missing] == ["procedure.meeting_only"]
    assert ask(procedure=procedure, meetings=["2025-02-20"]).day == day("2025-02-20")


def test_nothing_asked_for_is_lawful_today() -> None:
    assert ask(procedure=NO_PROCEDURE).day == day("2025-02-20")
    assert ask(procedure=NO_PROCEDURE, today="2025-02-22").day == day("2025-02-24")


def irregular(
    given: Sequence[GivenNotice], on: str, agenda: str | None = None, *, at_meeting: bool = True
) -> list[str]:
    found = lawful_on(
        procedure=KEY,
        given=given,
        day=day(on),
        published_agenda=None if agenda is None else day(agenda),
        calendar=ENGLAND,
        at_meeting=at_meeting,
    )
    for refusal in found:
        assert words.remedy(refusal.code, refusal.params)
    return [words.say(refusal.code, refusal.params) for refusal in found]


def test_what_is_irregular_on_a_day_is_all_said() -> None:
    notice = [GivenNotice("forward_plan", day("2025-09-02"))]
    assert irregular(notice, "2025-10-01", "2025-09-23") == []
    assert irregular(notice, "2025-09-30", "2025-09-23") == [
        (
            "Notice of a key decision on the forward plan: given on 2 September 2025, which leaves "
            "27 of 28 clear days before 30 September 2025."
        ),
        (
            "The agenda and reports open to inspection: given on 23 September 2025, which leaves "
            "4 of 5 clear working days before 30 September 2025."
        ),
    ]
    assert irregular([], "2025-09-30") == [
        "Notice of a key decision on the forward plan: not given before 30 September 2025.",
        "The agenda and reports open to inspection: not given before 30 September 2025.",
    ]


def test_an_officers_decision_needs_no_agenda() -> None:
    assert irregular([GivenNotice("forward_plan", day("2025-09-02"))], "2025-10-01") != []
    notice = [GivenNotice("forward_plan", day("2025-09-02"))]
    assert irregular(notice, "2025-10-01", at_meeting=False) == []


def test_an_exception_makes_an_early_day_regular_and_a_late_consent_does_not() -> None:
    exception = [GivenNotice("general_exception", day("2025-09-22"))]
    assert irregular(exception, "2025-09-30", at_meeting=False) == []
    assert irregular(exception, "2025-09-29", at_meeting=False) == [
        (
            "Notice of a general exception to the scrutiny chair: given on 22 September 2025, which "
            "leaves 4 of 5 clear working days before 29 September 2025."
        ),
    ]
    late = [GivenNotice("special_urgency", day("2025-10-01"))]
    assert len(irregular(late, "2025-09-30", at_meeting=False)) == 1


def test_a_decision_for_meetings_only_taken_elsewhere_is_irregular() -> None:
    found = lawful_on(
        procedure=Procedure("m", "At a meeting", meeting_only=True),
        given=[],
        day=day("2025-09-30"),
        published_agenda=None,
        calendar=ENGLAND,
        at_meeting=False,
    )
    assert [r.code for r in found] == ["procedure.meeting_only"]


@pytest.mark.parametrize(
    ("cutoff", "closes"),
    [("17:00", "2020-02-21T17:00:00+00:00"), (None, "2020-02-22T00:00:00+00:00")],
)
def test_the_call_in_window(cutoff: str | None, closes: str) -> None:
    call_in = CallIn("end_of_nth_working_day_after", 5, cutoff, "any 5 councillors")
    found = call_in_window(call_in=call_in, published=day("2020-02-14"), calendar=ENGLAND)
    assert found.closes_at.isoformat() == closes
    assert found.effective == day("2020-02-22")


notices = st.lists(
    st.builds(
        GivenNotice,
        st.sampled_from(
            ["forward_plan", "agenda", "general_exception", "special_urgency", "urgent_item"]
        ),
        st.dates(dt.date(2024, 11, 1), dt.date(2025, 3, 1)),
    ),
    max_size=4,
)


@settings(max_examples=80, deadline=None)
@given_that(given=notices, gaps=st.lists(st.integers(1, 90), min_size=1, max_size=5))
def test_the_first_lawful_day_is_lawful_and_no_earlier_meeting_is(
    given: list[GivenNotice], gaps: list[int]
) -> None:
    today = dt.date(2025, 3, 1)
    meetings = [today + dt.timedelta(days=sum(gaps[:n])) for n in range(1, len(gaps) + 1)]
    found = earliest_lawful(
        procedure=KEY, given=given, meetings=meetings, today=today, calendar=ENGLAND
    )
    done = [
        *given,
        *(GivenNotice(r.params["kind"], today) for r in found.missing if "kind" in r.params),
    ]
    for meeting in meetings:
        irregularities = lawful_on(
            procedure=KEY, given=done, day=meeting, published_agenda=None, calendar=ENGLAND
        )
        assert (irregularities == ()) == (found.day is not None and meeting >= found.day)


@settings(max_examples=40, deadline=None)
@given_that(meeting=st.dates(dt.date(2015, 1, 1), dt.date(2030, 12, 31)))
def test_an_agenda_on_its_last_day_is_in_time_and_a_day_that_counts_later_is_not(
    meeting: dt.date,
) -> None:
    procedure = Procedure("a", "A", notices=(AGENDA,))
    last = latest(policy=AGENDA.policy, days=5, meeting=meeting, calendar=ENGLAND).latest_notice
    after = ENGLAND.on_or_after(last + dt.timedelta(days=1))
    for published, lawful in ((last, True), (after, False)):
        found = lawful_on(
            procedure=procedure,
            given=[],
            day=meeting,
            published_agenda=published,
            calendar=ENGLAND,
        )
        assert (found == ()) is lawful


def test_a_saturday_meeting_after_enough_working_days_is_lawful() -> None:
    found = ask(
        [GivenNotice("agenda", day("2021-11-26"))],
        meetings=["2021-12-04"],
        today="2021-11-26",
        procedure=Procedure("a", "A", notices=(AGENDA,)),
    )
    assert found.day == day("2021-12-04")
    late = ask(
        [GivenNotice("agenda", day("2021-11-29"))],
        meetings=["2021-12-04"],
        today="2021-11-29",
        procedure=Procedure("a", "A", notices=(AGENDA,)),
    )
    assert late.day is None
