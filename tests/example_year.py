"""The example's year, played once for all tests that look at it.

They carry the mark `IN_ONE_WORKER`: otherwise each worker would play the year for its share.
"""

import contextlib
import io
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from governance.interfaces.story import year as played
from governance.interfaces.story.telling import Teller
from governance.interfaces.story.year import Year, play_year
from governance.store.engine import open_store

IN_ONE_WORKER = pytest.mark.xdist_group("example-year")


@dataclass(frozen=True, slots=True)
class ExampleYear:
    """A year that was played through: where, what it told, and how it ended. Only looked at."""

    url: str
    folder: Path
    told: str
    year: Year
    after: tuple[Path, ...]
    """The database as it was after each chapter."""


@pytest.fixture(scope="session")
def example_year(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> ExampleYear:
    """The example's year, told at 80 columns."""
    folder = tmp_path_factory.mktemp("year")
    (folder / "vires.db").write_bytes(sqlite_template)
    url = f"sqlite:///{folder / 'vires.db'}"
    store = open_store(url)
    page = io.StringIO()
    after: list[Path] = []

    def and_kept(chapter: Callable[[Any], None]) -> Callable[[Any], None]:
        def play(player: Any) -> None:
            chapter(player)
            after.append(folder / f"after-{len(after) + 1}.db")
            _copy(folder / "vires.db", after[-1])

        return play

    with contextlib.redirect_stdout(page), pytest.MonkeyPatch.context() as patch:
        patch.setattr(played, "CHAPTERS", [and_kept(one) for one in played.CHAPTERS])
        year = play_year(
            store,
            evidence=folder / "evidence",
            outbox=folder / "outbox",
            teller=Teller(width=80),
        )
    store.close()
    return ExampleYear(url, folder, page.getvalue(), year, tuple(after))


def _copy(path: Path, to: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as there, sqlite3.connect(to) as here:
        there.backup(here)
    here.close()
