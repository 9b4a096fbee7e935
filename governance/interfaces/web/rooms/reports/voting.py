"""What a form says of the room in which a report is decided, and of the votes that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from governance import words
from governance.application.meetings.sitting import Sitting
from governance.application.proposals.counting import method_of, names_method, needed
from governance.application.proposals.powers import Turn
from governance.application.proposals.reading import Report
from governance.interfaces.said import reason


def casting_helps(report: Report, turn: Turn | None, sitting: Sitting) -> bool:
    """Whether a casting vote can carry it; what is not consented to is voted as anything else."""
    if not sitting.terms.casting_vote:
        return False
    method = method_of(report, turn, sitting)
    return method.casting or (method.in_writing and sitting.terms.deciding.method.casting)


def room_of(report: Report, turn: Turn | None, sitting: Sitting) -> dict[str, Any]:
    """The room as it is for the item: quorum, voters, what carries, who may not vote and why."""
    found, entitled = sitting.quorum(), sitting.entitled()
    presiding = next(
        (held.person.name for held in sitting.body.current if held.person.key == sitting.presiding),
        sitting.presiding,
    )
    return {
        "body": sitting.body.title,
        "met": found.met,
        "counted": len(found.counted),
        "needed": found.needed,
        "missing": _said(found.shortfalls),
        "voters": len(entitled.voters),
        "barred": _said(entitled.barred.values()),
        "presiding": presiding,
        "needs": _needs(report, turn, sitting),
    }


def _needs(report: Report, turn: Turn | None, sitting: Sitting) -> str:
    """How many votes carry it and who says so; consents in writing say so themselves."""
    method = method_of(report, turn, sitting)
    if method.in_writing:
        return ""
    asks = needed(method, casting_vote=sitting.terms.casting_vote)
    rule = report.row.rule or report.rule
    by = "scheme" if names_method(turn) and rule else "terms"
    told = {"needed": asks, "rule": rule, "body": sitting.body.title}
    return words.say(f"web.decide.needs.{by}", told)


def _said(refusals: Iterable[Any]) -> list[dict[str, str]]:
    return [reason(r.code, r.params) for r in refusals]
