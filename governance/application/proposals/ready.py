"""The reports that a body could be given now: on no agenda, for it to take, and held up by nothing.

What an agenda would refuse is not offered for it; why, stands on the report's own page.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, case, exists, select

from governance.application.desk import Desk
from governance.application.proposals import findings
from governance.application.proposals.listing import listed_item
from governance.application.proposals.powers import decided_turn, read_turn
from governance.application.proposals.reading import read_report
from governance.application.proposals.turns import DECIDING
from governance.domain.errors import Refused, Unusable
from governance.store.lists import by_reference
from governance.store.tables import TABLES

READY: Final = ("cleared", "sent_to_higher", "reconsidered")
"""States in which a report can be put on an agenda."""

MOST: Final = 40
"""Reports that are looked into: each costs as much as its own page, so only an act asks this."""

_proposal = TABLES["proposal"]
_step = TABLES["step"]
_ITS_OWN = exists(
    select(_step.c.id).where(
        _step.c.partnership_id == _proposal.c.partnership_id,
        _step.c.proposal_id == _proposal.c.id,
        _step.c.decider == bindparam("body"),
        _step.c.kind.in_(sorted(DECIDING)),
    )
)
_READY = (
    select(_proposal)
    .where(_proposal.c.partnership_id == bindparam("partnership"), _proposal.c.state.in_(READY))
    .order_by(
        case((_ITS_OWN, 0), else_=1),
        _proposal.c.decision_due.is_(None),
        _proposal.c.decision_due,
        *by_reference(_proposal.c.ref),
    )
    .limit(MOST)
)


def ready_for(desk: Desk, body: str) -> list[Any]:
    """The rows of the reports that a body (its key) may be given, its own and the first due first.

    Those of its own path come first, then those it stands above, or has a delegation for.
    """
    return [row for row in desk.all(_READY, body=body) if _could(desk, row, body)]


def _could(desk: Desk, row: Any, body: str) -> bool:
    if listed_item(desk, row.id) is not None:
        return False
    try:
        report = read_report(desk, row, on=desk.today)
        if row.state == "reconsidered":
            turn = decided_turn(desk, report)
        else:
            turn = read_turn(desk, report, acting=frozenset({body}))
    except (Refused, Unusable):
        return False
    if turn is None or body not in turn.could:
        return False
    return not (findings.held_up(report, turn) or findings.closed_by_escalation(report))
