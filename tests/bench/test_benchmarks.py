"""Benchmarks that nobody runs rot: each runs here with tiny numbers, untimed."""

from pathlib import Path
from typing import Any

import pytest

from bench.databases import Databases, PostgresDatabases, SqliteDatabases
from bench.figures import Figure, table
from bench.running import NAMES, main, run


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    if request.param == "sqlite":
        yield SqliteDatabases(tmp_path)
        return
    there = PostgresDatabases(request.getfixturevalue("postgres_server"))
    yield there
    there.drop_all()


def test_every_benchmark_still_runs(databases: Databases) -> None:
    figures = run(list(NAMES), [databases], quick=True)
    assert {figure.what.split()[0] for figure in figures} == {
        "scheme,",
        "prove,",
        "compare,",
        "cover,",
        "decision",
        "next",
        "first",
        "import",
        "clock:",
        "triggers:",
        "annual",
        "rehearsal:",
        "record:",
        "seals:",
        "page",
        "api",
    }
    assert all(figure.value > 0 for figure in figures)
    shown = table(figures)
    assert len(shown.splitlines()) == len(figures)
    assert "statements; bare driver" in shown


def test_a_table_lines_up() -> None:
    figures = [
        Figure("short", "sqlite", 1234.5, "a second", "as before"),
        Figure("a longer name", "postgresql", 0.504, "ms"),
    ]
    assert table(figures) == (
        "short          sqlite      1,234 a second  as before\n"
        "a longer name  postgresql         0.50 ms"
    )


def test_an_unknown_benchmark_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench", "vorw"])
    with pytest.raises(SystemExit):
        main()
    assert (
        "no benchmark is called vorw; there are schemes, proving, compare"
        in capsys.readouterr().err
    )
