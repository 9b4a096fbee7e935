"""What the API's description says of each name: what it means, what it may be, what is done.

A name means the same everywhere unless a line says otherwise of an act, of acts whose key begins
so, or of one kind of object: `kind:report.draft` goes before `kind:report`, that before `kind`.
Values are those that the use case knows, from where it keeps them, and all that it takes.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache
from typing import Any, Final

from governance import words
from governance.application import listing
from governance.application.bodies import chairs
from governance.application.commissions import agreements, evidence
from governance.application.decommissioning.triggering import BY_HAND
from governance.application.funds import finding as funds
from governance.application.funds import proposing
from governance.application.funds.periodic import DAYS as FUND_REPORTS
from governance.application.meetings.private import CONFIDENTIAL
from governance.application.permissions import ROLES
from governance.application.plans.strategies import WAYS
from governance.application.proposals.counting import MANNERS
from governance.application.proposals.interests import INTERESTS
from governance.application.proposals.notices import NOTICES
from governance.application.reviews.reporting import FINDINGS
from governance.application.rulebook.closed_days import KINDS as CLOSED_DAYS
from governance.application.rulebook.pending import PENDING
from governance.domain.bodies.ballots import Choice
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.standing import Standing, Way
from governance.domain.decisions import KINDS as ASKS
from governance.domain.plans.basis import BASES
from statemachines.proposal_facts import OUTCOMES

VALUES: Final[Mapping[str, Collection[str]]] = {
    "ask:pool.propose": proposing.ASKS,
    "basis:plan": BASES,
    "choose:report.vote": tuple(Choice),
    "ground:meeting.private": (*evidence.PARAGRAPHS, CONFIDENTIAL),
    "finding:Found": FINDINGS,
    "how:Taken": MANNERS,
    "kind:Closure": evidence.CLOSED,
    "kind:case.open": BY_HAND,
    "kind:commission.agreement": agreements.KINDS,
    "kind:days.close": CLOSED_DAYS,
    "kind:fund.new": funds.KINDS,
    "kind:fund.report": tuple(FUND_REPORTS),
    "kind:report.declare": INTERESTS,
    "kind:report.draft": ASKS,
    "kind:report.notice": NOTICES,
    "kinds:delegation.add": ASKS,
    "outcome:report.decide": tuple(sorted(OUTCOMES)),
    "outcome:report.decide-again": tuple(sorted(OUTCOMES)),
    "outcome:report.decide-between": tuple(sorted(OUTCOMES)),
    "paragraph:Closure": evidence.PARAGRAPHS,
    "pending:rules": PENDING,
    "role:bodies": chairs.ROLES,
    "role:person": ROLES,
    "ruling:report.declare": tuple(Outcome),
    "standing:bodies.add": tuple(Standing),
    "way:plan.strategy": WAYS,
    "way:report.decide-between": tuple(Way),
}
"""What may be sent, where everything else is refused."""

_FIELD: Final = "api.field."
_SENTENCES: Final = re.compile(r"(?<=\.)\s+(?=[A-Z`])")
_QUOTED: Final = re.compile(r"`([^`]*)`")
_SAYS: Final = frozenset({"all", "clock", "operator", "person:", "lines", "notice", "record"})
"""What a docstring may quote that is no name of what is sent."""
_PEOPLE: Final = {"person": "people", "body": "bodies"}


def meaning(name: str, where: str = "") -> str | None:
    """What a name means somewhere, in words; None where nothing says it."""
    known = words.catalogue()
    for one in _places(name, where):
        if (code := _FIELD + one) in known:
            return words.say(code, {})
    return None


def values(name: str, where: str = "") -> list[str] | None:
    """All that a name may be somewhere; None where that is not closed."""
    for one in _places(name, where):
        if one in VALUES:
            return [str(value) for value in VALUES[one]]
    return None


def states(table: str, column: str) -> list[str] | None:
    """All that a column of a closed vocabulary can hold; None for any other."""
    known = listing.closed(table, column)
    return None if known is None else list(known)


def _places(name: str, where: str) -> Iterator[str]:
    parts = where.split(".") if where else []
    for end in range(len(parts), 0, -1):
        yield f"{name}:{'.'.join(parts[:end])}"
    if parts and "_" in parts[0]:
        yield f"{name}:{parts[0].partition('_')[0]}"
    yield name


def said_of(text: str, names: Collection[str] = ()) -> str:
    """A docstring for programmers outside: without what is raised and what is named inside."""
    known = {*names, *_SAYS, *(str(one) for each in VALUES.values() for one in each)}
    told = []
    for paragraph in inspect.cleandoc(text).split("\n\n"):
        kept = [
            one
            for one in _SENTENCES.split(" ".join(paragraph.split()))
            if not one.startswith(("Raises", "Gives"))
            and all(quoted in known for quoted in _QUOTED.findall(one))
        ]
        if kept:
            text = " ".join(kept).replace("the actor", "whoever the token acts as")
            told.append(re.sub(r"\bNone\b", "null", text))
    return "\n\n".join(told)


def does(function: Callable[..., Any], names: Collection[str]) -> tuple[str, str]:
    """What a function does: in a line, and in full."""
    told = said_of(inspect.getdoc(function) or "", names)
    return _SENTENCES.split(told)[0].partition("\n")[0].rstrip(".:"), told


def titled(key: str) -> str | None:
    """What the page's act of the same key is called there; None where it names its subject."""
    room, _, move = key.partition(".")
    known = words.catalogue()
    for code in (f"web.{room}.move.{move}", f"web.{key}"):
        if code in known:
            said = [one for one in known[code] if one and "{" not in one]
            return said[0] if said else None
    return None


@cache
def noun(table: str) -> tuple[str, str]:
    """What a row of a table is called: one, and several."""
    code = f"term.{table}.noun"
    one = words.term(f"{table}.noun") if code in words.catalogue() else table.replace("_", " ")
    if one in _PEOPLE:
        return one, _PEOPLE[one]
    return one, f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
