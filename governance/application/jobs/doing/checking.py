"""Checking that one partnership's record is whole: every chain, every seal, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from governance.application.desk import Desk, looking
from governance.application.jobs.kinds import Handed, Task
from governance.application.ledger.seals_told import waits
from governance.application.permissions import ADMINISTRATOR, AUDITOR, must_be
from governance.application.plain import plain_params
from governance.domain.errors import Problem
from governance.store import ledger, seals
from governance.store.engine import Store
from governance.store.ledger import SUBJECTS, ChainKey
from governance.store.seals import PAGE, SealsKey
from governance.store.tables import TABLES
from statemachines.permissions import Permission

CHAINS: Final = 500
"""Chains looked at in one read."""

_entry = TABLES["ledger_entry"]
_seal = TABLES["seal"]
_NUMBER = select(func.count(_entry.c.subject_id.distinct())).where(
    _entry.c.partnership_id == bindparam("partnership")
)
_SEALS = select(func.max(_seal.c.number)).where(_seal.c.partnership_id == bindparam("partnership"))
_HELD = select(
    func.count().label("seals"), func.coalesce(func.sum(_seal.c.entries), 0).label("entries")
).where(_seal.c.partnership_id == bindparam("partnership"))
_OURS = (
    select(_entry.c.id)
    .where(
        _entry.c.partnership_id == bindparam("partnership"),
        _entry.c.subject_id == bindparam("subject"),
    )
    .limit(1)
)


def check(desk: Desk, params: Mapping[str, Any], files: Sequence[Handed]) -> None:
    """Raise `GuardRefused` unless the auditor, the secretary or an administrator asks.

    Everybody may read the record; reading all of it keeps the machine busy.
    """
    del params, files
    must_be(desk, Permission.SECRETARY, AUDITOR, ADMINISTRATOR)


def do(task: Task) -> dict[str, Any]:
    """Look at every chain and seal of the partnership; what was seen and what is wrong."""
    with looking(task.store, now=task.now, partnership=task.partnership) as desk:
        pid = desk.pid
        total = int(desk.tx.scalar(_NUMBER, partnership=pid) or 0)
        most = int(desk.tx.scalar(_SEALS, partnership=pid) or 0)
    problems = _chains(task, pid, total, most) + _without(task.store, pid)
    counted, sealed, amiss = _seals(task, pid, total, most)
    problems += amiss
    with looking(task.store, now=task.now, partnership=task.partnership) as desk:
        waiting = waits(desk)
    return {
        "ok": not problems,
        "subjects": total,
        "seals": counted,
        "sealed": sealed,
        "waiting": waiting.entries,
        "since": None if waiting.since is None else waiting.since.isoformat(),
        "problems": [{"code": p.code, "params": plain_params(p.params)} for p in problems],
    }


def _chains(task: Task, pid: str, total: int, most: int) -> list[Problem]:
    """What is wrong with chains, slice after slice; nobody waits for the whole of it."""
    problems: list[Problem] = []
    subjects = 0
    after: ChainKey | None = (pid, "", "")
    while after is not None and after[0] == pid:
        task.tell(min(subjects, total), total + most, "job.checking")
        with task.store.read() as tx:
            seen, after = ledger.verify_slice(tx, after=after, most=CHAINS)
            problems += [
                one
                for one in seen.problems
                if tx.first(_OURS, partnership=pid, subject=str(one.params["id"])) is not None
            ]
        subjects += seen.subjects
    return problems


def _without(store: Store, pid: str) -> list[Problem]:
    """What stands in tables and has no entry at all."""
    with store.read() as tx:
        return [
            Problem(
                "ledger.no_entries",
                {"table": name, "id": row.id, "ref": row.ref, "number": 1},
            )
            for name in SUBJECTS
            for row in ledger.without_entries(tx, name)
            if row.partnership_id == pid
        ]


def _seals(task: Task, pid: str, total: int, most: int) -> tuple[int, int, list[Problem]]:
    """How many seals there are, how many entries they hold, and what is wrong with them."""
    with task.store.read() as tx:
        problems = [one for one in seals.strays(tx) if one.params["partnership"] == pid]
    after: SealsKey | None = (pid, 0)
    while after is not None and after[0] == pid:
        task.tell(total + min(after[1], most), total + most, "job.checking_seals")
        with task.store.read() as tx:
            seen, after = seals.check_seals_slice(tx, after=after, most=PAGE)
        problems += [one for one in seen.problems if one.params["partnership"] == pid]
    with task.store.read() as tx:
        held = tx.first(_HELD, partnership=pid)
    return (0, 0, problems) if held is None else (held.seals, held.entries, problems)
