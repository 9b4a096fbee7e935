"""What of the register another version of a scheme would send elsewhere.

Both versions are asked about what the register knows: of every live report, and of the next
decision of every commission, as "what next?" finds it. How much each decider would gain or lose
a month comes from the cases recorded with a year's decisions. What lies in no region that
differs goes the same way, and is not asked about again: that is what makes a large register
feasible.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import bindparam, select

from governance import words
from governance.application.commissions.facts import DECIDES, CommissionFile, framework_of
from governance.application.desk import Desk
from governance.application.next_steps import gates_ahead
from governance.application.proposals.case import Known, make_case
from governance.application.proposals.drafting import governing_scheme
from governance.application.proposals.held_to import held_to, rules_of
from governance.application.proposals.in_bulk import Register, pages
from governance.application.proposals.outlook import Imagined
from governance.application.proposals.partners import UNDECIDED
from governance.application.rulebook.regions import Regions
from governance.domain.assurance.comparing import Comparison
from governance.domain.authority import (
    Case,
    Conflict,
    Determined,
    NoRule,
    Outcome,
    Scheme,
    Undetermined,
    answer,
    compile_scheme,
)
from governance.domain.authority.model import Value
from governance.domain.errors import Refused, Unusable
from governance.store.tables import TABLES

MONTHS = 12
"""How far back the record is read."""

_proposal = TABLES["proposal"].c
_REPORTS = (
    select(
        _proposal.id,
        _proposal.ref,
        _proposal.title,
        _proposal.kind,
        _proposal.gate,
        _proposal.value,
        _proposal.answers,
        _proposal.details,
        _proposal.commission_id,
        _proposal.agreement_id,
        _proposal.round,
        _proposal.state,
    )
    .where(
        _proposal.partnership_id == bindparam("partnership"),
        _proposal.scheme_key == bindparam("scheme"),
        _proposal.state.in_(UNDECIDED),
        _proposal.decided_on.is_(None),
    )
    .order_by(_proposal.ref)
)
_DECIDED = (
    select(_proposal.case_facts)
    .where(
        _proposal.partnership_id == bindparam("partnership"),
        _proposal.scheme_key == bindparam("scheme"),
        _proposal.decided_on > bindparam("since"),
        _proposal.decided_on <= bindparam("until"),
    )
    .order_by(_proposal.id)
)


def on_the_register(desk: Desk, found: Comparison, old: Scheme, new: Scheme) -> dict[str, Any]:
    """Live reports and commissions that would go elsewhere, and what each decider would gain.

    `found` is how the two versions differ; the register is asked as on its first day. Reports
    and commissions under schemes of another key than the old version's are left out. A commission
    whose next decision is asked for by a live report is not counted again among `commissions`,
    but in `under_way`.
    """
    both = _Both(found, old, new)
    known = Register(desk)
    elsewhere: list[dict[str, Any]] = []
    reports = desk.tx.all(_REPORTS, partnership=desk.pid, scheme=old.key)
    for row in reports:
        commission = known.commissions.get(row.commission_id)
        parted = both.asked(known.about(row, commission, found.on))
        if parted is not None:
            told = {"proposal": row.ref, "commission": getattr(commission, "ref", None)}
            elsewhere.append(_told(told | {"kind": row.kind, "title": row.title}, parted))
    count = under_way = 0
    reported = {row.commission_id for row in reports}
    for commission, ahead in _next_decisions(desk, old.key):
        if ahead is None:
            under_way += commission.id in reported
            continue
        count += 1
        gate, kind = ahead
        row = Imagined(
            kind=kind,
            gate=gate,
            value=commission.value,
            commission_id=commission.id,
            group_id=commission.group_id,
            round=commission.round,
            scheme_key=old.key,
        )
        parted = both.asked(known.about(row, commission, found.on))
        if parted is not None:
            told = {"proposal": None, "commission": commission.ref, "gate": gate}
            elsewhere.append(_told(told | {"kind": kind, "title": commission.title}, parted))
    return {
        "scheme": old.key,
        "proposals": len(reports),
        "commissions": count,
        "under_way": under_way,
        "elsewhere": elsewhere,
        "record": _record(desk, both, found.on),
    }


def _told(what: dict[str, Any], parted: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Any]:
    before, after = parted
    ref = what["proposal"] or what["commission"]
    params = {"ref": ref, "title": what["title"], "kind": what["kind"]}
    params |= {"before": before["words"], "after": after["words"]}
    said = words.say("compare.elsewhere", params)
    return {**what, "before": before, "after": after, "words": said}


# --- the next decision of every commission


def _next_decisions(desk: Desk, scheme: str) -> Iterator[tuple[Any, tuple[str, str] | None]]:
    """Every commission under a scheme with the gate of its next decision and the kind of it.

    None in their place where no decision is ahead that nobody has asked for.
    """
    governed: dict[str | None, bool] = {}
    frameworks: dict[tuple[str | None, str], Any] = {}
    for rows, stages, reports in pages(desk):
        for row in rows:
            lead = row.organisation_id
            if lead not in governed:
                governed[lead] = _governs(desk, scheme, row)
            if not governed[lead]:
                continue
            named = (row.framework_version_id, row.framework_key)
            if named not in frameworks:
                frameworks[named] = framework_of(desk, row, desk.today)
            mine = reports.get(row.id, [])
            file = _file(desk, row, frameworks[named], stages.get(row.id, []), mine)
            ahead = gates_ahead(file, mine)
            yield row, ahead[0] if ahead else None


def _governs(desk: Desk, scheme: str, commission: Any) -> bool:
    try:
        return governing_scheme(desk, commission, None) == scheme
    except Refused:
        return False


def _file(
    desk: Desk, row: Any, framework: Any, stages: list[Any], reports: list[Any]
) -> CommissionFile:
    """As much of a commission's file as its gates ahead need."""
    place = {} if framework is None else {k: n for n, k in enumerate(framework.stage_keys)}
    mine = sorted(
        (one for one in stages if one.round == row.round),
        key=lambda one: place.get(one.stage, len(place)),
    )
    decisions = (p for p in reports if p.state == "effective" and p.outcome in DECIDES)
    return CommissionFile(
        row=row,
        on=desk.today,
        framework=framework,
        lead=None,
        stages=tuple(mine),
        partners=(),
        evidence=(),
        answers={},
        agreements=(),
        decisions=tuple(decisions),
        permissions=frozenset(),
        holds=(),
    )


# --- asking both versions


class _Both:
    """Two versions, asked about one case after the other."""

    def __init__(self, found: Comparison, old: Scheme, new: Scheme) -> None:
        self.schemes = old, new
        self.compiled = compile_scheme(old, found.on), compile_scheme(new, found.on)
        self.union = replace(old, inputs=found.inputs)
        self.regions = Regions(found, found.on)
        self._keys: dict[tuple[bool, str], Hashable] = {}

    def asked(self, known: Known) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Where a report goes before and after; None where that is the same."""
        case, _ = make_case(self.union, known)
        if self.regions.apart_from(case.values):
            return None
        outcomes = [
            self.outcome(at, make_case(scheme, known)[0], kind=known.kind)
            for at, scheme in enumerate(self.schemes)
        ]
        if self.key(0, outcomes[0]) == self.key(1, outcomes[1]):
            return None
        return self.plain(0, outcomes[0]), self.plain(1, outcomes[1])

    def outcome(self, at: int, case: Case, *, kind: str | None) -> Outcome | None:
        """What a version answers; None where it has no room for the case."""
        scheme = self.schemes[at]
        if kind is not None and any(
            one.derived == "kind" and kind not in one.choices for one in scheme.inputs.values()
        ):
            # As for a report: no rule takes what the scheme has no word for.
            return NoRule(scheme.fallback)
        try:
            return answer(self.compiled[at], case)
        except Unusable:
            return None

    def key(self, at: int, outcome: Outcome | None) -> Hashable:
        """Equal for two answers by which a case goes the same way."""
        if outcome is None:
            return "impossible"
        return held_to(outcome, partial(self._key, at))

    def _key(self, at: int, rule: str) -> Hashable:
        named = (at == 1, rule)
        if named not in self._keys:
            self._keys[named] = rules_of(self.schemes[at])(rule)
        return self._keys[named]

    def deciders(self, at: int, outcome: Outcome | None) -> tuple[str, ...] | None:
        """Who has the final word; None where the case says too little."""
        match outcome:
            case Determined(rule=rule):
                return tuple(sorted(self.schemes[at].rule(rule).deciders[-1]))
            case Undetermined() | None:
                return None
            case NoRule(fallback=str(fallback)):
                return (fallback,)
        return ("nobody",)

    def title(self, key: str) -> str:
        """What people call a decider."""
        for scheme in reversed(self.schemes):
            if key in scheme.deciders:
                return scheme.deciders[key].title
        return words.term(key)

    def plain(self, at: int, outcome: Outcome | None) -> dict[str, Any]:
        """An answer as data and in words."""
        told: dict[str, Any] = {"rule": None, "deciders": []}
        code: str
        params: dict[str, Any]
        match outcome:
            case None:
                code, params = "compare.impossible", {}
            case Undetermined():
                told["possible"] = list(outcome.possible)
                code, params = "compare.could_be", {"rules": list(outcome.possible)}
            case Conflict(rules):
                code, params = "compare.conflict", {"rules": list(rules)}
            case NoRule(fallback=None):
                code, params = "compare.no_rule", {}
            case NoRule(fallback=fallback):
                code, params = "compare.fallback", {"fallback": fallback}
            case Determined(rule=rule):
                keys = list(self.deciders(at, outcome) or ())
                told |= {"rule": rule, "deciders": keys}
                code = "compare.decided_by"
                params = {"rule": rule, "who": [self.title(key) for key in keys]}
        return {**told, "words": words.say(code, params)}


# --- a year's record


def _record(desk: Desk, both: _Both, on: dt.date) -> dict[str, Any]:
    """How many items a month each decider would gain or lose, by a year's decisions."""
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    decided = unknown = 0
    until = min(on, desk.today)
    since = _year_before(until)
    params = {"scheme": both.schemes[0].key, "since": since, "until": until}
    for row in desk.tx.all(_DECIDED, partnership=desk.pid, **params):
        decided += 1
        recorded = {w["input"]: w["value"] for w in (row.case_facts or {}).get("inputs", ())}
        each = [
            both.deciders(at, both.outcome(at, _as_case(both, at, recorded, on), kind=None))
            for at in (0, 1)
        ]
        if not recorded or None in each:
            unknown += 1
            continue
        for count, keys in zip(counts, each, strict=True):
            count.update(keys or ())
    rows = [_flow(both, key, *(count[key] for count in counts)) for key in counts[0] | counts[1]]
    return {
        "from": (since + dt.timedelta(days=1)).isoformat(),
        "to": until.isoformat(),
        "decisions": decided,
        "unknown": unknown,
        "deciders": sorted(rows, key=lambda one: (one["change"], one["decider"])),
    }


def _year_before(day: dt.date) -> dt.date:
    last = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if last else day.day)


def _flow(both: _Both, key: str, before: int, after: int) -> dict[str, Any]:
    return {
        "decider": key,
        "title": both.title(key),
        "before": round(before / MONTHS, 1),
        "after": round(after / MONTHS, 1),
        "change": round((after - before) / MONTHS, 1),
    }


def _as_case(both: _Both, at: int, recorded: Mapping[str, Value], on: dt.date) -> Case:
    """A recorded case as a version asks for it, decided on a day."""
    old, new = both.schemes
    sources = {one.derived: name for name, one in old.inputs.items() if one.derived is not None}
    values: dict[str, Value] = {}
    for name, one in (old, new)[at].inputs.items():
        if one.derived == "decision_day":
            values[name] = on.toordinal()
            continue
        kept = name if name in recorded else sources.get(one.derived or "", "")
        if kept in recorded:
            values[name] = recorded[kept]
    return Case(values)
