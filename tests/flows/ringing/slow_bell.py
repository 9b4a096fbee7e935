"""An effect that leaves an entry on its subject, after a moment in which it can be killed."""

import time
from typing import Any

from governance.application.change import Change, Receipt
from governance.application.desk import Desk

SECONDS = 0.02


def ring(desk: Desk, due: Any) -> list[Receipt]:
    subject = desk.by_id(due.subject_table, due.subject_id)
    time.sleep(SECONDS)
    change = Change(
        kind="bell.rung", table="organisation", subject=subject, values={}, facts={"by": "clock"}
    )
    return [desk.apply(change)]
