"""Documents on the files of commissions and reports: read as bytes, and what adding one tells."""

from __future__ import annotations

from typing import Any

from governance import words
from governance.application.change import Receipt
from governance.application.commissions.evidence import content_of
from governance.application.commissions.evidence_asked import asked_nowhere
from governance.application.desk import Desk
from governance.interfaces.api.shapes import Path


def file_of(desk: Desk, evidence: str, *, data_dir: Path) -> tuple[bytes, str]:
    """A document's file, for whoever may see it: a closed one for those to whom it matters."""
    row, content = content_of(desk, evidence=evidence, data_dir=data_dir)
    return content, row.file


def document_told(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    """The id of a document that was put on file at a desk; `noted` where nothing asks for it."""
    facts = next(change.facts for change, one in desk.changes if one == receipt)
    noted = asked_nowhere(desk, facts["kind"])
    said = None if noted is None else words.say(noted.code, noted.params).strip()
    return {"evidence": facts["evidence"], "noted": said}
