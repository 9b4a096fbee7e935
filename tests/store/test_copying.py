"""What tests copy is the whole database."""

import sqlite3
from contextlib import closing
from pathlib import Path

from copying import copy_database


def test_a_copy_has_what_the_log_still_holds(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as link:
        link.execute("PRAGMA journal_mode = WAL")
        link.execute("CREATE TABLE kept (what TEXT)")
        link.execute("INSERT INTO kept VALUES ('newest')")
        link.commit()
        assert (tmp_path / "a.db-wal").stat().st_size, "nothing was written into the file yet"
        copy_database(tmp_path / "a.db", tmp_path / "b.db")
    with closing(sqlite3.connect(tmp_path / "b.db")) as copy:
        assert copy.execute("SELECT what FROM kept").fetchall() == [("newest",)]
