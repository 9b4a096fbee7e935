"""Decommissioning cases: opened, sent one way, appraised, decided, ended, evaluated."""

from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms.cases import ending, opening, reading, writing

ROOM = Room(
    name="cases",
    pages=(
        Page(path="/cases", show=reading.listing),
        Page(path="/cases/{ref}", show=reading.case),
    ),
    acts=(*opening.ACTS, *writing.ACTS, *ending.ACTS),
)
