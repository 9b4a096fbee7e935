"""Meetings through the real use cases: notices, attendance, quorum, carrying over, minutes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from world import World, world

from governance.application.bodies import acts as bodies
from governance.application.change import Change, Insert, Update
from governance.application.deadlines.queries import deadlines
from governance.application.desk import Desk
from governance.application.meetings import acts
from governance.application.meetings.queries import (
    agenda,
    attendance,
    meeting_view,
    next_meetings,
    quorum_now,
)
from governance.application.people.leaving import leave
from governance.domain.errors import GuardRefused, NoSuchMove, Refused
from governance.store import ledger
from governance.store.engine import Store
from governance.store.tables import TABLES

DAY = dt.date(2025, 3, 6)
TEN = dt.time(10, 0)
_ENTRIES = select(TABLES["ledger_entry"])
QUORUM = ("example-lead-member", "example-director", "example-nhs", "example-police")


@pytest.fixture
def here(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def on_day(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour), dt.UTC)


def codes(error: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in error.value.refusals]


def planned(here: World, **more: Any) -> str:
    with here.acting() as desk:
        given: dict[str, Any] = {
            "body": "trust-board",
            "on": DAY,
            "starts": TEN,
            "place": "Example Hall",
        } | more
        return acts.plan(desk, **given).ref


def published(here: World, **more: Any) -> str:
    ref = planned(here, **more)
    with here.acting() as desk:
        acts.call(desk, ref)
        acts.publish(desk, ref)
    return ref


def opened(here: World, *there: str, **more: Any) -> str:
    """A meeting held with a quorum: those named, and the voluntary sector's member."""
    ref = published(here, **more)
    with here.acting(now=on_day(more.get("on", DAY))) as desk:
        for person in (*QUORUM, "example-charity", *there):
            acts.attend(desk, ref, person=person)
        acts.hold(desk, ref)
    return ref


def report(here: World, title: str, meeting: str, *, state: str = "on_agenda") -> str:
    """A report that is listed at a meeting, as `place_on_agenda` leaves it."""
    with here.acting() as desk:
        at = desk.row("meeting", meeting)
        row_id = desk.new_id()
        ref = desk.next_ref("proposal")
        place = len(agenda(desk, at.id)) + 1
        desk.apply(
            Change(
                kind="proposal.placed_on_agenda",
                table="proposal",
                subject=None,
                values={
                    "id": row_id,
                    "ref": ref,
                    "kind": "other",
                    "title": title,
                    "state": state,
                    "scheme_key": "example-partnership",
                    "decider": "trust-board",
                },
                writes=(
                    Insert(
                        "agenda_item",
                        {
                            "id": desk.new_id(),
                            "meeting_id": at.id,
                            "proposal_id": row_id,
                            "title": title,
                            "place": place,
                        },
                    ),
                ),
            )
        )
        return ref


def state(desk: Desk, table: str, ref: str) -> str:
    return str(desk.row(table, ref).state)


# --- convening


def test_a_meeting_has_a_last_day_for_its_agenda(here: World) -> None:
    ref = planned(here)
    with here.looking() as desk:
        due = deadlines(desk, subject=ref)[0].row
        assert (due.kind, due.due_day) == ("agenda_publication", dt.date(2025, 2, 26))
        assert due.due_at == dt.datetime(2025, 2, 27, tzinfo=dt.UTC), "the end of that day"
        assert sum(d["counted"] for d in due.working) == 5
    with here.acting() as desk:
        acts.call(desk, ref)
        acts.publish(desk, ref)
    with here.looking() as desk:
        assert deadlines(desk, subject=ref) == []
        assert deadlines(desk, subject=ref, state="met")[0].row.kind == "agenda_publication"


def test_the_agenda_on_its_last_day_is_in_time_and_the_day_after_is_not(here: World) -> None:
    ref = planned(here)
    with here.acting() as desk:
        acts.call(desk, ref)
    with (
        pytest.raises(GuardRefused) as refused,
        here.acting(now=on_day(dt.date(2025, 2, 27))) as desk,
    ):
        acts.publish(desk, ref)
    assert codes(refused) == ["meeting.agenda_late"]
    params = refused.value.refusals[0].params
    assert (params["latest"], params["first"]) == (dt.date(2025, 2, 26), dt.date(2025, 3, 7))
    with here.acting(now=on_day(dt.date(2025, 2, 26))) as desk:
        acts.publish(desk, ref)
    with here.looking() as desk:
        view = meeting_view(desk, ref)
    assert (view["state"], view["flags"]) == ("published", [])


def test_no_agenda_was_out_before_the_meeting_had_its_day(here: World) -> None:
    """A day before that is refused, or on record as what was said; clear days count from it."""
    short = DAY - dt.timedelta(days=2)
    with here.acting(now=on_day(short)) as desk:
        ref = acts.plan(desk, body="trust-board", on=DAY, starts=TEN, place="Hall").ref
        acts.call(desk, ref, reason="It is pressing.")
    told = ["meeting.agenda_late", "meeting.published_before_planned"]
    with pytest.raises(GuardRefused) as refused, here.acting(now=on_day(short)) as desk:
        acts.publish(desk, ref, on=dt.date(2020, 1, 1))
    assert codes(refused) == told
    with here.acting("example-monitoring", now=on_day(short)) as desk:
        acts.publish(desk, ref, on=dt.date(2020, 1, 1), reason="It hung on the door.")
    with here.looking() as desk:
        view = meeting_view(desk, ref)
    assert view["agenda_published_on"] == short
    assert [one["code"] for one in view["flags"]][-2:] == told
    assert view["flags"][-1]["params"] == {"on": "2020-01-01", "planned": short.isoformat()}


def test_an_agenda_of_another_day_is_none_of_a_meeting_that_was_moved(here: World) -> None:
    ref = planned(here)
    moved = on_day(dt.date(2025, 2, 20))
    with here.acting(now=moved) as desk:
        acts.change_day(desk, ref, on=DAY + dt.timedelta(days=7), reason="The hall burnt down.")
        acts.call(desk, ref)
    with pytest.raises(GuardRefused) as refused, here.acting(now=moved) as desk:
        acts.publish(desk, ref, on=dt.date(2025, 2, 19))
    assert codes(refused) == ["meeting.published_before_planned"]
    with here.acting(now=moved) as desk:
        acts.publish(desk, ref, on=moved.date())


def test_the_proper_officer_publishes_late_and_it_is_flagged(here: World) -> None:
    ref = planned(here)
    late = on_day(dt.date(2025, 3, 3))
    with here.acting() as desk:
        acts.call(desk, ref)
    with pytest.raises(GuardRefused) as refused, here.acting(now=late) as desk:
        acts.publish(desk, ref, reason="the report was wrong")
    assert codes(refused) == ["lifecycle.not_permitted"]
    with here.acting("example-monitoring", now=late) as desk:
        acts.publish(desk, ref, reason="the report was wrong")
    with here.looking() as desk:
        flag = meeting_view(desk, ref)["flags"][0]
    assert (flag["code"], flag["reason"]) == ("meeting.agenda_late", "the report was wrong")
    assert flag["params"]["latest"] == "2025-02-26"


def test_a_call_lacks_everything_that_is_missing_at_once(here: World) -> None:
    ref = planned(here, starts=None, place="")
    with pytest.raises(GuardRefused) as refused, here.acting() as desk:
        acts.call(desk, ref)
    assert codes(refused) == ["meeting.no_hour", "meeting.no_place"]
    with here.acting() as desk:
        acts.call(desk, ref, starts=TEN, place="Example Hall")


def test_a_body_meets_once_at_an_hour_and_never_in_the_past(here: World) -> None:
    planned(here)
    with pytest.raises(Refused) as refused:
        planned(here)
    assert codes(refused) == ["meeting.there_already"]
    planned(here, starts=dt.time(14))
    with pytest.raises(Refused) as refused:
        planned(here, on=dt.date(2025, 2, 19))
    assert codes(refused) == ["meeting.day_past"]


def test_moving_a_meeting_moves_the_last_day_for_its_agenda(here: World) -> None:
    ref = planned(here)
    with here.acting() as desk:
        acts.call(desk, ref)
        acts.change_day(desk, ref, on=dt.date(2025, 3, 20), reason="half-term")
    with here.looking() as desk:
        assert state(desk, "meeting", ref) == "planned"
        assert [d.row.due_day for d in deadlines(desk, subject=ref)] == [dt.date(2025, 3, 12)]
        moment = desk.row("meeting", ref).starts_at
    assert moment == dt.datetime(2025, 3, 20, 10, tzinfo=dt.UTC)


def test_a_meeting_can_change_its_hour_and_come_back_to_its_day(here: World) -> None:
    ref = planned(here)
    for day, hour in ((DAY, 14), (dt.date(2025, 3, 20), 14), (DAY, 10)):
        with here.acting() as desk:
            acts.change_day(desk, ref, on=day, starts=dt.time(hour), reason="the hall is booked")
    with here.looking() as desk:
        moment = desk.row("meeting", ref).starts_at
        due = [(d.row.due_day, d.row.state) for d in deadlines(desk, subject=ref)]
    assert moment == dt.datetime(2025, 3, 6, 10, tzinfo=dt.UTC)
    assert due == [(dt.date(2025, 2, 26), "running")]


def test_a_meeting_is_not_moved_to_an_hour_at_which_the_body_meets(here: World) -> None:
    planned(here)
    other = planned(here, starts=dt.time(14))
    with pytest.raises(GuardRefused) as refused, here.acting() as desk:
        acts.change_day(desk, other, on=DAY, starts=TEN, reason="")
    assert codes(refused) == ["lifecycle.reason_missing", "meeting.there_already"]


def test_only_those_who_keep_the_calendar_plan(here: World) -> None:
    with pytest.raises(GuardRefused), here.acting("example-commissioner") as desk:
        acts.plan(desk, body="trust-board", on=DAY)


def test_next_meetings_are_those_still_to_be_held(here: World) -> None:
    later = planned(here, on=dt.date(2025, 4, 3))
    first = published(here)
    with here.acting() as desk:
        gone = acts.plan(desk, body="trust-board", on=dt.date(2025, 3, 27)).ref
        acts.cancel(desk, gone, reason="not needed")
        acts.plan(desk, body="cabinet", on=DAY)
    with here.looking() as desk:
        board = desk.row("body", "trust-board").id
        assert [m.ref for m in next_meetings(desk, board, DAY)] == [first, later]
        assert [m.ref for m in next_meetings(desk, board, DAY + dt.timedelta(days=1))] == [later]


# --- items


def test_after_publication_an_item_needs_the_chairs_ruling(here: World) -> None:
    ref = planned(here)
    with here.acting() as desk:
        acts.add_item(desk, ref, title="Apologies")
        acts.call(desk, ref)
        acts.publish(desk, ref)
    with pytest.raises(GuardRefused) as refused, here.acting() as desk:
        acts.add_item(desk, ref, title="A flood")
    assert codes(refused) == ["agenda.published"]
    with pytest.raises(GuardRefused) as refused, here.acting() as desk:
        acts.supplement(desk, ref)
    assert codes(refused) == ["meeting.nothing_added"]
    with here.acting() as desk:
        acts.add_item(desk, ref, title="A flood", late_reason="a home has to be closed tonight")
        acts.supplement(desk, ref)
    with here.looking() as desk:
        view = meeting_view(desk, ref)
    assert view["state"] == "supplement_published"
    assert [(i["place"], i["title"]) for i in view["agenda"]] == [(1, "Apologies"), (2, "A flood")]


def test_cancelling_lets_the_reports_wait_for_another_meeting(here: World) -> None:
    ref = published(here)
    proposal = report(here, "Award of fostering", ref)
    with here.acting() as desk:
        acts.cancel(desk, ref, reason="snow")
    with here.looking() as desk:
        assert state(desk, "proposal", proposal) == "cleared"
        assert [item.state for item in agenda(desk, desk.row("meeting", ref).id)] == [
            "carried over"
        ]
        assert state(desk, "meeting", ref) == "cancelled"


def test_carrying_over_puts_other_items_on_the_next_agenda(here: World) -> None:
    ref, other = published(here), planned(here, on=dt.date(2025, 4, 3))
    with here.acting() as desk:
        acts.add_item(desk, ref, title="A flood", late_reason="urgent")
        acts.carry_over(desk, ref, reason="out of time", to=other)
    with here.looking() as desk:
        assert [i.title for i in agenda(desk, desk.row("meeting", other).id)] == ["A flood"]
    cabinet = planned(here, body="cabinet")
    with pytest.raises(GuardRefused) as refused, here.acting() as desk:
        acts.carry_over(desk, ref, reason="", to=cabinet)
    assert codes(refused) == ["lifecycle.reason_missing", "meeting.of_another_body"]


# --- attendance


@pytest.fixture
def sitting(here: World) -> tuple[World, str]:
    return here, published(here)


def attends(pair: tuple[World, str], person: str, **more: Any) -> None:
    here, ref = pair
    with here.acting(now=on_day(DAY)) as desk:
        acts.attend(desk, ref, person=person, **more)


def test_a_member_sits_and_a_named_substitute_may(sitting: tuple[World, str]) -> None:
    attends(sitting, "example-lead-member")
    attends(sitting, "example-nhs-substitute", substitute_for="example-nhs")
    attends(sitting, "example-police-substitute", substitute_for="police")
    here, ref = sitting
    with here.looking() as desk:
        found = attendance(desk, desk.row("meeting", ref))
    assert [(p["person"], p["seat"], p["substitute_for"]) for p in found] == [
        ("example-lead-member", "county-lead-member", None),
        ("example-nhs-substitute", "icb", "Noor Health"),
        ("example-police-substitute", "police", "Pat Police"),
    ]


@pytest.mark.parametrize(
    ("person", "more", "code"),
    [
        ("example-nhs-substitute", {}, "meeting.substitute_for_whom"),
        ("example-deputy", {"substitute_for": "example-nhs"}, "meeting.not_named"),
        ("example-deputy", {"substitute_for": "probation"}, "meeting.nobody_named"),
        ("example-deputy", {"substitute_for": "nobody"}, "meeting.nobody_to_stand_for"),
        ("example-auditor", {}, "meeting.not_a_member"),
    ],
)
def test_whoever_may_not_sit_is_told_why(
    sitting: tuple[World, str], person: str, more: dict[str, str], code: str
) -> None:
    with pytest.raises(GuardRefused) as refused:
        attends(sitting, person, **more)
    assert codes(refused) == [code]


def test_a_member_who_left_is_refused_with_who_appoints(sitting: tuple[World, str]) -> None:
    here, _ = sitting
    with here.acting() as desk:
        leave(desk, person="example-nhs", on=dt.date(2025, 3, 1))
    with pytest.raises(GuardRefused) as refused:
        attends(sitting, "example-nhs")
    refusal = refused.value.refusals[0]
    assert refusal.code == "meeting.member_left"
    assert refusal.params["appoints"] == ["NHS Exampleshire Integrated Care Board"]


def test_an_appointment_counts_on_the_day_of_the_meeting(sitting: tuple[World, str]) -> None:
    here, ref = sitting
    with here.acting() as desk:
        bodies.end_appointment(desk, body="trust-board", seat="probation", last_day=DAY)
        bodies.appoint(
            desk,
            body="trust-board",
            seat="probation",
            person="example-auditor",
            from_day=DAY + dt.timedelta(days=1),
        )
    attends((here, ref), "example-probation")
    with pytest.raises(GuardRefused) as refused:
        attends((here, ref), "example-auditor")
    assert codes(refused) == ["attendance.not_that_day"]


def test_leaving_and_coming_back(sitting: tuple[World, str]) -> None:
    here, ref = sitting
    attends(sitting, "example-police")
    with pytest.raises(GuardRefused) as refused:
        attends(sitting, "example-police")
    assert codes(refused) == ["meeting.there_now"]
    with here.acting(now=on_day(DAY, 11)) as desk:
        acts.leave_meeting(desk, ref, person="example-police")
    with pytest.raises(GuardRefused), here.acting(now=on_day(DAY, 11)) as desk:
        acts.leave_meeting(desk, ref, person="example-police")
    attends(sitting, "example-police")
    with here.looking() as desk:
        assert [p["there"] for p in attendance(desk, desk.row("meeting", ref))] == [True]


def test_nobody_is_there_before_the_day_or_before_the_agenda(here: World) -> None:
    ref = published(here)
    with pytest.raises(GuardRefused) as refused, here.acting() as desk:
        acts.attend(desk, ref, person="example-nhs")
    assert codes(refused) == ["meeting.day_to_come"]
    other = planned(here, on=dt.date(2025, 4, 3))
    with pytest.raises(GuardRefused) as refused, here.acting() as desk:
        acts.attend(desk, other, person="example-nhs")
    assert codes(refused) == ["meeting.takes_no_attendance"]


# --- on the day


def test_a_meeting_opens_with_a_quorum_and_its_chair(here: World) -> None:
    ref = published(here)
    for person in QUORUM:
        attends((here, ref), person)
    with pytest.raises(GuardRefused) as refused, here.acting(now=on_day(DAY)) as desk:
        acts.hold(desk, ref)
    assert codes(refused) == ["quorum.too_few"]
    attends((here, ref), "example-nhs-substitute", substitute_for="icb")
    with here.looking() as desk:
        quorum = quorum_now(desk, desk.row("meeting", ref))
        assert quorum is not None
        assert not quorum.met, "a seat counts once"
    attends((here, ref), "example-probation")
    with here.acting(now=on_day(DAY)) as desk:
        acts.hold(desk, ref)
        assert meeting_view(desk, ref)["presiding"] == "Lee Member"


def test_without_the_chair_those_present_elect_somebody(here: World) -> None:
    ref = published(here)
    there = ("example-director", "example-nhs", "example-police", "example-district")
    for person in (*there, "example-charity"):
        attends((here, ref), person)
    with pytest.raises(GuardRefused) as refused, here.acting(now=on_day(DAY)) as desk:
        acts.hold(desk, ref)
    assert codes(refused) == ["meeting.chair_absent"]
    with pytest.raises(GuardRefused) as refused, here.acting(now=on_day(DAY)) as desk:
        acts.hold(desk, ref, presiding="example-lead-member")
    assert codes(refused) == ["meeting.presiding_absent"]
    with here.acting(now=on_day(DAY)) as desk:
        acts.hold(desk, ref, presiding="example-district")
        assert desk.row("meeting", ref).flags == []


def test_somebody_who_presides_although_the_chair_is_there_is_flagged(here: World) -> None:
    ref = published(here)
    there = ("example-lead-member", "example-director", "example-nhs", "example-police")
    for person in (*there, "example-district", "example-charity"):
        attends((here, ref), person)
    with here.acting(now=on_day(DAY)) as desk:
        acts.hold(desk, ref, presiding="example-district")
        (flag,) = desk.row("meeting", ref).flags
    assert flag["code"] == "meeting.chair_passed_over"
    assert flag["params"] == {"person": "example-district", "chairs": ["Lee Member"]}


def test_an_inquorate_meeting_can_be_saved_by_a_substitute(here: World) -> None:
    ref = opened(here)
    with here.acting(now=on_day(DAY, 11)) as desk:
        acts.leave_meeting(desk, ref, person="example-nhs")
        acts.find_inquorate(desk, ref)
        acts.attend(desk, ref, person="example-nhs-substitute", substitute_for="icb")
        acts.hold(desk, ref)
        assert state(desk, "meeting", ref) == "held"
    with pytest.raises(GuardRefused) as refused, here.acting(now=on_day(DAY, 11)) as desk:
        acts.find_inquorate(desk, ref)
    assert codes(refused) == ["meeting.quorate"]


def test_an_inquorate_meeting_goes_on_informally_and_its_items_wait(here: World) -> None:
    ref = published(here)
    listed = report(here, "Award of fostering", ref)
    open_item = report(here, "Extension of transport", ref, state="before_decider")
    attends((here, ref), "example-nhs")
    with here.acting(now=on_day(DAY)) as desk:
        acts.add_item(desk, ref, title="A talk", late_reason="the speaker is here today")
        acts.find_inquorate(desk, ref)
        assert state(desk, "proposal", listed) == "on_agenda"
        acts.go_on_informally(desk, ref)
        assert [state(desk, "proposal", r) for r in (listed, open_item)] == ["cleared", "cleared"]
        rows = agenda(desk, desk.row("meeting", ref).id)
        assert {row.state for row in rows} == {"carried over"}
        acts.draft_minutes(desk, ref)
        assert "It decided nothing" in desk.row("meeting", ref).minutes
    with here.store.read() as tx:
        assert ledger.verify(tx).ok


def test_adjourned_to_another_day_everybody_comes_anew(here: World) -> None:
    ref = opened(here)
    later = dt.date(2025, 3, 13)
    with here.acting(now=on_day(DAY, 12)) as desk:
        acts.adjourn(desk, ref, reason="the fire alarm", to=later)
    with pytest.raises(GuardRefused) as refused, here.acting(now=on_day(DAY, 13)) as desk:
        acts.resume(desk, ref)
    assert codes(refused)[0] == "meeting.day_to_come"
    with pytest.raises(GuardRefused) as refused, here.acting(now=on_day(later)) as desk:
        acts.resume(desk, ref)
    assert "quorum.too_few" in codes(refused)
    with here.acting(now=on_day(later)) as desk:
        for person in (*QUORUM, "example-charity"):
            acts.attend(desk, ref, person=person)
        acts.resume(desk, ref)
        row = desk.row("meeting", ref)
    assert (row.state, row.on_day) == ("resumed", later)


def test_a_pause_on_the_same_day_keeps_everybody_there(here: World) -> None:
    ref = opened(here)
    with here.acting(now=on_day(DAY, 12)) as desk:
        acts.adjourn(desk, ref, reason="lunch")
        acts.resume(desk, ref)
        acts.preside(desk, ref, person="example-nhs")
        assert meeting_view(desk, ref)["presiding"] == "Noor Health"
    with pytest.raises(Refused) as refused, here.acting(now=on_day(DAY, 12)) as desk:
        acts.preside(desk, ref, person="example-jobcentre")
    assert codes(refused) == ["meeting.presiding_absent"]


def test_a_meeting_held_without_vires_is_recorded_and_flagged(here: World) -> None:
    late = on_day(dt.date(2025, 3, 10))
    with here.acting(now=late) as desk:
        ref = acts.record_held(desk, body="trust-board", on=DAY, reason="the network was down").ref
        for person in (*QUORUM, "example-charity"):
            acts.attend(desk, ref, person=person)
        acts.preside(desk, ref, person="example-lead-member")
        view = meeting_view(desk, ref)
    assert view["state"] == "held"
    assert view["flags"][0]["code"] == "meeting.recorded_afterwards"
    assert view["quorum"]["met"]
    with pytest.raises(GuardRefused) as refused, here.acting(now=late) as desk:
        acts.record_held(desk, body="cabinet", on=dt.date(2025, 3, 11), reason="")
    assert set(codes(refused)) == {"meeting.day_to_come", "lifecycle.reason_missing"}


# --- minutes


def test_minutes_say_who_was_there_and_what_was_decided(here: World) -> None:
    ref = published(here)
    with here.acting() as desk:
        acts.add_item(desk, ref, title="Welcome", late_reason="new members have come")
    left = report(here, "Extension of transport", ref)
    done = report(here, "Award of fostering", ref)
    with here.acting(now=on_day(DAY)) as desk:
        for person in QUORUM:
            acts.attend(desk, ref, person=person)
        acts.attend(desk, ref, person="example-probation")
        acts.in_attendance(desk, ref, person="example-commissioner")
        acts.send_apologies(desk, ref, person="example-district")
        acts.hold(desk, ref)
        decided(desk, ref, done)
    with here.acting(now=on_day(DAY, 12)) as desk:
        acts.leave_meeting(desk, ref, person="example-police")
        acts.attend(desk, ref, person="example-police-substitute", substitute_for="example-police")
        receipt = acts.draft_minutes(desk, ref, note="The meeting ended at noon.")
        assert state(desk, "proposal", left) == "cleared"
        assert desk.row("meeting", ref).minutes == MINUTES
    with here.store.read() as tx:
        entry = [e for e in tx.all(_ENTRIES) if e.hash == receipt.hash]
        assert b"Noor Health" not in entry[0].body
        assert ledger.verify(tx).ok


def decided(desk: Desk, meeting: str, ref: str) -> None:
    """A recorded decision as deciding leaves it."""
    row = desk.row("proposal", ref)
    item = next(i for i in agenda(desk, desk.row("meeting", meeting).id) if i.report == ref)
    police = desk.row("person", "example-police")
    values = {
        "id": desk.new_id(),
        "proposal_id": row.id,
        "meeting_id": desk.row("meeting", meeting).id,
        "decider": "trust-board",
        "outcome": "approved",
        "how_taken": "recorded",
        "verbatim": "That the contract be awarded to Example Care.",
        "reasons": "It scored highest.",
        "conflicts": [
            {"person_id": police.id, "kind": "organisational", "outcome": "stays_without_vote"}
        ],
        "count": {
            "method": "simple_majority",
            "for": 3,
            "against": 1,
            "abstained": 0,
            "eligible": 4,
            "by_name": {
                "example-nhs": "for",
                "example-director": "for",
                "example-lead-member": "for",
                "example-probation": "against",
            },
            "not_counted": [],
            "dissent": [],
            "casting_vote": None,
        },
        "on_day": desk.today,
    }
    desk.apply(
        Change(
            kind="proposal.decided",
            table="proposal",
            subject=row,
            values={"state": "decided"},
            writes=(
                Insert("decision", values),
                Update("agenda_item", item, {"state": "decided"}),
            ),
        )
    )


MINUTES = """\
Minutes of the Partnership Board, Thursday 6 March 2025, Example Hall
The meeting was called for 10:00.

Present:
- Lee Member, the county council's lead member
- Dana Director, the Director of Children's Services
- Noor Health, the integrated care board's representative
- Pat Police, the police representative, until 12:00
- Pip Police, the police representative (for Pat Police), from 12:00
- Robin Probation, the probation service's representative
In attendance: Casey Commissioner.
Apologies: Drew District.
Absent: Toni Teacher, Val Charity, Jo Centre, Perry Parent and Yoshi Young.
In the chair: Lee Member.

1. Welcome
Taken as urgent by the chair: new members have come

2. Extension of transport (R-0001)
Carried over to another meeting.

3. Award of fostering (R-0002)
Pat Police declared an organisational interest and stayed without a vote.
Decision (approved): That the contract be awarded to Example Care.
Reasons: It scored highest.
3 votes for, 1 against, 0 abstentions. Recorded for: Noor Health, Dana Director and Lee Member. \
Recorded against: Robin Probation.

The meeting ended at noon.
"""


def test_minutes_are_signed_at_a_later_ordinary_meeting(here: World) -> None:
    first = opened(here)
    with here.acting(now=on_day(DAY, 12)) as desk:
        acts.draft_minutes(desk, first)
    extraordinary = opened(here, on=dt.date(2025, 3, 13), ordinary=False)
    cabinet = planned(here, body="cabinet")
    nexts = planned(here, on=dt.date(2025, 4, 3))
    for at, wanted in (
        (extraordinary, ["meeting.signing_extraordinary"]),
        (nexts, ["meeting.signing_not_held"]),
        (cabinet, ["meeting.of_another_body", "meeting.signing_not_held"]),
        (first, ["meeting.signing_not_later"]),
    ):
        with pytest.raises(GuardRefused) as refused, here.acting() as desk:
            acts.sign_minutes(desk, first, at=at)
        assert codes(refused) == wanted
    ordinary = opened(here, on=dt.date(2025, 3, 20))
    with here.acting(now=on_day(dt.date(2025, 3, 20))) as desk:
        acts.sign_minutes(desk, first, at=ordinary)
        assert state(desk, "meeting", first) == "signed"
    with pytest.raises(NoSuchMove), here.acting() as desk:
        acts.cancel(desk, first, reason="too late")


def test_minutes_without_anybody_there_are_refused(here: World) -> None:
    with here.acting() as desk:
        ref = acts.record_held(desk, body="trust-board", reason="by hand").ref
    with pytest.raises(GuardRefused) as refused, here.acting() as desk:
        acts.draft_minutes(desk, ref)
    assert codes(refused) == ["meeting.nobody_recorded"]
