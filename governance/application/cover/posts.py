"""By which posts people count, in words: so that a name says why it matters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from governance import words
from governance.application.cover.roster import Roster
from governance.application.proposals.powers import PROPER_OFFICER


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody whose absence counts: key, name, and the posts by which it does."""

    key: str
    name: str
    posts: tuple[str, ...]


class Posts:
    """The posts of everybody on a day: offices first, then seats and seats stood in for."""

    def __init__(self, roster: Roster) -> None:
        self._names: Mapping[str, str] = roster.names
        self._found: dict[str, list[tuple[str, str]]] = {}
        deputies = roster.deputies()
        for office in roster.offices.values():
            if office.key == PROPER_OFFICER:
                continue
            for person in office.people:
                deputy = (office.key, person.key) in deputies
                code = "cover.post.deputy" if deputy else "cover.post.holder"
                self._note(person.key, office.key, code, office=office.title)
        for body in roster.bodies.values():
            for held in body.current:
                seat = body.terms.seat(held.seat) if body.terms is not None else None
                title = seat.title if seat is not None else held.seat
                told = {"seat": title, "body": body.title}
                self._note(held.person.key, body.key, "cover.post.member", **told)
                for one in held.substitutes:
                    self._note(one.key, body.key, "cover.post.substitute", **told)

    def _note(self, person: str, decider: str, code: str, **told: str) -> None:
        self._found.setdefault(person, []).append((decider, words.say(code, told)))

    def of(self, person: str, deciders: Collection[str] | None = None) -> Absent:
        """A person with the posts by which they count for some deciders; all where none does."""
        posts = self._found.get(person, [])
        told = [post for decider, post in posts if deciders is None or decider in deciders]
        shown = told or [post for _, post in posts]
        return Absent(person, self._names.get(person, person), tuple(dict.fromkeys(shown)))
