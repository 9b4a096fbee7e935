"""The rooms of the API, each with its resources, questions and acts."""

from governance.interfaces.api.operations import Room
from governance.interfaces.api.rooms import (
    agreements,
    bodies,
    cases,
    commissions,
    deadlines,
    funds,
    improvement,
    jobs,
    measures,
    meetings,
    people,
    plans,
    publishing,
    record,
    rehearsal,
    reports,
    returns,
    rules,
    triggers,
    webhooks,
)

ROOMS: tuple[Room, ...] = (
    commissions.ROOM,
    agreements.ROOM,
    reports.ROOM,
    meetings.ROOM,
    bodies.ROOM,
    rules.ROOM,
    people.ROOM,
    measures.ROOM,
    plans.ROOM,
    returns.ROOM,
    funds.ROOM,
    improvement.ROOM,
    cases.ROOM,
    triggers.ROOM,
    deadlines.ROOM,
    record.ROOM,
    publishing.ROOM,
    rehearsal.ROOM,
    jobs.ROOM,
    webhooks.ROOM,
)
"""Every room that is open."""
