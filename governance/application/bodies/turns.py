"""Whose turn it is to take the chair of a body, and who is next, where the chair goes round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from governance.application.bodies.facts import BodyFacts
from governance.domain.bodies.chair import Turn, turns


@dataclass(frozen=True, slots=True)
class InTurn:
    """A turn: whoever sits in the seat when it begins (empty where it is vacant), and its days."""

    names: tuple[str, ...]
    seat_title: str
    start: dt.date
    end: dt.date | None


def chair_turns(facts: BodyFacts) -> tuple[InTurn | None, InTurn | None]:
    """Who chairs by turn on the day of the facts, and who is next; None where it does not go round.

    The next is whoever is appointed to that seat for the day on which the turn begins.
    """
    if facts.terms is None or facts.terms.chair.rotation is None:
        return None, None
    now, following = turns(facts.terms.chair.rotation, facts.on)
    return _in_turn(facts, now, facts.on), _in_turn(facts, following, None)


def _in_turn(facts: BodyFacts, turn: Turn | None, on: dt.date | None) -> InTurn | None:
    if turn is None or facts.terms is None:
        return None
    day = on or turn.start
    names = [a.person.name for a in facts.appointments if a.seat == turn.seat and a.holds(day)]
    seat = facts.terms.seat(turn.seat)
    title = seat.title if seat is not None else turn.seat
    return InTurn(tuple(dict.fromkeys(names)), title, turn.start, turn.end)
