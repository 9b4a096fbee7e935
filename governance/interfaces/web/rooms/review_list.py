"""The list of reviews: searched, filtered, a page at a time."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.deadlines.policies import rhythm
from governance.application.reviews.listing import Asked, page
from governance.domain.errors import Unusable
from governance.interfaces.said import reasons
from governance.interfaces.web.choices import officers, termed
from governance.interfaces.web.fields import Option
from governance.interfaces.web.rooms.commissions.register import day_of
from governance.interfaces.web.visit import Visit
from governance.words.format import day
from statemachines.review import REVIEW


def show(visit: Visit) -> Response:
    """The reviews, as the address asks for them."""
    asked, errors = _wanted(visit)
    try:
        found = page(visit.desk, asked)
    except Unusable as error:
        errors += [{"text": f"{one['words']} {one['remedy']}"} for one in reasons(error)]
        asked = Asked(missed=asked.missed)
        found = page(visit.desk, asked)
    leads = officers(visit.desk)
    policy = rhythm(visit.desk)
    return visit.render(
        "reviews/list.html",
        status=400 if errors else 200,
        rows=found.lines,
        asked=asked,
        errors=errors,
        typed=visit.query,
        chosen=_chosen(visit, asked, leads),
        states=[{"value": one.value, "text": one.text} for one in termed(REVIEW.state_names)],
        tiers=_any(Option(one, one) for one in (() if policy is None else policy.tiers)),
        leads=_any(leads),
        following=visit.here(after=found.after) if found.after else None,
        preceding=visit.here(after=None) if asked.after else None,
    )


def _wanted(visit: Visit) -> tuple[Asked, list[dict[str, str]]]:
    """What the address asks for, and what of it cannot be read."""
    query, errors = visit.query, []

    def one(name: str) -> str:
        return query.get(name, "").strip()[:200]

    before = day_of(one("due")) if one("due") else None
    if one("due") and before is None:
        label = words.say("web.reviews.filter.due", {})
        said, remedy = (
            speak("web.day_unreadable", {"label": label}) for speak in (words.say, words.remedy)
        )
        errors.append({"text": f"{said} {remedy}".rstrip(), "href": "#filter-due"})
    asked = Asked(
        text=one("q"),
        states=tuple(dict.fromkeys(state for state in query.getlist("state") if state)),
        tier=one("tier"),
        lead=one("lead"),
        due_before=before,
        missed=query.get("show") == "missed",
        after=one("after"),
    )
    return asked, errors


def _chosen(visit: Visit, asked: Asked, leads: list[Option]) -> list[dict[str, str]]:
    """What the list is filtered by, each with the address of the list without it."""
    found: list[tuple[str, str, Any]] = []
    if asked.text:
        found.append((f"{words.say('web.reviews.filter.q', {})}: {asked.text}", "q", None))
    for state in asked.states:
        left = [one for one in asked.states if one != state]
        found.append((words.term(state), "state", left))
    lead = next((one.text for one in leads if one.value == asked.lead), asked.lead)
    before = None if asked.due_before is None else day(asked.due_before)
    for name, value in (("tier", asked.tier), ("lead", lead), ("due", before)):
        if value:
            found.append((f"{words.say(f'web.reviews.filter.{name}', {})}: {value}", name, None))
    return [
        {"text": text, "href": visit.here(**{name: left}, after=None)} for text, name, left in found
    ]


def _any(options: Any) -> list[dict[str, str]]:
    any_one = {"value": "", "text": words.say("web.commissions.any", {})}
    return [any_one, *({"value": one.value, "text": one.text} for one in options)]
