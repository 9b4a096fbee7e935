"""Commissions: the register, each with its stages, evidence, partners and moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

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
from governance.interfaces.api.answers import PREFIX
from governance.interfaces.api.operations import Act, Look, Resource, Room, also, told
from governance.interfaces.api.rooms.evidence import document_told, file_of
from governance.interfaces.api.shapes import File, Path
from governance.interfaces.api.told import NextSteps

_AT = "/commissions/{commission}"
_STAGE = f"{_AT}/stages/{{stage}}"
_CALLED: Final[Mapping[str, str]] = {
    "start_cycle": "start",
    "start_next_round": "next_round",
    "give_notice": "notice",
}
"""What acts of a commission are called that are not called as the move they make."""


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
    found = next_steps.next_steps(desk, commission)
    return {**found, "moves": [_with_act(found["commission"], one) for one in found["moves"]]}


def _with_act(commission: str, move: Mapping[str, Any]) -> dict[str, Any]:
    """A move with the address of the act that makes it; None where no program does."""
    name, stage = move["move"], move["about"]
    key = f"commission.stage.{name}"
    if stage == "commission":
        key = f"commission.{_CALLED.get(name, name)}"
    path = next((one.path for one in ROOM.acts if one.key == key), None)
    act = None if path is None else PREFIX + path.format(commission=commission, stage=stage)
    return {**move, "act": act}


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
    looks=(
        Look(key="commission.next", path=f"{_AT}/next", ask=next_of, gives=NextSteps),
        Look(key="evidence.file", path="/evidence/{evidence}", ask=file_of,
             file="application/octet-stream"),
    ),
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
        Act(key="commission.evidence", path=f"{_AT}/evidence", ahead=_kept,
            do=also(add_evidence, document_told), tells=told),
        Act(key="evidence.withdraw", path="/evidence/{evidence}/withdraw",
            do=evidence.withdraw_evidence),
    ),
)  # fmt: skip
