"""What a transaction may run into that its caller settles.

These carry no words: the application knows who moved first and what was already there, and
says so as a refusal.
"""

from __future__ import annotations


class StaleRow(Exception):
    """A row was not at the version its reader had seen: somebody changed it in between."""

    def __init__(self, *, table: str, partnership_id: str, row_id: str, expected: int) -> None:
        self.table = table
        self.partnership_id = partnership_id
        self.row_id = row_id
        self.expected = expected
        super().__init__(f"{table} {row_id} is not at version {expected}")


class AlreadyThere(Exception):
    """A value that stands once in `table` is taken; `what` is as the database names it."""

    def __init__(self, *, table: str, what: str) -> None:
        self.table = table
        self.what = what
        super().__init__(f"{table}: {what}")


class Inconsistent(Exception):
    """A row that refers to nothing, or lacks what it must have: the database refused it."""
