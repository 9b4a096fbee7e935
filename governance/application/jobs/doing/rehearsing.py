"""Rehearsing a period on a copy: what `vires rehearse` does.

`params`: `from` and `to` as days, `seed`, and `supposed` with any figures of `Supposed`; the
files are the texts to rehearse under, none, one or two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.jobs.kinds import Handed, Task
from governance.application.rehearsal.rehearsing import Asked, Text, can_be_rehearsed, rehearse
from governance.domain.errors import Unusable
from governance.domain.rehearsal.supposing import Supposed

EVERY: Final = 5
"""Days of a run between two words on how far it is."""


def check(desk: Desk, params: Mapping[str, Any], files: Sequence[Handed]) -> None:
    """Raise `Unusable` with everything that is wrong with what is asked."""
    can_be_rehearsed(desk, _asked(params, [(one.content, one.name) for one in files]))


def do(task: Task) -> dict[str, Any]:
    """Rehearse; what came of it."""
    texts = [(task.content(at), one.name) for at, one in enumerate(task.files)]
    asked = _asked(task.params, texts)
    # The first run plays from today on, whatever the first day that is counted.
    days = (asked.end - task.now.date()).days + 1
    runs = 2 if asked.texts else 1
    told = [-EVERY]

    def progress(run: int, day: dt.date) -> None:
        done = run * days + max((day - task.now.date()).days, 0)
        if done - told[0] >= EVERY:
            told[0] = done
            task.tell(done, runs * days, "job.rehearsing", day=day)

    return rehearse(
        task.store, asked, now=task.now, partnership=task.partnership, progress=progress
    )


def _asked(params: Mapping[str, Any], texts: Sequence[tuple[bytes, str]]) -> Asked:
    """What is asked, of plain values. Raises `Unusable` where those are not such."""
    known = {one.name for one in fields(Supposed)}
    supposed = params.get("supposed", {})
    try:
        if set(supposed) - known:
            raise ValueError
        return Asked(
            start=dt.date.fromisoformat(params["from"]),
            end=dt.date.fromisoformat(params["to"]),
            seed=int(params.get("seed", 1)),
            supposed=Supposed(**{name: int(value) for name, value in supposed.items()}),
            texts=tuple(Text(content, file) for content, file in texts),
        )
    except (KeyError, TypeError, ValueError):
        raise Unusable.one("job.rehearsal_unclear", known=sorted(known)) from None
