"""The end of a case: closed when every child's case is moved, or as it ended elsewhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.change import Insert
from governance.application.deadlines.policies import policies
from governance.application.decommissioning.finding import EVALUATION
from governance.application.decommissioning.moving import due
from governance.application.decommissioning.wants import EVALUATED_AFTER, CaseFile
from governance.application.desk import Desk
from governance.domain.escalation import counted


def closed_values(file: CaseFile, on: dt.date) -> dict[str, Any]:
    """The columns of a case that has ended on a day."""
    after = file.said("replacement_id") or file.commission.recommissioned_as_id
    return {"closed_on": on, "replacement_id": after}


def evaluation_due(desk: Desk, row: Any, closed_on: dt.date) -> Insert:
    """The deadline by which a case is evaluated: a year after its end."""
    day = counted(EVALUATED_AFTER, day=closed_on, calendar=policies(desk).calendar).day
    return due(desk, row.id, EVALUATION, day, cause=f"closed ({row.version + 1})")
