"""`vires decommission`, up to the decision: options, consultation, the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.decommission_common import (
    Case,
    Seen,
    case_done,
    pence_of,
    told,
    written,
)
from governance.interfaces.cli.options import As, In, Now, acting_desk, optional_day
from governance.interfaces.cli.output import AsJson, done, emit_json, say, tell

if TYPE_CHECKING:
    from governance.application.decommissioning.proposing import Proposed


def add_to(app: typer.Typer) -> None:
    """Add these commands to those of `vires decommission`."""
    for command in (options, consult, heard, propose):
        app.command()(command)


def options(
    case: Case,
    scope: Annotated[
        str | None, typer.Option("--scope", help="What would end: the service, or which part.")
    ] = None,
    part: Annotated[
        bool | None, typer.Option("--part/--whole", help="Whether only a part would end.")
    ] = None,
    options_: Annotated[
        str | None, typer.Option("--options", help="The options, going on among them.")
    ] = None,
    users: Annotated[
        str | None, typer.Option("--users", help="What it means for children and families.")
    ] = None,
    market: Annotated[
        str | None, typer.Option("--market", help="What it means for other providers.")
    ] = None,
    support: Annotated[
        str | None, typer.Option("--support", help="Who is for it, and who against.")
    ] = None,
    saving: Annotated[
        str | None, typer.Option("--saving", metavar="AMOUNT", help="Saved in a year, in pounds.")
    ] = None,
    cost: Annotated[
        str | None, typer.Option("--cost", metavar="AMOUNT", help="What it costs to end it.")
    ] = None,
    budget: Annotated[
        str | None, typer.Option("--budget", metavar="AMOUNT", help="The service’s for the year.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write down options and impact; what is not given stands."""
    from governance.application.decommissioning.acts import appraise

    money = {"saving": pence_of(saving), "cost": pence_of(cost), "budget": pence_of(budget)}
    with acting_desk(partnership, actor, now) as desk:
        receipt = appraise(
            desk,
            case,
            scope=scope,
            partial=part,
            savings={key: amount for key, amount in money.items() if amount is not None},
            options=options_,
            users=users,
            market=market,
            support=support,
            seen=seen,
        )
        said = told(desk, receipt)
    case_done(receipt, said, as_json=as_json)


def consult(
    case: Case,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="The first day.")
    ] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="DATE", help="The last day.")] = None,
    whom: Annotated[str, typer.Option("--whom", help="Who is asked.")] = "",
    none: Annotated[
        str, typer.Option("--none", metavar="REASON", help="Why nobody is asked.")
    ] = "",
    advice: Annotated[str, typer.Option("--advice", help="The legal advice on that.")] = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Consult; or say why not, on which legal advice."""
    from governance.application.decommissioning.acts import consult as act
    from governance.application.decommissioning.acts import no_consultation

    begins, ends = optional_day(first, "--from"), optional_day(last, "--to")
    if (none or advice) and (begins or ends or whom):
        raise Unusable.one("decommissioning.consult_or_not")
    with acting_desk(partnership, actor, now) as desk:
        if none or advice:
            receipt = no_consultation(desk, case, reason=none, advice=advice, seen=seen)
        else:
            receipt = act(desk, case, first=begins, last=ends, whom=whom, seen=seen)
    if none or advice:
        written(receipt, as_json=as_json)
    else:
        done(receipt, "done.decommission_consults", as_json=as_json, to=ends)


def heard(
    case: Case,
    said: Annotated[str, typer.Option("--said", help="What those consulted said.")],
    changed: Annotated[str, typer.Option("--changed", help="What changed because of it.")],
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write down what was said and what changed because of it."""
    from governance.application.decommissioning.acts import heard as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, case, views=said, changed=changed, seen=seen)
    written(receipt, as_json=as_json)


def propose(
    case: Case,
    title: Annotated[str, typer.Option("--title", help="The report’s title.")] = "",
    recommendation: Annotated[
        str, typer.Option("--recommendation", help="What the report asks for.")
    ] = "",
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="KEY", help="Where several could say.")
    ] = None,
    report: Annotated[
        str | None, typer.Option("--report", metavar="REPORT", help="One that is drafted already.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Draft the report that asks for the decision."""
    from governance.application.decommissioning.proposing import propose as act

    with acting_desk(partnership, actor, now) as desk:
        made = act(
            desk,
            case,
            title=title,
            recommendation=recommendation,
            scheme=scheme,
            report=report,
            seen=seen,
        )
    _proposed(made, as_json=as_json)


def _proposed(made: Proposed, *, as_json: bool) -> None:
    wants: list[dict[str, Any]] = [
        {
            "code": one.code,
            "words": words.say(one.code, one.params),
            "remedy": words.remedy(one.code, one.params),
        }
        for one in made.wants
    ]
    if as_json:
        emit_json(made.receipt.plain() | {"report": made.report, "wants": wants})
        return
    say("done.decommission_proposed", ref=made.receipt.ref, report=made.report)
    if not wants:
        say("decommissioning.report_ready", report=made.report)
        return
    say("decommissioning.report_lacks", report=made.report)
    for one in wants:
        tell(f"  - {one['words']}")
        tell(f"    {one['remedy']}")
    tell(words.remedy("decommissioning.report_lacks", {"report": made.report}))
