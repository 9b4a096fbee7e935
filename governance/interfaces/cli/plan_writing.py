"""The commands of `vires plan` that write into it: priorities, groups, commitments, strategies."""

from __future__ import annotations

from typing import Annotated

import typer

from governance.domain.errors import Problem, Unusable
from governance.interfaces.cli.options import As, In, Now, acting_desk, optional_day
from governance.interfaces.cli.output import AsJson, done
from governance.interfaces.cli.plan_common import (
    Because,
    ConsentBy,
    Decided,
    Ref,
    Seen,
    app,
    ground,
    told,
)

_Key = Annotated[str, typer.Argument(metavar="KEY", help="A short name of its own.")]
_Under = Annotated[
    list[str] | None,
    typer.Option("--priority", metavar="KEY", help="A priority it stands under; repeatable."),
]


@app.command()
def priority(
    ref: Ref,
    key: _Key,
    title: Annotated[str | None, typer.Option("--title", help="What is to change.")] = None,
    outcome: Annotated[
        str | None, typer.Option("--outcome", metavar="KEY", help="The outcome it stands under.")
    ] = None,
    why: Annotated[str | None, typer.Option("--why", help="What it rests on.")] = None,
    because: Because = "",
    decision: Decided = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add a priority under an outcome, or change the one with that key."""
    from governance.application.plans import priorities as acts
    from governance.application.plans.finding import priorities

    rests_on = ground(because, decision)
    with acting_desk(partnership, actor, now) as desk:
        there = {row.key for row in priorities(desk, desk.row("plan", ref).id)}
        if key in there:
            receipt = acts.change_priority(
                desk, ref, key, title=title, outcome=outcome, why=why, ground=rests_on, seen=seen
            )
        else:
            said = _needed({"--title": title, "--outcome": outcome})
            receipt = acts.add_priority(
                desk,
                ref,
                key=key,
                title=said["--title"],
                outcome=said["--outcome"],
                why=why or "",
                ground=rests_on,
                seen=seen,
            )
    code = "done.plan_priority_changed" if key in there else "done.plan_priority"
    done(receipt, code, as_json=as_json, key=key)


@app.command()
def group(
    ref: Ref,
    key: _Key,
    title: Annotated[str | None, typer.Option("--title", help="What its plan is called.")] = None,
    whom: Annotated[
        str | None, typer.Option("--for", metavar="GROUP", help="Which group it is for.")
    ] = None,
    under: _Under = None,
    level: Annotated[
        list[str] | None,
        typer.Option("--level", metavar="LEVEL: WHAT", help="What a level does; repeatable."),
    ] = None,
    because: Because = "",
    decision: Decided = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add a commissioning plan for a group under priorities, or change the one with that key."""
    from governance.application.plans import groups as acts
    from governance.application.plans.finding import groups

    levels = dict(_level(text) for text in level or ())
    rests_on = ground(because, decision)
    with acting_desk(partnership, actor, now) as desk:
        there = {row.key for row in groups(desk, desk.row("plan", ref).id)}
        if key in there:
            receipt = acts.change_group(
                desk,
                ref,
                key,
                title=title,
                for_group=whom,
                under=under or (),
                levels=levels,
                ground=rests_on,
                seen=seen,
            )
        else:
            said = _needed({"--title": title, "--for": whom})
            receipt = acts.add_group(
                desk,
                ref,
                key=key,
                title=said["--title"],
                for_group=said["--for"],
                under=under or (),
                levels=levels,
                ground=rests_on,
                seen=seen,
            )
    code = "done.plan_group_changed" if key in there else "done.plan_group"
    done(receipt, code, as_json=as_json, key=key)


@app.command()
def commit(
    ref: Ref,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="The commitment to change.")
    ] = None,
    partner: Annotated[
        str | None, typer.Option("--partner", metavar="KEY", help="Who promises it.")
    ] = None,
    under: Annotated[
        str | None, typer.Option("--priority", metavar="KEY", help="Under which priority.")
    ] = None,
    what: Annotated[str | None, typer.Option("--what", help="What is promised.")] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help="By when; the last day otherwise.")
    ] = None,
    measure: Annotated[
        str | None, typer.Option("--measure", metavar="MEASURE", help="What it is measured by.")
    ] = None,
    because: Because = "",
    decision: Decided = None,
    consent_by: ConsentBy = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add what a partner promises under a priority, or change the commitment of that number."""
    from governance.application.plans import commitments as acts
    from governance.application.plans.finding import commitments

    on = optional_day(due, "--due")
    rests_on = ground(because, decision, consent_by)
    with acting_desk(partnership, actor, now) as desk:
        if number is not None:
            if partner is not None:
                raise Unusable.one("plan.commitment_stays", number=number)
            receipt = acts.change_commitment(
                desk,
                ref,
                number,
                what=what,
                due_on=on,
                measure=measure,
                priority=under,
                ground=rests_on,
                seen=seen,
            )
        else:
            said = _needed({"--partner": partner, "--priority": under, "--what": what})
            plan = desk.row("plan", ref)
            receipt = acts.add_commitment(
                desk,
                ref,
                partner=said["--partner"],
                priority=said["--priority"],
                what=said["--what"],
                due_on=on or plan.to_day,
                measure=measure,
                ground=rests_on,
                seen=seen,
            )
            added = max(row.number for row in commitments(desk, plan.id))
    code = "done.plan_commitment" if number is None else "done.plan_commitment_changed"
    told(receipt, code, as_json=as_json, number=added if number is None else number)


@app.command()
def drop(
    ref: Ref,
    under: Annotated[str | None, typer.Option("--priority", metavar="KEY")] = None,
    among: Annotated[str | None, typer.Option("--group", metavar="KEY")] = None,
    commitment: Annotated[int | None, typer.Option("--commitment", metavar="NUMBER")] = None,
    because: Because = "",
    decision: Decided = None,
    consent_by: ConsentBy = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Drop a priority, a group’s plan or a commitment; it stays on record."""
    from governance.application.plans.commitments import drop_commitment
    from governance.application.plans.groups import drop_group
    from governance.application.plans.priorities import drop_priority

    named = [one for one in (under, among, commitment) if one is not None]
    if len(named) != 1:
        raise Unusable.one("plan.drop_one")
    rests_on = ground(because, decision, consent_by)
    with acting_desk(partnership, actor, now) as desk:
        if under is not None:
            receipt = drop_priority(desk, ref, under, ground=rests_on, seen=seen)
        elif among is not None:
            receipt = drop_group(desk, ref, among, ground=rests_on, seen=seen)
        else:
            receipt = drop_commitment(desk, ref, int(named[0]), ground=rests_on, seen=seen)
    told(receipt, "done.plan_dropped", as_json=as_json, what=str(named[0]))


@app.command()
def strategy(
    ref: Ref,
    key: _Key,
    title: Annotated[str | None, typer.Option("--title", help="What it is called.")] = None,
    way: Annotated[
        str, typer.Option("--way", help="Informs, informed-by or both: how the plan stands to it.")
    ] = "both",
    owner: Annotated[str, typer.Option("--owner", help="Whose it is.")] = "",
    off: Annotated[bool, typer.Option("--off", help="Take it off the plan.")] = False,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Name a strategy that the plan informs or is informed by, or take it off."""
    from governance.application.plans.strategies import relate, unrelate

    with acting_desk(partnership, actor, now) as desk:
        if off:
            receipt = unrelate(desk, ref, key=key, seen=seen)
        else:
            said = _needed({"--title": title})
            receipt = relate(
                desk,
                ref,
                key=key,
                title=said["--title"],
                way=way.strip().lower().replace("-", "_"),
                owner=owner,
                seen=seen,
            )
    code = "done.plan_strategy_off" if off else "done.plan_strategy"
    done(receipt, code, as_json=as_json, key=key)


def _needed(given: dict[str, str | None]) -> dict[str, str]:
    """What was given of what something new needs. Raises `Unusable` with all that is missing."""
    missing = [Problem("plan.option_missing", {"option": o}) for o, v in given.items() if v is None]
    if missing:
        raise Unusable(missing)
    return {option: value for option, value in given.items() if value is not None}


def _level(text: str) -> tuple[str, str]:
    """A level and what it does, as “local-area: one front door for all”."""
    level, colon, what = text.partition(":")
    if not colon or not level.strip():
        raise Unusable.one("plan.level_unreadable", text=text[:60])
    return level.strip().lower().replace(" ", "-"), what.strip()
