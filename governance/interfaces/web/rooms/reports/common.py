"""What the acts on a report share: the subject, where an act leads, and what is said after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from governance import words
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.proposals.adopting import waiting
from governance.application.proposals.interests import sitting_for
from governance.application.proposals.listing import listed_item
from governance.application.proposals.queries import in_words
from governance.application.proposals.reading import read_report
from governance.domain.errors import Problem
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.fields import Area, Field, Option
from governance.interfaces.web.rooms.reports.paths import closed_now
from governance.interfaces.web.visit import Visit

_MEETING = re.compile(r"M-\d{4,9}", re.ASCII)

REASON = Area(name="reason", rows=3)
"""Why; it goes on the record."""


def about(visit: Visit, values: Mapping[str, Any] | None = None, **more: Any) -> About:
    """A report as an act's page knows it. From a meeting's page it leads back there."""
    row = visit.desk.row("proposal", visit.path["ref"])
    return About(
        params={"ref": row.ref, "title": row.title},
        seen=row.version,
        values=values or {},
        back=visit.url(back_to(visit.query, row.ref)),
        more={"report": row, **more},
    )


def back_to(query: Mapping[str, str], ref: str) -> str:
    """The page an act came from: that of the meeting the address names, else the report's."""
    meeting = at_meeting(query)
    return f"/meetings/{meeting}/now" if meeting else f"/reports/{ref}"


def at_meeting(query: Mapping[str, str]) -> str | None:
    """The meeting from whose page an act was begun, if the address names one."""
    named = query.get("at", "")
    return named if _MEETING.fullmatch(named) else None


def told(desk: Desk, said: Said, receipt: Receipt) -> Done:
    """Where the act leaves the report, in a sentence; and in a meeting the quorum for it."""
    row = desk.by_id("proposal", receipt.id)
    sentences = [in_words(desk, row)]
    if receipt.kind == "proposal.interest_declared":
        sentences.insert(0, words.say("web.meeting.interest_kept", {}))
    if (waits := waiting(desk, row)) is not None:
        sentences.append(waits["words"])
    if meeting := at_meeting(said.query):
        sentences += _quorum(desk, row, meeting)
    return Done(
        receipt=receipt,
        to=back_to(said.query, row.ref),
        code="web.report.now",
        params={"said": " ".join(sentences)},
    )


def _quorum(desk: Desk, row: Any, meeting: str) -> list[str]:
    """Whether there is a quorum for a report that is still to be taken at the meeting."""
    at, item = desk.row("meeting", meeting), listed_item(desk, row.id)
    if item is None or item.meeting_id != at.id:
        return []
    sitting = sitting_for(desk, read_report(desk, row, on=desk.today), at)
    if sitting.body.terms is None:
        return []
    found = sitting.quorum()
    code = "web.meeting.item_quorate" if found.met else "web.meeting.item_not_quorate"
    return [words.say(code, {"counted": len(found.counted), "needed": found.needed})]


Doing = Callable[[Desk, Said], Receipt]


def act(
    name: str,
    do: Doing,
    *,
    fields: Sequence[Field] | Callable[[Visit], Sequence[Field]] = (),
    known: Callable[[Visit], About] = about,
    check: bool = False,
    template: str = "act.html",
    placed: Callable[[Visit, Problem], str | None] | None = None,
) -> Act:
    """An act on a report, at /reports/{ref}/<name>."""
    return Act(
        key=f"report.{name}",
        path=f"/reports/{{ref}}/{name}",
        do=lambda desk, said: told(desk, said, do(desk, said)),
        to="/reports/{ref}",
        fields=fields,
        about=lambda visit: _with_closed(visit, name, known(visit)),
        check=check,
        tried=check,
        template=template,
        placed=placed,
    )


def _with_closed(visit: Visit, name: str, found: About) -> About:
    """What an act's page knows, with why it is closed now, if it is."""
    return found if found.closed else replace(found, closed=closed_now(visit, name))


def options(values: Sequence[str], prefix: str = "") -> list[Option]:
    """Names for machines as choices, by their words."""
    return [Option(value, words.capital(words.term(f"{prefix}{value}"))) for value in values]
