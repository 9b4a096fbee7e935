"""Messages that did not go: why not, tried again, or settled because somebody was told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.desk import Desk
from governance.application.messages import acts
from governance.application.messages.queries import OPEN, MessageView, message_page, messages
from governance.domain.messages.rendering import whom
from governance.interfaces.web.access import Access
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area
from governance.interfaces.web.pages import Page
from governance.interfaces.web.visit import Visit

_STATES = (*OPEN, "sent", "all")


def _list(visit: Visit) -> Response:
    state = visit.query.get("state")
    state = state if state in _STATES else None
    found = messages(visit.desk, state=state)
    return visit.render(
        "administration/messages.html",
        rows=[_shown(one) for one in found],
        state=state,
        states=[
            {"value": "", "text": words.say("web.messages.waiting", {})},
            *({"value": one, "text": _called(one)} for one in _STATES),
        ],
    )


def _called(state: str) -> str:
    said = words.say("web.messages.all", {}) if state == "all" else words.term(state)
    return said[:1].upper() + said[1:]


def _shown(one: MessageView) -> dict[str, Any]:
    said, remedy = _trouble(one.row.trouble)
    what = words.term(one.row.template)
    return {
        "short": one.short,
        "what": what[:1].upper() + what[1:],
        "about": one.about,
        "to": one.to if one.row.person_id is not None else whom(one.row.recipient or ""),
        "state": one.row.state,
        "made_at": one.row.created_at,
        "trouble": said,
        "remedy": remedy,
    }


def _trouble(trouble: Mapping[str, Any] | None) -> tuple[str, str]:
    if trouble is None:
        return "", ""
    code, params = trouble["code"], trouble["params"]
    return words.say(code, params), words.remedy(code, params)


def _page(visit: Visit) -> Response:
    found = message_page(visit.desk, visit.path["message"])
    attempts = [
        {
            "number": one.number,
            "carrier": one.carrier,
            "began_at": one.began_at,
            "outcome": words.term(one.outcome)
            if one.outcome
            else words.say("web.message.open", {}),
            "why": " ".join(_trouble(one.detail)).strip(),
        }
        for one in found.attempts
    ]
    return visit.render(
        "administration/message.html",
        message=_shown(found.view),
        text=found.text,
        attempts=attempts,
        came=[_shown(one) for one in found.came_of_it],
    )


def _outcome(outcome: str | None) -> str:
    return words.term(outcome) if outcome else words.say("web.message.open", {})


def _about(visit: Visit) -> About:
    found = message_page(visit.desk, visit.path["message"]).view
    shown = _shown(found)
    return About(
        params={"to": shown["to"]},
        back=visit.url(f"/administration/messages/{found.short}"),
    )


def _retry(desk: Desk, said: Said) -> Done:
    receipt = acts.retry(desk, said.path["message"])
    return Done(receipt=receipt, code="web.message.retried")


def _settle(desk: Desk, said: Said) -> Done:
    receipt = acts.settle(desk, said.path["message"], reason=said["reason"])
    return Done(receipt=receipt, code="web.message.settled")


def _retry_all(desk: Desk, said: Said) -> Done:
    del said
    done = acts.retry_all_parked(desk)
    return Done(code="web.messages.retried", params={"count": len(done)})


PAGES = (
    Page(path="/administration/messages", show=_list, access=Access.ADMINISTRATOR),
    Page(path="/administration/messages/{message}", show=_page, access=Access.ADMINISTRATOR),
)
ACTS = (
    Act(
        key="message.retry",
        path="/administration/messages/{message}/retry",
        about=_about,
        do=_retry,
        to="/administration/messages/{message}",
        access=Access.ADMINISTRATOR,
    ),
    Act(
        key="message.settle",
        path="/administration/messages/{message}/settle",
        about=_about,
        fields=(Area(name="reason", rows=3),),
        do=_settle,
        to="/administration/messages/{message}",
        access=Access.ADMINISTRATOR,
    ),
    Act(
        key="message.retry-all",
        path="/administration/messages/retry-parked",
        do=_retry_all,
        to="/administration/messages",
        access=Access.ADMINISTRATOR,
    ),
)
