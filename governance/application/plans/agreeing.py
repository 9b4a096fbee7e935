"""Agreeing a plan: the board by a decision under its scheme, each partner by its own consent.

Either can come first. A plan is agreed on the day nobody is missing any more: the board, every
partner that promised something, and the record of the consultation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.plans.changing import is_settled
from governance.application.plans.consents import consent_right, consent_row, consent_wrong
from governance.application.plans.finding import (
    BY_VIRES,
    LIVE,
    OPEN,
    WRITERS,
    commitments,
    consultees,
    decision_gone,
    last_written,
    must_write,
    parts,
    priorities,
)
from governance.domain.errors import GuardRefused, Refusal, Unusable
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.permissions import Permission, titles
from statemachines.plan import PLAN, PlanFacts

UNDONE: Final = ("decided", "withdrawn", "lapsed", "rescinded", "quashed")
"""States of a report from which nothing comes any more, unless it is taken up again."""

NOT_AGREED: Final = "plan_not_agreed"
"""The message that a decision in effect names a plan and does not agree it."""

_decision = TABLES["decision"]
_LAST_DECISION = (
    select(_decision.c.decider)
    .where(
        _decision.c.partnership_id == bindparam("partnership"),
        _decision.c.proposal_id == bindparam("proposal"),
    )
    .order_by(_decision.c.on_day.desc(), _decision.c.id.desc())
    .limit(1)
)


def consent(
    desk: Desk,
    name: str,
    *,
    partner: str,
    by: str,
    on: dt.date | None = None,
    words: str = "",
    seen: int | None = None,
) -> Receipt:
    """Record that somebody of a partner consented, for it, to its part of a plan, on a day.

    Whoever writes plans records it, or the person who consents. Raises `GuardRefused` with
    every reason against it.
    """
    plan = desk.row("plan", name, seen=seen)
    who, person = desk.row("organisation", partner), desk.row("person", by)
    if desk.actor.person_id != person.id and not permissions(desk).intersection(WRITERS):
        params = {"actor": desk.actor.name, "who": titles(WRITERS)}
        raise GuardRefused([Refusal("permissions.not_theirs", params)])
    day = on or desk.today
    part = _part(desk, plan, who)
    against = [
        *_consent_refused(desk, plan, who, part, day),
        *consent_wrong(desk, who, person, day),
    ]
    if against:
        raise GuardRefused(against)
    given = consent_row(desk, plan, who, person, on=day, said=words)
    written = last_written(desk, plan.id).get(who.key)
    values = {"consent_id": given.values["id"], "consented_on": day}
    values |= {"refused_on": None, "refusal": ""}
    own: Insert | Update = (
        Insert(
            "plan_part",
            {"id": desk.new_id(), "plan_id": plan.id, "organisation_id": who.id, **values},
        )
        if part is None
        else Update("plan_part", part, values)
    )
    told = {"partner": who.key, "by": person.key, "on": day}
    if written is not None and day < written:
        told["before_text_of"] = written
    right = consent_right(desk, who)
    receipt = desk.apply(Change("plan.part_consented", "plan", plan, {}, told, (given, own), right))
    return settle(desk, plan.id) or receipt


def refuse(
    desk: Desk,
    name: str,
    *,
    partner: str,
    by: str,
    reason: str,
    on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Record that a partner refuses its part of a plan, by whom and why; until it consents.

    Raises `GuardRefused` with every reason against it.
    """
    plan = desk.row("plan", name, seen=seen)
    who, person = desk.row("organisation", partner), desk.row("person", by)
    if desk.actor.person_id != person.id:
        must_write(desk)
    part, day = _part(desk, plan, who), on or desk.today
    against = [*_refusal_refused(desk, plan, who, day), *consent_wrong(desk, who, person, day)]
    if not reason.strip():
        against.append(Refusal("lifecycle.reason_missing"))
    if against:
        raise GuardRefused(against)
    values: dict[str, Any] = {"refused_on": day, "refusal": reason.strip()}
    if part is not None and part.consent_id is not None:
        values |= {"consent_id": None, "consented_on": None, "lost_on": desk.today}
    new = {"id": desk.new_id(), "plan_id": plan.id, "organisation_id": who.id}
    own: Insert | Update = (
        Insert("plan_part", new | values) if part is None else Update("plan_part", part, values)
    )
    told = {"partner": who.key, "by": person.key, "on": day, "reason": reason.strip()}
    return desk.apply(Change("plan.part_refused", "plan", plan, {}, told, (own,)))


def _refusal_refused(desk: Desk, plan: Any, partner: Any, on: dt.date) -> Iterator[Refusal]:
    if plan.state not in OPEN:
        yield Refusal("plan.consent_stands", {"ref": plan.ref, "state": plan.state})
    if not partner.partner:
        yield Refusal("plan.no_partner", {"name": partner.name, "key": partner.key})
    if on > desk.today:
        yield Refusal("plan.day_to_come", {"on": on})


def take_back_consent(
    desk: Desk, name: str, *, partner: str, reason: str, seen: int | None = None
) -> Receipt:
    """Take a partner's consent off again, while the plan is not agreed. Raises `GuardRefused`."""
    must_write(desk)
    plan = desk.row("plan", name, seen=seen)
    who = desk.row("organisation", partner)
    part = _part(desk, plan, who)
    if not reason.strip():
        raise GuardRefused.one("lifecycle.reason_missing")
    if plan.state not in OPEN:
        raise GuardRefused.one("plan.consent_stands", ref=plan.ref, state=plan.state)
    if part is None or part.consent_id is None:
        raise GuardRefused.one("plan.consent_none", partner=who.name, ref=plan.ref)
    values = {"consent_id": None, "consented_on": None, "lost_on": desk.today}
    writes = (Update("plan_part", part, values),)
    told = {"partner": who.key, "reason": reason.strip()}
    return desk.apply(Change("plan.consent_taken_back", "plan", plan, {}, told, writes))


def agreed_by_board(desk: Desk, report: Any) -> Receipt | None:
    """The board's part of agreeing the plan a report names; None where it names none to agree.

    A further decision on a plan that is agreed changes nothing by itself: what it decided is
    entered under it. One in which somebody else decided, or on a report that is not the plan's
    own, stands, and is noted: nobody but the board agrees its plan.
    """
    plan = named_by(desk, report)
    if plan is None or plan.state not in LIVE:
        return None
    again = decision_gone(desk, plan)
    if plan.board_agreed_on is not None and not again:
        return None
    if against := list(_not_the_boards(desk, plan, report, again=again)):
        return _noted(desk, plan, report, against)
    receipt = desk.apply(
        Change(
            kind="plan.board_agreed",
            table="plan",
            subject=plan,
            values={"proposal_id": report.id, "board_agreed_on": report.decided_on or desk.today},
            facts={"report": report.ref, "outcome": report.outcome},
            authority=report.ref,
        )
    )
    return settle(desk, plan.id) or receipt


def _not_the_boards(desk: Desk, plan: Any, report: Any, *, again: bool) -> Iterator[Refusal]:
    """Why a decision in effect is not the board's own on its plan.

    `again`: the decision by which the board agreed a plan in use is gone, and any report on it
    may ask for another.
    """
    if not again and plan.proposal_id != report.id:
        yield Refusal("plan.not_its_report", {"report": report.ref, "ref": plan.ref})
    if not decided_by_board(desk, plan, report):
        yield _other_decider(desk, plan, report)


def _other_decider(desk: Desk, plan: Any, report: Any) -> Refusal:
    board = desk.by_id("body", plan.body_id)
    told = {"report": report.ref, "ref": plan.ref, "board": board.name}
    return Refusal("plan.board_not_decider", told)


def decided_by_board(desk: Desk, plan: Any, report: Any) -> bool:
    """Whether the last decision on a report was taken by the board whose plan it is."""
    found = desk.first(_LAST_DECISION, proposal=report.id)
    return found is not None and found.decider == desk.by_id("body", plan.body_id).key


def _noted(desk: Desk, plan: Any, report: Any, against: list[Refusal]) -> Receipt:
    """Note that a decision in effect does not agree the plan: the secretary has to see to it."""
    told = message(
        desk,
        template=NOT_AGREED,
        subject=("plan", plan.id),
        recipient=Permission.SECRETARY.value,
        params={"ref": plan.ref, "title": plan.title, "report": report.ref},
    )
    facts = {"report": report.ref, "why": [one.code for one in against]}
    return desk.apply(Change("plan.board_not_agreed", "plan", plan, {}, facts, (told,)))


def named_by(desk: Desk, report: Any) -> Any | None:
    """The plan that a report names, locked at an acting desk; None where it names none known."""
    name = report.details.get("plan")
    if not isinstance(name, str) or not name.strip():
        return None
    try:
        return desk.row("plan", name.strip())
    except Unusable:
        return None


def settle(desk: Desk, plan_id: str) -> Receipt | None:
    """Agree a plan if nobody is missing any more; None where somebody is, or it is agreed."""
    if not to_be_agreed(desk, plan_id):
        return None
    plan = desk.row("plan", plan_id)
    facts = PlanFacts(permissions=BY_VIRES.permissions, not_agreed=(), unanswered=())
    consents = {p.organisation_id: p.consented_on for p in parts(desk, plan.id) if p.consent_id}
    dropped = [row.dropped_on for row in commitments(desk, plan.id) if row.dropped_on is not None]
    days = [plan.board_agreed_on, *consents.values(), *dropped]
    if plan.consulted_to is not None and not plan.no_consultation:
        days.append(plan.consulted_to + dt.timedelta(days=1))
    report = desk.by_id("proposal", plan.proposal_id)
    return desk.apply(
        Change(
            kind="plan.agreed",
            table="plan",
            subject=plan,
            values={"state": step(PLAN, plan.state, "agree", facts), "agreed_on": max(days)},
            facts={"report": report.ref, "partners": len(consents)},
            authority=report.ref,
        )
    )


def to_be_agreed(desk: Desk, plan_id: str) -> bool:
    """Whether a plan waits for nobody any more, and is not agreed yet."""
    plan = desk.row("plan", plan_id)
    if plan.state != "consultation":
        return False
    return not any((*not_agreed(desk, plan), *unanswered(desk, plan)))


def settle_when_due(desk: Desk, due: Any) -> list[Receipt]:
    """The clock's effect of `plan_consultation`: people have had their say on a plan."""
    receipt = settle(desk, due.subject_id)
    return [] if receipt is None else [receipt]


def not_agreed(desk: Desk, plan: Any) -> Iterator[Refusal]:
    """Whoever has still to agree a plan: the board, and each partner by name."""
    if plan.board_agreed_on is None:
        board = desk.by_id("body", plan.body_id)
        told = {"board": board.name, "ref": plan.ref}
        report = desk.by_id("proposal", plan.proposal_id)
        if report is not None and report.state == "effective":
            yield _other_decider(desk, plan, report)
        elif report is None or report.state in UNDONE:
            yield Refusal("plan.board_missing", told)
        else:
            yield Refusal("plan.board_undecided", {**told, "report": report.ref})
    consented = {p.organisation_id: p for p in parts(desk, plan.id)}
    promised = {c.organisation_id for c in commitments(desk, plan.id) if c.dropped_on is None}
    for partner_id in sorted(promised):
        part = consented.get(partner_id)
        if part is not None and part.consent_id is not None:
            continue
        who = desk.by_id("organisation", partner_id)
        told = {"partner": who.name, "key": who.key, "ref": plan.ref}
        if part is not None and part.refused_on is not None:
            refused = {"on": part.refused_on, "why": part.refusal}
            yield Refusal("plan.consent_refused", {**told, **refused})
        elif part is not None and part.lost_on is not None:
            yield Refusal("plan.consent_lost", {**told, "on": part.lost_on})
        else:
            yield Refusal("plan.consent_missing", told)


def unanswered(desk: Desk, plan: Any) -> Iterator[Refusal]:
    """What the record of a plan's consultation lacks."""
    if plan.no_consultation:
        return
    if plan.consulted_from is None or plan.consulted_to is None:
        yield Refusal("plan.not_consulted", {"ref": plan.ref})
        return
    if plan.consulted_to >= desk.today:
        yield Refusal("plan.consultation_open", {"ref": plan.ref, "to": plan.consulted_to})
    if not consultees(desk, plan.id):
        yield Refusal("plan.nobody_asked", {"ref": plan.ref})
    if not plan.changed:
        yield Refusal("plan.change_not_said", {"ref": plan.ref})


def unstated(desk: Desk, plan: Any) -> Iterator[Refusal]:
    """What a plan does not state yet that the board has to have before it."""
    for column in ("vision", "needs"):
        if not getattr(plan, column):
            yield Refusal(f"plan.{column}_missing", {"ref": plan.ref})
    if not any(row.dropped_on is None for row in priorities(desk, plan.id)):
        yield Refusal("plan.no_priority", {"ref": plan.ref})
    if not any(row.dropped_on is None for row in commitments(desk, plan.id)):
        yield Refusal("plan.no_commitment", {"ref": plan.ref})


def missing(desk: Desk, plan: Any) -> list[Refusal]:
    """Everything that is still missing before a plan is agreed."""
    if plan.state not in OPEN:
        return []
    stated = [] if is_settled(plan) else list(unstated(desk, plan))
    return [*stated, *unanswered(desk, plan), *not_agreed(desk, plan)]


def report_wants(desk: Desk, report: Any) -> Iterator[Refusal]:
    """What keeps a report on a plan from being put to the board. Nothing where it names none."""
    if not report.details.get("plan"):
        return
    plan = named_by(desk, report)
    if plan is None:
        told = {"what": "plan", "name": str(report.details["plan"])[:80]}
        yield Refusal("proposal.detail_unknown", told)
        return
    if is_settled(plan):
        return
    if plan.proposal_id != report.id:
        yield Refusal("plan.not_its_report", {"report": report.ref, "ref": plan.ref})
    yield from unstated(desk, plan)
    yield from unanswered(desk, plan)


def _part(desk: Desk, plan: Any, partner: Any) -> Any | None:
    return next((p for p in parts(desk, plan.id) if p.organisation_id == partner.id), None)


def _consent_refused(
    desk: Desk, plan: Any, partner: Any, part: Any | None, on: dt.date
) -> Iterator[Refusal]:
    if plan.state not in LIVE:
        yield Refusal("plan.over", {"ref": plan.ref, "state": plan.state})
    if not partner.partner:
        yield Refusal("plan.no_partner", {"name": partner.name, "key": partner.key})
    if on > desk.today:
        yield Refusal("plan.day_to_come", {"on": on})
    if part is not None and part.consent_id is not None:
        told = {"partner": partner.name, "ref": plan.ref, "on": part.consented_on}
        yield Refusal("plan.consented_already", told)
