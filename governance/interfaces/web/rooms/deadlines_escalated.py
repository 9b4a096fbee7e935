"""What escalated to whom: every level that was done after a missed day, with who was told."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance import words
from governance.application.deadlines import listing
from governance.application.deadlines.policies import Policies, policies
from governance.application.escalations.receivers import Receivers, receivers
from governance.application.escalations.went_to import PERSON, Level, Levels, escalated
from governance.domain.escalation.model import Prompt
from governance.domain.messages.rendering import level as level_said
from governance.interfaces.web.choices import officers
from governance.interfaces.web.links import path_of
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.deadline_filters import Notes, kinds_known
from governance.interfaces.web.rooms.deadline_words import brings, done_said, went_to_said
from governance.interfaces.web.rooms.rules.policy_reading import first, in_order
from governance.interfaces.web.visit import Visit


def _escalated(visit: Visit) -> Response:
    desk, notes = visit.desk, Notes(visit)
    names, known = receivers(desk), policies(desk)
    kinds = kinds_known(known)
    levels = [(one.key, first(level_said(one.key))) for one in _levels(known)]
    went = _receivers(known, names)
    people = [(f"{PERSON}{one.value}", one.text) for one in officers(desk)]
    asked = {
        "kind": notes.one_of("kind", kinds),
        "level": notes.one_of("level", {key for key, _ in levels}),
        "to": notes.one_of("to", {key for key, _ in [*went, *people]}),
        "state": notes.one_of("state", ("all",)),
    }

    def page(after: str) -> Levels:
        return escalated(
            desk,
            kind=asked["kind"],
            level=asked["level"],
            receiver=asked["to"],
            settled=asked["state"] == "all",
            after=after,
        )

    found = notes.from_place("after", page)
    return visit.render(
        "deadlines/escalated.html",
        rows=[_row(one, names) for one in found.rows],
        after=found.after,
        notes=notes.found,
        asked=asked,
        number=listing.overdue_now(desk),
        kinds=sorted((kind, first(words.term(kind))) for kind in kinds),
        levels=levels,
        went=went,
        people=people,
        called=dict([*levels, *went, *people]),
        where=lambda ref: path_of(ref) or "/",
    )


def _row(one: Level, names: Receivers) -> dict[str, Any]:
    return {
        "deadline": one.deadline,
        "level": first(level_said(one.key)),
        "done": _came(one),
        "late": one.late,
        "to": [went_to_said(each, names) for each in one.receivers],
        "more": brings((e for e in one.effects if e["effect"] != "tell"), names),
    }


def _came(one: Level) -> str:
    """When a level came: “done” beside a deadline that is overdue would be read of the deadline."""
    if one.done is None:
        return done_said(None, one.wanted, late=one.late)
    code = "came_late" if one.late and one.wanted is not None else "came_on"
    return words.say(f"web.deadlines.{code}", {"on": one.done, "wanted": one.wanted})


def _after(known: Policies) -> list[Prompt]:
    every = [prompt for ruled in known.of_kind.values() for prompt in ruled.prompts.values()]
    return [one for one in every if one.offset.side == "after"]


def _levels(known: Policies) -> list[Prompt]:
    """The levels after the day that policies in force know, the first to come first."""
    return in_order(list({one.key: one for one in _after(known)}.values()))


def _receivers(known: Policies, names: Receivers) -> list[tuple[str, str]]:
    """Whom levels after the day go to by policies in force, and bodies that get an item."""
    keys = {who for one in _after(known) for who in (*one.tell, *one.items)}
    return sorted(((key, first(names.said(key))) for key in keys), key=lambda pair: pair[1])


PAGES = (Page(path="/deadlines/escalated", show=_escalated),)
