"""What people do with a case before it is decided: which way it goes, options, consultation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from governance.application.change import Change, Receipt
from governance.application.decommissioning.finding import (
    CONSULTATION,
    CONTINUITY,
    TABLE,
    WAY,
    held,
)
from governance.application.decommissioning.moving import drop, due, meet, moved
from governance.application.decommissioning.wants import (
    APPRAISED,
    CaseFile,
    case_file,
    report_live,
    saves_too_much,
)
from governance.application.decommissioning.writing import WRITTEN_IN
from governance.application.desk import Desk
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.domain.money import amount_problems
from statemachines.permissions import Permission, titles

WAYS: Final = {
    "support": "support",
    "make_case": "change",
    "ensure_continuity": "emergency",
}
"""What each of the three moves out of `triggered` makes of a case."""

KEEPS: Final = frozenset({Permission.COMMISSION_LEAD, Permission.SECRETARY})
"""Who writes into a case's file."""


def support(
    desk: Desk, name: str, *, reason: str, officer: str | None = None, seen: int | None = None
) -> Receipt:
    """Go the way of support and challenge; the improvement plan belongs to the case."""
    file = case_file(desk, held(desk, name, seen=seen))
    file = file.saying(way=WAYS["support"], reason=reason.strip(), **_officer(desk, officer))
    return moved(desk, file, "support", reason=reason, writes=meet(desk, file.row.id, WAY))


def make_case(
    desk: Desk, name: str, *, reason: str, officer: str | None = None, seen: int | None = None
) -> Receipt:
    """Say why the service, or a part of it, should end; or say it anew."""
    file = case_file(desk, held(desk, name, seen=seen))
    file = file.saying(way=WAYS["make_case"], reason=reason.strip(), **_officer(desk, officer))
    writes = [*meet(desk, file.row.id, WAY, CONTINUITY), *drop(desk, file.row.id, CONSULTATION)]
    return moved(desk, file, "make_case", reason=reason, writes=writes)


def ensure_continuity(
    desk: Desk,
    name: str,
    *,
    reason: str,
    what: str = "",
    who: str = "",
    until: dt.date | None = None,
    officer: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Say what children get at once, who provides it, and until when."""
    file = case_file(desk, held(desk, name, seen=seen))
    said = {
        "what": what.strip(),
        "who": who.strip(),
        "until": until.isoformat() if until is not None else "",
    }
    file = file.saying(
        continuity=said,
        way=WAYS["ensure_continuity"],
        reason=reason.strip(),
        **_officer(desk, officer),
    )
    row = file.row
    writes: list[Any] = [*meet(desk, row.id, WAY), *drop(desk, row.id, CONSULTATION, CONTINUITY)]
    if until is not None:
        writes.append(due(desk, row.id, CONTINUITY, until, cause=f"until ({row.version + 1})"))
    return moved(desk, file, "ensure_continuity", reason=reason, writes=writes)


def appraise(
    desk: Desk,
    name: str,
    *,
    scope: str | None = None,
    partial: bool | None = None,
    savings: Mapping[str, int] | None = None,
    seen: int | None = None,
    **texts: str | None,
) -> Receipt:
    """Write down options and impact; a case for change, or an emergency, goes on to its options.

    `texts` are options, users, market and support; `savings` has `saving`, `cost` and `budget`
    in pence. What is not given stands. Raises `Refused` where nothing is said of a case that
    is at its options already, or where more would be saved than the budget is.
    """
    wrong = [p for n, one in (savings or {}).items() for p in amount_problems(one, what=n)]
    if wrong:
        raise Unusable(wrong)
    file = case_file(desk, held(desk, name, seen=seen))
    row = file.row
    appraisal = {**(row.appraisal or {}), **_given(texts, APPRAISED)}
    money = {**(row.savings or {}), **dict(savings or {})}
    new: dict[str, Any] = {}
    new |= {"scope": scope.strip()} if scope is not None else {}
    new |= {"partial": partial} if partial is not None else {}
    new |= {"appraisal": appraisal} if appraisal != (row.appraisal or {}) else {}
    new |= {"savings": money} if money != (row.savings or {}) else {}
    new = {column: value for column, value in new.items() if value != getattr(row, column)}
    file = file.saying(**new)
    if "savings" in new and (odd := saves_too_much(file)):
        raise GuardRefused(odd)
    if row.state in ("case_for_change", "emergency_continuity"):
        writes = meet(desk, row.id, CONTINUITY, WAY)
        return moved(desk, file, "appraise", told={"said": sorted(new)}, writes=writes)
    return _written(desk, file, "decommissioning.appraised", WRITTEN_IN["appraise"])


def consult(
    desk: Desk,
    name: str,
    *,
    first: dt.date | None = None,
    last: dt.date | None = None,
    whom: str = "",
    seen: int | None = None,
) -> Receipt:
    """Ask those whom it would touch, from a day until another."""
    file = case_file(desk, held(desk, name, seen=seen))
    said = {
        "from": first.isoformat() if first is not None else "",
        "to": last.isoformat() if last is not None else "",
        "whom": whom.strip(),
    }
    file = file.saying(consultation=said)
    row = file.row
    writes: list[Any] = []
    if last is not None:
        cause = f"until ({row.version + 1})"
        writes = [due(desk, row.id, CONSULTATION, last, cause=cause)]
    return moved(desk, file, "consult", told=said, writes=writes)


def no_consultation(
    desk: Desk, name: str, *, reason: str, advice: str, seen: int | None = None
) -> Receipt:
    """Say why nobody is consulted, with the legal advice that was taken on it."""
    file = case_file(desk, held(desk, name, seen=seen))
    if file.row.state not in WRITTEN_IN["no_consultation"]:
        raise Refused.one("decommissioning.not_at_options", **_named(file))
    said = {"none": reason.strip(), "advice": advice.strip()}
    lacking = [key for key, text in said.items() if not text]
    if lacking:
        raise Refused.one("decommissioning.no_consultation_lacks", missing=lacking)
    file = file.saying(consultation=said)
    return _written(desk, file, "decommissioning.not_consulted", WRITTEN_IN["no_consultation"])


def heard(desk: Desk, name: str, *, views: str, changed: str, seen: int | None = None) -> Receipt:
    """Write down what consultees said, and what changed because of it."""
    file = case_file(desk, held(desk, name, seen=seen))
    row = file.row
    if row.state not in WRITTEN_IN["heard"]:
        raise Refused.one("decommissioning.not_in_consultation", **_named(file))
    said = {**(row.consultation or {}), "views": views.strip(), "changed": changed.strip()}
    if not said["views"] or not said["changed"]:
        raise Refused.one("decommissioning.heard_lacks", ref=row.ref)
    writes = meet(desk, row.id, CONSULTATION)
    file = file.saying(consultation=said)
    return _written(desk, file, "decommissioning.heard", WRITTEN_IN["heard"], writes=writes)


def avert(desk: Desk, name: str, *, reason: str, seen: int | None = None) -> Receipt:
    """Go no further: the service goes on. Raises `GuardRefused` while a report is on its way."""
    file = case_file(desk, held(desk, name, seen=seen))
    return moved(desk, file, "avert", reason=reason, writes=drop(desk, file.row.id))


def _given(texts: Mapping[str, str | None], known: tuple[str, ...]) -> dict[str, str]:
    if unknown := texts.keys() - set(known):
        raise TypeError(f"no part of an appraisal: {sorted(unknown)}")
    return {key: text.strip() for key, text in texts.items() if text is not None}


def _officer(desk: Desk, officer: str | None) -> dict[str, str]:
    """The officer who is named for a case. Raises `Unusable` for one who has left."""
    if officer is None:
        return {}
    person = desk.row("person", officer)
    if person.left_on is not None and person.left_on <= desk.today:
        raise Unusable.one("decommissioning.officer_left", name=person.key, on=person.left_on)
    return {"officer_id": person.id}


def _named(file: CaseFile) -> dict[str, str]:
    return {"ref": file.row.ref, "state": file.row.state.replace("_", " ")}


def _written(
    desk: Desk, file: CaseFile, kind: str, states: tuple[str, ...], *, writes: Any = ()
) -> Receipt:
    """Write into the file of a case that stays where it is."""
    must_keep(file)
    row = file.row
    if row.state not in states:
        raise Refused.one("decommissioning.not_now", **_named(file))
    if not file.new:
        raise Refused.one("decommissioning.nothing_said", ref=row.ref)
    if found := report_live(file):
        raise GuardRefused(found)
    return desk.apply(
        Change(
            kind=kind,
            table=TABLE,
            subject=row,
            values=dict(file.new),
            facts={"said": sorted(file.new)},
            writes=tuple(writes),
        )
    )


def must_keep(file: CaseFile) -> None:
    """Raise `GuardRefused` unless the actor keeps the case's file."""
    if not file.permissions & KEEPS:
        raise GuardRefused.one("decommissioning.not_yours", who=titles(KEEPS), ref=file.row.ref)
