"""What measures wait for once their commission is over: nothing any more."""

from __future__ import annotations

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.performance.finding import dropped, of_commission


def lapse_measures(desk: Desk, commission_id: str, *, because: str) -> list[Receipt]:
    """Let go of what a commission's measures wait for; `because` is its new state.

    The measures and what was observed stay as they are: late values can still be entered.
    """
    found = [row.id for row in of_commission(desk, commission_id) if dropped(desk, row.id)]
    return [
        desk.apply(
            Change(
                kind="measure.let_go",
                table="measure",
                subject=desk.row("measure", row_id),
                values={},
                facts={"commission_is": because},
                writes=tuple(dropped(desk, row_id)),
            )
        )
        for row_id in found
    ]
