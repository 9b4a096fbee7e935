"""What is to be planned back: for which commission, to which end, and for what.

An extension where one is left, else a new award; where ending is decided, the exit.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from governance.application.commissions.facts import CommissionFile, commission_facts
from governance.application.commissions.gates import OVER
from governance.application.commissions.states import COMMISSION_OVER
from governance.application.desk import Desk
from governance.domain.calendar import MOST_DAYS
from governance.domain.errors import Problem, Unusable
from governance.domain.suggest import nearest

AIMS: Final = ("extend", "award", "exit")
"""What can be planned for; each is the kind of the decision it ends in."""

_EXTENDABLE: Final = frozenset({"in_force", "regularised", "expired", "continuing"})
_NOT_BEGUN: Final = frozenset({"awarded", "standstill", "signed", "mobilising"})


@dataclass(frozen=True, slots=True)
class Asked:
    """How it is to be planned; None takes what is usual, which is then said.

    `mobilise`, `tender`, `evaluate`, `consult` and `partners` are calendar days, `clearance`
    working days, `notice` calendar months.
    """

    aim: str | None = None
    agreement: str | None = None
    end: dt.date | None = None
    scheme: str | None = None
    mobilise: int | None = None
    tender: int | None = None
    evaluate: int | None = None
    clearance: int | None = None
    notice: int | None = None
    consult: int | None = None
    partners: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is planned back: the commission, the agreement that ends (if any), the end, the aim."""

    file: CommissionFile
    agreement: Any | None
    end: dt.date
    aim: str
    option: dt.date | None
    """Until when the agreement can be extended by an option agreed before."""

    @property
    def commission(self) -> Any:
        """The commission's row."""
        return self.file.row

    @property
    def regime(self) -> str | None:
        """The law it is procured under, as far as it is known."""
        held = None if self.agreement is None else self.agreement.regime
        found: str | None = self.commission.regime or held
        return found


def read_subject(desk: Desk, ref: str, asked: Asked) -> Subject:
    """What is to be planned back. Raises `Unusable` where it cannot be, saying what to set."""
    _check(asked)
    row = desk.row("commission", ref)
    if row.state in COMMISSION_OVER:
        state = row.state.replace("_", " ")
        raise Unusable.one("plan_back.over", ref=row.ref, state=state)
    file = commission_facts(desk, row, desk.today)
    agreement = _agreement(desk, file, asked)
    end = asked.end or (agreement.ends_on if agreement is not None else None)
    if end is None and asked.agreement is None:
        end = row.end_date
    if end is None:
        code = "plan_back.no_end" if agreement is None else "plan_back.agreement_no_end"
        held = None if agreement is None else agreement.ref
        raise Unusable.one(code, ref=row.ref, agreement=held)
    option = _option(agreement, end)
    return Subject(file, agreement, end, asked.aim or _usual(file, option), option)


def _check(asked: Asked) -> None:
    problems = []
    if asked.aim is not None and asked.aim not in AIMS:
        near = nearest(asked.aim, AIMS)
        told: dict[str, Any] = {"aim": asked.aim[:40], "known": list(AIMS), "nearest": near}
        problems.append(Problem("plan_back.aim_unknown", told))
    for name in ("mobilise", "tender", "evaluate", "clearance", "notice", "consult", "partners"):
        number = getattr(asked, name)
        most = 120 if name == "notice" else MOST_DAYS
        if number is not None and not 0 <= number <= most:
            params: dict[str, Any] = {
                "option": f"--{name}",
                "number": str(number)[:20],
                "most": most,
            }
            problems.append(Problem("plan_back.number", params))
    if problems:
        raise Unusable(problems)


def _agreement(desk: Desk, file: CommissionFile, asked: Asked) -> Any | None:
    """The agreement that was named; else of those that run the one that ends first from today."""
    if asked.agreement is not None:
        found = desk.row("agreement", asked.agreement)
        if found.commission_id != file.row.id:
            params = {"agreement": found.ref, "ref": file.row.ref}
            raise Unusable.one("plan_back.not_its_agreement", **params)
        return found
    running = [
        a for a in file.agreements if a.state not in OVER | _NOT_BEGUN and a.ends_on is not None
    ]
    ahead = [a for a in running if a.ends_on >= desk.today]
    return min(ahead or running, key=lambda a: (a.ends_on, a.ref), default=None)


def _option(agreement: Any | None, end: dt.date) -> dt.date | None:
    """The first option to extend that has not been taken."""
    if agreement is None or agreement.state not in _EXTENDABLE:
        return None
    days = [
        dt.date.fromisoformat(option["until"])
        for option in agreement.extensions
        if "decision" not in option and option.get("until")
    ]
    return min((day for day in days if day > end), default=None)


def _usual(file: CommissionFile, option: dt.date | None) -> str:
    if file.row.state == "under_notice" or any(d.kind == "exit" for d in file.decisions):
        return "exit"
    return "award" if option is None else "extend"
