"""Triggers as lists and pages show them, and what looking now would open: plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.decommissioning.finding import LIVE
from governance.application.desk import Desk
from governance.application.triggers.finding import found, looks_by_itself
from governance.application.triggers.rules import Found, Ruled, rule_named, rules
from governance.application.triggers.standing import ending
from governance.domain.triggers import CAUSES
from governance.store.lists import in_list
from governance.store.tables import TABLES

MOST = 500
"""Cases and agreements on one page at the most."""

_commission = TABLES["commission"]
_case = TABLES["decommissioning_case"]
_CALLED = select(_commission.c.id, _commission.c.ref, _commission.c.title).where(
    _commission.c.partnership_id == bindparam("partnership"), in_list(_commission.c.id, "ids")
)
_OPEN_BY = select(_case.c.trigger).where(
    _case.c.partnership_id == bindparam("partnership"), _case.c.state.in_(LIVE)
)


def listing(desk: Desk) -> list[dict[str, Any]]:
    """Every trigger in force, in order, and how many cases that it opened are open."""
    open_by = [row.trigger for row in desk.all(_OPEN_BY)]
    return [
        {
            "trigger": one.trigger.key,
            "title": one.trigger.title,
            "looks_for": one.trigger.looks_for,
            "by_itself": looks_by_itself(one.trigger),
            "offers": one.trigger.offers,
            "open": open_by.count(one.trigger.key),
            "version": one.version,
        }
        for one in rules(desk)
    ]


def show(desk: Desk, key: str) -> dict[str, Any]:
    """One trigger in force: everything it says."""
    ruled = rule_named(desk, key)
    rule = ruled.trigger
    said = {
        "periods": rule.periods,
        "measures": rule.measures,
        "questions": list(rule.questions),
        "raised as": rule.raised_as,
        "in a row": rule.in_a_row,
        "days before": rule.days_before,
        "warn days before": rule.warn_days,
        "months before": rule.months_before,
        "months before if complex": rule.complex_months,
        "complex from": rule.complex_from,
        "days after": rule.days_after,
    }
    scope = rule.scope
    return {
        "trigger": rule.key,
        "title": rule.title,
        "source": rule.source,
        "looks_for": rule.looks_for,
        "by_itself": looks_by_itself(rule),
        "offers": rule.offers,
        "answer": {"count": rule.answer.count, "unit": rule.answer.unit},
        "says": {word: said[word] for word in CAUSES[rule.looks_for].says},
        "only_where": {
            "levels": list(scope.levels),
            "mechanisms": list(scope.mechanisms),
            "regimes": list(scope.regimes),
            "tiers": list(scope.tiers),
            "value_from": scope.value_from,
            "value_under": scope.value_under,
            "voluntary": scope.voluntary,
        },
        "version": ruled.version,
    }


def evaluate(desk: Desk, *, commission: str | None = None) -> dict[str, Any]:
    """What looking now would open, for whom and why; and agreements to be watched (amber).

    Asked of all commissions, or of one with its name.
    """
    ids = None if commission is None else [desk.row("commission", commission).id]
    opens: list[tuple[Ruled, Found]] = []
    watched: dict[str, dict[str, Any]] = {}
    known: set[tuple[str, str]] = set()
    for ruled in rules(desk):
        for one in _with_evidence(desk, ruled, ids):
            if (one.commission_id, one.cause) not in known:
                known.add((one.commission_id, one.cause))
                opens.append((ruled, one))
        if ruled.trigger.looks_for == "agreement ending":
            for one in ending(desk, ruled.trigger, ids, warned=True):
                watched.setdefault(one.evidence[0]["ref"], {"of": one, **one.evidence[0]})
    named = _called(desk, [one.commission_id for _, one in opens])
    named |= _called(desk, [w["of"].commission_id for w in watched.values()])
    return {
        "on": desk.today.isoformat(),
        "opens": [_plain(ruled, one, named) for ruled, one in opens[:MOST]],
        "opens_in_all": len(opens),
        "watched": [
            {**w, "commission": named[w.pop("of").commission_id].ref}
            for w in list(watched.values())[:MOST]
        ],
        "watched_in_all": len(watched),
    }


def watched_of(desk: Desk, commission_id: str) -> list[dict[str, Any]]:
    """The agreements of a commission that end before long and nothing follows (amber or red)."""
    seen: dict[str, dict[str, Any]] = {}
    for ruled in rules(desk):
        if ruled.trigger.looks_for == "agreement ending":
            for one in ending(desk, ruled.trigger, [commission_id], warned=True):
                seen.setdefault(one.evidence[0]["ref"], one.evidence[0])
    return list(seen.values())


def _with_evidence(desk: Desk, ruled: Ruled, ids: Sequence[str] | None) -> list[Found]:
    """What a trigger finds, each with its evidence; at most so many are read in full."""
    made = found(desk, ruled.trigger, ids)
    bare = [one.commission_id for one in made if not one.cause][:MOST]
    full = {one.commission_id: one for one in found(desk, ruled.trigger, bare)} if bare else {}
    return [full.get(one.commission_id, one) if not one.cause else one for one in made]


def _called(desk: Desk, ids: Sequence[str]) -> dict[str, Any]:
    wanted = sorted(set(ids))[: 2 * MOST]
    return {row.id: row for row in desk.all(_CALLED, ids=wanted)} if wanted else {}


def _plain(ruled: Ruled, one: Found, named: dict[str, Any]) -> dict[str, Any]:
    commission = named[one.commission_id]
    return {
        "commission": commission.ref,
        "title": commission.title,
        "trigger": ruled.trigger.key,
        "why": ruled.trigger.title,
        "offers": ruled.trigger.offers,
        "cause": one.cause,
        "evidence": [dict(said) for said in one.evidence],
    }
