"""The example's year asked about at past instants: the record alone gives what was there then."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from reports import life
from sqlalchemy import func, select, text
from world import RULEBOOKS, bring_into_force, world

from governance import words
from governance.application.bodies.delegations import delegations
from governance.application.bodies.queries import list_offices, show_body
from governance.application.change import Change
from governance.application.commissions.queries import show as show_commission
from governance.application.desk import Desk, looking
from governance.application.ledger.as_it_stood import as_it_stood, end_of_day
from governance.application.ledger.differing import differences
from governance.application.ledger.of_record import record_tables, unseen
from governance.application.meetings.queries import meeting_view
from governance.application.next_steps import next_steps, page
from governance.application.people import acts
from governance.application.people.queries import people
from governance.application.rulebook.acts import load
from governance.application.rulebook.in_force import text_of
from governance.application.rulebook.queries import versions
from governance.application.rulebook.revising import revise
from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

FOREVER = dt.datetime(2199, 1, 1, tzinfo=dt.UTC)
LATEST = select(func.max(TABLES["ledger_entry"].c.at))


def latest(store: Store) -> dt.datetime:
    with store.read() as tx:
        at: dt.datetime = tx.scalar(LATEST)
        return at


def refs(desk: Desk, table: str) -> list[str]:
    rows = TABLES[table]
    found = desk.tx.all(select(rows.c.ref).order_by(rows.c.ref))
    return [row.ref for row in found]


def rows_of(store: Store, table: str) -> dict[str, tuple[Any, ...]]:
    """The rows of a table by id, without what no entry can speak of."""
    left_out = unseen(table)
    kept = [column for column in TABLES[table].columns if column.name not in left_out]
    with store.read() as tx:
        return {row.id: tuple(row) for row in tx.all(select(*kept))}


def answers(store: Store, at: dt.datetime) -> Iterator[tuple[str, Any]]:
    """What the ordinary questions say at an instant."""
    with looking(store, now=at) as desk:
        for ref in refs(desk, "body"):
            yield ref, show_body(desk, body=ref)
        for ref in refs(desk, "commission"):
            yield ref, show_commission(desk, commission=ref)
            yield f"{ref} next", next_steps(desk, ref)
        for ref in refs(desk, "proposal"):
            yield ref, page(desk, ref)
        for ref in refs(desk, "meeting"):
            yield ref, meeting_view(desk, ref)
        yield "schemes", versions(desk, kind="scheme")
        yield "rulebooks", versions(desk, all_versions=True)
        yield "offices", list_offices(desk)
        yield "people", people(desk)
        yield "delegations", delegations(desk)


@pytest.mark.heavy
@IN_ONE_WORKER
def test_every_row_is_rebuilt_as_it_was_after_a_chapter(example_year: ExampleYear) -> None:
    store = open_store(example_year.url)
    for path in example_year.after[::4]:
        before = open_store(f"sqlite:///{path}")
        at = latest(before)
        with as_it_stood(store, partnership=None, at=at, now=FOREVER) as then:
            for table in record_tables():
                was, rebuilt = rows_of(before, table), rows_of(then, table)
                if table == "message":  # copies for each reader stand in no entry
                    was = {key: was[key] for key in rebuilt}
                assert rebuilt == was, (path.name, table)
        before.close()
    store.close()


@pytest.mark.heavy
@IN_ONE_WORKER
@pytest.mark.parametrize("chapter", [3, 9, 17])
def test_the_questions_of_that_day_are_answered_as_they_were(
    example_year: ExampleYear, chapter: int
) -> None:
    before = open_store(f"sqlite:///{example_year.after[chapter - 1]}")
    store = open_store(example_year.url)
    at = latest(before)
    with as_it_stood(store, partnership=None, at=at, now=FOREVER) as then:
        was = dict(answers(before, at))
        assert len(was) > 15
        for (what, told), (_, now_told) in zip(was.items(), answers(then, at), strict=True):
            assert now_told == told, what
    before.close()
    store.close()


def test_what_builds_on_what_came_later_is_left_out(quick_store: Store, now: dt.datetime) -> None:
    built = world(quick_store, now)
    later, between = now + dt.timedelta(hours=2), now + dt.timedelta(hours=1)
    for at, name in ((later, "Renamed"), (between, "Renamed again, by a clock that is late")):
        with built.acting(None, now=at) as desk:
            acts.rename(desk, person="example-nhs", name=name)
    for at, name in ((between, "Noor Health"), (later, "Renamed again, by a clock that is late")):
        with standing(quick_store, at=at, now=later) as desk:
            assert {one.key: one.name for one in people(desk)}["example-nhs"] == name


# --- a day, and what cannot be asked


def test_a_day_of_the_partnership_ends_when_its_clocks_say() -> None:
    assert end_of_day(dt.date(2025, 7, 1), "Europe/London") == dt.datetime(
        2025, 7, 1, 22, 59, 59, 999999, tzinfo=dt.UTC
    )
    assert end_of_day(dt.date(2025, 3, 30), "Europe/London") == dt.datetime(
        2025, 3, 30, 22, 59, 59, 999999, tzinfo=dt.UTC
    )


@contextmanager
def standing(store: Store, *, at: dt.datetime, now: dt.datetime) -> Iterator[Desk]:
    with (
        as_it_stood(store, partnership=None, at=at, now=now) as then,
        looking(then, now=at) as desk,
    ):
        yield desk


def problem_at(store: Store, at: dt.datetime, now: dt.datetime) -> str:
    with pytest.raises(Unusable) as raised, as_it_stood(store, partnership=None, at=at, now=now):
        pass
    return raised.value.problems[0].code


def test_neither_what_is_to_come_nor_what_had_not_begun_is_shown(
    quick_store: Store, now: dt.datetime
) -> None:
    world(quick_store, now)
    at = latest(quick_store)
    minute = dt.timedelta(minutes=1)
    assert problem_at(quick_store, at + 2 * minute, at + minute) == "as_it_stood.to_come"
    assert problem_at(quick_store, now - dt.timedelta(days=400), at) == "as_it_stood.before"
    # What is on record for a later moment than the clock's has come, as in an example.
    with as_it_stood(quick_store, partnership=None, at=at, now=at - minute) as then:
        assert rows_of(then, "body") == rows_of(quick_store, "body")


def test_a_name_that_was_erased_or_changed_since(quick_store: Store, now: dt.datetime) -> None:
    built = world(quick_store, now)
    later = now + dt.timedelta(days=1)
    with built.acting(None, now=later) as desk:
        acts.rename(desk, person="example-nhs", name="Another Name")
    with standing(quick_store, at=now, now=later) as desk:
        before = {person.key: person.name for person in people(desk)}
    assert before["example-nhs"] == "Noor Health"
    with quick_store.write() as tx:
        tx.run(text("UPDATE private_text SET text = NULL, salt = NULL WHERE text = 'Noor Health'"))
    with standing(quick_store, at=now, now=later) as desk:
        erased = {person.key: person.name for person in people(desk)}
    assert erased == before | {"example-nhs": "example-nhs"}


def test_a_text_that_was_worked_on_since_is_shown_as_it_was(
    quick_store: Store, now: dt.datetime
) -> None:
    built = world(quick_store, now)
    first = (config_dir() / RULEBOOKS[0]).read_bytes() + b"\n# a draft\n"
    with built.acting("example-secretary", now=now) as desk:
        ref = load(desk, first, "again.yaml").ref
    later = now + dt.timedelta(days=1)
    with built.acting("example-secretary", now=later) as desk:
        revise(desk, ref, first + b"\n# another line\n")
    for at, said in ((now, first), (later, first + b"\n# another line\n")):
        with standing(quick_store, at=at, now=later) as desk:
            assert text_of(desk, desk.row("rulebook_version", ref)) == said
    assert differences(quick_store) == ()


def test_minutes_in_another_wording_are_said_not_to_be_kept(store: Store, now: dt.datetime) -> None:
    lived = life(store, now)
    meeting = lived.meeting("executive-board", lived.today + dt.timedelta(days=30))
    early, late = lived.now, lived.now + dt.timedelta(hours=2)
    for at, minutes in ((early, "as drafted"), (late, "as signed")):
        with lived.world.acting(None, now=at) as desk:
            row = desk.row("meeting", meeting)
            values = {"minutes": minutes}
            desk.apply(Change("meeting.minuted", "meeting", row, values))
    shown = {}
    for at in (early, late):
        with standing(store, at=at, now=late) as desk:
            shown[at] = desk.row("meeting", meeting).minutes
    assert shown == {early: words.say("as_it_stood.wording_gone", {}), late: "as signed"}
    assert differences(store) == ()


def test_a_ledger_that_is_not_whole_gives_no_picture(quick_store: Store, now: dt.datetime) -> None:
    built = world(quick_store, now)
    with built.acting(None, now=now) as desk:  # a text whose entry holds its digest alone
        bring_into_force(desk, kind="rag", file="rag/havering.yaml", since=now.date(), number=7)
    with quick_store.write() as tx:
        tx.run(text("UPDATE rulebook_version SET text = x'00' WHERE number = 7"))
    assert problem_at(quick_store, now, now) == "as_it_stood.text_altered"
    with quick_store.write() as tx:
        tx.run(text("DROP TRIGGER ledger_entry_delete"))
        tx.run(text("DELETE FROM ledger_entry WHERE kind = 'body.added'"))
    assert problem_at(quick_store, now, now) == "as_it_stood.not_whole"


def test_an_entry_that_cannot_be_read_gives_no_picture(
    quick_store: Store, now: dt.datetime
) -> None:
    world(quick_store, now)
    with quick_store.write() as tx:
        tx.run(text("DROP TRIGGER ledger_entry_update"))
        tx.run(text("UPDATE ledger_entry SET body = x'00' WHERE kind = 'person.added'"))
    assert problem_at(quick_store, now, now) == "as_it_stood.not_whole"
