"""Whether a report has a decision record yet."""

from __future__ import annotations

from typing import Any

from governance.application.desk import Desk
from governance.domain.errors import Unusable


def decided_report(desk: Desk, ref: str) -> Any:
    """The row of a report that is decided.

    Raises `Unusable` for a name that is no report's, and for one that is not decided.
    """
    report = desk.row("proposal", ref)
    if report.decided_on is None:
        raise Unusable.one("record.not_decided", ref=report.ref)
    return report
