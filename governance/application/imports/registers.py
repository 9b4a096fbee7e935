"""Registers kept in spreadsheets, as pieces of processes: one reference, one commission.

Rows of one reference are its lots or providers. A row without a reference is known by what does
not change about it (title, buyer, provider, lot, first day), not by its number: a line put in
above it must not turn it into another commission.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

from governance.adapters.csv_notices import Row, Rows
from governance.adapters.names import normalise
from governance.adapters.ocds import AgreementFacts, Flag, Party
from governance.adapters.ocds.exact_json import canonical
from governance.adapters.ocds.model import Rejected
from governance.application.imports.keys import slug
from governance.application.imports.model import (
    LONGEST_TITLE,
    Found,
    Piece,
    Source,
    clean,
)
from governance.domain.calendar import FIRST_YEAR, LAST_YEAR

_LONGEST_KEY = 180
_DAYS = ("published", "starts", "ends", "extends_to")


def pieces(rows: Rows, *, register: str) -> tuple[list[Piece], list[Rejected]]:
    """The rows of a register (its mapping's title tells it from others) as pieces."""
    prefix = f"csv:{slug(register, 'register')}"
    alike: dict[str, list[str]] = {}
    taken = []
    for row in rows.rows:
        body = _body(row)
        digest = hashlib.sha256(body).hexdigest()
        if row.reference is not None:
            process, name = _key(prefix, row.reference), _part(row)
        else:
            process, name = _key(prefix, "row", _identity(row)), "-"
            known = alike.setdefault(process, [])
            if digest not in known:
                known.append(digest)
            if (place := known.index(digest)) > 0:
                process = _key(prefix, "row", _identity(row), str(place + 1))
        taken.append(Piece(process, name, f"row {row.number}", digest, body, row))
    return taken, list(rows.rejected)


def _part(row: Row) -> str:
    """Which part of its reference a row is: its lot, else its provider."""
    words = row.lot or (normalise(row.provider).words if row.provider else "")
    return _key(words) if words else "-"


def _identity(row: Row) -> str:
    starts = row.starts.isoformat() if row.starts else ""
    parts = (row.title, row.buyer or "", row.provider or "", row.lot or "", starts)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _key(*parts: str) -> str:
    key = ":".join(parts)
    if len(key) <= _LONGEST_KEY and clean(key) == key:
        return key
    return f"{parts[0][:60]}:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"


def _body(row: Row) -> bytes:
    """A row as it is kept: what was understood, and every cell as it came. Not its number."""
    told: dict[str, Any] = {
        field.name: getattr(row, field.name)
        for field in dataclasses.fields(row)
        if field.name not in ("number", "flags", "cells")
    }
    told |= {name: day.isoformat() for name in _DAYS if (day := told[name]) is not None}
    flags = [{"code": flag.code, "params": dict(flag.params)} for flag in row.flags]
    return canonical({"row": told, "flags": flags, "cells": dict(row.cells)})


def _restore(body: bytes) -> Row:
    kept = json.loads(body)
    told = dict(kept["row"])
    told |= {name: dt.date.fromisoformat(told[name]) for name in _DAYS if told[name] is not None}
    flags = tuple(Flag(flag["code"], flag["params"]) for flag in kept["flags"])
    return Row(number=0, flags=flags, cells=kept["cells"], **told)


def _found(process: str, items: Sequence[Row]) -> Found:
    """What the rows of one reference say together; the first says what all share."""
    rows = sorted(items, key=lambda row: (_part(row), row.title))
    first = rows[0]
    made = tuple(_agreement(process, row) for row in rows if _delivers(row))
    values = [row.value for row in rows]
    known = [value for value in values if value is not None]
    value = sum(known) if known and len(known) == len(values) else None
    flags = list(dict.fromkeys((f.code, canonical(dict(f.params))) for r in rows for f in r.flags))
    told = [Flag(code, json.loads(params)) for code, params in flags]
    if len(first.title) > LONGEST_TITLE:
        told.append(Flag("import.title_shortened", {"most": LONGEST_TITLE}))
    return Found(
        process=process,
        ocid=None,
        title=clean(first.title),
        value=value,
        starts=min((r.starts for r in rows if r.starts), default=None),
        ends=max((e for r in rows if (e := _usable(r.ends))), default=None),
        regime=None,
        mechanism=None,
        category=first.category,
        buyer=_party(first.buyer, first.buyer_identifier),
        agreements=made,
        flags=tuple(told),
        facts=_facts(first),
        lead=first.lead,
        awarded=value if made else None,
    )


REGISTER: Final = Source(restore=_restore, found=_found)
"""Registers as a source of pieces."""


def _delivers(row: Row) -> bool:
    return row.provider is not None or row.provider_identifier is not None


def _usable(day: dt.date | None) -> dt.date | None:
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _party(name: str | None, identifier: str | None) -> Party | None:
    if name is None and identifier is None:
        return None
    return Party(id=None, name=name, identifiers=(identifier,) if identifier else ())


def _facts(row: Row) -> dict[str, str]:
    told = {
        "reference": row.reference,
        "category": row.category,
        "cpv": row.cpv,
        "method": row.method,
        "status": row.status,
    }
    return {name: clean(text) for name, text in told.items() if text}


def _agreement(process: str, row: Row) -> AgreementFacts:
    return AgreementFacts(
        key=_part(row),
        ocid=process,
        award_id=row.reference or "",
        contract_id=row.reference,
        title=row.title,
        lot=row.lot,
        lot_title=None,
        provider=_party(row.provider, row.provider_identifier),
        value=row.value,
        starts=row.starts,
        ends=row.ends,
        extends_to=row.extends_to,
        awarded=None,
        signed=None,
        award_status="active",
        contract_status=None,
        regime=None,
        flags=row.flags,
    )
