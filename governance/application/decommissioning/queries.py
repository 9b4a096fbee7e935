"""Decommissioning cases as lists and pages show them: plain values, read in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from governance.application.deadlines.queries import deadlines
from governance.application.decommissioning.finding import LIVE, TABLE, of_commission
from governance.application.decommissioning.outlook import ahead_of
from governance.application.decommissioning.safeguards import safeguards_missing
from governance.application.decommissioning.wants import CaseFile, case_file, facts_for
from governance.application.desk import Desk
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.lists import after_reference, by_reference, contains, in_list
from governance.store.tables import TABLES
from statemachines.decommissioning import DECOMMISSIONING
from statemachines.machine import look

MOST: Final = 500
"""Cases on one page at the most."""

PAGE: Final = 50
"""Cases on a page of a list."""

_case = TABLES[TABLE]
_commission = TABLES["commission"]
_here: Any = bindparam("partnership")
_COLUMNS = (
    select(_case, _commission.c.ref.label("commission"), _commission.c.title.label("title"))
    .join(
        _commission,
        (_commission.c.partnership_id == _case.c.partnership_id)
        & (_commission.c.id == _case.c.commission_id),
    )
    .where(_case.c.partnership_id == _here)
)
_IN_STATES = (
    _COLUMNS.where(in_list(_case.c.state, "states"))
    .order_by(*by_reference(_case.c.ref))
    .limit(MOST)
)
_OF_COMMISSION = _COLUMNS.where(_case.c.commission_id == bindparam("commission")).order_by(
    *by_reference(_case.c.ref)
)


def listing(
    desk: Desk, *, state: str | None = None, commission: str | None = None, over: bool = False
) -> list[dict[str, Any]]:
    """Cases in the order they were opened: those that go on, those `over` too, or of one state.

    Raises `Unusable` for a state nobody knows.
    """
    known = list(DECOMMISSIONING.state_names)
    name = None if state is None else state.replace(" ", "_").replace("-", "_")
    if name is not None and name not in known:
        spoken = [one.replace("_", " ") for one in known]
        near = nearest(name.replace("_", " "), spoken)
        told = {"state": str(state)[:40], "known": spoken, "nearest": near}
        raise Unusable.one("decommissioning.state_unknown", **told)
    if commission is not None:
        rows = desk.all(_OF_COMMISSION, commission=desk.row("commission", commission).id)
        rows = [row for row in rows if name in (None, row.state)]
    else:
        wanted = [name] if name else known if over else [*LIVE, "closed"]
        rows = desk.all(_IN_STATES, states=wanted)
    return [_line(row) for row in rows]


def page(
    desk: Desk,
    *,
    states: Sequence[str] = (),
    text: str = "",
    after: str | None = None,
    limit: int = PAGE,
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of cases in those states, all where none is named, and the reference it goes on after.

    `text` is looked for in what opened them and in the titles and references of commissions.
    """
    given: dict[str, Any] = {}
    if states:
        given["states"] = list(states)
    if text.strip():
        given["text"] = text.strip()[:100]
    if after:
        given["after"] = after
    size = max(1, min(limit, PAGE))
    rows = desk.all(_page(frozenset(given)), size=size + 1, **given)
    lines = [_line(row) for row in rows[:size]]
    return lines, lines[-1]["ref"] if len(rows) > size else None


@cache
def _page(given: frozenset[str]) -> Any:
    """The statement for a page, with the filters that are asked for."""
    conditions = {
        "states": in_list(_case.c.state, "states"),
        "text": or_(
            contains(_case.c.because, "text"),
            contains(_commission.c.title, "text"),
            contains(_commission.c.ref, "text"),
        ),
        "after": after_reference(_case.c.ref, "after"),
    }
    return (
        _COLUMNS.where(*(conditions[name] for name in sorted(given)))
        .order_by(*by_reference(_case.c.ref))
        .limit(bindparam("size"))
    )


def _line(row: Any) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "commission": row.commission,
        "title": row.title,
        "state": row.state,
        "cause": row.cause,
        "because": row.because,
        "opened_on": row.opened_on,
        "ends_on": row.closed_on or row.notice_ends_on,
    }


def show(desk: Desk, name: str) -> dict[str, Any]:
    """Everything a person needs to know of a case; what is missing stands as refusals."""
    row = desk.row(TABLE, name)
    file = case_file(desk, row)
    officer = desk.by_id("person", row.officer_id)
    after = desk.by_id("commission", row.replacement_id)
    agreement = desk.by_id("agreement", row.agreement_id)
    return {
        "ref": row.ref,
        "id": row.id,
        "version": row.version,
        "commission": file.commission.ref,
        "title": file.commission.title,
        "agreement": None if agreement is None else agreement.ref,
        "state": row.state,
        "meaning": DECOMMISSIONING.state(row.state).meaning,
        "moved_by": DECOMMISSIONING.state(row.state).moved_by,
        "trigger": row.trigger,
        "cause": row.cause,
        "because": row.because,
        "way": row.way,
        "reason": row.reason,
        "evidence": row.evidence,
        "officer": None if officer is None else officer.key,
        "opened_on": row.opened_on,
        "scope": row.scope,
        "partial": row.partial,
        "continuity": row.continuity,
        "appraisal": row.appraisal or {},
        "savings": row.savings or {},
        "consultation": row.consultation or {},
        "plans": [{"ref": p.ref, "title": p.title, "state": p.state} for p in file.plans],
        "report": _report(desk, file),
        "notice_on": row.notice_on,
        "notice_ends_on": row.notice_ends_on,
        "notice_short": row.notice_short,
        "notice_terms": row.notice_terms,
        "transition": row.transition or {},
        "counts": [{"on": c.on_day, "cases": c.cases, "moved": c.moved} for c in file.counts],
        "replacement": None if after is None else after.ref,
        "no_replacement": row.no_replacement,
        "closed_on": row.closed_on,
        "evaluated_on": row.evaluated_on,
        "evaluation": row.evaluation or {},
        "flags": row.flags,
        "deadlines": _deadlines(desk, row.ref),
        "moves": moves(file),
        "ahead": ahead_of(desk, file),
    }


def moves(file: CaseFile) -> list[dict[str, Any]]:
    """Every move of a case that people can make from where it is, and what closes it."""
    seen = look(DECOMMISSIONING, file.row.state, facts_for(file, reason="as given"))
    people = {m.name for m in DECOMMISSIONING.moves if m.who - _ENGINE}
    return [
        {"move": one.move, "to": one.target, "refusals": list(one.refusals)}
        for one in seen
        if one.move in people
    ]


_ENGINE: Final = frozenset({"vires", "clock"})


def _report(desk: Desk, file: CaseFile) -> dict[str, Any] | None:
    report = file.report
    if report is None:
        return None
    return {
        "ref": report.ref,
        "state": report.state,
        "outcome": report.outcome,
        "lacks": list(safeguards_missing(desk, report, case=file.row))
        if report.decided_on is None
        else [],
    }


def _deadlines(desk: Desk, ref: str) -> list[dict[str, Any]]:
    found = [
        v for state in ("running", "paused") for v in deadlines(desk, subject=ref, state=state)
    ]
    return [{"kind": v.row.kind, "due": v.row.due_day, "state": v.row.state} for v in found]


def ahead(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The cases of a commission that go on: where each stands, and what lies ahead."""
    found = []
    for row in of_commission(desk, commission_id):
        if row.state not in (*LIVE, "closed"):
            continue
        file = case_file(desk, row)
        found.append(
            {
                "ref": row.ref,
                "state": row.state,
                "meaning": DECOMMISSIONING.state(row.state).meaning,
                "cause": row.cause,
                "moves": moves(file),
                "ahead": ahead_of(desk, file),
            }
        )
    return found
