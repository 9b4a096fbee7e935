"""Agreements as notices and registers tell of them: recorded as found, never as decided here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.adapters.ocds import AgreementFacts, Flag
from governance.application.change import Change, Insert, Update
from governance.application.commissions.agreement_facts import BEGINS, agreement_file
from governance.application.commissions.agreement_moves import changed_end, end_deadline
from governance.application.deadlines.rows import deadline
from governance.application.desk import Desk
from governance.application.imports import three_ways
from governance.application.imports.model import Found, clean, cleaned, plain_flag
from governance.application.imports.organisations import Directory
from governance.domain.calendar import FIRST_YEAR, LAST_YEAR
from governance.store.tables import TABLES
from statemachines.agreement import AGREEMENT
from statemachines.agreement import AgreementFacts as GuardFacts
from statemachines.machine import enter
from statemachines.permissions import Permission

_agreement = TABLES["agreement"]
_entry = TABLES["ledger_entry"]
_here: Any = bindparam("partnership")
_IMPORTED = select(_agreement).where(
    _agreement.c.partnership_id == _here,
    _agreement.c.commission_id == bindparam("commission"),
    _agreement.c.source_key.is_not(None),
)
_KINDS: Final = ("agreement.imported", "agreement.import_updated")
_MOVED = (
    select(_entry.c.id)
    .where(
        _entry.c.partnership_id == _here,
        _entry.c.subject_id == bindparam("agreement"),
        _entry.c.kind.not_in(_KINDS),
    )
    .limit(1)
)
_VIRES: Final = frozenset({Permission.VIRES.value})
_OVER: Final = ("expired", "ended")


def record(
    desk: Desk, commission_id: str, found: Found, directory: Directory, before: Found | None
) -> None:
    """Write the agreements of a process: new ones, changed ones, and those no longer named."""
    there = {}
    if before is not None:
        there = {row.source_key: row for row in desk.all(_IMPORTED, commission=commission_id)}
    earlier = _by_key(before)
    for key, facts in _by_key(found).items():
        provider_id = directory.find_or_add(
            desk, facts.provider, provider=True, process=found.process
        )
        values = _columns(facts, provider_id)
        row = there.pop(key, None)
        if row is None:
            _enter(desk, commission_id, facts, {**values, "source_key": key})
        else:
            said = earlier.get(key)
            was = None if said is None else (said, _columns(said, directory.find(said.provider)))
            _update(desk, row, facts, values, was)
    for row in there.values():
        _no_longer_named(desk, row)


def state_found(facts: AgreementFacts, today: dt.date) -> str:
    """The state an agreement stands in, as far as a notice tells.

    An award whose first day has come is taken to run: award notices are published once the
    contract is entered into.
    """
    if facts.contract_status in ("terminated", "cancelled"):
        return "ended"
    if facts.ends is not None and facts.ends < today:
        return "expired"
    entered = facts.contract_id is not None and facts.contract_status != "pending"
    if facts.award_status == "pending" and not entered:
        return "awarded"
    if facts.starts is not None and facts.starts <= today:
        return "in_force"
    return "signed" if entered else "awarded"


def _by_key(found: Found | None) -> dict[str, AgreementFacts]:
    return {} if found is None else {clean(facts.key): facts for facts in found.agreements}


def _columns(facts: AgreementFacts, provider_id: str | None) -> dict[str, Any]:
    """The columns that a notice fills."""
    until = _day(facts.extends_to)
    longer = until is not None and (facts.ends is None or until > facts.ends)
    return {
        "provider_id": provider_id,
        "title": clean(facts.title or facts.lot_title or facts.key),
        "lot": cleaned(facts.lot),
        "value": facts.value,
        "starts_on": _day(facts.starts),
        "ends_on": _day(facts.ends),
        "extensions": [{"until": until.isoformat(), "value": None}] if until and longer else [],
        "regime": facts.regime,
    }


def _day(day: dt.date | None) -> dt.date | None:
    """The day, where the calendar reaches it."""
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _state(facts: AgreementFacts, today: dt.date) -> str:
    asked = GuardFacts(permissions=_VIRES, found_state=state_found(facts, today))
    return enter(AGREEMENT, "record_as_found", asked)


def _enter(
    desk: Desk, commission_id: str, facts: AgreementFacts, values: Mapping[str, Any]
) -> None:
    row_id = desk.new_id()
    state = _state(facts, desk.today)
    writes = [] if state in _OVER else end_deadline(desk, row_id, values["ends_on"], number=1)
    writes += _begins(desk, row_id, state, values["starts_on"], number=1)
    desk.apply(
        Change(
            kind="agreement.imported",
            table="agreement",
            subject=None,
            values={
                **values,
                "id": row_id,
                "ref": desk.next_ref("agreement"),
                "commission_id": commission_id,
                "state": state,
                "flags": _flags(facts),
            },
            facts={"process": facts.ocid, "key": values["source_key"], "state": state},
            writes=tuple(writes),
        )
    )


def _update(
    desk: Desk,
    row: Any,
    facts: AgreementFacts,
    after: Mapping[str, Any],
    was: tuple[AgreementFacts, Mapping[str, Any]] | None,
) -> None:
    said, before = was or (None, {})
    stands = {name: getattr(row, name) for name in after}
    values, kept = three_ways.merged(stands, before, after)
    writes: list[Insert | Update] = []
    if values.get("ends_on") is not None:
        _, writes = changed_end(desk, agreement_file(desk, row, desk.today), values["ends_on"])
    state = _state(facts, desk.today)
    if facts != said and state != row.state:
        if desk.first(_MOVED, agreement=row.id) is None:
            values["state"] = state
            starts = values.get("starts_on", row.starts_on)
            writes += _begins(desk, row.id, state, starts, number=row.version + 1)
        else:
            kept.append("state")
    flags = [*(f for f in row.flags if not f["code"].startswith("import.")), *_flags(facts, kept)]
    if flags != row.flags:
        values["flags"] = flags
    if values:
        _changed(desk, row, values, writes, process=facts.ocid, kept=kept)


def _no_longer_named(desk: Desk, row: Any) -> None:
    flag = plain_flag(Flag("import.no_longer_named"))
    if flag not in row.flags:
        _changed(desk, row, {"flags": [*row.flags, flag]}, (), process=None, kept=())


def _changed(
    desk: Desk,
    row: Any,
    values: Mapping[str, Any],
    writes: Iterable[Insert | Update],
    *,
    process: str | None,
    kept: Iterable[str],
) -> None:
    desk.apply(
        Change(
            kind="agreement.import_updated",
            table="agreement",
            subject=row,
            values=values,
            facts={"process": process, "changed": sorted(values), "kept": sorted(kept)},
            writes=tuple(writes),
        )
    )


def _begins(
    desk: Desk, row_id: str, state: str, starts_on: dt.date | None, *, number: int
) -> list[Insert]:
    """The deadline on which a signed agreement begins."""
    if state != "signed" or starts_on is None:
        return []
    cause = f"{starts_on.isoformat()} ({number})"
    subject = ("agreement", row_id)
    return [
        deadline(desk, kind=BEGINS, subject=subject, due_day=starts_on, cause=cause, effect=BEGINS)
    ]


def _flags(facts: AgreementFacts, kept: Iterable[str] = ()) -> list[dict[str, Any]]:
    flags = [Flag("import.found"), *facts.flags]
    if fields := sorted(kept):
        flags.append(Flag("import.kept", {"fields": fields}))
    return [plain_flag(flag) for flag in flags]
