"""The rooms of the API, each with its resources, questions and acts."""

from governance.interfaces.api.operations import Room
from governance.interfaces.api.rooms import agreements, commissions, meetings, reports

ROOMS: tuple[Room, ...] = (
    commissions.ROOM,
    agreements.ROOM,
    reports.ROOM,
    meetings.ROOM,
)
"""Every room that is open."""
