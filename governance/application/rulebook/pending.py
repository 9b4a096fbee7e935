"""Which version of a scheme governs a report: that of the day, unless a resolution saved it.

The scheme in force on the day of decision governs. The resolution that adopts a version may say
that pending cases stay under the one before; that is kept in the version's authority and
followed back, version by version, for whatever was submitted before its first day.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines.rows import deadline
from governance.application.desk import Desk
from governance.application.rulebook.in_force import version_in_force
from governance.domain.errors import Refused, Unusable
from governance.domain.suggest import nearest

SAVED: Final = "saved"
REDRAWN: Final = "redrawn"
PENDING: Final = (REDRAWN, SAVED)
"""What a resolution may say about pending cases; what says nothing lets them be redrawn."""
FOLLOW: Final = "follow_scheme"
"""The effect, and the kind, of the deadline on which pending cases follow a version."""


def pending_of(version: Any) -> str:
    """What the resolution that adopted a version says about pending cases."""
    return str((version.authority or {}).get("pending", REDRAWN))


def read_pending(text: str | None) -> str | None:
    """What is said about pending cases, or None where nothing is. Raises `Unusable`."""
    if text is None or text in PENDING:
        return text
    near = nearest(text, PENDING)
    raise Unusable.one("rulebook.pending_unknown", text=text[:40], known=[*PENDING], nearest=near)


def said_of(pending: str | None) -> dict[str, str]:
    """What a version's authority keeps of it: nothing where pending cases are redrawn."""
    return {"pending": SAVED} if pending == SAVED else {}


def submitted_on(desk: Desk, row: Any) -> dt.date | None:
    """The day a report's facts were frozen; None while no path is drawn for it."""
    if row.path is None or row.submitted_at is None:
        return None
    return desk.day_of(row.submitted_at)


def governing(desk: Desk, row: Any, *, on: dt.date) -> Any:
    """The version of its scheme that governs a report on a day.

    Raises `Refused` where none is in force.
    """
    version = version_in_force(desk, kind="scheme", key=row.scheme_key, on=on)
    if version is None:
        raise Refused.one("rulebook.none_in_force", kind="scheme", key=row.scheme_key, on=on)
    return version_before(desk, version, submitted=submitted_on(desk, row))


def version_before(desk: Desk, version: Any, *, submitted: dt.date | None) -> Any:
    """The version under which a case submitted on a day stays, of those from one back."""
    while saves(version, submitted):
        eve = version.effective_from - dt.timedelta(days=1)
        before = version_in_force(desk, kind=version.kind, key=version.key, on=eve)
        if before is None:
            break
        version = before
    return version


def saves(version: Any, submitted: dt.date | None) -> bool:
    """Whether a version leaves a case submitted on that day to the one before."""
    if submitted is None or pending_of(version) != SAVED:
        return False
    return bool(submitted < version.effective_from)


def let_follow(desk: Desk, version: Any) -> Receipt:
    """Have the clock look at the cases pending under a scheme's earlier version, in batches.

    It can be asked for again, where a version that came in late governs cases that another
    saved.
    """
    row = desk.row("rulebook_version", version.id)
    return desk.apply(
        Change(
            kind="rulebook.paths_to_follow",
            table="rulebook_version",
            subject=row,
            values={},
            facts={"pending": pending_of(version)},
            writes=(next_batch(desk, version, cause=f"{row.entries}:"),),
        )
    )


def batch_after(due: Any) -> str:
    """The case after which a batch begins; none for the first."""
    return str(due.cause.rpartition(":")[2])


def next_batch(desk: Desk, version: Any, *, cause: str, after: str = "") -> Insert:
    """The deadline, due at once, on which the cases after one are looked at.

    `cause` is that of the batch before, which says which time it is that they are gone through.
    """
    return deadline(
        desk,
        kind=FOLLOW,
        cause=f"{cause.partition(':')[0]}:{after}",
        subject=("rulebook_version", version.id),
        due_day=desk.today,
        due_at=desk.now,
        effect=FOLLOW,
    )
