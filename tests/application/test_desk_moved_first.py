"""Whoever writes on what somebody else has changed is told who that was, by names people use."""

import datetime as dt

import pytest
from world import World, empty_world

from governance.application.change import Change, Update
from governance.application.people import acts as people
from governance.domain.errors import MovedFirst
from governance.store.engine import Store


@pytest.fixture
def here(store: Store, now: dt.datetime) -> World:
    built = empty_world(store, now)
    with built.acting() as desk:
        people.add_person(desk, key="example-a", name="Ash A")
    return built


def test_a_subject_is_named_by_its_reference(here: World) -> None:
    with here.looking() as desk:
        seen = desk.row("person", "example-a")
    with here.acting() as desk:
        people.rename(desk, person="example-a", name="Ash B")
    with pytest.raises(MovedFirst) as told, here.acting() as desk:
        desk.apply(Change(kind="person.renamed", table="person", subject=seen, values={}))
    (refusal,) = told.value.refusals
    assert refusal.code == "moved_first"
    assert refusal.params["ref"] == "P-0001"
    assert (refusal.params["who"], refusal.params["what"]) == ("operator", "person.renamed")


def test_a_row_without_a_reference_is_named_by_what_it_is(here: World) -> None:
    with here.looking() as desk:
        seen = desk.by_id("private_text", desk.row("person", "example-a").name_id)
    erased = Update("private_text", seen._replace(version=7), {"text": None, "salt": None})
    with here.looking() as desk:
        person = desk.row("person", "example-a")
    change = Change(kind="x.y", table="person", subject=person, values={}, writes=(erased,))
    with pytest.raises(MovedFirst) as told, here.acting() as desk:
        desk.apply(change)
    (refusal,) = told.value.refusals
    assert (refusal.code, refusal.params) == ("moved_first_unseen", {"ref": "the private text"})
