"""The agreement behind a fund: written, completed, executed, ended; by people and by the clock.

A draft may be incomplete. What was agreed, executed or varied outside Vires is recorded with its
reason and flagged with whatever it lacks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from governance import words
from governance.application.change import Change, Receipt, Update
from governance.application.commissions.flags import flag
from governance.application.deadlines.rows import deadline
from governance.application.deadlines.settling import live, met, superseded
from governance.application.desk import Desk
from governance.application.funds.finding import (
    BY_VIRES,
    POOLED,
    STANDING,
    agreements,
    deciders,
    known_organisations,
    on_its_way,
    parties,
    parties_to,
    standing_agreement,
)
from governance.application.funds.periodic import begin_reports, dropped
from governance.application.funds.setting_up import entered, open_fund
from governance.application.permissions import must_be, permissions
from governance.domain.errors import Problem, Refusal, Refused, Unusable
from governance.domain.funds.clauses import CLAUSES, lacking
from governance.domain.funds.terms import MANAGER, Terms, partners_named, terms_values
from governance.domain.suggest import nearest
from statemachines.machine import enter, step
from statemachines.permissions import Permission
from statemachines.pooled_agreement import POOLED_AGREEMENT, PooledAgreementFacts

BEGINS: Final = "pool_begins"
ENDS: Final = "pool_ends"
WRITTEN: Final = ("draft",)
"""States in which an agreement is still being written."""

OUTSIDE: Final[Mapping[str, str]] = {
    "record_agreed": "pool.agreed_outside",
    "record_executed": "pool.executed_outside",
    "record_varied": "pool.varied_outside",
}
"""Moves that record what was done outside Vires, and the flag each leaves."""


def draft(desk: Desk, fund: str, *, terms: Terms, seen: int | None = None) -> Receipt:
    """Begin to write the agreement behind a pooled fund, from a text.

    Raises `Refused` where one is being written already, `Unusable` for names nobody knows.
    """
    row = desk.row("fund", fund, seen=seen)
    facts = PooledAgreementFacts(permissions=permissions(desk))
    state = enter(POOLED_AGREEMENT, "start", facts)
    open_fund(row)
    if row.kind != POOLED:
        raise Refused.one("fund.aligned_needs_none", ref=row.ref)
    before = agreements(desk, row.id)
    if ahead := [one for one in before if one.state in ("draft", "agreed", "executed")]:
        raise Refused.one("pool.written_already", ref=row.ref, agreement=ahead[-1].ref)
    _known_names(desk, terms)
    title = words.say("pool.title_of_draft", {"fund": row.title}, desk.partnership.language)
    values = {"title": title, **terms_values(terms)}
    receipt = desk.apply(
        Change(
            kind="pooled_agreement.drafted",
            table="pooled_agreement",
            subject=None,
            values={
                "id": desk.new_id(),
                "ref": desk.next_ref("pooled_agreement"),
                "fund_id": row.id,
                "number": len(before) + 1,
                "state": state,
                "partners": [],
                "clauses": {},
                "permitted": [],
                "limits": [],
                "overspend": {},
                "underspend": {},
                "flags": [],
                **values,
            },
            facts={"fund": row.ref, "says": sorted(terms.given - {"vires"})},
        )
    )
    _partners_set_up(desk, row.id, terms)
    return receipt


def amend(
    desk: Desk,
    agreement: str,
    *,
    terms: Terms = Terms(),  # noqa: B008  # frozen
    clauses: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Receipt:
    """Change what a draft says. Raises `Refused` once it is agreed: then it is varied.

    Nor does it change while partners decide on it: each decides on what lies before it.
    """
    row, fund = with_fund(desk, agreement, seen=seen)
    must_be(desk, Permission.SECRETARY, Permission.COMMISSIONER)
    if row.state not in WRITTEN:
        raise Refused.one("pool.not_a_draft", ref=row.ref, state=row.state.replace("_", " "))
    if (report := on_its_way(desk, row)) is not None:
        raise Refused.one("pool.before_partners", ref=row.ref, report=report.ref)
    given = dict(clauses or {})
    if unknown := sorted(given.keys() - set(CLAUSES)):
        near, known = nearest(unknown[0], CLAUSES), list(CLAUSES)
        raise Unusable.one("pool.clause_unknown", name=unknown[0][:40], nearest=near, known=known)
    _known_names(desk, terms)
    values = terms_values(terms)
    values["clauses"] = {**row.clauses, **terms.clauses, **given}
    receipt = desk.apply(
        Change(
            kind="pooled_agreement.amended",
            table="pooled_agreement",
            subject=row,
            values=values,
            facts={"says": sorted({*terms.given, *given} - {"vires"})},
        )
    )
    _partners_set_up(desk, fund.id, terms)
    return receipt


def move(
    desk: Desk,
    agreement: str,
    *,
    move: str,
    reason: str = "",
    on: dt.date | None = None,
    terms: Terms = Terms(),  # noqa: B008  # frozen
    seen: int | None = None,
) -> Receipt:
    """Make a move of an agreement's lifecycle that people make: `execute`, `end`, `record_...`.

    `on` is the day it was executed or ended, `terms` what was varied. Raises `NoSuchMove`, or
    `GuardRefused` with everything that is against it.
    """
    row, fund = with_fund(desk, agreement, seen=seen)
    day = on or desk.today
    facts = PooledAgreementFacts(
        permissions=permissions(desk),
        reason=reason,
        lacking=wanting(desk, row, fund),
        runs_on=_runs_on(desk, row, terms),
    )
    state = step(POOLED_AGREEMENT, row.state, move, facts)
    if day > desk.today:
        raise Refused.one("pool.day_ahead", on=day)
    _known_names(desk, terms)
    values: dict[str, Any] = {"state": state}
    told: dict[str, Any] = {"move": move, "before": row.state, "reason": reason.strip()}
    writes: list[Any] = []
    if move in ("execute", "record_executed"):
        values["executed_on"] = day
        writes += _begin_deadline(desk, row)
    if move in ("end", "set_aside"):
        values["ended_on"] = day
        writes += [superseded(desk, due) for due in live(desk, row.id)]
    if move == "record_varied":
        values |= terms_values(terms)
        writes += _new_end(desk, row, values)
    if move in OUTSIDE:
        gone = [one.code for one in facts.lacking or ()] if move == "record_executed" else []
        one = flag(OUTSIDE[move], on=day, reason=reason.strip())
        values["flags"] = [*row.flags, one]
        values["flags"] += [flag("pool.executed_incomplete", count=len(gone))] if gone else []
        told["lacking"] = gone
    receipt = desk.apply(
        Change(
            kind=f"pooled_agreement.moved.{move}",
            table="pooled_agreement",
            subject=row,
            values=values,
            facts=told,
            writes=tuple(writes),
        )
    )
    if move == "record_varied":
        _partners_in(desk, fund.id, terms.partners)
    if move == "end":
        _let_go_of_reports(desk, fund.id, day)
    if state == "executed" and (row.starts_on is None or row.starts_on <= desk.today):
        begin(desk, row.id)
    return receipt


def begin(desk: Desk, agreement_id: str) -> list[Receipt]:
    """Begin an executed agreement: what stood before it ends, its reports are asked for.

    The partners that it names are in the fund from now on; while it was written they were not.
    """
    row = desk.row("pooled_agreement", agreement_id)
    made = [
        _replaced(desk, one.id, row)
        for one in agreements(desk, row.fund_id)
        if one.state in STANDING
    ]
    state = step(POOLED_AGREEMENT, row.state, "begin", BY_VIRES)
    ahead = [met(desk, due) for due in live(desk, row.id, kind=BEGINS)]
    values: dict[str, Any] = {"state": state}
    if row.starts_on is None:
        values["starts_on"] = row.executed_on
    made.append(
        desk.apply(
            Change(
                kind="pooled_agreement.moved.begin",
                table="pooled_agreement",
                subject=row,
                values=values,
                facts={"move": "begin", "before": row.state},
                writes=(*ahead, *_end_deadline(desk, row, row.ends_on)),
            )
        )
    )
    _partners_in(desk, row.fund_id, row.partners)
    asked = begin_reports(desk, row.fund_id)
    return made if asked is None else [*made, asked]


def begin_when_due(desk: Desk, due: Any) -> list[Receipt]:
    """The clock's effect of `pool_begins`: begin what is executed; else there is nothing."""
    row = desk.row("pooled_agreement", due.subject_id)
    return begin(desk, row.id) if row.state == "executed" else []


def expire_when_due(desk: Desk, due: Any) -> list[Receipt]:
    """The clock's effect of `pool_ends`: its last day is past, so it operates on extension.

    The deadline runs on, and escalates, until a variation covers it or it is ended.
    """
    row = desk.row("pooled_agreement", due.subject_id)
    if row.state not in ("in_force", "varied") or row.ends_on is None or row.ends_on >= desk.today:
        return []
    state = step(POOLED_AGREEMENT, row.state, "expire", BY_VIRES)
    one = flag("pool.on_extension_since", on=row.ends_on)
    return [
        desk.apply(
            Change(
                kind="pooled_agreement.moved.expire",
                table="pooled_agreement",
                subject=row,
                values={"state": state, "flags": [*row.flags, one]},
                facts={"move": "expire", "before": row.state, "due": due.due_day},
            )
        )
    ]


def set_end_again(desk: Desk, agreement_id: str) -> Receipt | None:
    """Set the deadline of an agreement's last day where it has none; None without such a day."""
    row = desk.row("pooled_agreement", agreement_id)
    if row.ends_on is None:
        return None
    return desk.apply(
        Change(
            kind="pooled_agreement.deadline_set_again",
            table="pooled_agreement",
            subject=row,
            values={},
            facts={"kind": ENDS, "ends_on": row.ends_on},
            writes=tuple(_end_deadline(desk, row, row.ends_on)),
        )
    )


def wanting(desk: Desk, row: Any, fund: Any) -> tuple[Refusal, ...]:
    """Everything an agreement has to say (SI 2000/617 regulation 7) and does not."""
    return lacking(
        row.clauses,
        parties=len(parties_to(desk, row)),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        has_manager=fund.manager_id is not None,
    )


def varied(desk: Desk, row: Any, terms: Terms, *, decision: str, proposal_id: str) -> Receipt:
    """Write what each partner has agreed to change; a later last day moves its deadline."""
    facts = replace(BY_VIRES, runs_on=_runs_on(desk, row, terms))
    state = step(POOLED_AGREEMENT, row.state, "vary", facts)
    values = {**terms_values(terms), "state": state, "proposal_id": proposal_id}
    if "clauses" in values:
        values["clauses"] = {**row.clauses, **values["clauses"]}
    return desk.apply(
        Change(
            kind="pooled_agreement.moved.vary",
            table="pooled_agreement",
            subject=row,
            values=values,
            facts={"move": "vary", "before": row.state, "says": sorted(terms.given - {"vires"})},
            writes=tuple(_new_end(desk, row, values)),
            authority=decision,
        )
    )


def _runs_on(desk: Desk, row: Any, terms: Terms) -> bool:
    """Whether its last day, as varied, is past: then it operates on extension as before."""
    ends = terms_values(terms).get("ends_on", row.ends_on)
    return row.state == "on_extension" and ends is not None and ends < desk.today


def with_fund(desk: Desk, agreement: str, *, seen: int | None = None) -> tuple[Any, Any]:
    """An agreement and its fund, locked in the order in which decisions lock them."""
    row = desk.row("pooled_agreement", agreement, seen=seen)
    return row, desk.row("fund", row.fund_id)


def _replaced(desk: Desk, agreement_id: str, by: Any) -> Receipt:
    row = desk.row("pooled_agreement", agreement_id)
    facts = PooledAgreementFacts(permissions=BY_VIRES.permissions, reason=by.ref)
    state = step(POOLED_AGREEMENT, row.state, "end", facts)
    return desk.apply(
        Change(
            kind="pooled_agreement.moved.end",
            table="pooled_agreement",
            subject=row,
            values={"state": state, "ended_on": desk.today},
            facts={"move": "end", "before": row.state, "followed_by": by.ref},
            writes=tuple(superseded(desk, due) for due in live(desk, row.id)),
        )
    )


def _let_go_of_reports(desk: Desk, fund_id: str, day: dt.date) -> None:
    gone = dropped(desk, fund_id, after=day)
    if gone:
        desk.apply(
            Change(
                kind="fund.reports_dropped",
                table="fund",
                subject=desk.row("fund", fund_id),
                values={},
                facts={"after": day},
                writes=tuple(gone),
            )
        )


def _new_end(desk: Desk, row: Any, values: Mapping[str, Any]) -> list[Update | Any]:
    """The deadline of a new last day; one that was overdue is met by being covered."""
    ends = values.get("ends_on", row.ends_on)
    if ends == row.ends_on or ends is None:
        return []
    if ends < desk.today:
        raise Refused.one("pool.end_past", on=ends)
    return [
        *(superseded(desk, d) for d in live(desk, row.id, kind=ENDS)),
        *_end_deadline(desk, row, ends),
    ]


def _begin_deadline(desk: Desk, row: Any) -> list[Any]:
    if row.starts_on is None or row.starts_on <= desk.today:
        return []
    return [_clocked(desk, row, BEGINS, row.starts_on, f"{row.starts_on.isoformat()}")]


def _end_deadline(desk: Desk, row: Any, ends: dt.date | None) -> list[Any]:
    if ends is None:
        return []
    cause = f"{ends.isoformat()} ({row.version + 1})"
    return [_clocked(desk, row, ENDS, ends + dt.timedelta(days=1), cause)]


def _clocked(desk: Desk, row: Any, kind: str, day: dt.date, cause: str) -> Any:
    fund = desk.by_id("fund", row.fund_id)
    manager = desk.by_id("person", fund.manager_id)
    return deadline(
        desk,
        kind=kind,
        subject=("pooled_agreement", row.id),
        due_day=day,
        cause=cause,
        owner=f"person:{manager.key}" if manager is not None else Permission.SECRETARY.value,
        effect=kind,
    )


def _known_names(desk: Desk, terms: Terms) -> None:
    """Raise `Unusable` for partners and deciders nobody knows, all at once."""
    problems: list[Problem] = []
    named = (*terms.partners, *partners_named(terms.overspend), *partners_named(terms.underspend))
    known = {row.key: row for row in known_organisations(desk).values() if row.partner}
    for name in dict.fromkeys(named):
        if name not in known:
            told = {"what": "partner", "name": name[:80], "nearest": nearest(name, known)}
            problems.append(Problem("name.unknown", told))
    for decider, _ in terms.limits:
        if decider != MANAGER and decider not in deciders(desk):
            near = nearest(decider, (*deciders(desk), MANAGER))
            told = {"what": "decider", "name": decider[:80], "nearest": near}
            problems.append(Problem("name.unknown", told))
    if problems:
        raise Unusable(problems)


def _partners_set_up(desk: Desk, fund_id: str, terms: Terms) -> None:
    """Take in whoever a draft names while a fund is set up; into a running pool, none."""
    if standing_agreement(desk, fund_id) is None:
        _partners_in(desk, fund_id, terms.partners)


def _partners_in(desk: Desk, fund_id: str, names: Iterable[str]) -> None:
    """Take into a fund whoever is named and not in it."""
    for name in names:
        organisation = desk.row("organisation", name)
        if organisation.id not in parties(desk, fund_id):
            entered(desk, desk.row("fund", fund_id), organisation, on=desk.today)
