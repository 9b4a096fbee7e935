"""Checking that every chain of one partnership's ledger is whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, func, select

from governance.application.desk import Desk, looking
from governance.application.jobs.kinds import Handed, Task
from governance.application.permissions import ADMINISTRATOR, AUDITOR, must_be
from governance.application.plain import plain_params
from governance.domain.errors import Problem
from governance.store import ledger
from governance.store.ledger import SUBJECTS, ChainKey
from governance.store.tables import TABLES
from statemachines.permissions import Permission

CHAINS: Final = 500
"""Chains looked at in one read."""

_entry = TABLES["ledger_entry"]
_NUMBER = select(func.count(_entry.c.subject_id.distinct())).where(
    _entry.c.partnership_id == bindparam("partnership")
)
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
    """Look at every chain of the partnership; what was seen and what is wrong."""
    with looking(task.store, now=task.now, partnership=task.partnership) as desk:
        pid = desk.pid
        total = int(desk.tx.scalar(_NUMBER, partnership=pid) or 0)
    problems: list[Problem] = []
    subjects = 0
    after: ChainKey | None = (pid, "", "")
    while after is not None and after[0] == pid:
        task.tell(min(subjects, total), total, "job.checking")
        with task.store.read() as tx:
            seen, after = ledger.verify_slice(tx, after=after, most=CHAINS)
            problems += [
                one
                for one in seen.problems
                if tx.first(_OURS, partnership=pid, subject=str(one.params["id"])) is not None
            ]
        subjects += seen.subjects
    with task.store.read() as tx:
        for name in SUBJECTS:
            for row in ledger.without_entries(tx, name):
                if row.partnership_id == pid:
                    told = {"table": name, "id": row.id, "ref": row.ref, "number": 1}
                    problems.append(Problem("ledger.no_entries", told))
    return {
        "ok": not problems,
        "subjects": total,
        "problems": [{"code": p.code, "params": plain_params(p.params)} for p in problems],
    }
