"""`vires commission` as a whole: partners, links, rounds, pauses, notice and the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from governance.interfaces.cli.commission_details import Framework, Reason, Ref, Seen, shares
from governance.interfaces.cli.options import As, In, Now, acting_desk, day, optional_day
from governance.interfaces.cli.output import AsJson, done

_End = Annotated[str | None, typer.Option("--end", metavar="DATE", help="Its new end date.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to the noun's."""
    for name, command in _COMMANDS.items():
        app.command(name)(command)


def start(
    ref: Ref,
    lead: Annotated[
        str | None, typer.Option("--lead", metavar="PERSON", help="Who is answerable for it.")
    ] = None,
    end: _End = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Start the cycle of a commission that was proposed."""
    from governance.application.commissions.opening import start_cycle

    ends = optional_day(end, "--end")
    with acting_desk(partnership, actor, now) as desk:
        receipt = start_cycle(desk, commission=ref, lead=lead, end_date=ends, seen=seen)
    done(receipt, "done.commission_started", as_json=as_json)


def partner(
    ref: Ref,
    organisation: Annotated[
        str, typer.Argument(metavar="PARTNER[=POUNDS]", help="Its key, and its share.")
    ],
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Note that a partner takes part, and what it puts in."""
    from governance.application.commissions.partners import add_partner

    ((key, share),) = shares([organisation]).items()
    with acting_desk(partnership, actor, now) as desk:
        receipt = add_partner(desk, commission=ref, organisation=key, share=share, seen=seen)
    done(receipt, "done.commission_partner", as_json=as_json, organisation=key)


def link(
    ref: Ref,
    other: Annotated[str, typer.Argument(metavar="OTHER", help="The other commission.")],
    reason: Reason = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Count the values of two commissions together."""
    from governance.application.commissions.links import link as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, other=other, reason=reason)
        name = desk.row("commission", other).ref
    done(receipt, "done.commission_linked", as_json=as_json, other=name)


def unlink(
    ref: Ref,
    reason: Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let a commission count for itself again."""
    from governance.application.commissions.links import unlink as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, reason=reason)
    done(receipt, "done.commission_unlinked", as_json=as_json)


def answer(
    ref: Ref,
    principle: Annotated[str, typer.Argument(metavar="PRINCIPLE", help="The principle's key.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="How the commission answers it.")],
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say how a commission answers a principle of its framework."""
    from governance.application.commissions.principles import answer as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, principle=principle, text=text, seen=seen)
    done(receipt, "done.principle_answered", as_json=as_json)


def next_round(
    ref: Ref,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Go round again: what the review found feeds the next round."""
    from governance.application.commissions.rounds import next_round as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, seen=seen)
    done(receipt, "done.commission_round", as_json=as_json)


def pause(
    ref: Ref,
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Set a commission aside; it will go on where it was."""
    from governance.application.commissions.lifecycle import pause as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, reason=reason, seen=seen)
    done(receipt, "done.commission_paused", as_json=as_json)


def resume(
    ref: Ref,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let a paused commission go on."""
    from governance.application.commissions.lifecycle import resume as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, seen=seen)
    done(receipt, "done.commission_resumed", as_json=as_json)


def withdraw(
    ref: Ref,
    reason: Reason,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give a commission up."""
    from governance.application.commissions.lifecycle import withdraw as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, reason=reason, seen=seen)
    done(receipt, "done.commission_withdrawn", as_json=as_json)


def give_notice(
    ref: Ref,
    end: _End = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give notice that a commission will end, once that is decided."""
    from governance.application.commissions.lifecycle import give_notice as act

    ends = optional_day(end, "--end")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, end_date=ends, seen=seen)
    done(receipt, "done.commission_noticed", as_json=as_json)


def withdraw_notice(
    ref: Ref,
    reason: Reason,
    end: _End = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take the notice back; the commission goes on."""
    from governance.application.commissions.lifecycle import withdraw_notice as act

    ends = optional_day(end, "--end")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=ref, reason=reason, end_date=ends, seen=seen)
    done(receipt, "done.commission_unnoticed", as_json=as_json)


def close(
    ref: Ref,
    outside: Annotated[
        str | None, typer.Option("--outside", metavar="REASON", help="It ended outside Vires.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="When it ended outside.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Close a commission under notice, or record that one ended outside Vires."""
    from governance.application.commissions.lifecycle import close as act
    from governance.application.commissions.lifecycle import record_closure

    ended = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        if outside is None:
            receipt = act(desk, commission=ref, seen=seen)
        else:
            receipt = record_closure(desk, commission=ref, reason=outside, on=ended, seen=seen)
    done(receipt, "done.commission_closed", as_json=as_json)


def recommission(
    ref: Ref,
    title: Annotated[str, typer.Option("--title", help="What the new one is called.")],
    lead: Annotated[str, typer.Option("--lead", metavar="PERSON", help="Who leads it.")],
    end: Annotated[str, typer.Option("--end", metavar="DATE", help="The day on which it ends.")],
    framework: Framework = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Open the commission that follows one that has ended."""
    from governance.application.commissions.lifecycle import recommission as act

    ends = day(end, "--end")
    with acting_desk(partnership, actor, now) as desk:
        opened, old = act(
            desk,
            commission=ref,
            title=title,
            lead=lead,
            end_date=ends,
            framework=framework,
            seen=seen,
        )
    done(old, "done.commission_recommissioned", as_json=as_json, successor=opened.ref)


_COMMANDS: Mapping[str, Callable[..., None]] = {
    "start": start,
    "partner": partner,
    "link": link,
    "unlink": unlink,
    "answer": answer,
    "next-round": next_round,
    "pause": pause,
    "resume": resume,
    "withdraw": withdraw,
    "give-notice": give_notice,
    "withdraw-notice": withdraw_notice,
    "close": close,
    "recommission": recommission,
}
