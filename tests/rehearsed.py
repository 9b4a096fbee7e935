"""A partnership whose year can be rehearsed: commissions with leads, agreements and reviews.

Everything is made in January 2026 through the real use cases; nobody here is real.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from world import KEY, RULEBOOKS, World, world

from governance.application.bodies.acts import record_chair
from governance.application.commissions.agreements import record_agreement
from governance.application.commissions.opening import open_commission
from governance.application.people.acts import add_person, grant
from governance.application.people.away import record_absence, reports_to
from governance.application.reviews.scheduling import set_tier
from governance.store.engine import Store

__all__ = ["END", "FIRST", "KEY", "POLICY", "START", "away", "year_ahead"]

FIRST: Final = dt.datetime(2026, 1, 5, 9, 30, tzinfo=dt.UTC)
"""A Monday on which everything is in place."""
START: Final = dt.date(2026, 2, 2)
END: Final = dt.date(2027, 1, 31)
POLICY: Final = "escalations/exampleshire.yaml"
RULED: Final = (*RULEBOOKS, POLICY)
TIERS: Final = ("low", "low", "medium", "low", "high")
"""How closely commissions are reviewed, in turns."""
LAST_DAYS: Final = (
    dt.date(2026, 8, 31),
    dt.date(2027, 3, 31),
    dt.date(2028, 3, 31),
    dt.date(2026, 12, 31),
)
"""When agreements end, in turns."""


def year_ahead(store: Store, *, commissions: int = 3, leads: int = 2, chairs: bool = True) -> World:
    """Commissions with an agreement and a first review each, among some leads."""
    built = world(store, FIRST, rulebooks=RULED)
    with built.acting() as desk:
        if chairs:
            record_chair(desk, body="executive-board", person="example-nhs", reason="Chosen.")
        for place in range(leads):
            key = f"example-lead-{place:02}"
            add_person(desk, key=key, name=f"Lead {place:02} (example)")
            grant(desk, person=key, role="commissioner")
            reports_to(desk, person=key, office="director")
    for place in range(commissions):
        with built.acting(now=FIRST + dt.timedelta(minutes=place)) as desk:
            a_service(desk, place, lead=f"example-lead-{place % leads:02}")
    return built


def a_service(desk: Any, place: int, *, lead: str) -> str:
    """A commission in its cycle, with an agreement in force; its reference."""
    about = open_commission(
        desk, title=f"Example service {place:04}", lead=lead, end_date=dt.date(2028, 3, 31)
    ).ref
    set_tier(desk, commission=about, tier=TIERS[place % len(TIERS)], reason="as agreed")
    record_agreement(
        desk,
        commission=about,
        title=f"Example agreement {place:04}",
        reason="found",
        starts_on=FIRST.date() - dt.timedelta(days=(place * 37) % 300),
        ends_on=LAST_DAYS[place % len(LAST_DAYS)],
        value=(10 + place % 90) * 1_000_00,
    )
    return about


def away(built: World, person: str, first: dt.date, last: dt.date) -> None:
    """Somebody is known to be away on days that are both included."""
    with built.acting() as desk:
        record_absence(desk, person=person, from_day=first, to_day=last)
