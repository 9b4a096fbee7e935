"""The rooms of the API, each with its resources, questions and acts."""

from governance.interfaces.api.operations import Room
from governance.interfaces.api.rooms import (
    agreements,
    bodies,
    commissions,
    meetings,
    people,
    reports,
    rules,
)

ROOMS: tuple[Room, ...] = (
    commissions.ROOM,
    agreements.ROOM,
    reports.ROOM,
    meetings.ROOM,
    bodies.ROOM,
    rules.ROOM,
    people.ROOM,
)
"""Every room that is open."""
