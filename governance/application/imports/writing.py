"""One process becomes one commission in the register, or brings it up to date.

A commission that comes in by import is recorded as found: it may lack even lead and end date,
and says so. What people have entered since stands against any later notice, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.adapters.ocds import Flag
from governance.application.change import Change, Insert, Update
from governance.application.commissions.rounds import round_rows
from governance.application.desk import Desk
from governance.application.imports import agreements, three_ways
from governance.application.imports.model import Found, Piece, Source, plain_flag
from governance.application.imports.organisations import Directory
from governance.application.permissions import permissions
from governance.application.rulebook import in_force
from governance.domain.framework import Framework
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.commission import COMMISSION, CommissionFacts
from statemachines.machine import enter

_release = TABLES["imported_release"]
_person = TABLES["person"]
_here: Any = bindparam("partnership")

STORED = select(
    _release.c.ocid,
    _release.c.release,
    _release.c.digest,
    _release.c.id,
    _release.c.version,
    _release.c.commission_id,
).where(_release.c.partnership_id == _here, in_list(_release.c.ocid, "processes"))
"""What is kept of some processes, without the pieces themselves."""

BODIES = select(_release.c.release, _release.c.body).where(
    _release.c.partnership_id == _here, _release.c.ocid == bindparam("process")
)
_LEAD = select(_person.c.id, _person.c.left_on).where(
    _person.c.partnership_id == _here, _person.c.key == bindparam("key")
)

OURS: Final = "import."
"""What begins the codes of flags that an import sets and takes back."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What an import stands on: the framework in force where there is just one, the directory."""

    source: Source
    directory: Directory
    version: Any | None
    framework: Framework | None
    permissions: frozenset[str]


def ground(desk: Desk, source: Source, directory: Directory) -> Ground:
    """Find what an import stands on today."""
    versions = in_force.keys_in_force(desk, kind="framework", on=desk.today)
    version = versions[0] if len(versions) == 1 else None
    return Ground(
        source=source,
        directory=directory,
        version=version,
        framework=None if version is None else in_force.meaning(desk, version),
        permissions=permissions(desk),
    )


def write(
    desk: Desk, standing: Ground, process: str, new: Sequence[Piece], stored: Sequence[Any]
) -> None:
    """Write the new pieces of a process and what they change. `stored` are the rows kept of it."""
    items: dict[str, Any] = {}
    before = None
    if stored:
        restore = standing.source.restore
        for row in desk.all(BODIES, process=process):
            items[row.release] = restore(bytes(row.body))
        before = standing.source.found(process, list(items.values()))
    items |= {piece.name: piece.item for piece in new}
    found = standing.source.found(process, list(items.values()))
    if before is None:
        commission_id = _record(desk, standing, found, new)
    else:
        commission_id = _update(desk, standing, before, found, new, stored)
    agreements.record(desk, commission_id, found, standing.directory, before)


def _record(desk: Desk, standing: Ground, found: Found, new: Sequence[Piece]) -> str:
    facts = CommissionFacts(permissions=standing.permissions)
    state = enter(COMMISSION, "record_as_found", facts)
    row_id = desk.new_id()
    buyer_id = standing.directory.find_or_add(
        desk, found.buyer, provider=False, process=found.process
    )
    values = _columns(desk, standing, found, buyer_id)
    version, framework = standing.version, standing.framework
    stages: list[Insert] = []
    if framework is not None:
        stages = round_rows(desk, row_id, framework, number=1, begin=False)
    desk.apply(
        Change(
            kind="commission.imported",
            table="commission",
            subject=None,
            values={
                **values,
                "id": row_id,
                "ref": desk.next_ref("commission"),
                "state": state,
                "framework_key": "" if version is None else version.key,
                "framework_version_id": None if version is None else version.id,
                "group_id": row_id,
                "ocid": found.ocid,
                "facts": dict(found.facts),
                "flags": _flags(found, values),
            },
            facts={"process": found.process, "pieces": _told(new)},
            writes=(*stages, *_kept(desk, row_id, new, {})),
        )
    )
    return row_id


def _update(
    desk: Desk,
    standing: Ground,
    before: Found,
    found: Found,
    new: Sequence[Piece],
    stored: Sequence[Any],
) -> str:
    row = desk.row("commission", stored[0].commission_id)
    directory = standing.directory
    buyer_id = row.organisation_id
    was_id = buyer_id
    if found.buyer != before.buyer:
        was_id = directory.find(before.buyer)
        buyer_id = directory.find_or_add(desk, found.buyer, provider=False, process=found.process)
    after = _columns(desk, standing, found, buyer_id)
    stands = {name: getattr(row, name) for name in after}
    values, kept = three_ways.merged(stands, _columns(desk, standing, before, was_id), after)
    facts, _ = three_ways.merged(row.facts, before.facts, found.facts)
    if facts:
        values["facts"] = {**row.facts, **facts}
    flags = [f for f in row.flags if not f["code"].startswith(OURS)]
    flags += _flags(found, {**stands, **values}, kept)
    if flags != row.flags:
        values["flags"] = flags
    desk.apply(
        Change(
            kind="commission.import_updated",
            table="commission",
            subject=row,
            values=values,
            facts={
                "process": found.process,
                "pieces": _told(new),
                "changed": sorted(values),
                "kept": kept,
            },
            writes=_kept(desk, row.id, new, {known.release: known for known in stored}),
        )
    )
    return str(row.id)


def _columns(
    desk: Desk, standing: Ground, found: Found, organisation_id: str | None
) -> dict[str, Any]:
    """The columns of a commission that a notice or a register fills."""
    framework = standing.framework
    known = framework is None or found.mechanism in {m.key for m in framework.mechanisms}
    return {
        "title": found.title,
        "value": found.value,
        "end_date": found.ends,
        "regime": found.regime,
        "mechanism": found.mechanism if known else None,
        "organisation_id": organisation_id,
        "lead_id": _lead(desk, found.lead),
    }


def _lead(desk: Desk, name: str | None) -> str | None:
    """The person whose key a register names as lead; anybody else is not guessed."""
    if name is None or len(name) > 80:
        return None
    row = desk.first(_LEAD, key=name.casefold())
    return None if row is None or row.left_on is not None else row.id


def _flags(
    found: Found, values: Mapping[str, Any], kept: Iterable[str] = ()
) -> list[dict[str, Any]]:
    """Everything odd or missing, as the commission now stands."""
    flags = [Flag("import.found")]
    if values["lead_id"] is None:
        flags.append(Flag("import.no_lead"))
    if values["end_date"] is None:
        flags.append(Flag("import.no_end_date"))
    flags += found.flags
    if fields := sorted(kept):
        flags.append(Flag("import.kept", {"fields": fields}))
    return [plain_flag(flag) for flag in flags]


def _told(new: Iterable[Piece]) -> list[list[str]]:
    """The new pieces as the ledger names them."""
    return [[piece.name, piece.digest] for piece in new]


def _kept(
    desk: Desk, commission_id: str, new: Iterable[Piece], known: Mapping[str, Any]
) -> tuple[Insert | Update, ...]:
    """The rows that keep the pieces themselves; one that came again with other words is renewed."""
    writes: list[Insert | Update] = []
    for piece in new:
        values = {
            "digest": piece.digest,
            "body": piece.body,
            "frame": piece.frame,
            "imported_at": desk.now,
        }
        if piece.name in known:
            writes.append(Update("imported_release", known[piece.name], values))
            continue
        named = {
            "id": desk.new_id(),
            "ocid": piece.process,
            "release": piece.name,
            "commission_id": commission_id,
        }
        writes.append(Insert("imported_release", {**named, **values}))
    return tuple(writes)
