"""The documents behind a report: the open ones to read, the closed ones that they exist and why.

They are open once the report stands on an agenda open to inspection, or its decision is
published: before that they may still be drafts. Of the commission's file only what was there when
the agenda was published, or when it was decided, is behind a report: later papers may be drafts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select

from governance import words
from governance.application.desk import Desk
from governance.application.proposals.on_file import OnFile, facts_in, happened, on_file
from governance.application.publishing.openness import (
    SCHEDULE_12A,
    decided_openly,
    on_a_published_agenda,
    shown_listings,
)
from governance.domain.errors import Unusable
from governance.store import files
from governance.store.tables import TABLES

MOST: Final = 200
"""Documents shown with one report at the most."""

_PUBLISHED: Final = "meeting.agenda_published"
_PLACED: Final = "proposal.placed_on_agenda"

_proposal = TABLES["proposal"]
_ON_SHOW = select(_proposal).where(
    _proposal.c.partnership_id == bindparam("partnership"),
    _proposal.c.ref == bindparam("report"),
    or_(on_a_published_agenda(), decided_openly()),
)
_LISTINGS = shown_listings()


def behind(desk: Desk, report: Any) -> dict[str, list[dict[str, Any]]]:
    """The documents behind a report that is on show (its row): `open` ones and `closed` ones.

    Of a closed one its kind and why it is closed, never its title. `off_on` is the day on which
    one was taken off after the decision: it stays told, and can no longer be read.
    """
    found = _shown(desk, report)
    off = found.off_on or {}
    rows = sorted((*found.standing, *found.taken_off), key=lambda row: (row.title, row.id))[:MOST]
    return {
        "open": [_open(row, off.get(row.id)) for row in rows if row.closed is None],
        "closed": [_closed(row, off.get(row.id)) for row in rows if row.closed is not None],
    }


def open_document(
    desk: Desk, *, report: str, evidence: str, data_dir: Path
) -> tuple[dict[str, Any], bytes]:
    """An open document behind a report on show, and its bytes, checked against their digest.

    Raises `Unusable` for every other document alike, so that nobody learns which there are.
    """
    shown = desk.first(_ON_SHOW, report=report, today=desk.today)
    rows = () if shown is None else _shown(desk, shown).standing
    row = next((one for one in rows if one.id == evidence), None)
    if row is None or row.closed is not None or row.digest is None:
        raise Unusable.one("public.document_unknown")
    return _open(row), files.read(data_dir, row.digest)


def _shown(desk: Desk, report: Any) -> OnFile:
    """What is behind a report on show: its own papers, and its commission's of the same round."""
    found = on_file(desk, report)
    until = _agenda_shown(desk, report) if report.decided_on is None else None

    def of_it(row: Any) -> bool:
        if row.proposal_id == report.id:
            return True
        if row.round != report.round:
            return False
        return report.decided_on is not None or (until is not None and row.added_at <= until)

    return OnFile(
        tuple(filter(of_it, found.standing)), tuple(filter(of_it, found.taken_off)), found.off_on
    )


def _agenda_shown(desk: Desk, report: Any) -> dt.datetime | None:
    """When an undecided report was last shown with an agenda; None where it never was.

    The instant at which the agenda was published, no later than the day said of it; of a report
    that came onto it afterwards, when it did.
    """
    meetings = {row.id: row for row in desk.all(_LISTINGS, proposal=report.id, today=desk.today)}
    acts = happened(desk, (report.id, *meetings), (_PUBLISHED, _PLACED)) if meetings else ()
    known = {row.ref for row in meetings.values()}
    found = [
        min(act.at, _end_of(desk, meetings[act.subject_id].agenda_published_on))
        for act in acts
        if act.kind == _PUBLISHED
    ]
    if not found:
        return None
    placed = [a.at for a in acts if a.kind == _PLACED and facts_in(a).get("meeting") in known]
    last: dt.datetime = max([*found, *placed])
    return last


def _end_of(desk: Desk, day: dt.date) -> dt.datetime:
    zone = ZoneInfo(desk.partnership.timezone)
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
    return midnight.astimezone(dt.UTC) - dt.timedelta(microseconds=1)


def _open(row: Any, off_on: dt.date | None = None) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "file": row.file,
        "size": row.size,
        "sha256": row.digest,
        "off_on": off_on,
    }


def _closed(row: Any, off_on: dt.date | None) -> dict[str, Any]:
    exempt = row.closed == "exempt"
    return {
        "kind": row.kind,
        "closed": row.closed,
        "paragraph": row.closed_paragraph,
        # What makes a document confidential may itself be told in confidence.
        "reason": row.closed_reason if exempt else None,
        "off_on": off_on,
    }


def why_closed(document: Mapping[str, Any]) -> str:
    """Why a closed document of `behind` cannot be read, in words."""
    if document["closed"] != "exempt":
        return words.say("web.public.confidential", {})
    paragraph = str(document["paragraph"])
    told = words.say(SCHEDULE_12A[paragraph], {}) if paragraph in SCHEDULE_12A else ""
    return words.say("web.public.exempt", {"paragraph": paragraph, "told": told})
