"""The commands of `vires proposal` that bring a report to a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from governance.domain.errors import Unusable
from governance.interfaces.cli.options import As, In, Now, optional_day
from governance.interfaces.cli.output import AsJson
from governance.interfaces.cli.proposal_common import Reason, Ref, Seen, act, app, pairs

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.application.desk import Desk

Outcome = Annotated[str, typer.Option("--outcome", help="Such as approved or refused.")]
Verbatim = Annotated[
    str, typer.Option("--resolved", metavar="TEXT", help="The resolution, word for word.")
]
Reasons = Annotated[str, typer.Option("--reasons", help="Why it was decided so.")]
Alternatives = Annotated[
    str, typer.Option("--alternatives", help="What else was considered, and why not.")
]
How = Annotated[
    str, typer.Option("--how", help="At a meeting: agreed, counted, recorded or in_writing.")
]
Totals = Annotated[str | None, typer.Option("--totals", metavar="FOR,AGAINST,ABSTAINED")]
Person = Annotated[
    str | None, typer.Option("--person", metavar="KEY", help="Whose; yours otherwise.")
]


@app.command()
def place(
    ref: Ref,
    meeting: Annotated[str, typer.Argument(metavar="MEETING", help="Such as M-0001.")],
    late_reason: Annotated[
        str | None, typer.Option("--urgent", help="Why the chair takes it as urgent.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put it on the agenda of a meeting."""
    from governance.application.proposals.placing import place_on_agenda

    def do(desk: Desk) -> Receipt:
        return place_on_agenda(desk, ref, meeting=meeting, late_reason=late_reason, seen=seen)

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)


@app.command("hand-over")
def hand_over(
    ref: Ref,
    office: Annotated[
        str | None,
        typer.Option("--office", metavar="KEY", help="A delegate, or an office that stands above."),
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Hand it to the officer who decides."""
    from governance.application.proposals.placing import hand_to_officer

    act(
        lambda desk: hand_to_officer(desk, ref, office=office, seen=seen),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command("refer-up")
def refer_up(
    ref: Ref,
    reason: Reason,
    to: Annotated[
        str | None, typer.Option("--to", metavar="KEY", help="Who; the nearest above otherwise.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Leave it to a higher decider."""
    from governance.application.proposals.deciding import refer_up as leave_to

    act(
        lambda desk: leave_to(desk, ref, reason=reason, to=to, seen=seen),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def view(
    ref: Ref,
    said: Annotated[str, typer.Option("--said", metavar="TEXT", help="The view, in words.")],
    of: Annotated[
        str | None, typer.Option("--of", metavar="KEY", help="The office or body heard.")
    ] = None,
    supports: Annotated[
        bool | None, typer.Option("--for/--against", help="Whether it is in favour.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a clearance, or what a consulted office or body said."""
    from governance.application.proposals.taking_part import record_view

    def do(desk: Desk) -> Receipt:
        return record_view(desk, ref, view=said, supports=supports, decider=of, seen=seen)

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)


@app.command()
def declare(
    ref: Ref,
    kind: Annotated[str, typer.Option("--kind", help="Such as disclosable_pecuniary.")] = "",
    person: Person = None,
    ruling: Annotated[
        str | None, typer.Option("--ruling", help="What the chair decided, such as leaves.")
    ] = None,
    advised: Annotated[
        bool, typer.Option("--advised", help="The chair had the proper officer's advice.")
    ] = False,
    may_speak: Annotated[bool, typer.Option("--may-speak", help="By dispensation.")] = False,
    may_vote: Annotated[bool, typer.Option("--may-vote", help="By dispensation.")] = False,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The dispensation's last day.")
    ] = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take back what was declared by mistake.")
    ] = False,
    reason: Annotated[str, typer.Option("--reason", help="Why it is taken back.")] = "",
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Declare an interest in it, or take back one that was declared by mistake."""
    from governance.application.proposals.declarations import withdraw_declaration
    from governance.application.proposals.taking_part import declare as declare_interest
    from governance.domain.bodies.interests import Dispensation

    last = optional_day(until, "--until")
    leave = None
    if may_speak or may_vote:
        leave = Dispensation(speak=may_speak, vote=may_vote, until=last)

    def do(desk: Desk) -> Receipt:
        if withdraw:
            whose = person or desk.actor.name
            return withdraw_declaration(desk, ref, person=whose, reason=reason, seen=seen)
        return declare_interest(
            desk,
            ref,
            kind=kind,
            person=person,
            ruling=ruling,
            advised=advised,
            dispensation=leave,
            seen=seen,
        )

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)


@app.command()
def vote(
    ref: Ref,
    choose: Annotated[str, typer.Argument(metavar="VOTE", help="for, against or abstain.")],
    person: Person = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Cast a vote while it is open; the last one counts."""
    from governance.application.proposals.taking_part import vote as cast

    act(
        lambda desk: cast(desk, ref, choose=choose, person=person),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def consent(
    ref: Ref,
    partner: Annotated[str, typer.Argument(metavar="PARTNER")],
    person: Person = None,
    words: Annotated[str, typer.Option("--words", help="As it was written.")] = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record a partner's express written consent."""
    from governance.application.proposals.taking_part import consent as give

    act(
        lambda desk: give(desk, ref, partner=partner, person=person, words=words),
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


def totals_of(text: str | None) -> tuple[int, int, int] | None:
    """Votes for, against and abstentions as "5,2,1"."""
    if text is None:
        return None
    parts = text.split(",")
    if len(parts) != len(("for", "against", "abstained")) or not all(
        p.strip().isdigit() and len(p.strip()) < 6 for p in parts
    ):
        raise Unusable.one("cli.totals_unreadable", text=text[:40])
    votes_for, against, abstained = (int(p) for p in parts)
    return votes_for, against, abstained


@app.command()
def decide(
    ref: Ref,
    outcome: Outcome,
    resolved: Verbatim = "",
    reasons: Reasons = "",
    alternatives: Alternatives = "",
    how: How = "agreed",
    totals: Totals = None,
    votes: Annotated[
        list[str] | None,
        typer.Option("--vote", metavar="PERSON=VOTE", help="A recorded vote, or none; repeatable."),
    ] = None,
    casting: Annotated[
        str | None, typer.Option("--casting", help="The presiding person's second vote.")
    ] = None,
    dissent: Annotated[
        list[str] | None, typer.Option("--dissent", metavar="PERSON", help="Who disagreed.")
    ] = None,
    publish: Annotated[
        bool, typer.Option("--publish/--publish-later", help="Whether it is published today.")
    ] = True,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Decide it: as the officer who acts, or for the body in whose meeting it is."""
    from governance.application.proposals.counting import Taken
    from governance.application.proposals.deciding import decide as take
    from governance.application.proposals.findings import Words

    taken = Taken(
        how=how,
        votes=pairs(votes, "--vote"),
        totals=totals_of(totals),
        casting=casting,
        dissent=tuple(dissent or ()),
    )
    words = Words(resolved, reasons, alternatives)

    def do(desk: Desk) -> Receipt:
        return take(
            desk, ref, outcome=outcome, words=words, taken=taken, publish=publish, seen=seen
        )

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)


@app.command("decide-again")
def decide_again(
    ref: Ref,
    outcome: Outcome,
    resolved: Verbatim = "",
    reasons: Reasons = "",
    alternatives: Alternatives = "",
    meeting: Annotated[
        str | None, typer.Option("--meeting", metavar="MEETING", help="At which a body does so.")
    ] = None,
    how: How = "agreed",
    totals: Totals = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Confirm or amend what scrutiny asked to reconsider."""
    from governance.application.proposals.counting import Taken
    from governance.application.proposals.deciding import decide_again as confirm
    from governance.application.proposals.findings import Words

    taken, words = Taken(how=how, totals=totals_of(totals)), Words(resolved, reasons, alternatives)

    def do(desk: Desk) -> Receipt:
        return confirm(
            desk, ref, outcome=outcome, words=words, taken=taken, meeting=meeting, seen=seen
        )

    act(do, partnership=partnership, actor=actor, now=now, as_json=as_json)
