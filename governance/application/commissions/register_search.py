"""Words looked for in the register, and filters that leave few commissions.

Words stand inside titles and names, so no order of an index finds them. What is read instead is
bounded: names of people and organisations, of which there are few, and one index that holds the
titles and nothing else. Where that leaves few commissions the page is made of those; where it
leaves many, the first page of them is soon found by walking the register in its order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from sqlalchemy import bindparam, or_, select

from governance.application.commissions.register_rows import (
    NARROW,
    Words,
    commission,
    word_conditions,
)
from governance.application.desk import Desk
from governance.store.lists import contains
from governance.store.tables import TABLES

FEW: Final = 2_000
"""Commissions that are read and sorted at once; more are walked in their order."""
MOST_WORDS: Final = 6
"""Words looked for; more are not read."""
MOST_NAMED: Final = 500
"""People, and organisations, whose names hold a word."""

_REFERENCE = re.compile(r"(?:c-?)?(\d{1,9})", re.IGNORECASE)
_person = TABLES["person"]
_text = TABLES["private_text"]
_organisation = TABLES["organisation"]
_here: Any = bindparam("partnership")
_BY_REF = select(commission.c.id).where(
    commission.c.partnership_id == _here, commission.c.ref == bindparam("ref")
)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search leaves: ids where they are few, else conditions for its words."""

    ids: frozenset[str] | None = None
    words: Words = ()
    given: Mapping[str, Any] = field(default_factory=dict)


def search(desk: Desk, text: str) -> Found:
    """What the register holds of a text: a reference, or words that all stand somewhere."""
    wanted = text.split()[:MOST_WORDS]
    if not wanted:
        return Found()
    if len(wanted) == 1 and (named := _REFERENCE.fullmatch(wanted[0])):
        row = desk.first(_BY_REF, ref=f"C-{int(named[1]):04}")
        if row is not None:
            return Found(ids=frozenset({row.id}))
    given: dict[str, Any] = {f"word_{n}": word for n, word in enumerate(wanted)}
    people = _named(desk, _people(len(wanted)), given, wanted)
    providers = _named(desk, _organisations(len(wanted)), given, wanted)
    given |= {f"people_{n}": ids for n, ids in enumerate(people) if ids}
    given |= {f"providers_{n}": ids for n, ids in enumerate(providers) if ids}
    words = tuple((bool(p), bool(o)) for p, o in zip(people, providers, strict=True))
    rows = desk.all(_candidates(words), most=FEW + 1, **given)
    if len(rows) <= FEW:
        return Found(ids=frozenset(row.id for row in rows))
    return Found(words=words, given=given)


def narrowed(
    desk: Desk, given: Mapping[str, Any], ids: frozenset[str] | None
) -> frozenset[str] | None:
    """The few commissions that the filters leave together; None where each of them leaves many.

    `ids` are what a search has left. Those a filter leaves may still fail another.
    """
    for name, statement in NARROW.items():
        if name not in given or ids == frozenset():
            continue
        rows = desk.all(statement, most=FEW + 1, **{name: given[name]})
        if len(rows) <= FEW:
            left = frozenset(row[0] for row in rows)
            ids = left if ids is None else ids & left
    return ids


def _named(
    desk: Desk, statement: Any, given: Mapping[str, Any], words: list[str]
) -> list[list[str]]:
    """For each word, the ids of those whose names hold it."""
    rows = desk.all(statement, **given)
    held = [(row.id, (row.name or "").lower()) for row in rows]
    return [sorted(key for key, name in held if word.lower() in name) for word in words]


def _any_word(column: Any, words: int) -> Any:
    return or_(*(contains(column, f"word_{n}") for n in range(words)))


@cache
def _people(words: int) -> Any:
    return (
        select(_person.c.id, _text.c.text.label("name"))
        .join(
            _text,
            (_text.c.partnership_id == _person.c.partnership_id)
            & (_text.c.id == _person.c.name_id),
        )
        .where(_person.c.partnership_id == _here, _any_word(_text.c.text, words))
        .order_by(_person.c.id)
        .limit(MOST_NAMED)
    )


@cache
def _organisations(words: int) -> Any:
    rows = _organisation.c
    return (
        select(rows.id, rows.name)
        .where(rows.partnership_id == _here, _any_word(rows.name, words))
        .order_by(rows.id)
        .limit(MOST_NAMED)
    )


@cache
def _candidates(words: Words) -> Any:
    return (
        select(commission.c.id)
        .where(commission.c.partnership_id == _here, *word_conditions(words))
        .limit(bindparam("most"))
    )
