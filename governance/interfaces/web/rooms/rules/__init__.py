"""Rules: frameworks, schemes, terms of reference, calendars and policies, from draft to force."""

from __future__ import annotations

from governance.interfaces.web.pages import Room
from governance.interfaces.web.rooms.rules import (
    adopting,
    asking,
    checking,
    comparing,
    editing,
    exporting,
    loading,
    policy,
    policy_pages,
    reading,
    table,
    terms_forms,
    terms_page,
    terms_rows,
)

_PARTS = (
    reading,
    loading,
    adopting,
    table,
    editing,
    policy_pages,
    policy,
    terms_page,
    terms_forms,
    terms_rows,
    checking,
    comparing,
    asking,
    exporting,
)

ROOM = Room(
    name="rules",
    pages=[page for part in _PARTS for page in part.PAGES],
    acts=[act for part in _PARTS for act in part.ACTS],
)
