"""Delegations: recording a power handed on, drawing on it, ending it.

A delegation is made by a decision that takes effect, or recorded with the resolution that made
it elsewhere. Both write the same change; only the second asks who records it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Receipt
from governance.application.desk import Desk
from governance.application.people.queries import names_by_key
from governance.application.permissions import must_be
from governance.domain.bodies.delegations import Consultee, Delegation, View, draw
from governance.domain.decisions import KINDS
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.money import amount_problems
from governance.domain.suggest import nearest
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.permissions import Permission, holder

_delegation = TABLES["delegation"]
_office = TABLES["office"]
_body = TABLES["body"]


def _titles(table: Any, title: str) -> Any:
    return select(table.c.key, table.c[title].label("title")).where(
        table.c.partnership_id == bindparam("partnership"), in_list(table.c.key, "keys")
    )


_OFFICES, _BODIES = _titles(_office, "title"), _titles(_body, "name")
_KNOWN = tuple(
    select(t.c.key).where(t.c.partnership_id == bindparam("partnership")).order_by(t.c.key)
    for t in (_office, _body)
)
_ALL = (
    select(_delegation)
    .where(_delegation.c.partnership_id == bindparam("partnership"))
    .order_by(_delegation.c.ref)
)
_ON = (
    select(_delegation)
    .where(
        _delegation.c.partnership_id == bindparam("partnership"),
        _delegation.c.from_day <= bindparam("day"),
        _delegation.c.expires_on.is_(None) | (_delegation.c.expires_on >= bindparam("day")),
        _delegation.c.ended_on.is_(None) | (_delegation.c.ended_on > bindparam("day")),
    )
    .order_by(_delegation.c.ref)
)


def delegate(
    desk: Desk,
    *,
    giver: str,
    receiver: str,
    purpose: str,
    source: str,
    kinds: Sequence[str] = (),
    ceiling: int | None = None,
    consultees: Sequence[str] = (),
    from_day: dt.date | None = None,
    expires_on: dt.date | None = None,
) -> Receipt:
    """Record a delegation that was made elsewhere; `source` cites the resolution that made it.

    Arguments and errors as `delegation_change`; `Unusable` too where no source is cited.
    """
    must_be(desk, Permission.SECRETARY, Permission.PROPER_OFFICER)
    change = delegation_change(
        desk,
        giver=giver,
        receiver=receiver,
        purpose=purpose,
        kinds=kinds,
        ceiling=ceiling,
        consultees=consultees,
        from_day=from_day,
        expires_on=expires_on,
        source=source,
    )
    return desk.apply(change)


def delegation_change(
    desk: Desk,
    *,
    giver: str,
    receiver: str,
    purpose: str,
    kinds: Sequence[str] = (),
    ceiling: int | None = None,
    consultees: Sequence[str] = (),
    from_day: dt.date | None = None,
    expires_on: dt.date | None = None,
    source: str = "",
    source_id: str | None = None,
    authority: str | None = None,
) -> Change:
    """The change that makes a delegation, for the effect of a decision to apply.

    `giver` and `receiver` are keys of offices or bodies, `consultees` of those or of people.
    `ceiling` is pence, None for no limit of amount; no kinds means every kind within the
    purpose; `expires_on` is the last day. `source_id` is the proposal that made it. Raises
    `Unusable` with everything wrong with what was given.
    """
    start = from_day or desk.today
    keys = sorted({giver, receiver, *consultees})
    told = titles(desk, keys)
    posts = _post_titles(desk, keys)
    problems = [
        *_unknown(desk, [k for k in dict.fromkeys((giver, receiver)) if k not in posts]),
        *_unknown(desk, [k for k in dict.fromkeys(consultees) if k not in told]),
        *_wrong(purpose, kinds, ceiling),
    ]
    if giver == receiver:
        problems.append(Problem("bodies.delegation_to_self", {"key": giver}))
    if expires_on is not None and expires_on < start:
        params = {"from_day": start, "to_day": expires_on}
        problems.append(Problem("name.days_reversed", params))
    if not source.strip() and source_id is None:
        problems.append(Problem("bodies.delegation_source_missing"))
    if problems:
        raise Unusable(problems)
    values = {
        "id": desk.new_id(),
        "ref": desk.next_ref("delegation"),
        "from_key": giver,
        "to_key": receiver,
        "purpose": purpose.strip(),
        "kinds": list(kinds),
        "consultees": list(consultees),
        "ceiling": ceiling,
        "used": 0,
        "from_day": start,
        "expires_on": expires_on,
        "source_id": source_id,
        "source": source.strip(),
    }
    facts = {
        "from": giver,
        "to": receiver,
        "kinds": list(kinds),
        "ceiling": ceiling,
        "expires": expires_on,
        "source": source_id or source.strip(),
    }
    return Change(
        kind="delegation.made",
        table="delegation",
        subject=None,
        values=values,
        facts=facts,
        authority=authority,
    )


def draw_change(
    desk: Desk,
    *,
    delegation: Any,
    kind: str,
    amount: int,
    views: Iterable[View] = (),
    day: dt.date | None = None,
    proposal: str | None = None,
) -> Change:
    """The change that draws an amount (pence) from a delegation's row under a decision.

    Raises `GuardRefused` with every reason why it cannot be drawn on that day (today unless
    said): over what is left, expired, another kind of decision, somebody not consulted.
    """
    drawn = draw(
        delegation_value(desk, delegation),
        kind=kind,
        amount=amount,
        day=day or desk.today,
        views=views,
    )
    return Change(
        kind="delegation.drawn",
        table="delegation",
        subject=delegation,
        values={"used": drawn.used},
        facts={"amount": amount, "used": drawn.used, "left": drawn.left, "proposal": proposal},
    )


def end_delegation(
    desk: Desk, *, delegation: str, reason: str, on: dt.date | None = None
) -> Receipt:
    """Take a delegation back from a day on (today unless said); what was decided under it stands.

    Raises `Unusable` without a reason, `Refused` where it has ended or run out already.
    """
    row = desk.row("delegation", delegation)
    must_be(desk, Permission.SECRETARY, Permission.PROPER_OFFICER, holder(row.from_key))
    if not reason.strip():
        raise Unusable.one("name.reason_missing")
    day = on or desk.today
    over = row.expires_on is not None and row.expires_on < day
    if over or row.ended_on is not None:
        ended = row.ended_on or row.expires_on
        raise Refused.one("bodies.delegation_ended", ref=row.ref, on=ended)
    return desk.apply(
        Change(
            kind="delegation.ended",
            table="delegation",
            subject=row,
            values={"ended_on": day},
            facts={"on": day, "reason": reason.strip(), "used": row.used},
        )
    )


def delegations(desk: Desk, *, on: dt.date | None = None) -> list[Any]:
    """Delegations' rows: those in force on a day, or all."""
    return desk.all(_ALL) if on is None else desk.all(_ON, day=on)


def delegations_in_force(desk: Desk, on: dt.date) -> list[Delegation]:
    """The delegations in force on a day, as the rules see them; their key is the reference."""
    rows = desk.all(_ON, day=on)
    told = titles(desk, [key for row in rows for key in row.consultees])
    return [as_delegation(row, told) for row in rows]


def delegation_value(desk: Desk, row: Any) -> Delegation:
    """A delegation's row as the rules see it."""
    return as_delegation(row, titles(desk, row.consultees))


def titles(desk: Desk, keys: Iterable[str]) -> dict[str, str]:
    """What people call these offices, bodies and persons; keys of none are left out."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    return names_by_key(desk, wanted) | _post_titles(desk, wanted)


def _post_titles(desk: Desk, keys: list[str]) -> dict[str, str]:
    """What people call these offices and bodies."""
    return {r.key: r.title for s in (_BODIES, _OFFICES) for r in desk.all(s, keys=keys)}


def as_delegation(row: Any, told: dict[str, str]) -> Delegation:
    """A delegation's row as the rules see it; `told` gives what people call the consultees."""
    expires = row.expires_on
    if row.ended_on is not None:
        last = row.ended_on - dt.timedelta(days=1)
        expires = last if expires is None else min(expires, last)
    return Delegation(
        key=row.ref,
        giver=row.from_key,
        receiver=row.to_key,
        purpose=row.purpose,
        kinds=frozenset(row.kinds),
        ceiling=row.ceiling,
        start=row.from_day,
        expires=expires,
        used=row.used,
        consultees=tuple(Consultee(key, told.get(key, key)) for key in row.consultees),
        source=row.source,
    )


def _unknown(desk: Desk, keys: Sequence[str]) -> Iterable[Problem]:
    known = [row.key for s in _KNOWN for row in desk.all(s)] if keys else []
    for key in keys:
        params = {"what": "office or body", "name": key[:80], "nearest": nearest(key, known)}
        yield Problem("name.unknown", params)


def _wrong(purpose: str, kinds: Sequence[str], ceiling: int | None) -> Iterable[Problem]:
    for kind in kinds:
        if kind not in KINDS:
            params = {"kind": kind[:40], "nearest": nearest(kind, KINDS), "known": list(KINDS)}
            yield Problem("proposal.kind_unknown", params)
    if not purpose.strip():
        yield Problem("bodies.delegation_purpose_missing")
    if ceiling is not None and ceiling < 0:
        yield Problem("bodies.ceiling_negative")
    else:
        yield from amount_problems(ceiling, what="ceiling")
