"""The documents behind a report: the open ones to read, the closed ones that they exist and why.

They are open once the report stands on an agenda open to inspection, or its decision is
published: before that they may still be drafts.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sqlalchemy import and_, bindparam, or_, select

from governance.application.desk import Desk
from governance.application.publishing.openness import decided_openly, on_a_published_agenda
from governance.domain.errors import Unusable
from governance.store import files
from governance.store.tables import TABLES

MOST: Final = 200
"""Documents shown with one report at the most."""

_evidence = TABLES["evidence"]
_proposal = TABLES["proposal"]

_BEHIND = and_(
    _proposal.c.partnership_id == _evidence.c.partnership_id,
    or_(
        _evidence.c.proposal_id == _proposal.c.id,
        and_(
            _evidence.c.commission_id == _proposal.c.commission_id,
            _evidence.c.round == _proposal.c.round,
        ),
    ),
)
"""That a document is a report's own, or was on its commission's file in the same round."""

_OF_REPORT = (
    select(_evidence)
    .join(_proposal, _BEHIND)
    .where(
        _evidence.c.partnership_id == bindparam("partnership"),
        _proposal.c.id == bindparam("proposal"),
        _evidence.c.withdrawn.is_(False),
    )
    .order_by(_evidence.c.title, _evidence.c.id)
    .limit(MOST)
)
_ONE_OPEN = (
    select(_evidence, _proposal.c.decided_on)
    .join(_proposal, _BEHIND)
    .where(
        _evidence.c.partnership_id == bindparam("partnership"),
        _proposal.c.ref == bindparam("report"),
        _evidence.c.id == bindparam("evidence"),
        _evidence.c.withdrawn.is_(False),
        _evidence.c.closed.is_(None),
        _evidence.c.digest.is_not(None),
        or_(on_a_published_agenda(), decided_openly()),
    )
)


def behind(desk: Desk, report: Any) -> dict[str, list[dict[str, Any]]]:
    """The documents behind a report that is on show (its row): `open` ones and `closed` ones.

    Of a closed one its kind and why it is closed, never its title. What came onto the file after
    the decision is not behind it.
    """
    rows = [row for row in desk.all(_OF_REPORT, proposal=report.id) if _in_time(desk, row, report)]
    return {
        "open": [_open(row) for row in rows if row.closed is None],
        "closed": [_closed(row) for row in rows if row.closed is not None],
    }


def open_document(
    desk: Desk, *, report: str, evidence: str, data_dir: Path
) -> tuple[dict[str, Any], bytes]:
    """An open document behind a report on show, and its bytes, checked against their digest.

    Raises `Unusable` for every other document alike, so that nobody learns which there are.
    """
    row = desk.first(_ONE_OPEN, report=report, evidence=evidence, today=desk.today)
    if row is None or not _in_time(desk, row, row):
        raise Unusable.one("public.document_unknown")
    return _open(row), files.read(data_dir, row.digest)


def _in_time(desk: Desk, document: Any, report: Any) -> bool:
    return report.decided_on is None or desk.day_of(document.added_at) <= report.decided_on


def _open(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "title": row.title,
        "file": row.file,
        "size": row.size,
        "sha256": row.digest,
    }


def _closed(row: Any) -> dict[str, Any]:
    exempt = row.closed == "exempt"
    return {
        "kind": row.kind,
        "closed": row.closed,
        "paragraph": row.closed_paragraph,
        # What makes a document confidential may itself be told in confidence.
        "reason": row.closed_reason if exempt else None,
    }
