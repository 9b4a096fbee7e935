"""Measures page by page, and what can be done with one: plain values for pages and programs."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from governance.application.desk import Desk
from governance.application.performance.finding import may_keep, standing, standing_of
from governance.application.performance.queries import COUNTS, MEASURES, line
from governance.domain.errors import GuardRefused, Refusal
from governance.domain.performance import RATINGS
from governance.store.lists import after_reference, by_reference, contains
from governance.store.tables import TABLES

PAGE: Final = 50
"""Measures on a page."""
UNRATED: Final = "unrated"

_measure = TABLES["measure"]
_commission = TABLES["commission"]
_DUE_ACTION = TABLES["action"]


def page(
    desk: Desk,
    *,
    rating: str | None = None,
    commission: str | None = None,
    text: str = "",
    ended: bool = False,
    after: str | None = None,
    limit: int = PAGE,
) -> tuple[list[dict[str, Any]], str | None]:
    """A page of measures with their latest values, and the reference it goes on after.

    `text` is looked for in titles and references; `ended` shows those that have ended too;
    an unknown `rating` shows none. Raises `Unusable` for a commission nobody knows.
    """
    given: dict[str, Any] = {}
    if rating == UNRATED:
        given["unrated"] = None
    elif rating:
        given["rating"] = rating
    if commission:
        given["commission"] = desk.row("commission", commission).id
    if text.strip():
        given["text"] = text.strip()[:100]
    if not ended:
        given["going_on"] = None
    if after:
        given["after"] = after
    size = max(1, min(limit, PAGE))
    asked = {name: value for name, value in given.items() if value is not None}
    rows = desk.all(_page(frozenset(given)), size=size + 1, **asked)
    there = standing_of(desk, [row.id for row in rows[:size]])
    lines = [line(row, there[row.id]) for row in rows[:size]]
    return lines, lines[-1]["ref"] if len(rows) > size else None


@cache
def _page(given: frozenset[str]) -> Any:
    """The statement for a page, with the filters that are asked for."""
    rows = _measure.c
    conditions = {
        "rating": rows.rating == bindparam("rating"),
        "unrated": rows.rating.is_(None),
        "commission": rows.commission_id == bindparam("commission"),
        "text": or_(contains(rows.title, "text"), contains(rows.ref, "text")),
        "going_on": rows.ended_on.is_(None),
        "after": after_reference(rows.ref, "after"),
    }
    return (
        MEASURES.where(*(conditions[name] for name in sorted(given)))
        .order_by(*by_reference(rows.ref))
        .limit(bindparam("size"))
    )


def counts(desk: Desk) -> dict[str, int]:
    """How many measures that have not ended have which rating, the unrated ones apart."""
    found = Counter({row.rating or UNRATED: row.many for row in desk.all(COUNTS)})
    told = {rating: found[rating] for rating in (*RATINGS, UNRATED)}
    return {"measures": found.total(), "rated": found.total() - found[UNRATED], **told}


def offers(desk: Desk, name: str) -> list[dict[str, Any]]:
    """What can be done with a measure: `act`, `refusals`; what a form asks for is not held."""
    row = desk.row("measure", name)
    yours = _yours(desk, row)
    nothing = Refusal("measure.nothing_observed", {"ref": row.ref})
    stands = [] if standing(desk, row.id) else [nothing]
    over = (
        []
        if row.ended_on is None
        else [Refusal("measure.ended_already", {"ref": row.ref, "on": row.ended_on})]
    )
    against: dict[str, list[Refusal]] = {
        "record": [],
        "correct": stands,
        "take_back": stands,
        "rate": stands,
        "action": over,
        "set": over,
        "end": over,
    }
    return [{"act": act, "refusals": [*yours, *found]} for act, found in against.items()]


def _yours(desk: Desk, row: Any) -> list[Refusal]:
    """Why the actor keeps no measures of its commission; nothing for who does."""
    try:
        may_keep(desk, desk.by_id("commission", row.commission_id))
    except GuardRefused as refused:
        return list(refused.refusals)
    return []


_NUMBERED = select(_DUE_ACTION.c.officer_id).where(
    _DUE_ACTION.c.partnership_id == bindparam("partnership"),
    _DUE_ACTION.c.measure_id == bindparam("measure"),
    _DUE_ACTION.c.number == bindparam("number"),
)


def against_action(desk: Desk, name: str, number: int) -> list[Refusal]:
    """Why the actor may not say what came of an action: neither its officer nor who keeps it."""
    row = desk.row("measure", name)
    one = desk.first(_NUMBERED, measure=row.id, number=number)
    try:
        officer = None if one is None else one.officer_id
        may_keep(desk, desk.by_id("commission", row.commission_id), officer)
    except GuardRefused as refused:
        return list(refused.refusals)
    return []
