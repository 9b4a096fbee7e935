"""A desk answers again from memory, and never with what has changed since."""

from typing import Any

import pytest
from sqlalchemy import bindparam, select
from world import World, empty_world

from governance.application.change import Change
from governance.application.desk import Desk
from governance.application.people import acts as people
from governance.domain.errors import Unusable
from governance.store.engine import Store
from governance.store.lists import in_list
from governance.store.tables import TABLES

_person = TABLES["person"]
_HERE = _person.c.partnership_id == bindparam("partnership")
EVERYBODY = select(_person.c.id, _person.c.key).where(_HERE).order_by(_person.c.key)
NAMED = select(_person.c.key).where(_HERE, in_list(_person.c.key, "keys")).order_by(_person.c.key)
BETWEEN = select(_person.c.key).where(
    _HERE, _person.c.key > bindparam("after"), _person.c.key < bindparam("before")
)


@pytest.fixture
def here(store: Store, now: Any) -> World:
    built = empty_world(store, now)
    with built.acting() as desk:
        people.add_person(desk, key="example-a", name="Ash A")
    return built


def asked(desk: Desk) -> list[str]:
    """The statements that reach the database from now on."""
    heard: list[str] = []
    fetch = desk.tx._fetch

    def listening(text: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        heard.append(text)
        return fetch(text, values)

    desk.tx._fetch = listening  # type: ignore[method-assign]  # to listen in
    return heard


def keys(rows: list[Any]) -> list[str]:
    return [row.key for row in rows]


def test_a_question_asked_twice_reaches_the_database_once(here: World) -> None:
    with here.looking() as desk:
        heard = asked(desk)
        first = desk.all(EVERYBODY)
        first.clear()
        assert keys(desk.all(EVERYBODY)) == ["example-a"]
        assert keys(desk.all(NAMED, keys=["example-a"])) == ["example-a"]
        assert keys(desk.all(NAMED, keys=["example-a"])) == ["example-a"]
        assert len(heard) == 2


def test_other_values_are_another_question(here: World) -> None:
    with here.looking() as desk:
        assert keys(desk.all(NAMED, keys=["example-b"])) == []
        assert keys(desk.all(NAMED, keys=["example-a"])) == ["example-a"]
        assert keys(desk.all(BETWEEN, after="a", before="z")) == ["example-a"]
        assert keys(desk.all(BETWEEN, before="a", after="z")) == []


def test_what_was_written_is_read(here: World) -> None:
    with here.acting() as desk:
        assert keys(desk.all(EVERYBODY)) == ["example-a"]
        people.add_person(desk, key="example-b", name="Bo B")
        assert keys(desk.all(EVERYBODY)) == ["example-a", "example-b"]
        row = desk.row("person", "example-b")
        before = desk.by_id("person", row.id)
        desk.apply(Change(kind="person.noted", table="person", subject=row, values={}))
        assert desk.by_id("person", row.id).version == before.version + 1


def test_a_locked_row_is_read_anew(here: World) -> None:
    with here.acting() as desk:
        desk.all(EVERYBODY)
        heard = asked(desk)
        desk.row("person", "example-a")
        desk.all(EVERYBODY)
        assert len(heard) == 2


def both_or_neither(desk: Desk) -> None:
    with desk.undone_if_refused():
        people.add_person(desk, key="example-c", name="Cy C")
        assert keys(desk.all(EVERYBODY)) == ["example-a", "example-b", "example-c"]
        people.rename(desk, person="nobody", name="No One")


def test_what_is_refused_within_an_act_is_as_if_it_had_never_been(here: World) -> None:
    with here.acting() as desk:
        people.add_person(desk, key="example-b", name="Bo B")
        done = desk.receipts
        with pytest.raises(Unusable):
            both_or_neither(desk)
        assert desk.receipts == done
        assert keys(desk.all(EVERYBODY)) == ["example-a", "example-b"]
        with desk.undone_if_refused():
            people.add_person(desk, key="example-d", name="Di D")
        assert len(desk.receipts) == len(done) + 1
    with here.looking() as desk:
        assert keys(desk.all(EVERYBODY)) == ["example-a", "example-b", "example-d"]
