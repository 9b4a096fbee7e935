"""By which name a provider knows somebody: linked by an administrator, or at a first sign-in.

A provider names people by issuer and subject, which last; addresses and user names change hands.
So a name is held against a person once, and from then on the subject alone counts. A link that was
ended lets nobody in again until an administrator makes it anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.calendars.addresses import end_addresses_of
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.people.acts import must_stay
from governance.application.permissions import must_administer
from governance.application.signing_in.accounts import account_of, end_sessions_of, note
from governance.application.signing_in.folding import asked_for, folded, may_be
from governance.application.signing_in.group_roles import end_all
from governance.application.signing_in.service_tokens import end_tokens_of
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.sign_in import issuer_is_usable
from governance.store.tables import TABLES
from governance.store.transactions import Transaction

LONGEST_SUBJECT: Final = 255
"""Characters of a subject at the most (OpenID Connect Core 1.0, section 2)."""

_identity = TABLES["identity"]
_person = TABLES["person"]
_text = TABLES["private_text"]
_here: Any = bindparam("partnership")

_BY_NAME = select(_identity).where(
    _identity.c.partnership_id == _here,
    _identity.c.issuer == bindparam("issuer"),
    _identity.c.subject == bindparam("subject"),
)
_OF_PERSON = (
    select(_identity)
    .where(_identity.c.partnership_id == _here, _identity.c.person_id == bindparam("person"))
    .order_by(_identity.c.linked_at, _identity.c.id)
)
_BY_KEY = select(_person, _person.c.key.label("called")).where(
    _person.c.partnership_id == _here, may_be(_person.c.key)
)
_BY_ADDRESS = (
    select(_person, _text.c.text.label("called"))
    .join(
        _text,
        (_text.c.partnership_id == _person.c.partnership_id) & (_text.c.id == _person.c.address_id),
    )
    .where(_person.c.partnership_id == _here, may_be(_text.c.text))
    .order_by(_person.c.id)
)
_BY: Final[Mapping[str, Any]] = {"key": _BY_KEY, "address": _BY_ADDRESS}


@dataclass(frozen=True, slots=True)
class IdentityView:
    """A name by which a provider knows somebody, as administrators see it."""

    issuer: str
    subject: str
    linked_at: dt.datetime
    ended_at: dt.datetime | None

    def plain(self) -> dict[str, Any]:
        """The link for JSON."""
        return {name: getattr(self, name) for name in self.__slots__}


def link(desk: Desk, *, person: str, issuer: str, subject: str) -> Receipt:
    """Let a person in who comes by this name of a provider.

    Raises `Unusable` for a name that cannot be one, `Refused` where somebody has it already.
    """
    must_administer(desk)
    problems = []
    if not issuer_is_usable(issuer):
        problems.append(Problem("sign_in_rules.issuer_unusable", {"issuer": issuer[:200]}))
    if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        problems.append(Problem("identity.subject_unusable", {"most": LONGEST_SUBJECT}))
    if problems:
        raise Unusable(problems)
    row = desk.row("person", person)
    must_stay(row, desk.today)
    found = named(desk.tx, desk.pid, issuer, subject)
    if found is not None and found.ended_at is None:
        holder = desk.by_id("person", found.person_id)
        code = "identity.already" if holder.id == row.id else "identity.anothers"
        raise Refused.one(code, person=row.key, other=holder.key)
    receipt = note(desk, row, "person.identity_linked", issuer=issuer, by="administrator")
    put(desk, row, issuer, subject, before=found)
    return receipt


def unlink(desk: Desk, *, person: str, issuer: str) -> Receipt:
    """Let a person in no more by any name of a provider; their sessions end, and its roles.

    With the last way in their service tokens end and their calendar addresses too: whoever has an
    account of Vires or another link keeps them, whoever has neither could not come and look.
    Raises `Refused` where there is no such link.
    """
    must_administer(desk)
    row = desk.row("person", person)
    live = [one for one in of_person(desk, row.id) if one.issuer == issuer and not one.ended_at]
    if not live:
        raise Refused.one("identity.none", person=row.key, issuer=issuer[:200])
    receipt = note(desk, row, "person.identity_ended", issuer=issuer)
    for one in live:
        desk.writer.update(
            _identity,
            partnership_id=desk.pid,
            id=one.id,
            expected_version=one.version,
            values={"ended_at": desk.now},
        )
    end_all(desk, desk.row("person", row.id), issuer)
    end_sessions_of(desk, row)
    others = any(one.ended_at is None for one in of_person(desk, row.id))
    if not others and account_of(desk, row.id) is None:
        end_tokens_of(desk, row)
        end_addresses_of(desk, row)
    return receipt


def identities(desk: Desk, *, person: str) -> list[IdentityView]:
    """By which names providers know a person; for administrators."""
    must_administer(desk)
    rows = of_person(desk, desk.row("person", person).id)
    return [IdentityView(one.issuer, one.subject, one.linked_at, one.ended_at) for one in rows]


def of_person(desk: Desk, person_id: str) -> list[Any]:
    """Every link of a person, ended ones too, the oldest first."""
    return desk.tx.all(_OF_PERSON, partnership=desk.pid, person=person_id)


def named(tx: Transaction, partnership_id: str, issuer: str, subject: str) -> Any:
    """The link of a provider's name, ended or not; None where there is none."""
    return tx.first(_BY_NAME, partnership=partnership_id, issuer=issuer, subject=subject)


def put(desk: Desk, person: Any, issuer: str, subject: str, *, before: Any = None) -> str:
    """Write a link, over one that had ended; returns its id."""
    values = {"person_id": person.id, "linked_at": desk.now, "ended_at": None}
    if before is not None:
        desk.writer.update(
            _identity,
            partnership_id=desk.pid,
            id=before.id,
            expected_version=before.version,
            values=values,
        )
        return str(before.id)
    made = {"partnership_id": desk.pid, "id": desk.new_id(), "version": 1}
    desk.writer.insert(_identity, {**made, "issuer": issuer, "subject": subject, **values})
    return str(made["id"])


def matched(tx: Transaction, partnership_id: str, match: str, value: str) -> Sequence[Any]:
    """Everybody a value names by their key or their address: nobody, one person, or two."""
    asked = folded(value)
    if match not in _BY or not asked:
        return ()
    found = tx.all(_BY[match], partnership=partnership_id, **asked_for(asked))
    return [one for one in found if folded(one.called) == asked][:2]
