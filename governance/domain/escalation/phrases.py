"""What people write in a policy, as values: "20 working days before", "owner's manager"."""

from __future__ import annotations

import re
from typing import Final, cast

from governance.domain.calendar import MOST_DAYS
from governance.domain.errors import Unusable
from governance.domain.escalation.model import ROLES, Offset, Side, Span, office_or_body
from governance.domain.escalation.units import UNITS, WRITTEN, Unit
from governance.domain.suggest import nearest

LONGEST: Final = 80
"""Characters of a designation at the most."""

_SPAN: Final = re.compile(r"(?P<count>\d{1,6}) (?P<unit>[a-z0-9 ]+)")
_ON: Final = "on the day"
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9_.-]*")
_MANAGER: Final = "'s manager"


def read_offset(text: str) -> Offset:
    """A day told from another: "20 working days before", "on the day". Raises `Unusable`."""
    said = _tidy(text)
    if said == _ON:
        return Offset(0, "calendar_days", "on")
    span, _, side = said.rpartition(" ")
    if side not in ("before", "after") or not _SPAN.fullmatch(span):
        raise Unusable.one("escalation.when_unreadable", text=text[:80])
    found = read_span(span)
    return Offset(found.count, found.unit, cast("Side", side))


def read_span(text: str) -> Span:
    """So many of a unit: "3 months". Raises `Unusable`."""
    said = _SPAN.fullmatch(_tidy(text))
    if said is None:
        raise Unusable.one("escalation.span_unreadable", text=text[:80])
    unit = _unit(said["unit"])
    count = int(said["count"])
    most = MOST_DAYS // unit.times
    if not 1 <= count <= most:
        raise Unusable.one("escalation.count_out_of_bounds", text=text[:80], most=most)
    return Span(count, unit.name)


def read_designation(text: str) -> str:
    """Whom a policy names, in the form it is kept in. Raises `Unusable`.

    "owner's manager" is `manager:owner`, "chair of cabinet" `chair:cabinet`; the key of an
    office or body stays as it is, and whether there is one of that key is asked at adoption.
    """
    kept = _designation(_tidy(text).replace("’", "'"))
    if kept is None or len(kept) > LONGEST:
        raise Unusable.one("escalation.who_unreadable", text=text[:LONGEST])
    return kept


def _designation(said: str) -> str | None:
    said = said.removeprefix("the ")
    if said.endswith(_MANAGER):
        whose = _designation(said.removesuffix(_MANAGER))
        return whose and f"manager:{whose}"
    if (role := said.replace(" ", "_")) in ROLES:
        return role
    if said.startswith("chair of "):
        body = _designation(said.removeprefix("chair of "))
        return f"chair:{body}" if body is not None and body == office_or_body(body) else None
    return said if _KEY.fullmatch(said) else None


def say_designation(kept: str) -> str:
    """A designation as people write it."""
    if kept.startswith("manager:"):
        return f"{say_designation(kept.removeprefix('manager:'))}’s manager"
    if kept.startswith("chair:"):
        return f"chair of {kept.removeprefix('chair:')}"
    return kept.replace("_", " ") if kept in ROLES else kept


def _unit(said: str) -> Unit:
    found = WRITTEN.get(said)
    if found is not None:
        return found
    if said in ("day", "days"):
        raise Unusable.one("escalation.which_days")
    raise Unusable.one(
        "escalation.unit_unknown",
        text=said[:40],
        nearest=nearest(said, WRITTEN),
        known=[unit.many for unit in UNITS.values()],
    )


def _tidy(text: str) -> str:
    return " ".join(text.split()).lower()
