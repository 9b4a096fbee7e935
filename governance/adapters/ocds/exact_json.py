"""JSON read strictly and kept exactly.

Amounts stay as they were written (never a binary float), names given twice in one object are
noticed, and NaN and Infinity are refused: they are not JSON. `canonical` writes a value so
that equal values give equal bytes and nothing is lost.
"""

from __future__ import annotations

import json
from decimal import Decimal
from json.encoder import encode_basestring_ascii
from typing import Any

from governance.domain.errors import Problem

DEEPEST = 60
"""Levels of nesting at the most."""
LONGEST = 1_000_000
"""Characters in one text at the most."""


class Repeating(dict[str, Any]):
    """An object in which a name stood more than once."""

    __slots__ = ("name",)

    def __init__(self, pairs: list[tuple[str, Any]], name: str) -> None:
        super().__init__(pairs)
        self.name = name


class NotJson(Exception):
    """A text is no JSON; `problem` says why. `more` where a second value follows the first."""

    def __init__(self, problem: Problem, *, more: bool = False) -> None:
        super().__init__(problem.code)
        self.problem = problem
        self.more = more


def load(text: str, *, file: str, line: int | None = None) -> Any:
    """Read a JSON text. `line` is where it starts in its file, if not at the top.

    Numbers with a fraction or an exponent are `Decimal`. Raises `NotJson`.
    """
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_decimal,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        more = error.msg == "Extra data"
        at = error.lineno + (line or 1) - 1
        raise NotJson(
            Problem("import.not_json", {"detail": error.msg}, file, at), more=more
        ) from error
    except _BadNumberError as error:
        raise NotJson(Problem("import.not_a_number", {"text": str(error)}, file, line)) from error
    except RecursionError as error:
        raise NotJson(Problem("import.too_deep", {"most": DEEPEST}, file, line)) from error


class _BadNumberError(Exception):
    """A number that is none: NaN, Infinity or beyond all bounds."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    name = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]  # add() gives None, which goes on
    return Repeating(pairs, name)


def _constant(text: str) -> Any:
    raise _BadNumberError(text)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError as error:
        raise _BadNumberError(text[:40]) from error


def _integer(text: str) -> int | Decimal:
    return int(text) if len(text) <= 30 else _decimal(text)


def inspect(value: Any) -> list[Problem]:
    """What makes a value unfit to be taken: depth, length of a text, a name given twice.

    Each kind of problem is given once. Never recurses, so that depth cannot hurt it.
    """
    found: dict[str, Problem] = {}
    level = [value]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, str):
                _check_length(item, found)
            elif isinstance(item, dict):
                if isinstance(item, Repeating):
                    problem = Problem("import.repeated_name", {"name": item.name[:80]})
                    found.setdefault(problem.code, problem)
                for key in item:
                    _check_length(key, found)
                below.extend(item.values())
            elif isinstance(item, list):
                below.extend(item)
        level = below
        if not level:
            return list(found.values())
    found["import.too_deep"] = Problem("import.too_deep", {"most": DEEPEST})
    return list(found.values())


def _check_length(text: str, found: dict[str, Problem]) -> None:
    if len(text) > LONGEST:
        problem = Problem("import.text_too_long", {"size": len(text), "most": LONGEST})
        found.setdefault(problem.code, problem)


def canonical(value: Any) -> bytes:
    """A value as JSON: names in order, no white space, numbers as they were written, ASCII.

    Only for values that `inspect` finds fit.
    """
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts).encode("ascii")


def _write(value: Any, parts: list[str]) -> None:
    if isinstance(value, str):
        parts.append(encode_basestring_ascii(value))
    elif isinstance(value, Decimal):
        parts.append(str(value))
    elif isinstance(value, dict):
        mark = "{"
        for key in sorted(value):
            parts.append(f"{mark}{encode_basestring_ascii(key)}:")
            _write(value[key], parts)
            mark = ","
        parts.append("}" if value else "{}")
    elif isinstance(value, list):
        mark = "["
        for item in value:
            parts.append(mark)
            _write(item, parts)
            mark = ","
        parts.append("]" if value else "[]")
    else:
        parts.append(json.dumps(value))
