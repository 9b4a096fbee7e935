"""Plans as lists and pages show them: plain values, with what is missing for the next move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.at_once import ask_for_rows
from governance.application.deadlines.settling import live, live_of_all
from governance.application.desk import Desk
from governance.application.plans.agreeing import missing
from governance.application.plans.changing import ASKS
from governance.application.plans.finding import (
    IN_USE,
    KIND,
    LIVE,
    OPEN,
    commitments,
    consultees,
    decision_gone,
    groups,
    last_written,
    parts,
    plans,
    priorities,
)
from governance.application.plans.groups import levels_known
from governance.application.plans.priorities import outcomes_known
from governance.application.proposals.drafting import governing_scheme
from governance.application.proposals.outlook import Imagined, outlook
from governance.application.proposals.reading import read_report
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.plans.basis import bound_by_law, uncovered
from governance.store.lists import in_list
from governance.store.tables import TABLES

_organisation = TABLES["organisation"]
_person = TABLES["person"]
_consent = TABLES["consent"]
_measure = TABLES["measure"]
_here: Any = bindparam("partnership")
_ORGANISATIONS = select(_organisation).where(
    _organisation.c.partnership_id == _here, in_list(_organisation.c.id, "ids")
)
_MEASURES = select(_measure).where(
    _measure.c.partnership_id == _here, in_list(_measure.c.id, "ids")
)
_CONSENTS = (
    select(_consent.c.id, _consent.c.words, _person.c.key.label("person"))
    .join(
        _person,
        (_person.c.partnership_id == _consent.c.partnership_id)
        & (_person.c.id == _consent.c.person_id),
    )
    .where(_consent.c.partnership_id == _here, _consent.c.subject_id == bindparam("plan"))
)


def listing(desk: Desk, *, over: bool = False) -> list[dict[str, Any]]:
    """Every plan that is not over, the first one first; `over` adds the others."""
    rows = [row for row in plans(desk) if over or row.state in LIVE]
    ask_for_rows(desk, "body", [row.body_id for row in rows])
    live_of_all(desk, [row.id for row in rows])
    return [_line(desk, row) for row in rows]


def show(desk: Desk, name: str) -> dict[str, Any]:
    """Everything a plan states, who agreed which part, and what is missing for its next move.

    What is missing stands as refusals, for the interface to put into words.
    """
    plan = desk.row("plan", name)
    outcomes = outcomes_known(desk, plan)
    promised = commitments(desk, plan.id)
    told = _partners(desk, plan, promised)
    report = desk.by_id("proposal", plan.proposal_id)
    renewed = desk.by_id("plan", plan.renewed_as_id)
    return {
        **_line(desk, plan),
        "version": plan.version,
        "vision": plan.vision,
        "needs": plan.needs,
        "rhythm": plan.rhythm,
        "strategies": plan.strategies,
        "local_outcomes": plan.outcomes,
        "priorities": _priorities(desk, plan, promised, told, outcomes),
        "groups": _groups(desk, plan),
        "parts": told["parts"],
        "consultation": {
            "from": plan.consulted_from,
            "to": plan.consulted_to,
            "held_outside": plan.held_outside,
            "not_held": plan.no_consultation,
            "changed": plan.changed,
            "asked": [
                {
                    "key": one.key,
                    "name": one.name,
                    "asked_on": one.asked_on,
                    "answered_on": one.answered_on,
                    "said": one.said,
                }
                for one in consultees(desk, plan.id)
            ],
        },
        "report": None if report is None else {"ref": report.ref, "state": report.state},
        "decides": _decides(desk, plan, report),
        "board_agreed_on": plan.board_agreed_on,
        "agreed_on": plan.agreed_on,
        "published_on": plan.published_on,
        "reviewed_on": plan.reviewed_on,
        "reviews": plan.reviews,
        "renewed_as": None if renewed is None else renewed.ref,
        "ended_on": plan.ended_on,
        "end_reason": plan.end_reason,
        "missing": missing(desk, plan),
        "notes": _notes(desk, plan),
    }


def _line(desk: Desk, row: Any) -> dict[str, Any]:
    board = desk.by_id("body", row.body_id)
    due = next(iter(live(desk, row.id, kind=KIND)), None)
    return {
        "ref": row.ref,
        "key": row.key,
        "title": row.title,
        "state": row.state,
        "basis": row.basis,
        "board": board.name,
        "board_key": board.key,
        "from": row.from_day,
        "to": row.to_day,
        "review_by": None if due is None else due.due_day,
    }


def _partners(desk: Desk, plan: Any, promised: Sequence[Any]) -> dict[str, Any]:
    """The partners of a plan by id, and the part of each: what it promised, and its consent."""
    own = {part.organisation_id: part for part in parts(desk, plan.id)}
    ids = sorted(own.keys() | {row.organisation_id for row in promised})
    rows = {row.id: row for row in desk.all(_ORGANISATIONS, ids=ids)}
    given = {row.id: row for row in desk.all(_CONSENTS, plan=plan.id)}
    found = []
    for who in sorted(rows.values(), key=lambda row: row.name):
        part = own.get(who.id)
        consent = given.get(part.consent_id) if part is not None else None
        stands = [r for r in promised if r.organisation_id == who.id and r.dropped_on is None]
        if not stands and part is None:
            continue
        found.append(
            {
                "key": who.key,
                "name": who.name,
                "commitments": [row.number for row in stands],
                "consented_on": None if part is None else part.consented_on,
                "by": None if consent is None else consent.person,
                "words": "" if consent is None else consent.words,
                "lost_on": None if part is None else part.lost_on,
                "refused_on": None if part is None else part.refused_on,
                "refusal": "" if part is None else part.refusal,
            }
        )
    return {"parts": found, "names": {row.id: row.name for row in rows.values()}}


def _priorities(
    desk: Desk,
    plan: Any,
    promised: Sequence[Any],
    told: Mapping[str, Any],
    outcomes: Mapping[str, str],
) -> list[dict[str, Any]]:
    ids = sorted({row.measure_id for row in promised if row.measure_id is not None})
    measures = {row.id: row for row in desk.all(_MEASURES, ids=ids)} if ids else {}
    under: dict[str, list[dict[str, Any]]] = {}
    for row in promised:
        measure = measures.get(row.measure_id)
        under.setdefault(row.priority_id, []).append(
            {
                "number": row.number,
                "partner": told["names"][row.organisation_id],
                "what": row.what,
                "due": row.due_on,
                "measure": None if measure is None else f"{measure.ref} {measure.title}",
                "judgement": row.judgement,
                "dropped_on": row.dropped_on,
                "drop_reason": row.drop_reason,
            }
        )
    return [
        {
            "key": row.key,
            "number": row.number,
            "title": row.title,
            "outcome": row.outcome,
            "outcome_title": outcomes.get(row.outcome, row.outcome),
            "why": row.why,
            "dropped_on": row.dropped_on,
            "commitments": under.get(row.id, []),
        }
        for row in priorities(desk, plan.id)
    ]


def _groups(desk: Desk, plan: Any) -> list[dict[str, Any]]:
    titles = levels_known(desk)
    order = list(titles)
    return [
        {
            "key": row.key,
            "title": row.title,
            "for": row.for_group,
            "priorities": row.priorities,
            "levels": [
                {**one, "title": titles.get(one["level"], one["level"])}
                for one in sorted(
                    row.levels,
                    key=lambda one: order.index(one["level"]) if one["level"] in order else 99,
                )
            ],
            "dropped_on": row.dropped_on,
        }
        for row in groups(desk, plan.id)
    ]


def _notes(desk: Desk, plan: Any) -> list[Refusal]:
    """What people should know of a plan, in the words its basis allows."""
    found = []
    if plan.state not in LIVE:
        return []
    under = [row.outcome for row in priorities(desk, plan.id) if row.dropped_on is None]
    if left_out := uncovered(plan.basis, under):
        titles = outcomes_known(desk, plan)
        told = {"ref": plan.ref, "missing": [titles.get(one, one) for one in left_out]}
        found.append(Refusal("plan.not_covered", told))
    if plan.state == "agreed":
        found.append(Refusal("plan.to_be_published", {"ref": plan.ref, "on": plan.agreed_on}))
    found += _consented_early(desk, plan)
    if decision_gone(desk, plan):
        board, report = desk.by_id("body", plan.body_id), desk.by_id("proposal", plan.proposal_id)
        told = {"ref": plan.ref, "board": board.name, "report": report.ref, "state": report.state}
        found.append(Refusal("plan.decision_gone", told))
    if plan.state in IN_USE:
        found += review_notes(desk, plan)
        if plan.to_day < desk.today:
            found.append(Refusal("plan.period_over", {"ref": plan.ref, "on": plan.to_day}))
    return found


def _consented_early(desk: Desk, plan: Any) -> Iterator[Refusal]:
    """Consents to a plan in the making that are dated before the text they are to."""
    if plan.state not in (*OPEN, "agreed"):
        return
    written = last_written(desk, plan.id)
    for part in parts(desk, plan.id):
        who = desk.by_id("organisation", part.organisation_id)
        day = written.get(who.key)
        if part.consent_id is not None and day is not None and part.consented_on < day:
            told = {"partner": who.name, "on": part.consented_on, "written": day, "ref": plan.ref}
            yield Refusal("plan.consent_before_text", {**told, "key": who.key})


def review_notes(desk: Desk, plan: Any) -> list[Refusal]:
    """By when a plan is to be reviewed, or was: as a duty of law only where there is one."""
    due = next(iter(live(desk, plan.id, kind=KIND)), None)
    if due is None:
        return []
    law, late = bound_by_law(plan.basis, due.due_day), due.due_day < desk.today
    code = {
        (True, True): "plan.review_breach",
        (True, False): "plan.review_due_by_law",
        (False, True): "plan.review_overdue",
        (False, False): "plan.review_due",
    }[law, late]
    return [Refusal(code, {"ref": plan.ref, "due": due.due_day})]


def _decides(desk: Desk, plan: Any, report: Any | None) -> dict[str, Any] | None:
    """Who decides on the plan's report, or would; None once it is decided."""
    if plan.state not in OPEN or plan.board_agreed_on is not None:
        return None
    if report is None or report.outcome is not None:
        try:
            scheme = governing_scheme(desk, None, None)
        except (Refused, Unusable):
            return None
        asked = Imagined(
            kind=ASKS, gate=None, value=None, commission_id=None, group_id=None, scheme_key=scheme
        )
        found = outlook(desk, read_report(desk, asked, on=desk.today))
    else:
        found = outlook(desk, read_report(desk, report, on=desk.today))
    earliest: dt.date | None = None if found.earliest is None else found.earliest.day
    return {
        "decider": found.decider,
        "title": found.title,
        "could": list(found.could),
        "waits_for": found.waits_for,
        "earliest": earliest,
        "unclear": list(found.unclear),
    }
