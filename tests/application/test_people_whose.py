"""Nobody becomes the Director or gets rid of the administrators by keeping the register."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from world import World, world

from governance.application.desk import Desk
from governance.application.people import acts
from governance.application.people.leaving import leave
from governance.application.people.person_page import person_page
from governance.application.people.preferences import set_address
from governance.domain.errors import GuardRefused, Refused
from governance.store.engine import Store

TOMORROW = dt.timedelta(days=1)


def with_clerk(store: Store, now: dt.datetime) -> World:
    """A partnership without administrator, and a clerk who keeps the register."""
    found = world(store, now)
    with found.acting() as desk:
        acts.end_grant(
            desk, person="example-secretary", role="administrator", last_day=desk.today - TOMORROW
        )
        acts.add_person(desk, key="example-clerk", name="Cleo Clerk")
        acts.grant(desk, person="example-clerk", role="secretary")
    return found


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    """A partnership with one administrator, who is nothing else, and a clerk who is secretary."""
    found = with_clerk(store, now)
    with found.acting() as desk:
        acts.add_person(desk, key="example-admin", name="Ada Min", address="ada@example.org")
        acts.grant(desk, person="example-admin", role="administrator")
    return found


def codes(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [one.code for one in caught.value.refusals]


def closed(built: World, who: str, whom: str) -> dict[str, list[str]]:
    """The moves about somebody that somebody may not make, and why."""
    with built.looking(who) as desk:
        found = person_page(desk, whom).moves
    return {one.move: [why.code for why in one.refusals] for one in found if one.refusals}


class TestAddress:
    def test_a_secretary_sets_no_address_but_their_own(self, built: World) -> None:
        with (
            built.acting("example-clerk") as desk,
            pytest.raises(GuardRefused) as caught,
        ):
            set_address(desk, person="example-director", address="clerk@example.org")
        assert codes(caught) == ["permissions.not_theirs"]
        assert closed(built, "example-clerk", "example-director")["address"] == codes(caught)
        with built.acting("example-clerk") as desk:
            set_address(desk, person="example-clerk", address="clerk@example.org")

    @pytest.mark.parametrize("who", ["example-director", "example-admin", None])
    def test_they_themselves_and_administrators_do(self, built: World, who: str | None) -> None:
        with built.acting(who) if who else built.acting() as desk:
            set_address(desk, person="example-director", address="director@example.org")
        if who:
            assert "address" not in closed(built, who, "example-director")


class TestAdministrators:
    @pytest.mark.parametrize(
        "act",
        [
            lambda desk: leave(desk, person="example-admin"),
            lambda desk: acts.rename(desk, person="example-admin", name="Somebody Else"),
        ],
        ids=["leave", "rename"],
    )
    @pytest.mark.parametrize("begins", [0, 30])
    def test_a_secretary_does_not_touch_them(
        self, store: Store, now: dt.datetime, act: Callable[[Desk], Any], begins: int
    ) -> None:
        built = with_clerk(store, now)
        with built.acting() as desk:
            acts.add_person(desk, key="example-admin", name="Ada Min")
            first = desk.today + begins * TOMORROW
            acts.grant(desk, person="example-admin", role="administrator", from_day=first)
        with built.acting("example-clerk") as desk, pytest.raises(GuardRefused) as caught:
            act(desk)
        assert codes(caught) == ["people.is_administrator"]
        with built.acting() as desk:
            act(desk)

    def test_their_page_says_so(self, built: World) -> None:
        found = closed(built, "example-clerk", "example-admin")
        assert found["leave"] == found["rename"] == ["people.is_administrator"]
        assert not {"leave", "rename"} & set(closed(built, "example-admin", "example-admin"))

    def test_one_who_was_administrator_is_like_anybody(
        self, built: World, now: dt.datetime
    ) -> None:
        with built.acting() as desk:
            acts.end_grant(desk, person="example-admin", role="administrator")
        with built.acting("example-clerk", now=now + TOMORROW) as desk:
            leave(desk, person="example-admin")

    def test_the_last_one_stays_until_another_is_named(self, built: World) -> None:
        with built.acting("example-admin") as desk:
            with pytest.raises(Refused) as caught:
                leave(desk, person="example-admin")
            assert codes(caught) == ["people.last_administrator"]
            with pytest.raises(Refused) as caught:
                acts.end_grant(desk, person="example-admin", role="administrator")
            assert codes(caught) == ["people.last_administrator"]
            first = desk.today + 7 * TOMORROW
            acts.grant(desk, person="example-nhs", role="administrator", from_day=first)
            with pytest.raises(Refused) as caught:
                acts.end_grant(
                    desk,
                    person="example-admin",
                    role="administrator",
                    last_day=first - 2 * TOMORROW,
                )
            acts.end_grant(
                desk, person="example-admin", role="administrator", last_day=first - TOMORROW
            )
        assert codes(caught) == ["people.last_administrator"]

    def test_whoever_has_left_by_then_does_not_count(self, built: World) -> None:
        with built.acting("example-admin") as desk:
            acts.grant(desk, person="example-nhs", role="administrator")
            leave(desk, person="example-nhs", on=desk.today + 10 * TOMORROW)
            leave_on = desk.today + 10 * TOMORROW
            with pytest.raises(Refused) as caught:
                leave(desk, person="example-admin", on=leave_on)
            assert codes(caught) == ["people.last_administrator"]
            leave(desk, person="example-admin", on=leave_on - 5 * TOMORROW)

    def test_other_roles_end_as_ever(self, built: World) -> None:
        with built.acting("example-admin") as desk:
            acts.end_grant(desk, person="example-auditor", role="auditor")
            leave(desk, person="example-auditor", on=desk.today + TOMORROW)

    def test_the_operator_may_always(self, built: World) -> None:
        with built.acting() as desk:
            acts.end_grant(desk, person="example-admin", role="administrator")
            leave(desk, person="example-admin", on=desk.today + TOMORROW)
