"""What a night's check finds, and telling whoever must know of it: once a finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.deadlines.rows import message
from governance.application.desk import CLOCK, Desk, acting
from governance.application.plain import plain_params
from governance.domain.errors import Unusable
from governance.logs import VIRES
from governance.store.engine import Store
from governance.store.tables import TABLES
from statemachines.permissions import Permission

TEMPLATE: Final = "assurance_finding"

_message = TABLES["message"]
_TOLD = select(_message.c.params).where(
    _message.c.partnership_id == bindparam("partnership"),
    _message.c.subject_id == bindparam("subject"),
    _message.c.template == TEMPLATE,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, and could not be mended by itself.

    `table` and `subject` are what it is about, the partnership itself where nothing else is
    there; `ref` what people call that. `integrity`: the record itself may have been tampered
    with, so that the proper officer has to know too.
    """

    partnership: str
    table: str
    subject: str
    ref: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    integrity: bool = False

    @property
    def recipients(self) -> tuple[str, ...]:
        """Who has to know."""
        secretary, officer = Permission.SECRETARY.value, Permission.PROPER_OFFICER.value
        return (secretary, officer) if self.integrity else (secretary,)

    def line(self) -> dict[str, Any]:
        """The finding as a line of the run's report."""
        problem = {"code": self.code, "params": plain_params(self.params)}
        return {"ref": self.ref, "what": TEMPLATE, "outcome": "found", "problem": problem}


@dataclass(frozen=True, slots=True)
class Mended:
    """A deadline that was missing and is set again."""

    ref: str
    what: str

    def line(self) -> dict[str, Any]:
        """What was mended as a line of the run's report."""
        return {"ref": self.ref, "what": self.what, "outcome": "set_again"}


@dataclass(frozen=True, slots=True)
class Slice:
    """What looking at a slice gave. `last` is where the next begins; None where none is left."""

    looked: int
    last: list[str] | None = None
    findings: Sequence[Finding] = ()
    mended: Sequence[Mended] = ()


def tell(store: Store, findings: Iterable[Finding], *, now: dt.datetime) -> None:
    """Log findings, and queue a message for each that nobody has been told of."""
    ordered = sorted(findings, key=lambda one: one.partnership)
    for one in ordered:
        VIRES.warning("the night's check found %s about %s", one.code, one.ref)
    for partnership, group in groupby(ordered, key=lambda one: one.partnership):
        try:
            with acting(store, now=now, partnership=partnership, actor=CLOCK) as desk:
                for one in group:
                    _tell(desk, one)
        except Unusable as error:
            if error.problems[0].code != "name.unknown":
                raise
            VIRES.error("nobody can be told: there is no partnership %s", partnership)


def _tell(desk: Desk, finding: Finding) -> None:
    told = desk.all(_TOLD, subject=finding.subject)
    if any((t.params["code"], t.params["ref"]) == (finding.code, finding.ref) for t in told):
        return
    params = plain_params(finding.params)
    for recipient in finding.recipients:
        queued = message(
            desk,
            template=TEMPLATE,
            subject=(finding.table, finding.subject),
            recipient=recipient,
            params={"ref": finding.ref, "code": finding.code, "params": params},
        )
        values = {"partnership_id": desk.pid, "version": 1, **queued.values}
        desk.writer.insert(_message, values)
