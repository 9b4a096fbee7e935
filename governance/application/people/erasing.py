"""A person is erased: their names and addresses go, the record of what they did stays whole.

An entry of the ledger holds a salted digest of personal text, never the text; with text and salt
gone, the digest says nothing any more (UK GDPR Article 17). The entry that is written says that a
person was erased, by whom and why; what was erased stands nowhere. Their key stays: it is how the
record names whoever acted.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.holding import holds_from
from governance.application.change import Change, Receipt, Update
from governance.application.desk import Desk
from governance.application.people.leaving import still_led
from governance.application.people.private import is_erased, kept_of, rows_of
from governance.application.permissions import must_administer
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.retention import RULES, Rule
from governance.store.tables import ROWS, TABLES

RULE: Final[Rule] = RULES[ROWS["private_text"].retention.value]
"""How long a name is kept after somebody left."""

LONGEST_REASON: Final = 1000
"""Characters of a reason at the most."""

_here: Any = bindparam("partnership")
_token = TABLES["service_token"]
_account, _session, _form = TABLES["account"], TABLES["web_session"], TABLES["kept_form"]
_calendar, _lock = TABLES["calendar_address"], TABLES["person_lock"]
_identity, _theirs = TABLES["identity"], TABLES["provider_session"]
_SIGNING_IN: Final = (
    _theirs.delete().where(
        _theirs.c.partnership_id == _here,
        _theirs.c.identity_id.in_(
            select(_identity.c.id).where(
                _identity.c.partnership_id == _here, _identity.c.person_id == bindparam("person")
            )
        ),
    ),
    _identity.delete().where(
        _identity.c.partnership_id == _here, _identity.c.person_id == bindparam("person")
    ),
    _session.delete().where(
        _session.c.partnership_id == _here, _session.c.person_id == bindparam("person")
    ),
    _form.delete().where(_form.c.partnership_id == _here, _form.c.person_id == bindparam("person")),
    _token.delete().where(
        _token.c.partnership_id == _here, _token.c.person_id == bindparam("person")
    ),
    _calendar.delete().where(
        _calendar.c.partnership_id == _here, _calendar.c.person_id == bindparam("person")
    ),
    _lock.delete().where(_lock.c.partnership_id == _here, _lock.c.id == bindparam("person")),
    _account.delete().where(
        _account.c.partnership_id == _here, _account.c.id == bindparam("person")
    ),
)


def erase(desk: Desk, *, person: str, reason: str, now_because: str | None = None) -> Receipt:
    """Delete a person's names and addresses with their salts, their account and sessions.

    `now_because` says why it is done before their time is over: an act of its own on the record.
    Raises `Refused` with everything against it, `Unusable` for a reason that is missing, too long
    or names them.
    """
    must_administer(desk)
    row = desk.row("person", person)
    kept = rows_of(desk, kept_of(desk, row.id), held=True)
    reasons = [reason.strip()] + ([] if now_because is None else [now_because.strip()])
    _check_reasons(reasons, [one.text for one in kept if one.text])
    if found := against(desk, row, early=now_because is not None):
        raise Refused(found)
    early = now_because is not None and not _is_due(row, desk.today)
    writes = tuple(
        Update("private_text", one, {"text": None, "salt": None})
        for one in kept
        if one.text is not None or one.salt is not None
    )
    receipt = desk.apply(
        Change(
            kind="person.erased_early" if early else "person.erased",
            table="person",
            subject=row,
            values={},
            facts={
                "person": row.key,
                "reason": reasons[0],
                **({"now_because": reasons[1]} if early else {}),
            },
            writes=writes,
            authority=RULE.source,
        )
    )
    for statement in _SIGNING_IN:
        desk.writer.run(statement, partnership=desk.pid, person=row.id)
    return receipt


def against(desk: Desk, row: Any, *, early: bool = False) -> list[Refusal]:
    """Everything against erasing a person; with `early` their time need not be over."""
    if is_erased(desk, row):
        return [Refusal("people.erased_already", {"person": row.key})]
    found = []
    if row.left_on is None or row.left_on > desk.today:
        found.append(Refusal("people.erase_still_here", {"person": row.key}))
    if held := _held(desk, row):
        found.append(Refusal("people.erase_holds", {"person": row.key, "held": held}))
    if led := still_led(desk, row.id):
        found.append(Refusal("people.erase_leads", {"person": row.key, "commissions": led}))
    if not found and not early and not _is_due(row, desk.today):
        params = {"person": row.key, "left": row.left_on, "until": due_on(row)}
        found.append(Refusal("people.erase_early", {**params, "years": RULE.years}))
    return found


def due_on(row: Any) -> dt.date:
    """The day from which a person who left is due to be erased."""
    return RULE.due_on(row.left_on)


def _is_due(row: Any, today: dt.date) -> bool:
    return row.left_on is not None and due_on(row) <= today


def _held(desk: Desk, row: Any) -> list[str]:
    held = holds_from(desk, row.id, desk.today)
    return [
        *(f"{one.seat} of {one.name}" for one in held.seats),
        *(one.title for one in held.offices),
        *(f"{one.role} of {one.name}" for one in held.chairs),
        *(f"substitute for {one.seat} of {one.name}" for one in held.substitute_in),
    ]


def _check_reasons(reasons: list[str], texts: list[str]) -> None:
    for reason in reasons:
        if not reason:
            raise Unusable.one("name.reason_missing")
        if len(reason) > LONGEST_REASON:
            told = {"length": len(reason), "most": LONGEST_REASON}
            raise Unusable.one("people.erase_reason_long", **told)
        if any(text.casefold() in reason.casefold() for text in texts):
            raise Unusable.one("people.erase_reason_names")


__all__ = ["RULE", "against", "due_on", "erase"]
