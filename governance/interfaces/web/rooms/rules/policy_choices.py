"""What the forms of an escalation policy offer to choose from: who, when, which event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from governance import words
from governance.application.desk import Desk
from governance.application.escalations.receivers import Receivers
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.application.triggers.rules import rules as triggers
from governance.domain.escalation import EVENTS, KINDS, DeadlineRule, Event
from governance.domain.escalation.events import OF_COMMISSION, OF_PARTNER
from governance.domain.escalation.parts import MOVES, PERIODS
from governance.domain.escalation.units import UNITS
from governance.domain.escalation.writing import event_value
from governance.interfaces.web.fields import Option
from governance.interfaces.web.rooms.rules.policy_reading import (
    about_table,
    event_called,
    first,
    move_called,
    period_called,
)

SIDES: Final = ("before", "on", "after")
_APART: Final = "|"
"""Between an event and what narrows it, in the value of a choice."""


def units() -> list[Option]:
    """The units in which days are counted."""
    return [Option(name, unit.many) for name, unit in UNITS.items()]


def sides() -> list[Option]:
    """On which side of the day a level comes."""
    return [Option(one, words.say(f"web.policy.side.{one}", {})) for one in SIDES]


def moves() -> list[Option]:
    """What a level can close."""
    return [Option(one, first(move_called(one))) for one in MOVES]


def periods() -> list[Option]:
    """The kinds of period that a calendar names."""
    return [Option(one, first(period_called(one))) for one in PERIODS]


def bodies(names: Receivers, had: Iterable[str] = ()) -> list[Option]:
    """The bodies, and those that a text names beside them."""
    known = [*names.bodies, *(one for one in had if one not in names.bodies)]
    return [Option(one, first(names.body(one))) for one in known]


def who(
    names: Receivers, about: str | None, had: Iterable[str] = (), *, told: bool = True
) -> list[Option]:
    """Everybody whom a policy can name for a deadline about a table, or about any.

    `had` are those that a text names already; `told` that they are told, and do not act.
    """
    return _options(names, ["owner", "manager:owner", *_roles(about)], had, told=told)


def owners(names: Receivers, about: str | None, had: Iterable[str]) -> list[Option]:
    """Everybody who can answer for a deadline about a table, or about any."""
    return _options(names, [*_roles(about)], had, told=False)


def _options(names: Receivers, roles: list[str], had: Iterable[str], *, told: bool) -> list[Option]:
    found = [*roles, *(f"chair:{key}" for key in names.bodies), *names.offices, *names.bodies]
    found += [one for one in had if one not in found]
    return [Option(one, _called(one, names, told=told)) for one in found]


def _roles(about: str | None) -> Iterator[str]:
    if about is None or about in OF_COMMISSION:
        yield "lead"
        yield "manager:lead"
    if about in (None, "proposal"):
        yield "author"
    if about is None or about in OF_PARTNER:
        yield "partner"
    yield from ("secretary", "proper_officer")


def _called(designation: str, names: Receivers, *, told: bool) -> str:
    """Who it is; of a body, that it is told as a body, or that any member can act."""
    said = first(names.said(designation))
    if designation in names.bodies:
        return words.say("web.policy.as_body" if told else "web.policy.members", {"body": said})
    return said


def kinds(taken: Iterable[str]) -> list[Option]:
    """The deadlines that Vires sets and of which a policy does not speak yet, by their names."""
    gone = set(taken)
    found = [Option(one, first(words.term(one))) for one in KINDS if one not in gone]
    return sorted(found, key=lambda one: one.text)


def raised(desk: Desk, had: str | None) -> list[Option]:
    """What triggers in force listen for, and what a level raises already."""
    found = {
        one.trigger.raised_as: words.say(
            "web.policy.listens", {"name": one.trigger.raised_as, "title": one.trigger.title}
        )
        for one in triggers(desk)
        if one.trigger.raised_as
    }
    if had is not None:
        found.setdefault(had, had)
    return [Option(name, said) for name, said in found.items()]


def events(desk: Desk, had: Iterable[Event] = ()) -> list[Option]:
    """Every event, as it is and narrowed to each of its kind that is known here."""
    known = _values(desk)
    found = {value_of(one): one for name in EVENTS for one in _narrowed(known, name)}
    for one in had:
        found.setdefault(value_of(one), one)
    return [Option(value, first(event_called(one))) for value, one in found.items()]


def _values(desk: Desk) -> dict[str, list[str]]:
    """By which stages and kinds of evidence of the frameworks in force events can be narrowed."""
    stages: dict[str, None] = {}
    evidence: dict[str, None] = {}
    for version in keys_in_force(desk, kind="framework", on=desk.today):
        for stage in meaning(desk, version).stages:
            stages[stage.key] = None
            evidence |= {one.key: None for gate in stage.gates for one in gate.evidence}
    return {"stage": list(stages), "evidence": list(evidence)}


def _narrowed(known: dict[str, list[str]], name: str) -> Iterator[Event]:
    event = EVENTS[name]
    yield event.event({})
    for word, values in event.narrowed.items():
        for value in values or known.get(word, ()):
            yield event.event({word: value})


def value_of(event: Event) -> str:
    """An event as the value of a choice."""
    narrowed = event_value(event)
    return event.name if narrowed is None else f"{event.name}{_APART}{narrowed[1]}"


def event_of(value: str) -> Event:
    """The event that a choice stands for; a fixed value as the record has it."""
    name, _, narrowed = value.partition(_APART)
    known = EVENTS[name]
    if not narrowed:
        return known.event({})
    word = next(iter(known.narrowed))
    fixed = {one.replace("_", "-"): one for one in known.narrowed[word]}
    return known.event({word: fixed.get(narrowed, narrowed)})


def table_of(rule: DeadlineRule | None) -> str | None:
    """What a rule's deadlines are about; None where no rule is chosen yet."""
    return None if rule is None else about_table(rule)


def holds(about: str) -> bool:
    """Whether there is a commission to hold to something."""
    return about in OF_COMMISSION


def exception() -> Option:
    """That a level opens an assurance exception."""
    said = "web.policy.open_exception"
    return Option("yes", words.say(said, {}), words.remedy(said, {}))


def or_met_by(name: str) -> str:
    """What a further event that meets a deadline is called."""
    number = int(name.removeprefix("met_"))
    return words.say("web.policy.or_met_by", {"number": number})
