"""What anybody may see without signing in: decisions to come and taken, the register, the plans.

Every page reads from `governance.application.publishing`, which says what is public and from
when; nothing here looks anywhere else.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from starlette.responses import Response

from governance.application.calendars.feeds import public_bodies
from governance.application.plans.publishing import Document, Format, render
from governance.application.publishing import coming, decisions, overview, plans, register
from governance.application.publishing.documents import open_document, why_closed
from governance.application.publishing.notice import call_in_told, public_notice
from governance.application.publishing.open_data.publisher import publisher
from governance.interfaces import addresses
from governance.interfaces.downloads import attachment
from governance.interfaces.web.access import Access
from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms import public_data
from governance.interfaces.web.visit import Visit


def _front(visit: Visit) -> Response:
    return visit.render(
        "public/front.html",
        **overview.overview(visit.desk),
        calendars=public_bodies(visit.desk),
    )


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
    return visit.render(template, **found, why_closed=why_closed, call_in_told=call_in_told)


def _notice(visit: Visit) -> Response:
    made = _notice_of(visit, "")
    return visit.render("public/decision_notice.html", document=made, ref=visit.path["ref"])


def _notice_text(visit: Visit) -> Response:
    return _notice_file(visit, "markdown", "md", "text/markdown; charset=utf-8")


def _notice_page(visit: Visit) -> Response:
    return _notice_file(visit, "html", "html", "text/html; charset=utf-8")


def _notice_file(visit: Visit, form: Format, ends: str, media_type: str) -> Response:
    """A notice to be kept: whoever opens it elsewhere still finds the documents."""
    asked = visit.request.url
    made = _notice_of(visit, f"{asked.scheme}://{asked.netloc}")
    name = f"{visit.path['ref']}-notice.{ends}"
    return attachment(render(made, form).encode(), name, media_type=media_type)


def _notice_of(visit: Visit, site: str) -> Document:
    here = visit.partnership.key
    return public_notice(
        visit.desk,
        visit.path["ref"],
        address=lambda report, one: site + addresses.document(here, report, one),
    )


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
    notices = publisher(visit.desk).ocid_prefix is not None
    return visit.render("public/commission.html", commission=found, notices=notices)


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
        _open("/decisions/{ref}/notice", _notice),
        _open("/decisions/{ref}/notice.md", _notice_text),
        _open("/decisions/{ref}/notice.html", _notice_page),
        _open("/commissions", _commissions),
        _open("/commissions/{ref}", _commission),
        _open("/agreements", _agreements),
        _open("/plans", _plans),
        _open("/plans/{ref}", _plan),
        _open("/annual-reports/{ref}", _annual_report),
        *public_data.PAGES,
    ),
)
