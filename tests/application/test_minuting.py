"""Minuting: items without a report, who came late and left, and who was absent."""

import datetime as dt

import pytest
from reports import EXECUTIVE, SECRETARY, Life, codes, life
from sqlalchemy import bindparam, select

from governance.application.meetings import acts
from governance.application.meetings.meeting_page import meeting_page
from governance.application.meetings.noting import notes
from governance.application.meetings.queries import agenda
from governance.domain.errors import GuardRefused
from governance.store.engine import Store
from governance.store.tables import TABLES

_ENTRIES = select(TABLES["ledger_entry"].c.body).where(
    TABLES["ledger_entry"].c.partnership_id == bindparam("partnership")
)


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def minutes(built: Life, ref: str) -> str:
    with built.acting() as desk:
        acts.draft_minutes(desk, ref)
        return str(desk.row("meeting", ref).minutes)


def line_of(text: str, name: str) -> str:
    return next(line for line in text.splitlines() if name in line)


def with_items(built: Life, *titles: str) -> str:
    """A meeting of the executive board on its day, with items that have no report."""
    on = built.today + dt.timedelta(days=14)
    with built.acting() as desk:
        ref = acts.plan(desk, body="executive-board", on=on, starts=dt.time(10)).ref
        for title in titles:
            acts.add_item(desk, ref, title=title)
        acts.call(desk, ref, place="the hall", reason="as agreed")
        acts.publish(desk, ref, reason="as agreed")
    built.wait(14)
    return ref


def test_an_item_without_a_report_is_minuted_and_can_be_said_better(built: Life) -> None:
    ref = with_items(built, "A presentation", "Any other business")
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    for text in ("Casey spoke.", "Casey Commissioner showed the figures of the term."):
        with built.acting() as desk:
            receipt = acts.minute_item(desk, ref, place=1, text=text)
    assert receipt.kind == "meeting.item_minuted"
    with built.looking(SECRETARY) as desk:
        (note,) = notes(desk, desk.row("meeting", ref).id).values()
        items = meeting_page(desk, ref)["items"]
        assert not any(b"showed the figures" in row.body for row in desk.all(_ENTRIES))
    assert (note.outcome, items[0]["note"]) == ("noted", note)
    assert [one["state"] for one in items] == ["taken", "listed"]
    text = minutes(built, ref)
    assert "1. A presentation\nCasey Commissioner showed the figures of the term.\nNoted.\n" in text
    assert "Casey spoke." not in text
    assert built.whole()


def test_what_cannot_be_minuted_says_everything_that_is_against_it(built: Life) -> None:
    report = built.middling(built.commission())
    ref = built.meeting("executive-board", built.today + dt.timedelta(days=14), report)
    with pytest.raises(GuardRefused) as refused, built.acting("example-parent") as desk:
        acts.minute_item(desk, ref, place=1, text=" ")
    assert codes(refused) == [
        "permissions.not_theirs",
        "meeting.takes_no_notes",
        "meeting.item_has_report",
        "meeting.nothing_minuted",
    ]
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        acts.minute_item(desk, ref, place=7, text="It was said.")
    assert codes(refused) == ["meeting.takes_no_notes", "meeting.no_such_item"]


def test_what_was_carried_over_is_not_minuted_where_it_was_not_taken(built: Life) -> None:
    ref = with_items(built, "A presentation")
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    with built.acting() as desk:
        item = agenda(desk, desk.row("meeting", ref).id)[0]
        desk.writer.run(
            TABLES["agenda_item"]
            .update()
            .where(TABLES["agenda_item"].c.id == bindparam("item"))
            .values(state=bindparam("says")),
            item=item.id,
            says="carried over",
        )
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        acts.minute_item(desk, ref, place=1, text="It was said.")
    assert codes(refused) == ["meeting.item_not_taken"]


def test_without_a_quorum_an_item_is_minuted_and_carried_over(built: Life) -> None:
    ref = with_items(built, "A presentation")
    built.attend(ref, "example-nhs")
    with built.acting() as desk:
        acts.find_inquorate(desk, ref)
        acts.go_on_informally(desk, ref)
        acts.minute_item(desk, ref, place=1, text="Those there talked about it.")
    text = minutes(built, ref)
    assert "Those there talked about it.\nNoted.\nCarried over to another meeting." in text


def test_minutes_say_who_came_late_who_left_and_who_was_absent(built: Life) -> None:
    ref = with_items(built)
    built.attend(ref, "example-police", *EXECUTIVE[:3])
    with built.acting() as desk:
        acts.leave_meeting(desk, ref, person="example-police")
        acts.send_apologies(desk, ref, person="example-district")
        acts.hold(desk, ref, presiding="example-nhs")
    for minute, do in ((20, acts.attend), (40, acts.leave_meeting), (50, acts.attend)):
        built.now = built.now.replace(hour=12, minute=minute, second=0)
        with built.acting() as desk:
            do(desk, ref, person="example-police")
    with built.acting() as desk:
        acts.leave_meeting(desk, ref, person="example-finance")
        acts.in_attendance(desk, ref, person="example-parent")
    text = minutes(built, ref)
    assert line_of(text, "Pat Police").endswith("from 12:20 until 12:40 and from 12:50")
    assert line_of(text, "Frankie Finance").endswith("until 12:50")
    assert "In attendance: Perry Parent (from 12:50)." in text
    assert "Apologies: Drew District." in text
    assert "Absent: Casey Commissioner." in text
    assert line_of(text, "Dana Director").endswith("Children's Services")


def test_who_left_before_it_opened_was_not_there(built: Life) -> None:
    ref = with_items(built)
    built.attend(ref, *EXECUTIVE, "example-district")
    with built.acting() as desk:
        acts.leave_meeting(desk, ref, person="example-district")
        acts.hold(desk, ref, presiding="example-nhs")
    assert "Absent: Drew District and Casey Commissioner." in minutes(built, ref)


def test_a_meeting_on_two_days_says_who_missed_which(built: Life) -> None:
    ref = with_items(built)
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    built.now = built.now.replace(hour=16, minute=0, second=0)
    with built.acting() as desk:
        acts.adjourn(desk, ref, reason="dark", to=desk.today + dt.timedelta(days=1))
    built.wait(1)
    built.now = built.now.replace(hour=9)
    built.attend(ref, *EXECUTIVE[:3], "example-district")
    with built.acting() as desk:
        acts.resume(desk, ref)
    text = minutes(built, ref)
    assert line_of(text, "Pat Police").endswith(f"until 16:00 on {day_before(built)}")
    assert line_of(text, "Drew District").endswith("from 09:00")
    assert line_of(text, "Noor Health").endswith("director for children")


def day_before(built: Life) -> str:
    day = built.today - dt.timedelta(days=1)
    return f"{day.day} {day:%B %Y}"


def test_of_a_meeting_recorded_afterwards_nobody_is_said_to_be_late(built: Life) -> None:
    with built.acting() as desk:
        ref = acts.record_held(
            desk, body="executive-board", on=built.today, reason="As it was."
        ).ref
    built.attend(ref, *EXECUTIVE)
    assert "from" not in minutes(built, ref).partition("Present:")[2].partition("Absent")[0]
