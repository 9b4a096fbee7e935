"""Finding whatever people name, of any kind: by reference, key or id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import REFERENCES, Desk
from governance.domain.errors import Unusable
from governance.store.ledger import SUBJECTS
from governance.store.lists import in_list
from governance.store.tables import TABLES

_LETTERS: Final[Mapping[str, str]] = {letter: table for table, letter in REFERENCES.items()}


def _any_of(name: str) -> Any:
    """Select a subject whose key or id is the name."""
    table = TABLES[name]
    named = table.c.id == bindparam("name")
    if "key" in table.c:
        named |= table.c.key == bindparam("name")
    return select(table).where(table.c.partnership_id == bindparam("partnership"), named)


_NAMED = {name: _any_of(name) for name in SUBJECTS}
_REFS = {
    name: select(table.c.id, table.c.ref).where(
        table.c.partnership_id == bindparam("partnership"), in_list(table.c.id, "ids")
    )
    for name, table in SUBJECTS.items()
}
_IDS = {
    letter: select(TABLES[name].c.id).where(
        TABLES[name].c.partnership_id == bindparam("partnership"),
        TABLES[name].c.ref == bindparam("ref"),
    )
    for letter, name in _LETTERS.items()
}
_COMMISSION = TABLES["commission"]
_BODY = TABLES["body"]
_COMMISSIONS = select(_COMMISSION).where(
    _COMMISSION.c.partnership_id == bindparam("partnership"), in_list(_COMMISSION.c.id, "ids")
)
_PLAN_TITLES = select(TABLES["plan"].c.id, TABLES["plan"].c.title).where(
    TABLES["plan"].c.partnership_id == bindparam("partnership"),
    in_list(TABLES["plan"].c.id, "ids"),
)
_ORGANISATION_NAMES = select(TABLES["organisation"].c.id, TABLES["organisation"].c.name).where(
    TABLES["organisation"].c.partnership_id == bindparam("partnership"),
    in_list(TABLES["organisation"].c.id, "ids"),
)
ON_A_PLAN: Final = frozenset({"annual_report", "monitoring_return"})
"""Tables whose rows are called by the plan they report on, and by the partner who does."""
_BODY_NAMES = select(_BODY.c.id, _BODY.c.name).where(
    _BODY.c.partnership_id == bindparam("partnership"), in_list(_BODY.c.id, "ids")
)


@dataclass(frozen=True, slots=True)
class About:
    """What people call a subject, and the commission it concerns if it concerns one."""

    ref: str
    title: str
    commission: Any | None


def about(desk: Desk, subjects: Sequence[tuple[str, Any]]) -> dict[str, About]:
    """What each subject (its table and row) is called, by its id; read for all at once.

    A report, an agreement or a review concerns its commission; a meeting is called by its body,
    a return by its partner and plan.
    """
    wanted = {row.commission_id for _, row in subjects if getattr(row, "commission_id", None)}
    commissions = {row.id: row for table, row in subjects if table == "commission"}
    if missing := sorted(wanted - commissions.keys()):
        commissions |= {row.id: row for row in desk.all(_COMMISSIONS, ids=missing)}
    held = sorted({row.body_id for table, row in subjects if table == "meeting"})
    names = {row.id: row.name for row in desk.all(_BODY_NAMES, ids=held)} if held else {}
    names |= _on_plans(desk, [row for table, row in subjects if table in ON_A_PLAN])
    return {row.id: _about(table, row, commissions, names) for table, row in subjects}


def _on_plans(desk: Desk, rows: Sequence[Any]) -> dict[str, str]:
    """What returns and annual reports are called, by their own ids."""
    if not rows:
        return {}
    plans = desk.all(_PLAN_TITLES, ids=sorted({row.plan_id for row in rows}))
    titles = {plan.id: plan.title for plan in plans}
    whose = sorted({row.organisation_id for row in rows if hasattr(row, "organisation_id")})
    found = desk.all(_ORGANISATION_NAMES, ids=whose) if whose else []
    partners = {one.id: one.name for one in found}
    return {
        row.id: ", ".join(
            part
            for part in (partners.get(getattr(row, "organisation_id", "")), titles[row.plan_id])
            if part
        )
        for row in rows
    }


def commission_of(desk: Desk, table: str, row: Any) -> Any | None:
    """The commission that a subject concerns, or None."""
    return about(desk, [(table, row)])[row.id].commission


def _about(table: str, row: Any, commissions: Mapping[str, Any], names: Mapping[str, str]) -> About:
    commission = (
        row if table == "commission" else commissions.get(getattr(row, "commission_id", None) or "")
    )
    title = getattr(row, "title", None) or getattr(row, "name", None)
    if table == "meeting":
        title = names.get(row.body_id)
    elif table in ON_A_PLAN:
        title = names.get(row.id)
    elif title is None and commission is not None:
        title = commission.title
    return About(row.ref, title or row.ref, commission)


def find_subject(desk: Desk, name: str) -> tuple[str, Any]:
    """The table and the row of whatever has that reference, key or id.

    Raises `Unusable` where nothing has it, with the nearest name where the reference says what
    it would be, or where several things of different kinds have the key.
    """
    letter, dash, number = name.upper().partition("-")
    if dash and number.isdigit() and letter in _LETTERS:
        return _LETTERS[letter], desk.row(_LETTERS[letter], name)
    found = [
        (table, row)
        for table, statement in _NAMED.items()
        for row in desk.all(statement, name=name)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise Unusable.one("subject.unknown", name=name[:80])
    raise Unusable.one("subject.which", name=name[:80], known=[row.ref for _, row in found])


def id_by_ref(desk: Desk, ref: str) -> str | None:
    """The id of the subject with exactly this reference, which is not locked; None for none."""
    statement = _IDS.get(ref.partition("-")[0])
    found = None if statement is None else desk.first(statement, ref=ref)
    return None if found is None else str(found.id)


def refs(desk: Desk, subjects: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The reference of each subject (its table and id) by id."""
    wanted: dict[str, set[str]] = {}
    for table, row_id in subjects:
        wanted.setdefault(table, set()).add(row_id)
    return {
        row.id: row.ref
        for table, ids in wanted.items()
        if table in _REFS
        for row in desk.all(_REFS[table], ids=sorted(ids))
    }
