"""Agreements as decisions make and change them, and those that came about outside Vires.

What a decision does is given as a `Change`, for whoever lets the decision take effect to write
in the same transaction. An agreement found running is recorded as it stands, and flagged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, Required, TypedDict, Unpack

from governance.application.change import Change, Insert, Receipt
from governance.application.commissions.agreement_facts import agreement_file
from governance.application.commissions.agreement_moves import changed_end, end_deadline
from governance.application.commissions.flags import flag
from governance.application.desk import Desk
from governance.application.naming import days_problems, name_problems
from governance.application.permissions import permissions
from governance.application.reviews.scheduling import first_review
from governance.domain.errors import Problem, Unusable
from governance.domain.money import MOST, amount_problems
from governance.domain.procurement import REGIMES
from governance.domain.suggest import nearest
from statemachines.agreement import AGREEMENT, AgreementFacts
from statemachines.machine import enter, step
from statemachines.permissions import Permission

KINDS: Final = ("contract", "call-off", "grant", "service-level-agreement", "in-house", "pool")
"""What an agreement can be."""

_BY_DECISION: Final = AgreementFacts(
    permissions=frozenset({Permission.VIRES.value, Permission.COMMISSION_LEAD.value}),
    undecided=(),
    before_end=(),
)


class Award(TypedDict, total=False):
    """What is agreed with whom. `value` is pence over the term; days are the first and the last.

    `extensions` are options agreed beforehand: `{"until", "value"}`. `provider` names an
    organisation by key, reference or id; `kind` is a contract unless it is said.
    """

    title: Required[str]
    provider: str | None
    kind: str
    lot: str | None
    value: int | None
    starts_on: dt.date | None
    ends_on: dt.date | None
    extensions: Sequence[Mapping[str, Any]]
    regime: str | None


def agreement_change(
    desk: Desk, *, commission: Any, decision: str, **award: Unpack[Award]
) -> Change:
    """The agreement that a decision awards, under a commission's row; `decision` is its report.

    Raises `Unusable` where the award says what cannot be.
    """
    state = enter(AGREEMENT, "award", _BY_DECISION)
    told = {"decision": decision, "commission": commission.ref}
    return _new(desk, commission, award, "agreement.awarded", state=state, told=told)


def extended(
    desk: Desk, agreement: Any, *, ends_on: dt.date, value: int | None, decision: str
) -> Change:
    """An agreement that a decision lets run longer; `value` is what it adds, in pence.

    One that had run out is covered by it (regularised). Raises `NoSuchMove` where it never
    began, or has ended.
    """
    file = agreement_file(desk, agreement, desk.today)
    state = agreement.state
    if state == "expired":
        state = step(AGREEMENT, state, "continue_uncovered", _BY_DECISION)
    state = step(
        AGREEMENT, state, "regularise" if state == "continuing" else "extend", _BY_DECISION
    )
    end, writes = changed_end(desk, file, ends_on)
    taken = {"until": ends_on.isoformat(), "value": value, "decision": decision}
    values = {**end, **_added(agreement, value), "state": state}
    values["extensions"] = [*_not_taken(agreement, ends_on), taken]
    told = {"decision": decision, "until": ends_on, "value": value}
    return _changed(agreement, "agreement.extended", values, told, writes=tuple(writes))


def varied(
    desk: Desk, agreement: Any, *, value: int | None, decision: str, what: str = ""
) -> Change:
    """An agreement that a decision changes; `value` is what it adds, in pence.

    Raises `NoSuchMove` where it is not in force.
    """
    state = step(AGREEMENT, agreement.state, "vary", _BY_DECISION)
    told = {"decision": decision, "value": value, "what": what}
    variation = {**told, "on": desk.today.isoformat()}
    values = {**_added(agreement, value), "state": state}
    values["extensions"] = [*agreement.extensions, variation]
    return _changed(agreement, "agreement.varied", values, told)


def record_agreement(
    desk: Desk,
    *,
    commission: str,
    state: str = "in_force",
    reason: str = "",
    **award: Unpack[Award],
) -> Receipt:
    """Record an agreement that came about outside Vires, in the state it stands in; flagged.

    Raises `Unusable` where it says what cannot be.
    """
    row = desk.row("commission", commission)
    move = next(m for m in AGREEMENT.moves if m.name == "record_as_found")
    if state not in move.targets:
        known = list(move.targets)
        params = {"state": state[:40], "known": known, "nearest": nearest(state, known)}
        raise Unusable.one("agreement.state_unknown", **params)
    facts = AgreementFacts(
        permissions=permissions(desk, commission=row), reason=reason, found_state=state
    )
    entered = enter(AGREEMENT, "record_as_found", facts)
    change = _new(
        desk,
        row,
        award,
        "agreement.recorded",
        state=entered,
        told={"commission": row.ref, "reason": reason},
        flags=_found_flags(desk, award, entered, reason),
    )
    receipt = desk.apply(change)
    if entered == "in_force":
        first_review(desk, row.id, since=award.get("starts_on"))
    return receipt


def _new(
    desk: Desk,
    commission: Any,
    award: Award,
    kind: str,
    *,
    state: str,
    told: Mapping[str, Any],
    flags: Sequence[Mapping[str, Any]] = (),
) -> Change:
    """A new agreement under a commission, with the deadline by which it runs out."""
    problems = _problems(award)
    provider_id = None
    try:
        if (provider := award.get("provider")) is not None:
            provider_id = desk.row("organisation", provider).id
    except Unusable as error:
        problems += error.problems
    if problems:
        raise Unusable(problems)
    row_id = desk.new_id()
    writes: list[Insert] = []
    if state not in ("ended", "expired", "continuing"):
        writes = end_deadline(desk, row_id, award.get("ends_on"), number=1)
    return Change(
        kind=kind,
        table="agreement",
        subject=None,
        values={
            "id": row_id,
            "ref": desk.next_ref("agreement"),
            "commission_id": commission.id,
            "provider_id": provider_id,
            "title": award["title"].strip(),
            "kind": award.get("kind", "contract"),
            "lot": award.get("lot"),
            "state": state,
            "value": award.get("value"),
            "starts_on": award.get("starts_on"),
            "ends_on": award.get("ends_on"),
            "extensions": [dict(option) for option in award.get("extensions", ())],
            "regime": award.get("regime") or commission.regime,
            "flags": [dict(flag) for flag in flags],
        },
        facts=told,
        writes=tuple(writes),
    )


def _changed(
    agreement: Any,
    kind: str,
    values: Mapping[str, Any],
    told: Mapping[str, Any],
    *,
    writes: tuple[Any, ...] = (),
) -> Change:
    return Change(
        kind=kind, table="agreement", subject=agreement, values=values, facts=told, writes=writes
    )


def _added(agreement: Any, value: int | None) -> dict[str, Any]:
    """The value with what is added; one that was not known stays so."""
    if value is None or agreement.value is None:
        return {}
    return {"value": max(0, agreement.value + value)}


def _not_taken(agreement: Any, ends_on: dt.date) -> list[Mapping[str, Any]]:
    """The options and extensions on record, without the option that is taken now."""
    return [
        option
        for option in agreement.extensions
        if "decision" in option or option.get("until") != ends_on.isoformat()
    ]


def _found_flags(desk: Desk, award: Award, state: str, reason: str) -> list[dict[str, Any]]:
    flags = [flag("agreement.found", on=desk.today, reason=reason)]
    ends = award.get("ends_on")
    if state in ("in_force", "notice", "continuing") and ends is not None and ends < desk.today:
        flags.append(flag("agreement.found_past_its_end", ends_on=ends))
    return flags


def _problems(award: Award) -> list[Problem]:
    """Everything an award says that cannot be."""
    found = [*name_problems(award["title"])]
    kind, regime, value = award.get("kind", "contract"), award.get("regime"), award.get("value")
    if kind not in KINDS:
        params = {"kind": kind[:40], "known": list(KINDS), "nearest": nearest(kind, KINDS)}
        found.append(Problem("agreement.kind_unknown", params))
    if regime is not None and regime not in REGIMES:
        params = {"field": "regime", "name": regime[:80], "known": list(REGIMES)}
        params["nearest"] = nearest(regime, REGIMES)
        found.append(Problem("commission.not_in_vocabulary", params))
    if value is not None and not 0 <= value <= MOST:
        found.append(Problem("commission.value_out_of_range", {"most": MOST}))
    for option in award.get("extensions") or ():
        found += amount_problems(option.get("value"), what="extensions")
    if (starts := award.get("starts_on")) is not None:
        found += days_problems(starts, award.get("ends_on"))
    return found
