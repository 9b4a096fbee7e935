"""Adopting a version: by a decision, by a recorded act, or by citing another body's resolution.

What alters who decides needs a decision; a calendar or an escalation policy a stated reason;
another body's scheme or terms that body's own resolution. What follows, whatever the right,
stands in `taking_effect`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.permissions import must_administer
from governance.application.rulebook.acknowledging import accepted
from governance.application.rulebook.in_force import meaning
from governance.application.rulebook.kinds import KINDS
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.pending import REDRAWN, read_pending, said_of
from governance.application.rulebook.proving import unacknowledged, uncovered, unproved_yet
from governance.application.rulebook.revising import with_whoever_decides
from governance.application.rulebook.taking_effect import (
    BY_VIRES,
    Adoption,
    bring_in,
    facts_of,
)
from governance.application.rulebook.whom_it_names import names_nobody
from governance.application.rulebook.whose import called_anothers, ours_after_all
from governance.domain.authority.model import Scheme
from governance.domain.errors import GuardRefused, Refusal
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.rulebook import RULEBOOK

_proposal = TABLES["proposal"]
_DECIDED = (
    select(_proposal)
    .where(
        _proposal.c.partnership_id == bindparam("partnership"),
        _proposal.c.kind == "adopt",
        _proposal.c.subject_version_id == bindparam("version"),
        _proposal.c.parent_id.is_(None),
        _proposal.c.state == "effective",
    )
    .order_by(_proposal.c.effective_on.desc(), _proposal.c.id.desc())
    .limit(1)
)
"""The report whose decision to adopt a version is in effect, the latest where there are several."""

# --- by a decision


def adopt_decided(
    desk: Desk,
    version: Any,
    *,
    effective_from: dt.date,
    authority: Mapping[str, Any],
    right: str | None = None,
) -> Receipt:
    """Adopt a version by a decision in effect, as part of another act.

    `authority` says which: `{"kind": "decision", "decision": "R-0001", "on": …}`; `right` is
    the same for the entry. Raises `Refused` where the version cannot be adopted that way.
    """
    _everybody_named_is_there(desk, version)
    return bring_in(
        desk,
        version,
        _decided(desk, version, (), effective_from, BY_VIRES),
        Adoption(
            kind="rulebook.adopted",
            effective_from=effective_from,
            authority=authority,
            right=right,
        ),
    )


def confirm_decided(
    desk: Desk, version: Any, *, authority: Mapping[str, Any], right: str
) -> Receipt:
    """Note that a decision in effect adopts a version that has been adopted otherwise meanwhile.

    From now on it rests on the decision (`authority`, as for `adopt_decided`); by what right it
    was adopted before stays with it. The day from which it governs stays as it is.
    """
    said = {**authority, "confirms": dict(version.authority or {})}
    return desk.apply(
        Change(
            kind="rulebook.confirmed",
            table="rulebook_version",
            subject=version,
            values={"authority": said},
            facts={"authority": said, "effective_from": version.effective_from},
            authority=right,
        )
    )


def _decided(
    desk: Desk,
    version: Any,
    undecided: tuple[Refusal, ...],
    start: dt.date | None,
    lent: frozenset[str] = frozenset(),
) -> str:
    """The state that a decision brings; `lent` are permissions that another act lends.

    Without a first day it is not known from when it has to be proved: the decision is missing.
    """
    facts = facts_of(desk, version)
    facts = replace(
        facts, permissions=facts.permissions | lent, undecided=undecided, unproved=(), uncovered=()
    )
    if start is not None and not facts.recorded_scheme:
        facts = replace(
            facts,
            unproved=unproved_yet(desk, version, start=start),
            uncovered=uncovered(desk, version, start=start),
        )
    return step(RULEBOOK, version.state, "adopt", facts)


def adopt(
    desk: Desk,
    version: str,
    *,
    decision: str | None = None,
    reason: str = "",
    effective_from: dt.date | None = None,
    pending: str | None = None,
) -> Receipt:
    """Adopt a version: what alters who decides by a decision in effect, the rest for a reason.

    `decision` names the report that asked for it, else it is the one whose decision is in effect;
    without `effective_from` it governs from the
    day the decision says, or takes effect on. `pending` is what the decision says of pending
    cases, `saved` or `redrawn`: it can be repeated here, and not altered. Raises `Refused` with
    everything that is missing.
    """
    row = find_version(desk, version)
    said_here = read_pending(pending)
    if KINDS[row.kind].needs_decision:
        return _adopt_by_decision(desk, row, decision, effective_from, said_here)
    if said_here is not None:
        raise GuardRefused([Refusal("rulebook.pending_not_scheme", {"ref": row.ref})])
    if KINDS[row.kind].by_administrator:
        must_administer(desk)
    start = effective_from or desk.today
    facts = replace(facts_of(desk, row), reason=reason)
    state = step(RULEBOOK, row.state, "adopt_by_act", facts)
    if asked := with_whoever_decides(desk, row):
        raise GuardRefused(asked)
    if start < desk.today:
        raise GuardRefused([Refusal("rulebook.day_past", {"ref": row.ref, "on": start})])
    _everybody_named_is_there(desk, row)
    said = {"kind": "act", "reason": reason.strip(), "on": desk.today.isoformat()}
    adoption = Adoption(
        kind="rulebook.adopted", effective_from=start, authority=said, right=reason.strip()
    )
    return bring_in(desk, row, state, adoption)


def _everybody_named_is_there(desk: Desk, version: Any) -> None:
    """Raise `GuardRefused` with every name in a version that nobody has."""
    if nobody := names_nobody(desk, version, on=desk.today):
        raise GuardRefused(nobody)


def _adopt_by_decision(
    desk: Desk,
    row: Any,
    decision: str | None,
    effective_from: dt.date | None,
    pending: str | None,
) -> Receipt:
    if facts_of(desk, row).recorded_scheme:
        # What a decision of its owner would lack is beside the point: its owner is another body.
        raise GuardRefused([Refusal("rulebook.recorded_scheme")])
    report = report_deciding(desk, row, decision)
    if report is None:
        missing: tuple[Refusal, ...] = (
            Refusal("rulebook.decision_missing", {"ref": row.ref, "title": row.title}),
        )
    else:
        missing = (*_decision_wanting(row, report), *_pending_altered(row, report, pending))
    decided = _day_decided(desk, report) if report is not None else desk.today
    start = desk.today if report is None else first_day(desk, report, given=effective_from)
    state = _decided(desk, row, missing, None if report is None else start)
    assert report is not None
    if start < decided:
        params = {"ref": row.ref, "decision": report.ref, "on": decided}
        raise GuardRefused([Refusal("rulebook.before_decision", params)])
    said = {"kind": "decision", "decision": report.ref, "on": decided.isoformat()}
    said |= said_of(report.details.get("pending"))
    adoption = Adoption(
        kind="rulebook.adopted", effective_from=start, authority=said, right=report.ref
    )
    return bring_in(desk, row, state, adoption)


def report_deciding(desk: Desk, row: Any, decision: str | None = None) -> Any:
    """The report whose decision is to adopt a version: that named, else the latest in effect.

    None where none is named and none that asks for this version is in effect.
    """
    if decision is not None:
        return desk.row("proposal", decision)
    return desk.first(_DECIDED, version=row.id)


def _decision_wanting(row: Any, report: Any) -> list[Refusal]:
    """What a report lacks to be the decision that adopts this version."""
    if report.kind != "adopt" or report.subject_version_id != row.id:
        return [Refusal("rulebook.decision_about_other", {"decision": report.ref, "ref": row.ref})]
    if report.state != "effective":
        where = report.state.replace("_", " ")
        return [
            Refusal("rulebook.decision_not_in_effect", {"decision": report.ref, "state": where})
        ]
    return []


def _pending_altered(row: Any, report: Any, pending: str | None) -> list[Refusal]:
    """That pending cases were to be treated otherwise than the decision says."""
    decided = report.details.get("pending") or REDRAWN
    if pending in (None, decided):
        return []
    params = {"ref": row.ref, "decision": report.ref, "said": pending, "decided": decided}
    return [Refusal("rulebook.pending_not_decided", params)]


def first_day(desk: Desk, report: Any, *, given: dt.date | None = None) -> dt.date:
    """The day from which what a report asks to adopt would govern, were it adopted today.

    That is the `given` day, else the one the report says or took effect on, and never one that
    has passed.
    """
    return given or max(_day_decided(desk, report), desk.today)


def _day_decided(desk: Desk, report: Any) -> dt.date:
    """The day a decision says a version governs from, else the day it took effect."""
    said = report.details.get("effective_from")
    day: dt.date = dt.date.fromisoformat(said) if said else report.effective_on or desk.today
    return day


# --- by citing another body


def cite(
    desk: Desk,
    version: str,
    resolution: str,
    on: dt.date,
    acknowledged: Sequence[str] = (),
    *,
    effective_from: dt.date | None = None,
    pending: str | None = None,
) -> Receipt:
    """Take over another body's scheme or terms of reference by citing its resolution.

    `on` is the day of the resolution, `acknowledged` names findings about the text that are
    accepted as they stand, besides those acknowledged before. It governs from the day of the
    resolution unless said, which may well be in the past. `pending` is what the resolution says
    of pending cases, `saved` or `redrawn`. Raises `Unusable` for a name of no finding, `Refused`
    with everything that is missing, a finding that nobody acknowledged among it, and where the
    record says that it is a rulebook of the partnership's own.
    """
    row = find_version(desk, version)
    facts = facts_of(desk, row)
    says = meaning(desk, row)
    start = effective_from or on
    scheme = facts.recorded_scheme
    proof = row.proof or {}
    if acknowledged:
        proof = accepted(desk, row, acknowledged, start=start, reason=resolution)
    facts = replace(
        facts,
        recorded_scheme=called_anothers(says),
        uncited=(*ours_after_all(desk, says), *_resolution_wanting(desk, resolution, on, start)),
        unacknowledged=unacknowledged(desk, row, start=start, names=acknowledged) if scheme else (),
        reason=resolution,
    )
    state = row.state
    if acknowledged and state == "draft":
        state = step(RULEBOOK, state, "acknowledge_findings", facts)
    state = step(RULEBOOK, state, "cite_resolution", facts)
    said = {
        "kind": "resolution",
        "resolution": resolution.strip(),
        "on": on.isoformat(),
        "owner": says.owner if isinstance(says, Scheme) else says.body,
        "acknowledged": [one["name"] for one in proof.get("acknowledged", ())],
        **said_of(read_pending(pending)),
    }
    adoption = Adoption(
        kind="rulebook.cited",
        effective_from=start,
        authority=said,
        right=resolution.strip(),
        proof=proof or None,
    )
    return bring_in(desk, row, state, adoption)


def _resolution_wanting(desk: Desk, resolution: str, on: dt.date, start: dt.date) -> list[Refusal]:
    found = []
    if not resolution.strip():
        found.append(Refusal("rulebook.resolution_missing"))
    if on > desk.today:
        found.append(Refusal("rulebook.resolution_ahead", {"on": on}))
    if start < on:
        found.append(Refusal("rulebook.before_resolution", {"on": on, "start": start}))
    return found
