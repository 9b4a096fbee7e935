"""A question of the night's check: what a row lacks, and what would set it again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, exists

from governance.application.change import Receipt
from governance.application.deadlines.settling import LIVE
from governance.application.desk import Desk
from governance.store.tables import TABLES

Mend = Callable[[Desk, str], Receipt | None]
"""Sets what is missing of the subject of that id; None where that cannot be worked out."""

LET_GO: Final = (*LIVE, "waived")
"""States of a deadline that is there, or that somebody has let go for a reason."""

_deadline = TABLES["deadline"]


@dataclass(frozen=True, slots=True)
class Check:
    """One question about a table. `what` names the deadline; without `mend` people have to act.

    `code` says what is wrong where it cannot be mended. `lacks` may find more than it should;
    then `truly` says of each whether it does lack something.
    """

    table: str
    lacks: ColumnElement[bool]
    code: str
    what: str = ""
    mend: Mend | None = None
    applies: Callable[[Desk], bool] = field(default=lambda _: True)
    truly: Callable[[Desk, str], bool] = field(default=lambda *_: True)


def has(rows: Any, *kinds: str, states: Sequence[str], also: Any = None) -> ColumnElement[bool]:
    """That a row has a deadline of one of these kinds in one of these states."""
    found = and_(
        _deadline.c.partnership_id == rows.c.partnership_id,
        _deadline.c.subject_id == rows.c.id,
        _deadline.c.kind.in_(kinds),
        _deadline.c.state.in_(states),
    )
    return exists().where(found if also is None else and_(found, also))
