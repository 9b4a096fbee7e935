"""Setting the deadline again that a case should have and has not: its notice, its evaluation."""

from __future__ import annotations

from governance.application.change import Change, Receipt
from governance.application.decommissioning.closing import evaluation_due
from governance.application.decommissioning.finding import NOTICE_ENDS, TABLE
from governance.application.decommissioning.moving import due
from governance.application.desk import Desk


def set_day_again(desk: Desk, case_id: str) -> Receipt | None:
    """Set the deadline of a notice that runs, or of an evaluation to come; None without a day."""
    row = desk.row(TABLE, case_id)
    if row.state == "closed" and row.closed_on is not None:
        again = evaluation_due(desk, row, row.closed_on)
    elif row.notice_ends_on is not None:
        cause = f"again ({row.version + 1})"
        again = due(desk, row.id, NOTICE_ENDS, row.notice_ends_on, cause=cause)
    else:
        return None
    return desk.apply(
        Change(
            kind="decommissioning.deadline_set_again",
            table=TABLE,
            subject=row,
            values={},
            facts={"kind": again.values["kind"], "due": again.values["due_day"]},
            writes=(again,),
        )
    )
