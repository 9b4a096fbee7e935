"""`vires message`: what is to be sent, what did not go and why, what a template says."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    instant_for_all,
    looking_desk,
)
from governance.interfaces.cli.output import (
    EXIT_REFUSED,
    AsJson,
    done,
    emit_json,
    say,
    table,
)
from governance.words.format import day

if TYPE_CHECKING:
    from governance.application.messages.queries import MessagePage, MessageView
    from governance.application.sweeping import Swept
    from governance.store.engine import Store

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Message = Annotated[
    str, typer.Argument(metavar="MESSAGE", help="As listed: the last 8 letters of its id.")
]
EVERYTHING = 100_000
"""Batches after which delivering by hand stops, whatever still comes in."""


@app.command("list")
def list_(
    state: Annotated[
        str | None,
        typer.Option("--state", help="Such as parked, or all; what is not done yet otherwise."),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="PERSON", help="Only those for this person.")
    ] = None,
    about: Annotated[
        str | None, typer.Option("--about", metavar="REF", help="Only those about this thing.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many at the most.")] = 100,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List messages, the newest first."""
    from governance.application.messages.queries import messages

    with looking_desk(partnership, None, now) as desk:
        found = messages(desk, state=state, to=to, about=about, most=most)
    if as_json:
        emit_json([view.plain() for view in found])
        return
    rows = [
        (v.short, day(v.row.created_at.date()), _what(v), v.about, _whom(v), v.row.state)
        for v in found
        # What was sent on stands there as what it was sent on as.
        if v.row.state != "addressed" or state == "addressed"
    ]
    table("Messages", ("Message", "Of", "What", "About", "To", "State"), rows, whole="Message")


@app.command()
def show(
    message: Message, now: Now = None, partnership: In = None, as_json: AsJson = False
) -> None:
    """Show a message: what it says, and every attempt to send it."""
    from governance.application.messages.queries import message_page

    with looking_desk(partnership, None, now) as desk:
        page = message_page(desk, message)
    if as_json:
        emit_json(page.plain())
        return
    _print_page(page)


@app.command()
def preview(
    template: Annotated[
        str, typer.Argument(metavar="TEMPLATE", help="Its name, such as reminder.")
    ],
    as_json: AsJson = False,
) -> None:
    """Show what a template says, filled in with its own example."""
    from governance.adapters.templates import preview as filled_in

    subject, body = filled_in(template)
    if as_json:
        emit_json({"template": template, "subject": subject, "body": body})
        return
    print(f"{words.term('subject_of_message')}: {subject}\n\n{body.rstrip()}")


@app.command()
def retry(
    message: Annotated[
        str | None,
        typer.Argument(metavar="[MESSAGE]", help="As listed: the last 8 letters of its id."),
    ] = None,
    all_parked: Annotated[
        bool, typer.Option("--all-parked", help="Every message that was parked.")
    ] = False,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Have a message tried again that was parked, failed or is uncertain."""
    from governance.application.messages import acts

    if (message is None) is not all_parked:
        raise Unusable.one("message.which_to_retry")
    with acting_desk(partnership, actor, now) as desk:
        if message is not None:
            receipts = [acts.retry(desk, message)]
        else:
            receipts = acts.retry_all_parked(desk)
    if as_json:
        emit_json([receipt.plain() for receipt in receipts])
        return
    say("done.messages_retried", number=len(receipts))


@app.command()
def settle(
    message: Message,
    reason: Annotated[
        str, typer.Option("--reason", help="How the person was told; it goes on the record.")
    ],
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Note that the person of a parked message was told in another way."""
    from governance.application.messages.acts import settle as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, message, reason=reason)
    done(receipt, "done.message_settled", as_json=as_json)


@app.command()
def deliver(now: Now = None, as_json: AsJson = False) -> None:
    """Send what is due now, in every partnership; the clock does so by itself."""
    from governance.interfaces.cli.store import opened

    with opened() as store:
        swept = _all_of_it(store, instant_for_all(now, store))
    if as_json:
        emit_json({**swept.counts(), "lines": swept.lines})
    else:
        _print_swept(swept)
    if swept.went_wrong:
        raise typer.Exit(EXIT_REFUSED)


def _all_of_it(store: Store, now: dt.datetime) -> Swept:
    """Sweep until nothing is due that can be tried."""
    from governance.application.sweeping import Swept, sweep_named

    sweep = sweep_named("deliver_messages")
    whole = Swept(more=True)
    for _ in range(EVERYTHING):
        if not whole.more:
            break
        whole.take(sweep.work(store, now=now))
    return whole


def _what(view: MessageView) -> str:
    return words.term(view.row.template)


def _whom(view: MessageView) -> str:
    from governance.domain.messages.rendering import whom

    return view.to if view.row.person_id is not None else whom(view.row.recipient or "")


def _trouble(trouble: dict[str, Any] | None) -> tuple[str, str]:
    """What went wrong and what to do about it, in words."""
    if trouble is None:
        return "", ""
    code, params = trouble["code"], trouble["params"]
    return words.say(code, params), words.remedy(code, params)


def _print_page(page: MessagePage) -> None:
    view = page.view
    print(f"{view.row.id}: {_what(view)}, {view.about}")
    print(f"To {_whom(view)}; {words.term(view.row.state)}.")
    said, remedy = _trouble(view.row.trouble)
    if said:
        print(f"{said}\n  {remedy}" if remedy else said)
    if page.attempts:
        rows = [
            (
                one.number,
                one.carrier,
                one.began_at.isoformat(),
                one.outcome,
                _trouble(one.detail)[0],
            )
            for one in page.attempts
        ]
        table("Attempts", ("No", "By", "At", "Outcome", "Why"), rows)
    if page.came_of_it:
        rows_of = [(v.short, _whom(v), v.row.state) for v in page.came_of_it]
        table("Sent on to", ("Message", "To", "State"), rows_of, whole="Message")
    if page.text is not None:
        print(f"\n{words.term('subject_of_message')}: {page.text.subject}\n")
        print(page.text.body.rstrip())


def _print_swept(swept: Swept) -> None:
    if not swept.lines:
        say("message.nothing_due")
        return
    rows = [
        (line["ref"], words.term(line["what"]), words.term(line["outcome"])) for line in swept.lines
    ]
    table("Messages", ("About", "What", "Outcome"), rows)
    problems = {_trouble(line.get("problem")) for line in swept.lines} - {("", "")}
    for said, remedy in sorted(problems):
        print(f"{said}\n  {remedy}" if remedy else said)
    say("message.delivered", **swept.counts())
    if swept.uncertain:
        say("message.delivered_or_not", uncertain=swept.uncertain)
