"""What anybody may see without signing in: decisions to come and taken, the register, the plans.

Every page reads from `governance.application.publishing`, which says what is public and from
when; nothing here looks anywhere else.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.plans.publishing import Document
from governance.application.publishing import coming, decisions, overview, plans, register
from governance.application.publishing.documents import open_document
from governance.application.publishing.openness import SCHEDULE_12A
from governance.interfaces.web.access import Access
from governance.interfaces.web.downloads import attachment
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.visit import Visit


def _front(visit: Visit) -> Response:
    return visit.render("public/front.html", **overview.overview(visit.desk))


def _coming(visit: Visit) -> Response:
    page = coming.coming(visit.desk, after=visit.query.get("after", ""))
    return visit.render("public/coming.html", page=page)


def _decisions(visit: Visit) -> Response:
    chosen = {name: visit.query.get(name, "") for name in ("words", "by", "since")}
    page = decisions.decided(
        visit.desk,
        words=chosen["words"],
        decided_by=chosen["by"],
        since=_day(chosen["since"]),
        after=visit.query.get("after", ""),
    )
    return visit.render(
        "public/decisions.html", page=page, chosen=chosen, deciders=decisions.deciders(visit.desk)
    )


def _report(visit: Visit) -> Response:
    found = overview.public_report(visit.desk, visit.path["ref"])
    template = "public/record.html" if found["record"] is not None else "public/notice.html"
    return visit.render(template, **found, why_closed=_why_closed)


def _document(visit: Visit) -> Response:
    row, content = open_document(
        visit.desk,
        report=visit.path["ref"],
        evidence=visit.path["evidence"],
        data_dir=visit.served.evidence_dir,
    )
    return attachment(content, row["file"])


def _commissions(visit: Visit) -> Response:
    chosen = {name: visit.query.get(name, "") for name in ("words", "state")}
    page = register.commissions(visit.desk, **chosen, after=visit.query.get("after", ""))
    return visit.render("public/commissions.html", page=page, chosen=chosen, states=register.STATES)


def _commission(visit: Visit) -> Response:
    found = register.commission(visit.desk, visit.path["ref"])
    return visit.render("public/commission.html", commission=found)


def _agreements(visit: Visit) -> Response:
    chosen = {name: visit.query.get(name, "") for name in ("words", "before")}
    page = register.agreements(
        visit.desk,
        words=chosen["words"],
        before=_day(chosen["before"]),
        after=visit.query.get("after", ""),
    )
    return visit.render("public/agreements.html", page=page, chosen=chosen)


def _plans(visit: Visit) -> Response:
    return visit.render(
        "public/plans.html",
        plans=plans.published_plans(visit.desk),
        reports=plans.published_reports(visit.desk),
    )


def _plan(visit: Visit) -> Response:
    return _as_page(visit, plans.plan_document(visit.desk, visit.path["ref"]))


def _annual_report(visit: Visit) -> Response:
    return _as_page(visit, plans.report_document(visit.desk, visit.path["ref"]))


def _as_page(visit: Visit, document: Document) -> Response:
    return visit.render("public/document.html", document=document)


def _why_closed(document: dict[str, Any]) -> str:
    """Why a document cannot be read, in words."""
    if document["closed"] != "exempt":
        return words.say("web.public.confidential", {})
    paragraph = str(document["paragraph"])
    told = words.say(SCHEDULE_12A[paragraph], {}) if paragraph in SCHEDULE_12A else ""
    return words.say("web.public.exempt", {"paragraph": paragraph, "told": told})


def _day(text: str) -> dt.date | None:
    """A day of a filter; what is none filters nothing."""
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _open(path: str, show: Any) -> Page:
    return Page(path=f"/public{path}", show=show, access=Access.PUBLIC)


ROOM = Room(
    name="public",
    pages=(
        _open("", _front),
        _open("/coming", _coming),
        _open("/decisions", _decisions),
        _open("/decisions/{ref}", _report),
        _open("/decisions/{ref}/documents/{evidence}", _document),
        _open("/commissions", _commissions),
        _open("/commissions/{ref}", _commission),
        _open("/agreements", _agreements),
        _open("/plans", _plans),
        _open("/plans/{ref}", _plan),
        _open("/annual-reports/{ref}", _annual_report),
    ),
)
