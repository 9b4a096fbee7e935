"""Which rule rates a measure: the one in force on the day its value is entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from governance.application.desk import Desk
from governance.application.rulebook.in_force import keys_in_force, meaning, version_by_id
from governance.domain.performance.model import RagRule


@dataclass(frozen=True, slots=True)
class Chosen:
    """The version of a rule and what it says; or, as `why`, the code of why there is none."""

    version: Any | None
    rule: RagRule | None
    why: str | None = None


def rule_now(desk: Desk, measure: Any) -> Chosen:
    """The rule in force today for a measure.

    Of several that hold for it, the one that says more narrowly for which measures it holds; where
    two say so equally, none: `several_rules`.
    """
    known = [(v, meaning(desk, v)) for v in keys_in_force(desk, kind="rag", on=desk.today)]
    fit = [(v, r) for v, r in known if r.holds_for(measure.question, measure.rhythm)]
    if not fit:
        return Chosen(None, None, "no_rule_for_it" if known else "no_rule")
    narrowest = max(rule.narrow for _, rule in fit)
    best = [(v, r) for v, r in fit if r.narrow == narrowest]
    if len(best) > 1:
        return Chosen(None, None, "several_rules")
    return Chosen(*best[0])


def rule_of(desk: Desk, row: Any) -> Chosen:
    """The rule that an observation was rated by, whatever is in force now."""
    version = version_by_id(desk, row.rule_id)
    if version is None:
        return Chosen(None, None, row.unrated)
    return Chosen(version, meaning(desk, version))
