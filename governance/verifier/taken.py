"""A decision as it was taken: the rows just before it, and what its entry says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from governance.verifier.bundle import Bundle, Entry, Row, Rows
from governance.verifier.findings import Findings
from governance.verifier.procedures import Procedure
from governance.verifier.scheme import Answer, Scheme
from governance.verifier.texts import UnreadableError
from governance.verifier.words import listed, spoken

POSITIVE = {
    "approved", "approved_as_amended", "approved_with_conditions",
    "endorsed", "recommended", "noted",
}  # fmt: skip
"""Outcomes by which something comes about."""
APPROVES = ("approved", "approved_as_amended", "approved_with_conditions")
ADVICE = ("endorsed", "recommended", "referred_back", "deferred", "noted")
DECISIONS = (*APPROVES, "refused", "referred_back", "deferred", "noted")
_ADVISING = {"recommend", "endorse"}
_BETWEEN = {"chairs_action", "written_resolution"}


@dataclass
class Taken:
    """A decision as it was taken: the rows just before it, and what its entry says."""

    number: int
    entry: Entry
    rows: Rows
    row: Row
    """The decision's own row."""
    report: dict[str, Any]
    """The report as the entry left it."""
    before: Row
    """The report just before."""
    on: dt.date
    zone: ZoneInfo
    names: Mapping[str, str]
    """The names of people by their ids, where they are still there."""
    convened: dt.date | None = None
    """The day on which the meeting got its day, where it was taken at one."""
    latest: dt.datetime | None = None
    """The latest time that an act before it in its history says."""
    scheme: Scheme | None = None
    answer: Answer | None = None
    procedure: Procedure = field(default_factory=Procedure)

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the entry says it rested on."""
        return self.entry.body["facts"] or {}

    @property
    def steps(self) -> list[Row]:
        """The steps of the path as it was last drawn."""
        steps = self.rows.where("step", proposal_id=self.report["id"])
        last = max((step["draw"] for step in steps), default=0)
        return [step for step in steps if step["draw"] == last]

    @property
    def step(self) -> Row | None:
        """The step that the decision took."""
        return next((s for s in self.steps if s["id"] == self.row.get("step_id")), None)

    @property
    def meeting(self) -> Row | None:
        """The meeting at which it was taken, if at one."""
        return self.rows.get("meeting", self.row.get("meeting_id"))

    @property
    def advises(self) -> bool:
        """Whether it is advice that goes before the decision."""
        return self.step is not None and self.step["kind"] in _ADVISING

    @property
    def between(self) -> bool:
        """Whether a body took it without a meeting."""
        return self.row["how_taken"] in _BETWEEN

    @property
    def positive(self) -> bool:
        """Whether something comes about by it."""
        return self.row["outcome"] in POSITIVE

    def day_of(self, at: dt.datetime) -> dt.date:
        """The partnership's day of an instant."""
        return at.astimezone(self.zone).date()

    def wants(self, true: bool, otherwise: str, found: Findings) -> None:  # noqa: FBT001  # plain
        """Note what speaks against something that comes about by the decision.

        A refusal, a referral back and a deferral may be come to whatever is missing.
        """
        if not true and not self.positive:
            found.say(f"{otherwise}, which is no matter: nothing comes about")
        elif not true:
            found.fails(otherwise)

    def key_of(self, person: str | None) -> str:
        """The key of a person by their id."""
        found = self.rows.get("person", person)
        return str(found["key"]) if found else str(person)

    def who(self, person: str | None) -> str:
        """What a person is called by their id: the name where it is there, with the key."""
        name, key = self.names.get(str(person)), self.key_of(person)
        return f"{name} ({key})" if name else key

    def people(self, keys: Iterable[str]) -> str:
        """People by their keys, as a list of what they are called."""
        ids = {str(row["key"]): str(row["id"]) for row in self.rows.where("person")}
        return listed(self.names.get(ids.get(key, ""), key) for key in keys)

    def called(self, decider: str) -> str:
        """What a body or an office is called by its key."""
        body = self.rows.one("body", key=decider)
        office = self.rows.one("office", key=decider)
        said = (self.scheme.deciders if self.scheme else {}).get(decider, {})
        named = body["name"] if body else office["title"] if office else said.get("title")
        return f"{named} ({decider})" if named else spoken(decider)


def decision_in(entry: Entry, report: str) -> Row | None:
    """The row of the decision an entry wrote about the report, if it wrote one."""
    for what, table, row_id, values in entry.body["writes"]:
        if (what, table) == ("insert", "decision") and values.get("proposal_id") == report:
            return {"id": row_id, **values}
    return None


def taken_in(number: int, entry: Entry, rows: Rows, bundle: Bundle) -> Taken:
    """A decision, by the entry that wrote it and the rows before. Raises `UnreadableError`."""
    row = decision_in(entry, bundle.report)
    before = rows.get("proposal", bundle.report)
    if row is None or before is None:
        raise UnreadableError("a decision on a report that is not in the record")
    after = dict(before)
    for _, table, row_id, values in entry.body["writes"]:
        if (table, row_id) == ("proposal", bundle.report):
            after.update(values)
    on = dt.date.fromisoformat(row["on_day"])
    names = {one["person"]: one["text"] for one in bundle.names if one["text"]}
    chain = bundle.chain("proposal", bundle.report)
    earlier = (
        e for e in (chain.entries if chain else ()) if e.body["number"] < entry.body["number"]
    )
    latest = max((one.at for one in earlier), default=None)
    zone = zone_of(rows)
    convened = _convened(bundle, row.get("meeting_id"), zone)
    return Taken(number, entry, rows, row, after, dict(before), on, zone, names, convened, latest)


def _convened(bundle: Bundle, meeting: str | None, zone: ZoneInfo) -> dt.date | None:
    """The day on which a meeting got its day, by its history: planned for it, or moved to it."""
    chain = None if meeting is None else bundle.chain("meeting", meeting)
    if chain is None or not chain.entries:
        return None
    moved = [one for one in chain.entries if one.body["kind"] == "meeting.moved"]
    return (moved or [chain.entries[0]])[-1].at.astimezone(zone).date()


def zone_of(rows: Rows) -> ZoneInfo:
    """The partnership's time zone."""
    return ZoneInfo(str(rows.where("partnership")[0].get("timezone") or "Europe/London"))
