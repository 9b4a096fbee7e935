"""The record of a decision whose decider was erased: it follows still, and names nobody."""

import datetime as dt

import pytest
from reports import DIRECTOR, life
from sealed_records import sealed_record, verified, wrong

from governance.application.desk import Desk
from governance.application.people.erasing import erase
from governance.application.people.leaving import leave
from governance.application.people.queries import name_of
from governance.application.record.exporting import record_of
from governance.store.engine import Store

EXECUTIVE = ("example-director", "example-finance", "example-nhs", "example-police")


def name_and_end(desk: Desk, person: str) -> str:
    """What somebody was called; they leave and are erased at once."""
    name = name_of(desk, desk.row("person", person))
    leave(desk, person=person)
    erase(desk, person=person, reason="asked", now_because="threatened")
    return name


@pytest.mark.parametrize("whole", [True, False])
def test_the_record_verifies_whether_or_not_everybody_is_erased(
    quick_store: Store, now: dt.datetime, whole: bool
) -> None:
    built = life(quick_store, now)
    ref = built.middling(built.commission())
    built.executive(ref)
    votes = {**dict.fromkeys(EXECUTIVE, "for"), "example-police": "against"}
    built.decide(ref, how="recorded", votes=votes)
    with built.looking() as desk:
        before = record_of(desk, ref)
    gone = EXECUTIVE if whole else (DIRECTOR,)
    with built.world.acting(now=built.now) as desk:
        names = [name_and_end(desk, person) for person in gone]
    record, key = sealed_record(built, ref)

    assert wrong(verified(record, key.public)) == []
    told = {one["text"] for one in record["names"]}
    assert not told & set(names)
    assert {one["text"] for one in before["names"]} >= set(names)
    erased = [one for one in record["names"] if one["text"] is None]
    assert len(erased) == len(gone)
    assert all(one["salt"] is None for one in erased)
