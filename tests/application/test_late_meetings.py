"""Which meetings are behind: announced too late, not held, not minuted, not signed."""

import datetime as dt

import pytest
from reports import EXECUTIVE, SECRETARY, Life, life

from governance.application.meetings import acts
from governance.application.my_work import late as late_work
from governance.application.my_work.keeping import keeping
from governance.store.engine import Store


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def late(built: Life) -> dict[str, list[str]]:
    with built.looking(SECRETARY) as desk:
        found = keeping(desk).late
        assert all("{" not in line for one in found for line in one.said)
    return {one.ref: [code.removeprefix("meeting.") for code, _ in one.because] for one in found}


def planned(built: Life, days: int, body: str = "executive-board") -> str:
    on = built.today + dt.timedelta(days=days)
    with built.acting() as desk:
        return acts.plan(desk, body=body, on=on, starts=dt.time(10), place="Hall").ref


def test_an_agenda_is_late_once_its_last_day_has_passed(built: Life) -> None:
    ref = planned(built, 30)
    assert late(built) == {}
    built.wait(26)
    assert late(built) == {ref: ["left.agenda_late"]}
    with built.acting() as desk:
        acts.call(desk, ref)
    assert late(built) == {ref: ["left.agenda_late"]}
    with built.acting("example-monitoring") as desk:
        acts.publish(desk, ref, reason="The paper came late.")
    assert late(built) == {}


def test_a_meeting_whose_day_has_passed_is_late_until_it_is_settled(built: Life) -> None:
    ref = planned(built, 10)
    published = built.meeting("trust-board", built.today + dt.timedelta(days=11))
    built.wait(12)
    assert late(built) == {ref: ["late.not_held"], published: ["late.not_opened"]}
    with built.acting() as desk:
        acts.cancel(desk, ref, reason="Nobody came.")
        acts.cancel(desk, published, reason="Nobody came.")
    assert late(built) == {}


def test_minutes_are_late_when_not_drafted_and_when_they_could_have_been_signed(
    built: Life,
) -> None:
    first = built.executive()
    assert late(built) == {}, "it sits today"
    built.wait(1)
    assert late(built) == {first: ["late.minutes"]}
    with built.acting() as desk:
        acts.draft_minutes(desk, first)
    assert late(built) == {}
    later = built.executive(people=EXECUTIVE)
    assert late(built) == {first: ["late.unsigned"]}
    with built.acting() as desk:
        acts.sign_minutes(desk, first, at=later)
    assert late(built) == {}


def test_of_many_the_first_are_told_and_that_there_are_more(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of every sort: also of the meetings to come, which an earlier day has to announce."""
    monkeypatch.setattr(late_work, "MOST", 2)
    refs = [planned(built, 30 + n) for n in range(3)]
    built.wait(28)
    assert list(late(built)) == refs[:2]
    with built.looking(SECRETARY) as desk:
        assert keeping(desk).more_late
        assert all(one.ref in refs for one in keeping(desk).late)


def test_one_that_was_to_go_on_and_did_not_is_late(built: Life) -> None:
    ref = built.executive()
    with built.acting() as desk:
        acts.adjourn(desk, ref, reason="The fire bell", to=desk.today + dt.timedelta(days=2))
    assert late(built) == {}
    built.wait(3)
    assert late(built) == {ref: ["late.not_resumed"]}
