"""Reading what a pooled agreement says from a text (`vires: pooled-agreement/1`).

A draft may leave anything out. A variation is the same text with what changes alone. Every
problem is told at once, with its line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from governance.domain.errors import Unusable
from governance.domain.funds.clauses import CLAUSES
from governance.domain.funds.sharing import Order, Part, order_plain
from governance.domain.money import short_pence
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems, Reader, parse

FORMAT: Final = "pooled-agreement/1"
MANAGER: Final = "pool-manager"
"""What a limit calls the pool manager; any other decider is the key of an office or body."""

_WAYS: Final = ("proportional", "shares", "in order", "host first")
_MOST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class Terms:
    """What a text says of an agreement; None, or nothing, where it does not say.

    `limits` are pence per decider, None without a bound. `given` names what the text has, so
    that a variation changes nothing else.
    """

    title: str | None = None
    starts_on: dt.date | None = None
    ends_on: dt.date | None = None
    partners: tuple[str, ...] = ()
    clauses: Mapping[str, str] = field(default_factory=dict)
    permitted: Mapping[str, str] = field(default_factory=dict)
    limits: tuple[tuple[str, int | None], ...] = ()
    overspend: Order | None = None
    underspend: Order | None = None
    remedial_days: int | None = None
    quarter_days: int | None = None
    year_days: int | None = None
    given: frozenset[str] = frozenset()


def read_terms(text: bytes, file: str) -> Terms:
    """Read an agreement's text. Raises `Unusable` with all problems, each with its line."""
    problems = Problems(file)
    top = Reader(parse(text, file), problems)
    top.choice("vires", [FORMAT])
    limits = tuple(_limit(one) for one in top.readers("limits"))
    _each_once("limits", [key for key, _ in limits], top)
    terms = Terms(
        title=top.text("title", "") or None,
        starts_on=top.optional_day("starts"),
        ends_on=top.optional_day("ends"),
        partners=tuple(dict.fromkeys(top.texts("partners"))),
        clauses=_clauses(top),
        permitted=_titles(top, "permitted"),
        limits=limits,
        overspend=_order(top, "overspend"),
        underspend=_order(top, "underspend"),
        remedial_days=_days(top, "remedial plan within"),
        quarter_days=_days(top, "quarterly report within"),
        year_days=_days(top, "yearly report within"),
        given=frozenset(k for k, node in top.node.value.items() if node.value is not None),
    )
    if terms.starts_on and terms.ends_on and terms.ends_on < terms.starts_on:
        problems.add(top.line, "pool.ends_first", starts=terms.starts_on, ends=terms.ends_on)
    top.done()
    problems.stop_if_any()
    return terms


def terms_values(terms: Terms) -> dict[str, Any]:
    """The columns of an agreement that a text sets, as plain values; what it leaves out stays."""
    values = {
        "title": terms.title,
        "starts": terms.starts_on,
        "ends": terms.ends_on,
        "partners": list(terms.partners),
        "clauses": dict(terms.clauses),
        "permitted": [{"key": k, "title": t} for k, t in terms.permitted.items()],
        "limits": [{"decider": key, "up_to": up_to} for key, up_to in terms.limits],
        "overspend": order_plain(terms.overspend),
        "underspend": order_plain(terms.underspend),
        "remedial plan within": terms.remedial_days,
        "quarterly report within": terms.quarter_days,
        "yearly report within": terms.year_days,
    }
    return {COLUMNS[name]: value for name, value in values.items() if name in terms.given}


COLUMNS: Final[Mapping[str, str]] = {
    "title": "title",
    "starts": "starts_on",
    "ends": "ends_on",
    "partners": "partners",
    "clauses": "clauses",
    "permitted": "permitted",
    "limits": "limits",
    "overspend": "overspend",
    "underspend": "underspend",
    "remedial plan within": "remedial_days",
    "quarterly report within": "quarter_days",
    "yearly report within": "year_days",
}
"""The column of an agreement for each part of a text."""


def partners_named(order: Order | None) -> tuple[str, ...]:
    """The partners that an order names."""
    return () if order is None else tuple(part.partner for part in order.parts)


def _clauses(top: Reader) -> dict[str, str]:
    found: dict[str, str] = {}
    for letter, node in top.mapping("clauses").items():
        if letter not in CLAUSES:
            near, known = nearest(letter, CLAUSES), list(CLAUSES)
            top.problems.add(
                node.line, "pool.clause_unknown", name=letter[:40], nearest=near, known=known
            )
        elif node.value is not None and not isinstance(node.value, str):
            top.problems.add(node.line, "text.want_text", key=letter)
        else:
            found[letter] = (node.value or "").strip()
    return found


def _titles(top: Reader, key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, node in top.mapping(key).items():
        if not isinstance(node.value, str):
            top.problems.add(node.line, "text.want_text", key=name)
        else:
            found[name] = node.value.strip()
    return found


def _limit(reader: Reader) -> tuple[str, int | None]:
    found = reader.key("decider"), _sum(reader, "up to")
    reader.done()
    return found


def _sum(reader: Reader, key: str) -> int | None:
    node = reader.get(key)
    if node is None:
        return None
    try:
        return short_pence(str(node.value))
    except Unusable as error:
        reader.problems.take(node.line, error)
        return None


def _days(top: Reader, key: str) -> int | None:
    if top.get(key) is None:
        return None
    return top.integer(key, least=1, most=_MOST_DAYS)


def _order(top: Reader, key: str) -> Order | None:
    node = top.get(key)
    if node is None:
        return None
    if isinstance(node.value, str):
        if node.value.strip() in ("proportional", "host first"):
            return Order(node.value.strip().replace(" ", "_"))
        near = nearest(node.value, _WAYS)
        told = {"text": node.value[:40], "known": list(_WAYS), "nearest": near}
        top.problems.add(node.line, "pool.order_unknown", key=key, **told)
        return None
    reader = Reader(node, top.problems)
    ways = [way for way in _WAYS[1:] if reader.get(way) is not None]
    reader.done()
    if len(ways) != 1:
        top.problems.add(node.line, "pool.order_one_way", key=key, known=list(_WAYS))
        return None
    match ways[0]:
        case "host first":
            return Order("host_first", up_to=_sum(reader, "host first"))
        case "shares":
            return _shares(reader)
    return _in_order(reader)


def _shares(reader: Reader) -> Order:
    parts = []
    for partner, node in reader.mapping("shares").items():
        share = _fraction(node)
        if share is None:
            text = str(node.plain)[:40]
            reader.problems.add(node.line, "pool.share_unreadable", partner=partner, text=text)
        else:
            parts.append(Part(partner, share))
    whole = sum((part.share or Fraction(0) for part in parts), Fraction(0))
    if whole != 1 and not reader.problems.found:
        reader.problems.add(reader.line, "pool.shares_not_whole", sum=str(whole))
    return Order("shares", tuple(parts))


def _fraction(node: Node) -> Fraction | None:
    """A share as people write it: 3/5, 60% or 0.6."""
    text = str(node.value).strip()
    percent = text.endswith("%")
    try:
        found = Fraction(text.rstrip("% ")) if len(text) <= 20 else None
    except (ValueError, ZeroDivisionError):
        return None
    if found is None:
        return None
    found = found / 100 if percent else found
    return found if 0 <= found <= 1 else None


def _in_order(reader: Reader) -> Order:
    parts = []
    for one in reader.readers("in order"):
        parts.append(Part(one.key("partner"), up_to=_sum(one, "up to")))
        one.done()
    _each_once("in order", [part.partner for part in parts], reader)
    bare = [part for part in parts[:-1] if part.up_to is None]
    if bare and not reader.problems.found:
        reader.problems.add(reader.line, "pool.never_reached", partner=bare[0].partner)
    return Order("in_order", tuple(parts))


def _each_once(key: str, names: list[str], reader: Reader) -> None:
    for name in sorted({name for name in names if names.count(name) > 1}):
        reader.problems.add(reader.line, "pool.named_twice", key=key, name=name)
