"""Who would have had to decide what was imported, had a scheme applied.

Each process is taken as the award it is or leads to. What a notice does not say stays unknown,
and the answer then says what would settle it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from governance.application.desk import Desk
from governance.application.imports.acts import BATCH
from governance.application.imports.model import Found, Source
from governance.domain.authority import (
    Case,
    Compiled,
    Outcome,
    Scheme,
    answer,
)
from governance.domain.authority.evaluating import value_problem
from governance.domain.authority.model import Input, Value
from governance.domain.errors import Problem, Unusable
from governance.store.lists import in_list
from governance.store.tables import TABLES

_release = TABLES["imported_release"]
_commission = TABLES["commission"]
_linked = _commission.alias("linked")
_IN_GROUP = (
    select(func.count())
    .where(
        _linked.c.partnership_id == _commission.c.partnership_id,
        _linked.c.group_id == _commission.c.group_id,
    )
    .scalar_subquery()
)
_KEPT = (
    select(
        _release.c.ocid,
        _release.c.body,
        _commission.c.ref,
        _IN_GROUP.label("linked"),
    )
    .select_from(
        _release.join(
            _commission,
            (_commission.c.partnership_id == _release.c.partnership_id)
            & (_commission.c.id == _release.c.commission_id),
        )
    )
    .where(
        _release.c.partnership_id == bindparam("partnership"),
        in_list(_release.c.ocid, "processes"),
    )
)


@dataclass(frozen=True, slots=True)
class Decider:
    """A commission that came in, and what the scheme says of it.

    `ref` is the commission's, `process` its ocid or key. `outcome` is None where the case goes
    against what the scheme assumes of every case; `problems` then say how.
    """

    ref: str
    process: str
    title: str
    value: int | None
    outcome: Outcome | None
    problems: tuple[Problem, ...] = ()


def deciders(
    desk: Desk, processes: Sequence[str], source: Source, compiled: Compiled
) -> list[Decider]:
    """What a scheme, compiled for the day of decision, says of each process, in their order."""
    answers = []
    asked = _Asked(compiled)
    for start in range(0, len(processes), BATCH):
        batch = list(processes[start : start + BATCH])
        kept: dict[str, list[Any]] = defaultdict(list)
        for row in desk.all(_KEPT, processes=batch):
            kept[row.ocid].append(row)
        for process in batch:
            if rows := kept.get(process):
                items = [source.restore(bytes(row.body)) for row in rows]
                found = source.found(process, items)
                alone = rows[0].linked == 1
                answers.append(asked.about(found, rows[0].ref, alone=alone))
    return answers


class _Asked:
    """A scheme that is asked about many cases; those alike in what its rules ask, once."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._matters = compiled.asks | compiled.assumes
        self._known: dict[frozenset[tuple[str, Value]], Outcome] = {}

    def about(self, found: Found, ref: str, *, alone: bool) -> Decider:
        """What the scheme says of one commission."""
        told = (ref, found.process, found.title, _value(found))
        case = case_of(self._compiled.scheme, found, alone=alone)
        values = {name: value for name, value in case.values.items() if name in self._matters}
        key = frozenset(values.items())
        try:
            if key not in self._known:
                self._known[key] = answer(self._compiled, Case(values))
        except Unusable as error:
            return Decider(*told, outcome=None, problems=error.problems)
        return Decider(*told, outcome=self._known[key])


def case_of(scheme: Scheme, found: Found, *, alone: bool) -> Case:
    """The case a scheme is asked about, as far as a notice tells.

    `alone` says that no other commission is linked with this one, so that its value is the
    value of all. A value that the scheme's bounds leave out is unknown to it.
    """
    values: dict[str, Value] = {}
    for asked in scheme.inputs.values():
        told = _TOLD.get(asked.derived or "")
        value = None if told is None else told(found)
        if asked.derived == "category":
            value = _category(asked, found.category)
        elif asked.derived == "cumulative_value" and not alone:
            value = None
        if value is not None and value_problem(scheme, asked.name, value) is None:
            values[asked.name] = value
    return Case(values)


def _value(found: Found) -> int | None:
    """What is awarded, where every award says so; else what the notice says it is worth."""
    return found.value if found.awarded is None else found.awarded


def _whole_life(found: Found) -> int | None:
    """The value with every extension: not known where there may be extensions."""
    return None if any(a.extends_to for a in found.agreements) else _value(found)


def _ordinal(day: dt.date | None) -> int | None:
    return None if day is None else day.toordinal()


_TOLD: Final[Mapping[str, Callable[[Found], Value | None]]] = {
    "kind": lambda _found: "award",
    "value": _value,
    "whole_life_value": _whole_life,
    "cumulative_value": _value,
    "regime": lambda found: found.regime,
    "mechanism": lambda found: found.mechanism,
    "starts": lambda found: _ordinal(found.starts),
    "ends": lambda found: _ordinal(found.ends),
    "procurement_commenced": lambda found: _ordinal(found.commenced),
}
"""What a notice tells, by the names that the register tells a scheme; the rest is unknown."""


def _category(asked: Input, category: str | None) -> str | None:
    """The scheme's choice for goods, works or services, where it can be no other.

    Services may be under the light touch, which a notice does not say: where a scheme tells
    them apart, that stays unknown.
    """
    if category is None:
        return None
    if category in asked.choices:
        return category
    if category == "services" and "light-touch" in asked.choices:
        return None
    fitting = [choice for choice in asked.choices if category in choice.split("-")]
    return fitting[0] if len(fitting) == 1 else None
