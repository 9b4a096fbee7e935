"""Terms of reference on a page: each part in words with its form, and what is still to be done."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from governance.application.rulebook.in_force import meaning, text_of, version_in_force
from governance.application.rulebook.missing import Missing, missing
from governance.application.rulebook.parts import document_of, path_at
from governance.application.rulebook.whom_it_names import known_here
from governance.interfaces.said import reason
from governance.interfaces.web.pages import Page
from governance.interfaces.web.rooms.rules.common import is_draft
from governance.interfaces.web.rooms.rules.reading import moves_of
from governance.interfaces.web.rooms.rules.sections import kind_of
from governance.interfaces.web.rooms.rules.terms_known import KIND
from governance.interfaces.web.rooms.rules.terms_rows import ACTS as ROW_ACTS
from governance.interfaces.web.rooms.rules.terms_said import differing, parts
from governance.interfaces.web.visit import Visit

_WITHIN = ("substitutes", "minima", "kinds", "rotation", "notices")
"""Parts that stand below the one before them."""
_SECTION = {
    "title": "about",
    "body": "about",
    "standing": "about",
    "source": "about",
    "adds": "about",
    "between_meetings": "between",
}
"""Where on the page an entry of the text is, if not under its own name."""


def _page(visit: Visit) -> Response:
    row, says = kind_of(visit, KIND)
    here = known_here(visit.desk, on=visit.today)
    now = version_in_force(visit.desk, kind=KIND, key=row.key, on=visit.today)
    shown = parts(says, here)
    before, same = None, True
    if now is not None and now.id != row.id:
        old = document_of(text_of(visit.desk, now), now.file or now.key)
        before = differing(parts(old, here), shown)
        same = meaning(visit.desk, now) == meaning(visit.desk, row)
    offered = moves_of(visit, row)
    against = [
        one
        for move in offered
        if move["href"].endswith("/edit") and not move["open"]
        for one in move["closed_because"]
    ]
    return visit.render(
        "rules/terms.html",
        version=row,
        says=says,
        parts=shown,
        within=_WITHIN,
        rowed={act.key.split(".")[1] for act in ROW_ACTS},
        draft=is_draft(row) and not against,
        against=against if is_draft(row) else [],
        missing=[_shown(visit, row, one) for one in missing(visit.desk, row)],
        in_force=now,
        differs=before,
        same=same,
        moves_offered=[
            one for one in offered if not one["href"].endswith((f"/{KIND}", "/edit", "/draft"))
        ],
    )


def _shown(visit: Visit, row: Any, one: Missing) -> dict[str, Any]:
    """Something that is not here, with the part of the page where it is named."""
    told = dict(reason(one.refusal.code, one.refusal.params))
    if one.line is not None:
        where = path_at(text_of(visit.desk, row), row.file or row.key, one.line)
        part = str(where[0]) if where else ""
        told["part"] = _SECTION.get(part, part)
    return told


PAGES = (Page(path=f"/rules/{{ref}}/{KIND}", show=_page),)
ACTS = ()
