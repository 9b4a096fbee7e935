"""The rooms of the web, each with its pages and acts."""

from governance.interfaces.web.pages import Room
from governance.interfaces.web.rooms import (
    account,
    administration,
    cases,
    deadlines,
    home,
    jobs,
    public,
    reports,
    reviews,
    rules,
    signing_in,
)

ROOMS: tuple[Room, ...] = (
    home.ROOM,
    deadlines.ROOM,
    reports.ROOM,
    reviews.ROOM,
    rules.ROOM,
    cases.ROOM,
    signing_in.ROOM,
    jobs.ROOM,
    public.ROOM,
    account.ROOM,
    administration.ROOM,
)
"""Every room that is open."""
