"""A scheme as a table: its rules with conditions and paths, and everything they rest on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from governance import words
from governance.adapters.sheets.editing import sheets_of
from governance.adapters.sheets.layout import BEFORE_TESTS, NAMES, RULES
from governance.adapters.sheets.tables import Table
from governance.application.rulebook.checking import Check, check
from governance.application.rulebook.in_force import text_of
from governance.application.rulebook.moves import moves
from governance.domain.authority.model import Input, Scheme
from governance.domain.errors import Unusable
from governance.interfaces.describe import describe_path
from governance.interfaces.said import reason
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.rules.common import is_draft, scheme_of, tabs
from governance.interfaces.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Shown:
    """A rule as the table shows it: its tests by what they are about, its path in words."""

    row: int
    id: str
    title: str
    tests: tuple[tuple[str, str], ...]
    other: str
    path: str
    steps: int
    last: str
    procedure: tuple[str, ...]
    overrides: str
    source: str
    findings: tuple[Any, ...]


def sheet_named(sheets: Mapping[str, Table], name: str) -> Table:
    """A sheet by the name that the address gives. Raises `Unusable` where there is none such."""
    found = sheets.get(name)
    if found is None:
        raise Unusable.one("web.not_found")
    return found


def sheets(visit: Visit) -> tuple[Any, Scheme, dict[str, Table]]:
    """The version of a scheme that the address names, and its tables."""
    row, says = scheme_of(visit)
    return row, says, sheets_of(text_of(visit.desk, row), row.file or row.key)


def _page(visit: Visit) -> Response:
    return _sheet(visit, RULES)


def _other(visit: Visit) -> Response:
    return _sheet(visit, visit.path["sheet"])


def _sheet(visit: Visit, name: str) -> Response:
    row, says, found = sheets(visit)
    table = sheet_named(found, name)
    checked, trouble = _checked(visit, row)
    against = [
        reason(one.code, one.params)
        for move in moves(visit.desk, row.ref)
        if move["move"] == "revise"
        for one in move["refusals"]
    ]
    return visit.render(
        "rules/table.html",
        version=row,
        draft=is_draft(row) and not against,
        against=against,
        tabs=tabs(visit, row, "table"),
        sheets=[
            {
                "text": words.say(f"web.scheme.sheet.{one}", {}),
                "href": visit.url(_path(row, one)),
                "active": one == name,
            }
            for one in NAMES
        ],
        sheet=name,
        about=words.remedy(f"web.scheme.sheet.{name}", {}),
        heading=words.say(f"web.scheme.sheet.{name}", {}),
        table=table,
        rules=_rules(says, table, checked) if name == RULES else [],
        checked=checked,
        trouble=trouble,
    )


def _path(row: Any, sheet: str) -> str:
    return f"/rules/{row.ref}/table" + ("" if sheet == RULES else f"/{sheet}")


def _checked(visit: Visit, row: Any) -> tuple[Check | None, str]:
    """What the check found; why it could not be made, where a limit has no value yet."""
    try:
        return check(visit.desk, row.ref, mends=False), ""
    except Unusable as error:
        one = error.problems[0]
        return None, words.say(one.code, one.params)


def _rules(scheme: Scheme, table: Table, checked: Check | None) -> list[Shown]:
    beside: dict[str, list[Any]] = {}
    for number, finding in enumerate(checked.findings if checked else (), start=1):
        for rule in finding.rules:
            beside.setdefault(rule, []).append((number, finding))
    return [_rule(scheme, at, table, cells, beside) for at, cells in enumerate(table.rows)]


def _rule(
    scheme: Scheme,
    at: int,
    table: Table,
    row: Sequence[str],
    beside: Mapping[str, Sequence[Any]],
) -> Shown:
    rule = scheme.rules[at]
    first = len(BEFORE_TESTS)
    after = first + len(scheme.inputs)
    # By their places: an input may be called as a column that is none.
    tests = zip(scheme.inputs.values(), row[first:after], strict=True)
    heads = [one.key for one in table.columns[after:]]
    cells = dict(zip(heads, row[after:], strict=True))
    last = rule.deciders[-1:] or (frozenset[str](),)
    names = cells["procedure"].split(", ") if cells["procedure"] else []
    return Shown(
        row=at,
        id=rule.id,
        title=rule.title,
        tests=tuple((one.title, said_of(scheme, one, cell)) for one, cell in tests if cell),
        other=cells["when"],
        path=describe_path(scheme, rule.path),
        steps=sum(len(group) for group in rule.path),
        last=", ".join(scheme.deciders[key].title for key in sorted(last[0])),
        procedure=tuple(scheme.procedures[name].title for name in names),
        overrides=cells["overrides"],
        source=cells["source"],
        findings=tuple(beside.get(rule.id, ())),
    )


_NAME = re.compile(r"[a-z][\w-]*")
_AMOUNT = re.compile(r"(?<![\w.,£-])\d[\d,]*(?:\.\d+)?[km]?\b(?!%)")


def said_of(scheme: Scheme, one: Input, cell: str) -> str:
    """The test of an input as people read it; the forms keep what is written.

    Limits and inputs are said by their titles, choices by their words, amounts in pounds.
    """
    called = {name: limit.title for name, limit in scheme.limits.items()}
    called |= {name: other.title for name, other in scheme.inputs.items()}
    called |= {name: words.term(name) for name in one.choices}
    said = _NAME.sub(lambda found: called.get(found[0], found[0]), cell)
    return _AMOUNT.sub(r"£\g<0>", said) if one.type == "money" else said


PAGES = (
    Page(path="/rules/{ref}/table", show=_page),
    Page(path="/rules/{ref}/table/{sheet}", show=_other),
)
ACTS = ()
