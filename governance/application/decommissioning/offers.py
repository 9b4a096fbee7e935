"""What people can do with a case from where it stands, and why the rest is closed to them.

Beside the moves of its lifecycle there is what is written into its file. What a form asks for
(the reason, the days, who provides) is not held against anybody who has not been asked yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from governance.application.decommissioning.acts import KEEPS
from governance.application.decommissioning.queries import moves
from governance.application.decommissioning.wants import CaseFile, case_file, report_live
from governance.application.decommissioning.writing import WRITTEN_IN, WRITTEN_WITHOUT_REPORT
from governance.application.desk import Desk
from governance.domain.errors import Refusal
from statemachines.permissions import titles

ASKED: Final[Mapping[str, frozenset[str]]] = {
    "ensure_continuity": frozenset({"continuity_what", "continuity_who", "continuity_until"}),
    "consult": frozenset({"consultation_from", "consultation_to", "consultation_whom"}),
    "give_notice": frozenset({"notice_end"}),
    "evaluate": frozenset({"improvement", "learned", "saved", "children"}),
}
"""What the form of a move asks for itself: `decommissioning.<it>_missing`."""


def offers(desk: Desk, name: str) -> list[dict[str, Any]]:
    """Every move, and everything that can be written: `act`, `refusals`, the moves first."""
    return offers_of(case_file(desk, desk.row("decommissioning_case", name)))


def offers_of(file: CaseFile) -> list[dict[str, Any]]:
    """The same for a case whose file is read already."""
    found = [
        {"act": one["move"], "refusals": _after_asking(one["move"], one["refusals"])}
        for one in moves(file)
    ]
    moved = {one["act"] for one in found}
    for act, states in WRITTEN_IN.items():
        if file.row.state in states and act not in moved:
            found.append({"act": act, "refusals": _against_writing(file, act)})
    return found


def _after_asking(move: str, refusals: list[Refusal]) -> list[Refusal]:
    asked = {f"decommissioning.{one}_missing" for one in ASKED.get(move, ())}
    return [one for one in refusals if one.code not in asked]


def _against_writing(file: CaseFile, act: str) -> list[Refusal]:
    found: list[Refusal] = []
    if not file.permissions & KEEPS:
        told = {"who": titles(KEEPS), "ref": file.row.ref}
        found.append(Refusal("decommissioning.not_yours", told))
    if act in WRITTEN_WITHOUT_REPORT:
        found += report_live(file)
    return found
