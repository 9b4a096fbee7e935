"""What is published: decisions to come and taken, the public register, plans and reports on them.

It is what anybody may see on the public pages, and no more, whoever the token acts as.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.desk import Desk
from governance.application.plans.publishing import Format
from governance.application.publishing import coming, decisions, overview, plans, register
from governance.application.publishing.documents import open_document
from governance.application.publishing.notice import public_notice
from governance.interfaces import addresses
from governance.interfaces.api.operations import Look, Room
from governance.interfaces.api.rooms.plans import as_file
from governance.interfaces.api.shapes import Path

_DECISION = "/public/decisions/{report}"


def to_come(desk: Desk, *, after: str = "") -> Any:
    """Decisions to come, the next one first."""
    found = coming.coming(desk, after=after)
    return found.rows, found.after


def taken(
    desk: Desk,
    *,
    find: str = "",
    by: str = "",
    since: dt.date | None = None,
    after: str = "",
) -> Any:
    """Published decisions, the latest first: with words in the title, by somebody, since a day."""
    found = decisions.decided(desk, words=find, decided_by=by, since=since, after=after)
    return found.rows, found.after


def deciders(desk: Desk) -> Any:
    """Everybody who took a published decision."""
    return [{"key": key, "title": title} for key, title in decisions.deciders(desk).items()]


def document(desk: Desk, report: str, evidence: str, *, data_dir: Path) -> tuple[bytes, str]:
    """An open document behind a published decision, or one whose agenda is on show."""
    row, content = open_document(desk, report=report, evidence=evidence, data_dir=data_dir)
    return content, row["file"]


def notice_as_html(desk: Desk, report: str) -> tuple[bytes, str]:
    """The notice of a published decision in HTML."""
    return _notice(desk, report, "html")


def notice_as_markdown(desk: Desk, report: str) -> tuple[bytes, str]:
    """The notice of a published decision in Markdown."""
    return _notice(desk, report, "markdown")


def _notice(desk: Desk, report: str, form: Format) -> tuple[bytes, str]:
    here = desk.partnership.key
    made = public_notice(
        desk, report, address=lambda of, evidence: addresses.document(here, of, evidence)
    )
    return as_file(made, f"{report}-notice", form)


def commissions(desk: Desk, *, find: str = "", state: str = "", after: str = "") -> Any:
    """The public register of commissions, in the order in which they were entered."""
    found = register.commissions(desk, words=find, state=state, after=after)
    return found.rows, found.after


def agreements(
    desk: Desk, *, find: str = "", before: dt.date | None = None, after: str = ""
) -> Any:
    """Agreements that were made: with words in title or provider, ending before a day."""
    found = register.agreements(desk, words=find, before=before, after=after)
    return found.rows, found.after


def published(desk: Desk) -> dict[str, Any]:
    """Every plan and every annual report that was published, the latest first."""
    return {"plans": plans.published_plans(desk), "reports": plans.published_reports(desk)}


ROOM = Room(
    name="What is published",
    looks=(
        Look(key="public.front", path="/public", ask=overview.overview),
        Look(key="public.coming", path="/public/coming", ask=to_come, mark=None),
        Look(key="public.decisions", path="/public/decisions", ask=taken, mark=None),
        Look(key="public.deciders", path="/public/deciders", ask=deciders),
        Look(key="public.decision", path=_DECISION, ask=overview.public_report),
        Look(key="public.document", path=f"{_DECISION}/documents/{{evidence}}", ask=document,
             file="application/octet-stream"),
        Look(key="public.notice_html", path=f"{_DECISION}/notice.html", ask=notice_as_html,
             file="text/html"),
        Look(key="public.notice_markdown", path=f"{_DECISION}/notice.md", ask=notice_as_markdown,
             file="text/markdown"),
        Look(key="public.commissions", path="/public/commissions", ask=commissions, mark=None),
        Look(key="public.commission", path="/public/commissions/{ref}", ask=register.commission),
        Look(key="public.agreements", path="/public/agreements", ask=agreements, mark=None),
        Look(key="public.plans", path="/public/plans", ask=published),
        Look(key="public.plan", path="/public/plans/{ref}", ask=plans.plan_document),
        Look(key="public.annual_report", path="/public/annual-reports/{ref}",
             ask=plans.report_document),
    ),
)  # fmt: skip
