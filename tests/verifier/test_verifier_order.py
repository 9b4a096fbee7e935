"""Acts are ordered as they were written where the record tells it; where not, it is said."""

import datetime as dt
import json
from typing import Any

from reports import Life, life
from sealed_records import sealed_record, verified, wrong

from governance.application.meetings.attending import leave_meeting
from governance.store.engine import Store
from governance.verifier.bundle import Chain, Entry
from governance.verifier.order import Order

NOON = dt.datetime(2025, 3, 3, 12, tzinfo=dt.UTC)


def entry(name: str, seconds: float, *writes: Any) -> Entry:
    """An entry of a seal, made so many seconds after noon."""
    at = (NOON + dt.timedelta(seconds=seconds)).isoformat()
    body = {"at": at, "subject": ["thing", name[0]], "writes": list(writes)}
    place = {"seal": 1, "position": round(seconds * 10), "path": []}
    return Entry(name, name, json.dumps(body).encode(), body, place)


def names(order: Order) -> list[str]:
    return [one.id for one in order.entries]


def test_what_builds_on_something_comes_after_it_whatever_the_clocks_said() -> None:
    made = entry("a1", 0, ["insert", "step", "s", {"state": "open"}])
    late = entry("a2", 0.6, ["update", "step", "s", {"state": "done", "version": 2}])
    then = entry("b1", 0.2, ["update", "step", "s", {"state": "open", "version": 3}])
    order = Order([Chain("thing", "a", (made, late)), Chain("thing", "b", (then,))])
    assert names(order) == ["a1", "a2", "b1"]
    assert order.before(3).get("step", "s") == {"id": "s", "state": "open", "version": 3}
    assert list(order.otherwise(2)) == []


def test_what_overlapped_may_have_come_in_either_order() -> None:
    one = entry("a1", 0, ["insert", "step", "s", {"state": "open"}])
    beside = entry("b1", 0.5, ["insert", "step", "t", {"state": "open"}])
    after = entry("a2", 0.9, ["update", "step", "s", {"state": "done", "version": 2}])
    far = entry("c1", 2.5, ["insert", "step", "u", {"state": "open"}])
    chains = [
        Chain("thing", "a", (one, after)),
        Chain("thing", "b", (beside,)),
        Chain("thing", "c", (far,)),
    ]
    order = Order(chains)
    assert names(order) == ["a1", "b1", "a2", "c1"]
    moved = [[other.id for other in acts] for _, acts in order.otherwise(1)]
    assert sorted(moved) == [["a1"], ["a2"]]


def test_entries_in_a_circle_are_told() -> None:
    one = entry("a1", 0, ["update", "step", "s", {"version": 3}])
    two = entry("a2", 1, ["update", "step", "s", {"version": 2}])
    assert Order([Chain("thing", "a", (one, two))]).circle


def left(built: Life, seconds: float) -> None:
    """Somebody without whom there is no quorum left, by a clock that is so far off."""
    now = built.now + dt.timedelta(seconds=seconds)
    with built.world.acting("example-secretary", now=now) as desk:
        leave_meeting(desk, "M-0001", person="example-nhs")


def story(store: Store, seconds: float) -> list[str]:
    """The steps that do not follow, then those that cannot be told."""
    built = life(store, dt.datetime(2025, 2, 20, 9, tzinfo=dt.UTC))
    ref = built.middling(built.commission())
    built.executive(ref)
    built.decide(ref)
    left(built, seconds)
    record, key = sealed_record(built, ref)
    found = verified(record, key.public)
    return [*wrong(found), *(f"{step.name}?" for step in found.steps if step.untold)]


def test_an_act_that_overlapped_with_the_decision_proves_nothing_against_it(
    quick_store: Store,
) -> None:
    assert story(quick_store, -0.4) == ["counted?"]


def test_an_act_well_before_the_decision_does(quick_store: Store) -> None:
    assert story(quick_store, -1.5) == ["counted"]


def test_an_act_after_the_decision_changes_nothing(quick_store: Store) -> None:
    assert story(quick_store, 0.4) == []


def test_a_decision_dated_before_an_act_it_came_after_is_not_proved(quick_store: Store) -> None:
    built = life(quick_store, dt.datetime(2025, 2, 20, 9, tzinfo=dt.UTC))
    ref = built.ready(built.commission(), 20_000)
    built.wait(-2)
    built.officer(ref)
    record, key = sealed_record(built, ref)
    found = verified(record, key.public)
    assert wrong(found) == []
    said = [one for step in found.steps for one in step.untold]
    assert len(said) == 1
    assert said[0].startswith("it is dated 18 February 2025, and an act before it in its history")
    told = next(step.derived for step in found.steps if step.name == "ledger")
    assert any("proposal.decided of 18 February 2025" in one for one in told)
