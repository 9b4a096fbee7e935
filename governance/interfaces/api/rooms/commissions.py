"""Commissions: the register, each with its stages, evidence, partners and moves."""

from __future__ import annotations

from typing import Any

from governance.application import next_steps
from governance.application.change import Receipt
from governance.application.commissions import (
    evidence,
    lifecycle,
    links,
    opening,
    partners,
    principles,
    queries,
    stages,
)
from governance.application.commissions.evidence import Closure
from governance.application.commissions.rounds import next_round
from governance.application.desk import Desk
from governance.application.reviews import scheduling
from governance.interfaces.api.operations import Act, Look, Resource, Room
from governance.interfaces.api.shapes import File, Path

_AT = "/commissions/{commission}"
_STAGE = f"{_AT}/stages/{{stage}}"


def _details(desk: Desk, ref: str) -> Any:
    return queries.show(desk, commission=ref)


def _kept(
    desk: Desk, *, commission: str, data_dir: Path, file: File | None = None, **said: Any
) -> Any:
    """Keep the file of a document before the desk that writes is opened."""
    del said
    if file is None:
        return None
    return evidence.keep_ahead(
        desk, file.name, file.content, data_dir=data_dir, commission=commission
    )


def add_evidence(
    desk: Desk,
    *,
    commission: str,
    kind: str,
    title: str,
    data_dir: Path,
    file: File | None = None,
    closed: Closure | None = None,
    ahead: Any = None,
    seen: int | None = None,
) -> Receipt:
    """Put a document or statement on the file of a commission."""
    del file  # kept ahead
    return evidence.add_evidence(
        desk,
        kind=kind,
        title=title,
        data_dir=data_dir,
        commission=commission,
        document=ahead,
        closed=closed,
        seen=seen,
    )


def next_of(desk: Desk, commission: str) -> Any:
    """What comes next: moves that are open, what is missing, who decides, the earliest day."""
    return next_steps.next_steps(desk, commission)


ROOM = Room(
    name="Commissions",
    resources=(
        Resource(
            table="commission",
            path="/commissions",
            fields=(
                "ref", "title", "state", "lead_id", "end_date", "organisation_id",
                "framework_key", "round", "level", "mechanism", "regime", "need", "population",
                "outcomes", "value", "parent_id", "recommissioned_as_id", "ocid", "facts",
                "flags", "risk_tier",
            ),
            filters=("state", "lead_id", "parent_id"),
            details=_details,
        ),
    ),
    looks=(Look(key="commission.next", path=f"{_AT}/next", ask=next_of),),
    acts=(
        Act(key="commission.open", path="/commissions", do=opening.open_commission,
            new="/commissions/{ref}"),
        Act(key="commission.propose", path="/commissions/propose", do=opening.propose,
            new="/commissions/{ref}"),
        Act(key="commission.record", path="/commissions/record", do=opening.record_commission,
            new="/commissions/{ref}"),
        Act(key="commission.start", path=f"{_AT}/start", do=opening.start_cycle),
        Act(key="commission.next_round", path=f"{_AT}/next-round", do=next_round),
        Act(key="commission.set", path=f"{_AT}/details", do=lifecycle.set_facts),
        Act(key="commission.pause", path=f"{_AT}/pause", do=lifecycle.pause),
        Act(key="commission.resume", path=f"{_AT}/resume", do=lifecycle.resume),
        Act(key="commission.withdraw", path=f"{_AT}/withdraw", do=lifecycle.withdraw),
        Act(key="commission.notice", path=f"{_AT}/notice", do=lifecycle.give_notice),
        Act(key="commission.withdraw_notice", path=f"{_AT}/withdraw-notice",
            do=lifecycle.withdraw_notice),
        Act(key="commission.close", path=f"{_AT}/close", do=lifecycle.close),
        Act(key="commission.record_closure", path=f"{_AT}/record-closure",
            do=lifecycle.record_closure),
        Act(key="commission.recommission", path=f"{_AT}/recommission",
            do=lifecycle.recommission, new="/commissions/{ref}"),
        Act(key="commission.stage.open", path=f"{_STAGE}/open", do=stages.open_stage),
        Act(key="commission.stage.bring_to_gate", path=f"{_STAGE}/gate", do=stages.submit_stage),
        Act(key="commission.stage.certify", path=f"{_STAGE}/certify", do=stages.certify),
        Act(key="commission.stage.return_from_gate", path=f"{_STAGE}/return",
            do=stages.return_from_gate),
        Act(key="commission.stage.reopen", path=f"{_STAGE}/reopen", do=stages.reopen),
        Act(key="commission.stage.record_passed", path=f"{_STAGE}/passed",
            do=stages.record_stage_outside),
        Act(key="commission.partner", path=f"{_AT}/partners", do=partners.add_partner),
        Act(key="commission.answer", path=f"{_AT}/principles/{{principle}}",
            do=principles.answer),
        Act(key="commission.link", path=f"{_AT}/link", do=links.link),
        Act(key="commission.unlink", path=f"{_AT}/unlink", do=links.unlink),
        Act(key="commission.tier", path=f"{_AT}/tier", do=scheduling.set_tier),
        Act(key="review.schedule", path=f"{_AT}/reviews", do=scheduling.schedule,
            new="/reviews/{ref}"),
        Act(key="commission.evidence", path=f"{_AT}/evidence", do=add_evidence, ahead=_kept),
        Act(key="evidence.withdraw", path="/evidence/{evidence}/withdraw",
            do=evidence.withdraw_evidence),
    ),
)  # fmt: skip
