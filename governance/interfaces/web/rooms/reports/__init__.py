"""Reports: who decides what and why, and every act from a draft to a decision in effect."""

from governance.interfaces.web.pages import Page, Room
from governance.interfaces.web.rooms.reports import (
    after,
    deciding,
    listing,
    page,
    papers,
    simple,
    taking_part,
    writing,
)

ROOM = Room(
    name="reports",
    pages=(
        Page(path="/reports", show=listing.reports),
        Page(path="/inbox", show=listing.mine),
        Page(path="/new/report", show=writing.choose),
        Page(path="/reports/{ref}", show=page.page),
    ),
    acts=(
        *writing.ACTS,
        *papers.ACTS,
        *simple.ACTS,
        *taking_part.ACTS,
        *deciding.ACTS,
        *after.ACTS,
    ),
)
