"""Evidence: documents and statements that a gate or a decider needs, open or closed.

It is said for each document whether it is open, exempt (a paragraph of Schedule 12A to the
Local Government Act 1972 and why withholding outweighs publishing) or confidential: an open
report with an exempt appendix is the rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from governance.application.change import Change, Insert, Receipt, Update
from governance.application.commissions.allowed import KEEPERS, READERS_OF_CLOSED, allow
from governance.application.desk import Desk
from governance.application.naming import name_problems
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.suggest import nearest
from governance.store import files
from statemachines.permissions import Permission

CLOSED: Final = ("exempt", "confidential")
"""Why a document is not open: it may be withheld, or it must be."""

PARAGRAPHS: Final = ("1", "2", "3", "4", "5", "6", "7")
"""Paragraphs of Part 1 of Schedule 12A to the Local Government Act 1972."""

LONGEST_NAME: Final = 200
"""Characters in the name of a file at the most."""

_KIND = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
ADDERS: Final = KEEPERS | {Permission.AUTHOR.value, Permission.CLEARER.value}


@dataclass(frozen=True, slots=True)
class Document:
    """A file handed in: what it was called, its bytes, and what is kept of it already."""

    name: str
    content: bytes
    kept: files.Kept | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """Why a document is not open.

    `kind` is `exempt` or `confidential`; `paragraph` that of Schedule 12A; `reason` in an
    exempt one weighs the public interest.
    """

    kind: str
    reason: str
    paragraph: str | None = None


def add_evidence(
    desk: Desk,
    *,
    kind: str,
    title: str,
    data_dir: Path,
    commission: str | None = None,
    proposal: str | None = None,
    document: Document | None = None,
    closed: Closure | None = None,
    seen: int | None = None,
) -> Receipt:
    """Put a document or statement on the file of a commission or of a report.

    `kind` is what a gate or a rule asks for; `data_dir` where files of evidence lie. A file is
    kept before anything is recorded. Raises `Unusable` with everything that is wrong.
    """
    table, row = _home(desk, commission, proposal, seen)
    problems = [*_kind_problems(kind), *name_problems(title), *_closure_problems(closed)]
    if document is not None:
        problems += _file_name_problems(document.name)
    if problems:
        raise Unusable(problems)
    kept = None
    if document is not None:
        kept = document.kept or files.keep(data_dir, document.content)
    values = {
        "id": desk.new_id(),
        f"{table}_id": row.id,
        "round": row.round,
        "kind": kind,
        "title": title.strip(),
        "file": None if document is None else document.name,
        "digest": None if kept is None else kept.digest,
        "size": None if kept is None else kept.size,
        "closed": None if closed is None else closed.kind,
        "closed_paragraph": None if closed is None else closed.paragraph,
        "closed_reason": None if closed is None else closed.reason.strip(),
        "added_by_id": desk.actor.person_id,
        "added_at": desk.now,
    }
    return desk.apply(
        Change(
            kind=f"{table}.evidence_added",
            table=table,
            subject=row,
            values={},
            facts={"kind": kind, "evidence": values["id"], "digest": values["digest"]},
            writes=(Insert("evidence", values),),
        )
    )


def keep_ahead(
    desk: Desk,
    name: str,
    content: bytes,
    *,
    data_dir: Path,
    commission: str | None = None,
    proposal: str | None = None,
) -> Document:
    """Keep a file that `add_evidence` is then to put on file, at a desk for questions.

    Writing it takes long, and nobody is to be held up by it. Raises as `add_evidence` for whoever
    may not add any, and for a file that cannot be kept.
    """
    _home(desk, commission, proposal, None)
    if problems := _file_name_problems(name):
        raise Unusable(problems)
    return Document(name, content, files.keep(data_dir, content))


def _home(
    desk: Desk, commission: str | None, proposal: str | None, seen: int | None
) -> tuple[str, Any]:
    """On whose file a document is put: the table and the row. Raises where the actor may not."""
    if (commission is None) == (proposal is None):
        raise Unusable.one("evidence.one_home")
    table, name = ("commission", commission) if proposal is None else ("proposal", proposal)
    row = desk.row(table, str(name), seen=seen)
    owner = row if table == "commission" else desk.by_id("commission", row.commission_id)
    allow(desk, owner, ADDERS, proposal=row if table == "proposal" else None)
    return table, row


def withdraw_evidence(
    desk: Desk, *, evidence: str, reason: str, seen: int | None = None
) -> Receipt:
    """Take a document off the file; it stays on the record. `evidence` is its id.

    Whoever added it may, and whoever keeps the file. Raises `Refused` without a reason.
    """
    document = _known(desk, evidence)
    table = "commission" if document.proposal_id is None else "proposal"
    row = desk.row(table, document.proposal_id or document.commission_id, seen=seen)
    mine = document.added_by_id is not None and document.added_by_id == desk.actor.person_id
    if not mine:
        owner = row if table == "commission" else desk.by_id("commission", row.commission_id)
        allow(desk, owner, KEEPERS, proposal=row if table == "proposal" else None)
    if not reason.strip():
        raise Refused.one("lifecycle.reason_missing")
    if document.withdrawn:
        raise Refused.one("evidence.withdrawn_already", title=document.title)
    return desk.apply(
        Change(
            kind=f"{table}.evidence_withdrawn",
            table=table,
            subject=row,
            values={},
            facts={"kind": document.kind, "evidence": document.id, "reason": reason},
            writes=(Update("evidence", document, {"withdrawn": True}),),
        )
    )


def content_of(desk: Desk, *, evidence: str, data_dir: Path) -> tuple[Any, bytes]:
    """A document's row and its bytes, checked against its digest.

    Closed documents are for those who keep the file, advise on it or decide. Raises `Refused`
    where it has no file or the actor may not; `Unusable` where the file is missing or altered.
    """
    document = _known(desk, evidence)
    if document.closed is not None:
        proposal = desk.by_id("proposal", document.proposal_id)
        owner = document.commission_id if proposal is None else proposal.commission_id
        allow(desk, desk.by_id("commission", owner), READERS_OF_CLOSED, proposal=proposal)
    if document.digest is None:
        raise Refused.one("evidence.no_file", title=document.title)
    return document, files.read(data_dir, document.digest)


def _kind_problems(kind: str) -> list[Problem]:
    if _KIND.fullmatch(kind):
        return []
    return [Problem("evidence.kind_unusable", {"kind": kind[:80]})]


def _file_name_problems(name: str) -> list[Problem]:
    if name and len(name) <= LONGEST_NAME and name.isprintable() and not set(name) & set("/\\"):
        return []
    return [Problem("evidence.file_name_unusable", {"most": LONGEST_NAME})]


def _closure_problems(closed: Closure | None) -> list[Problem]:
    if closed is None:
        return []
    found = []
    if closed.kind not in CLOSED:
        params = {"kind": closed.kind[:80], "nearest": nearest(closed.kind, CLOSED)}
        found.append(Problem("evidence.closed_unknown", params))
    if closed.kind == "exempt" and closed.paragraph not in PARAGRAPHS:
        found.append(Problem("evidence.no_paragraph", {"known": list(PARAGRAPHS)}))
    if closed.kind == "confidential" and closed.paragraph is not None:
        found.append(Problem("evidence.paragraph_not_wanted"))
    if not closed.reason.strip():
        found.append(Problem("evidence.no_reason"))
    return found


def _known(desk: Desk, evidence: str) -> Any:
    found = desk.by_id("evidence", evidence)
    if found is None:
        raise Unusable.one("evidence.unknown", name=evidence[:80])
    return found
