"""What a report is held to under a version of its scheme: one notion for all who ask.

Its path, the terms its deciders follow, the procedure, and the duties kept apart: not the ids
or titles of rules. By it `compare --register` and `rulebook impact` say before a version is
adopted what it changes, and the clock tells afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from governance.domain.assurance.going import by_rule
from governance.domain.authority.model import Scheme
from governance.domain.authority.outcome import Conflict, Determined, NoRule, Outcome, Undetermined

KeyOfRule = Callable[[str], Hashable]

PARTS = ("path", "procedure", "separations")
"""What can differ, in the order in which a key has them after its kind."""


def rules_of(scheme: Scheme) -> KeyOfRule:
    """What each rule of a scheme holds a report to."""
    return lambda rule: by_rule(scheme, scheme.rule(rule)).key


def held_to(outcome: Outcome, of_rule: KeyOfRule) -> Hashable:
    """Equal for two answers that hold a report to the same."""
    match outcome:
        case Determined(rule=rule):
            return of_rule(rule)
        case Undetermined():
            every = frozenset(of_rule(rule) for rule in outcome.possible)
            return (every, outcome.no_rule, outcome.conflict)
        case Conflict(rules):
            return ("conflict", frozenset(of_rule(rule) for rule in rules))
        case NoRule(fallback):
            return ("no rule", fallback)


def parts_between(before: Hashable, after: Hashable) -> tuple[str, ...]:
    """Which parts of what a report is held to differ; its path where that is all one can say."""
    if before == after:
        return ()
    if _by_rule(before) and _by_rule(after):
        return tuple(
            part
            for part, one, other in zip(PARTS, before[1:], after[1:], strict=True)  # type: ignore[index]  # checked
            if one != other
        )
    return ("path",)


def _by_rule(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == "rule"
