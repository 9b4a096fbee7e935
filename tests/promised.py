"""A published plan with commitments of partners, as few acts as that takes."""

import datetime as dt
from collections.abc import Mapping, Sequence

from reports import Life
from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert
from governance.application.desk import Desk
from governance.application.plans import returns
from governance.application.plans.returns_said import Said
from governance.store.tables import TABLES

PROMISED: Mapping[str, Sequence[str]] = {
    "county-council": ("Open three family hubs", "Train 40 foster carers"),
    "icb": ("Cut the wait for speech therapy to 12 weeks",),
    "police": ("Name an officer for every school",),
}
FIRST, LAST = dt.date(2025, 4, 1), dt.date(2028, 3, 31)

_RETURNS = (
    select(TABLES["monitoring_return"], TABLES["organisation"].c.key.label("partner"))
    .join(
        TABLES["organisation"],
        (TABLES["organisation"].c.id == TABLES["monitoring_return"].c.organisation_id)
        & (TABLES["organisation"].c.partnership_id == TABLES["monitoring_return"].c.partnership_id),
    )
    .where(TABLES["monitoring_return"].c.partnership_id == bindparam("partnership"))
    .order_by(TABLES["monitoring_return"].c.period_end, TABLES["organisation"].c.key)
)
_REPORTS = (
    select(TABLES["annual_report"])
    .where(TABLES["annual_report"].c.partnership_id == bindparam("partnership"))
    .order_by(TABLES["annual_report"].c.period_end)
)


def publish_plan(
    desk: Desk,
    promised: Mapping[str, Sequence[str]] = PROMISED,
    *,
    first: dt.date = FIRST,
    last: dt.date = LAST,
    rhythm: int = 3,
    title: str = "Children and young people's plan (example)",
    published_on: dt.date | None = None,
    basis: str = "voluntary",
    key: str = "cypp",
) -> str:
    """A plan of the partnership's board, published today: its reference."""
    plan_id, priority = desk.new_id(), desk.new_id()
    ref = desk.next_ref("plan")
    pairs = [(key, what) for key, texts in promised.items() for what in texts]
    commitments = [
        Insert(
            "commitment",
            {
                "id": desk.new_id(),
                "plan_id": plan_id,
                "number": number,
                "priority_id": priority,
                "organisation_id": desk.row("organisation", who).id,
                "what": what,
                "due_on": last,
            },
        )
        for number, (who, what) in enumerate(pairs, start=1)
    ]
    values = {
        "id": plan_id,
        "ref": ref,
        "key": key,
        "title": title,
        "state": "published",
        "basis": basis,
        "body_id": desk.row("body", "trust-board").id,
        "from_day": first,
        "to_day": last,
        "rhythm": rhythm,
        "published_on": published_on or desk.today,
        "agreed_on": published_on or desk.today,
    }
    told = {"plan_id": plan_id, "id": priority, "key": "early-help", "number": 1}
    told |= {"title": "Early help", "outcome": "stay-safe"}
    desk.apply(
        Change(
            kind="plan.published",
            table="plan",
            subject=None,
            values=values,
            writes=(Insert("priority", told), *commitments),
        )
    )
    return ref


def change_plan(desk: Desk, ref: str, **values: object) -> None:
    """Change what a plan says of itself."""
    desk.apply(
        Change(kind="plan.changed", table="plan", subject=desk.row("plan", ref), values=values)
    )


def returns_of(life: Life, partner: str | None = None) -> list[tuple[str, str, dt.date, str]]:
    """Every return: its reference, partner, the end of its period, its state."""
    with life.looking() as desk:
        rows = desk.all(_RETURNS)
    return [(r.ref, r.partner, r.period_end, r.state) for r in rows if partner in (None, r.partner)]


def reports_of(life: Life) -> list[tuple[str, dt.date, str]]:
    """Every annual report: its reference, the end of its year, its state."""
    with life.looking() as desk:
        return [(r.ref, r.period_end, r.state) for r in desk.all(_REPORTS)]


def said(number: int, judgement: str = "kept", evidence: str = "As the minutes show.") -> Said:
    """A line of a return."""
    return Said(number, judgement, evidence, f"--line {number}")


def make_return(life: Life, ref: str, *lines: Said, by: str = "example-secretary") -> returns.Made:
    """Make a return with these lines."""
    with life.acting(by) as desk:
        return returns.report(desk, ref, lines=lines)
