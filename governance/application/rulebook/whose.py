"""Whose a rulebook is, by what is on record and not by what its text says of itself.

Another body's scheme or terms of reference come in by citing that body's resolution, with no
decision, proof or cover asked for here. So a text that calls itself another's is believed only
where nothing on record says otherwise: its owner is no body of this partnership's, and what it
would take the place of never was the partnership's own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.rulebook.in_force import ADOPTED, LIGHT, meaning
from governance.domain.authority.model import Scheme
from governance.domain.bodies.standing import Standing
from governance.domain.bodies.terms import Terms
from governance.domain.errors import Refusal
from governance.store.tables import TABLES

OF_ONE_PARTNER: Final = frozenset(
    {Standing.EXECUTIVE, Standing.COUNCIL_COMMITTEE, Standing.PARTNER_BODY}
)
"""Standings of bodies whose rulebooks one partner sets for itself."""

_version = TABLES["rulebook_version"]
_body = TABLES["body"]
_STOOD = (
    select(*LIGHT)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind == bindparam("kind"),
        _version.c.state.in_(ADOPTED),
    )
    .order_by(_version.c.key, _version.c.effective_from.desc(), _version.c.number.desc())
)
_BODIES = select(_body.c.key, _body.c.name, _body.c.standing, _body.c.terms_key).where(
    _body.c.partnership_id == bindparam("partnership")
)


def called_anothers(says: Any) -> bool:
    """Whether a text calls itself another body's: recorded, or of a body of one partner's."""
    if isinstance(says, Scheme):
        return says.standing == "recorded"
    return isinstance(says, Terms) and says.standing in OF_ONE_PARTNER


def ours_after_all(desk: Desk, says: Any, *, beside: Sequence[Any] = ()) -> tuple[Refusal, ...]:
    """What on record says that a text which calls itself another body's is this partnership's.

    `beside` are versions that come into force with it, terms of reference among them.
    """
    if not called_anothers(says):
        return ()
    if isinstance(says, Scheme):
        return tuple(_scheme(desk, says, beside))
    return tuple(_terms(desk, says))


def _scheme(desk: Desk, says: Scheme, beside: Sequence[Any]) -> Iterator[Refusal]:
    told = {"key": says.key, "title": says.title}
    if says.owner == desk.partnership.key:
        yield Refusal("rulebook.owner_here", told | {"owner": desk.partnership.name})
    elif (owner := _body_here(desk, says.owner, beside)) is not None:
        yield Refusal("rulebook.owner_here", told | {"owner": owner})
    for version in desk.all(_STOOD, kind="scheme"):
        if version.key == says.key and meaning(desk, version).standing == "own":
            yield Refusal("rulebook.was_own", told | {"ref": version.ref})
            return


def _body_here(desk: Desk, key: str, beside: Sequence[Any]) -> str | None:
    """What a body of this partnership's own is called; None where nothing says that it is one."""
    for terms in _terms_of(desk, beside):
        if terms.body == key and terms.standing not in OF_ONE_PARTNER:
            return terms.title
    for body in desk.all(_BODIES):
        if body.key == key and body.standing not in OF_ONE_PARTNER:
            return str(body.name)
    return None


def _terms(desk: Desk, says: Terms) -> Iterator[Refusal]:
    told = {"key": says.key, "title": says.title}
    for terms in _terms_of(desk, ()):
        here = terms.standing not in OF_ONE_PARTNER
        if here and (terms.key == says.key or terms.body == says.body):
            yield Refusal("rulebook.terms_here", told | {"body": terms.title})
            return
    for body in desk.all(_BODIES):
        here = body.standing not in OF_ONE_PARTNER
        if here and (body.terms_key == says.key or body.key == says.body):
            yield Refusal("rulebook.terms_here", told | {"body": body.name})
            return


def _terms_of(desk: Desk, beside: Sequence[Any]) -> Iterator[Terms]:
    """The terms of reference that hold today, that will, and that come with what is asked."""
    held: set[str] = set()
    for version in desk.all(_STOOD, kind="terms"):
        if _is_over(version, desk.today) or version.key in held:
            continue
        if version.effective_from <= desk.today:
            held.add(version.key)
        yield meaning(desk, version)
    for version in beside:
        if version.kind == "terms":
            yield meaning(desk, version)


def _is_over(version: Any, today: dt.date) -> bool:
    return version.superseded_on is not None and version.superseded_on <= today
