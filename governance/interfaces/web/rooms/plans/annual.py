"""Annual reports on a plan: assembled from the returns, put to the board, published, kept."""

from __future__ import annotations

from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.plans import annual
from governance.application.plans import annual_queries as queries
from governance.application.plans.moves import annual_moves
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Day, Text
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.plans.common import as_file, moves_of
from governance.interfaces.web.visit import Visit

COUNTED: Final = ("kept", "partly_kept", "not_kept", "under_way", "none")
"""The words on a commitment, in the order of the columns."""
CAME: Final = ("in_time", "late", "missing", "awaited")


def _list(visit: Visit) -> Response:
    plan = visit.query.get("plan") or None
    return visit.render("plans/annual_list.html", rows=queries.listing(visit.desk, plan=plan))


def _page(visit: Visit) -> Response:
    found = queries.show(visit.desk, visit.path["ref"])
    moves = annual_moves(visit.desk, found["ref"])
    partners = [{**one, "came": _came(one)} for one in found["content"]["partners"]]
    return visit.render(
        "plans/annual.html",
        one=found,
        partners=partners,
        counted=COUNTED,
        moves_offered=moves_of(visit, "annual", f"/annual-reports/{found['ref']}", moves),
    )


def _came(partner: Any) -> str:
    """What came of a partner's returns, in a few words."""
    if partner["returned_nothing"] and partner["returns"]:
        return words.say("annual.page_nothing", {})
    made = partner["returns_made"]
    came = [(name, made.get(name, 0)) for name in CAME]
    return ", ".join(f"{number} {words.term(f'came_{name}')}" for name, number in came if number)


def _document(visit: Visit) -> Response:
    row = visit.desk.row("annual_report", visit.path["ref"])
    document = queries.as_document(visit.desk, row.ref)
    return as_file(document, row.ref, visit.query.get("as", "html"))


def _about(visit: Visit) -> About:
    row = visit.desk.row("annual_report", visit.path["ref"])
    plan = visit.desk.by_id("plan", row.plan_id)
    return About(
        params={"ref": row.ref, "title": plan.title, "until": row.period_end},
        seen=row.version,
        values={"foreword": row.foreword or None},
    )


def _assemble(desk: Desk, said: Said) -> Done:
    receipt = annual.assemble(
        desk, said.ref, as_at=said["as-at"], foreword=said.get("foreword", ""), seen=said.seen
    )
    as_at = desk.row("annual_report", receipt.ref).assembled_on
    return Done(receipt=receipt, code="done.annual_assembled", params={"as_at": as_at})


def _propose(desk: Desk, said: Said) -> Done:
    made = annual.propose(
        desk,
        said.ref,
        recommendation=said.get("recommendation", ""),
        scheme=said.get("scheme"),
        seen=said.seen,
    )
    code = "web.annual.put_as_draft" if made.wants else "done.annual_proposed"
    return Done(receipt=made.receipt, code=code, params={"report": made.paper})


def _publish(desk: Desk, said: Said) -> Done:
    receipt = annual.publish(desk, said.ref, on=said["on"], seen=said.seen)
    return Done(receipt=receipt, code="done.annual_published")


def _act(key: str, do: Any, fields: Any, **given: Any) -> Act:
    path = f"/annual-reports/{{ref}}/{key}"
    return Act(
        key=f"annual.{key}",
        path=path,
        about=_about,
        fields=fields,
        do=do,
        to="/annual-reports/{ref}",
        **given,
    )


PAGES = (
    Page(path="/annual-reports", show=_list),
    Page(path="/annual-reports/{ref}", show=_page),
    Page(path="/annual-reports/{ref}/document", show=_document),
)
ACTS = (
    _act(
        "assemble",
        _assemble,
        (Day(name="as-at", required=False), Area(name="foreword", required=False, rows=10)),
    ),
    _act(
        "propose",
        _propose,
        (
            Area(name="recommendation", required=False, rows=3),
            Text(name="scheme", required=False, width="20"),
        ),
        check=True,
    ),
    _act("publish", _publish, (Day(name="on", required=False),), check=True),
)
