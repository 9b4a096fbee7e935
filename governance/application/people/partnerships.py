"""Partnerships: the root that everything else belongs to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt
from governance.application.desk import OPERATOR, Actor, Desk
from governance.application.naming import key_problems, name_problems
from governance.application.permissions import must_administer
from governance.domain.calendar import JURISDICTIONS
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.suggest import nearest
from governance.store.engine import Store, Transaction
from governance.store.ids import new_id
from governance.store.tables import TABLES

LANGUAGES: Final = ("en",)
"""Languages that there are words in."""

_partnership = TABLES["partnership"]
_ALL = select(_partnership).order_by(_partnership.c.key)
_BY_KEY = select(_partnership.c.id).where(_partnership.c.key == bindparam("key"))


@dataclass(frozen=True, slots=True)
class _Founding:
    """What a desk asks of a partnership, before there is a row of it."""

    id: str
    timezone: str


def create_partnership(
    store: Store,
    *,
    key: str,
    name: str,
    now: dt.datetime,
    timezone: str = "Europe/London",
    jurisdiction: str = "england-and-wales",
    language: str = "en",
) -> Receipt:
    """Create a partnership; the operator does, because nobody else is there yet.

    Raises `Unusable` with everything wrong with what was given, `Refused` for a key in use.
    """
    check_partnership(
        key=key, name=name, timezone=timezone, jurisdiction=jurisdiction, language=language
    )
    founding = _Founding(id=new_id(now), timezone=ZoneInfo(timezone).key)
    with store.write() as tx:
        if tx.first(_BY_KEY, key=key) is not None:
            raise Refused.one("name.taken", what="partnership", key=key, ref=key)
        desk = Desk(tx, founding, Actor(OPERATOR, roles=frozenset({OPERATOR})), now, write=True)
        values = {
            "id": founding.id,
            "ref": key,
            "key": key,
            "name": name.strip(),
            "timezone": timezone,
            "jurisdiction": jurisdiction,
            "language": language,
        }
        facts = {"key": key, "timezone": timezone, "jurisdiction": jurisdiction}
        return desk.apply(
            Change(
                kind="partnership.created",
                table="partnership",
                subject=None,
                values=values,
                facts=facts,
            )
        )


def rename_partnership(desk: Desk, *, name: str) -> Receipt:
    """Give the partnership another name. Raises `Unusable` for one that cannot be one."""
    must_administer(desk)
    if problems := name_problems(name):
        raise Unusable(problems)
    return desk.apply(
        Change(
            kind="partnership.renamed",
            table="partnership",
            subject=desk.row("partnership", desk.partnership.key),
            values={"name": name.strip()},
            facts={"was": desk.partnership.name, "name": name.strip()},
        )
    )


def check_partnership(
    *, key: str, name: str, timezone: str, jurisdiction: str, language: str
) -> None:
    """Raise `Unusable` with everything wrong with what a partnership is to be made of."""
    problems = [
        *key_problems(key),
        *name_problems(name),
        *_one_of("time zone", timezone, available_timezones()),
        *_one_of("jurisdiction", jurisdiction, JURISDICTIONS),
        *_one_of("language", language, LANGUAGES),
    ]
    if problems:
        raise Unusable(problems)


def partnerships(tx: Transaction) -> list[Any]:
    """Every partnership's row, in the order of their keys."""
    return tx.all(_ALL)


def _one_of(what: str, given: str, known: Any) -> list[Problem]:
    if given in known:
        return []
    near = nearest(given, known)
    return [Problem("name.unknown", {"what": what, "name": given[:80], "nearest": near})]
