"""Taking over what ModernGov published: what `vires import moderngov` does.

The last file is the mapping, those before it are what was published. `params`: `check`, whether
nothing is to be done yet; `bodies`, `reports`, `outcome` and `scheme` as `moderngov.model.Asked`
has them, `site` where there are several. Importing again changes nothing, so a job that was cut
off is begun again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.jobs.kinds import Handed, Task
from governance.application.moderngov.model import BECOMES, SITE, THERE
from governance.application.moderngov.taking import import_moderngov
from governance.application.permissions import must_be
from governance.domain.errors import Unusable
from statemachines.permissions import Permission

LEAST: Final = 2
"""Files at the least: what was published, and the mapping."""
ROWS_TOLD: Final = 2_000
"""Rows that a result lists; all of them are counted."""


def check(desk: Desk, params: Mapping[str, Any], files: Sequence[Handed]) -> None:
    """Raise `GuardRefused` for who may not import, `Unusable` where a file is missing."""
    must_be(desk, Permission.SECRETARY)
    if params and len(files) < LEAST:
        raise Unusable.one("moderngov.no_file")


def do(task: Task) -> dict[str, Any]:
    """Import the files; what became of each thing in them, and how many of each."""
    *files, mapping = ((file.name, task.content(at)) for at, file in enumerate(task.files))
    told = ", ".join(name for name, _ in files)

    def tell(done: int, total: int) -> None:
        task.tell(done, total, "job.importing", file=told)

    tell(0, 1)
    params = task.params
    report = import_moderngov(
        task.store,
        partnership=task.partnership,
        files=files,
        mapping=mapping[1],
        mapping_file=mapping[0],
        now=task.now,
        actor=task.actor,
        site=params.get("site") or SITE,
        bodies=params.get("bodies"),
        reports=params.get("reports"),
        outcome=params.get("outcome"),
        scheme=params.get("scheme"),
        check=bool(params.get("check")),
        tell=tell,
    )
    rows = [row.plain() for row in report.rows if row.becomes != THERE or row.notes]
    return {
        "check": report.check,
        "counts": {name: report.count(name) for name in BECOMES},
        "rows": rows[:ROWS_TOLD],
        "more": max(len(rows) - ROWS_TOLD, 0),
        "unknown": [{"name": one.name, "number": one.number} for one in report.unknown],
    }
