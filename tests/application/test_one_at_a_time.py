"""What may stand once only, asked for by two at once: each act waits for the other to be kept."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from world import World, world

from governance.application.bodies import acts as bodies
from governance.application.bodies.facts import body_facts
from governance.application.desk import Desk
from governance.application.rulebook import acts as rulebook
from governance.domain.errors import Refused
from governance.store.engine import Store

PATIENCE = 1.0
"""Seconds for which whoever is done waits for the other, who may have to wait for it."""
LETTERS = ("a", "b")


@pytest.fixture
def here(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def at_once(
    here: World, actor: str, now: dt.datetime, *acts: Callable[[Desk], object]
) -> list[str]:
    """The codes that refuse each act, "" where it is kept; all are done before any is kept."""
    done = threading.Barrier(len(acts))

    def one(act: Callable[[Desk], object]) -> str:
        try:
            with here.acting(actor, now=now) as desk:
                act(desk)
                try:
                    done.wait(PATIENCE)
                except threading.BrokenBarrierError:
                    return ""
        except Refused as refused:
            return " ".join(r.code for r in refused.refusals)
        return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(one, acts))


def calendar(letter: str) -> bytes:
    return (
        "vires: calendar/1\nkey: offices\ntitle: Offices\njurisdiction: england-and-wales\n"
        f"closed:\n  - {{day: 2025-12-29, reason: Shut {letter}}}\n"
    ).encode()


def test_of_two_versions_that_come_into_force_together_one_is_left(here: World) -> None:
    with here.acting() as desk:
        refs = [rulebook.load(desk, calendar(letter), "a.yaml").ref for letter in LETTERS]

    def adopt(ref: str) -> Callable[[Desk], object]:
        return lambda desk: rulebook.adopt(desk, ref, reason="offices close")

    found = at_once(here, "example-secretary", here.now, *map(adopt, refs))
    assert found in (["", ""], ["", "rulebook.day_taken"])
    with here.looking() as desk:
        states = [desk.row("rulebook_version", ref).state for ref in refs]
    assert states.count("in_force") == 1


def test_of_two_who_are_appointed_to_one_chair_one_takes_it(here: World) -> None:
    with here.acting("example-secretary") as desk:
        bodies.end_chair(desk, appointment="K-0001", reason="term over")
        refs = [
            bodies.consult(desk, body="trust-board", person=person).ref
            for person in ("example-district", "example-lead-member")
        ]
    late = here.now + dt.timedelta(days=15)

    def appoint(ref: str) -> Callable[[Desk], object]:
        return lambda desk: bodies.appoint_chair(desk, appointment=ref)

    assert at_once(here, "example-director", late, *map(appoint, refs)) == ["", "chair.taken"]
    with here.looking(now=late) as desk:
        board = body_facts(desk, desk.row("body", "trust-board"), late.date())
    assert len(board.chairs) == 1
