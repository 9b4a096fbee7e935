"""Commissions as lists and pages show them: plain values, read in one picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.commissions.facts import CommissionFile, commission_facts
from governance.application.commissions.gates import decision_for, gate_missing
from governance.application.decommissioning.finding import lines_of
from governance.application.desk import Desk
from governance.application.escalations.queries import blocks, exceptions, history, triggers
from governance.application.funds.queries import funds_of
from governance.application.improvement import queries as improvement
from governance.application.people.queries import names
from governance.application.performance import queries as performance
from governance.application.plans import places
from governance.domain.errors import Unusable
from governance.domain.framework import Gate, principles_due
from governance.domain.suggest import nearest
from governance.store.lists import after_reference, by_reference, in_list
from governance.store.tables import TABLES
from statemachines.commission import COMMISSION

MOST = 500
"""Commissions on one page at the most."""

_AT_WORK = ("open", "at_gate", "reopened")

_commission = TABLES["commission"]
_stage = TABLES["stage_progress"]
_agreement = TABLES["agreement"]
_organisation = TABLES["organisation"]
_proposal = TABLES["proposal"]
_here: Any = bindparam("partnership")


_GROUP = (
    select(_commission.c.id, _commission.c.ref, _commission.c.title, _commission.c.value)
    .where(_commission.c.partnership_id == _here, _commission.c.group_id == bindparam("group"))
    .order_by(*by_reference(_commission.c.ref))
)
_REPORTS = (
    select(
        _proposal.c.ref,
        _proposal.c.kind,
        _proposal.c.title,
        _proposal.c.state,
        _proposal.c.outcome,
        _proposal.c.value,
    )
    .where(
        _proposal.c.partnership_id == _here, _proposal.c.commission_id == bindparam("commission")
    )
    .order_by(*by_reference(_proposal.c.ref))
)
_CHILDREN = (
    select(_commission.c.ref, _commission.c.title)
    .where(_commission.c.partnership_id == _here, _commission.c.parent_id == bindparam("parent"))
    .order_by(*by_reference(_commission.c.ref))
)

_PROVIDERS = select(_organisation.c.id, _organisation.c.name).where(
    _organisation.c.partnership_id == _here, in_list(_organisation.c.id, "ids")
)


def listing(
    desk: Desk,
    *,
    state: str | None = None,
    stage: str | None = None,
    lead: str | None = None,
    ending_before: dt.date | None = None,
    after: str | None = None,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """A page of commissions in the order they were entered, after the reference `after`.

    `stage` is one at work in the present round; `lead` a person by name. Raises `Unusable` for
    names nobody knows.
    """
    known = list(COMMISSION.state_names)
    if state is not None and state not in known:
        near = nearest(state, known)
        raise Unusable.one("commission.state_unknown", state=state[:40], known=known, nearest=near)
    wanted = {
        "state": state,
        "stage": stage,
        "lead": None if lead is None else desk.row("person", lead).id,
        "before": ending_before,
        "after": None if after is None else desk.row("commission", after).ref,
    }
    given = {name: value for name, value in wanted.items() if value is not None}
    size = max(1, min(limit, MOST))
    rows = desk.all(_page(frozenset(given)), size=size, **given)
    people = names(desk, [row.lead_id for row in rows if row.lead_id is not None])
    return [
        {
            "ref": row.ref,
            "title": row.title,
            "state": row.state,
            "lead": people.get(row.lead_id),
            "end_date": row.end_date,
            "value": row.value,
            "round": row.round,
            "flags": len(row.flags),
        }
        for row in rows
    ]


@cache
def _page(given: frozenset[str]) -> Any:
    """The statement for a page, with the filters that are asked for."""
    rows = _commission.c
    conditions = {
        "state": rows.state == bindparam("state"),
        "lead": rows.lead_id == bindparam("lead"),
        "before": rows.end_date < bindparam("before"),
        "after": after_reference(rows.ref, "after"),
        "stage": select(_stage.c.id)
        .where(
            _stage.c.partnership_id == rows.partnership_id,
            _stage.c.commission_id == rows.id,
            _stage.c.round == rows.round,
            _stage.c.stage == bindparam("stage"),
            _stage.c.state.in_(_AT_WORK),
        )
        .exists(),
    }
    return (
        select(_commission)
        .where(rows.partnership_id == _here, *(conditions[name] for name in sorted(given)))
        .order_by(*by_reference(_commission.c.ref))
        .limit(bindparam("size"))
    )


def show(desk: Desk, *, commission: str) -> dict[str, Any]:
    """Everything a person needs to know of a commission, as plain values.

    What a gate misses stands as refusals, for the interface to put into words.
    """
    row = desk.row("commission", commission)
    file = commission_facts(desk, row, desk.today)
    people = names(desk, [row.lead_id] if row.lead_id else [])
    group = [r for r in desk.all(_GROUP, group=row.group_id) if r.id != row.id]
    return {
        "ref": row.ref,
        "id": row.id,
        "version": row.version,
        "title": row.title,
        "state": row.state,
        "lead": people.get(row.lead_id),
        "end_date": row.end_date,
        "framework": None if file.framework is None else file.framework.title,
        "round": row.round,
        "stages": stages_of(file),
        **{f: getattr(row, f) for f in ("need", "population", "outcomes", "level", "mechanism")},
        "regime": row.regime,
        "value": row.value,
        "organisation": _ref(desk.by_id("organisation", row.organisation_id), "name"),
        "parent": _ref(desk.by_id("commission", row.parent_id), "ref"),
        "children": [child.ref for child in desk.all(_CHILDREN, parent=row.id)],
        "recommissioned_as": _ref(desk.by_id("commission", row.recommissioned_as_id), "ref"),
        "linked": [{"ref": r.ref, "title": r.title, "value": r.value} for r in group],
        "partners": [{"key": p.key, "name": p.name, "share": p.share} for p in file.partners],
        "principles": _principles(file),
        "evidence": [evidence_plain(e) for e in file.evidence],
        "agreements": agreements_plain(desk, file.agreements),
        "reports": [r._asdict() for r in desk.all(_REPORTS, commission=row.id)],
        "cases": lines_of(desk, row.id),
        "funds": funds_of(desk, row.id),
        "facts": row.facts,
        "flags": row.flags,
        "places": places.stands(desk, row.id),
        "measures": performance.summary(desk, row.id),
        "improvement": improvement.open_lines(desk, row.id),
        **_escalated(desk, row.id),
    }


def _escalated(desk: Desk, commission_id: str) -> dict[str, list[dict[str, Any]]]:
    """What escalations ever brought about on a commission, ended or not."""
    found = history(desk, commission_id)
    return {
        "exceptions": [hold.plain() for hold in exceptions(found)],
        "blocks": [hold.plain() for hold in blocks(found)],
        "triggers": [hold.plain() for hold in triggers(found)],
    }


def stages_of(file: CommissionFile) -> list[dict[str, Any]]:
    """The stages of this round in order, each with its gates and what they miss."""
    if file.framework is None:
        return []
    found = []
    for row in file.stages:
        stage = file.framework.stage(row.stage)
        if stage is None:
            continue
        at_work = row.state in _AT_WORK
        found.append(
            {
                "key": row.stage,
                "title": stage.title,
                "state": row.state,
                "opened_on": row.opened_on,
                "completed_on": row.completed_on,
                "gates": [_gate(file, row.stage, gate) for gate in stage.gates],
                "missing": list(gate_missing(file, row.stage)) if at_work else [],
            }
        )
    return found


def _gate(file: CommissionFile, stage: str, gate: Gate) -> dict[str, Any]:
    decided = None if gate.decision is None else decision_for(file, stage, gate)
    return {
        "key": gate.key,
        "title": gate.title,
        "required": gate.required,
        "decision": gate.decision,
        "decided_by": None if decided is None else decided.ref,
    }


def _principles(file: CommissionFile) -> list[dict[str, Any]]:
    """The principles this commission answers, in proportion to its value, and its answers."""
    if file.framework is None:
        return []
    due = {found.key for found in principles_due(file.framework, file.row.value)}
    return [
        {
            "key": found.key,
            "title": found.title,
            "due": found.key in due,
            "answer": file.answers[found.key].answer if found.key in file.answers else None,
        }
        for found in file.framework.principles
        if found.key in due or found.key in file.answers
    ]


def evidence_plain(row: Any) -> dict[str, Any]:
    """A document's row for a list."""
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "round": row.round,
        "file": row.file,
        "size": row.size,
        "sha256": row.digest,
        "closed": row.closed,
        "paragraph": row.closed_paragraph,
        "closed_reason": row.closed_reason,
        "added_at": row.added_at,
    }


def agreements_plain(desk: Desk, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Agreements' rows for a list; the providers' names are read for all at once."""
    wanted = sorted({row.provider_id for row in rows if row.provider_id is not None})
    known = {p.id: p.name for p in desk.all(_PROVIDERS, ids=wanted)} if wanted else {}
    return [_agreement_plain(row, known.get(row.provider_id)) for row in rows]


def _agreement_plain(row: Any, provider: str | None) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "title": row.title,
        "kind": row.kind,
        "state": row.state,
        "provider": provider,
        "lot": row.lot,
        "value": row.value,
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "regime": row.regime,
        "extensions": row.extensions,
        "flags": row.flags,
    }


def agreements(
    desk: Desk, *, commission: str | None = None, ending_before: dt.date | None = None
) -> list[dict[str, Any]]:
    """Agreements by the day they end: of one commission, or those that end before a day."""
    given: Mapping[str, Any] = {
        "commission": None if commission is None else desk.row("commission", commission).id,
        "before": ending_before,
    }
    known = {name: value for name, value in given.items() if value is not None}
    rows = desk.all(_agreements(frozenset(known)), size=MOST, **known)
    plain = agreements_plain(desk, rows)
    return [{**one, "commission": row.commission} for one, row in zip(plain, rows, strict=True)]


@cache
def _agreements(given: frozenset[str]) -> Any:
    rows = _agreement.c
    conditions = {
        "commission": rows.commission_id == bindparam("commission"),
        "before": rows.ends_on < bindparam("before"),
    }
    return (
        select(_agreement, _commission.c.ref.label("commission"))
        .join(
            _commission,
            (_commission.c.partnership_id == rows.partnership_id)
            & (_commission.c.id == rows.commission_id),
        )
        .where(rows.partnership_id == _here, *(conditions[name] for name in sorted(given)))
        .order_by(rows.ends_on, rows.ref)
        .limit(bindparam("size"))
    )


def _ref(row: Any | None, column: str) -> str | None:
    return None if row is None else str(getattr(row, column))
