"""What a rehearsed year came to, read from its copy and from what was noted: plain figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import and_, bindparam, func, select

from governance.application.bodies.facts import people_values
from governance.application.desk import Desk
from governance.application.proposals.queries import OPEN
from governance.application.rehearsal.notes import Notes
from governance.application.rehearsal.returning import returned
from governance.application.rehearsal.year import Year
from governance.domain.escalation.events import OF_COMMISSION
from governance.store.tables import TABLES

CARRY_ON: Final = (
    "permission-to-procure",
    "award",
    "grant",
    "extend",
    "vary",
    "waive",
    "exit",
)
"""Kinds of report by which somebody sees to what comes after an agreement."""

_review = TABLES["review"]
_commission = TABLES["commission"]
_agreement = TABLES["agreement"]
_proposal = TABLES["proposal"]
_prompt = TABLES["prompt"]
_deadline = TABLES["deadline"]
_message = TABLES["message"]
_here: Any = bindparam("partnership")
_start: Any = bindparam("start")
_end: Any = bindparam("end")


def _commission_of(rows: Any) -> Any:
    return and_(
        _commission.c.partnership_id == rows.c.partnership_id,
        _commission.c.id == rows.c.commission_id,
    )


_REVIEWS = (
    select(
        _review.c.ref,
        _review.c.due_day,
        _review.c.missed_on,
        _review.c.held_on,
        _review.c.state,
        _commission.c.ref.label("commission"),
        _commission.c.title,
        _commission.c.lead_id,
    )
    .select_from(_review.join(_commission, _commission_of(_review)))
    .where(_review.c.partnership_id == _here, _review.c.due_day <= _end)
    .order_by(_review.c.due_day, _commission.c.ref, _review.c.number)
)
_ENDING = (
    select(
        _agreement.c.id,
        _agreement.c.ref,
        _agreement.c.title,
        _agreement.c.value,
        _agreement.c.ends_on,
        _agreement.c.state,
        _agreement.c.commission_id,
        _commission.c.ref.label("commission"),
        _commission.c.lead_id,
    )
    .select_from(_agreement.join(_commission, _commission_of(_agreement)))
    .where(
        _agreement.c.partnership_id == _here,
        _agreement.c.ends_on >= _start,
        _agreement.c.ends_on <= _end,
        _agreement.c.state.not_in(("ended", "withdrawn")),
    )
    .order_by(_agreement.c.ends_on, _agreement.c.ref)
)
_LEVELS = (
    select(_deadline.c.subject_id, _prompt.c.key, _prompt.c.wanted_at)
    .select_from(
        _prompt.join(
            _deadline,
            and_(
                _deadline.c.partnership_id == _prompt.c.partnership_id,
                _deadline.c.id == _prompt.c.deadline_id,
            ),
        )
    )
    .where(
        _prompt.c.partnership_id == _here,
        _deadline.c.kind == "agreement_ends",
        _prompt.c.key.like("before-%"),
    )
    .order_by(_prompt.c.wanted_at, _prompt.c.key)
)
_SEEN_TO = (
    select(_proposal.c.commission_id)
    .where(
        _proposal.c.partnership_id == _here,
        _proposal.c.kind.in_(CARRY_ON),
        _proposal.c.commission_id.is_not(None),
        _proposal.c.state.in_(OPEN) | (_proposal.c.decided_on >= _start),
    )
    .distinct()
)
_DUE = (
    select(
        _deadline.c.kind,
        _deadline.c.subject_table,
        _deadline.c.subject_id,
        _deadline.c.owner,
        _deadline.c.due_day,
        _deadline.c.effect,
    )
    .where(
        _deadline.c.partnership_id == _here,
        _deadline.c.due_day >= _start,
        _deadline.c.due_day <= _end,
        _deadline.c.owner.is_not(None),
        _deadline.c.state != "superseded",
    )
    .order_by(_deadline.c.due_day, _deadline.c.id)
)
_LEADS = select(_commission.c.id, _commission.c.lead_id).where(
    _commission.c.partnership_id == _here
)
_BELONGS = {
    name: select(TABLES[name].c.id, TABLES[name].c.commission_id).where(
        TABLES[name].c.partnership_id == _here
    )
    for name in sorted(OF_COMMISSION - {"commission"})
}
_MESSAGES = (
    select(_message.c.template, func.count().label("number"))
    .where(_message.c.partnership_id == _here, _message.c.created_at >= bindparam("since"))
    .group_by(_message.c.template)
    .order_by(_message.c.template)
)
_OPEN = (
    select(_proposal.c.state, func.count().label("number"))
    .where(_proposal.c.partnership_id == _here, _proposal.c.state.in_(OPEN))
    .group_by(_proposal.c.state)
    .order_by(_proposal.c.state)
)


def ending(desk: Desk, start: dt.date, end: dt.date) -> list[Any]:
    """The agreements that run out in a period, as they stand; asked before it begins."""
    return desk.all(_ENDING, start=start, end=end)


def counted(year: Year, running_out: list[Any]) -> dict[str, Any]:
    """Everything that a rehearsed year came to, as plain values in a settled order."""
    with year.looking() as desk:
        names = _Names(desk)
        reviews = _reviews(desk, year, names)
        cliffs = _cliffs(desk, year, running_out, names)
        load = {"bodies": _bodies(year), "people": _people(desk, year, names)}
        returns = returned(desk, year)
        since = year.moment(year.start, dt.time())
        messages = {row.template: row.number for row in desk.all(_MESSAGES, since=since)}
        waiting = {row.state: row.number for row in desk.all(_OPEN)}
    told = _told(year.notes)
    meetings = [asdict(one) | {"short": one.short} for one in _in_order(year.notes)]
    inquorate = [one for one in meetings if not one["quorate"]]
    return {
        "figures": {
            "meetings": len(meetings),
            "inquorate": len(inquorate),
            "reviews": reviews["due"],
            "reviews_missed": sum(not one["before"] for one in reviews["missed"]),
            "reviews_overdue": sum(one["before"] for one in reviews["missed"]),
            "reviews_not_held": sum(
                one["held_on"] is None and not one["before"] for one in reviews["missed"]
            ),
            "returns": len(returns),
            "returns_missed": sum(one["missed"] for one in returns),
            "endings": sum(month["number"] for month in cliffs),
            "cliffs": sum(month["cliff"] for month in cliffs),
            "decisions": year.notes.acts["decide"],
            "reminders": sum(one["number"] for one in told if one["escalation"] is False),
            "escalations": sum(one["number"] for one in told if one["escalation"]),
            "messages": sum(messages.values()),
            "refused": len(year.notes.findings),
        },
        "meetings": meetings,
        "inquorate": [one["ref"] for one in inquorate],
        "reviews": reviews,
        "returns": returns,
        "endings": cliffs,
        "load": load,
        "told": told,
        "messages": messages,
        "waiting": waiting,
        "findings": [one.plain() for one in year.notes.findings],
    }


class _Names:
    """People's keys and names, each asked once."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[str, Any] = {}

    def of(self, person_id: str | None) -> Any | None:
        """Who has this id; None for None."""
        if person_id is None:
            return None
        if person_id not in self._known:
            self._known |= people_values(self._desk, [person_id])
        return self._known.get(person_id)

    def key(self, person_id: str | None) -> str | None:
        """Their key."""
        found = self.of(person_id)
        return None if found is None else str(found.key)


def _in_order(notes: Notes) -> list[Any]:
    return sorted(notes.sat, key=lambda one: (one.on, one.body, one.ref))


def _reviews(desk: Desk, year: Year, names: _Names) -> dict[str, Any]:
    missed, due = [], 0
    for row in desk.all(_REVIEWS, end=year.end):
        due += row.due_day >= year.start
        late_on = row.missed_on
        if late_on is None or (row.held_on is not None and row.held_on < year.start):
            continue
        lead = names.of(row.lead_id)
        missed.append(
            {
                "review": row.ref,
                "commission": row.commission,
                "title": row.title,
                "lead": lead.key if lead else None,
                "lead_name": lead.name if lead else None,
                "due": row.due_day,
                "before": row.due_day < year.start,
                "held_on": row.held_on,
                "late_by": ((row.held_on or year.end) - row.due_day).days,
            }
        )
    return {"due": due, "missed": missed}


def _cliffs(
    desk: Desk, year: Year, running_out: Iterable[Any], names: _Names
) -> list[dict[str, Any]]:
    """Every month in which agreements end: how many, worth what, and who saw to it in time."""
    seen_to = {row.commission_id for row in desk.all(_SEEN_TO, start=year.start)}
    levels: dict[str, list[dt.date]] = {}
    for row in desk.all(_LEVELS):
        levels.setdefault(row.subject_id, []).append(desk.day_of(row.wanted_at))
    by_month: dict[str, list[dict[str, Any]]] = {}
    for row in running_out:
        unnoticed = row.commission_id not in seen_to
        by_month.setdefault(_month(row.ends_on), []).append(
            {
                "agreement": row.ref,
                "title": row.title,
                "commission": row.commission,
                "lead": names.key(row.lead_id),
                "ends_on": row.ends_on,
                "value": row.value,
                "passed_unnoticed": levels.get(row.id, []) if unnoticed else [],
                "seen_to": not unnoticed,
            }
        )
    return [
        {
            "month": month,
            "number": len(rows),
            "value": sum(row["value"] or 0 for row in rows),
            "value_unknown": sum(row["value"] is None for row in rows),
            "not_seen_to": sum(not row["seen_to"] for row in rows),
            "cliff": len(rows) >= year.supposed.cliff,
            "agreements": rows,
        }
        for month, rows in sorted(by_month.items())
    ]


def _month(day: dt.date) -> str:
    return f"{day:%Y-%m}"


def _bodies(year: Year) -> list[dict[str, Any]]:
    found: dict[str, list[Any]] = {}
    for one in _in_order(year.notes):
        found.setdefault(one.body, []).append(one)
    return [
        {
            "body": key,
            "title": sat[0].title,
            "meetings": len(sat),
            "inquorate": sum(not one.quorate for one in sat),
            "items": sum(one.items for one in sat),
            "most_items": max(one.items for one in sat),
        }
        for key, sat in sorted(found.items())
    ]


def _people(desk: Desk, year: Year, names: _Names) -> list[dict[str, Any]]:
    """Deadlines of each person or post, by month; those that the clock sees to are left out."""
    from governance.application.deadlines.effects import by_the_clock  # noqa: PLC0415

    leads = {row.id: row.lead_id for row in desk.all(_LEADS)}
    belongs = {
        row.id: row.commission_id for statement in _BELONGS.values() for row in desk.all(statement)
    }
    months: dict[tuple[str, str], Counter[str]] = {}
    for row in desk.all(_DUE, start=year.start, end=year.end):
        if by_the_clock(row.effect):
            continue
        who = _whose(row, leads, belongs, names)
        months.setdefault(who, Counter())[_month(row.due_day)] += 1
    return [
        {
            "who": key,
            "name": name,
            "deadlines": sum(counts.values()),
            "most_in_a_month": max(counts.values()),
            "months": dict(sorted(counts.items())),
        }
        for (key, name), counts in sorted(months.items())
    ]


def _whose(
    row: Any, leads: Mapping[str, Any], belongs: Mapping[str, Any], names: _Names
) -> tuple[str, str]:
    """Key and name of whoever is to see to a deadline: the lead by name, a post by its own."""
    if row.owner in ("lead", "author"):
        commission = (
            row.subject_id if row.subject_table == "commission" else belongs.get(row.subject_id)
        )
        person = names.of(leads.get(commission or ""))
        if person is not None:
            return person.key, person.name
    return row.owner, ""


def _told(notes: Notes) -> list[dict[str, Any]]:
    return [
        {
            "kind": kind,
            "level": level,
            "escalation": level.startswith("after-"),
            "number": number,
        }
        for (kind, level), number in sorted(notes.told.items())
    ]
