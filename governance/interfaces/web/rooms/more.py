"""Whatever has no place of its own in the navigation: where each of it is, and what it is for."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.visit import Visit

PLACES: Final = (
    ("agreements", "/agreements"),
    ("plan_back", "/plan-back"),
    ("delegations", "/delegations"),
    ("measures", "/measures"),
    ("improvement", "/improvement"),
    ("triggers", "/triggers"),
    ("cases", "/cases"),
    ("returns", "/returns"),
    ("annual", "/annual-reports"),
    ("people", "/people"),
    ("organisations", "/organisations"),
    ("record", "/record"),
    ("rehearsals", "/rehearsals"),
    ("jobs", "/jobs"),
    ("public", "/public"),
)
"""Each with the code of its words and its path. Rooms add."""


def _more(visit: Visit) -> Response:
    return visit.render("more.html", places=PLACES)


ROOM = Room(name="more", pages=(Page(path="/more", show=_more),))
