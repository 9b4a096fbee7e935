"""`vires review`: set, tier, put off, report and show the reviews of commissions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    day,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, say
from governance.interfaces.cli.review_page import page, review_table

if TYPE_CHECKING:
    from governance.application.reviews.reporting import Found, Reported

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

_Ref = Annotated[str, typer.Argument(metavar="REVIEW", help="Its reference, such as W-0001.")]
_Commission = Annotated[
    str, typer.Argument(metavar="COMMISSION", help="Its reference, such as C-0001.")
]
_Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]


def _test(name: str) -> Any:
    return typer.Option(
        f"--{name}", metavar="FINDING: WHY", help=f"Met, partly, not met or not known: {name}."
    )


@app.command()
def schedule(
    commission: _Commission,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DATE", help="By the rhythm otherwise.")
    ] = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Set the next review of a commission."""
    from governance.application.reviews.scheduling import schedule as act

    on = optional_day(due, "--due")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, commission=commission, due=on, seen=seen)
        row = desk.row("review", receipt.ref)
        about = desk.row("commission", commission).ref
    done(receipt, "done.review_scheduled", as_json=as_json, commission=about, due=row.due_day)


@app.command()
def tier(
    commission: _Commission,
    name: Annotated[str, typer.Argument(metavar="TIER", help="A tier of the policy in force.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")] = "",
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say how closely a commission is reviewed; a review ahead moves with it."""
    from governance.application.reviews.queries import ahead
    from governance.application.reviews.scheduling import set_tier

    with acting_desk(partnership, actor, now) as desk:
        receipt = set_tier(desk, commission=commission, tier=name, reason=reason, seen=seen)
        row = desk.row("commission", commission)
        there = ahead(desk, row.id)
    told: dict[str, Any] = {"commission": row.ref, "tier": name}
    if there is None:
        done(receipt, "done.review_tier", as_json=as_json, **told)
    else:
        told |= {"review": there["ref"], "due": there["due"]}
        done(receipt, "done.review_tier_moved", as_json=as_json, **told)


@app.command()
def reschedule(
    ref: _Ref,
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="The later day.")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")],
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put a review off, within the bounds of the policy."""
    from governance.application.reviews.acts import reschedule as act

    later = day(to, "--to")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, to=later, reason=reason, seen=seen)
    done(receipt, "done.review_rescheduled", as_json=as_json, due=later)


@app.command()
def report(
    ref: _Ref,
    efficient: Annotated[str | None, _test("efficient")] = None,
    effective: Annotated[str | None, _test("effective")] = None,
    equitable: Annotated[str | None, _test("equitable")] = None,
    sustainable: Annotated[str | None, _test("sustainable")] = None,
    views: Annotated[str, typer.Option("--views", help="What users said.")] = "",
    no_views: Annotated[
        str, typer.Option("--no-views", metavar="REASON", help="Why users’ views are missing.")
    ] = "",
    held: Annotated[
        str | None, typer.Option("--held", metavar="DATE", help="The day it was held.")
    ] = None,
    recommendation: Annotated[
        str, typer.Option("--recommendation", help="What its report asks for.")
    ] = "",
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="KEY", help="Where several could say.")
    ] = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put on file what a review found, and ask for it to be accepted."""
    from governance.application.reviews.reporting import report as act

    said = {
        "efficient": efficient,
        "effective": effective,
        "equitable": equitable,
        "sustainable": sustainable,
    }
    on = optional_day(held, "--held")
    with acting_desk(partnership, actor, now) as desk:
        made = act(
            desk,
            ref,
            tests={name: _found(text) for name, text in said.items() if text is not None},
            views=views,
            no_views=no_views,
            held_on=on,
            recommendation=recommendation,
            scheme=scheme,
            seen=seen,
        )
    _told(made, as_json=as_json)


def _found(text: str) -> Found:
    """A finding and why, as “met: the cost of a place fell by a tenth”."""
    from governance.application.reviews.reporting import Found

    finding, _, why = text.partition(":")
    return Found(finding.strip().lower().replace(" ", "_"), why)


def _told(made: Reported, *, as_json: bool) -> None:
    wants = [
        {
            "code": one.code,
            "words": words.say(one.code, one.params),
            "remedy": words.remedy(one.code, one.params),
        }
        for one in made.wants
    ]
    if as_json:
        found = {"report": made.report, "submitted": made.submitted, "wants": wants}
        emit_json(made.receipt.plain() | found)
        return
    say("done.review_reported", ref=made.receipt.ref, report=made.report)
    if wants:
        say("review.not_submitted", report=made.report)
        for one in wants:
            print(f"  {one['words']} {one['remedy']}".rstrip())
        print(f"  {words.remedy('review.not_submitted', {})}")


@app.command("list")
def list_(
    missed: Annotated[bool, typer.Option("--missed", help="Only what was missed.")] = False,
    due_before: Annotated[
        str | None, typer.Option("--due-before", metavar="DATE", help="Only what is due earlier.")
    ] = None,
    commission: Annotated[
        str | None, typer.Option("--commission", help="All of this commission, the old ones too.")
    ] = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List the reviews that are open, the first due first."""
    from governance.application.reviews.listing import listing

    before = optional_day(due_before, "--due-before")
    with looking_desk(partnership, None, now) as desk:
        rows = listing(desk, missed=missed, due_before=before, commission=commission)
    if as_json:
        emit_json(rows)
    else:
        review_table("Reviews", rows)


@app.command()
def show(ref: _Ref, now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """Show a review: what it found, its days and what came of them."""
    from governance.application.reviews.queries import show as told

    with looking_desk(partnership, None, now) as desk:
        found = told(desk, ref)
    if as_json:
        emit_json(found)
    else:
        page(found)
