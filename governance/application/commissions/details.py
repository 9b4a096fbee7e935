"""What can be said of a commission, checked against its framework and the register.

Only title, lead and end date open one; everything else may come later, when a gate or a rule
asks. Whatever is wrong is said at once, with the nearest name that would have been right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypedDict

from governance.application.desk import Desk
from governance.application.naming import name_problems
from governance.domain.calendar import FIRST_YEAR, LAST_YEAR
from governance.domain.errors import Problem, Unusable
from governance.domain.framework import Framework
from governance.domain.money import MOST
from governance.domain.procurement import REGIMES
from governance.domain.suggest import nearest

LONGEST_TEXT: Final = 20_000
"""Characters in a need, a population or another fact at the most."""


class Details(TypedDict, total=False):
    """What may be said of a commission besides its title, lead and end date.

    `level`, `mechanism` and `outcomes` are keys of its framework, `regime` one of
    `governance.domain.procurement`, `value` whole-life pence; `organisation` and `parent` are
    names (keys, references). None takes a fact back. `facts` are local facts by name.
    """

    need: str | None
    population: str | None
    outcomes: Sequence[str]
    level: str | None
    mechanism: str | None
    regime: str | None
    value: int | None
    organisation: str | None
    parent: str | None
    facts: Mapping[str, str | int | bool | None]


def columns(
    desk: Desk, given: Mapping[str, Any], *, framework: Framework | None, row: Any | None = None
) -> dict[str, Any]:
    """The columns set by `Details`, and by `title`, `lead` and `end_date` where they are given.

    `row` is the commission as it stands, where it does. Raises `Unusable` with everything that
    is wrong.
    """
    problems: list[Problem] = []
    plain = {k: v for k, v in given.items() if k in ("need", "population", "level", "mechanism")}
    values: dict[str, Any] = {k: _text(k, v, problems) for k, v in plain.items()}
    values |= {k: given[k] for k in ("regime", "value", "end_date") if k in given}
    if "title" in given:
        problems += name_problems(given["title"])
        values["title"] = given["title"].strip()
    if "outcomes" in given:
        values["outcomes"] = list(dict.fromkeys(given["outcomes"]))
    if "facts" in given:
        values["facts"] = _facts(given["facts"], row, problems)
    problems += [*_vocabulary(values, framework), *_amounts(values)]
    problems += _day("end_date", values.get("end_date"))
    values |= _named(desk, given, row, problems)
    if problems:
        raise Unusable(problems)
    return values


def said(**given: Any) -> dict[str, Any]:
    """What was given at all: None stands for "not said"."""
    return {name: value for name, value in given.items() if value is not None}


def _text(field: str, text: Any, problems: list[Problem]) -> str | None:
    """A text without its edges; None where nothing is said."""
    if text is None or not str(text).strip():
        return None
    if len(text) > LONGEST_TEXT or "\0" in text:
        problems.append(Problem("commission.text_unusable", {"field": field, "most": LONGEST_TEXT}))
    return str(text).strip()


def _facts(given: Mapping[str, Any], row: Any | None, problems: list[Problem]) -> dict[str, Any]:
    """The local facts as they stand, with those given; None takes one out."""
    facts = dict(row.facts) if row is not None else {}
    for name, value in given.items():
        facts[name] = _text(name, value, problems) if isinstance(value, str) else value
    return {name: value for name, value in facts.items() if value is not None}


def _vocabulary(values: Mapping[str, Any], framework: Framework | None) -> list[Problem]:
    """Names that the framework, or the law, does not know."""
    found = []
    known: dict[str, list[str]] = {"regime": list(REGIMES)}
    if framework is not None:
        known["level"] = [level.key for level in framework.levels]
        known["mechanism"] = [mechanism.key for mechanism in framework.mechanisms]
        known["outcomes"] = [outcome.key for outcome in framework.outcomes]
    for field, names in known.items():
        value = values.get(field)
        for name in value if isinstance(value, list) else [value]:
            if name is not None and names and name not in names:
                params = {
                    "field": field,
                    "name": str(name)[:80],
                    "known": names,
                    "nearest": nearest(str(name), names),
                }
                found.append(Problem("commission.not_in_vocabulary", params))
    return found


def _amounts(values: Mapping[str, Any]) -> list[Problem]:
    value = values.get("value")
    if value is None or 0 <= value <= MOST:
        return []
    return [Problem("commission.value_out_of_range", {"most": MOST})]


def _day(field: str, day: dt.date | None) -> list[Problem]:
    if day is None or FIRST_YEAR <= day.year <= LAST_YEAR:
        return []
    params = {"field": field.replace("_", " "), "first": FIRST_YEAR, "last": LAST_YEAR}
    return [Problem("commission.day_out_of_range", params)]


def _named(
    desk: Desk, given: Mapping[str, Any], row: Any | None, problems: list[Problem]
) -> dict[str, Any]:
    """The ids of the person, organisation and commission that were named."""
    found: dict[str, Any] = {}
    wanted = (
        ("lead", "person", "lead_id"),
        ("organisation", "organisation", "organisation_id"),
        ("parent", "commission", "parent_id"),
    )
    for field, table, column in wanted:
        if field not in given:
            continue
        try:
            target = desk.row(table, given[field]) if given[field] is not None else None
        except Unusable as error:
            problems += error.problems
            continue
        found[column] = None if target is None else target.id
        if field == "lead" and target is not None:
            problems += _has_left(desk, target)
        if field == "parent" and target is not None:
            problems += _circle(desk, row, target)
    return found


def _has_left(desk: Desk, person: Any) -> list[Problem]:
    if person.left_on is None or person.left_on > desk.today:
        return []
    return [Problem("commission.lead_left", {"lead": person.key, "on": person.left_on})]


def _circle(desk: Desk, row: Any | None, parent: Any) -> list[Problem]:
    """A commission cannot stand under itself, however many steps away."""
    above = parent
    while row is not None and above is not None:
        if above.id == row.id:
            return [Problem("commission.parent_circle", {"ref": row.ref, "parent": parent.ref})]
        above = desk.by_id("commission", above.parent_id)
    return []
