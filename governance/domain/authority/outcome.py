"""What a scheme answers about a case: one rule, not yet, none, or two that disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from governance.domain.authority.model import Path, Value


@dataclass(frozen=True, slots=True)
class Case:
    """What is known about a case: input names and values. An absent input is unknown."""

    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that held, as a code with words and its parameters."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Determined:
    """One rule takes the case. `procedure` names the scheme's procedures."""

    rule: str
    path: Path
    procedure: tuple[str, ...]
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Undetermined:
    """Too little is known: which inputs would settle it, and which rules are still possible.

    `no_rule` and `conflict` say whether no rule, or two that disagree, are possible too.
    """

    unknown: tuple[str, ...]
    possible: tuple[str, ...]
    no_rule: bool = False
    conflict: bool = False


@dataclass(frozen=True, slots=True)
class NoRule:
    """No rule takes the case; `fallback` is the office that takes it, in a recorded scheme."""

    fallback: str | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Rules that all take the case, disagree, and none of which overrides the others."""

    rules: tuple[str, ...]


Outcome = Determined | Undetermined | NoRule | Conflict
