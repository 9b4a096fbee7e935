"""`vires rulebook constitute`, `adopt`, `cite` and `withdraw`: what alters what is in force.

Schemes are proved before the act, which then finds them proved: nobody waits for a proof.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.domain.errors import Problem, Unusable
from governance.interfaces.cli.ahead import proved_desk
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    day,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, say

if TYPE_CHECKING:
    from governance.application.desk import Desk

app = typer.Typer()

Version = Annotated[
    str,
    typer.Argument(metavar="VERSION", help="V-0001, a key (its latest), or KEY@NUMBER."),
]
Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="DATE", help="The first day on which it governs."),
]
Pending = Annotated[
    str | None,
    typer.Option("--pending", help="What the resolution says of pending cases: saved or redrawn."),
]


@app.command()
def constitute(
    versions: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VERSION]...", help="Drafts; every draft where none is named."),
    ] = None,
    consent: Annotated[
        list[str] | None,
        typer.Option("--consent", metavar="PARTNER=PERSON", help="Who consented for a partner."),
    ] = None,
    said: Annotated[
        str, typer.Option("--words", help="What the partners consented to, in their words.")
    ] = "",
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day they agreed: today.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Bring the first rulebooks into force, once, with every partner's consent."""
    from governance.application.rulebook import acts

    consents = _consents(consent or [])
    first = optional_day(on, "--on")

    def asked(desk: Desk) -> tuple[list[str], dt.date | None]:
        return versions or _drafts(desk), first

    with proved_desk(partnership, actor, now, asked) as desk:
        named = versions or _drafts(desk)
        receipt = acts.constitute(desk, named, consents, on=first, words=said)
        name, start = desk.partnership.name, desk.partnership.constituted_on
    if as_json:
        emit_json({**receipt.plain(), "versions": named, "on": start})
        return
    say("done.constituted", name=name, on=start, versions=len(named))


def _drafts(desk: Any) -> list[str]:
    from governance.application.rulebook.queries import versions

    before = ("draft", "proved", "findings_acknowledged")
    return [row["ref"] for row in versions(desk) if row["state"] in before]


def _consents(given: Sequence[str]) -> dict[str, str]:
    """Partners and who consented for each. Raises `Unusable` with every one that is not said."""
    found: dict[str, str] = {}
    problems = []
    for text in given:
        partner, equals, person = (part.strip() for part in text.partition("="))
        if not (partner and equals and person):
            problems.append(Problem("rulebook.consent_unreadable", {"text": text[:80]}))
        elif partner in found:
            problems.append(Problem("rulebook.consent_twice", {"partner": partner}))
        found[partner] = person
    if problems:
        raise Unusable(problems)
    return found


@app.command()
def adopt(
    version: Version,
    decision: Annotated[
        str | None,
        typer.Option("--decision", metavar="R", help="The report decided; else the one in effect."),
    ] = None,
    reason: Reason = "",
    start: From = None,
    pending: Pending = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Adopt a version: by a decision in effect, or a calendar for a stated reason."""
    from governance.application.rulebook import acts
    from governance.application.rulebook.adopting import first_day, report_deciding
    from governance.application.rulebook.naming import find_version

    first = optional_day(start, "--from")

    def asked(desk: Desk) -> tuple[list[str], dt.date | None]:
        report = report_deciding(desk, find_version(desk, version), decision)
        return [version], first if report is None else first_day(desk, report, given=first)

    with proved_desk(partnership, actor, now, asked) as desk:
        receipt = acts.adopt(
            desk, version, decision=decision, reason=reason, effective_from=first, pending=pending
        )
        row = desk.by_id("rulebook_version", receipt.id)
    done(receipt, "done.rulebook_adopted", as_json=as_json, title=row.title, on=row.effective_from)


@app.command()
def cite(
    version: Version,
    resolution: Annotated[
        str, typer.Option("--resolution", help="The body, its meeting and the minute.")
    ],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="The day it was passed.")],
    acknowledge: Annotated[
        list[str] | None,
        typer.Option("--acknowledge", metavar="FINDING", help="A finding accepted as it stands."),
    ] = None,
    start: From = None,
    pending: Pending = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take over another body's scheme or terms of reference by citing its resolution."""
    from governance.application.rulebook import acts

    passed, first = day(on, "--on"), optional_day(start, "--from")
    with proved_desk(partnership, actor, now, lambda _: ([version], first or passed)) as desk:
        receipt = acts.cite(
            desk,
            version,
            resolution,
            passed,
            acknowledge or [],
            effective_from=first,
            pending=pending,
        )
        row = desk.by_id("rulebook_version", receipt.id)
    done(receipt, "done.rulebook_adopted", as_json=as_json, title=row.title, on=row.effective_from)


@app.command()
def withdraw(
    version: Version,
    reason: Reason = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give up a draft, or a calendar that does not govern yet."""
    from governance.application.rulebook.acts import withdraw_draft

    with acting_desk(partnership, actor, now) as desk:
        receipt = withdraw_draft(desk, version, reason=reason)
    done(receipt, "done.rulebook_withdrawn", as_json=as_json)
