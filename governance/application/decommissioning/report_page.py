"""What the page of a report that asks to end a service says of its case."""

from __future__ import annotations

from typing import Any

from governance import words
from governance.application.decommissioning.finding import case_for_exit, counts
from governance.application.decommissioning.safeguards import ENDS_SERVICE, safeguards_missing
from governance.application.desk import Desk


def case_of_report(desk: Desk, report: Any) -> dict[str, Any] | None:
    """What would end, what it saves, what consultees said and what changed because of it.

    None for a report that asks to end nothing, or that no case is behind. `lacks` are the
    documents that are still not with it.
    """
    if report.kind != ENDS_SERVICE or report.parent_id is not None:
        return None
    case = case_for_exit(desk, report)
    if case is None:
        return None
    lacking = () if report.decided_on else safeguards_missing(desk, report, case=case)
    counted = counts(desk, case.id)
    return {
        "case": case.ref,
        "scope": case.scope,
        "partial": case.partial,
        "appraisal": case.appraisal or {},
        "savings": case.savings or {},
        "consultation": case.consultation or {},
        "children": counted[-1].cases if counted else None,
        "lacks": [
            {
                "code": one.code,
                "words": words.say(one.code, one.params),
                "remedy": words.remedy(one.code, one.params),
            }
            for one in lacking
        ],
    }
