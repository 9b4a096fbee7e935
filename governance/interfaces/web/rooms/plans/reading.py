"""Pages of plans: the list, a plan whole, the map of the whole system, the document."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.people.organisations import partners
from governance.application.people.queries import names_by_key
from governance.application.plans import queries
from governance.application.plans.annual_queries import listing as annual_listing
from governance.application.plans.document import document
from governance.application.plans.groups import levels_known
from governance.application.plans.mapping import the_map
from governance.application.plans.moves import plan_moves
from governance.application.plans.returns_queries import listing as return_listing
from governance.interfaces.said import reason
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.plans.common import as_file, moves_of
from governance.interfaces.web.visit import Visit

SHOWN: Final = 20
"""Commissions shown in one place of the map unless everything is asked for."""


def _list(visit: Visit) -> Response:
    over = visit.query.get("show") == "all"
    return visit.render("plans/list.html", rows=queries.listing(visit.desk, over=over), over=over)


def _page(visit: Visit) -> Response:
    found = queries.show(visit.desk, visit.path["ref"])
    ref = found["ref"]
    moves = plan_moves(visit.desk, ref)
    open_ = {one["move"] for one in moves if not one["refusals"]}
    return visit.render(
        "plans/plan.html",
        plan=found,
        moves_offered=moves_of(visit, "plan", f"/plans/{ref}", _named(found, moves)),
        may_write="set" in open_,
        who=names_by_key(visit.desk, [one["by"] for one in found["parts"] if one["by"]]),
        making=found["state"] in ("preparing", "consultation"),
        live=bool(moves),
        missing=[reason(one.code, one.params) for one in found["missing"]],
        notes=[reason(one.code, one.params) for one in found["notes"]],
        unclear=_unclear(found["decides"]),
        returns=_returns(visit, ref),
        annual=annual_listing(visit.desk, plan=ref),
        facts=_facts(found),
    )


def _named(found: Any, moves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The moves as they are called now: the board is asked to change a plan it has agreed."""
    settled = found["board_agreed_on"] is not None or found["agreed_on"] is not None
    return [
        {**one, "called": "propose_change"} if settled and one["move"] == "propose" else one
        for one in moves
    ]


def _unclear(decides: Any) -> list[dict[str, str]]:
    return [] if decides is None else [reason(r.code, r.params) for r in decides["unclear"]]


def _returns(visit: Visit, ref: str) -> dict[str, Any]:
    """Who has returned, and who has not though the day has passed."""
    rows = return_listing(visit.desk, plan=ref, every=True)
    late = [one for one in rows if one["missed"]]
    return {"late": late, "rows": rows[-SHOWN:], "number": len(rows)}


def _facts(found: Any) -> list[tuple[str, Any]]:
    days = ("board_agreed_on", "agreed_on", "published_on", "reviewed_on", "ended_on")
    return [(f"plan_{one}", found[one]) for one in days if found[one]]


def _map(visit: Visit) -> Response:
    found = the_map(visit.desk, visit.path["ref"])
    everything = visit.query.get("show") == "all"
    most = None if everything else SHOWN
    overlaps = [
        {**one, "words": _overlap(one), "left": max(len(one["commissions"]) - (most or 10**9), 0)}
        for one in found["overlaps"]
    ]
    titles = {one["key"]: one["title"] for one in found["priorities"]}
    gaps = [
        words.say(f"plan.map_{code}", {"named": [titles.get(one, one) for one in found[code]]})
        for code in ("without_commission", "without_commitment", "outcomes_not_covered")
        if found[code]
    ]
    return visit.render(
        "plans/map.html",
        map=found,
        most=most,
        overlaps=overlaps,
        gaps=gaps,
        titles=titles,
        levels=levels_known(visit.desk),
        partners={row.key: row.name for row in partners(visit.desk)},
        placed=any(one["commissions"] for one in found["priorities"]),
    )


def _overlap(one: Any) -> str:
    how = "unsaid" if one["level_unsaid"] else "levels"
    code = "plan.map_overlap_same" if one["same_level"] else f"plan.map_overlap_{how}"
    params = {"group": one["group_title"], "outcome": one["outcome_title"]}
    number = len({c["ref"] for c in one["commissions"]})
    return words.say(code, {**params, "number": number})


def _document(visit: Visit) -> Response:
    row = visit.desk.row("plan", visit.path["ref"])
    return as_file(document(visit.desk, row.ref), row.ref, visit.query.get("as", "html"))


PAGES = (
    Page(path="/plans", show=_list),
    Page(path="/plans/{ref}", show=_page),
    Page(path="/plans/{ref}/map", show=_map),
    Page(path="/plans/{ref}/document", show=_document),
)
