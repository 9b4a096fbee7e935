"""Importing a file of notices or a register: what `vires import` does.

`params`: `{"format": "ocds"}`, or `{"format": "csv"}` with the mapping as the second file.
Importing again changes nothing, so a job that was cut off is begun again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.imports.acts import import_csv, import_ocds
from governance.application.jobs.kinds import Handed, Task
from governance.application.permissions import must_be
from governance.application.plain import plain_params
from governance.domain.errors import Unusable
from statemachines.permissions import Permission

FORMATS: Final = {"ocds": 1, "csv": 2}
"""How a file can be written, and how many files that takes."""
REJECTED_TOLD: Final = 5_000
"""Rejected releases or rows that a result lists; all of them are counted."""


def check(desk: Desk, params: Mapping[str, Any], files: Sequence[Handed]) -> None:
    """Raise `GuardRefused` for who may not import, `Unusable` for what cannot be."""
    must_be(desk, Permission.SECRETARY, Permission.COMMISSIONER)
    if FORMATS.get(str(params.get("format"))) != len(files):
        raise Unusable.one("job.import_unclear", known=list(FORMATS))


def do(task: Task) -> dict[str, Any]:
    """Import the file; how many were created, updated and unchanged, and each rejected."""
    file = task.files[0].name
    task.tell(0, None, "job.importing", file=file)
    asked: dict[str, Any] = {
        "partnership": task.partnership,
        "content": task.content(),
        "file": file,
        "now": task.now,
        "actor": task.actor,
    }
    if task.params["format"] == "csv":
        mapping: dict[str, Any] = {"mapping": task.content(1), "mapping_file": task.files[1].name}
        report = import_csv(task.store, **asked, **mapping)
    else:
        report = import_ocds(task.store, **asked)
    rejected = [
        {
            "ref": one.ref,
            "reasons": [{"code": p.code, "params": plain_params(p.params)} for p in one.reasons],
        }
        for one in report.rejected[:REJECTED_TOLD]
    ]
    return {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "rejections": len(report.rejected),
        "rejected": rejected,
    }
