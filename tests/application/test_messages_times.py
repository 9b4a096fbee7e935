"""Quiet days, the daily digest, and people who come and go between queue and sending."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from letters import Recorder, everything, queue, small_world, state, sweep
from world import World

from governance.application.bodies import acts as bodies
from governance.application.messages import delivery
from governance.application.messages.times import Wishes, is_quiet, next_morning
from governance.application.people.away import record_absence
from governance.application.people.leaving import leave
from governance.application.people.preferences import WEEKDAYS, set_address, tell
from governance.domain.errors import GuardRefused, Unusable
from governance.store.engine import Store

QUIET = "step_open"
URGENT = "decision_irregular"
STEP = {"ref": "R-0001", "kind": "clear"}
IRREGULAR = {"ref": "R-0001", "title": "A report", "codes": []}
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


FRIDAY = at("2025-04-18T10:00")  # Good Friday
THURSDAY = at("2025-04-17T10:00")


def person(store: Store, now: dt.datetime) -> World:
    return small_world(store, now, "example-ann")


def test_what_is_not_urgent_waits_for_a_working_day_in_the_morning(quick_store: Store) -> None:
    world = person(quick_store, THURSDAY)
    with world.acting(now=FRIDAY) as desk:
        slow = queue(desk, to="example-ann", template=QUIET, params=STEP)
        fast = queue(desk, to="example-ann", template=URGENT, params=IRREGULAR)
    carrier = Recorder()
    assert sweep(quick_store, carrier, FRIDAY).done == 1
    assert state(quick_store, fast).state == "sent"
    waits_until = at("2025-04-22T06:30")  # Tuesday after Easter, half past seven in summer time
    assert state(quick_store, slow).not_before == waits_until
    assert delivery.due(quick_store, flow="", now=waits_until - DAY) is None
    assert sweep(quick_store, carrier, waits_until).done == 1


def test_a_digest_gathers_a_day_and_comes_once_a_day(store: Store) -> None:
    monday = at("2025-02-17T09:00")
    world = person(store, monday)
    with world.acting() as desk:
        tell(desk, person="example-ann", digest=True)
        gathered = [
            queue(desk, to="example-ann", template=QUIET, params=STEP | {"ref": f"R-000{n}"})
            for n in range(3)
        ]
        queue(desk, to="example-ann", template=URGENT, params=IRREGULAR)
    carrier = Recorder()
    assert sweep(store, carrier, monday).done == 1
    morning = at("2025-02-18T07:30")
    assert {state(store, one).not_before for one in gathered} == {morning}
    sweep(store, carrier, morning)
    assert {state(store, one).state for one in gathered} == {"gathered"}
    digest = carrier.delivered[-1]
    assert digest.subject == "Your messages of 18 February 2025"
    assert [digest.body.count(f"R-000{n}") > 0 for n in range(3)] == [True] * 3
    with world.acting(now=at("2025-02-18T07:25")) as desk:
        late = queue(desk, to="example-ann", template=QUIET, params=STEP)
    sweep(store, carrier, morning + dt.timedelta(hours=1))
    assert state(store, late).not_before == morning + DAY
    sweep(store, carrier, at("2025-02-22T12:00"))  # asleep until Saturday
    assert state(store, late).not_before == at("2025-02-24T07:30")
    sweep(store, carrier, at("2025-02-25T12:00"))
    assert state(store, late).state == "gathered"
    assert len(carrier.delivered) == 3


def test_a_digest_leaves_out_what_cannot_be_said_and_parks_it(quick_store: Store) -> None:
    monday = at("2025-02-17T09:00")
    world = person(quick_store, monday)
    with world.acting() as desk:
        tell(desk, person="example-ann", digest=True)
        bad = queue(desk, to="example-ann", template=QUIET, params={"ref": "R-0001"})
        good = queue(desk, to="example-ann", template=QUIET, params=STEP)
    sweep(quick_store, Recorder(), monday + DAY)
    assert (state(quick_store, bad).state, state(quick_store, good).state) == ("parked", "gathered")


def test_an_office_that_passed_on_before_the_message_went(store: Store) -> None:
    saturday = at("2025-02-22T09:00")
    world = small_world(store, THURSDAY - 90 * DAY, "example-ann", "example-bob")
    with world.acting() as desk:
        bodies.add_office(desk, key="post", title="the Example Post")
        bodies.hold_office(desk, office="post", person="example-ann", to_day=dt.date(2025, 2, 23))
        bodies.hold_office(desk, office="post", person="example-bob", from_day=dt.date(2025, 2, 24))
    with world.acting(now=saturday) as desk:
        one = queue(desk, recipient="post", template=QUIET, params=STEP)
    carrier = Recorder()
    sweep(store, carrier, saturday)
    assert state(store, one).state == "addressed"
    sweep(store, carrier, saturday + 2 * DAY)
    assert carrier.told == ["bob"]
    assert (
        "You get this because you hold the post of the Example Post." in carrier.delivered[0].body
    )
    states = sorted(row.state for row in everything(store, "message") if row.template == QUIET)
    assert states == ["addressed", "addressed", "sent"]


def test_somebody_who_left_before_it_went_is_followed(store: Store) -> None:
    now = THURSDAY - 60 * DAY
    world = small_world(store, now, "example-ann", "example-bob")
    with world.acting() as desk:
        bodies.add_office(desk, key="post", title="the Example Post")
        bodies.hold_office(desk, office="post", person="example-ann")
        one = queue(desk, to="example-ann")
    with world.acting(now=now + DAY) as desk:
        leave(desk, person="example-ann")
        bodies.hold_office(desk, office="post", person="example-bob")
    carrier = Recorder()
    sweep(store, carrier, now + DAY)
    assert carrier.told == ["bob"]
    assert "Example-Ann has left. They were the Example Post; now you are." in (
        carrier.delivered[0].body
    )
    assert state(store, one).state == "addressed"


def test_the_deputy_of_somebody_away_is_told_as_well(quick_store: Store, now: dt.datetime) -> None:
    world = small_world(quick_store, now, "example-ann")
    today = now.date()
    with world.acting() as desk:
        bodies.add_office(desk, key="post", title="the Example Post")
        bodies.hold_office(desk, office="post", person="example-ann")
        bodies.hold_office(
            desk, office="post", person="example-secretary", deputy=True, from_day=today
        )
        record_absence(desk, person="example-ann", from_day=today, to_day=today)
        queue(desk, recipient="post")
        queue(desk, recipient="manager:post")
    carrier = Recorder()
    sweep(quick_store, carrier, now)
    assert sorted(carrier.told) == ["ann", "secretary", "secretary"]


def test_what_people_say_about_being_told(quick_store: Store, now: dt.datetime) -> None:
    world = person(quick_store, now)
    with world.acting() as desk, pytest.raises(Unusable, match="always_quiet"):
        tell(desk, person="example-ann", quiet=WEEKDAYS)
    with world.acting() as desk, pytest.raises(Unusable, match="weekday"):
        tell(desk, person="example-ann", quiet=["sunday", "mittwoch"])
    with world.acting() as desk, pytest.raises(Unusable, match="address_unusable"):
        set_address(desk, person="example-ann", address="nowhere")
    with world.acting("example-ann") as desk:
        set_address(desk, person="example-ann", address="new@example.org")
        tell(desk, person="example-ann", quiet=["friday"])
        queue(desk, to="example-ann")
    with world.acting("example-ann") as desk, pytest.raises(GuardRefused):
        tell(desk, person="example-secretary", digest=True)
    carrier = Recorder()
    sweep(quick_store, carrier, now)
    assert carrier.told == ["new"]


@pytest.mark.parametrize(
    ("wishes", "quiet"),
    [
        (Wishes(), "fri sat sun mon"),
        (Wishes(quiet=frozenset({5, 6})), "fri sat sun mon"),
        (Wishes(quiet=frozenset({2})), "wed fri mon"),
        (Wishes(quiet=frozenset()), ""),
        (
            Wishes(quiet=frozenset(), days=((dt.date(2025, 4, 16), dt.date(2025, 4, 17)),)),
            "wed thu",
        ),
    ],
)
def test_which_days_are_quiet(quick_store: Store, wishes: Wishes, quiet: str) -> None:
    """From the Wednesday before Easter 2025 to the Tuesday after it."""
    world = person(quick_store, THURSDAY)
    days = [dt.date(2025, 4, 16) + n * DAY for n in range(7)]
    with world.looking() as desk:
        found = [f"{day:%a}".lower() for day in days if is_quiet(desk, wishes, day)]
    assert " ".join(found) == quiet


@hypothesis_settings(max_examples=60)
@given(
    after=st.integers(0, 2 * 365 * 24 * 60).map(lambda n: at("2025-01-01") + n * MINUTE),
    quiet=st.none() | st.frozensets(st.integers(0, 6), max_size=6),
    away=st.integers(0, 60),
)
def test_the_next_morning_is_soon_and_never_quiet(
    sqlite_template: bytes, after: dt.datetime, quiet: frozenset[int] | None, away: int
) -> None:
    from conftest import memory_store

    days = ((after.date(), after.date() + away * DAY),) if away else ()
    wishes = Wishes(quiet=quiet, days=days)
    store = memory_store(sqlite_template)
    world = person(store, after)
    with world.looking() as desk:
        found: Any = next_morning(desk, wishes, after=after)
        assert after <= found <= after + 33 * DAY
        day = desk.day_of(found)
        assert away >= 31 or not is_quiet(desk, wishes, day) or (found - after).days >= 30
    store.close()


def test_of_one_level_of_an_escalation_a_person_gets_one_message(
    quick_store: Store, now: dt.datetime
) -> None:
    world = small_world(quick_store, now, "example-ann", "example-bob")
    with world.acting() as desk:
        for key in ("post", "other"):
            bodies.add_office(desk, key=key, title=f"the {key}")
            bodies.hold_office(desk, office=key, person="example-ann")
        for key in ("post", "other"):
            queue(desk, recipient=key, prompt_id="one-prompt")
        queue(desk, recipient="post", prompt_id="another")
    carrier = Recorder()
    sweep(quick_store, carrier, now)
    assert carrier.told == ["ann", "ann"]


def test_one_who_keeps_one_of_two_roles_overnight_is_still_told(
    quick_store: Store,
) -> None:
    saturday = at("2025-02-22T09:00")
    world = small_world(quick_store, THURSDAY - 90 * DAY, "example-ann", "example-bob")
    with world.acting() as desk:
        for key in ("post", "other"):
            bodies.add_office(desk, key=key, title=f"the {key}")
        bodies.hold_office(desk, office="post", person="example-ann", to_day=dt.date(2025, 2, 23))
        bodies.hold_office(desk, office="other", person="example-ann")
    with world.acting(now=saturday) as desk:
        for key in ("post", "other"):
            queue(desk, recipient=key, prompt_id="one-prompt", template=QUIET, params=STEP)
    carrier = Recorder()
    sweep(quick_store, carrier, saturday)
    sweep(quick_store, carrier, saturday + 2 * DAY)
    assert carrier.told == ["ann"]
