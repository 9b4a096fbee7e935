"""Published plans and annual reports, as anybody may read them."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import and_, bindparam, select

from governance.application.desk import Desk
from governance.application.plans import annual_queries
from governance.application.plans.document import document
from governance.application.plans.publishing import Document
from governance.application.publishing.openness import annual_open, plan_open
from governance.domain.errors import Unusable
from governance.store.tables import TABLES

MOST: Final = 100
"""Plans, and annual reports, in one list at the most."""

_plan = TABLES["plan"]
_annual = TABLES["annual_report"]
_here: Any = bindparam("partnership")

_PLANS = (
    select(_plan)
    .where(_plan.c.partnership_id == _here, plan_open())
    .order_by(_plan.c.from_day.desc(), _plan.c.ref)
    .limit(MOST)
)
_PLAN = select(_plan.c.ref).where(
    _plan.c.partnership_id == _here, plan_open(), _plan.c.ref == bindparam("ref")
)
_REPORTS = (
    select(
        _annual.c.ref,
        _annual.c.period_start,
        _annual.c.period_end,
        _annual.c.published_on,
        _plan.c.title.label("plan_title"),
    )
    .join(
        _plan,
        and_(_plan.c.partnership_id == _annual.c.partnership_id, _plan.c.id == _annual.c.plan_id),
    )
    .where(_annual.c.partnership_id == _here, annual_open())
    .order_by(_annual.c.period_end.desc(), _annual.c.ref)
    .limit(MOST)
)
_REPORT = select(_annual.c.ref).where(
    _annual.c.partnership_id == _here, annual_open(), _annual.c.ref == bindparam("ref")
)


def published_plans(desk: Desk) -> list[dict[str, Any]]:
    """Every plan that was published, the latest period first."""
    return [
        {
            "ref": row.ref,
            "title": row.title,
            "from": row.from_day,
            "to": row.to_day,
            "published_on": row.published_on,
            "state": row.state,
        }
        for row in desk.all(_PLANS, today=desk.today)
    ]


def published_reports(desk: Desk) -> list[dict[str, Any]]:
    """Every annual report that was published, the latest year first."""
    return [
        {
            "ref": row.ref,
            "title": row.plan_title,
            "from": row.period_start,
            "to": row.period_end,
            "published_on": row.published_on,
        }
        for row in desk.all(_REPORTS, today=desk.today)
    ]


def plan_document(desk: Desk, ref: str) -> Document:
    """A published plan as a document. Raises `Unusable` for one that is not published."""
    if desk.first(_PLAN, ref=ref, today=desk.today) is None:
        raise Unusable.one("public.plan_unknown", ref=ref[:40])
    return document(desk, ref)


def report_document(desk: Desk, ref: str) -> Document:
    """A published annual report as a document. Raises `Unusable` for any other."""
    if desk.first(_REPORT, ref=ref, today=desk.today) is None:
        raise Unusable.one("public.annual_unknown", ref=ref[:40])
    return annual_queries.as_document(desk, ref)
