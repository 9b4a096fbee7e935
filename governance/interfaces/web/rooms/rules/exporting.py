"""A version to take away: its text; a scheme as a spreadsheet, with findings if asked, or DMN."""

from __future__ import annotations

import re
from typing import Any, Final

from starlette.responses import Response

from governance.adapters.dmn import export_dmn
from governance.adapters.sheets import Note, export_scheme
from governance.application.rulebook.checking import check
from governance.application.rulebook.in_force import text_of
from governance.domain.errors import Unusable
from governance.interfaces.cli.scheme import schema_file
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.rules.common import scheme_of, version_of
from governance.interfaces.web.visit import Visit

_TYPES: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "dmn": "application/xml",
    "yaml": "application/yaml; charset=utf-8",
}


def _text(visit: Visit) -> Response:
    row = version_of(visit)
    return _attached(text_of(visit.desk, row), row, "yaml")


def _export(visit: Visit) -> Response:
    row, says = scheme_of(visit)
    kind = visit.path["kind"]
    text, file = text_of(visit.desk, row), row.file or row.key
    if kind == "dmn":
        return _attached(export_dmn(says, on=row.effective_from or visit.today)[0], row, kind)
    if kind not in ("csv", "xlsx"):
        raise Unusable.one("web.not_found")
    notes = None
    if visit.query.get("findings") == "yes":
        notes = [Note(one.rules, one.words) for one in check(visit.desk, row.ref).findings]
    content = export_scheme(text, file, kind="csv" if kind == "csv" else "xlsx", notes=notes)
    return _attached(content, row, kind)


def _schema(visit: Visit) -> Response:
    """The JSON Schema of the language of schemes."""
    del visit
    return _kept(schema_file().read_bytes(), "scheme.schema.json", "application/schema+json")


def _attached(content: bytes, row: Any, kind: str) -> Response:
    """A file to keep: never shown in place, whatever it holds."""
    return _kept(content, f"{row.key}-{row.number}.{kind}", _TYPES[kind])


def _kept(content: bytes, called: str, kind: str) -> Response:
    name = re.sub(r"[^A-Za-z0-9._-]", "-", called)
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "x-content-type-options": "nosniff",
    }
    return Response(content, media_type=kind, headers=headers)


PAGES = (
    Page(path="/rules/new/schema", show=_schema),
    Page(path="/rules/{ref}/export/text", show=_text),
    Page(path="/rules/{ref}/export/{kind}", show=_export),
)
ACTS = ()
