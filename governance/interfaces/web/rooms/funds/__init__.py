"""Money that partners pool or align, the agreement behind it, and what is reported of it."""

from governance.interfaces.web.pages import Room
from governance.interfaces.web.rooms.funds import money, pooling, reading, setting_up

ROOM = Room(
    name="funds",
    pages=reading.PAGES,
    acts=(*setting_up.ACTS, *money.ACTS, *pooling.ACTS),
)
