"""Disposing of what is due: an act of a person, with its reason, on the record.

A person is erased; rows that are not of the record are deleted, and the entry says how many of
which kind up to which day.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.people.erasing import erase
from governance.application.permissions import must_administer
from governance.application.retention.due import before, rows_due
from governance.application.retention.rows import KINDS, Kind
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.suggest import nearest


def dispose(desk: Desk, refs: Sequence[str], *, reason: str) -> list[tuple[str, int, Receipt]]:
    """Dispose of everything that is named, or of nothing: each with its rows and its receipt.

    `refs` are people's references and names of kinds, as `due` lists them. Raises `Refused` for
    what is not due, `Unusable` for what is nothing of the kind and for a reason that is missing.
    """
    must_administer(desk)
    if not refs:
        raise Unusable.one("retention.nothing_named")
    if not reason.strip():
        raise Unusable.one("name.reason_missing")
    return [_dispose(desk, ref, reason.strip()) for ref in dict.fromkeys(refs)]


def _dispose(desk: Desk, ref: str, reason: str) -> tuple[str, int, Receipt]:
    kind = KINDS.get(ref)
    if kind is not None:
        return _delete(desk, kind, reason)
    try:
        person = desk.row("person", ref)
    except Unusable:
        near = nearest(ref, KINDS)
        raise Unusable.one("retention.unknown", name=ref[:80], nearest=near) from None
    return person.ref, 1, erase(desk, person=person.ref, reason=reason)


def _delete(desk: Desk, kind: Kind, reason: str) -> tuple[str, int, Receipt]:
    found = rows_due(desk, kind, desk.today)
    if found is None:
        raise Refused([Refusal("retention.not_due", {"name": kind.name, "on": desk.today})])
    given: dict[str, Any] = {"before": before(desk, found.rule, desk.today)}
    if not kind.of_all:
        given["partnership"] = desk.pid
    count = deleted = _deleted(desk, kind, given)
    while deleted:  # what nothing came of any more, now that that is gone
        deleted = _deleted(desk, kind, given)
        count += deleted
    receipt = desk.apply(
        Change(
            kind="partnership.disposed",
            table="partnership",
            subject=desk.row("partnership", desk.partnership.key),
            values={},
            facts={
                "disposed": kind.name,
                "rows": count,
                "until": found.rule.before(desk.today),
                "reason": reason,
            },
            authority=found.rule.source,
        )
    )
    return kind.name, count, receipt


def _deleted(desk: Desk, kind: Kind, given: dict[str, Any]) -> int:
    *before_them, last = kind.delete
    for statement in before_them:
        desk.writer.run(statement, **given)
    return desk.writer.run(last, **given)


__all__ = ["dispose"]
