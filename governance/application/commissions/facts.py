"""Everything on file about a commission on a day, read once: for acting and for "what next?".

A `CommissionFile` is frozen. The guards of every move are asked with facts made from it (see
`gates`), so that a button that is not offered can say exactly what acting would have said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, or_, select

from governance.application.desk import Desk
from governance.application.escalations.queries import Hold, holds
from governance.application.permissions import permissions
from governance.application.rulebook import in_force
from governance.domain.errors import Refusal
from governance.domain.framework import Framework
from governance.store.tables import TABLES

DECIDES = frozenset({"approved", "approved_as_amended", "approved_with_conditions", "endorsed"})
"""Outcomes by which an effective report lets a gate be passed or an agreement be changed."""

_stage = TABLES["stage_progress"]
_partner = TABLES["commission_partner"]
_organisation = TABLES["organisation"]
_evidence = TABLES["evidence"]
_answer = TABLES["principle_answer"]
_agreement = TABLES["agreement"]
_proposal = TABLES["proposal"]
_here: Any = bindparam("partnership")
_this: Any = bindparam("commission")

_STAGES = (
    select(_stage)
    .where(
        _stage.c.partnership_id == _here,
        _stage.c.commission_id == _this,
        _stage.c.round == bindparam("round"),
    )
    .order_by(_stage.c.id)
)
_PARTNERS = (
    select(
        _partner,
        _organisation.c.key,
        _organisation.c.name,
        _organisation.c.ref.label("organisation"),
    )
    .join(
        _organisation,
        (_organisation.c.partnership_id == _partner.c.partnership_id)
        & (_organisation.c.id == _partner.c.organisation_id),
    )
    .where(_partner.c.partnership_id == _here, _partner.c.commission_id == _this)
    .order_by(_organisation.c.key)
)
_OWN_PROPOSALS = select(_proposal.c.id).where(
    _proposal.c.partnership_id == _here, _proposal.c.commission_id == _this
)
_EVIDENCE = (
    select(_evidence)
    .where(
        _evidence.c.partnership_id == _here,
        or_(_evidence.c.commission_id == _this, _evidence.c.proposal_id.in_(_OWN_PROPOSALS)),
        _evidence.c.withdrawn.is_(False),
    )
    .order_by(_evidence.c.added_at, _evidence.c.id)
)
_ANSWERS = (
    select(_answer)
    .where(_answer.c.partnership_id == _here, _answer.c.commission_id == _this)
    .order_by(_answer.c.id)
)
_AGREEMENTS = (
    select(_agreement)
    .where(_agreement.c.partnership_id == _here, _agreement.c.commission_id == _this)
    .order_by(_agreement.c.ref)
)
_DECISIONS = (
    select(
        _proposal.c.id,
        _proposal.c.ref,
        _proposal.c.kind,
        _proposal.c.gate,
        _proposal.c.round,
        _proposal.c.outcome,
        _proposal.c.agreement_id,
        _proposal.c.submitted_at,
        _proposal.c.effective_on,
    )
    .where(
        _proposal.c.partnership_id == _here,
        _proposal.c.commission_id == _this,
        _proposal.c.state == "effective",
    )
    .order_by(_proposal.c.effective_on, _proposal.c.ref)
)


@dataclass(frozen=True, slots=True)
class CommissionFile:
    """A commission with all that bears on its moves, as on one day.

    `stages` are the rows of this round; `evidence` what has not been withdrawn, of every round
    and of its reports; `answers` the latest answer to each principle; `decisions` the reports in
    effect that approve or endorse. `framework` is None where none is known for it. `holds` are
    what escalations hold it to now.
    """

    row: Any
    on: dt.date
    framework: Framework | None
    lead: Any | None
    stages: tuple[Any, ...]
    partners: tuple[Any, ...]
    evidence: tuple[Any, ...]
    answers: Mapping[str, Any]
    agreements: tuple[Any, ...]
    decisions: tuple[Any, ...]
    permissions: frozenset[str]
    holds: tuple[Hold, ...]
    cases_want: tuple[Refusal, ...] = ()
    """What its decommissioning cases want before it may be closed; asked while under notice."""

    @property
    def states(self) -> dict[str, str]:
        """The state of each stage of this round."""
        return {stage.stage: stage.state for stage in self.stages}

    @property
    def evidence_kinds(self) -> frozenset[str]:
        """The kinds of evidence on file in this round."""
        return frozenset(e.kind for e in self.evidence if e.round == self.row.round)

    def stage(self, key: str) -> Any | None:
        """The row of a stage in this round, or None."""
        return next((stage for stage in self.stages if stage.stage == key), None)


def commission_facts(
    desk: Desk, commission: Any, on: dt.date, *, held: bool = True
) -> CommissionFile:
    """Read everything on file about a commission's row, for whoever is at the desk.

    `held` no leaves out what escalations hold it to, for who may not need it (see `with_holds`).
    """
    this = {"commission": commission.id}
    stages = desk.all(_STAGES, round=commission.round, **this)
    framework = framework_of(desk, commission, on)
    return CommissionFile(
        row=commission,
        on=on,
        framework=framework,
        lead=desk.by_id("person", commission.lead_id),
        stages=tuple(_in_order(framework, stages)),
        partners=tuple(desk.all(_PARTNERS, **this)),
        evidence=tuple(desk.all(_EVIDENCE, **this)),
        answers={answer.principle: answer for answer in desk.all(_ANSWERS, **this)},
        agreements=tuple(desk.all(_AGREEMENTS, **this)),
        decisions=tuple(d for d in desk.all(_DECISIONS, **this) if d.outcome in DECIDES),
        permissions=permissions(desk, commission=commission),
        holds=holds(desk, commission.id) if held else (),
        cases_want=_cases_want(desk, commission) if commission.state == "under_notice" else (),
    )


def _cases_want(desk: Desk, commission: Any) -> tuple[Refusal, ...]:
    from governance.application.decommissioning.waiting import (  # noqa: PLC0415  # it reads this file's
        commission_waits,
    )

    return commission_waits(desk, commission.id)


def with_holds(desk: Desk, file: CommissionFile) -> CommissionFile:
    """The file with what escalations hold the commission to now."""
    return replace(file, holds=holds(desk, file.row.id))


def framework_of(desk: Desk, commission: Any, on: dt.date) -> Framework | None:
    """The framework of a commission's round; None where it has none, as imported ones may not."""
    version = desk.by_id("rulebook_version", commission.framework_version_id)
    if version is None:
        key = commission.framework_key
        version = in_force.version_in_force(desk, kind="framework", key=key, on=on)
    return None if version is None else in_force.meaning(desk, version)


def _in_order(framework: Framework | None, stages: list[Any]) -> list[Any]:
    """Stages in the order of the framework."""
    if framework is None:
        return stages
    place = {key: number for number, key in enumerate(framework.stage_keys)}
    return sorted(stages, key=lambda stage: place.get(stage.stage, len(place)))
