"""The rooms of the API, each with its resources, questions and acts."""

from governance.interfaces.api.operations import Room
from governance.interfaces.api.rooms import commissions

ROOMS: tuple[Room, ...] = (commissions.ROOM,)
"""Every room that is open."""
