"""Notices, their exceptions, agendas and late items; and the first lawful day."""

import datetime as dt

import pytest
from reports import BOARD, COMMISSIONER, Life, codes, life

from governance.application.meetings.acts import call, plan, publish
from governance.application.proposals import notices, placing
from governance.application.proposals.outlook import outlook
from governance.application.proposals.reading import read_report
from governance.application.proposals.report_page import report_page
from governance.domain.errors import GuardRefused, Unusable
from governance.domain.procedure import Lawful
from governance.store.engine import Store

REPORT_DAY = dt.date(2025, 2, 20)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def large(built: Life) -> str:
    """A key decision for the partnership board (rule S3), ready but for its notice."""
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 3, 31))
    built.evidence(built.submit(ref), "options-appraisal")
    built.clear(ref, "s151", "monitoring-officer")
    return ref


def recommended(built: Life, ref: str) -> None:
    """By the executive board, at a meeting a fortnight from now."""
    built.executive(ref)
    built.decide(ref, "recommended")


def earliest(built: Life, ref: str) -> Lawful:
    with built.looking() as desk:
        report = read_report(desk, desk.row("proposal", ref), on=desk.today)
        found = outlook(desk, report).earliest
    assert found is not None
    return found


def test_a_key_decision_waits_for_28_clear_days_and_not_one_more(built: Life) -> None:
    ref = large(built)
    built.notice(ref)
    first = REPORT_DAY + dt.timedelta(days=29)
    early = first - dt.timedelta(days=1)
    with built.acting() as desk:
        for day in (early, first):
            plan(desk, body="trust-board", on=day)
    assert earliest(built, ref).day == first
    recommended(built, ref)
    meeting = built.meeting("trust-board", early, ref)
    built.wait_until(early)
    built.hold(meeting, BOARD)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref)
    assert codes(refused) == ["procedure.notice_short"]
    assert refused.value.refusals[0].params["first"] == first
    built.wait(1)
    assert built.decide(ref).state == "effective"


def test_without_a_notice_it_says_so(built: Life) -> None:
    ref = large(built)
    recommended(built, ref)
    built.sitting("trust-board", BOARD, ref)
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref)
    assert codes(refused) == ["procedure.notice_missing"]


def test_a_general_exception_needs_reasons_and_five_clear_days(built: Life) -> None:
    ref = large(built)
    recommended(built, ref)
    with pytest.raises(GuardRefused) as refused:
        built.notice(ref, "general_exception")
    assert codes(refused) == ["notice.no_reasons"]
    built.notice(ref, "general_exception", reasons="The grant ends in March.")
    with pytest.raises(GuardRefused) as refused:
        built.notice(ref, "general_exception", reasons="Again.")
    assert codes(refused) == ["notice.given_already"]
    built.sitting("trust-board", BOARD, ref)
    assert built.decide(ref).state == "effective"


def test_special_urgency_needs_somebodys_agreement_and_no_days(built: Life) -> None:
    ref = large(built)
    recommended(built, ref)
    meeting = built.meeting("trust-board", built.today + dt.timedelta(days=10), ref)
    built.wait(10)
    built.hold(meeting, BOARD)
    with pytest.raises(GuardRefused) as refused:
        built.notice(ref, "special_urgency", reasons="It cannot wait.")
    assert codes(refused) == ["notice.nobody_agreed"]
    built.notice(ref, "special_urgency", reasons="It cannot wait.", agreed_by="the scrutiny chair")
    assert built.decide(ref).state == "effective"


def test_notices_are_for_those_who_answer_for_them(built: Life) -> None:
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 3, 31))
    with pytest.raises(GuardRefused) as refused, built.acting("example-parent") as desk:
        notices.give_notice(desk, ref, kind="forward_plan")
    assert "permissions.not_theirs" in codes(refused)
    with pytest.raises(GuardRefused) as refused, built.acting(COMMISSIONER) as desk:
        notices.give_notice(desk, ref, kind="forward_plan", on=dt.date(2025, 1, 1))
    assert "notice.past_day" in codes(refused)
    with pytest.raises(GuardRefused) as refused:
        built.notice(ref, on=built.today + dt.timedelta(days=1))
    assert codes(refused) == ["notice.in_future"]
    with pytest.raises(Unusable) as unusable:
        built.notice(ref, "forward_plam")
    assert unusable.value.problems[0].params["nearest"] == "forward_plan"
    built.notice(ref, on=dt.date(2025, 1, 1))
    with built.looking() as desk:
        (flag,) = report_page(desk, ref)["said"]
    assert flag["code"] == "notice_before_report"
    assert "1 January 2025, before the report was drafted" in flag["words"]
    other = built.award(built.commission("Another"), 900_000, decision_due=dt.date(2025, 4, 1))
    built.notice(other)
    assert built.row(other).flags == []
    assert built.state(ref) == "on_forward_plan"
    undated = built.award(built.commission("Another"), 900_000)
    with pytest.raises(GuardRefused) as refused:
        built.notice(undated)
    assert codes(refused) == ["notice.no_date"]


def test_a_notice_taken_back_counts_no_more(built: Life) -> None:
    ref = built.award(built.commission(), 900_000, decision_due=dt.date(2025, 3, 31))
    built.notice(ref)
    with built.acting(COMMISSIONER) as desk:
        notices.take_off_plan(desk, ref, reason="It was too soon.")
    assert built.state(ref) == "draft"
    built.wait(20)
    built.notice(ref)
    built.submit(ref)
    with built.looking() as desk:
        report = read_report(desk, desk.row("proposal", ref), on=desk.today)
    assert [n.published_on for n in report.notices] == [built.today]


def test_an_agenda_published_too_late_is_refused_with_the_day(built: Life) -> None:
    ref = built.middling(built.commission())
    with built.acting() as desk:
        day = built.today + dt.timedelta(days=5)
        meeting = plan(desk, body="executive-board", on=day, starts=dt.time(10)).ref
        call(desk, meeting, place="the council chamber", reason="It is pressing.")
        placing.place_on_agenda(desk, ref, meeting=meeting)
    with built.acting("example-monitoring") as desk:
        publish(desk, meeting, reason="It is pressing.")
    built.wait(5)
    built.hold(
        meeting, ("example-director", "example-nhs", "example-finance"), presiding="example-nhs"
    )
    with pytest.raises(GuardRefused) as refused:
        built.decide(ref)
    assert codes(refused) == ["procedure.notice_short"]
    assert refused.value.refusals[0].params["kind"] == "agenda"


def test_a_late_item_wants_the_chairs_reason(built: Life) -> None:
    ref = built.middling(built.commission())
    meeting = built.meeting("executive-board", built.today + dt.timedelta(days=14))
    built.wait(12)
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        placing.place_on_agenda(desk, ref, meeting=meeting)
    assert codes(refused) == ["agenda.published"]
    with built.acting() as desk:
        placing.place_on_agenda(desk, ref, meeting=meeting, late_reason="The provider fails.")
    built.wait(2)
    built.hold(
        meeting, ("example-director", "example-nhs", "example-finance"), presiding="example-nhs"
    )
    assert built.decide(ref).state == "effective"


def test_what_is_carried_over_waits_for_the_next_agenda(built: Life) -> None:
    ref = built.middling(built.commission())
    built.executive(ref)
    built.open(ref)
    with built.acting() as desk:
        placing.take_off(desk, ref, reason="There was no time.")
    assert built.state(ref) == "cleared"
    built.executive(ref)
    assert built.decide(ref).state == "effective"
