"""What follows once a question is decided: the record, the path, publication, the effect.

The same for whoever decides, and however: an officer, a body at a meeting, or one between them.
"""

from __future__ import annotations

from governance.application.bodies.delegations import draw_change
from governance.application.change import Change, Insert, Receipt
from governance.application.desk import Desk
from governance.application.proposals import after, effects
from governance.application.proposals.advancing import along_the_path
from governance.application.proposals.case import DECIDES
from governance.application.proposals.counting import Count
from governance.application.proposals.findings import Deciding
from governance.application.proposals.listing import off_the_agenda
from governance.application.proposals.powers import Turn
from governance.application.proposals.reading import Report, frozen
from governance.application.proposals.record import (
    authority_of,
    decision_values,
    entitled_by,
    facts_on_record,
)
from governance.application.proposals.redrawing import redraw
from governance.domain.bodies.powers import Basis
from governance.domain.errors import GuardRefused
from statemachines.proposal_facts import POSITIVE, ProposalFacts

WAITING = ("on_agenda", "with_officer")
"""States of a report that waits for its decider to open it."""


def draw_anew(
    desk: Desk, report: Report, facts: ProposalFacts, *, waiting: tuple[str, ...] = WAITING
) -> Receipt | None:
    """Draw the path anew where another rule now takes the case; None where the path stands.

    The redrawing is kept, and the desk refuses the decision. What is put off can wait.
    """
    changed = [r for r in facts.path_changed or () if r.code == "proposal.path_changed"]
    put_off = facts.outcome in ("referred_back", "deferred")
    if not changed or put_off or report.row.state not in (*waiting, "before_decider"):
        return None
    receipt = redraw(desk, report)
    desk.verdict = GuardRefused(changed)
    return receipt


def conclude(
    desk: Desk,
    report: Report,
    turn: Turn,
    deciding: Deciding,
    facts: ProposalFacts,
    counted: Count,
    *,
    state: str,
    publish: bool,
) -> Receipt:
    """Write a decision down, move the report on, and bring about what follows from it.

    `state` is the one it leads to when it is the last on the path.
    """
    row, outcome = report.row, deciding.outcome
    decision = decision_values(desk, report, turn, deciding, counted)
    moved = along_the_path(desk, report, turn, facts, decided=state)
    values = {
        "state": moved.state,
        "outcome": outcome if moved.final else row.outcome,
        "decided_on": desk.today if moved.final else None,
        "published_on": desk.today if moved.final and publish else None,
        "live": row.live and (not moved.final or outcome in (*POSITIVE, "deferred")),
        "path_changed": False,
        "rule": report.rule or row.rule,
        **frozen(report),
    }
    receipt = desk.apply(
        Change(
            kind="proposal.decided" if moved.final else "proposal.passed_on",
            table="proposal",
            subject=row,
            values=values,
            facts=facts_on_record(report, turn, deciding, counted, decision),
            writes=(
                *moved.writes,
                *counted.writes,
                Insert("decision", decision),
                *off_the_agenda(desk, row, state="decided"),
            ),
            authority=authority_of(report, turn, deciding),
        )
    )
    if moved.final and outcome in POSITIVE:
        draw_down(desk, report, turn, deciding)
        after.follow_on(desk, row.id, known=report)
    if moved.final and outcome is not None:
        effects.turned_down(desk, row, outcome=outcome)
    return receipt


def draw_down(desk: Desk, report: Report, turn: Turn, deciding: Deciding) -> None:
    """Draw the amount from each delegation under which something was agreed."""
    found = entitled_by(turn, deciding)
    if found.basis is not Basis.DELEGATION or deciding.outcome not in DECIDES:
        return
    for ref in found.delegations:
        desk.apply(
            draw_change(
                desk,
                delegation=desk.row("delegation", ref),
                kind=report.row.kind,
                amount=report.row.value or 0,
                views=turn.question.views,
                day=report.on,
                proposal=report.row.ref,
            )
        )
