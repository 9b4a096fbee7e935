"""Looking for causes of cases now: what `vires trigger evaluate` does; the clock does so too.

`params`: `{"commission": reference}`, or nothing for all. Each case opens in a transaction of its
own, so a job that was cut off is begun again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from governance.application.desk import Desk
from governance.application.jobs.kinds import Handed, Task
from governance.application.permissions import must_be
from governance.application.triggers.looking import look_now
from governance.application.triggers.rules import rules
from governance.domain.errors import Refused
from statemachines.permissions import Permission


def check(desk: Desk, params: Mapping[str, Any], files: Sequence[Handed]) -> None:
    """Raise `GuardRefused` for who may not ask, `Refused` where no triggers are in force."""
    del params, files
    must_be(desk, Permission.SECRETARY, Permission.COMMISSIONER, Permission.PROPER_OFFICER)
    if not rules(desk):
        raise Refused.one("trigger.none_in_force", on=desk.today)


def do(task: Task) -> dict[str, Any]:
    """Look; the cases that opened, and how many could not be opened and are tried again."""
    task.tell(0, None, "job.looking")
    swept = look_now(
        task.store,
        partnership=task.partnership,
        now=task.now,
        commission=task.params.get("commission"),
    )
    opened = [line["ref"] for line in swept.lines if str(line["ref"]).startswith("X-")]
    return {"opened": opened, "failed": swept.failed}
