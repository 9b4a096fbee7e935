"""Copying a database of SQLite, with what its write-ahead log still holds."""

import sqlite3
from contextlib import closing
from pathlib import Path


def copy_database(source: Path, target: Path) -> None:
    """Copy a database as it stands; a copy of the one file alone would lack the newest writes."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
