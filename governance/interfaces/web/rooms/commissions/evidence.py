"""Evidence: documents put on a commission's file, read by who may, and taken off it again.

A file comes back as an attachment and as nothing a browser would open by itself, whatever it was
called when it came in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.change import Receipt
from governance.application.commissions.evidence import (
    ADDERS,
    CLOSED,
    PARAGRAPHS,
    Closure,
    Document,
    add_evidence,
    content_of,
    keep_ahead,
    withdraw_evidence,
)
from governance.application.commissions.evidence_asked import asked_nowhere
from governance.application.commissions.facts import CommissionFile
from governance.application.desk import Desk
from governance.domain.errors import Unusable
from governance.interfaces.downloads import attachment
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Choice, Field, Option, Pick, Text, Upload
from governance.interfaces.web.rooms.commissions.common import REASON, act, file_of
from governance.interfaces.web.visit import Visit

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "json": "application/json",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "rtf": "application/rtf",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The kinds of file that evidence can be, by their ending; none that a browser runs."""

OTHER: Final = "application/octet-stream"
OPEN: Final = "open"
UNSAID: Final = "other"
"""The kind of a document of which nobody says one: no gate asks for it."""


def download(visit: Visit) -> Response:
    """A document, for whoever may see it."""
    row, content = content_of(
        visit.desk, evidence=visit.path["id"], data_dir=visit.served.evidence_dir
    )
    ending = PurePath(row.file).suffix.lstrip(".").lower()
    return attachment(content, row.file, media_type=TYPES.get(ending, OTHER))


def kinds(visit: Visit) -> list[Option]:
    """What the gates of the commission's framework ask for."""
    framework = file_of(visit).framework
    stages = () if framework is None else framework.stages
    found = {one.key: one.title for s in stages for g in s.gates for one in g.evidence}
    return [Option(key, title) for key, title in found.items()]


def closing_fields() -> list[Field]:
    """Whether a document is open, and why it is not."""
    closed = [
        Option(one, words.say(f"web.evidence.{one}", {}), words.remedy(f"web.evidence.{one}", {}))
        for one in (OPEN, *CLOSED)
    ]
    paragraphs = [
        Option(one, words.say("web.evidence.paragraph", {"number": one})) for one in PARAGRAPHS
    ]
    return [
        Choice(name="closed", options=closed),
        Pick(name="paragraph", options=paragraphs, required=False),
        Text(name="closed-reason", required=False, most=2000),
    ]


def closure(said: Said) -> Closure | None:
    """Why a document is not open; None where it is."""
    kind, paragraph = said["closed"], said.get("paragraph")
    why = said.get("closed-reason", "")
    if kind == OPEN:
        if paragraph is not None or why:
            raise Unusable.one("web.evidence.open_with_reason")
        return None
    return Closure(kind, why, paragraph)


def _fields(visit: Visit) -> list[Field]:
    asked = kinds(visit)
    found: list[Field] = []
    if asked:
        found.append(Pick(name="kind", options=asked, required=False))
    return [
        *found,
        Text(name="other-kind", required=False, width="20"),
        Text(name="title"),
        Upload(name="file", types=tuple(TYPES), required=False),
        *closing_fields(),
    ]


def _begins_with(visit: Visit, file: CommissionFile) -> Mapping[str, Any]:
    """The kind that the page came from, where a gate asks for it."""
    del file
    return {"kind": visit.query.get("kind"), "closed": OPEN}


def _kept(visit: Visit, said: Said) -> Document | None:
    file, where = said["file"], visit.served.evidence_dir
    if file is None:
        return None
    return keep_ahead(visit.desk, file.name, file.content, data_dir=where, commission=said.ref)


def _add(desk: Desk, said: Said) -> Done:
    kind = said.get("kind") or said.get("other-kind") or UNSAID
    if said.get("kind") and said.get("other-kind"):
        raise Unusable.one("web.evidence.one_kind")
    receipt = add_evidence(
        desk,
        kind=kind,
        title=said["title"],
        data_dir=said.served.evidence_dir,
        commission=said.ref,
        document=said.ahead,
        closed=closure(said),
        seen=said.seen,
    )
    noted = None if kind == UNSAID else asked_nowhere(desk, kind)
    if noted is None:
        return Done(receipt=receipt, code="done.evidence_added")
    said_of_it = words.say(noted.code, noted.params).strip()
    return Done(receipt=receipt, code="done.evidence_asked_nowhere", params={"said": said_of_it})


def _home(desk: Desk, evidence: str) -> tuple[Any, Any]:
    """A document, and the commission or report on whose file it lies. Raises `Unusable`."""
    row = desk.by_id("evidence", evidence)
    if row is None:
        raise Unusable.one("web.not_found")
    table = "commission" if row.proposal_id is None else "proposal"
    return row, desk.by_id(table, row.proposal_id or row.commission_id)


def _address(home: Any) -> str:
    return f"/{'reports' if home.ref.startswith('R-') else 'commissions'}/{home.ref}"


def _about(visit: Visit) -> About:
    row, home = _home(visit.desk, visit.path["id"])
    return About(
        params={"document": row.title, "ref": home.ref},
        seen=home.version,
        back=visit.url(_address(home)),
    )


def _withdraw(desk: Desk, said: Said) -> Done:
    _, home = _home(desk, said.path["id"])
    receipt: Receipt = withdraw_evidence(
        desk, evidence=said.path["id"], reason=said["reason"], seen=said.seen
    )
    return Done(receipt=receipt, to=_address(home), code="done.evidence_withdrawn")


ACTS = (
    replace(
        act("evidence", "evidence", _add, chosen=_fields, values=_begins_with, who=ADDERS),
        ahead=_kept,
    ),
    Act(
        key="evidence.withdraw",
        path="/evidence/{id}/withdraw",
        about=_about,
        fields=(REASON,),
        do=_withdraw,
        to="/commissions",
    ),
)
