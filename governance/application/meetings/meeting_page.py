"""Everything that the page of one meeting shows: the room, each item, what is left to record.

What `queries.meeting_view` says, and besides: who sits or could sit in each seat, the quorum and
the voters for each item with what interests came to, what was decided and how, items that
escalations propose, the forecast, and the moves. Statements do not grow with the agenda.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance import words
from governance.application.bodies.queries import show_body
from governance.application.cover.forecast import MeetingForecast, forecast
from governance.application.desk import Desk
from governance.application.escalations.items import waiting_for
from governance.application.meetings.ahead import left_to_do, moves, notice_days
from governance.application.meetings.noting import notes
from governance.application.meetings.present import NOT_THERE, people_there
from governance.application.meetings.queries import TO_COME, agenda, meeting_view, stands, to_sign
from governance.application.meetings.reading import Convened, convened
from governance.application.meetings.sitting import Sitting, read_sitting
from governance.application.people.queries import names, names_by_key
from governance.application.proposals.interests import with_declarations
from governance.domain.bodies.interests import WITHDRAWN
from governance.domain.bodies.methods import method_named
from governance.domain.errors import Refusal
from governance.store.lists import belongs, in_list
from governance.store.tables import TABLES

_attendance = TABLES["attendance"]
_appointment = TABLES["appointment"]
_person = TABLES["person"]
_proposal = TABLES["proposal"]
_declaration = TABLES["declaration"]
_decision = TABLES["decision"]
_ballot = TABLES["ballot"]
_meeting = TABLES["meeting"]
_step = TABLES["step"]
_here: Any = bindparam("partnership")


_ROOM = (
    select(
        _attendance.c.person_id,
        _attendance.c.appointment_id,
        _attendance.c.substitute,
        _attendance.c.present,
        _attendance.c.left_at,
        _person.c.key,
        _appointment.c.seat,
    )
    .select_from(
        _attendance.join(_person, belongs(_attendance, "person_id", _person)).outerjoin(
            _appointment, belongs(_attendance, "appointment_id", _appointment)
        )
    )
    .where(_attendance.c.partnership_id == _here, _attendance.c.meeting_id == bindparam("meeting"))
    .order_by(_attendance.c.id)
)
_REPORTS = select(
    _proposal.c.id,
    _proposal.c.ref,
    _proposal.c.version,
    _proposal.c.kind,
    _proposal.c.state,
    _proposal.c.value,
    _proposal.c.recommendation,
    _proposal.c.outcome,
).where(_proposal.c.partnership_id == _here, in_list(_proposal.c.id, "reports"))
_DECLARED = (
    select(_declaration)
    .where(
        _declaration.c.partnership_id == _here,
        _declaration.c.kind != WITHDRAWN,
        in_list(_declaration.c.proposal_id, "reports"),
    )
    .order_by(_declaration.c.declared_at)
)
_STEPS = select(_step.c.proposal_id, _step.c.kind, _step.c.decider, _step.c.method).where(
    _step.c.partnership_id == _here,
    _step.c.state == "open",
    in_list(_step.c.proposal_id, "reports"),
)
_DECIDED = (
    select(_decision)
    .where(_decision.c.partnership_id == _here, _decision.c.meeting_id == bindparam("meeting"))
    .order_by(_decision.c.id)
)
_CAST = (
    select(_ballot.c.proposal_id, _ballot.c.vote, _person.c.key, _person.c.id)
    .join(_person, belongs(_ballot, "person_id", _person))
    .where(_ballot.c.partnership_id == _here, _ballot.c.sitting == bindparam("meeting"))
    .order_by(_person.c.key)
)
_OTHERS = (
    select(
        _meeting.c.ref,
        _meeting.c.on_day,
        _meeting.c.state,
        _meeting.c.ordinary,
    )
    .where(
        _meeting.c.partnership_id == _here,
        _meeting.c.body_id == bindparam("body"),
        _meeting.c.id != bindparam("meeting"),
        _meeting.c.on_day >= bindparam("day"),
        _meeting.c.state != "cancelled",
    )
    .order_by(_meeting.c.on_day, _meeting.c.ref)
    .limit(24)
)


def meeting_page(desk: Desk, name: str) -> dict[str, Any]:
    """A meeting's whole page; raises `Unusable` for one nobody knows."""
    view = meeting_view(desk, name)
    row = desk.row("meeting", name)
    at = convened(desk, row)
    sitting = read_sitting(desk, row)
    rows = agenda(desk, row.id)
    anybody = any(one["seat"] and not one["apologies"] for one in view["attendance"])
    shown = show_body(desk, body=at.body.key, on=row.on_day)
    return view | {
        "stands": stands(row, desk.today),
        "presiding_key": sitting.presiding,
        "said": _flags(row.flags),
        "items": _items(desk, at, sitting, rows, view["agenda"]),
        "seats": _seats(desk, at),
        "attending": _attending(desk, at),
        "quorum_rule": shown.quorum,
        "quorum_said": _quorum_said(sitting),
        "vacant": [seat.title for seat in shown.vacant],
        "chairs": [{"key": p.key, "name": p.name} for p in at.body.chairs],
        "vices": [{"key": p.key, "name": p.name} for p in at.body.vices],
        "casting_vote": at.body.terms is not None and at.body.terms.casting_vote,
        "proposed": [one.plain() for one in waiting_for(desk, row.body_id)],
        "forecast": _forecast(desk, at),
        "notices": notice_days(desk, at),
        "left": left_to_do(desk, at, rows, anybody=anybody),
        "moves": moves(desk, at),
        "to_sign": to_sign(desk, row),
        "later": [
            one._asdict()
            for one in desk.all(_OTHERS, body=row.body_id, meeting=row.id, day=row.on_day)
        ],
    }


def _flags(flags: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [
        {"words": words.say(one["code"], one["params"]), "reason": one["reason"]} for one in flags
    ]


def _said(refusals: Iterable[Refusal]) -> list[dict[str, str]]:
    return [
        {
            "code": one.code,
            "words": words.say(one.code, one.params),
            "remedy": words.remedy(one.code, one.params),
        }
        for one in refusals
    ]


def _quorum_said(sitting: Sitting) -> dict[str, Any] | None:
    """Whether those there are a quorum, in figures and words; None without terms of reference."""
    if sitting.body.terms is None:
        return None
    found = sitting.quorum()
    return {
        "met": found.met,
        "needed": found.needed,
        "counted": len(found.counted),
        "missing": _said(found.shortfalls),
    }


def _seats(desk: Desk, at: Convened) -> list[dict[str, Any]]:
    """Each seat: its member and substitutes that day, and whoever is in it or sent apologies."""
    room = desk.all(_ROOM, meeting=at.row.id)
    by_person = {one.key: one for one in room}
    in_seat = _by("seat", (one for one in room if one.present and one.left_at is None))
    titles = {s.key: s for s in at.body.terms.seats} if at.body.terms is not None else {}
    order = {key: place for place, key in enumerate(titles)}
    held = sorted(at.body.current, key=lambda one: order.get(one.seat, len(order)))
    called = names(desk, {one.person_id for one in room})
    found = []
    for one in held:
        seat = titles.get(one.seat)
        there = in_seat.get(one.seat, ())
        own = by_person.get(one.person.key)
        stands_in = at.body.terms is not None and at.body.terms.substitutes
        found.append(
            {
                "seat": one.seat,
                "title": seat.title if seat is not None else one.seat,
                "voting": seat is None or seat.voting,
                "person": one.person.key,
                "name": one.person.name,
                "substitutes": [
                    {"key": p.key, "name": p.name}
                    for p in one.substitutes
                    if stands_in and (seat is None or seat.substitute)
                ],
                "there": [
                    {"key": p.key, "name": called[p.person_id], "substitute": p.substitute}
                    for p in there
                ],
                "apologies": own is not None and not own.present,
                "left_at": own.left_at if own is not None else None,
            }
        )
    return found


def _attending(desk: Desk, at: Convened) -> list[dict[str, Any]]:
    """Whoever is or was there without a seat."""
    room = [one for one in desk.all(_ROOM, meeting=at.row.id) if one.seat is None and one.present]
    called = names(desk, {one.person_id for one in room})
    return [{"key": one.key, "name": called[one.person_id], "left_at": one.left_at} for one in room]


def _items(
    desk: Desk,
    at: Convened,
    sitting: Sitting,
    rows: Sequence[Any],
    plain: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Each item, with the room as it is for it and what was decided."""
    ids = sorted({row.proposal_id for row in rows if row.proposal_id})
    reports = {one.id: one for one in desk.all(_REPORTS, reports=ids)} if ids else {}
    declared = _by("proposal_id", desk.all(_DECLARED, reports=ids) if ids else ())
    steps = _by("proposal_id", desk.all(_STEPS, reports=ids) if ids else ())
    decided = _by("proposal_id", desk.all(_DECIDED, meeting=at.row.id))
    cast = _by("proposal_id", desk.all(_CAST, meeting=at.row.id))
    there = people_there(desk, [at.row.id])
    people = names(
        desk,
        {
            *(one.person_id for of in declared.values() for one in of),
            *(one.id for of in cast.values() for one in of),
        },
    )
    keyed = names_by_key(
        desk,
        {
            key
            for of in decided.values()
            for one in of
            for key in (
                *(one.count or {}).get("by_name", {}),
                *(one.count or {}).get("dissent", ()),
            )
        },
    )
    minuted = notes(desk, at.row.id)
    found = []
    for row, view in zip(rows, plain, strict=True):
        report = reports.get(row.proposal_id)
        mine = declared.get(row.proposal_id, ())
        found.append(
            {
                **view,
                "id": row.id,
                "note": minuted.get(row.id),
                "report_state": report.state if report is not None else None,
                "report_version": report.version if report is not None else None,
                "kind": report.kind if report is not None else None,
                "value": report.value if report is not None else None,
                "recommendation": report.recommendation if report is not None else "",
                "interests": [
                    {
                        "name": people[one.person_id],
                        "kind": one.kind,
                        "outcome": one.outcome if _could(one, at.row, there) else NOT_THERE,
                    }
                    for one in mine
                ],
                "votes": [
                    {"person": one.key, "name": people[one.id], "vote": one.vote}
                    for one in cast.get(row.proposal_id, ())
                ],
                "decisions": [_decision_of(one, keyed) for one in decided.get(row.proposal_id, ())],
                **_room_for(at, sitting, report, mine, steps.get(row.proposal_id, ())),
            }
        )
    return found


def _could(declared: Any, meeting: Any, there: frozenset[tuple[str, str]]) -> bool:
    """Whether an interest matters in the room: of a meeting held, if its holder was there."""
    return meeting.state in TO_COME or (meeting.id, declared.person_id) in there


def _room_for(
    at: Convened,
    sitting: Sitting,
    report: Any | None,
    declared: Sequence[Any],
    steps: Sequence[Any],
) -> dict[str, Any]:
    """Quorum, voters and manner for a report that is to be taken; the plain quorum without one."""
    if at.body.terms is None or report is None:
        return {"quorum": _quorum_said(sitting), "voters": [], "barred": [], "taken": None}
    room = with_declarations(sitting, declared)
    entitled = room.entitled()
    mine = [one for one in steps if one.decider == at.body.key]
    named = method_named(mine[0].method) if mine and mine[0].method else None
    rule = at.body.terms.decided_by(report.kind)
    method = named or rule.method
    return {
        "quorum": _quorum_said(room),
        "voters": [
            {"key": one.person.key, "name": one.person.name, "seat": one.seat.title}
            for one in entitled.voters
        ],
        "barred": _said(entitled.barred.values()),
        "taken": {
            "asks": mine[0].kind if mine else "decide",
            "method": method.name,
            "without_vote": rule.without_vote and not method.in_writing,
            "in_writing": method.in_writing,
        },
    }


def _decision_of(one: Any, keyed: Mapping[str, str]) -> dict[str, Any]:
    count = one.count or {}
    return {
        "outcome": one.outcome,
        "how": one.how_taken,
        "verbatim": one.verbatim,
        "reasons": one.reasons,
        "alternatives": one.alternatives,
        "count": count,
        "votes": [
            {"name": keyed.get(key, key), "vote": vote}
            for key, vote in count.get("by_name", {}).items()
        ],
        "dissent": [keyed.get(key, key) for key in count.get("dissent", ())],
    }


def _by(column: str, rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found


def _forecast(desk: Desk, at: Convened) -> MeetingForecast | None:
    """What is foreseen of it; None once it was held, or where no terms say what a quorum is."""
    if at.row.state not in TO_COME or at.row.on_day < desk.today:
        return None
    found = forecast(desk, bodies=[at.row.body_id])
    return next((one for one in found if one.id == at.row.id), None)
