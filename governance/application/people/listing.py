"""People and organisations page by page, found by words; what a page costs does not grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import String, bindparam, cast, exists, or_, select

from governance.application.desk import Desk
from governance.application.people.queries import PersonView
from governance.application.permissions import must_administer
from governance.store.lists import contains, in_list
from governance.store.tables import TABLES

PAGE: Final = 50
"""People or organisations on a page."""

_person = TABLES["person"]
_text = TABLES["private_text"]
_organisation = TABLES["organisation"]
_grant = TABLES["role_grant"]
_account, _lock = TABLES["account"], TABLES["person_lock"]
_after, _role, _with = (cast(bindparam(name), String) for name in ("after", "role", "account"))
"""PostgreSQL has to be told what a value is that is compared with nothing else."""


def _on_day(rows: Any) -> Any:
    return (rows.c.from_day <= bindparam("day")) & (
        rows.c.to_day.is_(None) | (rows.c.to_day >= bindparam("day"))
    )


_HAS_ROLE = exists().where(
    _grant.c.partnership_id == _person.c.partnership_id,
    _grant.c.person_id == _person.c.id,
    _grant.c.role == _role,
    _on_day(_grant),
)
_PEOPLE = (
    select(
        _person.c.id,
        _person.c.key,
        _person.c.ref,
        _person.c.left_on,
        _text.c.text.label("name"),
        _organisation.c.key.label("organisation"),
    )
    .select_from(
        _person.join(
            _text,
            (_text.c.partnership_id == _person.c.partnership_id)
            & (_text.c.id == _person.c.name_id),
        ).outerjoin(
            _organisation,
            (_organisation.c.partnership_id == _person.c.partnership_id)
            & (_organisation.c.id == _person.c.organisation_id),
        )
    )
    .where(
        _person.c.partnership_id == bindparam("partnership"),
        or_(_after.is_(None), _person.c.id > _after),
        or_(contains(_person.c.key, "words"), contains(_text.c.text, "words")),
        or_(_role.is_(None), _HAS_ROLE),
        or_(
            bindparam("gone"),
            _person.c.left_on.is_(None),
            _person.c.left_on > bindparam("day"),
        ),
    )
    .order_by(_person.c.id)
    .limit(PAGE + 1)
)
_ROLES = (
    select(_grant.c.person_id, _grant.c.role)
    .where(
        _grant.c.partnership_id == bindparam("partnership"),
        in_list(_grant.c.person_id, "ids"),
        _on_day(_grant),
    )
    .order_by(_grant.c.role)
)
_ACCOUNTS = (
    select(
        _person.c.id,
        _account.c.id.is_not(None).label("has_account"),
        _lock.c.locked_at,
        _account.c.must_change,
        _account.c.totp_secret.is_not(None).label("second_factor"),
    )
    .select_from(
        _person.outerjoin(
            _account,
            (_account.c.partnership_id == _person.c.partnership_id)
            & (_account.c.id == _person.c.id),
        ).outerjoin(
            _lock,
            (_lock.c.partnership_id == _person.c.partnership_id) & (_lock.c.id == _person.c.id),
        )
    )
    .where(
        _person.c.partnership_id == bindparam("partnership"),
        in_list(_person.c.id, "ids"),
        _account.c.id.is_not(None) | _lock.c.locked_at.is_not(None),
    )
)
_ORGANISATIONS = (
    select(_organisation)
    .where(
        _organisation.c.partnership_id == bindparam("partnership"),
        or_(_after.is_(None), _organisation.c.id > _after),
        or_(contains(_organisation.c.key, "words"), contains(_organisation.c.name, "words")),
    )
    .order_by(_organisation.c.id)
    .limit(PAGE + 1)
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list; `after` is where the next begins, None at the end."""

    rows: list[Any]
    after: str | None


def people_page(
    desk: Desk,
    *,
    words: str = "",
    role: str | None = None,
    gone: bool = False,
    after: str | None = None,
) -> Listed:
    """People in the order in which they came, with the roles they have today (`PersonView`).

    `words` are looked for in keys and names; without `gone` only who is here. `after` is the
    last page's `after`.
    """
    given = {"words": _plain(words), "role": role, "after": after, "day": desk.today, "gone": gone}
    found = desk.all(_PEOPLE, **given)
    roles: dict[str, list[str]] = {}
    ids = sorted(row.id for row in found[:PAGE])
    for row in desk.all(_ROLES, ids=ids, day=desk.today) if ids else ():
        roles.setdefault(row.person_id, []).append(row.role)
    rows = [
        PersonView(
            id=row.id,
            key=row.key,
            ref=row.ref,
            name=row.name or row.key,
            organisation=row.organisation,
            roles=tuple(roles.get(row.id, ())),
            left_on=row.left_on,
        )
        for row in found[:PAGE]
    ]
    return _listed(found, rows)


def organisations_page(desk: Desk, *, words: str = "", after: str | None = None) -> Listed:
    """Organisations' rows in the order in which they came; `words` as for people."""
    found = desk.all(_ORGANISATIONS, words=_plain(words), after=after)
    return _listed(found, found[:PAGE])


def accounts_of(desk: Desk, ids: list[str]) -> dict[str, Any]:
    """Which of these people have an account or are locked, and how; for administrators."""
    must_administer(desk)
    return {row.id: row for row in desk.all(_ACCOUNTS, ids=sorted(ids))} if ids else {}


def _listed(found: list[Any], rows: list[Any]) -> Listed:
    return Listed(rows, found[PAGE - 1].id if len(found) > PAGE else None)


def _plain(words: str) -> str:
    return words.strip().replace("\0", "")[:100]
