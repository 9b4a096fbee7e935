"""Which version of a rulebook was in force on a day, and what its text says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from governance.verifier.bundle import Bundle, Row, Rows
from governance.verifier.days import Calendar, read_calendar
from governance.verifier.scheme import Scheme, read_scheme
from governance.verifier.texts import UnreadableError, read_text

ADOPTED = ("adopted", "in_force", "superseded")
"""States of a version that is, was or will be in force from its first day."""


class Rulebooks:
    """The texts of a record, read once."""

    def __init__(self, bundle: Bundle) -> None:
        self.texts = bundle.rulebooks
        self._schemes: dict[str, Scheme] = {}

    def text(self, version: Row) -> str:
        """The text of a version. Raises `UnreadableError` where it is not in the record."""
        if version["id"] not in self.texts:
            raise UnreadableError(f"the text of {version.get('ref')} is not in the record")
        return self.texts[version["id"]]

    def in_force(self, rows: Rows, kind: str, key: str | None, on: dt.date) -> Row | None:
        """The version in force on a day: of those adopted, the last that had begun."""
        begun = [
            row
            for row in rows.where("rulebook_version", kind=kind, key=key)
            if row.get("state") in ADOPTED
            and row.get("effective_from")
            and row["effective_from"] <= on.isoformat()
        ]
        return max(begun, key=lambda row: (row["effective_from"], row["number"]), default=None)

    def governing(self, rows: Rows, key: str, on: dt.date, submitted: dt.date | None) -> Row | None:
        """The version that governs a report: that of the day, unless one saved pending cases."""
        version = self.in_force(rows, "scheme", key, on)
        while version is not None and submitted is not None:
            first = dt.date.fromisoformat(version["effective_from"])
            saved = (version.get("authority") or {}).get("pending") == "saved"
            if not saved or submitted >= first:
                break
            before = self.in_force(rows, "scheme", key, first - dt.timedelta(days=1))
            if before is None:
                break
            version = before
        return version

    def scheme(self, version: Row) -> Scheme:
        """A version of a scheme, read."""
        if version["id"] not in self._schemes:
            self._schemes[version["id"]] = read_scheme(self.text(version))
        return self._schemes[version["id"]]

    def terms(self, rows: Rows, key: str | None, on: dt.date) -> Mapping[str, Any]:
        """The terms of reference in force on a day. Raises `UnreadableError` where none are."""
        version = self.in_force(rows, "terms", key, on) if key else None
        if version is None:
            raise UnreadableError(f"no terms of reference {key} were in force on {on}")
        found = read_text(self.text(version))
        if not isinstance(found, dict) or found.get("vires") != "terms/1":
            raise UnreadableError(f"the text of {version.get('ref')} is no terms of reference")
        return found

    def calendar(self, rows: Rows, on: dt.date) -> Calendar:
        """The partnership's calendar on a day."""
        partnership = rows.where("partnership")[0]
        keys = {row["key"] for row in rows.where("rulebook_version", kind="calendar")}
        found = [self.in_force(rows, "calendar", key, on) for key in sorted(keys)]
        texts = [self.text(one) for one in found if one is not None]
        return read_calendar(str(partnership.get("jurisdiction") or "england-and-wales"), texts)
