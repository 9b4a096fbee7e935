"""Pages of funds: the list, a fund in one of its years, the agreement behind a pool."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.funds import queries
from governance.application.funds.moves import agreement_moves, fund_moves
from governance.application.people.organisations import partners
from governance.application.proposals.powers import titles
from governance.domain.funds.clauses import CLAUSES
from governance.interfaces.said import offered, reason
from governance.interfaces.web.links import path_of
from governance.interfaces.web.pages import Page
from governance.interfaces.web.visit import Visit
from governance.words.format import listed

SUMS = ("agreed", "paid", "allocated", "devolved", "spent", "headroom")


def moves_of(
    visit: Visit, kind: str, base: str, found: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Moves as a page shows them: a link to each act's own page, or why it is closed."""
    return [
        offered(
            words.say(f"web.{kind}.move.{one['move']}", {}),
            visit.url(f"{base}/{one['move'].replace('_', '-')}"),
            one["refusals"],
        )
        for one in found
    ]


def _list(visit: Visit) -> Response:
    closed = visit.query.get("show") == "all"
    return visit.render(
        "funds/list.html", rows=queries.listing(visit.desk, closed=closed), closed=closed
    )


def _page(visit: Visit) -> Response:
    day = _day(visit.query.get("year"))
    found = queries.show(visit.desk, visit.path["ref"], day=day)
    ref, year = found["ref"], found["year"]
    agreement = found["agreement"]
    moves = fund_moves(visit.desk, ref)
    return visit.render(
        "funds/fund.html",
        fund=found,
        sums=SUMS,
        moves_offered=moves_of(visit, "fund", f"/funds/{ref}", moves),
        may_keep=any(one["move"] == "contribute" and not one["refusals"] for one in moves),
        warnings=[reason(one.code, one.params) for one in found["warnings"]],
        limits=_limits(visit.desk, agreement),
        allocations=[_allocation(visit, one) for one in found["allocations"]],
        deciders=titles(
            visit.desk, None, {a["decider"] for a in found["allocations"] if a["decider"]}
        ),
        changes=_changes(found["partners"]),
        order=words.term(found["sharing"]["how"] or "fund_no_order") if found["sharing"] else "",
        before=visit.url(f"/funds/{ref}", year=year["start"] - dt.timedelta(days=1)),
        after=visit.url(f"/funds/{ref}", year=year["end"] + dt.timedelta(days=1)),
    )


def _day(text: str | None) -> dt.date | None:
    """The day that the address names; this year for one that is none."""
    try:
        found = dt.date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2199 else None


def _limits(desk: Desk, agreement: Any) -> list[dict[str, Any]]:
    """Who may commit up to which sum, by their titles."""
    if agreement is None:
        return []
    called = titles(desk, None, {one["decider"] for one in agreement["limits"]})
    return [{**one, "title": called[one["decider"]]} for one in agreement["limits"]]


def _allocation(visit: Visit, one: Mapping[str, Any]) -> dict[str, Any]:
    """An allocation with where what it is for has its page, and its notes in words."""
    to = [{"ref": ref, "href": _href(visit, ref)} for ref in one["to"]]
    return {
        **one,
        "to": to,
        "notes": [words.say(flag["code"], flag["params"]) for flag in one["flags"]],
    }


def _href(visit: Visit, ref: str) -> str | None:
    path = path_of(ref)
    return None if path is None else visit.url(path)


def _changes(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**c, "name": p["name"]} for p in rows for c in p["changes"] if c["reason"]]


# --- the agreement behind a pool


def _agreement(visit: Visit) -> Response:
    found = queries.show_agreement(visit.desk, visit.path["ref"])
    moves = agreement_moves(visit.desk, found["ref"])
    return visit.render(
        "funds/agreement.html",
        one=found,
        clauses=[(letter, found["clauses"].get(letter, "").strip()) for letter in CLAUSES],
        limits=_limits(visit.desk, found),
        orders={name: _order(visit.desk, found[name]) for name in ("overspend", "underspend")},
        lacks=[reason(one.code, one.params) for one in found["lacks"]],
        notes=[words.say(one["code"], one["params"]) for one in found["flags"]],
        moves_offered=moves_of(visit, "pool", f"/pooled-agreements/{found['ref']}", moves),
    )


def _order(desk: Desk, order: Mapping[str, Any]) -> str:
    """An agreement's order on what is left or lacks, in words."""
    if not order:
        return words.term("fund_not_said")
    how = words.term(order["how"])
    if order["up_to"] is not None:
        how += f" ({words.say('fund.page_up_to', {'up_to': order['up_to']})})"
    called = {row.key: row.name for row in partners(desk)}
    parts = [_part(one, called) for one in order["parts"]]
    return f"{how}: {listed(parts, 'and')}" if parts else how


def _part(one: Mapping[str, Any], called: Mapping[str, str]) -> str:
    name = called.get(one["partner"], str(one["partner"]))
    if "share" in one:
        return f"{name} {one['share']}"
    if "up_to" in one:
        return f"{name} {words.say('fund.page_up_to', {'up_to': one['up_to']})}"
    return name


PAGES = (
    Page(path="/funds", show=_list),
    Page(path="/funds/{ref}", show=_page),
    Page(path="/pooled-agreements/{ref}", show=_agreement),
)
