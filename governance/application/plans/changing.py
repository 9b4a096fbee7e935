"""Whether what a plan states may be changed now, and on what ground.

While it is made, whoever writes it changes it. While a report asks the board to agree it, nobody
does: the board decides on what lies before it. Once the board has agreed, a change rests on a
further decision on this plan, or, for a partner's own commitments, on that partner's consent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.plans.consents import consent_right, consent_row, consent_wrong
from governance.application.plans.finding import OPEN, no_writer, parts
from governance.application.proposals.queries import OPEN as WAITING
from governance.domain.errors import GuardRefused, Refusal

ASKS: Final = "agree-plan"
"""The kind of report that asks a board to agree a plan, or a change of an agreed one."""

STILL_WRITTEN: Final = ("draft", "on_forward_plan")
"""States of a report that is not yet before anybody."""

ON_ITS_WAY: Final = tuple(state for state in WAITING if state not in STILL_WRITTEN)
"""States of a report whose plan stands still: it lies before whoever decides, or has been
decided and is not in effect yet."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a change of an agreed plan rests on.

    `reason` is why; `decision` names the report that decided it, `consent_by` the person who
    consented for the partner whose commitment it is.
    """

    reason: str = ""
    decision: str | None = None
    consent_by: str | None = None


NO_GROUND: Final = Ground()


@dataclass(frozen=True, slots=True)
class Allowed:
    """A change that may be made: what its entry says of the ground, and the consent it rests on."""

    facts: dict[str, Any]
    authority: str | None = None
    consent: Insert | None = None


def is_settled(plan: Any) -> bool:
    """Whether the board has agreed a plan, so that it changes only on a ground."""
    return plan.state not in OPEN or plan.board_agreed_on is not None


def allowed(
    desk: Desk, plan: Any, ground: Ground = NO_GROUND, *, partner: Any | None = None
) -> Allowed:
    """What a change of a plan rests on; `partner` is whose own commitment it changes.

    Raises `GuardRefused` with every reason against it.
    """
    if closed := not_now(desk, plan):
        raise GuardRefused(closed)
    told: dict[str, Any] = {"reason": ground.reason.strip()} if ground.reason.strip() else {}
    if not is_settled(plan):
        return Allowed(told)
    against = list(_without_ground(plan, ground, partner))
    if against:
        raise GuardRefused(against)
    if ground.decision is not None:
        report = decision_on(desk, plan, ground.decision)
        return Allowed({**told, "decision": report.ref}, report.ref)
    assert partner is not None  # see `_without_ground`
    person = desk.row("person", ground.consent_by or "")
    if wrong := consent_wrong(desk, partner, person, desk.today):
        raise GuardRefused(wrong)
    consent = consent_row(desk, plan, partner, person, on=desk.today, said=ground.reason)
    told |= {"consent_by": person.key, "partner": partner.key}
    return Allowed(told, consent_right(desk, partner), consent)


def not_now(desk: Desk, plan: Any) -> list[Refusal]:
    """Why the actor cannot change a plan as things stand, whatever ground they have."""
    found = [*no_writer(desk)]
    if plan.state in ("renewed", "ended"):
        found.append(Refusal("plan.over", {"ref": plan.ref, "state": plan.state}))
    elif not is_settled(plan):
        report = desk.by_id("proposal", plan.proposal_id)
        if report is not None and report.state in ON_ITS_WAY:
            told = {"ref": plan.ref, "report": report.ref}
            found.append(Refusal("plan.before_the_board", told))
    return found


def _without_ground(plan: Any, ground: Ground, partner: Any | None) -> Iterable[Refusal]:
    if not ground.reason.strip():
        yield Refusal("plan.change_without_reason", {"ref": plan.ref})
    if ground.decision is None and partner is None:
        yield Refusal("plan.change_without_decision", {"ref": plan.ref})
    elif ground.decision is None and ground.consent_by is None and partner is not None:
        yield Refusal("plan.change_without_ground", {"ref": plan.ref, "partner": partner.name})


def decision_on(desk: Desk, plan: Any, name: str) -> Any:
    """The report that decided on a plan. Raises `GuardRefused` where it did not, or not yet."""
    report = desk.row("proposal", name)
    if report.kind != ASKS or report.details.get("plan") != plan.ref:
        raise GuardRefused.one("plan.decision_elsewhere", report=report.ref, ref=plan.ref)
    if report.state != "effective":
        raise GuardRefused.one("plan.decision_not_in_effect", report=report.ref, state=report.state)
    return report


def part_touched(desk: Desk, plan: Any, partner: Any, ground: Allowed) -> list[Insert | Update]:
    """What a change of a partner's commitments does to its part, to stand among the writes.

    The consent it rests on becomes the part's; a change on no consent takes an earlier one away
    while the plan is still being made.
    """
    part = next((p for p in parts(desk, plan.id) if p.organisation_id == partner.id), None)
    given: dict[str, Any] = {}
    writes: list[Insert | Update] = []
    if ground.consent is not None:
        writes.append(ground.consent)
        given = {
            "consent_id": ground.consent.values["id"],
            "consented_on": ground.consent.values["on_day"],
            "refused_on": None,
            "refusal": "",
        }
    if part is None:
        values = {"id": desk.new_id(), "plan_id": plan.id, "organisation_id": partner.id}
        return [*writes, Insert("plan_part", {**values, **given})]
    if not given and part.consent_id is not None and plan.state in OPEN:
        given = {"consent_id": None, "consented_on": None, "lost_on": desk.today}
    return [*writes, Update("plan_part", part, given)] if given else writes


def applied(
    desk: Desk,
    plan: Any,
    kind: str,
    ground: Allowed,
    *,
    facts: dict[str, Any],
    values: dict[str, Any] | None = None,
    writes: Iterable[Insert | Update] = (),
) -> Receipt:
    """Write a change of what a plan states, with the ground it rests on."""
    return desk.apply(
        Change(
            kind=kind,
            table="plan",
            subject=plan,
            values=values or {},
            facts={**facts, **ground.facts},
            writes=tuple(writes),
            authority=ground.authority,
        )
    )
