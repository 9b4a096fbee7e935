"""Whether the people of a day can complete every path of a scheme, and whom that hangs on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from governance import words
from governance.application.cover.posts import Absent, Posts
from governance.application.cover.roster import Roster
from governance.application.desk import Desk
from governance.domain.authority.model import Scheme
from governance.domain.cover import Covering
from governance.domain.cover.covering import MOST, Lack, PathCover, Stop
from governance.domain.errors import Refusal


@dataclass(frozen=True, slots=True)
class Trap:
    """A rule whose path stops once these people are away; none, and it is stopped as it is.

    `deciders` are the titles of those whose part would be missing, `lacks` why it is stopped.
    """

    rule: str
    title: str
    absent: tuple[Absent, ...]
    deciders: tuple[str, ...]
    lacks: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """Who could still decide. `k` is how many may be away at once, whoever they are.

    `covered`: every path can be completed. `k` is None where one cannot, else 0 to `asked`.
    `traps` are the smallest sets of absences that stop a path, up to `asked` people each, rule
    by rule. `away` are people already left out because they are known to be away that day.
    `unheld` are deciders whom rules name and nobody is, even where others may act for them.
    """

    scheme: str
    title: str
    on: dt.date
    covered: bool
    k: int | None
    asked: int
    paths: int
    traps: tuple[Trap, ...]
    away: tuple[Absent, ...] = ()
    unheld: tuple[Refusal, ...] = ()

    @property
    def stopped(self) -> tuple[Trap, ...]:
        """The rules whose paths cannot be completed."""
        return tuple(trap for trap in self.traps if not trap.absent)


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
    posts, titles = Posts(roster), titles_in(scheme, roster)
    traps = [
        _trap(scheme, found, stop, posts, titles)
        for found in (covering.path(rule, most=k) for rule in scheme.rules)
        for stop in found.stops
    ]
    least = min((len(trap.absent) for trap in traps), default=k + 1)
    return Cover(
        scheme=scheme.key,
        title=scheme.title,
        on=day,
        covered=least > 0,
        k=least - 1 if least > 0 else None,
        asked=k,
        paths=len(scheme.rules),
        traps=tuple(traps),
        away=tuple(posts.of(key) for key in sorted(people.away)),
        unheld=lacks_of(covering.unheld(), titles),
    )


def _trap(
    scheme: Scheme, found: PathCover, stop: Stop, posts: Posts, titles: Mapping[str, str]
) -> Trap:
    return Trap(
        rule=found.rule,
        title=scheme.rule(found.rule).title,
        absent=tuple(posts.of(key, stop.through) for key in sorted(stop.absent)),
        deciders=tuple(_acted_for(scheme, key, titles) for key in stop.deciders),
        lacks=lacks_of(found.lacks, titles) if not stop.absent else (),
    )


def _acted_for(scheme: Scheme, key: str, titles: Mapping[str, str]) -> str:
    """Whom nobody is left to act for; where each partner is asked, it is one of them."""
    if scheme.deciders[key].kind == "each-partner":
        return words.say("cover.their_partner", {})
    return titles[key]


def lacks_of(lacks: Iterable[Lack], titles: Mapping[str, str]) -> tuple[Refusal, ...]:
    """Why a path cannot be completed, as codes that have words."""
    return tuple(
        Refusal(
            f"cover.lack.{lack.code}",
            {"who": [titles[key] for key in lack.deciders], "keys": list(lack.deciders)},
        )
        for lack in lacks
    )


def titles_in(scheme: Scheme, roster: Roster) -> dict[str, str]:
    """What people call each decider: by its name on record, else as the scheme calls it."""
    return {key: decider.title for key, decider in scheme.deciders.items()} | roster.titles
