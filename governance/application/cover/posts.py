"""By which posts people count, in words: so that a name says why it matters."""

from __future__ import annotations

from governance import words
from governance.application.cover.roster import Roster
from governance.application.proposals.powers import PROPER_OFFICER


def posts_of(roster: Roster) -> dict[str, tuple[str, ...]]:
    """The posts of everybody, by their keys: offices first, then seats and seats stood in for."""
    found: dict[str, list[str]] = {}
    deputies = roster.deputies()
    for office in roster.offices.values():
        if office.key == PROPER_OFFICER:
            continue
        for person in office.people:
            deputy = (office.key, person.key) in deputies
            code = "cover.post.deputy" if deputy else "cover.post.holder"
            found.setdefault(person.key, []).append(words.say(code, {"office": office.title}))
    for body in roster.bodies.values():
        for held in body.current:
            seat = body.terms.seat(held.seat) if body.terms is not None else None
            told = {"seat": seat.title if seat is not None else held.seat, "body": body.title}
            found.setdefault(held.person.key, []).append(words.say("cover.post.member", told))
            for one in held.substitutes:
                said = words.say("cover.post.substitute", told)
                found.setdefault(one.key, []).append(said)
    return {key: tuple(posts) for key, posts in found.items()}
