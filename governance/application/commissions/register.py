"""The register a page at a time: searched, filtered, sorted, as plain values for a list.

A page costs the same number of statements whatever the register holds, and each finds its rows by
an index: pages follow one another by the reference they ended at, never by counting rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from governance.application.commissions import register_lines as lines
from governance.application.commissions import register_next
from governance.application.commissions.register_rows import (
    WAITING,
    Words,
    filters_in,
    parts,
    statement,
)
from governance.application.commissions.register_search import narrowed, search
from governance.application.desk import Desk
from governance.domain.errors import Problem, Unusable
from governance.domain.suggest import nearest
from statemachines.commission import COMMISSION

MOST: Final = 500
"""Commissions on one page at the most."""

SORTS: Final = ("reference", "title", "end", "value", "next")
"""What the register can be sorted by. By its next date stand only those that have one."""

_NAMED: Final = (("lead", "person"), ("partner", "organisation"), ("provider", "organisation"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of the register.

    `text` is looked for in titles, references, names of leads and of providers, word by word.
    `stage` is one at work in the present round; `lead` a person, `partner` and `provider`
    organisations, by name. Values are pence, both ends included; `ending_before` leaves out that
    day. `missed` are those with a review missed, `waiting` those with a report before a decider.
    `after` and `before` are the reference that the page follows, or comes before.
    """

    text: str = ""
    states: tuple[str, ...] = ()
    stage: str | None = None
    lead: str | None = None
    partner: str | None = None
    provider: str | None = None
    level: str | None = None
    ending_before: dt.date | None = None
    value_from: int | None = None
    value_to: int | None = None
    missed: bool = False
    waiting: bool = False
    sort: str = "reference"
    down: bool = False
    after: str | None = None
    before: str | None = None
    size: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the register; `after` and `before` are where the next and the last one begin."""

    lines: list[dict[str, Any]]
    after: str | None
    before: str | None


def register(desk: Desk, asked: Asked) -> Page:
    """The page that was asked for.

    Raises `Unusable` with every name, state or order that nobody knows.
    """
    given = _given(desk, asked)
    back = asked.before is not None
    size = max(1, min(asked.size, MOST))
    place = asked.before if back else asked.after
    at = None if place is None else desk.row("commission", place)
    found = search(desk, asked.text)
    ids = narrowed(desk, given, found.ids)
    if ids is not None:
        given["ids"] = sorted(ids)
    given |= found.given
    rows = (
        []
        if ids == frozenset()
        else _rows(desk, asked, given, found.words, at, back=back, size=size + 1)
    )
    more = len(rows) > size
    rows = rows[:size]
    if back:
        rows.reverse()
    return Page(
        lines.told(desk, rows),
        after=rows[-1].ref if rows and (more or back) else None,
        before=rows[0].ref if rows and (more if back else at is not None) else None,
    )


def every(desk: Desk, asked: Asked) -> Iterator[dict[str, Any]]:
    """Every line that was asked for, page by page: for a file."""
    place = asked.after
    while True:
        page = register(desk, replace(asked, after=place, before=None, size=MOST))
        yield from page.lines
        if page.after is None:
            return
        place = page.after


def _rows(
    desk: Desk,
    asked: Asked,
    given: dict[str, Any],
    words: Words,
    at: Any | None,
    *,
    back: bool,
    size: int,
) -> list[Any]:
    down = asked.down is not back
    if asked.sort == "next":
        return register_next.rows(desk, given, words, at, down=down, size=size)
    found: list[Any] = []
    for part in parts(asked.sort, at, back=back):
        if len(found) < size:
            wanted = statement(filters_in(given), words, asked.sort, part.kind, down)
            found += desk.all(wanted, size=size - len(found), **given, **part.given)
    return found


def _given(desk: Desk, asked: Asked) -> dict[str, Any]:
    """The parameters of the filters that are set, names as ids."""
    problems: list[Problem] = []
    known = COMMISSION.state_names
    for state in asked.states:
        if state not in known:
            params = {"state": state[:40], "known": list(known), "nearest": nearest(state, known)}
            problems.append(Problem("commission.state_unknown", params))
    if asked.sort not in SORTS:
        params = {"what": "order", "name": asked.sort[:40], "nearest": nearest(asked.sort, SORTS)}
        problems.append(Problem("name.unknown", params))
    found: dict[str, Any] = {
        "states": list(asked.states) or None,
        "stage": asked.stage,
        "level": asked.level,
        "ending_before": asked.ending_before,
        "value_from": asked.value_from,
        "value_to": asked.value_to,
        "waiting": list(WAITING) if asked.waiting else None,
        "missed": desk.today if asked.missed else None,
    }
    for field, table in _NAMED:
        name = getattr(asked, field)
        if name is None:
            continue
        try:
            found[field] = desk.row(table, name).id
        except Unusable as error:
            problems += error.problems
    if problems:
        raise Unusable(problems)
    return {name: value for name, value in found.items() if value is not None}
