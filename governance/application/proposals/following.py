"""What a scheme that has come into force does to reports that are not decided yet.

The clock looks at them in batches, after the version is in force: a report whose case now takes
another path is drawn anew, goes back to the stage that fits, and its author and its
commission's lead are told, once. Nothing waits for this: whatever is decided in between is held
to the scheme of its day by the decision itself. Each batch is a deadline of its own that begins
after the last report of the one before, so that a batch is done once or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.application.change import Change, Insert, Receipt
from governance.application.deadlines.rows import message
from governance.application.deadlines.settling import LIVE
from governance.application.desk import Desk
from governance.application.proposals import findings
from governance.application.proposals.held_to import parts_between
from governance.application.proposals.impact import read_under, undecided, way_drawn, way_of
from governance.application.proposals.powers import titles
from governance.application.proposals.reading import Report
from governance.application.proposals.redrawing import flag_unclear, hold_to, redraw
from governance.application.rulebook.in_force import version_in_force
from governance.application.rulebook.pending import FOLLOW, batch_after, let_follow, next_batch
from governance.store.tables import TABLES

AT_ONCE: Final = 100
"""Reports looked at in one transaction."""
ON_THE_WAY: Final = (
    "in_clearance",
    "cleared",
    "on_agenda",
    "with_officer",
    "before_decider",
    "sent_to_higher",
)
"""States of a report whose path is drawn and not yet gone to its end."""

_NEXT = undecided(ON_THE_WAY)

_deadline = TABLES["deadline"]
_DUE = select(_deadline.c.id).where(
    _deadline.c.partnership_id == bindparam("partnership"),
    _deadline.c.subject_id == bindparam("version"),
    _deadline.c.kind == FOLLOW,
    _deadline.c.state.in_(LIVE),
)


@dataclass(frozen=True, slots=True)
class _Moved:
    """A report whose path has changed: the receipt, and what the secretary's list says."""

    receipt: Receipt
    line: str


def follow_scheme(desk: Desk, due: Any) -> list[Receipt]:
    """Look at the next reports under a version; the deadline's cause names the last before them.

    Where a later version governs, nothing is left to do: it has a deadline of its own.
    """
    version = desk.by_id("rulebook_version", due.subject_id)
    now = version_in_force(desk, kind="scheme", key=version.key, on=desk.today)
    if now is None or now.id != version.id:
        return []
    rows = desk.all(_NEXT, key=version.key, after=batch_after(due), most=AT_ONCE)
    moved = [one for row in rows if (one := _followed(desk, version, row)) is not None]
    writes: list[Insert] = []
    if len(rows) == AT_ONCE:
        writes.append(next_batch(desk, version, cause=due.cause, after=rows[-1].id))
    if moved:
        writes.append(_secretary_told(desk, version, [one.line for one in moved]))
    if not writes:
        return []
    whole = Change(
        kind="rulebook.paths_followed",
        table="rulebook_version",
        subject=desk.row("rulebook_version", version.id),
        values={},
        facts={"looked_at": len(rows), "changed": [one.receipt.ref for one in moved]},
        writes=tuple(writes),
    )
    return [*(one.receipt for one in moved), desk.apply(whole)]


def left_behind(desk: Desk, report_id: str) -> bool:
    """Whether a report is held to another version than governs it, and nothing is due to see to it.

    One that the version which governs gives no path stays as it was drawn, once that was told.
    """
    row = desk.by_id("proposal", report_id)
    report, _ = read_under(desk, row, on=desk.today)
    unclear = report is None or findings.no_path(report)
    if row.state not in ON_THE_WAY or _stands(row, report) or (unclear and row.path_changed):
        return False
    now = version_in_force(desk, kind="scheme", key=row.scheme_key, on=desk.today)
    return now is not None and desk.first(_DUE, version=now.id) is None


def follow_again(desk: Desk, report_id: str) -> Receipt | None:
    """Have the clock go through the reports under the scheme of one that was left behind."""
    row = desk.by_id("proposal", report_id)
    now = version_in_force(desk, kind="scheme", key=row.scheme_key, on=desk.today)
    return None if now is None else let_follow(desk, now)


def _followed(desk: Desk, version: Any, row: Any) -> _Moved | None:
    """Hold one report to the version that governs it now; None where that tells nobody anything.

    Its path is drawn anew where it is another. Where only the procedure or the duties kept
    apart are, they are noted and told of; what was done stays done.
    """
    if _stands(row, read_under(desk, row, on=desk.today)[0]):
        return None
    row = desk.row("proposal", row.id)
    report, against = read_under(desk, row, on=desk.today)
    if row.state not in ON_THE_WAY or _stands(row, report):
        return None
    before = row.rule or "no rule"
    if report is None or (unclear := findings.no_path(report)):
        told = _told(desk, version, row, before, None)
        receipt = flag_unclear(desk, row, against if report is None else unclear, told=told)
        return _Moved(receipt, f"{row.ref} {row.title}: {before} → ?")
    if findings.path_changed(report):
        told = _told(desk, version, row, before, report)
        receipt = redraw(desk, report, refit=True, told=told)
        return _Moved(receipt, f"{row.ref} {row.title}: {before} → {report.rule or 'no rule'}")
    parts = parts_between(way_drawn(desk, row).held, way_of(report, ()).held)
    if not parts:
        hold_to(desk, report)
        return None
    what = [words.say(f"proposal.held_to.{part}", {}) for part in parts]
    told = _told(desk, version, row, before, report, what=what)
    line = f"{row.ref} {row.title}: {report.rule or 'no rule'} ({', '.join(what)})"
    return _Moved(hold_to(desk, report, changed=parts, told=told), line)


def _stands(row: Any, report: Report | None) -> bool:
    """Whether a report was drawn under the version that governs it now."""
    if report is None or report.version is None:
        return False
    return bool(report.version.id == row.scheme_version_id)


def _told(
    desk: Desk,
    version: Any,
    row: Any,
    before: str,
    report: Report | None,
    *,
    what: list[str] | None = None,
) -> tuple[Insert, ...]:
    """Messages to the author, and to the commission's lead where that is somebody else.

    `what` says what changes of a report whose path stands.
    """
    commission = desk.by_id("commission", row.commission_id)
    whom = ["author"]
    if commission is not None and commission.lead_id not in (None, row.author_id):
        whom.append("lead")
    params = {
        "ref": row.ref,
        "title": row.title,
        "scheme": version.title,
        "on": version.effective_from.isoformat(),
        "before": before,
        "after": (report.rule or "no rule") if report is not None else None,
        "who": _decides(desk, report),
    }
    template = "path_changed"
    if what is not None:
        template, params = "procedure_changed", params | {"what": what}
    return tuple(
        message(desk, template=template, subject=("proposal", row.id), recipient=to, params=params)
        for to in whom
    )


def _decides(desk: Desk, report: Report | None) -> str | None:
    """Who has the last word on the new path, by title."""
    if report is None or report.rule is None or report.scheme is None:
        return None
    last = report.scheme.rule(report.rule).path[-1]
    told = titles(desk, report.scheme, {one.decider for one in last})
    return " and ".join(sorted(told.values()))


def _secretary_told(desk: Desk, version: Any, lines: list[str]) -> Insert:
    return message(
        desk,
        template="paths_redrawn",
        subject=("rulebook_version", version.id),
        recipient="secretary",
        params={
            "ref": version.ref,
            "scheme": version.title,
            "on": version.effective_from.isoformat(),
            "number": len(lines),
            "lines": lines,
        },
    )
