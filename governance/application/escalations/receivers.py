"""Whom escalations go to, as people call them: offices and bodies by their titles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from governance import words
from governance.application.desk import Desk
from governance.domain.messages.rendering import whom
from governance.store.tables import TABLES

_body, _office = TABLES["body"], TABLES["office"]
_here: Any = bindparam("partnership")
_BODIES = (
    select(_body.c.key, _body.c.name)
    .where(_body.c.partnership_id == _here)
    .order_by(_body.c.name, _body.c.key)
)
_OFFICES = (
    select(_office.c.key, _office.c.title)
    .where(_office.c.partnership_id == _here)
    .order_by(_office.c.title, _office.c.key)
)


@dataclass(frozen=True, slots=True)
class Receivers:
    """The bodies and offices that there are, by key, each with what it is called."""

    bodies: Mapping[str, str]
    offices: Mapping[str, str]

    def said(self, designation: str) -> str:
        """A designation in words: `chair:trust-board` is the chair of the Trust Board."""
        kind, _, rest = designation.partition(":")
        if rest and kind in ("chair", "manager"):
            return words.say(f"designation.{kind}", {"name": self.said(rest)})
        return self.bodies.get(designation) or self.offices.get(designation) or whom(designation)

    def body(self, key: str) -> str:
        """What a body is called."""
        return self.bodies.get(key) or words.term(key)


def receivers(desk: Desk) -> Receivers:
    """Everybody but people that an escalation policy can name here: two statements."""
    return Receivers(
        bodies={row.key: row.name for row in desk.all(_BODIES)},
        offices={row.key: row.title for row in desk.all(_OFFICES)},
    )
