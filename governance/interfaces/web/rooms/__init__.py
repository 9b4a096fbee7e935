"""The rooms of the web, each with its pages and acts."""

from governance.interfaces.web.pages import Room
from governance.interfaces.web.rooms import account, reviews, signing_in

ROOMS: tuple[Room, ...] = (reviews.ROOM, signing_in.ROOM, account.ROOM)
"""Every room that is open."""
