"""Moving children, staff and premises; halted when it is not safe. Children are counts alone."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt
from governance.application.commissions import lifecycle as commissions
from governance.application.deadlines.settling import live, superseded
from governance.application.decommissioning.acts import must_keep
from governance.application.decommissioning.clocks import run_on, stand_still
from governance.application.decommissioning.finding import NOTICE_ENDS, TABLE, held
from governance.application.decommissioning.moving import due, moved
from governance.application.decommissioning.wants import PLANNED, CaseFile, case_file
from governance.application.decommissioning.writing import WRITTEN_IN
from governance.application.desk import Desk
from governance.domain.errors import Problem, Refused, Unusable

MOST: Final = 1_000_000
"""Children's cases at the most: more is a mistyped number."""


def plan(
    desk: Desk,
    name: str,
    *,
    staff: str | None = None,
    premises: str | None = None,
    contingency: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Say what happens to staff (TUPE) and premises, and what if it goes wrong.

    Of what does not apply, say so and why. What is not given stands.
    """
    file = case_file(desk, held(desk, name, seen=seen))
    _must_be(file, *WRITTEN_IN["plan"])
    given = {"staff": staff, "premises": premises, "contingency": contingency}
    said = {key: text.strip() for key, text in given.items() if text is not None and text.strip()}
    before = file.row.transition or {}
    if not said or {**before, **said} == before:
        raise Refused.one("decommissioning.nothing_said", ref=file.row.ref)
    values = {"transition": {key: {**before, **said}.get(key, "") for key in PLANNED}}
    return _written(desk, file, "decommissioning.transition_planned", values, {"said": [*said]})


def count(
    desk: Desk,
    name: str,
    *,
    cases: int,
    moved: int,
    on: dt.date | None = None,
    seen: int | None = None,
) -> Receipt:
    """Count the children whose cases have to move, and those that have, on a day.

    Numbers alone: no child is named. A later count corrects an earlier one. Raises `Unusable`
    with everything that cannot be.
    """
    file = case_file(desk, held(desk, name, seen=seen))
    _must_be(file, *WRITTEN_IN["count"])
    day = on or desk.today
    before = file.counts[-1] if file.counts else None
    problems = []
    if not 0 <= moved <= cases <= MOST:
        problems.append(Problem("decommissioning.count_odd", {"cases": cases, "moved": moved}))
    if day > desk.today:
        problems.append(Problem("decommissioning.day_in_future", {"on": day}))
    if before is not None and day < before.on_day:
        told = {"on": day, "last": before.on_day}
        problems.append(Problem("decommissioning.count_earlier", told))
    if problems:
        raise Unusable(problems)
    values = {
        "id": desk.new_id(),
        "case_id": file.row.id,
        "on_day": day,
        "cases": cases,
        "moved": moved,
        "at": desk.now,
    }
    told = {"on": day, "cases": cases, "moved": moved}
    return _written(
        desk, file, "decommissioning.counted", {}, told, writes=(Insert("transfer_count", values),)
    )


def begin(desk: Desk, name: str, *, reason: str = "", seen: int | None = None) -> Receipt:
    """Begin the transition. Without a notice `reason` says why there is nobody to give it to."""
    file = case_file(desk, held(desk, name, seen=seen))
    return moved(desk, file, "begin_transition", reason=reason)


def halt(desk: Desk, name: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Stop the transition because it is not safe; nothing ends by itself meanwhile."""
    file = case_file(desk, held(desk, name, seen=seen))
    receipt = moved(desk, file, "halt", reason=reason)
    stand_still(desk, file, reason=reason)
    return receipt


def resume(
    desk: Desk, name: str, *, reason: str, ends: dt.date | None = None, seen: int | None = None
) -> Receipt:
    """Go on: `reason` says what makes it safe again.

    The end moves by the days the clocks stood still, or to `ends` where that is given.
    """
    row = held(desk, name, seen=seen)
    if ends is not None and ends < desk.today:
        raise Unusable.one("decommissioning.end_past", ends=ends)
    file = case_file(desk, row)
    moved(desk, file, "resume", reason=reason)
    later = run_on(desk, file, reason=reason)
    row = desk.row(TABLE, row.id)
    last = ends or later or row.notice_ends_on
    writes: list[Any] = []
    if ends is not None:
        writes = [superseded(desk, one) for one in live(desk, row.id, kind=NOTICE_ENDS)]
        writes.append(due(desk, row.id, NOTICE_ENDS, ends, cause=f"resumed ({row.version + 1})"))
    commission = desk.row("commission", row.commission_id)
    if commission.state == "under_notice" and not row.partial and commission.end_date != last:
        commissions.set_facts(desk, commission=commission.ref, end_date=last)
    return desk.apply(
        Change(
            kind="decommissioning.resumed",
            table=TABLE,
            subject=row,
            values={"notice_ends_on": last},
            facts={"ends_before": row.notice_ends_on, "ends": last, "reason": reason.strip()},
            writes=tuple(writes),
        )
    )


def replace_by(
    desk: Desk,
    name: str,
    *,
    commission: str | None = None,
    none_because: str = "",
    seen: int | None = None,
) -> Receipt:
    """Name the commission that follows, or say why none is needed.

    Raises `Refused` for both or neither, or for the commission that ends itself.
    """
    file = case_file(desk, held(desk, name, seen=seen))
    if file.row.state not in WRITTEN_IN["replace"]:
        _must_be(file)
    if (commission is None) == (not none_because.strip()):
        raise Refused.one("decommissioning.replacement_or_none", ref=file.row.ref)
    values: dict[str, Any] = {"no_replacement": none_because.strip(), "replacement_id": None}
    told: dict[str, Any] = {"none_because": none_because.strip()}
    if commission is not None:
        after = desk.row("commission", commission)
        if after.id == file.row.commission_id:
            raise Refused.one("decommissioning.replaces_itself", ref=after.ref)
        values["replacement_id"], told = after.id, {"replacement": after.ref}
    return _written(desk, file, "decommissioning.replacement_named", values, told)


def _must_be(file: CaseFile, *states: str) -> None:
    """Raise unless the case is in one of these states and the actor keeps its file."""
    must_keep(file)
    if file.row.state not in states:
        state = file.row.state.replace("_", " ")
        raise Refused.one("decommissioning.not_now", ref=file.row.ref, state=state)


def _written(
    desk: Desk,
    file: CaseFile,
    kind: str,
    values: dict[str, Any],
    told: dict[str, Any],
    *,
    writes: Any = (),
) -> Receipt:
    must_keep(file)
    return desk.apply(
        Change(
            kind=kind,
            table=TABLE,
            subject=file.row,
            values=values,
            facts=told,
            writes=tuple(writes),
        )
    )
