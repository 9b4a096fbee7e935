"""The rooms of the web, each with its pages and acts."""

from governance.interfaces.web.pages import Room
from governance.interfaces.web.rooms import reviews

ROOMS: tuple[Room, ...] = (reviews.ROOM,)
"""Every room that is open."""
