import datetime as dt

import pytest
from world import bring_into_force, empty_world

from governance.application.desk import Desk
from governance.application.rulebook import in_force
from governance.application.rulebook.kept import Kept
from governance.domain.errors import Refused, Unusable
from governance.store.engine import Store


class TestWhatIsKept:
    def test_a_value_is_made_once(self) -> None:
        made: list[int] = []
        kept: Kept[int, int] = Kept(2)

        def make() -> int:
            made.append(1)
            return len(made)

        assert [kept.get(1, make), kept.get(1, make)] == [1, 1]

    def test_what_was_asked_for_longest_ago_goes_first(self) -> None:
        kept: Kept[str, int] = Kept(2)
        for name in ("a", "b", "a", "c"):
            kept.get(name, lambda: 0)
        assert len(kept) == 2
        assert kept.get("a", lambda: 1) == 0
        assert kept.get("b", lambda: 1) == 1

    def test_what_could_not_be_made_is_asked_for_again(self) -> None:
        kept: Kept[str, int] = Kept(2)

        def fail() -> int:
            raise Refused.one("x")

        with pytest.raises(Refused):
            kept.get("a", fail)
        assert kept.get("a", lambda: 2) == 2


def test_the_calendar_in_force_has_the_closed_days(store: Store, now: dt.datetime) -> None:
    world = empty_world(store, now)
    since = now.date()
    with world.acting() as desk:
        bring_into_force(desk, kind="calendar", file="calendars/example.yaml", since=since)
    with world.looking() as desk:
        christmas_eve = dt.date(2026, 12, 24)
        before = in_force.calendar(desk, since - dt.timedelta(days=1))
        assert before.is_working_day(christmas_eve)
        found = in_force.calendar(desk, since)
        assert not found.is_working_day(christmas_eve)
        assert found.office_only == found.closed
        assert found.reasons[christmas_eve] == "County offices closed"
        assert in_force.calendar(desk, since) is found


def test_a_scheme_is_compiled_once_for_a_day(store: Store, now: dt.datetime) -> None:
    world = empty_world(store, now)
    with world.acting() as desk:
        bring_into_force(
            desk, kind="scheme", file="schemes/example-partnership.yaml", since=now.date()
        )
    with world.looking() as desk:
        version = _scheme(desk, now.date())
        found = in_force.compiled(desk, version, now.date())
        assert found.on == now.date()
        assert in_force.compiled(desk, version, now.date()) is found
        assert in_force.compiled(desk, version, now.date() + dt.timedelta(days=1)) is not found


def test_a_rulebook_that_is_not_in_force_is_refused(store: Store, now: dt.datetime) -> None:
    with empty_world(store, now).looking() as desk, pytest.raises(Refused) as refused:
        in_force.framework(desk, "four-step", now.date())
    assert refused.value.refusals[0].code == "rulebook.none_in_force"


def test_a_text_whose_bytes_changed_is_not_used(store: Store, now: dt.datetime) -> None:
    world = empty_world(store, now)
    with world.acting() as desk:
        bring_into_force(desk, kind="calendar", file="calendars/example.yaml", since=now.date())
    with world.looking() as desk:
        (version,) = in_force.keys_in_force(desk, kind="calendar", on=now.date())
        with pytest.raises(Unusable) as unusable:
            in_force.text_of(desk, version._replace(digest="0" * 64))
    assert unusable.value.problems[0].code == "rulebook.bytes_changed"


def _scheme(desk: Desk, on: dt.date) -> object:
    return in_force.must(desk, kind="scheme", key="example-partnership", on=on)
