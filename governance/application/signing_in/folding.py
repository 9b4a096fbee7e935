"""Names and addresses compared without regard to case, alike on every database.

SQLite makes small letters of ASCII alone, PostgreSQL of whatever its locale knows. So the database
only narrows down, and Unicode's own folding decides.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, func, or_, true

LONGEST: Final = 300
"""Characters of what is asked for at the most."""


def folded(text: str) -> str:
    """A name or address as it is compared."""
    plain = unicodedata.normalize("NFC", text.strip().replace("\0", ""))
    return plain.casefold()[:LONGEST]


def may_be(column: Any) -> ColumnElement[bool]:
    """Whether a column may say what is asked for; `folded` then decides.

    Of what is asked for in ASCII alone the database finds it. Otherwise it has to be looked
    through, which is rare: electronic mail addresses and keys are ASCII almost everywhere.
    """
    return or_(
        func.lower(column) == bindparam("asked"),
        bindparam("asked_odd") == true(),
    )


def asked_for(text: str) -> dict[str, Any]:
    """What a statement with `may_be` is given for a folded text."""
    return {"asked": text, "asked_odd": not text.isascii()}
