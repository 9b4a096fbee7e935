"""Reviews: which are due and missed, what each found, and the acts of whoever holds them."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.reviews import acts, queries, scheduling
from governance.application.reviews.reporting import TESTS, Found, report
from governance.domain.messages.rendering import level
from governance.interfaces.said import offered
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Choice, Day, Field, Option, Text
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms import review_list
from governance.interfaces.web.visit import Visit

FINDINGS = ("met", "partly", "not_met", "not_known")


def _page(visit: Visit) -> Response:
    found = queries.show(visit.desk, visit.path["ref"])
    return visit.render(
        "reviews/review.html", review=found, moves_offered=_moves(visit, found["ref"]), level=level
    )


def _moves(visit: Visit, ref: str) -> list[dict[str, Any]]:
    """What can be done with a review; what cannot, with why."""
    return [
        offered(
            words.say(f"web.review.move.{one['move']}", {}),
            visit.url(f"/reviews/{ref}/{one['move']}"),
            one["refusals"],
        )
        for one in queries.moves(visit.desk, ref)
    ]


# --- setting a review, for a commission


def _about_commission(visit: Visit) -> About:
    row = visit.desk.row("commission", visit.path["ref"])
    return About(params={"commission": row.ref, "title": row.title})


def _schedule(desk: Desk, said: Said) -> Done:
    receipt = scheduling.schedule(desk, commission=said.ref, due=said["due"])
    row = desk.row("review", receipt.ref)
    return Done(receipt=receipt, params={"commission": said.ref, "due": row.due_day})


# --- a review


def _about(visit: Visit) -> About:
    row = visit.desk.row("review", visit.path["ref"])
    commission = visit.desk.by_id("commission", row.commission_id)
    return About(
        params={"ref": row.ref, "commission": commission.ref, "title": commission.title},
        seen=row.version,
    )


def _reschedule(desk: Desk, said: Said) -> Done:
    receipt = acts.reschedule(desk, said.ref, to=said["due"], reason=said["reason"], seen=said.seen)
    return Done(receipt=receipt, code="done.review_rescheduled", params={"due": said["due"]})


def _report_fields(visit: Visit) -> list[Field]:
    del visit
    findings = [Option(f, words.term(f).capitalize()) for f in FINDINGS]
    fields: list[Field] = [Day(name="held", required=False)]
    for test in TESTS:
        fields.append(Choice(name=test, options=findings))
        fields.append(Area(name=f"{test}-why", rows=3))
    return [
        *fields,
        Area(name="views", required=False),
        Text(name="no-views", required=False, most=2000),
        Area(name="recommendation", required=False, rows=3),
    ]


def _report(desk: Desk, said: Said) -> Done:
    made = report(
        desk,
        said.ref,
        tests={test: Found(said[test], said[f"{test}-why"]) for test in TESTS},
        views=said.get("views", ""),
        no_views=said.get("no-views", ""),
        held_on=said["held"],
        recommendation=said.get("recommendation", ""),
        seen=said.seen,
    )
    code = "done.review_reported" if made.submitted else "web.review.reported_as_draft"
    return Done(receipt=made.receipt, code=code, params={"report": made.report})


ROOM = Room(
    name="reviews",
    pages=(
        Page(path="/reviews", show=review_list.show),
        Page(path="/reviews/{ref}", show=_page),
    ),
    acts=(
        Act(
            key="review.schedule",
            path="/commissions/{ref}/review",
            about=_about_commission,
            fields=(Day(name="due", required=False),),
            do=_schedule,
            to="/reviews/{new}",
            done="done.review_scheduled",
        ),
        Act(
            key="review.reschedule",
            path="/reviews/{ref}/reschedule",
            about=_about,
            fields=(Day(name="due"), Area(name="reason", rows=3)),
            do=_reschedule,
            to="/reviews/{ref}",
        ),
        Act(
            key="review.report",
            path="/reviews/{ref}/report",
            about=_about,
            fields=_report_fields,
            do=_report,
            to="/reviews/{ref}",
            check=True,
        ),
    ),
)
