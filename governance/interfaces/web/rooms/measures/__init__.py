"""Measures: how a service does, where that leads, and what is done about what does poorly."""

from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms import jobs
from governance.interfaces.web.rooms.measures import acting, keeping, reading, recording

jobs.RESULT_AT["values"] = "/measures/imported/{id}"

ROOM = Room(
    name="measures",
    pages=(
        Page(path="/measures", show=reading.listing),
        Page(path="/measures/imported/{id}", show=reading.imported),
        Page(path="/measures/{ref}", show=reading.measure),
    ),
    acts=(*keeping.ACTS, *recording.ACTS, *acting.ACTS),
)
