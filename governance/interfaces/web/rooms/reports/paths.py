"""Where each move of a report is made, and why one that is asked for is closed now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from governance.application.proposals.after import against_publishing
from governance.application.proposals.outlook import moves
from governance.application.proposals.reading import read_report
from governance.domain.errors import Refused
from governance.interfaces.said import reason
from governance.interfaces.web.visit import Visit

PATHS: Final[Mapping[str, str]] = {
    "put_on_forward_plan": "notice",
    "take_off_forward_plan": "off-plan",
    "submit": "submit",
    "return_to_author": "return",
    "clear": "clear",
    "place_on_agenda": "place",
    "take_off_agenda": "take-off",
    "hand_to_officer": "hand-over",
    "take_back_from_officer": "take-off",
    "bring_before_decider": "open",
    "return_unheard": "take-off",
    "decide": "decide",
    "refer_up": "refer-up",
    "rework": "rework",
    "bring_back": "bring-again",
    "waive_call_in": "waive-call-in",
    "call_in": "call-in",
    "bring_before_scrutiny": "hear",
    "release": "release",
    "ask_to_reconsider": "reconsider",
    "refer_to_council": "council",
    "decide_again": "decide-again",
    "rescind": "rescind",
    "quash": "quash",
    "withdraw": "withdraw",
    "lapse": "lapse",
    "record_decision_outside": "record-outside",
    "record_effect_outside": "record-effect",
}
"""Where each move of a report is made; one that Vires makes by itself is made nowhere."""

WAITING: Final = ("with_officer", "on_agenda", "sent_to_higher")
"""States in which a report can be decided at once: opening it is part of deciding."""


def closed_now(visit: Visit, name: str) -> list[dict[str, str]]:
    """Why the moves that an act makes are closed as things stand; nothing where one is open."""
    row = visit.desk.row("proposal", visit.path["ref"])
    if name == "publish":
        return [reason(one.code, one.params) for one in against_publishing(visit.desk, row)]
    names = {move for move, path in PATHS.items() if path == name}
    if name == "decide" and row.state in WAITING:
        names.add("bring_before_decider")
    if not names:
        return []
    try:
        report = read_report(visit.desk, row, on=row.decided_on or visit.desk.today)
        found = [one for one in moves(visit.desk, report) if one.move in names]
    except Refused as refused:
        return [reason(one.code, one.params) for one in refused.refusals]
    if any(one.open for one in found):
        return []
    return [reason(r.code, r.params) for one in found for r in one.refusals]
