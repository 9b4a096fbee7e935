"""Cover is watched: told in the act that costs it, once, and again only when put right between."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from reports import SECRETARY, Life
from sqlalchemy import bindparam, select
from test_one_at_a_time import at_once
from world import World, bring_into_force, empty_world, world

from governance.adapters.templates import template
from governance.application.bodies import acts
from governance.application.cover import watching
from governance.application.cover.told import Note, Watched, read_kept
from governance.application.deadlines.rows import message
from governance.application.nightcheck import nightly
from governance.application.nightcheck.place import SLICES
from governance.application.people.away import come_back, record_absence
from governance.application.people.leaving import leave
from governance.application.rulebook import acts as rulebook
from governance.configuration import config_dir
from governance.store.engine import Store
from governance.store.leading import INSTALLATION
from governance.store.tables import TABLES

MARCH = dt.date(2025, 3, 1)
_message = TABLES["message"]
_TOLD = (
    select(_message)
    .where(
        _message.c.partnership_id == bindparam("partnership"),
        _message.c.template.in_((watching.RULES, watching.MEETING)),
    )
    .order_by(_message.c.id)
)

_RUNS, _CAUSES, _PLACES = (
    select(TABLES[name]) for name in ("flow_run", "cover_cause", "night_place")
)


@pytest.fixture
def life(store: Store, now: dt.datetime) -> Life:
    return Life(world(store, now), now)


def told(built: World) -> list[Any]:
    with built.looking() as desk:
        return desk.all(_TOLD)


def night(life: Life) -> None:
    """Everything that one night's check does."""
    life.wait(1)
    for _ in range(SLICES):
        if not nightly.work(life.world.store, flow="nightly_assurance", now=life.now).more:
            return
    raise AssertionError("the night does not end")


def officer(life: Life, office: str = "monitoring-officer") -> None:
    with life.acting() as desk:
        acts.hold_office(desk, office=office, person="example-monitoring")


def vacate(life: Life, office: str = "monitoring-officer") -> None:
    """The office is vacant from the day after."""
    with life.acting() as desk:
        acts.end_holding(desk, office=office, person="example-monitoring")


def test_whoever_sets_a_partnership_up_is_told_of_nothing(life: Life) -> None:
    assert told(life.world) == []


def test_a_vacancy_that_stops_a_path_is_told_at_once_and_only_once(life: Life) -> None:
    vacate(life)
    [note] = told(life.world)
    assert (note.template, note.recipient) == ("cover_lost", "secretary")
    assert (note.params["number"], note.params["on"]) == (8, "2025-02-21")
    assert note.params["lines"][-1] == (
        "Nobody can complete rule W3 (waivers the law does not allow):"
        " nobody is the monitoring officer."
    )
    night(life)
    night(life)
    with life.acting() as desk:
        acts.end_holding(desk, office="s151", person="example-finance")
    assert [n.params["number"] for n in told(life.world)] == [8, 6]


def test_what_is_put_right_and_lost_anew_is_told_anew(life: Life) -> None:
    vacate(life)
    life.wait(1)
    officer(life)
    assert len(told(life.world)) == 1
    vacate(life)
    assert [n.params["on"] for n in told(life.world)] == ["2025-02-21", "2025-02-22"]


def test_somebody_who_is_to_leave_is_missed_from_that_day(life: Life) -> None:
    with life.acting() as desk:
        leave(desk, person="example-monitoring", on=MARCH)
    [note] = told(life.world)
    assert note.params["on"] == MARCH.isoformat()
    life.wait_until(MARCH)
    night(life)
    assert len(told(life.world)) == 1


def test_what_only_the_calendar_ends_is_found_by_night(life: Life) -> None:
    vacate(life)
    life.wait(1)
    with life.acting() as desk:
        acts.hold_office(
            desk, office="monitoring-officer", person="example-monitoring", to_day=MARCH
        )
    night(life)
    assert len(told(life.world)) == 1
    life.wait_until(MARCH)
    night(life)
    assert [n.params["on"] for n in told(life.world)] == ["2025-02-21", "2025-03-02"]


def test_what_could_never_be_completed_is_told_by_night(store: Store, now: dt.datetime) -> None:
    built = empty_world(store, now)
    with built.acting() as desk:
        bring_into_force(
            desk, kind="scheme", file="schemes/example-partnership.yaml", since=now.date()
        )
    assert told(built) == []
    night(Life(built, now))
    assert [n.params["number"] for n in told(built)] == [27]


def test_a_meeting_that_becomes_inquorate_is_told_for_its_item_once(life: Life) -> None:
    day = dt.date(2025, 3, 13)
    ref = life.middling(life.commission())
    meeting = life.meeting("executive-board", day, ref)
    assert told(life.world) == []
    declare = partial(life.declare, ref, "example-nhs", "personal", advised=True)
    declare(ruling="leaves")
    [note] = told(life.world)
    assert (note.template, note.params["ref"]) == ("cover_meeting", meeting)
    [line] = note.params["lines"]
    assert line.startswith(f"13 March 2025 ({meeting}) will be inquorate for item 1, A report on")
    assert line.endswith(": 1 more NHS officer must be there.")
    night(life)
    assert len(told(life.world)) == 1
    with life.acting() as desk:
        record_absence(desk, person="example-nhs", from_day=day, to_day=day)
    # Now it is short for everything, which is another cause.
    assert [len(n.params["lines"]) for n in told(life.world)] == [1, 1]
    with life.acting() as desk:
        come_back(desk, person="example-nhs")
        record_absence(desk, person="example-police", from_day=day, to_day=day)
    # The item is still short, and was told.
    assert len(told(life.world)) == 2


def test_acts_that_change_nobody_cost_nothing(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: Any) -> None:
        raise AssertionError("cover was asked for nothing")

    monkeypatch.setattr(watching, "follow", never)
    life.commission()


@pytest.mark.parametrize("name", [watching.RULES, watching.MEETING])
def test_the_message_has_words(name: str) -> None:
    assert template(name).subject


@pytest.mark.parametrize("ahead", [0, 1, 30])
def test_what_other_terms_of_reference_cost_is_told_once(life: Life, ahead: int) -> None:
    """Three sit in the cabinet, and nobody stands above it."""
    text = (config_dir() / "terms" / "cabinet.yaml").read_bytes()
    with life.acting() as desk:
        ref = rulebook.load(desk, text.replace(b"  members: 3", b"  members: 4"), "c.yaml").ref
        first = desk.today + dt.timedelta(days=ahead)
        rulebook.cite(desk, ref, "Council, minute 9", desk.today, effective_from=first)
    night(life)
    for _ in range(2):
        life.tick()
        night(life)
    life.wait(ahead)
    life.tick()
    night(life)
    assert [(n.params["on"], n.params["number"]) for n in told(life.world)] == [
        (first.isoformat(), 1)
    ]


def test_of_a_scheme_that_comes_into_force_everything_nobody_can_follow_is_told(
    life: Life,
) -> None:
    """Whoever left since it was adopted was missed by the scheme before; this is another one."""
    text = (config_dir() / "schemes" / "example-partnership.yaml").read_text()
    renamed = text.replace("  - id: W3\n", "  - id: W9\n")
    assert renamed != text
    with life.acting() as desk:
        ref = rulebook.load(desk, renamed.encode(), "s.yaml").ref
        rulebook.prove(desk, ref, start=MARCH)
        rulebook.adopt_decided(
            desk,
            desk.row("rulebook_version", ref),
            effective_from=MARCH,
            authority={"kind": "decision", "decision": "minute 7"},
        )
    vacate(life)
    night(life)
    assert [(n.params["on"], n.params["number"]) for n in told(life.world)] == [("2025-02-21", 8)]
    life.wait_until(MARCH)
    life.tick()
    night(life)
    life.tick()
    night(life)
    _, note = told(life.world)
    assert (note.params["on"], note.params["number"]) == (MARCH.isoformat(), 8)
    assert "rule W9" in note.params["lines"][-1]
    assert note.subject_id == life.row(ref, "rulebook_version").id


def test_of_two_who_cost_the_same_at_once_one_is_told_of(life: Life) -> None:
    """Neither knows of the other's act when it looks."""
    with life.looking() as desk:
        before = read_kept(desk)
    lost = replace(before, rules={**before.rules, "example-partnership W3": life.today})
    for _ in range(2):
        with life.acting() as desk:
            queued = message(
                desk,
                template=watching.RULES,
                subject=("partnership", desk.pid),
                recipient="secretary",
                params={"scheme": "A", "on": life.today.isoformat(), "number": 1},
            )
            note = Note("rule", queued, {"example-partnership W3": "Nobody can complete it."})
            Watched(desk.pid, desk.now, before, lost, (note,)).put(desk.writer)
    assert len(told(life.world)) == 1
    with life.looking() as desk:
        assert read_kept(desk).rules == {"example-partnership W3": life.today}


def test_what_is_watched_is_no_run_of_a_flow(life: Life) -> None:
    vacate(life)
    night(life)
    with life.world.store.read() as tx:
        assert tx.all(_RUNS) == []
        causes, places = tx.all(_CAUSES), tx.all(_PLACES)
    assert {row.partnership_id for row in causes} == {
        life.row("trust-board", "body").partnership_id
    }
    assert {row.kind for row in causes} == {"rule"}
    assert [row.partnership_id for row in places] == [INSTALLATION]


def test_two_who_leave_at_once_both_go_and_each_rule_is_told_of_once(life: Life) -> None:
    def leaves(office: str, person: str) -> Any:
        return lambda desk: acts.end_holding(desk, office=office, person=person)

    found = at_once(
        life.world,
        SECRETARY,
        life.now,
        leaves("monitoring-officer", "example-monitoring"),
        leaves("s151", "example-finance"),
    )
    assert found == ["", ""]
    lines = [line for note in told(life.world) for line in note.params["lines"]]
    rules = [line.partition(" rule ")[2].partition(" ")[0] for line in lines]
    assert len(rules) == 14
    assert len(set(rules)) == len(rules)
    assert sum(note.params["number"] for note in told(life.world)) == 14
