"""A scheme as tables of text: what the workbook and the CSV file are both written from."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.adapters.sheets.conditions import ALWAYS, Conditions, Group, plain
from governance.adapters.sheets.document import REGISTER_TYPES, amount, usual_title
from governance.adapters.sheets.layout import (
    AFTER_TESTS,
    BEFORE_TESTS,
    FINDINGS,
    HEAD_ENTRIES,
    RULES,
    SCHEME,
    TABLES,
    Column,
    natural_order,
)
from governance.adapters.sheets.paths import path_lines
from governance.adapters.sheets.text import block
from governance.domain.authority.model import Input, Limit, Rule, Scheme
from governance.domain.procedure import NoticeRule, Procedure


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: its columns and, row by row, the text of its cells."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A finding to be shown beside the rules it concerns; beside none, below the table."""

    rules: tuple[str, ...]
    words: str


def tables(
    scheme: Scheme, conditions: Conditions, notes: Sequence[Note] | None = None
) -> tuple[Table, ...]:
    """Every sheet of a scheme, the rules first. `notes` adds the column of findings."""
    rows: Mapping[str, Iterable[Sequence[str]]] = {
        SCHEME: _head(scheme),
        "Deciders": (
            (one.key, one.kind, present(one.title), said(one.terms))
            for one in scheme.deciders.values()
        ),
        "Ranks": ((" > ".join(chain),) for chain in scheme.ranks),
        "Inputs": (_input(one) for one in scheme.inputs.values()),
        "Limits": (row for one in scheme.limits.values() for row in _limit(one)),
        "Definitions": (
            (one.name, _title(one.title, one.name), _cell(conditions.definitions[one.name]))
            for one in scheme.definitions.values()
        ),
        "Assumptions": (
            (_cell(one.holds), _cell(one.given), _cell(one.then)) for one in conditions.assume
        ),
        "Separation": (
            (
                present(one.step),
                present(one.apart_from),
                ", ".join(map(present, one.rules)),
                said(one.source),
            )
            for one in scheme.separate
        ),
        "Procedures": (_procedure(one) for one in scheme.procedures.values()),
        "Notices": (row for one in scheme.procedures.values() for row in _notices(one)),
    }
    others = (
        Table(name, columns, tuple(tuple(row) for row in rows[name]))
        for name, columns in TABLES.items()
    )
    return (_rules(scheme, conditions, notes), *others)


def present(text: str) -> str:
    """A text that stands there though it may be empty: two quotation marks for nothing."""
    if text == "" or (len(text) > 1 and set(text) == {'"'}):
        return text + ('""' if text == "" else '"')
    return text


def said(text: str | None) -> str:
    """A text that may be left out: an empty cell for nothing."""
    return present(text) if text else ""


def _title(title: str, name: str) -> str:
    return "" if title == usual_title(name) else present(title)


def _cell(found: Group) -> str:
    return "" if found is None else block(plain(found))


def lines_of(texts: Iterable[str]) -> str:
    """Texts of a list, one a line; one that would be mistaken stands as JSON."""
    return "\n".join(
        json.dumps(text, ensure_ascii=False) if not text or text[0] == '"' or "\n" in text else text
        for text in texts
    )


def _head(scheme: Scheme) -> list[tuple[str, str]]:
    source = scheme.source
    named = scheme.standing == "recorded" or source.title or source.reference or source.published
    values = {
        "key": present(scheme.key),
        "title": present(scheme.title),
        "standing": scheme.standing,
        "owner": present(scheme.owner),
        "source.title": present(source.title) if named else "",
        "source.ref": said(source.reference),
        "source.published": source.published.isoformat() if source.published else "",
        "vat": scheme.vat,
        "fallback": "" if scheme.fallback is None else present(scheme.fallback),
    }
    return [(heading, values[key]) for heading, key in HEAD_ENTRIES.items()]


def _input(one: Input) -> tuple[str, ...]:
    least, most = (bound(one.type, one.least), bound(one.type, one.most))
    if one.discrete:
        least = most = ""
    return (
        one.name,
        _title(one.title, one.name),
        "one of" if one.type == "choice" else REGISTER_TYPES[one.type],
        ", ".join(one.choices) if one.type == "choice" else "",
        least,
        most,
        one.derived or "",
    )


def bound(kind: str, value: int) -> str:
    """An amount, number or day as a cell shows it."""
    if kind == "day":
        return dt.date.fromordinal(value).isoformat()
    return amount(value) if kind == "money" else str(value)


def _limit(limit: Limit) -> list[tuple[str, ...]]:
    kind = "number" if limit.type == "integer" else "money"
    return [
        (
            limit.name,
            _title(limit.title, limit.name),
            kind,
            limit.by or "",
            one.starts.isoformat(),
            bound(limit.type, one.value),
            said(one.source),
        )
        for one in limit.dated
    ]


def _procedure(one: Procedure) -> tuple[str, ...]:
    call_in = one.call_in
    called: tuple[str, ...] = ("",) * 7
    if call_in is not None:
        called = (
            present(call_in.policy),
            str(call_in.days),
            said(call_in.cutoff),
            present(call_in.who),
            _days(call_in.meets_within_days),
            _days(call_in.reconsider_within_days),
            said(call_in.source),
        )
    return (
        one.key,
        present(one.title),
        "yes" if one.key_decision else "no",
        "yes" if one.meeting_only else "no",
        lines_of(one.evidence),
        lines_of(one.publish),
        *called,
        said(one.source),
    )


def _days(days: int | None) -> str:
    return "" if days is None else str(days)


def _notices(one: Procedure) -> list[tuple[str, ...]]:
    def row(name: str, notice: NoticeRule) -> tuple[str, ...]:
        kind, policy = present(notice.kind), present(notice.policy)
        return (one.key, name, kind, policy, str(notice.days), notice.before, said(notice.source))

    return [
        *(row("notice", notice) for notice in one.notices),
        *(row("exception", notice) for notice in one.exceptions),
    ]


def _rules(scheme: Scheme, conditions: Conditions, notes: Sequence[Note] | None) -> Table:
    names = list(scheme.inputs)
    tests = tuple(
        Column(name, name, 22, "day" if one.type == "day" else _accepts(one))
        for name, one in scheme.inputs.items()
    )
    rows = [
        _rule(scheme, rule, when, names)
        for rule, when in zip(scheme.rules, conditions.rules, strict=True)
    ]
    columns = (*BEFORE_TESTS, *tests, *AFTER_TESTS)
    if not any(row[-1] for row in rows):
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    if notes is not None:
        rows = _with_notes(scheme, rows, notes, len(columns))
        columns = (*columns, FINDINGS)
    return Table(RULES, columns, tuple(rows))


def _accepts(one: Input) -> Any:
    return "yes-no" if one.type == "yes-no" else "text"


def _rule(scheme: Scheme, rule: Rule, when: Group, names: list[str]) -> tuple[str, ...]:
    entries: dict[str, Any] = when if isinstance(when, dict) else {}
    other: Any = {key: value for key, value in entries.items() if key not in names}
    if when == ALWAYS:
        other = ALWAYS
    elif isinstance(when, list):
        other = {"any": when}
    natural = [name for name in natural_order(names) if name in entries]
    return (
        present(rule.id),
        said(rule.title),
        *("\n".join(entries.get(name, ())) for name in names),
        _cell(other) if other else "",
        path_lines(rule.path),
        ", ".join(rule.procedure),
        ", ".join(present(one.id) for one in scheme.rules if one.id in rule.overrides),
        said(rule.source),
        "" if natural == list(entries) else ", ".join(entries),
    )


def _with_notes(
    scheme: Scheme, rows: list[tuple[str, ...]], notes: Sequence[Note], width: int
) -> list[tuple[str, ...]]:
    ids = [rule.id for rule in scheme.rules]
    beside = [
        (*row, "\n".join(note.words for note in notes if rule_id in note.rules))
        for rule_id, row in zip(ids, rows, strict=True)
    ]
    below = [
        (*("",) * width, note.words) for note in notes if not any(one in ids for one in note.rules)
    ]
    return [*beside, *below]
