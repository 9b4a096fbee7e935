"""Reading a case from JSON: input names with values; what is absent is unknown."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

from governance.domain.authority.evaluating import value_problem
from governance.domain.authority.model import Input, Scheme, Value
from governance.domain.authority.outcome import Case
from governance.domain.errors import Problem, Unusable
from governance.domain.money import pence
from governance.domain.suggest import nearest

LARGEST = 1_000_000
"""Bytes in a case at the most."""
LONGEST_NUMBER = 18
"""Digits in a number at the most."""

_WHOLE = re.compile(r"\d{1,15}")
_NEGATIVE = re.compile(r"\s*[-−]\s*£?\s*\d.*")


class _NotWhole:
    """A number in the case that is not a whole one, as it was written."""

    def __init__(self, text: str) -> None:
        self.text = text


def parse_case(text: bytes, scheme: Scheme, file: str | None = None) -> Case:
    """Read a case. Amounts are pounds in text ("30000.50"), days are ISO dates.

    Raises `Unusable` with everything that is wrong with it.
    """
    problems: list[Problem] = []
    values: dict[str, Value] = {}
    for name, raw in _pairs(text, file, problems):
        one = scheme.inputs.get(name)
        if one is None:
            known = list(scheme.inputs)
            params = {"name": name[:80], "nearest": nearest(name, known), "known": known}
            problems.append(Problem("scheme.case.unknown", params))
        elif raw is not None:
            try:
                values[name] = _value(one, raw)
            except Unusable as error:
                problems.extend(error.problems)
                continue
            if (problem := value_problem(scheme, name, values[name])) is not None:
                problems.append(problem)
    if problems:
        raise Unusable(Problem(p.code, p.params, file, p.line) for p in problems)
    return Case(values)


def _pairs(text: bytes, file: str | None, problems: list[Problem]) -> list[tuple[str, Any]]:
    """The names and values of the file, duplicates noted as problems."""

    def unusable(code: str, **params: Any) -> Unusable:
        return Unusable([Problem(code, params, file)])

    if len(text) > LARGEST:
        raise unusable("text.too_large", size=len(text), most=LARGEST)
    try:
        found = json.loads(
            text.decode("utf-8-sig"),
            object_pairs_hook=_Object,
            parse_float=_NotWhole,
            parse_constant=_NotWhole,
            parse_int=lambda digits: (
                int(digits) if len(digits) <= LONGEST_NUMBER else _NotWhole(digits)
            ),
        )
    except UnicodeDecodeError:
        raise unusable("text.not_utf8") from None
    except json.JSONDecodeError as error:
        raise unusable("scheme.case.not_json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise unusable("scheme.case.too_deep") from None
    if not isinstance(found, _Object):
        raise unusable("scheme.case.want_object")
    seen: set[str] = set()
    for name, _ in found.pairs:
        if name in seen:
            problems.append(Problem("text.duplicate_key", {"key": name[:80]}))
        seen.add(name)
    return found.pairs


class _Object:
    """An object of the file, with every pair, duplicates too."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


def _value(one: Input, raw: Any) -> Value:
    match one.type:
        case "money":
            return _money(one, raw)
        case "integer":
            return _whole(one, raw)
        case "day":
            return _day(one, raw)
        case "yes-no" if isinstance(raw, bool):
            return "yes" if raw else "no"
    if not isinstance(raw, str):
        known = list(one.choices)
        params = {"input": one.name, "text": _text(raw), "known": known, "nearest": None}
        raise Unusable.one("scheme.case.choice", **params)
    return raw


def _money(one: Input, raw: Any) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        code = "scheme.case.float" if isinstance(raw, _NotWhole) else "scheme.case.want_money"
        raise Unusable.one(code, input=one.name, text=_text(raw))
    text = str(raw)
    if _NEGATIVE.fullmatch(text):
        raise Unusable.one("scheme.case.negative", input=one.name, text=text[:40])
    try:
        return pence(text)
    except Unusable as error:
        params = {"input": one.name, **error.problems[0].params}
        code = error.problems[0].code.replace("money.", "scheme.case.money_")
        raise Unusable.one(code, **params) from None


def _whole(one: Input, raw: Any) -> int:
    text = raw.strip() if isinstance(raw, str) else raw
    if isinstance(text, bool) or not isinstance(text, int | str) or not _WHOLE.fullmatch(str(text)):
        raise Unusable.one("scheme.case.want_number", input=one.name, text=_text(raw))
    return int(text)


def _day(one: Input, raw: Any) -> int:
    try:
        if isinstance(raw, str):
            return dt.date.fromisoformat(raw.strip()).toordinal()
    except ValueError:
        pass
    raise Unusable.one("scheme.case.want_day", input=one.name, text=_text(raw))


def _text(raw: Any) -> str:
    """The value as it may be shown in a sentence."""
    match raw:
        case _NotWhole():
            return raw.text[:40]
        case bool():
            return str(raw).lower()
        case list():
            return "[…]"
        case _Object():
            return "{…}"
    return str(raw)[:40]
