"""A question asked of many at once: each answer is what asking of that one gives."""

from typing import Any

import pytest
from sqlalchemy import bindparam, func, select
from test_desk_memory import asked
from world import World, world

from governance.application.at_once import ask_at_once, ask_for_rows
from governance.application.bodies.queries import list_bodies, list_offices, show_body
from governance.store.engine import Store
from governance.store.tables import TABLES

_seat = TABLES["appointment"]
_HERE = _seat.c.partnership_id == bindparam("partnership")
ON_BODY = (
    select(_seat.c.seat, _seat.c.substitute_ids, _seat.c.from_day)
    .where(_HERE, _seat.c.body_id == bindparam("body"), _seat.c.from_day <= bindparam("day"))
    .order_by(_seat.c.seat, _seat.c.id)
)


@pytest.fixture
def made(store: Store, now: Any) -> World:
    return world(store, now)


def test_each_answer_is_what_asking_of_that_one_gives(made: World) -> None:
    with made.looking() as desk:
        ids = [facts.row.id for facts in list_bodies(desk)]
    with made.looking() as desk:
        day = desk.today
        alone = {one: desk.all(ON_BODY, body=one, day=day) for one in [*ids, "no-such-body"]}
    assert sum(map(bool, alone.values())) > 1
    with made.looking() as desk:
        ask_at_once(desk, ON_BODY, "body", [*ids, *ids, None, "no-such-body"], day=day)
        heard = asked(desk)
        again = {one: desk.all(ON_BODY, day=day, body=one) for one in alone}
        assert heard == []
    assert again == alone
    row, other = (next(rows[0] for rows in found.values() if rows) for found in (again, alone))
    assert row._fields == other._fields


def test_bodies_and_offices_are_the_same_in_a_list_as_alone(made: World) -> None:
    with made.looking() as desk:
        listed = {facts.key: facts for facts in list_bodies(desk)}
        assert list_offices(desk)
    for key, facts in listed.items():
        with made.looking() as desk:
            assert show_body(desk, body=key).facts == facts


def test_rows_are_found_by_their_ids_at_once(made: World) -> None:
    with made.looking() as desk:
        rows = [facts.row for facts in list_bodies(desk)]
        ask_for_rows(desk, "body", [None, *(row.id for row in rows)])
        heard = asked(desk)
        assert [desk.by_id("body", row.id) for row in rows] == rows
        assert heard == []


@pytest.mark.parametrize(
    "statement",
    [
        ON_BODY.limit(1),
        ON_BODY.distinct(),
        select(func.count()).where(_HERE),
        ON_BODY.where(_seat.c.id == bindparam("body")),
        select(_seat.c.seat).where(_HERE, _seat.c.body_id > bindparam("body")),
    ],
)
def test_what_cannot_be_asked_of_many_is_refused(made: World, statement: Any) -> None:
    with made.looking() as desk, pytest.raises(TypeError, match=r"rows does so|one column"):
        ask_at_once(desk, statement, "body", ["a", "b"], day=desk.today)
