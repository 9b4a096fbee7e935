"""The whole-system map's arithmetic: what several commissions do for one group, at which level.

Overlap is not wrong by itself: it is shown with value and level, so that people can judge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

UNSAID: Final = ""
"""The level of a commission that does not say one."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A commission as it stands in a plan. `group` is None outside every group's plan.

    `value` is whole-life, in pence; None is not known.
    """

    ref: str
    title: str
    level: str
    value: int | None
    priority: str
    outcome: str
    group: str | None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two or more commissions for one group under one outcome.

    `priorities` are those they stand under; `levels` how many stand at each level.
    """

    group: str
    outcome: str
    priorities: tuple[str, ...]
    levels: Mapping[str, int]
    commissions: tuple[Placed, ...]

    @property
    def same_level(self) -> bool:
        """Whether some of them work at the same level."""
        return any(number > 1 for level, number in self.levels.items() if level != UNSAID)

    @property
    def value(self) -> int:
        """What those whose value is known come to, in pence; each commission once."""
        return sum(v for v in {c.ref: c.value for c in self.commissions}.values() if v is not None)


def overlaps(placed: Iterable[Placed]) -> tuple[Overlap, ...]:
    """Groups for which several commissions work towards the same outcome.

    One commission that stands under two priorities of an outcome is no overlap.
    """
    found: dict[tuple[str, str], list[Placed]] = {}
    for one in placed:
        if one.group is not None:
            found.setdefault((one.group, one.outcome), []).append(one)
    return tuple(
        _overlap(group, outcome, found[group, outcome])
        for group, outcome in sorted(found)
        if len({one.ref for one in found[group, outcome]}) > 1
    )


def _overlap(group: str, outcome: str, rows: Sequence[Placed]) -> Overlap:
    levels: dict[str, int] = {}
    for level in {one.ref: one.level for one in rows}.values():
        levels[level] = levels.get(level, 0) + 1
    return Overlap(
        group,
        outcome,
        tuple(dict.fromkeys(one.priority for one in rows)),
        levels,
        tuple(rows),
    )


@dataclass(frozen=True, slots=True)
class AtLevel:
    """What one level of commissioning does for a group: as stated, and by which commissions."""

    level: str
    stated: str
    commissions: tuple[Placed, ...]


def by_level(
    levels: Sequence[str], stated: Mapping[str, str], placed: Iterable[Placed]
) -> tuple[AtLevel, ...]:
    """What each level does for a group, in the order of `levels`; others and unsaid ones last."""
    at: dict[str, dict[str, Placed]] = {}
    for one in placed:
        at.setdefault(one.level, {}).setdefault(one.ref, one)
    others = sorted((at.keys() | stated.keys()) - {*levels, UNSAID})
    order = [*levels, *others, *([UNSAID] if UNSAID in at else [])]
    return tuple(
        AtLevel(level, stated.get(level, ""), tuple(at.get(level, {}).values())) for level in order
    )
