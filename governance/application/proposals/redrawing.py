"""Drawing a path anew, because the facts or the scheme of the day give another.

What was already done and is still asked for is kept: a consultation that was held counts. Where
nobody is at work on the report (the clock draws, see `following`), it also goes back to the
stage that fits the new path; at a decision whoever is at the table puts it right.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from governance.application.bodies.facts import BodyFacts, decider
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.proposals import findings
from governance.application.proposals.listing import listed_item, off_the_agenda
from governance.application.proposals.powers import BY_VIRES, read_turn
from governance.application.proposals.reading import Report, frozen, last_draw
from governance.application.proposals.submitting import clearances_missing, draw_path
from governance.application.proposals.turns import skipped
from governance.domain.errors import Refusal, Unusable
from statemachines.machine import step
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import ProposalFacts

WITH_SOMEBODY = ("on_agenda", "with_officer", "before_decider", "sent_to_higher", "cleared")
"""States of a report from which it can go back to an earlier stage."""


def redraw(
    desk: Desk, report: Report, *, refit: bool = False, told: tuple[Insert, ...] = ()
) -> Receipt:
    """Draw a path anew because the facts or the scheme of the day give another rule.

    `refit` sends it back to the stage that the new path fits, where whoever has it cannot go
    on; `told` are messages that go with it.
    """
    row = report.row
    values, writes, facts = draw_path(
        desk, report, draw=last_draw(desk, row) + 1, done=report.steps
    )
    after = replace(report, row=row._replace(**values), steps=_as_drawn(writes))
    state, off = _stage(desk, after, refit=refit)
    values |= {"state": state, "path_changed": True, "live": True}
    return desk.apply(
        Change(
            kind="proposal.path_redrawn",
            table="proposal",
            subject=row,
            values=values,
            facts=facts | {"rule_before": row.rule},
            writes=(*skipped(report.steps, "the path was drawn anew"), *writes, *off, *told),
        )
    )


def _stage(desk: Desk, after: Report, *, refit: bool) -> tuple[str, tuple[Update, ...]]:
    """The state that fits a path just drawn, and the agenda item that goes with leaving one."""
    state, missing = after.row.state, clearances_missing(after)
    if state == "in_clearance":
        cleared = ProposalFacts(permissions=BY_VIRES, clearances_missing=missing)
        return (state if missing else step(PROPOSAL, state, "clear", cleared)), ()
    if not refit or state not in WITH_SOMEBODY or _goes_on(desk, after):
        return state, ()
    facts = ProposalFacts(permissions=BY_VIRES, clearances_missing=missing, still_fits=())
    return step(PROPOSAL, state, "draw_anew", facts), off_the_agenda(desk, after.row)


def _goes_on(desk: Desk, after: Report) -> bool:
    """Whether the report can go on from where it stands on its new path."""
    turn = read_turn(desk, after)
    if after.row.state == "cleared":
        return not clearances_missing(after)
    if turn is None or findings.path_incomplete(after, turn):
        return False
    item = listed_item(desk, after.row.id)
    if item is not None:
        meeting = desk.by_id("meeting", item.meeting_id)
        return desk.by_id("body", meeting.body_id).key in turn.could
    return after.row.state == "with_officer" and not _is_body(desk, turn.lowest)


def _is_body(desk: Desk, key: str) -> bool:
    try:
        return isinstance(decider(desk, key, desk.today), BodyFacts)
    except Unusable:
        return False


def hold_to(
    desk: Desk, report: Report, *, changed: tuple[str, ...] = (), told: tuple[Insert, ...] = ()
) -> Receipt:
    """Note that another version of its scheme governs a report, and leaves its path as it is.

    `changed` are the parts of what it is held to that are others now.
    """
    row, held = report.row, frozen(report)
    return desk.apply(
        Change(
            kind="proposal.scheme_followed",
            table="proposal",
            subject=row,
            values={
                "scheme_version_id": held["scheme_version_id"],
                "procedure": held["procedure"],
                "rule": report.rule,
            },
            facts={
                "scheme_version": report.version.ref if report.version is not None else None,
                "rule": report.rule,
                "rule_before": row.rule,
                "changed": list(changed),
            },
            writes=told,
        )
    )


def flag_unclear(
    desk: Desk, row: Any, against: tuple[Refusal, ...], *, told: tuple[Insert, ...]
) -> Receipt:
    """Note that the scheme in force gives a report no path: nothing can be drawn or decided."""
    return desk.apply(
        Change(
            kind="proposal.path_unclear",
            table="proposal",
            subject=row,
            values={"path_changed": True},
            facts={"why": [one.code for one in against], "rule_before": row.rule},
            writes=told,
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStep:
    """A step of a path that is about to be written: what a row of `step` will say."""

    id: str
    proposal_id: str
    draw: int
    place: int
    lane: int
    kind: str
    decider: str
    method: str | None
    state: str
    view: str | None = None
    supports: bool | None = None
    done_on: dt.date | None = None
    done_by_id: str | None = None


def _as_drawn(writes: list[Insert | Update]) -> tuple[DrawnStep, ...]:
    return tuple(DrawnStep(**one.values) for one in writes if one.table == "step")
