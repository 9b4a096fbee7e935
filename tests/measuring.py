"""Measures of the example partnership: added, observed, rated by Havering's rule."""

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import memory_store
from reports import COMMISSIONER, DIRECTOR, Life, codes
from world import World, bring_into_force, world

from governance.application.deadlines.queries import deadlines
from governance.application.performance import actions, measures, queries, recording
from governance.application.performance.importing import Imported, import_values
from governance.application.performance.measures import Said
from governance.domain.errors import GuardRefused, Unusable
from governance.store.engine import Store, open_store

RULE = "rag/havering.yaml"
Q1, Q2, Q3, Q4 = (f"2024/25 {q}" for q in ("Q1", "Q2", "Q3", "Q4"))
YEAR_AGO = {q: q.replace("2024/25", "2023/24") for q in (Q1, Q2, Q3, Q4)}


def built(store: Store, now: dt.datetime, *rules: str) -> Life:
    life = Life(world(store, now), now)
    with life.acting() as desk:
        for rule in rules:
            bring_into_force(desk, kind="rag", file=rule, since=dt.date(2024, 1, 1))
    return life


NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def example(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The example partnership with Havering's rule in force, as a database's bytes."""
    path = tmp_path_factory.mktemp("measures") / "vires.db"
    path.write_bytes(sqlite_template)
    opened = open_store(f"sqlite:///{path}")
    built(opened, NOW, RULE)
    opened.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    return path.read_bytes()


@pytest.fixture
def played(example: bytes) -> Iterator[Life]:
    """The example partnership with Havering's rule in force, on 20 February 2025."""
    opened = memory_store(example)
    yield Life(World(opened, NOW), NOW)
    opened.close()


@pytest.fixture
def ticking(example: bytes, tmp_path: Path) -> Iterator[Life]:
    """The same in a file, which the clock opens more than once."""
    path = tmp_path / "vires.db"
    path.write_bytes(example)
    opened = open_store(f"sqlite:///{path}")
    yield Life(World(opened, NOW), NOW)
    opened.close()


def measure(life: Life, about: str | None = "", **more: Any) -> str:
    given: dict[str, Any] = {
        "title": "Families seen in time",
        "question": "how_well",
        "direction": "higher",
    }
    given |= {"unit": "%", "target": "100", **more}
    where = life.commission() if about == "" else about
    with life.acting() as desk:
        return measures.add_measure(desk, Said(**given), commission=where).ref


def record(life: Life, ref: str, period: str, value: str, *, by: str = COMMISSIONER) -> None:
    with life.acting(by) as desk:
        recording.record(desk, measure=ref, value=value, period=period)


def correct(life: Life, ref: str, period: str, value: str, reason: str = "miscounted") -> None:
    with life.acting(COMMISSIONER) as desk:
        recording.correct(desk, measure=ref, value=value, period=period, reason=reason)


def withdraw(life: Life, ref: str, period: str) -> None:
    with life.acting(COMMISSIONER) as desk:
        recording.withdraw(desk, measure=ref, period=period, reason="of another service")


def act(life: Life, ref: str, *, officer: str = DIRECTOR, due: dt.date | None = None) -> None:
    with life.acting(COMMISSIONER) as desk:
        by = due or life.today + dt.timedelta(days=30)
        actions.record_action(desk, measure=ref, what="More staff.", officer=officer, due=by)


def ratings(life: Life, ref: str) -> list[str | None]:
    """Ratings that stand, or why there is none, the latest first."""
    with life.looking() as desk:
        row = desk.row("measure", ref)
        return [one["rating"] or one["unrated"] for one in queries.latest(desk, row.id, 50)]


def follows(life: Life, ref: str) -> tuple[str | None, int, dt.date | None]:
    row = life.row(ref, "measure")
    return row.rating, row.reds, row.latest_end


def due(life: Life, ref: str, state: str = "running") -> list[tuple[str, dt.date]]:
    with life.looking() as desk:
        return [(v.row.kind, v.row.due_day) for v in deadlines(desk, subject=ref, state=state)]


def refused(life: Life, act: Any) -> list[str]:
    with pytest.raises((GuardRefused, Unusable)) as raised, life.acting(COMMISSIONER) as desk:
        act(desk)
    return codes(raised)


def imported(life: Life, text: str, correct: str = "") -> Imported:
    with life.acting(COMMISSIONER) as desk:
        return import_values(desk, text.encode(), file="values.csv", correct=correct)


def counts(found: Imported) -> tuple[int, int, int, list[tuple[int, list[str]]]]:
    rejected = [(one.row, [p.code for p in one.reasons]) for one in found.rejected]
    return found.entered, found.corrected, found.unchanged, rejected
