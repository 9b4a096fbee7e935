"""What a scheme asks about savings and the budget, as the case answers it.

Savings limits count by these answers: a report of a case says what its case says, and no less.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from governance.application.decommissioning.wants import CaseFile, case_file
from governance.application.desk import Desk
from governance.application.rulebook import in_force
from governance.domain.errors import Refusal
from governance.domain.money import pounds


def answers_of(desk: Desk, scheme: str, file: CaseFile) -> dict[str, tuple[int, str]]:
    """The scheme's questions that the case answers: what it asks about savings and the budget.

    Each in pence, and as cases are written.
    """
    asked = in_force.scheme(desk, scheme, desk.today).inputs
    said = file.row.savings or {}
    known = {"savings": said.get("saving"), "budget": said.get("budget")}
    found = {}
    for name, one in asked.items():
        amount = known.get(one.derived or name)
        if amount is not None and one.type == "money":
            found[name] = (amount, f"{pounds(amount)}")
    return found


def answered_otherwise(desk: Desk, report: Any, case: Any) -> Iterator[Refusal]:
    """Each question that a report answers otherwise than its case does."""
    if not report.scheme_key:
        return
    for name, (amount, text) in answers_of(desk, report.scheme_key, case_file(desk, case)).items():
        if report.answers.get(name) != amount:
            params = {"report": report.ref, "case": case.ref, "name": name}
            params |= {"amount": amount, "text": text}
            yield Refusal("decommissioning.answered_otherwise", params)
