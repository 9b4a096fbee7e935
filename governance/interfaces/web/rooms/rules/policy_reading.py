"""An escalation policy as its pages tell it: each kind of deadline with its ladder in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from governance import words
from governance.application.escalations.receivers import Receivers, receivers
from governance.application.rulebook.in_force import meaning
from governance.domain.errors import Unusable
from governance.domain.escalation import (
    KINDS,
    DeadlineRule,
    EscalationPolicy,
    Event,
    Extension,
    Offset,
    Prompt,
)
from governance.domain.escalation.units import UNITS
from governance.domain.escalation.writing import event_value
from governance.interfaces.web.rooms.rules.common import version_of
from governance.interfaces.web.visit import Visit

_MONTH: Final = 30.4
_WORKING: Final = 1.4
"""Days that a month and a working day take, to put levels in an order people expect."""


@dataclass(frozen=True, slots=True)
class Policy:
    """A version of an escalation policy, what it says, and what those it names are called."""

    row: Any
    says: EscalationPolicy
    names: Receivers


def policy_of(visit: Visit) -> Policy:
    """The policy that the address names. Raises `Unusable` for another rulebook."""
    row = version_of(visit)
    says = meaning(visit.desk, row)
    if not isinstance(says, EscalationPolicy):
        raise Unusable.one("web.policy.not_one", ref=row.ref, kind=row.kind)
    return Policy(row, says, receivers(visit.desk))


def rule_of(visit: Visit, says: EscalationPolicy) -> DeadlineRule:
    """The kind of deadline that the address names. Raises `Unusable` where there is none such."""
    named = visit.path["kind"]
    rule = says.deadlines.get(named)
    if rule is None:
        raise Unusable.one("web.policy.kind_gone", kind=named[:40])
    return rule


def prompt_of(visit: Visit, rule: DeadlineRule) -> Prompt:
    """The level that the address names. Raises `Unusable` where there is none such."""
    named = visit.path["level"]
    found = next((one for one in rule.prompts if one.key == named), None)
    if found is None:
        raise Unusable.one("web.policy.level_gone", level=named[:60].replace("-", " "))
    return found


def called(rule: DeadlineRule) -> str:
    """What a kind of deadline is called, with a capital."""
    return first(rule.title or words.term(rule.kind))


def about_table(rule: DeadlineRule) -> str:
    """The table that a kind of deadline is about."""
    return rule.start.event.about if rule.start is not None else KINDS[rule.kind].about


def first(text: str) -> str:
    """With a capital."""
    return text[:1].upper() + text[1:]


def in_order(prompts: Sequence[Prompt]) -> list[Prompt]:
    """Levels in the order in which they come, as far as no calendar is asked."""
    return sorted(prompts, key=lambda one: rank(one.offset))


def rank(offset: Offset) -> float:
    """How many days after its day a level comes, roughly; before it they are negative."""
    if offset.side == "on":
        return 0
    unit = UNITS[offset.unit]
    each = _MONTH if unit.by_month else _WORKING if "working" in unit.after else 1
    days = offset.count * unit.times * each
    return -days if offset.side == "before" else days


def happens(prompt: Prompt, names: Receivers) -> list[str]:
    """What happens at a level, a sentence for each thing."""
    said = []
    if who := [names.said(one) for one in prompt.tell if one not in names.bodies]:
        said.append(words.say("web.policy.tells", {"who": who}))
    if told := [names.body(one) for one in prompt.tell if one in names.bodies]:
        said.append(words.say("web.policy.tells_bodies", {"bodies": told}))
    if prompt.items:
        bodies = [names.body(one) for one in prompt.items]
        said.append(words.say("web.policy.proposes", {"bodies": bodies}))
    if prompt.block:
        moves = [move_called(one) for one in prompt.block]
        said.append(words.say("web.policy.closes", {"moves": moves}))
    if prompt.exception:
        said.append(words.say("web.policy.excepts", {}))
    if prompt.trigger is not None:
        said.append(words.say("web.policy.raises", {"name": words.term(prompt.trigger)}))
    return said


def move_called(move: str) -> str:
    """What a level can close, in words."""
    own = f"web.policy.move.{move}"
    return words.say(own, {}) if own in words.catalogue() else words.term(move)


def event_called(event: Event) -> str:
    """An event in words, with what narrows it."""
    narrowed = event_value(event)
    if narrowed is None:
        return event.name
    told = {"event": event.name, "value": words.term(narrowed[1])}
    return words.say("web.policy.event_where", told)


def extension_said(extension: Extension, names: Receivers) -> str:
    """How much more time may be given, how often, and by whom."""
    told = {"most": extension.most.words, "times": extension.times}
    return words.say(
        "web.policy.extension_said", {**told, "by": [names.said(one) for one in extension.by]}
    )


def details(rule: DeadlineRule, names: Receivers) -> list[tuple[str, str]]:
    """What is said of a kind of deadline beside its levels: what each thing is, and it."""
    found = [("owner", first(names.said(rule.owner)))]
    if rule.start is not None:
        found.append(("from", first(event_called(rule.start.event))))
        found.append(("due", first(rule.start.due.words)))
        found.append(("met_by", first(_listed([event_called(one) for one in rule.met_by]))))
    elif rule.due is not None:
        found.append(("due", first(rule.due.words)))
    if rule.wait_in:
        waits = [period_called(one) for one in sorted(rule.wait_in)]
        found.append(("wait_in", first(_listed(waits))))
    if rule.only_in:
        found.append(("only_in", first(period_called(rule.only_in))))
    if rule.extension is not None:
        found.append(("extension", extension_said(rule.extension, names)))
    return [(words.say(f"web.policy.is.{key}", {}), value) for key, value in found]


def period_called(kind: str) -> str:
    """A kind of period of the calendar in words."""
    return words.say(f"web.policy.period.{kind}", {})


def _listed(names: Sequence[str]) -> str:
    return words.say("web.policy.or", {"names": list(names)})
