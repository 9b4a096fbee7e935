"""What a version of the rules is asked besides: text, sheet, decision table, differences, cover."""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.adapters.dmn import export_dmn
from governance.adapters.sheets import export_scheme
from governance.application.cover.schemes import cover_of
from governance.application.desk import Desk
from governance.application.rulebook import queries
from governance.application.rulebook.in_force import meaning, text_of
from governance.application.rulebook.naming import find_version
from governance.domain.authority import Scheme
from governance.domain.errors import Unusable
from governance.interfaces.api.operations import Look, Room

_AT = "/rules/{version}"


def _scheme(desk: Desk, version: str) -> tuple[Any, Scheme]:
    row = find_version(desk, version)
    says = meaning(desk, row)
    if not isinstance(says, Scheme):
        raise Unusable.one("cover.not_a_scheme", ref=row.ref, kind=row.kind)
    return row, says


def text(desk: Desk, version: str) -> tuple[bytes, str]:
    """The exact text of a version, as a file."""
    row = find_version(desk, version)
    return text_of(desk, row), f"{row.key}-{row.number}.yaml"


def sheet(desk: Desk, version: str) -> tuple[bytes, str]:
    """A scheme as a sheet, one row a rule, to be changed in a spreadsheet and handed in again."""
    row, _ = _scheme(desk, version)
    content = export_scheme(text_of(desk, row), row.file or row.key, kind="csv", notes=None)
    return content, f"{row.key}-{row.number}.csv"


def decision_table(desk: Desk, version: str) -> tuple[bytes, str]:
    """A scheme as a decision table of DMN 1.3."""
    row, says = _scheme(desk, version)
    content = export_dmn(says, on=row.effective_from or desk.today)[0]
    return content, f"{row.key}-{row.number}.dmn"


def differences(desk: Desk, version: str, *, old: str) -> dict[str, Any]:
    """How a version differs from an older one: its lines and, of schemes, its rules."""
    return queries.difference(desk, old, version)


def cover(desk: Desk, version: str, *, on: dt.date | None = None, k: int = 1) -> Any:
    """Whether a scheme's every path can be completed on a day, with so many people away."""
    _, says = _scheme(desk, version)
    return cover_of(desk, says, on=on, k=max(0, min(k, 3)), away=True)


ROOM = Room(
    name="Rulebooks as files, compared and covered",
    looks=(
        Look(key="rules.text", path=f"{_AT}/text", ask=text, file="application/yaml"),
        Look(key="scheme.sheet", path=f"{_AT}/sheet", ask=sheet, file="text/csv"),
        Look(key="scheme.dmn", path=f"{_AT}/dmn", ask=decision_table, file="application/xml"),
        Look(key="rules.differences", path=f"{_AT}/differences", ask=differences),
        Look(key="scheme.cover", path=f"{_AT}/cover", ask=cover),
    ),
)
