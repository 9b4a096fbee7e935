"""Returns on what partners promised in a plan, and the annual reports made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance import words
from governance.application.desk import Desk
from governance.application.plans import annual, annual_queries, returns_queries
from governance.application.plans.moves import annual_moves, return_moves
from governance.application.plans.returns import Made, report
from governance.application.plans.returns_said import Said, as_sheet, judged, read_csv
from governance.interfaces.api.operations import Act, Look, Resource, Room
from governance.interfaces.api.rooms.plans import as_file
from governance.interfaces.api.shapes import File

_RETURN = "/returns/{return_ref}"
_ANNUAL = "/annual-reports/{annual_report}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """What is said of one commitment, by its number in the plan."""

    number: int
    judgement: str
    evidence: str = ""


def make_return(
    desk: Desk,
    *,
    return_ref: str,
    lines: Sequence[ReturnLine] = (),
    sheet: File | None = None,
    said: str = "",
    returned_on: dt.date | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Made:
    """Make a partner's return, or correct one that was made, which needs a reason.

    What is said of commitments stands in `lines`, in a sheet as it is handed out, or in both.
    """
    found = [] if sheet is None else read_csv(sheet.content, sheet.name)
    return report(
        desk,
        return_ref,
        lines=[*(_line(one) for one in lines), *found],
        said=said,
        returned_on=returned_on,
        reason=reason,
        seen=seen,
    )


def _line(one: ReturnLine) -> Said:
    where = words.say("web.return.report.where", {"number": one.number})
    return Said(one.number, judged(one.judgement), one.evidence.strip(), where)


def _made(made: Made) -> Mapping[str, Any]:
    return {
        "return": made.ref,
        "late": made.late,
        "corrected": made.corrected,
        "as_before": made.receipt is None,
    }


def to_make(
    desk: Desk, *, plan: str | None = None, partner: str | None = None, late: bool = False
) -> Any:
    """Returns that are still to be made, the first due first: of a plan, of a partner, late."""
    return returns_queries.listing(desk, plan=plan, partner=partner, late=late)


def sheet_of(desk: Desk, return_ref: str) -> tuple[bytes, str]:
    """A return as a CSV file to fill in: each commitment, with what was said of it so far."""
    found = returns_queries.show(desk, return_ref)
    return as_sheet(found), f"{found['ref']}.csv"


def as_html(desk: Desk, annual_report: str) -> tuple[bytes, str]:
    """An annual report as a document in HTML."""
    row = desk.row("annual_report", annual_report)
    return as_file(annual_queries.as_document(desk, row.ref), row.ref, "html")


def as_markdown(desk: Desk, annual_report: str) -> tuple[bytes, str]:
    """An annual report as a document in Markdown."""
    row = desk.row("annual_report", annual_report)
    return as_file(annual_queries.as_document(desk, row.ref), row.ref, "markdown")


def _return_details(desk: Desk, ref: str) -> Any:
    return {**returns_queries.show(desk, ref), "moves": return_moves(desk, ref)}


def _annual_details(desk: Desk, ref: str) -> Any:
    return {**annual_queries.show(desk, ref), "moves": annual_moves(desk, ref)}


ROOM = Room(
    name="Returns and annual reports",
    resources=(
        Resource(
            table="monitoring_return",
            path="/returns",
            fields=(
                "ref", "plan_id", "organisation_id", "state", "period_start", "period_end",
                "due_day", "missed_on", "returned_on", "returned_by_id", "on_behalf", "said",
            ),
            filters=("state",),
            details=_return_details,
        ),
        Resource(
            table="annual_report",
            path="/annual-reports",
            fields=(
                "ref", "plan_id", "state", "period_start", "period_end", "due_day", "foreword",
                "assembled_on", "proposal_id", "published_on",
            ),
            details=_annual_details,
        ),
    ),
    looks=(
        Look(key="return.to_make", path="/returns/to-make", ask=to_make),
        Look(key="return.sheet", path=f"{_RETURN}/sheet", ask=sheet_of, file="text/csv"),
        Look(key="annual.document_html", path=f"{_ANNUAL}/document.html", ask=as_html,
             file="text/html"),
        Look(key="annual.document_markdown", path=f"{_ANNUAL}/document.md", ask=as_markdown,
             file="text/markdown"),
    ),
    acts=(
        Act(key="return.report", path=f"{_RETURN}/report", do=make_return, tells=_made),
        Act(key="annual.assemble", path=f"{_ANNUAL}/assemble", do=annual.assemble),
        Act(key="annual.propose", path=f"{_ANNUAL}/propose", do=annual.propose,
            tells=lambda made: {"report": made.paper, "wants": made.wants}),
        Act(key="annual.publish", path=f"{_ANNUAL}/publish", do=annual.publish),
    ),
)  # fmt: skip
