"""What the cases of a commission still want before the commission may be closed."""

from __future__ import annotations

from governance.application.decommissioning.finding import of_commission
from governance.application.decommissioning.wants import case_file, closing_wants
from governance.application.desk import Desk
from governance.domain.errors import Refusal
from statemachines.decommissioning import AFTER_DECISION


def commission_waits(desk: Desk, commission_id: str) -> tuple[Refusal, ...]:
    """Why a commission that a case is ending cannot be closed yet: no way round the case."""
    found: list[Refusal] = []
    for row in of_commission(desk, commission_id):
        if row.state not in AFTER_DECISION or row.partial:
            continue
        if row.state != "transition":
            params = {"ref": row.ref, "state": row.state.replace("_", " ")}
            found.append(Refusal("decommissioning.case_waits", params))
        found += [
            one
            for one in closing_wants(case_file(desk, row))
            if one.code != "decommissioning.agreement_open"
        ]
    return tuple(found)
