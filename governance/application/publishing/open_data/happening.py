"""What happened to a commission that the public may know, and how each event changes the picture.

A process is one round of a commission: it begins once, and what follows on from it is another.
Dated are events by the entry of the ledger that made them, or by the day of publication where
that is later.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from governance.adapters.ocds.outgoing import Milestone, Named, Picture, Tender
from governance.application.commissions.facts import DECIDES
from governance.application.publishing.open_data.reading import Material, Turn
from governance.application.publishing.openness import BEFORE_ITS_CYCLE

TO_PROCURE: Final = "permission-to-procure"
"""The kind of report that asks to begin a procurement."""
REGISTERS: Final = frozenset(
    {"GB-CHC", "GB-COH", "GB-EDU", "GB-GOR", "GB-LAE", "GB-LAS", "GB-MPR", "GB-NHS", "GB-NIC"}
    | {"GB-PPON", "GB-SC", "GB-SHPE", "GB-UKPRN"}
)
"""Registers open to anybody (org-id.guide); a number of any other kind stays here."""

_IDENTIFIER: Final = re.compile(r"(?P<scheme>[A-Z]{2,3}-[A-Z0-9_]+)-(?P<id>\S.{0,180})")
"""An identifier as org-id.guide builds it: country, register, number."""
UNDONE: Final = ("rescinded", "quashed")

Apply = Callable[[Picture, str, str | None], Picture]
"""The next picture, from the one before, the id of the release and that of the one before it."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a round. `silent`: a notice that came in says it already."""

    round: int
    at: dt.datetime
    entry: str
    name: str
    """What the release that tells of it is called, within its process."""
    apply: Apply
    silent: bool = False

    @property
    def order(self) -> tuple[dt.datetime, str]:
        """Where it stands among the others."""
        return self.at, self.entry


@dataclass(frozen=True, slots=True)
class Setting:
    """What events are told with: the days' zone, and which rounds came in as notices."""

    zone: ZoneInfo
    imported: bool

    def starts(self, day: Any) -> dt.datetime | None:
        """The first instant of a day, given as one or as the ledger writes it."""
        return None if day is None else dt.datetime.combine(_day(day), dt.time(), self.zone)

    def ends(self, day: Any) -> dt.datetime | None:
        """The last second of a day."""
        if day is None:
            return None
        return dt.datetime.combine(_day(day), dt.time(23, 59, 59), self.zone)

    def local(self, moment: dt.datetime) -> dt.datetime:
        """An instant in the zone of the days."""
        return moment.astimezone(self.zone)

    def published(self, turn: Turn, day: Any) -> dt.datetime:
        """When what an act published on a day was public: not before the act was recorded."""
        begins = self.starts(day)
        return turn.at if begins is None else max(turn.at, begins.astimezone(dt.UTC))


def _day(day: Any) -> dt.date:
    return day if isinstance(day, dt.date) else dt.date.fromisoformat(day)


def named(row: Any) -> Named | None:
    """An organisation as notices name it; None for None."""
    if row is None:
        return None
    known = (_IDENTIFIER.fullmatch(one) for one in row.identifiers)
    registered = (i for i in known if i is not None and i["scheme"] in REGISTERS)
    return Named(row.key, row.name, tuple((i["scheme"], i["id"]) for i in registered))


# --- the commission


def of_commission(material: Material, setting: Setting) -> Iterator[Event]:
    """The rounds of a commission: each begins a process."""
    row = material.row
    opened, number = False, 0
    for turn in material.turns[row.id]:
        values = turn.values
        opened = opened or _is_open(values)
        if not opened or values.get("round", 1) <= number:
            continue
        number = values.get("round", 1)
        if number == 1 and setting.imported:
            continue
        tender = Tender(
            id=row.ref,
            title=row.title,
            status="planning",
            procuring=named(material.organisations.get(row.organisation_id)),
        )
        yield _event(number, turn, row.ref, turn.at, _begun(tender))


def _begun(tender: Tender) -> Apply:
    return lambda picture, _id, _before: replace(picture, tender=tender)


def _is_open(values: Mapping[str, Any]) -> bool:
    """The register's own condition (`openness.commission_open`), of a state of the past."""
    state, before = values.get("state"), values.get("state_before_pause")
    if state in BEFORE_ITS_CYCLE:
        return False
    return state != "paused" or before not in BEFORE_ITS_CYCLE


# --- its reports


def of_reports(material: Material, setting: Setting) -> Iterator[Event]:
    """Decisions that were announced and taken, as milestones; permission to procure as a tender."""
    for report in material.reports:
        if report.id in material.public and report.agreement_id is None:
            yield from _noticed(material, setting, report)
            if report.decided_on is not None:
                yield from _decided(material, setting, report)


def _noticed(material: Material, setting: Setting, report: Any) -> Iterator[Event]:
    for turn in material.turns[report.id]:
        for how, table, row_id, _ in turn.writes:
            notice = material.notices.get(row_id) if (how, table) == ("insert", "notice") else None
            if notice is None:
                continue
            milestone = Milestone(
                id=report.ref,
                title=notice.content.get("matter") or report.title,
                kind="approval",
                status="scheduled",
                due=setting.starts(notice.content.get("date") or None),
            )
            at = setting.published(turn, notice.published_on)
            yield _event(report.round, turn, report.ref, at, _due(material, milestone))


def _decided(material: Material, setting: Setting, report: Any) -> Iterator[Event]:
    found = published(material, setting, report)
    if found is None:
        return
    turn, at = found
    status = "met" if report.outcome in DECIDES else "scheduled"
    milestone = Milestone(
        id=report.ref,
        title=report.title,
        kind="approval",
        status="notMet" if report.outcome == "refused" else status,
        due=setting.starts(report.decided_on),
        met=setting.starts(report.decided_on) if report.outcome in DECIDES else None,
    )
    yield _event(report.round, turn, report.ref, at, _due(material, milestone))
    if report.kind == TO_PROCURE and report.outcome in DECIDES:
        yield from _procuring(material, setting, report, at)


def published(material: Material, setting: Setting, report: Any) -> tuple[Turn, dt.datetime] | None:
    """The act by which the decision on a report was published for good, and when it was public."""
    found = None
    for turn in material.turns[report.id]:
        day = turn.values.get("published_on")
        if turn.values.get("decided_on") is None or day is None:
            found = None
        elif found is None:
            found = turn, setting.published(turn, day)
    return found


def _procuring(
    material: Material, setting: Setting, report: Any, public: dt.datetime
) -> Iterator[Event]:
    """From when it may be procured, and that it no longer may."""
    may = False
    for turn in material.turns[report.id]:
        state = turn.values.get("state")
        at = max(turn.at, public)
        if state == "effective" and not may:
            may = True
            yield _event(report.round, turn, report.ref, at, _tendered(material, setting, "active"))
        elif state in UNDONE and may:
            may = False
            apply = _tendered(material, setting, "cancelled")
            yield _event(report.round, turn, report.ref, at, apply)


def _tendered(material: Material, setting: Setting, status: str) -> Apply:
    """The tender in another state; a process that came in as notices has one of its own."""

    def apply(picture: Picture, _id: str, _before: str | None) -> Picture:
        row = material.row
        tender = picture.tender
        if tender is None:
            if setting.imported:
                return picture
            tender = Tender(row.ref, row.title, status)
        return replace(picture, tender=replace(tender, status=status))

    return apply


def _due(material: Material, milestone: Milestone) -> Apply:
    def apply(picture: Picture, _id: str, _before: str | None) -> Picture:
        decisions = {**picture.decisions, milestone.id: milestone}
        return told(material, replace(picture, decisions=decisions))

    return apply


def told(material: Material, picture: Picture) -> Picture:
    """The picture with what is needed in it, which is public once something else is."""
    return replace(picture, rationale=material.row.need)


def _event(number: int, turn: Turn, ref: str, at: dt.datetime, apply: Apply) -> Event:
    return Event(number, at, turn.id, f"{ref}-{turn.number}", apply)
