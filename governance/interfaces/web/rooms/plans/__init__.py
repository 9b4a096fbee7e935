"""The plan of a partnership, what partners return on it, and the annual report on it."""

from governance.interfaces.web.pages import Room
from governance.interfaces.web.rooms.plans import (
    agreeing,
    annual,
    keeping,
    promising,
    reading,
    returns,
    writing,
)

ROOM = Room(
    name="plans",
    pages=(*reading.PAGES, *returns.PAGES, *annual.PAGES),
    acts=(
        *writing.ACTS,
        *promising.ACTS,
        *agreeing.ACTS,
        *keeping.ACTS,
        *returns.ACTS,
        *annual.ACTS,
    ),
)
