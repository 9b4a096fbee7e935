"""The page of help: every task by what people call it, with the room in which it is done."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from governance.application.people.partnerships import partnerships
from governance.application.signing_in.sessions import session_of
from governance.interfaces.served import Served
from governance.interfaces.web import cookies
from governance.interfaces.web.guides import GUIDES, guide
from governance.interfaces.web.rendering import plain_page

TASKS: Final = {
    "day": (
        ("due", "/deadlines"),
        ("calendar", "/deadlines/calendar"),
        ("exceptions", "/proposed-items"),
        ("inbox", "/inbox"),
        ("own_calendar", "/account/calendar"),
    ),
    "bodies": (
        ("body", "/new/body"),
        ("appoint", "/bodies"),
        ("substitute", "/bodies"),
        ("chair", "/bodies"),
        ("load", "/bodies/load"),
        ("office", "/new/office"),
        ("hold_office", "/offices"),
        ("person", "/people/new"),
        ("role", "/people"),
        ("away", "/people"),
        ("organisation", "/organisations"),
    ),
    "rules": (
        ("who_decides", "/rules?kind=scheme"),
        ("terms", "/rules?kind=terms"),
        ("policy", "/rules?kind=escalation"),
        ("load_rules", "/rules/new/load"),
        ("constitute", "/rules/new/constitute"),
        ("closed_day", "/working-days/close"),
        ("count_days", "/working-days/count"),
        ("delegation", "/delegations"),
    ),
    "meetings": (
        ("plan_meeting", "/new/meeting"),
        ("agenda", "/meetings"),
        ("take_item", "/proposed-items"),
        ("record_meeting", "/meetings"),
        ("meeting_held", "/new/meeting-held"),
        ("minutes", "/meetings"),
    ),
    "decisions": (
        ("report", "/new/report"),
        ("follow_report", "/reports"),
        ("decided_outside", "/reports"),
        ("publish", "/reports"),
    ),
    "services": (
        ("commission", "/commissions"),
        ("record_commission", "/commissions/record"),
        ("agreement", "/agreements"),
        ("review", "/reviews"),
        ("plan_back", "/plan-back"),
        ("measure", "/measures"),
        ("improvement", "/improvement"),
        ("trigger", "/triggers"),
        ("case", "/cases"),
        ("import", "/jobs/import"),
    ),
    "plan": (
        ("plan", "/plans"),
        ("return", "/returns"),
        ("annual", "/annual-reports"),
        ("fund", "/funds"),
    ),
    "record": (
        ("what_was_done", "/record"),
        ("whole", "/jobs/check-record"),
        ("rehearse", "/rehearsals"),
        ("public", "/public"),
        ("account", "/account"),
        ("administration", "/administration"),
        ("webhooks", "/administration/webhooks"),
    ),
}
"""Tasks by what they are about: the code of each one's words, and where it is done or begun."""


def help_page(request: Request) -> Response:
    """Whom to ask, where each thing is done, and the guides."""
    return plain_page(
        request,
        "help.html",
        status=200,
        guides=[(name, guide(name)[0]) for name in GUIDES],
        tasks=TASKS,
        within=_within(request),
    )


def _within(request: Request) -> str | None:
    """Where the rooms are of whoever asks: of their partnership, else of the only one there is."""
    served: Served = request.app.state.served
    token = cookies.session_token(request)
    session = None
    if token is not None:
        session = session_of(served.store, token=token, now=served.clock())
    if session is not None:
        return f"/p/{session.partnership}"
    with served.store.read() as tx:
        found = partnerships(tx)
    return f"/p/{found[0].key}" if len(found) == 1 else None
