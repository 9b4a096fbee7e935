"""The commands of `vires plan` for a plan in use: publish, review, renew, end, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from governance.domain.errors import Unusable
from governance.interfaces.cli.options import As, In, Now, acting_desk, looking_desk, optional_day
from governance.interfaces.cli.output import AsJson, done, say
from governance.interfaces.cli.plan_common import Past, Ref, Seen, app


@app.command()
def publish(
    ref: Ref,
    on: Past = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Publish an agreed plan, or record the day it was; its yearly review is set."""
    from governance.application.plans.issuing import publish as act
    from governance.application.plans.queries import listing

    moment = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, on=moment, seen=seen)
        due = next(row["review_by"] for row in listing(desk) if row["ref"] == receipt.ref)
    done(receipt, "done.plan_published", as_json=as_json, due=due)


@app.command()
def review(
    ref: Ref,
    found: Annotated[str, typer.Option("--found", help="What the review found.")],
    on: Past = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record the yearly review; the next one is set."""
    from governance.application.plans.keeping import review as act
    from governance.application.plans.queries import listing

    moment = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, found=found, on=moment, seen=seen)
        due = next(row["review_by"] for row in listing(desk) if row["ref"] == receipt.ref)
    done(receipt, "done.plan_reviewed", as_json=as_json, due=due)


@app.command()
def renew(
    ref: Ref,
    by: Annotated[str, typer.Argument(metavar="NEXT", help="The published plan that follows it.")],
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Let the next plan take a plan’s place."""
    from governance.application.plans.keeping import renew as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, by=by, seen=seen)
        successor = desk.row("plan", by).ref
    done(receipt, "done.plan_renewed", as_json=as_json, next=successor)


@app.command()
def end(
    ref: Ref,
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")],
    on: Past = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """End a plan, or give one up that is not agreed."""
    from governance.application.plans.keeping import end as act

    moment = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, ref, reason=reason, on=moment, seen=seen)
    done(receipt, "done.plan_ended", as_json=as_json)


@app.command()
def export(
    ref: Ref,
    form: Annotated[
        str, typer.Option("--format", "--as", metavar="FORM", help="As md or html.")
    ] = "md",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", help="Into a file; shown otherwise.")
    ] = None,
    now: Now = None,
    partnership: In = None,
) -> None:
    """Write the whole plan as Markdown, or as a page of HTML that is complete in itself."""
    from governance.application.plans.document import document
    from governance.application.plans.publishing import render

    forms = {"md": "markdown", "markdown": "markdown", "html": "html"}
    if form.lower() not in forms:
        raise Unusable.one("plan.form_unknown", name=form[:40], known=["md", "html"])
    with looking_desk(partnership, None, now) as desk:
        text = render(document(desk, ref), "html" if form.lower() == "html" else "markdown")
    if to is None:
        print(text, end="")
        return
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unusable.one("plan.not_written", path=str(to), why=error.strerror or "") from error
    say("done.plan_exported", ref=ref, path=str(to))
