"""Whom to tell of what a night's check found: when it is new, has come back, or still stands.

The message itself keeps which check saw its finding last. One that the check before did not see
was gone in between, so it is told anew; one that stands is told again after `AGAIN`. Of what is
not looked for every night, the check before is the one that looked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from sqlalchemy import bindparam, select

from governance.application.change import Update
from governance.application.deadlines.rows import message
from governance.application.desk import CLOCK, Desk, looking
from governance.application.nightcheck.finding import TEMPLATE, Finding, Telling
from governance.application.plain import plain_params
from governance.domain.errors import Unusable
from governance.logs import VIRES
from governance.store.engine import Store
from governance.store.tables import TABLES

AGAIN: Final = dt.timedelta(days=30)
"""After how long whoever must know is told again of what still stands."""

_message = TABLES["message"]
_TOLD = select(_message).where(
    _message.c.partnership_id == bindparam("partnership"),
    _message.c.subject_id == bindparam("subject"),
    _message.c.template == TEMPLATE,
    _message.c.origin_id.is_(None),
    _message.c.created_at > bindparam("since"),
)


def tellings(
    store: Store, findings: Iterable[Finding], *, check: int, now: dt.datetime
) -> list[Telling]:
    """The messages that findings call for, and what to note on those that told of them.

    `check` is the number of the check that found them. Nothing is written here.
    """
    found: list[Telling] = []
    ordered = sorted(findings, key=lambda one: one.partnership)
    for partnership, group in groupby(ordered, key=lambda one: one.partnership):
        try:
            with looking(store, now=now, partnership=partnership, actor=CLOCK) as desk:
                for one in group:
                    found.extend(_of(desk, one, check))
        except Unusable as error:
            if error.problems[0].code != "name.unknown":
                raise
            VIRES.error("nobody can be told: there is no partnership %s", partnership)
    return found


def _of(desk: Desk, finding: Finding, check: int) -> Iterator[Telling]:
    what = {"ref": finding.ref, "code": finding.code}
    standing = [
        row
        for row in desk.all(_TOLD, subject=finding.subject, since=desk.now - AGAIN)
        if what.items() <= row.params.items() and row.params.get("seen", 0) >= check - finding.every
    ]
    for row in standing:
        if row.params.get("seen", 0) < check:
            seen = Update("message", row, {"params": {**row.params, "seen": check}})
            yield Telling(desk.pid, seen)
    if standing:
        return
    params = {**what, "params": plain_params(finding.params), "seen": check}
    for recipient in finding.recipients:
        queued = message(
            desk,
            template=TEMPLATE,
            subject=(finding.table, finding.subject),
            recipient=recipient,
            params=params,
        )
        yield Telling(desk.pid, queued)
