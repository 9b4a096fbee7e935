"""Raising a cause that people know of: need gone, insolvency, a regulator's judgement."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from governance.application.change import Receipt
from governance.application.commissions.evidence import Closure, Document, add_evidence
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.decommissioning.finding import LIVE, of_commission
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.triggers.finding import found, looks_by_itself
from governance.application.triggers.opening import open_case
from governance.application.triggers.rules import holds_for, rule_named
from governance.domain.errors import GuardRefused, Refusal, Refused
from statemachines.decommissioning import DECOMMISSIONING, CaseFacts
from statemachines.machine import enter
from statemachines.table import spoken

EVIDENCE: Final = "trigger"
"""The kind under which a document that a cause rests on is filed."""


def raise_trigger(
    desk: Desk,
    *,
    commission: str,
    trigger: str,
    evidence: str = "",
    agreement: str | None = None,
    document: Document | None = None,
    closed: Closure | None = None,
    data_dir: Path | None = None,
    seen: int | None = None,
) -> Receipt:
    """Open a case for a cause that somebody raises; `evidence` says what it rests on.

    A `document` is put on the commission's file (`data_dir` is where files lie). A trigger whose
    cause Vires finds by itself opens its case at once where the cause is there. Raises
    `Unusable` for a trigger that is not in force, `Refused` with every reason against it.
    """
    row = desk.row("commission", commission, seen=seen)
    enter(DECOMMISSIONING, "trigger", CaseFacts(permissions=permissions(desk, commission=row)))
    ruled = rule_named(desk, trigger)
    rule = ruled.trigger
    if row.state in COMMISSION_OVER:
        raise Refused.one("trigger.commission_over", ref=row.ref, state=spoken(row.state))
    if not holds_for(desk, rule, row.id):
        raise Refused.one("trigger.not_for_this", trigger=rule.key, ref=row.ref)
    seen_by_us: list[dict[str, Any]] = []
    of_trigger = [c for c in of_commission(desk, row.id) if c.trigger == rule.key]
    cause = f"{rule.key}:{len(of_trigger) + 1}"
    if looks_by_itself(rule):
        there = found(desk, rule, [row.id])
        if not there:
            raise Refused.one("trigger.found_by_itself", looks_for=rule.looks_for, ref=row.ref)
        cause, seen_by_us = there[0].cause, list(there[0].evidence)
        agreement = agreement or there[0].agreement_id
    elif open_one := [c for c in of_trigger if c.state in LIVE]:
        told = {"case": open_one[-1].ref, "state": spoken(open_one[-1].state)}
        raise Refused.one("trigger.case_open", **told)
    elif not evidence.strip():
        raise GuardRefused([Refusal("trigger.no_evidence")])
    said = [*seen_by_us, *_said(desk, evidence)]
    if document is not None and data_dir is not None:
        said.append(_filed(desk, row, rule.title, document, closed, data_dir))
    receipt = open_case(
        desk,
        commission=row.id,
        trigger=rule,
        cause=cause,
        evidence=said,
        agreement=agreement,
    )
    assert receipt is not None
    return receipt


def _said(desk: Desk, evidence: str) -> list[dict[str, Any]]:
    text = evidence.strip()
    if not text:
        return []
    return [{"kind": "statement", "text": text, "by": desk.actor.name, "on": str(desk.today)}]


def _filed(
    desk: Desk,
    commission: Any,
    title: str,
    document: Document,
    closed: Closure | None,
    data_dir: Path,
) -> dict[str, Any]:
    """The document on the commission's file, and what the case says of it."""
    add_evidence(
        desk,
        kind=EVIDENCE,
        title=title,
        data_dir=data_dir,
        commission=commission.ref,
        document=document,
        closed=closed,
    )
    filed = desk.changes[-1][0].writes[0].values
    return {
        "kind": "document",
        "id": filed["id"],
        "title": filed["title"],
        "digest": filed["digest"],
    }
