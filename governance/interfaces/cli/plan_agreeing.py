"""The commands of `vires plan` that bring it to agreement: consultation, consents, its report."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.interfaces.cli.options import As, In, Now, acting_desk, optional_day
from governance.interfaces.cli.output import AsJson, done, emit_json, in_words, say, tell
from governance.interfaces.cli.plan_common import Past, Ref, Seen, app, told
from governance.interfaces.cli.plan_page import refusal_lines


@app.command()
def consult(
    ref: Ref,
    starts: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="Its first day; today otherwise.")
    ] = None,
    ends: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Its last day.")] = None,
    changed: Annotated[
        str | None, typer.Option("--changed", help="What changed because of what people said.")
    ] = None,
    not_held: Annotated[
        str, typer.Option("--not-held", metavar="REASON", help="Why nobody was asked.")
    ] = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Open the consultation, record one that was held, or say more of it."""
    from governance.application.plans.consulting import consult as act

    first, last = optional_day(starts, "--from"), optional_day(ends, "--to")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk,
            ref,
            from_day=first,
            to_day=last,
            changed=changed,
            not_held=not_held,
            seen=seen,
        )
    told(receipt, "done.plan_consulted", as_json=as_json)


@app.command()
def asked(
    ref: Ref,
    key: Annotated[str, typer.Argument(metavar="KEY", help="A short name for them.")],
    who: Annotated[str, typer.Option("--who", help="The group or organisation, by its name.")],
    on: Past = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that a group or an organisation was asked about the plan. Never a private person."""
    from governance.application.plans.consulting import ask

    moment = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = ask(desk, ref, key=key, who=who, asked_on=moment, seen=seen)
    told(receipt, "done.plan_asked", as_json=as_json, who=who.strip())


@app.command()
def answered(
    ref: Ref,
    key: Annotated[str, typer.Argument(metavar="KEY", help="Who was asked.")],
    said: Annotated[str, typer.Option("--said", help="What they said.")],
    on: Past = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record what somebody who was asked said; said again, the last stands."""
    from governance.application.plans.consulting import answer

    moment = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = answer(desk, ref, key=key, said=said, answered_on=moment, seen=seen)
    done(receipt, "done.plan_answered", as_json=as_json, key=key)


@app.command()
def propose(
    ref: Ref,
    title: Annotated[str, typer.Option("--title", help="The plan’s own otherwise.")] = "",
    recommendation: Annotated[
        str, typer.Option("--recommendation", help="What the board is asked to resolve.")
    ] = "",
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="KEY", help="Where several could say.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Draft the report that asks the board to agree the plan, or a change of an agreed one."""
    from governance.application.plans.proposing import propose as act
    from governance.application.plans.queries import show

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk, ref, title=title, recommendation=recommendation, scheme=scheme, seen=seen
        )
        found = show(desk, ref)
    if as_json:
        wants = [in_words(one) for one in found["missing"]]
        emit_json(receipt.plain() | {"missing": wants})
        return
    say("done.plan_proposed", ref=receipt.ref, plan=found["ref"])
    if found["missing"]:
        say("plan.missing_head")
        for line in refusal_lines(found["missing"]):
            tell(line)


@app.command()
def consent(
    ref: Ref,
    partner: Annotated[str, typer.Option("--partner", metavar="KEY", help="For whom.")],
    by: Annotated[
        str | None, typer.Option("--by", metavar="PERSON", help="Who of the partner gave it.")
    ] = None,
    on: Past = None,
    text: Annotated[str, typer.Option("--words", help="What was said, or where it stands.")] = "",
    take_back: Annotated[
        str | None, typer.Option("--take-back", metavar="REASON", help="Take it off again.")
    ] = None,
    refused: Annotated[
        str | None, typer.Option("--refuse", metavar="REASON", help="It refuses, for a reason.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that a partner consented to its part of the plan, take that back, or refuses."""
    from governance.application.plans.agreeing import consent as give
    from governance.application.plans.agreeing import refuse, take_back_consent
    from governance.domain.errors import Unusable

    moment = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        name = desk.row("organisation", partner).name
        if take_back is not None:
            receipt = take_back_consent(desk, ref, partner=partner, reason=take_back, seen=seen)
        elif by is None:
            raise Unusable.one("plan.option_missing", option="--by")
        elif refused is not None:
            receipt = refuse(
                desk, ref, partner=partner, by=by, reason=refused, on=moment, seen=seen
            )
        else:
            receipt = give(desk, ref, partner=partner, by=by, on=moment, words=text, seen=seen)
    if refused is not None and take_back is None:
        code = "done.plan_part_refused"
    else:
        code = "done.plan_consented" if take_back is None else "done.plan_consent_back"
    told(receipt, code, as_json=as_json, partner=name)
