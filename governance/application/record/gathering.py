"""Whose chains a report's record takes along: everything its decisions rested on.

A record holds whole chains, never chosen entries of one: what was left out of a chain would show.
Which chains belong to it is said here. A verifier then rebuilds bodies, offices, meetings and
delegations from the entries themselves, and needs nobody's summary.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from governance.application.desk import REFERENCES, Desk
from governance.application.permissions import PROPER_OFFICES
from governance.application.rulebook import in_force
from governance.domain.authority.model import Scheme
from governance.store.lists import in_list
from governance.store.tables import TABLES

_here: Any = bindparam("partnership")
_REF: Final = re.compile(r"[A-Z]-\d{4,}")
_LETTERS: Final = {letter: table for table, letter in REFERENCES.items()}


def _among(table: str, column: str) -> Any:
    """Select rows of a table whose column is in a list."""
    rows = TABLES[table]
    columns = in_force.LIGHT if table == "rulebook_version" else [rows]
    return select(*columns).where(rows.c.partnership_id == _here, in_list(rows.c[column], "names"))


_AMONG: Final = {
    at: _among(*at)
    for at in (
        ("agenda_item", "proposal_id"),
        ("agreement", "id"),
        ("appointment", "body_id"),
        ("attendance", "meeting_id"),
        ("ballot", "proposal_id"),
        ("block", "commission_id"),
        ("body", "id"),
        ("body", "key"),
        ("chair_appointment", "body_id"),
        ("commission", "id"),
        ("deadline", "id"),
        ("decision", "proposal_id"),
        ("decommissioning_case", "commission_id"),
        ("decommissioning_case", "proposal_id"),
        ("declaration", "proposal_id"),
        ("meeting", "id"),
        ("office", "key"),
        ("office_holding", "office_id"),
        ("organisation", "id"),
        ("organisation", "key"),
        ("person", "id"),
        ("person", "key"),
        ("proposal", "id"),
        ("proposal", "parent_id"),
        ("proposal", "ref"),
        ("review", "proposal_id"),
        ("rulebook_version", "id"),
        ("rulebook_version", "key"),
        ("step", "proposal_id"),
        ("agreement", "ref"),
    )
}
_delegation = TABLES["delegation"]
_DELEGATIONS = select(_delegation).where(
    _delegation.c.partnership_id == _here,
    or_(in_list(_delegation.c.from_key, "names"), in_list(_delegation.c.to_key, "names")),
)
_version = TABLES["rulebook_version"]
_CALENDARS = select(*in_force.LIGHT).where(
    _version.c.partnership_id == _here, _version.c.kind == "calendar"
)
_entry = TABLES["ledger_entry"]
_ACTORS = (
    select(_entry.c.actor)
    .where(
        _entry.c.partnership_id == _here,
        _entry.c.subject_table == bindparam("table"),
        in_list(_entry.c.subject_id, "ids"),
    )
    .distinct()
)

_BODIES = select(_entry.c.body).where(
    _entry.c.partnership_id == _here,
    _entry.c.subject_table == bindparam("table"),
    in_list(_entry.c.subject_id, "ids"),
)


def _counted(body: bytes) -> set[str]:
    """The references of what an entry says was counted into a sum of its report's case."""
    if b'"case_facts"' not in body:
        return set()
    cases = (values.get("case_facts") or {} for _, _, _, values in json.loads(body)["writes"])
    parts = (p for case in cases for one in case.get("inputs", ()) for p in one.get("parts", ()))
    return {ref for part in parts if _REF.fullmatch(ref := str(part["ref"]))}


@dataclass(slots=True)
class Gathered:
    """The subjects whose chains are taken along, by their tables."""

    ids: dict[str, set[str]] = field(default_factory=dict)

    def add(self, table: str, rows: Iterable[Any]) -> list[Any]:
        """Take rows along; those that were not there yet are returned."""
        known = self.ids.setdefault(table, set())
        new = [row for row in rows if row.id not in known]
        known.update(row.id for row in new)
        return new


class _Gathering:
    """Walks from a report to everything its decisions rested on."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.found = Gathered()
        self.people: set[str] = set()
        self.organisations: set[str] = set()
        self.deciders: set[str] = set(PROPER_OFFICES)

    def among(self, table: str, column: str, names: Iterable[str | None]) -> list[Any]:
        """The rows whose column holds one of these names."""
        wanted = sorted({name for name in names if name})
        return self.desk.all(_AMONG[table, column], names=wanted) if wanted else []

    def reports(self, row: Any) -> list[Any]:
        """A report with the one it stems from and those that stem from it."""
        known = [row, *self.among("proposal", "id", [row.parent_id])]
        new = self.found.add("proposal", known)
        while new:
            children = self.among("proposal", "parent_id", [one.id for one in new])
            new = self.found.add("proposal", children)
            known += new
        for one in known:
            self.people.add(one.author_id)
            self.organisations.add(one.organisation_id)
        return known

    def linked(self, reports: list[Any]) -> None:
        """Reports and agreements that were ever counted into a sum of the case.

        A report that is decided twice has had two cases; its row holds the last.
        """
        bodies = self.desk.all(_BODIES, table="proposal", ids=[one.id for one in reports])
        counted = {ref for row in bodies for ref in _counted(bytes(row.body))}
        by_table: dict[str, list[str]] = {}
        for ref in sorted(counted):
            by_table.setdefault(_LETTERS.get(ref[0], ""), []).append(ref)
        for table in ("proposal", "agreement"):
            self.found.add(table, self.among(table, "ref", by_table.get(table, ())))

    def about(self, reports: list[Any]) -> None:
        """The commissions, agreements, providers and reviews the reports are about."""
        agreements = self.among("agreement", "id", [one.agreement_id for one in reports])
        self.found.add("agreement", agreements)
        commissions = self.among("commission", "id", [one.commission_id for one in reports])
        self.found.add("commission", commissions)
        self.found.add("review", self.among("review", "proposal_id", [r.id for r in reports]))
        self.people.update(one.lead_id for one in commissions)
        self.organisations.update(one.provider_id for one in agreements)
        named = [str(one.details["provider"]) for one in reports if one.details.get("provider")]
        for column in ("id", "key"):
            rows = self.among("organisation", column, named)
            self.organisations.update(row.id for row in rows)

    def closed(self, reports: list[Any]) -> None:
        """The cases for ending a service, and what was due where an escalation closed decisions."""
        commissions = [one.commission_id for one in reports]
        for column, ids in (
            ("commission_id", commissions),
            ("proposal_id", [one.id for one in reports]),
        ):
            self.found.add("decommissioning_case", self.among("decommissioning_case", column, ids))
        blocks = self.among("block", "commission_id", commissions)
        for due in self.among("deadline", "id", [one.deadline_id for one in blocks]):
            self.found.ids.setdefault(due.subject_table, set()).add(due.subject_id)

    def rules(self, reports: list[Any]) -> None:
        """Every version of their schemes, of the calendars, and what they would bring in."""
        keys = {one.scheme_key for one in reports if one.scheme_key}
        versions = [v for v in self.among("rulebook_version", "key", keys) if v.kind == "scheme"]
        for version in versions:
            if version.effective_from is not None:
                meaning: Scheme = in_force.meaning(self.desk, version)
                self.deciders.update(meaning.deciders)
        subjects = self.among("rulebook_version", "id", [o.subject_version_id for o in reports])
        calendars = self.desk.all(_CALENDARS)
        self.found.add("rulebook_version", [*versions, *subjects, *calendars])

    def acts(self, reports: list[Any]) -> None:
        """Who did the steps, voted, declared an interest, decided; and the meetings."""
        ids = [one.id for one in reports]
        steps = self.among("step", "proposal_id", ids)
        decisions = self.among("decision", "proposal_id", ids)
        votes = [
            *self.among("ballot", "proposal_id", ids),
            *self.among("declaration", "proposal_id", ids),
        ]
        items = self.among("agenda_item", "proposal_id", ids)
        meetings = self.among("meeting", "id", [o.meeting_id for o in (*decisions, *items)])
        self.found.add("meeting", meetings)
        self.deciders.update(one.decider for one in (*steps, *decisions))
        self.people.update(one.done_by_id for one in steps)
        self.people.update(one.taken_by_id for one in decisions)
        self.people.update(one.person_id for one in votes)
        self.people.update(one.presiding_id for one in meetings)
        at = self.among("attendance", "meeting_id", [one.id for one in meetings])
        self.people.update(one.person_id for one in at)
        self._bodies("id", [one.body_id for one in meetings])

    def powers(self) -> None:
        """The bodies and offices that could decide, with the delegations between them."""
        known: set[str] = set()
        while known != self.deciders:
            known = set(self.deciders)
            rows = self.desk.all(_DELEGATIONS, names=sorted(known))
            self.found.add("delegation", rows)
            self.deciders |= {r.from_key for r in rows} | {r.to_key for r in rows}
        self._bodies("key", known)
        offices = self.among("office", "key", known)
        self.found.add("office", offices)
        self.organisations.update(one.organisation_id for one in offices)
        holdings = self.among("office_holding", "office_id", [one.id for one in offices])
        self.people.update(one.person_id for one in holdings)

    def _bodies(self, column: str, names: Iterable[str]) -> None:
        new = self.found.add("body", self.among("body", column, names))
        ids = [one.id for one in new]
        seats = self.among("appointment", "body_id", ids)
        chairs = self.among("chair_appointment", "body_id", ids)
        self.found.add("chair_appointment", chairs)
        self.people.update(one.person_id for one in (*seats, *chairs))
        self.people.update(name for one in seats for name in one.substitute_ids)
        self.organisations.update(one.organisation_id for one in new)
        terms = self.among("rulebook_version", "key", [one.terms_key for one in new])
        self.found.add("rulebook_version", [one for one in terms if one.kind == "terms"])

    def everybody(self) -> None:
        """The people who are named, those who recorded it, and the organisations they are of."""
        actors: set[str] = set()
        for table in ("proposal", "meeting"):
            ids = sorted(self.found.ids.get(table, ()))
            actors |= {r.actor for r in self.desk.all(_ACTORS, table=table, ids=ids)}
        people = self.found.add("person", self.among("person", "id", self.people))
        people += self.found.add("person", self.among("person", "key", actors))
        self.organisations.update(one.organisation_id for one in people)
        self.found.add("organisation", self.among("organisation", "id", self.organisations))


def gathered(desk: Desk, report: Any) -> Gathered:
    """The subjects whose chains the record of a report (its row) takes along."""
    walk = _Gathering(desk)
    walk.found.add("partnership", [desk.partnership])
    reports = walk.reports(report)
    walk.linked(reports)
    walk.about(reports)
    walk.closed(reports)
    walk.rules(reports)
    walk.acts(reports)
    walk.powers()
    walk.everybody()
    return walk.found
