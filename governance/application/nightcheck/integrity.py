"""Whether the record is whole: what `vires db check` asks, some of it at a time.

One table, some chains of entries, or some seals.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.nightcheck.finding import Finding, Slice
from governance.domain.errors import Problem
from governance.store import check, ledger, seals
from governance.store.engine import Store, Transaction
from governance.store.ledger import SUBJECTS
from governance.store.tables import TABLES

CHAINS: Final = 10
"""Chains, or seals, looked at for each item of a batch: they are quickly read."""

_PARTNERSHIPS = select(TABLES["partnership"]).order_by(TABLES["partnership"].c.id)
_NAMES: Final = sorted(TABLES)


def tables(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:  # noqa: ARG001  # one shape for all parts
    """One table: damage, states nobody knows, references to nothing, subjects without entries."""
    names = _NAMES if after is None else [name for name in _NAMES if name > after[0]]
    if not names:
        return Slice(0)
    name = names[0]
    with store.read() as tx:
        problems = [*check.damage_of(store, tx, name), *check.of_table(tx, name)]
        if after is None:
            problems += check.unguarded(store, tx)
        bare = [_bare(row, name) for row in _without_entries(tx, name)]
        everybody = tx.all(_PARTNERSHIPS) if problems else []
    found = [*_for_everybody(everybody, problems, name), *bare]
    return Slice(1, last=[name] if len(names) > 1 else None, findings=found)


def chains(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:  # noqa: ARG001  # one shape for all parts
    """Some chains of the ledger, against their bytes and their subjects' heads."""
    begin = ("", "", "") if after is None else (after[0], after[1], after[2])
    with store.read() as tx:
        seen, last = ledger.verify_slice(tx, after=begin, most=limit * CHAINS)
        findings = [one for p in seen.problems for one in _broken(tx, p)]
    return Slice(seen.subjects, None if last is None else list(last), findings)


def sealed(store: Store, *, after: list[str] | None, now: dt.datetime, limit: int) -> Slice:  # noqa: ARG001  # one shape for all parts
    """Some seals over the ledger: numbers, chain, signatures, keys, and what they hold."""
    begin = ("", 0) if after is None else (after[0], int(after[1]))
    with store.read() as tx:
        seen, last = seals.check_seals_slice(tx, after=begin, most=limit * CHAINS)
        problems = [*(seals.strays(tx) if after is None else ()), *seen.problems]
    findings = [_about_seals(problem) for problem in problems]
    return Slice(seen.seals, None if last is None else [last[0], str(last[1])], findings)


def _about_seals(problem: Problem) -> Finding:
    """What is wrong with a partnership's seals, told at the partnership."""
    here = str(problem.params["partnership"])
    ref = str(problem.params.get("number") or "")
    return Finding(here, "partnership", here, ref, problem.code, problem.params, integrity=True)


def _without_entries(tx: Transaction, name: str) -> Iterable[Any]:
    return ledger.without_entries(tx, name) if name in SUBJECTS else ()


def _bare(row: Any, name: str) -> Finding:
    params = {"table": name, "id": row.id, "ref": row.ref, "number": 1}
    return Finding(
        row.partnership_id, name, row.id, row.ref, "ledger.no_entries", params, integrity=True
    )


def _for_everybody(
    partnerships: Iterable[Any], problems: Iterable[Problem], name: str
) -> Iterator[Finding]:
    """What is wrong with the database concerns every partnership in it."""
    for problem in problems:
        which = problem.params.get("state") or problem.params.get("column")
        ref = f"{name} ({which})" if which else name
        for one in partnerships:
            yield Finding(
                one.id, "partnership", one.id, ref, problem.code, problem.params, integrity=True
            )


def _broken(tx: Transaction, problem: Problem) -> Iterator[Finding]:
    """A broken chain, told where its subject is; one without a subject to every partnership."""
    table, row_id, ref = (str(problem.params[name]) for name in ("table", "id", "ref"))
    owner = None
    if table in SUBJECTS:
        owner = tx.first(_OWNER[table], id=row_id)
    if owner is not None:
        yield Finding(
            owner.partnership_id, table, row_id, ref, problem.code, problem.params, integrity=True
        )
        return
    for one in tx.all(_PARTNERSHIPS):
        yield Finding(
            one.id, "partnership", one.id, ref, problem.code, problem.params, integrity=True
        )


def _owner_of(name: str) -> Any:
    rows = SUBJECTS[name]
    return select(rows.c.partnership_id).where(rows.c.id == bindparam("id"))


_OWNER = {name: _owner_of(name) for name in SUBJECTS}
