"""Pages of a public list: so many rows, and the mark after which the next ones come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Date, String, bindparam, func, literal, tuple_

from governance.domain.errors import Unusable
from governance.store.lists import by_reference

MOST: Final = 25
"""Rows on a page at the most."""

LONGEST_SEARCH: Final = 100
"""Characters of a search at the most; the rest is left out."""

LAST: Final = dt.date(9999, 12, 31)
"""Where a row without a day stands: after all others."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a page, and the mark of the last one; None where no more come after it."""

    rows: tuple[dict[str, Any], ...]
    after: str | None


def page_of(
    rows: Sequence[Any], mark: Callable[[Any], str], plain: Callable[[Any], dict[str, Any]]
) -> Listed:
    """A page out of one row more than it holds."""
    shown = rows[:MOST]
    more = len(rows) > MOST
    return Listed(tuple(plain(row) for row in shown), mark(shown[-1]) if more else None)


def day_and_ref(day: dt.date | None, ref: str) -> str:
    """The mark of a row in a list that is ordered by a day, then by reference."""
    return f"{(day or LAST).isoformat()}~{ref}"


def read_mark(text: str) -> dict[str, Any]:
    """The parameters that a mark stands for; any, for the first page that has none.

    Raises `Unusable` for what is no mark.
    """
    if not text:
        return {"mark_day": LAST, "mark_ref": ""}
    day, tilde, ref = text.partition("~")
    try:
        found = dt.date.fromisoformat(day)
    except ValueError:
        tilde = ""
    if not tilde or not read_ref(ref):
        raise Unusable.one("public.page_unknown")
    return {"mark_day": found, "mark_ref": ref}


def read_ref(text: str) -> str:
    """A reference as a mark. Raises `Unusable` for what cannot be one."""
    if not 1 <= len(text) <= 40 or not text.isascii() or not text.isprintable():
        raise Unusable.one("public.page_unknown")
    return text


def order(day: Any, ref: Any) -> tuple[Any, ...]:
    """What orders rows by a day, those without one last, then by reference."""
    return func.coalesce(day, literal(LAST, Date)), *by_reference(ref)


def mark() -> Any:
    """The mark after which a page begins: a day, and a reference by its length and letters."""
    at: Any = bindparam("mark_ref", type_=String)
    return tuple_(bindparam("mark_day", type_=Date), func.length(at), at)


def beyond(day: Any, ref: Any) -> Any:
    """The condition that a row comes after the mark in the order of `order`."""
    return tuple_(*order(day, ref)) > mark()


def searched(text: str) -> str:
    """What somebody looks for: its words with one space between them, and no more than fits."""
    return " ".join(text.replace("\x00", "").split())[:LONGEST_SEARCH]
