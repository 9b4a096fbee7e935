"""How cover stands on a day: which rules nobody can follow, which coming meetings will be short."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from governance import words
from governance.application.cover.forecast import ItemForecast, MeetingForecast
from governance.application.cover.roster import Roster
from governance.application.cover.schemes import lacks_of, titles_in
from governance.application.desk import Desk
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.domain.authority.model import Scheme
from governance.domain.cover import Covering


@dataclass(frozen=True, slots=True)
class Lost:
    """A rule of a scheme in force (its version's row) that nobody can follow, and why."""

    cause: str
    version: Any
    scheme: Scheme
    words: str


@dataclass(frozen=True, slots=True)
class RulesOn:
    """The rules in force on a day, by cause: which can be followed, and which cannot."""

    on: dt.date
    able: frozenset[str]
    lost: tuple[Lost, ...]


def rules_on(desk: Desk, day: dt.date) -> RulesOn:
    """Whether each rule in force on a day can be followed by the members and officers of it.

    Whoever is on leave counts here: they come back, and a deputy can be asked meanwhile.
    """
    versions = keys_in_force(desk, kind="scheme", on=day)
    if not versions:
        return RulesOn(day, frozenset(), ())
    roster = Roster(desk, day)
    able: set[str] = set()
    lost: list[Lost] = []
    for version in versions:
        scheme: Scheme = meaning(desk, version)
        covering = Covering(scheme, roster.people(scheme, away=False))
        titles = titles_in(scheme, roster)
        for rule in scheme.rules:
            cause = f"{scheme.key} {rule.id}"
            if covering.able(rule):
                able.add(cause)
                continue
            why = lacks_of(covering.path(rule, most=0).lacks, titles)
            code = "cover.rule_titled" if rule.title else "cover.rule"
            told = {
                "rules": words.say(code, {"rule": rule.id, "title": rule.title}),
                "why": [words.say(one.code, one.params) for one in why],
            }
            lost.append(Lost(cause, version, scheme, words.say("cover.stopped", told)))
    return RulesOn(day, frozenset(able), tuple(lost))


def meeting_causes(meeting: MeetingForecast) -> dict[str, str]:
    """What a coming meeting will be short for: a sentence for each cause."""
    return {cause_of(meeting, item): meeting.words(item) for item in meeting.short}


def cause_of(meeting: MeetingForecast, item: ItemForecast) -> str:
    """The name of a cause: a meeting as a whole, or one of its items."""
    return f"{meeting.id} {item.report or item.place or ''}".strip()
