"""What the public front page says: how much there is, what comes next, what was decided last."""

from __future__ import annotations

from typing import Any, Final

from governance.application.desk import Desk
from governance.application.publishing.coming import coming, coming_one
from governance.application.publishing.decisions import decided
from governance.application.publishing.stated import stated
from governance.domain.errors import Unusable

FEW: Final = 5
"""Decisions of each kind on the front page."""


def overview(desk: Desk) -> dict[str, Any]:
    """The next decisions to come and the latest that were taken."""
    return {"coming": coming(desk).rows[:FEW], "decided": decided(desk).rows[:FEW]}


def public_report(desk: Desk, ref: str) -> dict[str, Any]:
    """A report as anybody may see it: `notice` of a coming decision, or `record` of one taken.

    Raises `Unusable` where nothing of it is public, as if there were none.
    """
    record = stated(desk, ref)
    if record is not None:
        return {"record": record, "notice": None}
    announced = coming_one(desk, ref)
    if announced is None:
        raise Unusable.one("public.report_unknown", ref=ref[:40])
    return {"record": None, "notice": announced}
