"""What a report that asks to end a service owes to the case it is about, before submission."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from governance.application.decommissioning.answering import answered_otherwise
from governance.application.decommissioning.finding import case_for_exit, of_report
from governance.application.decommissioning.safeguards import safeguards_missing
from governance.application.desk import Desk
from governance.domain.errors import Refusal


def asked_of_case(desk: Desk, report: Any) -> Iterator[Refusal]:
    """Everything that the case wants of a report; without one, what the law wants of any.

    A report written beside an open case is held to the case: it has to come from it, and to say
    of savings and the budget what the case says.
    """
    case = case_for_exit(desk, report)
    if case is None:
        yield from safeguards_missing(desk, report)
        return
    params = {"report": report.ref, "case": case.ref, "state": case.state.replace("_", " ")}
    if of_report(desk, report.id) is None:
        yield Refusal("decommissioning.report_beside", params)
    elif case.state != "before_decider":
        yield Refusal("decommissioning.propose_again", params)
    else:
        yield from answered_otherwise(desk, report, case)
    yield from safeguards_missing(desk, report, case=case)
