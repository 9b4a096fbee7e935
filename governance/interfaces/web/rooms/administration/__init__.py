"""What administrators and secretaries look after: people, accounts, organisations, health."""

from governance.interfaces.web.pages import Room
from governance.interfaces.web.rooms.administration import (
    accounts,
    health,
    identities,
    messages,
    organisations,
    people,
    person,
    personal,
    publishing,
    retention,
    tokens,
    webhooks,
)

_PARTS = (
    people,
    person,
    personal,
    retention,
    accounts,
    identities,
    tokens,
    organisations,
    messages,
    webhooks,
    health,
    publishing,
)

ROOM = Room(
    name="administration",
    pages=tuple(page for part in _PARTS for page in getattr(part, "PAGES", ())),
    posts=tuple(post for part in _PARTS for post in getattr(part, "POSTS", ())),
    acts=tuple(act for part in _PARTS for act in getattr(part, "ACTS", ())),
)
"""Every page, post and act of the room, part by part."""
