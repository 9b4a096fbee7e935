"""Procedures as a scheme writes them, and several of them taken together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Literal

from governance.domain.calendar import policy_named, read_cutoff, read_days
from governance.domain.errors import Problem, Unusable, problems_of

INSTEAD_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "general_exception": ("forward_plan",),  # SI 2012/2089 reg 10
        "special_urgency": ("forward_plan",),  # SI 2012/2089 reg 11
        "private_urgency": ("private_28", "private_5"),  # SI 2012/2089 reg 5(6)
        "urgent_item": ("agenda",),  # Local Government Act 1972 s.100B(4)(b)
    }
)
"""Which notices an exception stands in for."""


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """A notice that must have been given so many days before.

    `days` are counted by `policy`, one of the clear-day policies; 0, in an exception, means that
    consent is enough and no days are counted. A notice before the `meeting` binds only what is
    decided at one.
    """

    kind: str
    policy: str
    days: int
    before: Literal["decision", "meeting"] = "decision"
    source: str = ""


@dataclass(frozen=True, slots=True)
class CallIn:
    """How long a decision waits for those who may call it in.

    `cutoff` is the hour (HH:MM) at which the last day closes; None is midnight at its end. `who`
    may call in; the committee meets, and the decision maker reconsiders, within so many working
    days.
    """

    policy: str
    days: int
    cutoff: str | None = None
    who: str = ""
    meets_within_days: int | None = None
    reconsider_within_days: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """What a rule asks for besides its decider.

    `evidence` must be before the decider; `publish` must follow; `exceptions` may stand in for
    notices (see `INSTEAD_OF`).
    """

    key: str
    title: str
    key_decision: bool = False
    notices: tuple[NoticeRule, ...] = ()
    exceptions: tuple[NoticeRule, ...] = ()
    evidence: tuple[str, ...] = ()
    call_in: CallIn | None = None
    publish: tuple[str, ...] = ()
    source: str = ""
    meeting_only: bool = False


NO_PROCEDURE = Procedure(key="none", title="")
"""Nothing is asked for."""


@dataclass(frozen=True, slots=True)
class GivenNotice:
    """A notice (or an exception's notice or consent) and the day it was given."""

    kind: str
    on: dt.date


def check(procedure: Procedure) -> None:
    """Raise `Unusable` with everything that could not be counted in a procedure."""
    problems: list[Problem] = []
    for rule in (*procedure.notices, *procedure.exceptions):
        problems += problems_of(partial(policy_named, rule.policy, verb="earliest"))
    for days in (
        *(r.days for r in procedure.notices),
        *(r.days or 1 for r in procedure.exceptions),
    ):
        problems += problems_of(partial(read_days, str(days)))
    for rule in procedure.exceptions:
        if rule.kind not in INSTEAD_OF:
            params = {"kind": rule.kind, "known": list(INSTEAD_OF)}
            problems.append(Problem("procedure.unknown_exception", params))
    if procedure.call_in is not None:
        cutoff = procedure.call_in.cutoff
        problems += problems_of(
            partial(policy_named, procedure.call_in.policy, verb="window"),
            partial(read_days, str(procedure.call_in.days)),
            partial(read_cutoff, "00:00" if cutoff is None else cutoff),
        )
    if problems:
        raise Unusable(problems)


def merge(procedures: Sequence[Procedure]) -> Procedure:
    """All of several procedures at once: whatever any of them asks for.

    Of two notices of one kind counted alike the longer holds; counted differently, both hold. An
    exception remains where every procedure that asks for what it stands in for allows it. Of two
    call-ins the one of more days holds.
    """
    if not procedures:
        return NO_PROCEDURE
    if len(procedures) == 1:
        return procedures[0]
    return Procedure(
        key="+".join(_once(p.key for p in procedures)),
        title="; ".join(_once(p.title for p in procedures)),
        key_decision=any(p.key_decision for p in procedures),
        notices=_longest(rule for p in procedures for rule in p.notices),
        exceptions=_longest(
            rule for p in procedures for rule in p.exceptions if _allowed(rule.kind, procedures)
        ),
        evidence=_once(kind for p in procedures for kind in p.evidence),
        call_in=max(
            (p.call_in for p in procedures if p.call_in is not None),
            key=lambda call_in: call_in.days,
            default=None,
        ),
        publish=_once(kind for p in procedures for kind in p.publish),
        source="; ".join(_once(p.source for p in procedures)),
        meeting_only=any(p.meeting_only for p in procedures),
    )


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _longest(rules: Iterable[NoticeRule]) -> tuple[NoticeRule, ...]:
    found: dict[tuple[str, str, str], NoticeRule] = {}
    for rule in rules:
        alike = (rule.kind, rule.policy, rule.before)
        if alike not in found or found[alike].days < rule.days:
            found[alike] = rule
    return tuple(found.values())


def _allowed(kind: str, procedures: Sequence[Procedure]) -> bool:
    """Whether every procedure that asks for what an exception replaces allows the exception."""
    replaced = INSTEAD_OF.get(kind, ())
    return all(
        any(rule.kind == kind for rule in p.exceptions)
        for p in procedures
        if any(rule.kind in replaced for rule in p.notices)
    )
