"""Whether the people of a day can complete every path of a scheme, and whom that hangs on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.application.cover.posts import posts_of
from governance.application.cover.roster import Roster
from governance.application.desk import Desk
from governance.domain.authority.model import Scheme
from governance.domain.cover import Covering
from governance.domain.cover.covering import MOST, Lack, PathCover


@dataclass(frozen=True, slots=True)
class Absent:
    """Somebody whose absence counts: key, name, and the posts by which it does."""

    key: str
    name: str
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """A rule whose path stops once these people are away; none, and it is stopped as it is.

    `lacks` says why it is stopped, `deciders` whose part would be missing (titles).
    """

    rule: str
    title: str
    absent: tuple[Absent, ...]
    deciders: tuple[str, ...]
    lacks: tuple[Lack, ...] = ()

    @property
    def code(self) -> str:
        """The sentence's code."""
        return "cover.trap" if self.absent else "cover.stopped"


@dataclass(frozen=True, slots=True)
class Cover:
    """Who could still decide. `k` is how many may be away at once, whoever they are.

    `covered`: every path can be completed. `k` is None where one cannot, else 0 to `asked`.
    `traps` are the smallest sets of absences that stop a path, up to `asked` people each.
    `away` are people already left out because they are known to be away that day.
    """

    scheme: str
    on: dt.date
    covered: bool
    k: int | None
    asked: int
    paths: int
    traps: tuple[Trap, ...]
    away: tuple[Absent, ...] = ()
    titles: Mapping[str, str] | None = None


def cover_of(
    desk: Desk, scheme: Scheme, *, on: dt.date | None = None, k: int = MOST, away: bool = False
) -> Cover:
    """Whether a scheme's every path can be completed on a day, and with up to `k` people away.

    The scheme need not be in force, nor on record. For adoption, ask without `away`: then
    members and officers count whether or not somebody is on leave that day.
    """
    day = on or desk.today
    roster = Roster(desk, day)
    people = roster.people(scheme, away=away)
    covering = Covering(scheme, people)
    posts = posts_of(roster)
    titles = _titles(scheme, roster)

    def who(key: str) -> Absent:
        return Absent(key, roster.names.get(key, key), posts.get(key, ()))

    def traps(found: PathCover) -> list[Trap]:
        title = scheme.rule(found.rule).title
        return [
            Trap(
                found.rule,
                title,
                tuple(who(key) for key in sorted(stop.absent)),
                tuple(titles[d] for d in stop.deciders),
                found.lacks if not stop.absent else (),
            )
            for stop in found.stops
        ]

    each = [trap for rule in scheme.rules for trap in traps(covering.path(rule, most=k))]
    least = min((len(trap.absent) for trap in each), default=k + 1)
    return Cover(
        scheme=scheme.key,
        on=day,
        covered=least > 0,
        k=least - 1 if least > 0 else None,
        asked=k,
        paths=len(scheme.rules),
        traps=tuple(each),
        away=tuple(who(key) for key in sorted(people.away)),
        titles=titles,
    )


def _titles(scheme: Scheme, roster: Roster) -> dict[str, Any]:
    """What people call each decider: by its name on record, else as the scheme calls it."""
    found = {key: decider.title for key, decider in scheme.deciders.items()}
    found |= {key: body.title for key, body in roster.bodies.items()}
    found |= {key: office.title for key, office in roster.offices.items()}
    return found
