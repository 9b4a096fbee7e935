"""What a decision brings about when it takes effect, by the kind of report.

Each effect is a change on its own subject, in the transaction in which the decision takes
effect: an agreement awarded, a ceiling delegated, a rulebook adopted, a stage's gate passed.
An endorsement alone brings about nothing: each partner's own decision has to be in effect.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from governance import words
from governance.application.bodies.delegations import delegation_change
from governance.application.change import Change, Receipt
from governance.application.commissions.agreements import agreement_change, extended, varied
from governance.application.commissions.stages import pass_gate
from governance.application.deadlines.rows import message
from governance.application.decommissioning import following as cases
from governance.application.decommissioning import noticing
from governance.application.decommissioning.safeguards import ENDS_SERVICE
from governance.application.desk import Desk
from governance.application.funds import proposing as pools
from governance.application.plans import annual, undoing
from governance.application.plans.agreeing import agreed_by_board
from governance.application.plans.changing import ASKS as AGREES_PLAN
from governance.application.proposals import partners
from governance.application.proposals.adopting import WAITS
from governance.application.proposals.case import ACCEPTS_REVIEW, DECIDES
from governance.application.reviews import acceptance
from governance.application.rulebook.acts import adopt_decided, confirm_decided
from governance.application.rulebook.adopting import first_day
from governance.application.rulebook.pending import said_of
from governance.domain.errors import (
    MovedFirst,
    Problem,
    Refusal,
    Refused,
    Unusable,
    of_the_store,
)

Effect = Callable[[Desk, Any], Receipt | None]


def bring_about(desk: Desk, row: Any) -> list[Receipt]:
    """Bring about what a report that has just taken effect decided."""
    made: list[Receipt] = []
    if _decided(desk, row) and row.parent_id is None and row.kind in EFFECTS:
        receipt = EFFECTS[row.kind](desk, row)
        made += [receipt] if receipt is not None else []
    if row.commission_id is not None:
        commission = desk.row("commission", row.commission_id)
        passed = pass_gate(desk, commission=commission, gate=row.gate, kind=row.kind)
        if passed is not None:
            made.append(desk.apply(passed))
    return made


def turned_down(desk: Desk, row: Any, *, outcome: str) -> None:
    """What follows at once where a report is refused or referred back: its subject too."""
    if row.kind == ACCEPTS_REVIEW and outcome in ("refused", "referred_back"):
        acceptance.refer_back(desk, row, outcome=outcome)
    if row.kind == annual.PUTS and outcome in ("refused", "referred_back"):
        annual.refer_back(desk, row, outcome=outcome)
    if row.kind == ENDS_SERVICE and row.parent_id is None:
        cases.turned_down(desk, row, outcome=outcome)


def given_up(desk: Desk, row: Any, *, reason: str) -> None:
    """What follows where a report is withdrawn or lapses undecided: its subject comes back."""
    if row.kind == ACCEPTS_REVIEW:
        acceptance.take_back(desk, row, reason=reason)
    if row.kind == annual.PUTS:
        annual.take_back(desk, row, reason=reason)
    if row.kind == ENDS_SERVICE and row.parent_id is None:
        cases.given_up(desk, row, reason=reason)


def undone(desk: Desk, row: Any) -> None:
    """What follows where a decision is rescinded or quashed: what would have ended goes on.

    Its case goes back to its options, and the notices that rested on it are taken back.
    """
    if row.kind == ENDS_SERVICE and row.parent_id is None:
        cases.undone(desk, row)
        if row.commission_id is not None:
            noticing.take_back_undecided(desk, row)
    if row.kind == AGREES_PLAN and row.parent_id is None:
        undoing.undone(desk, row)


def _decided(desk: Desk, row: Any) -> bool:
    """Whether it was decided: by whoever had the power, or by each partner for itself.

    A partnership without powers only endorses; what it endorsed takes effect once every
    partner's own decision has.
    """
    if row.kind == annual.PUTS and row.outcome in ENDORSES:
        return True
    if row.kind == AGREES_PLAN and row.outcome == "endorsed":
        return True
    return row.outcome in DECIDES or bool(partners.children(desk, row))


ENDORSES = ("endorsed", "noted")
"""Outcomes by which a board without powers of its own lets its annual report be published.

By the first it agrees its plan too: each partner then consents to its own part.
"""


def _day(details: Mapping[str, Any], key: str) -> dt.date | None:
    return dt.date.fromisoformat(details[key]) if details.get(key) else None


def _award(desk: Desk, row: Any) -> Receipt | None:
    """An agreement with the provider the report names."""
    if row.commission_id is None:
        return None
    details = row.details
    change = agreement_change(
        desk,
        commission=desk.by_id("commission", row.commission_id),
        title=details.get("agreement") or row.title,
        provider=details.get("provider"),
        kind="grant" if row.kind == "grant" else details.get("agreement_kind", "contract"),
        lot=details.get("lot"),
        value=row.value,
        starts_on=_day(details, "starts_on"),
        ends_on=_day(details, "ends_on"),
        extensions=details.get("extensions", []),
        regime=details.get("regime"),
        decision=row.ref,
    )
    return desk.apply(change)


def _extend(desk: Desk, row: Any) -> Receipt | None:
    """A later end, and what the extension costs."""
    agreement = desk.row("agreement", row.agreement_id) if row.agreement_id else None
    ends = _day(row.details, "ends_on")
    if agreement is None or ends is None:
        return None
    return desk.apply(extended(desk, agreement, ends_on=ends, value=row.value, decision=row.ref))


def _vary(desk: Desk, row: Any) -> Receipt | None:
    """More, or less, value in an agreement."""
    agreement = desk.row("agreement", row.agreement_id) if row.agreement_id else None
    if agreement is None or row.value is None:
        return None
    return desk.apply(varied(desk, agreement, value=row.value, decision=row.ref))


def _delegate(desk: Desk, row: Any) -> Receipt | None:
    """A power passed on, on the terms the report states."""
    details = row.details
    change = delegation_change(
        desk,
        giver=details["from"],
        receiver=details["to"],
        purpose=details.get("purpose") or row.title,
        kinds=details.get("kinds", []),
        ceiling=details.get("ceiling", row.value),
        consultees=details.get("consultees", []),
        expires_on=_day(details, "expires_on"),
        source_id=row.id,
        source=row.ref,
        authority=row.ref,
    )
    return desk.apply(change)


def _adopt(desk: Desk, row: Any) -> Receipt | None:
    """A version of a rulebook, from the day the resolution gives."""
    if row.subject_version_id is None:
        return None
    version = desk.row("rulebook_version", row.subject_version_id)
    said = {"kind": "decision", "decision": row.ref, "on": desk.today.isoformat()}
    said |= said_of(row.details.get("pending"))
    if version.state in ("adopted", "in_force"):
        return confirm_decided(desk, version, authority=said, right=row.ref)
    start = first_day(desk, row)
    try:
        with desk.undone_if_refused():
            return adopt_decided(desk, version, effective_from=start, authority=said, right=row.ref)
    except MovedFirst:
        raise
    except (Refused, Unusable) as error:
        if of_the_store(error):
            raise
        against = error.refusals if isinstance(error, Refused) else error.problems
        return _waits(desk, row, version, against)


def _waits(desk: Desk, row: Any, version: Any, against: Sequence[Refusal | Problem]) -> Receipt:
    """Note that a decision is in effect and what it adopts is not: the secretary has to see to it.

    The decision was taken and stands; it is the version that nothing lets in yet. The flag keeps
    why, in words, as it was then.
    """
    report = desk.row("proposal", row.id)
    codes = list(dict.fromkeys(one.code for one in against))
    flag = {"code": WAITS, "on": desk.today.isoformat(), "version": version.ref}
    flag |= {"why": [words.say(one.code, one.params) for one in against]}
    told = message(
        desk,
        template=WAITS,
        subject=("proposal", row.id),
        recipient="secretary",
        params={"ref": row.ref, "version": version.ref, "title": version.title, "codes": codes},
    )
    return desk.apply(
        Change(
            kind="proposal.adoption_waits",
            table="proposal",
            subject=report,
            values={"flags": [*report.flags, flag]},
            facts={"version": version.ref, "why": codes},
            writes=(told,),
        )
    )


EFFECTS: Mapping[str, Effect] = {
    "award": _award,
    "grant": _award,
    "extend": _extend,
    "vary": _vary,
    "delegate": _delegate,
    "adopt": _adopt,
    "pool": pools.take_effect,
    ACCEPTS_REVIEW: acceptance.accept,
    annual.PUTS: annual.approve,
    ENDS_SERVICE: cases.decided,
    AGREES_PLAN: agreed_by_board,
}
"""What each kind of report brings about. A kind that is not here changes nothing by itself."""
