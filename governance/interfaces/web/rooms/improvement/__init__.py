"""Improvement plans: support and challenge, from the proposal to the finding."""

from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms.improvement import keeping, reading

ROOM = Room(
    name="improvement plans",
    pages=(
        Page(path="/improvement", show=reading.listing),
        Page(path="/improvement/{ref}", show=reading.plan),
    ),
    acts=keeping.ACTS,
)
