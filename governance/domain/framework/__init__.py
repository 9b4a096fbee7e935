"""A framework: the cycle that every partner has agreed, as data.

Stages and their order or concurrency, gates, principles, levels, mechanisms, outcomes, and
which stage of another framework each of its own stands for. Any framework will do that meets
the conditions of `checks`; a new one needs no code.
"""

from governance.domain.framework.asking import (
    gate_wants,
    may_open,
    may_reopen,
    principles_due,
    round_unfinished,
    translate,
)
from governance.domain.framework.loading import load_framework
from governance.domain.framework.model import (
    Covers,
    Framework,
    Gate,
    Principle,
    Reopening,
    Stage,
    Wanted,
)

__all__ = [
    "Covers",
    "Framework",
    "Gate",
    "Principle",
    "Reopening",
    "Stage",
    "Wanted",
    "gate_wants",
    "load_framework",
    "may_open",
    "may_reopen",
    "principles_due",
    "round_unfinished",
    "translate",
]
