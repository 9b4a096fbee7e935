"""A day the offices are closed, added to the partnership's calendar: a new version of its text.

A calendar alters nobody's powers, so a recorded act brings it in. What follows from it is what
follows from any calendar: deadlines that are still to come are counted anew.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from typing import Any, Final, Literal

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.rulebook.adopting import adopt
from governance.application.rulebook.in_force import keys_in_force, meaning, text_of
from governance.application.rulebook.loading import load
from governance.domain.errors import Problem, Refusal, Refused, Unusable
from statemachines.rulebook import RULEBOOK, RulebookFacts
from statemachines.table import NEW

Kind = Literal["office", "mourning"]
KINDS: Final[tuple[Kind, ...]] = ("office", "mourning")
"""A day on which offices are shut, or one of public thanksgiving or mourning."""

_EMPTY = re.compile(r"^closed:[ \t]*\[[ \t]*\][ \t]*$", re.MULTILINE)
_LIST = re.compile(r"^closed:[ \t]*(#.*)?$", re.MULTILINE)
_NEW: Final = (
    "vires: calendar/1\nkey: {key}\ntitle: {title}\njurisdiction: {jurisdiction}\n"
    "closed: []\nperiods: []\n"
)


@dataclass(frozen=True, slots=True)
class CalendarInForce:
    """A calendar that is in force: its version, and what it says."""

    version: Any
    rules: Any


def calendars(desk: Desk) -> list[CalendarInForce]:
    """The calendars in force today; a partnership can keep several."""
    return [
        CalendarInForce(version, meaning(desk, version))
        for version in keys_in_force(desk, kind="calendar", on=desk.today)
    ]


def close_day(
    desk: Desk, *, day: dt.date, reason: str, kind: str = "office", calendar: str | None = None
) -> Receipt:
    """Add a closed day to the calendar in force (its key, where there are several).

    Where there is none, a first one is made. Raises `Unusable` for a kind there is none of, a
    reason that is missing, or a calendar nobody knows; `Refused` where the day is closed already,
    or the actor may not.
    """
    if kind not in KINDS:
        raise Unusable.one("name.unknown", what="kind", name=kind[:80], nearest=None)
    if not reason.strip():
        raise Unusable([Problem("lifecycle.reason_missing", {})])
    found = calendars(desk)
    if calendar is not None:
        found = [one for one in found if one.version.key == calendar]
        if not found:
            raise Unusable.one("name.unknown", what="calendar", name=calendar[:80], nearest=None)
    if any(closed.day == day for one in found for closed in one.rules.closed):
        raise Refused.one("calendar.closed_already", day=day)
    text = text_of(desk, found[0].version).decode() if found else _first_text(desk)
    line = f"  - {{day: {day.isoformat()}, reason: {json.dumps(reason.strip())}, kind: {kind}}}"
    added = load(desk, _with(text, line).encode(), found[0].version.file if found else "calendar")
    return adopt(desk, added.ref, reason=reason.strip())


def against_closing(desk: Desk) -> tuple[Refusal, ...]:
    """Why the actor may not close a day: what is against loading a calendar, or bringing it in."""
    facts = RulebookFacts(permissions=permissions(desk), reason="asked for")
    load_it, bring_it_in = RULEBOOK.from_state[NEW]["load"], RULEBOOK.from_state["draft"]
    adopting = bring_it_in["adopt_by_act"].refusals(facts)
    return (
        *load_it.refusals(facts),
        *(one for one in adopting if one.code == "lifecycle.not_permitted"),
    )[:1]


def _with(text: str, line: str) -> str:
    """The text with one more closed day, everything else as it is."""
    if _EMPTY.search(text):
        return _EMPTY.sub(lambda _: f"closed:\n{line}", text, count=1)
    if _LIST.search(text):
        return _LIST.sub(lambda found: f"{found[0]}\n{line}", text, count=1)
    return f"{text.rstrip()}\nclosed:\n{line}\n"


def _first_text(desk: Desk) -> str:
    return _NEW.format(
        key=desk.partnership.key,
        title=json.dumps(desk.partnership.name),
        jurisdiction=desk.partnership.jurisdiction,
    )
