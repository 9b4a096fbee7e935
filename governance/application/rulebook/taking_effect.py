"""How an adopted version takes effect, is superseded by the next, or is given up before.

Whatever the right it was adopted by, a version has a day from which it governs. Where that day
has come it is in force at once and the one before it is superseded; else a deadline says when.
That states follow the days is bookkeeping: see `in_force` for what governs a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.deadlines.replanning import follow_rules
from governance.application.deadlines.rows import deadline, message
from governance.application.deadlines.settling import met, superseded
from governance.application.desk import Desk
from governance.application.meetings.recounting import recount_agendas
from governance.application.permissions import permissions
from governance.application.rulebook.in_force import LIGHT, meaning, version_in_force
from governance.application.rulebook.kinds import KINDS
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.pending import let_follow
from governance.domain.authority.model import Scheme
from governance.domain.errors import GuardRefused, Refusal
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.proposal import PROPOSAL
from statemachines.rulebook import RULEBOOK, RulebookFacts

EFFECT: Final = "rulebook_in_force"
"""The effect of a deadline on which an adopted version comes into force."""

OVER: Final = ("effective", *(state.name for state in PROPOSAL.states if state.final))
"""States of a report that asks for nothing any more."""

BY_VIRES: Final = frozenset({Permission.VIRES.value})
_proposal = TABLES["proposal"]
_version = TABLES["rulebook_version"]
_deadline = TABLES["deadline"]
_IN_FORCE = (
    select(*LIGHT)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == bindparam("kind"),
        _version.c.key == bindparam("key"),
        _version.c.state == "in_force",
    )
    .order_by(_version.c.effective_from, _version.c.number)
)
_SAME_DAY = (
    select(_version.c.ref)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == bindparam("kind"),
        _version.c.key == bindparam("key"),
        _version.c.effective_from == bindparam("day"),
        _version.c.number > bindparam("number"),
        _version.c.state.in_(("adopted", "in_force")),
    )
    .limit(1)
)
_DEADLINES = select(_deadline).where(
    _deadline.c.partnership_id == bindparam("partnership"),
    _deadline.c.subject_id == bindparam("version"),
    _deadline.c.effect == EFFECT,
    _deadline.c.state.in_(("running", "paused")),
)

_ASKING = (
    select(_proposal.c.id, _proposal.c.ref, _proposal.c.title)
    .where(
        _proposal.c.partnership_id == bindparam("partnership"),
        _proposal.c.kind == "adopt",
        _proposal.c.subject_version_id == bindparam("version"),
        _proposal.c.state.not_in(OVER),
    )
    .order_by(_proposal.c.ref)
)
"""Reports that ask for a version to be adopted and are not over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """By what right, from when, and what the record says of it."""

    kind: str
    effective_from: dt.date
    authority: Mapping[str, Any]
    right: str | None
    proof: Mapping[str, Any] | None = None
    """What is known of its proof by now, where that is more than before."""


def facts_of(desk: Desk, version: Any) -> RulebookFacts:
    """What the guards of a version's moves ask, as far as the version itself can tell."""
    says = meaning(desk, version)
    return RulebookFacts(
        permissions=permissions(desk),
        alters_who_decides=KINDS[version.kind].needs_decision,
        recorded_scheme=isinstance(says, Scheme) and says.standing == "recorded",
        constituted=desk.partnership.constituted_on is not None,
    )


def bring_in(desk: Desk, version: Any, state: str, adoption: Adoption) -> Receipt:
    """Write an adoption; from its first day on the version is in force, and none before it.

    `state` is the state that adopting leads to. Raises `Refused` where a later version has the
    same first day.
    """
    start = adoption.effective_from
    _one_at_a_time(desk)
    _day_must_be_free(desk, version, start)
    come = start <= desk.today
    if come:
        state = step(
            RULEBOOK, state, "come_into_force", RulebookFacts(permissions=BY_VIRES, not_yet=())
        )
    receipt = desk.apply(
        Change(
            kind=adoption.kind,
            table="rulebook_version",
            subject=version,
            values=_values(state, adoption),
            facts={"effective_from": start, "authority": adoption.authority, **_named(version)},
            writes=() if come else (_first_day(desk, version, start),),
            authority=adoption.right,
        )
    )
    if come:
        _now_governs(desk, version)
    return receipt


def come_into_force(desk: Desk, due: Any) -> list[Receipt]:
    """What the deadline of an adopted version's first day does; nothing where nothing is left.

    The deadline is met with it. Raises `Refused` before that day.
    """
    row = desk.row("rulebook_version", due.subject_id)
    if row.state != "adopted":
        return []
    _one_at_a_time(desk)
    early = row.effective_from > desk.today
    refusal = Refusal("rulebook.not_yet", {"ref": row.ref, "on": row.effective_from})
    facts = RulebookFacts(permissions=permissions(desk), not_yet=(refusal,) if early else ())
    receipt = desk.apply(
        Change(
            kind="rulebook.came_into_force",
            table="rulebook_version",
            subject=row,
            values={"state": step(RULEBOOK, row.state, "come_into_force", facts)},
            facts={"effective_from": row.effective_from, **_named(row)},
            writes=(met(desk, due),),
        )
    )
    return [receipt, *_now_governs(desk, row)]


def _now_governs(desk: Desk, version: Any) -> list[Receipt]:
    """What follows once a version is in force: the one before gives way, the rest follows it."""
    made = supersede_earlier(desk, kind=version.kind, key=version.key)
    if made and version.kind == "scheme":
        # One that came in late may stand behind another, whose saved cases it governs.
        today = version_in_force(desk, kind="scheme", key=version.key, on=desk.today)
        made.append(let_follow(desk, version if today is None else today))
    if version.kind == "calendar":
        made += recount_agendas(desk)
    return [*made, *follow_rules(desk, version)]


def _one_at_a_time(desk: Desk) -> None:
    """Hold the partnership: two versions that come in at once would each see only themselves."""
    desk.writer.lock(TABLES["partnership"], partnership_id=desk.pid, ids=[desk.pid])


def supersede_earlier(desk: Desk, *, kind: str, key: str) -> list[Receipt]:
    """Of the versions of a rulebook that are in force, keep the latest; the rest are superseded."""
    rows = desk.all(_IN_FORCE, kind=kind, key=key)
    facts = RulebookFacts(permissions=BY_VIRES, successor_missing=())
    return [
        desk.apply(
            Change(
                kind="rulebook.superseded",
                table="rulebook_version",
                subject=row,
                values={
                    "state": step(RULEBOOK, row.state, "supersede", facts),
                    "superseded_on": after.effective_from,
                },
                facts={"by": after.ref, "on": after.effective_from, **_named(row)},
            )
        )
        for row, after in pairwise(rows)
    ]


def withdraw_draft(desk: Desk, version: str, *, reason: str) -> Receipt:
    """Give a version up before it is in force.

    Raises `Refused` without a reason, once it governs, and where a decision or the partners'
    consent adopted it: whoever adopted it has to decide again.
    """
    row = find_version(desk, version)
    state = step(RULEBOOK, row.state, "withdraw", replace(facts_of(desk, row), reason=reason))
    if row.state == "adopted":
        _must_be_revocable(desk, row)
    writes: list[Insert | Update] = [
        superseded(desk, due) for due in desk.all(_DEADLINES, version=row.id)
    ]
    writes += [_asked_in_vain(desk, row, ask, reason) for ask in desk.all(_ASKING, version=row.id)]
    return desk.apply(
        Change(
            kind="rulebook.withdrawn",
            table="rulebook_version",
            subject=row,
            values={"state": state},
            facts={"reason": reason.strip(), **_named(row)},
            writes=tuple(writes),
        )
    )


def _asked_in_vain(desk: Desk, version: Any, report: Any, reason: str) -> Insert:
    """Tell the author of a report that what it asks to adopt has been given up."""
    return message(
        desk,
        template="draft_withdrawn",
        subject=("proposal", report.id),
        recipient="author",
        params={
            "ref": report.ref,
            "title": report.title,
            "version": version.ref,
            "name": version.title,
            "reason": reason.strip(),
        },
    )


def _must_be_revocable(desk: Desk, row: Any) -> None:
    if row.effective_from <= desk.today:
        params = {"ref": row.ref, "on": row.effective_from}
        raise GuardRefused([Refusal("rulebook.governs_already", params)])
    if (row.authority or {}).get("kind") in ("decision", "consents"):
        raise GuardRefused([Refusal("rulebook.decided_already", {"ref": row.ref})])


def _day_must_be_free(desk: Desk, version: Any, day: dt.date) -> None:
    """Raise `GuardRefused` where a later version takes effect on the same day."""
    later = desk.first(
        _SAME_DAY, kind=version.kind, key=version.key, day=day, number=version.number
    )
    if later is not None:
        params = {"ref": version.ref, "later": later.ref, "on": day}
        raise GuardRefused([Refusal("rulebook.day_taken", params)])


def _values(state: str, adoption: Adoption) -> dict[str, Any]:
    """What adopting sets on a version."""
    known = {} if adoption.proof is None else {"proof": dict(adoption.proof)}
    return {
        "state": state,
        "effective_from": adoption.effective_from,
        "authority": dict(adoption.authority),
        **known,
    }


def set_first_day_again(desk: Desk, version_id: str) -> Receipt | None:
    """Set the deadline on which an adopted version comes into force, where it has none."""
    row = desk.row("rulebook_version", version_id)
    if row.effective_from is None:
        return None
    again = _first_day(desk, row, row.effective_from, cause=f"again-{row.version + 1}")
    return desk.apply(
        Change(
            kind="rulebook.deadline_set_again",
            table="rulebook_version",
            subject=row,
            values={},
            facts={"kind": "in_force", "due": row.effective_from},
            writes=(again,),
        )
    )


def _first_day(desk: Desk, version: Any, day: dt.date, *, cause: str = "") -> Insert:
    """The deadline on which an adopted version comes into force."""
    subject = ("rulebook_version", version.id)
    return deadline(desk, kind="in_force", subject=subject, due_day=day, cause=cause, effect=EFFECT)


def _named(version: Any) -> dict[str, Any]:
    return {"kind": version.kind, "key": version.key, "number": version.number}
