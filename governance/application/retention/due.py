"""What is due for disposal on a day, by which rule; listing it disposes of nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, func, select

from governance.application.desk import OPERATOR, Desk
from governance.application.people.erasing import RULE, against
from governance.application.permissions import must_administer
from governance.application.retention.kept import kept
from governance.application.retention.rows import KINDS, Kind
from governance.domain.retention import Rule
from governance.store.tables import TABLES

MOST: Final = 500
"""People listed at once at the most: whoever left first, first."""

_person, _text = TABLES["person"], TABLES["private_text"]
_LEFT = (
    select(_person)
    .join(
        _text,
        (_text.c.partnership_id == _person.c.partnership_id) & (_text.c.id == _person.c.name_id),
    )
    .where(
        _person.c.partnership_id == bindparam("partnership"),
        _person.c.left_on <= bindparam("before"),
        _text.c.text.is_not(None),
    )
    .order_by(_person.c.left_on, _person.c.id)
    .limit(MOST)
)
_PARTNERSHIPS = select(func.count()).select_from(TABLES["partnership"])


@dataclass(frozen=True, slots=True)
class Due:
    """Something that is due: how it is named, what it is, by which rule and since when.

    `what` is a code of words; `since` the day of the event that the rule counts from, of several
    rows the earliest.
    """

    ref: str
    what: str
    rows: int
    since: dt.date
    rule: Rule

    @property
    def due_on(self) -> dt.date:
        """The day from which it is due."""
        return self.rule.due_on(self.since)

    def plain(self) -> dict[str, Any]:
        """It for programs."""
        return {
            "ref": self.ref,
            "rows": self.rows,
            "class": self.rule.name,
            "years": self.rule.years,
            "counts_from": self.rule.since,
            "since": self.since,
            "due_on": self.due_on,
            "source": self.rule.source,
        }


def due(desk: Desk, *, on: dt.date | None = None) -> list[Due]:
    """Everything that is due for disposal on a day (today unless given): people, then rows."""
    must_administer(desk)
    day = on or desk.today
    return [*_people(desk, day), *_rows(desk, day)]


def rows_due(desk: Desk, kind: Kind, day: dt.date) -> Due | None:
    """The rows of a kind that are due on a day; None where there are none, or not theirs to see."""
    if kind.of_all and not _may_see_all(desk):
        return None
    rule = kept(kind.table).rule
    given: dict[str, Any] = {"before": before(desk, rule, day)}
    if not kind.of_all:
        given["partnership"] = desk.pid
    found = desk.tx.one(kind.count, **given)
    if not found.rows:
        return None
    what = f"retention.what.{kind.name}"
    return Due(kind.name, what, found.rows, desk.day_of(found.oldest), rule)


def before(desk: Desk, rule: Rule, day: dt.date) -> dt.datetime:
    """The instant before which an event must lie for its rows to be due on a day."""
    first_kept = rule.before(day) + dt.timedelta(days=1)
    zone = ZoneInfo(desk.partnership.timezone)
    return dt.datetime.combine(first_kept, dt.time(), zone).astimezone(dt.UTC)


def _people(desk: Desk, day: dt.date) -> Iterator[Due]:
    for row in desk.all(_LEFT, before=RULE.before(day)):
        if not against(desk, row, early=True):
            yield Due(row.ref, "retention.what.person", 1, row.left_on, RULE)


def _rows(desk: Desk, day: dt.date) -> Iterator[Due]:
    for kind in KINDS.values():
        found = rows_due(desk, kind, day)
        if found is not None:
            yield found


def _may_see_all(desk: Desk) -> bool:
    """Whether what is of the whole installation is theirs: the operator's, or of one alone."""
    return OPERATOR in desk.actor.roles or desk.tx.scalar(_PARTNERSHIPS) == 1


__all__ = ["MOST", "Due", "before", "due", "rows_due"]
