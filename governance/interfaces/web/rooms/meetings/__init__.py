"""Meetings: the year, each from its plan to its signed minutes, and the room while it sits."""

from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms.meetings import convening, day, pages

ROOM = Room(
    name="meetings",
    pages=(
        Page(path="/meetings", show=pages.year),
        Page(path="/meetings/{ref}", show=pages.page),
        Page(path="/meetings/{ref}/now", show=pages.now),
        Page(path="/meetings/{ref}/agenda", show=pages.agenda),
        Page(path="/meetings/{ref}/minutes", show=pages.minutes),
        Page(path="/proposed-items", show=pages.proposed_items),
    ),
    acts=(*convening.ACTS, *day.ACTS),
)
