"""Reports searched, filtered and paged; and the inbox of whoever asks."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.proposals.inbox import inbox, look_into
from governance.application.proposals.search import search
from governance.domain.decisions import KINDS
from governance.interfaces.web.visit import Visit
from statemachines.proposal import PROPOSAL

STATES = tuple(state.name for state in PROPOSAL.states)


def reports(visit: Visit) -> Response:
    """The list of reports, the newest first."""
    query = visit.query
    states = [s for s in query.getlist("state") if s in STATES]
    kinds = [k for k in query.getlist("kind") if k in KINDS]
    mine = query.get("mine") == "yes"
    found = search(
        visit.desk,
        text=query.get("text", "")[:200],
        states=states,
        kinds=kinds,
        decider=query.get("decider") or None,
        mine=mine,
        before=query.get("before", "")[:20],
    )
    return visit.render(
        "reports/list.html",
        found=found,
        chosen=_chosen(visit, states, kinds, mine=mine),
        text=query.get("text", ""),
        states=[{"value": "", "text": words.say("web.reports.any", {})}, *_named(STATES)],
        kinds=[{"value": "", "text": words.say("web.reports.any", {})}, *_named(KINDS)],
        state=states[0] if states else "",
        kind=kinds[0] if kinds else "",
        mine=mine,
        waiting=len(inbox(visit.desk)),
    )


def _named(values: Any) -> list[dict[str, str]]:
    return [{"value": value, "text": words.capital(words.term(value))} for value in values]


def _chosen(
    visit: Visit, states: list[str], kinds: list[str], *, mine: bool
) -> list[dict[str, str]]:
    """What the list is filtered by, each with the list without it."""
    found = []
    if text := visit.query.get("text"):
        found.append({"text": f"“{text}”", "href": visit.here(text=None, before=None)})
    found += [
        {"text": words.capital(words.term(s)), "href": visit.here(state=None, before=None)}
        for s in states
    ]
    found += [
        {"text": words.capital(words.term(k)), "href": visit.here(kind=None, before=None)}
        for k in kinds
    ]
    if decider := visit.query.get("decider"):
        found.append({"text": words.term(decider), "href": visit.here(decider=None, before=None)})
    if mine:
        said = words.say("web.reports.mine", {})
        found.append({"text": said, "href": visit.here(mine=None, before=None)})
    return found


def mine(visit: Visit) -> Response:
    """What waits for whoever has signed in."""
    box = look_into(visit.desk)
    return visit.render("reports/inbox.html", waiting=box.found, more=box.more)
