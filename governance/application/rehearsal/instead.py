"""Another text in force in a copy, as if it had been adopted for the first day of a rehearsal.

Only what adopting asks for is left out, the decision or the consent; what follows a text that
comes into force (the one before gives way, paths and deadlines are drawn anew) does follow.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, Final

from governance.application.desk import Desk
from governance.application.rehearsal.year import Year
from governance.application.rulebook.in_force import keys_in_force, version_by_id
from governance.application.rulebook.loading import load, read_once
from governance.application.rulebook.taking_effect import Adoption, bring_in
from governance.domain.errors import Problem, Unusable
from governance.domain.suggest import nearest

TRIED: Final = ("calendar", "escalation", "scheme", "terms")
"""Kinds of text that a year can be rehearsed under."""

NONE: Final = "(none)"


def not_tried(desk: Desk, text: bytes, file: str) -> list[Problem]:
    """Why a year cannot be rehearsed under a text; nothing where it can."""
    try:
        kind, meaning = read_once(text, file)
    except Unusable as error:
        return list(error.problems)
    if kind.name not in TRIED:
        known = list(TRIED)
        return [
            Problem("rehearsal.kind_not_tried", {"file": file, "kind": kind.title, "known": known})
        ]
    there = [row.key for row in keys_in_force(desk, kind=kind.name, on=desk.today)]
    if meaning.key in there or (not there and kind.name == "escalation"):
        return []
    told: dict[str, Any] = {
        "file": file,
        "key": meaning.key,
        "kind": kind.title,
        "known": there or [NONE],
    }
    told |= {"nearest": nearest(meaning.key, there)}
    return [Problem("rehearsal.stands_for_none", told)]


def bring_in_instead(year: Year, text: bytes, file: str) -> str:
    """Let a text govern from now on; its title. The copy's, never the original's.

    Raises `Unusable` where it cannot be loaded.
    """
    with year.acting() as desk:
        version = load(desk, text, file)
        _govern(desk, version.id, file)
        return str(desk.by_id("rulebook_version", version.id).title)


def _govern(desk: Desk, version_id: str, file: str) -> None:
    version: Any = version_by_id(desk, version_id)
    if version.state not in ("draft", "proved", "acknowledged", "findings_acknowledged"):
        return  # these bytes govern, or are to, already
    row = desk.row("rulebook_version", version.ref)
    bring_in(
        desk,
        row,
        "adopted",
        Adoption(
            kind="rulebook.adopted",
            effective_from=desk.today,
            authority={"kind": "rehearsal", "file": PurePath(file).name},
            right=None,
        ),
    )
