"""A draft's text changed before anybody is asked to decide on it, and a scheme's mends made."""

import datetime as dt
import json

import pytest
from sqlalchemy import bindparam, select
from world import World, empty_world

from governance.application.bodies import acts as bodies
from governance.application.change import Change
from governance.application.people import acts as people
from governance.application.rulebook import acts, in_force
from governance.domain.errors import MovedFirst, Refused, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

SCHEME = b"""vires: scheme/1
key: small
title: A small scheme
standing: own
owner: example-board
source: {title: Scheme}
vat: excluding
deciders:
  director: {kind: office, title: the Director}
  board: {kind: body, title: the Board}
ranks: [[board, director]]
inputs:
  value: {type: money, title: the value, from: value}
rules:
  # What the Director may do.
  - id: S1
    when: {value: "up to 30,000"}
    path: [{decide: director}]
  - id: S2
    when: {value: "from 30,001"}   # as published
    path: [{decide: board}]
"""
_ENTRIES = (
    select(TABLES["ledger_entry"].c.body, TABLES["ledger_entry"].c.kind)
    .where(
        TABLES["ledger_entry"].c.partnership_id == bindparam("partnership"),
        TABLES["ledger_entry"].c.subject_id == bindparam("subject"),
    )
    .order_by(TABLES["ledger_entry"].c.number)
)


@pytest.fixture
def world(store: Store, now: dt.datetime) -> World:
    built = empty_world(store, now)
    with built.acting() as desk:
        people.add_organisation(desk, key="county-council", name="The Council", lead=True)
        people.add_person(desk, key="example-member", name="Me", organisation="county-council")
        bodies.add_office(desk, key="director", title="Director", organisation="county-council")
        acts.load(desk, SCHEME, "small.yaml")
    return built


def test_a_revised_draft_keeps_its_reference_and_the_record_both_texts(world: World) -> None:
    text = SCHEME.replace(b"30,001", b"30,000.01")
    with world.acting() as desk:
        receipt = acts.revise(desk, "small", text, seen=1)
    assert (receipt.kind, receipt.ref, receipt.number) == ("rulebook.revised", "V-0001", 2)
    with world.looking() as desk:
        row = desk.row("rulebook_version", "V-0001")
        assert in_force.text_of(desk, row) == text
        entries = desk.all(_ENTRIES, subject=row.id)
        texts = [json.loads(one.body)["facts"]["text"] for one in entries]
    assert texts == [SCHEME.decode(), text.decode()]


def test_what_was_proved_is_void_once_the_text_changed(world: World) -> None:
    text = SCHEME.replace(b"30,001", b"30,000.01")
    with world.acting() as desk:
        acts.revise(desk, "small", text)
        acts.prove(desk, "small")
    with world.acting() as desk:
        acts.revise(desk, "small", SCHEME)
    with world.looking() as desk:
        row = desk.row("rulebook_version", "V-0001")
        assert (row.state, row.proof) == ("draft", None)
        assert not acts.check(desk, "small").proved


def test_the_second_of_two_who_edit_is_told(world: World) -> None:
    with world.acting() as desk:
        acts.revise(desk, "small", SCHEME.replace(b"small scheme", b"scheme"), seen=1)
    with world.acting() as desk, pytest.raises(MovedFirst):
        acts.revise(desk, "small", SCHEME.replace(b"small scheme", b"other scheme"), seen=1)


def test_the_same_text_writes_nothing(world: World) -> None:
    with world.acting() as desk:
        assert acts.revise(desk, "small", SCHEME).kind == acts.UNCHANGED
    with world.looking() as desk:
        assert desk.row("rulebook_version", "V-0001").version == 1


def test_a_text_with_errors_or_of_another_rulebook_is_not_taken(world: World) -> None:
    with world.acting() as desk, pytest.raises(Unusable) as failed:
        acts.revise(desk, "small", SCHEME.replace(b"key: small", b"key: large"))
    assert [one.code for one in failed.value.problems] == ["rulebook.revised_into_other"]
    with world.acting() as desk, pytest.raises(Unusable) as failed:
        acts.revise(desk, "small", SCHEME.replace(b"director}]", b"nobody}]").replace(b"S2", b"S1"))
    assert len(failed.value.problems) == 2


def test_what_somebody_is_asked_to_decide_no_longer_changes(world: World) -> None:
    with world.acting() as desk:
        row = desk.row("rulebook_version", "V-0001")
        values = {
            "id": desk.new_id(),
            "ref": desk.next_ref("proposal"),
            "title": "Adopt it",
            "kind": "adopt",
            "state": "draft",
            "scheme_key": "",
            "subject_version_id": row.id,
        }
        desk.apply(Change(kind="x", table="proposal", subject=None, values=values))
        acts.revise(desk, "small", SCHEME + b"# still being written\n")
    with world.acting() as desk:
        report = desk.row("proposal", "R-0001")
        change = {"state": "in_clearance"}
        desk.apply(Change(kind="x", table="proposal", subject=report, values=change))
    with world.acting() as desk, pytest.raises(Refused) as failed:
        acts.revise(desk, "small", SCHEME)
    assert [one.code for one in failed.value.refusals] == ["rulebook.asked_already"]
    with world.acting() as desk:
        assert acts.begin_draft(desk, "V-0001").ref == "V-0002"
        acts.revise(desk, "V-0002", SCHEME)


def test_who_keeps_no_rulebooks_changes_none(world: World) -> None:
    with world.acting("example-member") as desk, pytest.raises(Refused):
        acts.revise(desk, "small", SCHEME + b"\n")
    with world.acting("example-member") as desk, pytest.raises(Refused):
        acts.begin_draft(desk, "small")


def test_a_pence_gap_is_shown_with_its_case_and_its_mend_changes_one_line(world: World) -> None:
    with world.looking() as desk:
        found = acts.check(desk, "small")
    (gap,) = found.findings
    assert (gap.kind, gap.rules) == ("gap", ("S1", "S2"))
    assert "£30,000.50" in gap.words
    assert gap.mend
    assert gap.mend.before == "from 30,001"
    with world.acting() as desk:
        acts.accept_mends(desk, "small", [gap.name], seen=1)
    with world.looking() as desk:
        assert acts.check(desk, "small").proved
        text = in_force.text_of(desk, desk.row("rulebook_version", "V-0001"))
    changed = [
        (old, new)
        for old, new in zip(SCHEME.splitlines(), text.splitlines(), strict=True)
        if old != new
    ]
    assert changed == [
        (
            b'    when: {value: "from 30,001"}   # as published',
            b'    when: {value: "over 30,000"}   # as published',
        )
    ]
    with world.acting() as desk, pytest.raises(Unusable) as failed:
        acts.accept_mends(desk, "small", [gap.name])
    assert [one.code for one in failed.value.problems] == ["rulebook.no_mend"]
