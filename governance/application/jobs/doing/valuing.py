"""Importing values of measures: what `vires measure import` does.

`params`: `{"correct": reason}`, empty where values that differ are not to be corrected. Importing
a file again changes nothing, so a job that was cut off is begun again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance.application.desk import Desk, acting
from governance.application.jobs.doing.importing import REJECTED_TOLD
from governance.application.jobs.kinds import Handed, Task
from governance.application.performance.finding import may_keep_any
from governance.application.performance.importing import import_values
from governance.application.plain import plain_params
from governance.domain.errors import Unusable


def check(desk: Desk, params: Mapping[str, Any], files: Sequence[Handed]) -> None:
    """Raise `GuardRefused` for who may enter no value at all, `Unusable` unless there is one file.

    Whether they may enter a value is asked for each row as well.
    """
    del params
    may_keep_any(desk)
    if len(files) != 1:
        raise Unusable.one("job.values_unclear")


def do(task: Task) -> dict[str, Any]:
    """Import the file; how many were entered, corrected and unchanged, and each row rejected."""
    file = task.files[0].name
    task.tell(0, None, "job.importing", file=file)
    with acting(task.store, now=task.now, partnership=task.partnership, actor=task.actor) as desk:
        report = import_values(
            desk, task.content(), file=file, correct=str(task.params.get("correct") or "")
        )
    rejected = [
        {
            "row": one.row,
            "reasons": [{"code": p.code, "params": plain_params(p.params)} for p in one.reasons],
        }
        for one in report.rejected[:REJECTED_TOLD]
    ]
    return {
        "entered": report.entered,
        "corrected": report.corrected,
        "unchanged": report.unchanged,
        "rejections": len(report.rejected),
        "rejected": rejected,
    }
