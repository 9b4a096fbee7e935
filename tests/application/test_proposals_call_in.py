"""What follows a decision that can be called in: the window, scrutiny, the second look, effect."""

import datetime as dt

import pytest
from reports import BOARD, CABINET, COMMISSIONER, WORDS, Life, codes, life

from governance.application.meetings import acts as meetings
from governance.application.meetings.agenda import carry_over
from governance.application.meetings.queries import agenda
from governance.application.next_steps import report_steps
from governance.application.proposals import after, deciding, placing, scrutiny, submitting
from governance.application.proposals.counting import Taken
from governance.domain.errors import GuardRefused, NoSuchMove, Unusable
from governance.store.engine import Store

BY = ("Councillor A", "Councillor B", "Councillor C", "Councillor D", "Councillor E")


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


@pytest.fixture
def decided(built: Life) -> str:
    """A decision of the cabinet's, of Thursday 27 March 2025, open to call-in (rule S4)."""
    ref = built.award(built.commission(), 3_000_000, decision_due=dt.date(2025, 3, 31))
    built.evidence(built.submit(ref), "options-appraisal")
    built.notice(ref)
    built.clear(ref, "s151", "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    built.decide(ref, "endorsed")
    built.wait(7)
    built.sitting("cabinet", CABINET, ref)
    assert built.today == dt.date(2025, 3, 27)
    built.decide(ref)
    return ref


def call_in(built: Life, ref: str, by: tuple[str, ...] = BY) -> None:
    with built.acting("example-scrutineer") as desk:
        scrutiny.call_in(desk, ref, by=by, grounds="The options were not compared.")


def scrutinised(built: Life, ref: str, *results: str) -> None:
    for result in results:
        with built.acting("example-scrutineer") as desk:
            scrutiny.scrutinise(desk, ref, result=result, reason="As the committee resolved.")


def test_the_window_closes_by_the_calendar_and_the_tick_lets_it_take_effect(
    built: Life, decided: str
) -> None:
    row = built.row(decided)
    last = dt.date(2025, 4, 3)
    assert (row.state, row.effective_on) == ("call_in_window", last + dt.timedelta(days=1))
    built.wait_until(last)
    assert built.tick().done == []
    assert built.state(decided) == "call_in_window"
    built.wait(1)
    assert [d.effect for d in built.tick().done] == ["call_in_closed"]
    row = built.row(decided)
    assert (row.state, row.effective_on) == ("effective", last + dt.timedelta(days=1))
    assert built.row("A-0001", "agreement").value == 3_000_000_00
    assert built.tick().done == []
    with pytest.raises(NoSuchMove):
        call_in(built, decided)
    assert built.whole()


def test_the_window_closes_at_its_hour(built: Life, decided: str) -> None:
    built.now = dt.datetime(2025, 4, 3, 16, 1, tzinfo=dt.UTC)  # 17:01 by the clock on the wall
    with pytest.raises(GuardRefused) as refused:
        call_in(built, decided)
    assert codes(refused) == ["call_in.too_late"]
    built.now = dt.datetime(2025, 4, 3, 15, 59, tzinfo=dt.UTC)
    call_in(built, decided)
    assert built.state(decided) == "called_in"


def test_a_late_clock_does_not_leave_the_window_open(built: Life, decided: str) -> None:
    built.wait_until(dt.date(2025, 4, 10))
    with pytest.raises(GuardRefused) as refused:
        call_in(built, decided)
    assert codes(refused) == ["call_in.too_late"]
    built.tick()
    assert built.row(decided).effective_on == dt.date(2025, 4, 4)


def test_a_call_in_says_who_and_why(built: Life, decided: str) -> None:
    with pytest.raises(GuardRefused) as refused, built.acting("example-scrutineer") as desk:
        scrutiny.call_in(desk, decided, by=[" "], grounds="")
    assert codes(refused) == ["call_in.nobody", "lifecycle.reason_missing"]
    with pytest.raises(GuardRefused), built.acting(COMMISSIONER) as desk:
        scrutiny.call_in(desk, decided, by=BY, grounds="I dislike it.")
    with pytest.raises(Unusable) as unusable, built.acting("example-scrutineer") as desk:
        scrutiny.scrutinise(desk, decided, result="relase")
    assert unusable.value.problems[0].params["nearest"] == "release"


def test_what_is_called_in_waits_and_is_released_after_a_hearing(built: Life, decided: str) -> None:
    built.wait(2)
    call_in(built, decided)
    assert built.row(decided).effective_on is None
    built.wait(10)
    assert built.tick().done == []
    scrutinised(built, decided, "hear")
    assert built.state(decided) == "before_scrutiny"
    scrutinised(built, decided, "release")
    row = built.row(decided)
    assert (row.state, row.effective_on) == ("effective", built.today)
    assert built.whole()


def test_what_scrutiny_does_not_hear_in_time_is_released(built: Life, decided: str) -> None:
    call_in(built, decided)
    built.wait_until(dt.date(2025, 4, 17))
    assert built.tick().done == []
    built.wait_until(dt.date(2025, 4, 23))
    assert [d.effect for d in built.tick().done] == ["call_in_hearing_missed"]
    assert built.state(decided) == "effective"


@pytest.mark.parametrize(
    "results", [("hear",), ("hear", "reconsider"), ("hear", "council")], ids="-".join
)
def test_what_scrutiny_did_hear_is_not_released_as_unheard(
    built: Life, decided: str, results: tuple[str, ...]
) -> None:
    call_in(built, decided)
    scrutinised(built, decided, *results)
    state = built.state(decided)
    built.wait_until(dt.date(2025, 4, 23))
    assert built.tick().done == []
    assert built.state(decided) == state
    assert built.row(decided).effective_on is None


def test_scrutiny_refers_to_council_which_lets_it_go(built: Life, decided: str) -> None:
    call_in(built, decided)
    scrutinised(built, decided, "hear", "council")
    assert built.state(decided) == "referred_to_council"
    scrutinised(built, decided, "release")
    assert built.state(decided) == "effective"


def sits_again(built: Life, *reports: str) -> str:
    meeting = built.meeting("cabinet", built.today + dt.timedelta(days=14), *reports)
    built.wait(14)
    built.hold(meeting, CABINET)
    return meeting


def test_whoever_decided_thinks_again_and_it_is_not_called_in_twice(
    built: Life, decided: str
) -> None:
    call_in(built, decided)
    scrutinised(built, decided, "hear", "reconsider")
    assert built.state(decided) == "reconsidered"
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        deciding.decide_again(desk, decided, outcome="approved", words=WORDS)
    assert "powers.not_entitled" in codes(refused)
    meeting = sits_again(built, decided)
    assert built.state(decided) == "reconsidered"
    with built.acting() as desk:
        deciding.decide_again(
            desk,
            decided,
            outcome="approved_as_amended",
            words=WORDS,
            taken=Taken("counted", totals=(2, 1, 0)),
        )
    with built.acting() as desk:
        meetings.draft_minutes(desk, meeting)
    with built.looking() as desk:
        (item,) = agenda(desk, desk.row("meeting", meeting).id)
    assert item.state == "decided"
    assert WORDS.verbatim in built.row(meeting, "meeting").minutes
    row = built.row(decided)
    assert (row.state, row.outcome) == ("effective", "approved_as_amended")
    assert [d.outcome for d in built.decisions(decided)] == [
        "endorsed",
        "approved",
        "approved_as_amended",
    ]
    with pytest.raises(NoSuchMove):
        call_in(built, decided)
    assert built.whole()


def test_a_body_thinks_again_only_where_the_report_is_on_its_agenda(
    built: Life, decided: str
) -> None:
    call_in(built, decided)
    scrutinised(built, decided, "hear", "reconsider")
    meeting = sits_again(built)
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        deciding.decide_again(desk, decided, outcome="approved", words=WORDS, meeting=meeting)
    assert codes(refused) == ["agenda.not_on_this"]
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        placing.take_off(desk, decided, reason="It was never on it.")
    assert codes(refused) == ["agenda.not_listed"]
    elsewhere = built.meeting("executive-board", built.today + dt.timedelta(days=14))
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        placing.place_on_agenda(desk, decided, meeting=elsewhere, late_reason="It is urgent.")
    assert codes(refused) == ["agenda.other_body"]
    with built.acting() as desk:
        placing.place_on_agenda(desk, decided, meeting=meeting, late_reason="It is urgent.")
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        placing.place_on_agenda(desk, decided, meeting=meeting, late_reason="It is urgent.")
    assert codes(refused) == ["agenda.listed_already"]
    assert built.state(decided) == "reconsidered"


def test_what_is_to_be_reconsidered_and_is_not_reached_goes_on_to_the_next_meeting(
    built: Life, decided: str
) -> None:
    call_in(built, decided)
    scrutinised(built, decided, "hear", "reconsider")
    first = sits_again(built, decided)
    later = built.meeting("cabinet", built.today + dt.timedelta(days=14))
    with built.acting() as desk:
        carry_over(desk, first, to=later, reason="It was not reached.")
    with built.acting() as desk:
        meetings.draft_minutes(desk, first)
    with built.looking() as desk:
        items = [
            (item.report, item.state)
            for one in (first, later)
            for item in agenda(desk, desk.row("meeting", one).id)
        ]
    assert items == [(decided, "carried over"), (decided, "listed")]
    built.wait(14)
    built.hold(later, CABINET)
    with built.acting() as desk:
        meetings.draft_minutes(desk, later)
    with built.looking() as desk:
        (item,) = agenda(desk, desk.row("meeting", later).id)
    assert (item.state, built.state(decided)) == ("carried over", "reconsidered")
    assert built.whole()


def test_what_is_reconsidered_can_be_reworked_or_withdrawn(built: Life, decided: str) -> None:
    call_in(built, decided)
    scrutinised(built, decided, "hear", "reconsider")
    with built.acting(COMMISSIONER) as desk:
        submitting.rework(desk, decided)
    assert (built.state(decided), built.row(decided).decided_on) == ("draft", None)
    with built.acting(COMMISSIONER) as desk:
        submitting.withdraw(desk, decided, reason="Scrutiny was right.")
    assert built.state(decided) == "withdrawn"


def test_call_in_is_waived_by_a_consent_of_its_own(built: Life, decided: str) -> None:
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        scrutiny.waive_call_in(desk, decided, agreed_by=" ", reason="")
    assert codes(refused) == ["call_in.nobody_agreed", "lifecycle.reason_missing"]
    with built.acting() as desk:
        scrutiny.waive_call_in(
            desk, decided, agreed_by="the chair of scrutiny", reason="A child would be moved."
        )
    row = built.row(decided)
    assert (row.state, row.effective_on) == ("effective", built.today)
    built.wait(20)
    assert built.tick().done == []


def test_the_window_opens_on_publication_and_not_before(built: Life) -> None:
    ref = built.award(built.commission(), 3_000_000, decision_due=dt.date(2025, 3, 31))
    built.evidence(built.submit(ref), "options-appraisal")
    built.notice(ref)
    built.clear(ref, "s151", "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    built.decide(ref, "endorsed")
    built.wait(7)
    built.sitting("cabinet", CABINET, ref)
    built.decide(ref, publish=False)
    assert built.state(ref) == "decided"
    built.wait(3)
    with pytest.raises(GuardRefused), built.acting(COMMISSIONER) as desk:
        after.publish(desk, ref)
    with pytest.raises(GuardRefused), built.acting() as desk:
        after.publish(desk, ref, on=dt.date(2025, 3, 1))
    with built.acting() as desk:
        after.publish(desk, ref)
    row = built.row(ref)
    assert (row.state, row.published_on) == ("call_in_window", built.today)
    assert row.effective_on == dt.date(2025, 4, 5)


def test_a_decision_that_names_a_later_day_waits_for_it(built: Life) -> None:
    details = {"provider": "example-care", "effective_from": "2025-03-10"}
    ref = built.ready(built.commission(), 60_000, details=details)
    row = built.officer(ref)
    assert (row.state, row.effective_on) == ("decided", dt.date(2025, 3, 10))
    built.wait_until(dt.date(2025, 3, 9))
    assert built.tick().done == []
    built.wait(1)
    assert [d.effect for d in built.tick().done] == ["decision_effective"]
    assert built.state(ref) == "effective"


def until(built: Life, ref: str) -> tuple[str | None, str | None]:
    """The day, and its hour, until which "what next?" says that it can be called in."""
    with built.looking() as desk:
        ahead = report_steps(desk, desk.row("proposal", ref))
    return ahead["call_in_until"], ahead["call_in_hour"]


def test_what_next_tells_the_hour_and_nothing_once_it_is_past(built: Life, decided: str) -> None:
    assert until(built, decided) == ("2025-04-03", "17:00")
    built.wait_until(dt.date(2025, 4, 3))
    built.now = built.now.replace(hour=18)
    assert until(built, decided) == (None, None)


def test_what_next_tells_no_window_once_called_in(built: Life, decided: str) -> None:
    call_in(built, decided)
    assert until(built, decided) == (None, None)
