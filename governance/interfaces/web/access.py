"""Who may open a page at all. What may be done there is for the guards of the moves alone."""

from __future__ import annotations

from enum import Enum


class Access(Enum):
    """What a route asks of whoever comes."""

    PUBLIC = "public"
    """Anybody; a page shows what is published and no more."""
    SIGNED_IN = "signed_in"
    """Whoever has signed in to this partnership."""
    ADMINISTRATOR = "administrator"
    """Whoever holds the role today: accounts, sessions and the health of the installation."""
