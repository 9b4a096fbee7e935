"""Whether people can still complete every path once other terms of reference hold.

A raised quorum, a seat that goes, a partner that may no longer vote: terms of reference can leave
a rule with nobody to follow it. They are adopted all the same, since a body may settle how it
works; it is recorded with the adoption, and the secretary is told while there is time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines.rows import message
from governance.application.desk import Desk
from statemachines.permissions import Permission


def warn_of_lost_cover(desk: Desk, version: Any, *, start: dt.date) -> Receipt | None:
    """Record and tell which rules nobody can follow from the day that terms take effect.

    Only those count that could be followed on the day before. None where all still can.
    """
    from governance.application.cover.standing import (  # noqa: PLC0415  # it asks about reports
        rules_on,
    )

    day = max(start, desk.today)
    able = rules_on(desk, start - dt.timedelta(days=1)).able
    lost = [one for one in rules_on(desk, day).lost if one.cause in able]
    if not lost:
        return None
    notes: list[Insert] = []
    for each in _by_scheme(lost):
        notes.append(
            message(
                desk,
                template="cover_lost",
                subject=("rulebook_version", each[0].version.id),
                recipient=Permission.SECRETARY.value,
                params={
                    "scheme": each[0].scheme.title,
                    "on": day.isoformat(),
                    "number": len(each),
                    "lines": [one.words for one in each],
                },
            )
        )
    return desk.apply(
        Change(
            kind="rulebook.cover_lost",
            table="rulebook_version",
            subject=desk.row("rulebook_version", version.id),
            values={},
            facts={"from": day, "rules": [one.cause for one in lost]},
            writes=tuple(notes),
        )
    )


def _by_scheme(lost: Iterable[Any]) -> Iterator[list[Any]]:
    def scheme(one: Any) -> str:
        return str(one.version.ref)

    for _, group in groupby(sorted(lost, key=scheme), scheme):
        yield list(group)
