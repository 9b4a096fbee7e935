"""What a night's check finds, what it mends, and what is to be told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from governance.application.change import Insert, Update
from governance.application.plain import plain_params
from governance.store.engine import WriteTransaction
from governance.store.tables import TABLES
from statemachines.permissions import Permission

TEMPLATE: Final = "assurance_finding"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be, and could not be mended by itself.

    `table` and `subject` are what it is about, the partnership itself where nothing else is
    there; `ref` what people call that. `integrity`: the record itself may have been tampered
    with, so that the proper officer has to know too. `every`: of how many checks one at least
    looks for it.
    """

    partnership: str
    table: str
    subject: str
    ref: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    integrity: bool = False
    every: int = 1

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


class ToWrite(Protocol):
    """What is written once it is sure that the slice counts."""

    def put(self, tx: WriteTransaction) -> None:
        """Write it."""


@dataclass(frozen=True, slots=True)
class Telling:
    """A message to be written, or brought up to date, once it is sure that the slice counts."""

    partnership: str
    write: Insert | Update

    def put(self, tx: WriteTransaction) -> None:
        """Write it. Raises `StaleRow` where the message moved on."""
        table = TABLES[self.write.table]
        if isinstance(self.write, Insert):
            fixed = {"partnership_id": self.partnership, "version": 1}
            tx.insert(table, {**fixed, **self.write.values})
            return
        row = self.write.row
        tx.update(
            table,
            partnership_id=self.partnership,
            id=row.id,
            expected_version=row.version,
            values=self.write.values,
        )


@dataclass(frozen=True, slots=True)
class Slice:
    """What looking at a slice gave. `last` is where the next begins; None where none is left.

    `tellings` are messages apart from those that its findings call for.
    """

    looked: int
    last: list[str] | None = None
    findings: Sequence[Finding] = ()
    mended: Sequence[Mended] = ()
    tellings: Sequence[ToWrite] = ()
