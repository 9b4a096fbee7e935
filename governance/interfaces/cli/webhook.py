"""`vires webhook`: which addresses are told of events, how that goes, and sending again.

A secret is printed once, when it is made, and is never an argument.
"""

from __future__ import annotations

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
    instant_in,
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

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from governance.application.change import Receipt
    from governance.application.desk import Desk
    from governance.application.sweeping import Swept
    from governance.application.webhooks.acts import Given
    from governance.application.webhooks.queries import DeliveryView
    from governance.store.engine import Store

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Ref = Annotated[str, typer.Argument(metavar="WEBHOOK", help="Its reference, such as H-0001.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]
EVERYTHING = 100_000
"""Batches after which delivering by hand stops, whatever still comes in."""


def _act(
    do: Callable[[Desk], Receipt | Given],
    code: str,
    *,
    partnership: str | None,
    actor: str | None,
    now: str | None,
    as_json: bool,
) -> None:
    """Do one act on a webhook and say what was done; a secret it made is printed here alone."""
    from governance.application.webhooks.acts import Given

    with acting_desk(partnership, actor, now) as desk:
        made = do(desk)
        until = _at(desk, made.both_until) if isinstance(made, Given) else ""
    if not isinstance(made, Given):
        done(made, code, as_json=as_json)
    elif as_json:
        told = {} if made.both_until is None else {"both_until": made.both_until.isoformat()}
        emit_json({**made.receipt.plain(), "secret": made.secret, **told})
    else:
        done(made.receipt, code, as_json=False, **({"until": until} if until else {}))
        print(words.say("done.webhook_secret", {"secret": made.secret}))
        print(words.remedy("done.webhook_secret", {}))


@app.command()
def add(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Where events go: https://...")],
    events: Annotated[
        list[str],
        typer.Option(
            "--event",
            metavar="EVENT",
            help="Such as proposal.decided, “commission.*” or “*”; again for further ones.",
        ),
    ],
    title: Annotated[
        str, typer.Option("--title", help="What it is called; its host otherwise.")
    ] = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add a webhook, told of what is recorded from now on; print its secret, once."""
    from governance.application.webhooks import acts

    _act(
        lambda desk: acts.add(desk, address=address, listens=events, title=title),
        "done.webhook_added",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command("list")
def list_(
    actor: As = None, now: Now = None, partnership: In = None, as_json: AsJson = False
) -> None:
    """List the webhooks, and what waits for each."""
    from governance.application.webhooks.queries import webhooks

    with looking_desk(partnership, actor, now) as desk:
        found = webhooks(desk)
        rows = [
            (v.row.ref, v.row.title, v.row.state, v.waiting, _at(desk, v.since), v.parked)
            for v in found
        ]
    if as_json:
        emit_json([view.plain() for view in found])
        return
    columns = ("Webhook", "Title", "State", "Waiting", "Since", "Given up")
    table("Webhooks", columns, rows, whole="Webhook")


@app.command()
def show(
    webhook: Ref,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show a webhook: where it leads, what it listens to, how it stands."""
    from governance.application.webhooks.queries import webhook_named

    with looking_desk(partnership, actor, now) as desk:
        view = webhook_named(desk, webhook)
        failing, both = _at(desk, view.row.failing_since), _at(desk, view.row.both_until)
    if as_json:
        emit_json(view.plain())
        return
    row = view.row
    print(f"{row.ref}: {row.title}; {words.term(row.state)}.")
    if row.reason:
        print(row.reason)
    print(f"To {row.address}")
    print(f"Listens to {', '.join(row.listens)}")
    say("webhook.stands", waiting=view.waiting, parked=view.parked)
    if failing:
        say("webhook.failing_since", since=failing)
    if row.both_until is not None:
        say("webhook.both_sign", until=both)


@app.command()
def pause(
    webhook: Ref,
    reason: Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Send nothing to a webhook for now; it misses nothing."""
    from governance.application.webhooks import acts

    _act(
        lambda desk: acts.pause(desk, webhook, reason=reason),
        "done.webhook_paused",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def resume(
    webhook: Ref,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Send to a webhook again, from where it stopped."""
    from governance.application.webhooks import acts

    _act(
        lambda desk: acts.resume(desk, webhook),
        "done.webhook_resumed",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def end(
    webhook: Ref,
    reason: Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Send nothing to a webhook any more, for good."""
    from governance.application.webhooks import acts

    _act(
        lambda desk: acts.end(desk, webhook, reason=reason),
        "done.webhook_ended",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def rotate(
    webhook: Ref,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Give a webhook a new secret and print it, once; for a day the old one signs as well."""
    from governance.application.webhooks import acts

    _act(
        lambda desk: acts.rotate(desk, webhook),
        "done.webhook_rotated",
        partnership=partnership,
        actor=actor,
        now=now,
        as_json=as_json,
    )


@app.command()
def deliveries(
    webhook: Ref,
    state: Annotated[
        str | None, typer.Option("--state", help="Such as parked; every one otherwise.")
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="How many at the most.")] = 100,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List what was and is to be sent to a webhook, the newest first."""
    from governance.application.webhooks import queries

    with looking_desk(partnership, actor, now) as desk:
        row = queries.webhook_named(desk, webhook).row
        found = queries.deliveries(desk, row.id, state=state, most=most)
        if as_json:
            plain = [
                {
                    **one.plain(),
                    "attempts_made": [
                        queries.plain_attempt(tried)
                        for tried in queries.attempts_of(desk, one.row.id)
                    ],
                }
                for one in found
            ]
        lines = [_line(desk, one) for one in found]
    if as_json:
        emit_json(plain)
        return
    columns = ("Delivery", "Event", "About", "Written", "State", "Tries", "Status", "ms", "Why not")
    table("Deliveries", columns, lines, whole="Delivery")


@app.command()
def replay(
    delivery: Annotated[
        str | None,
        typer.Argument(metavar="[DELIVERY]", help="As listed: the last 8 letters of its id."),
    ] = None,
    webhook: Annotated[
        str | None,
        typer.Option("--webhook", metavar="WEBHOOK", help="All of this one’s, with --since."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="ISO", help="Everything recorded from then on."),
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Have a delivery sent again, or everything since an instant."""
    from governance.application.webhooks import acts

    whole = webhook is not None and since is not None
    if (delivery is not None) is whole or (webhook is None) is not (since is None):
        raise Unusable.one("webhook.which_to_replay")
    with acting_desk(partnership, actor, now) as desk:
        if webhook is not None and since is not None:
            at = instant_in(since, desk.partnership.timezone)
            receipt = acts.replay_since(desk, webhook, since=at)
        else:
            receipt = acts.replay(desk, str(delivery))
    done(receipt, "done.webhook_replayed", as_json=as_json)


@app.command("test")
def try_out(
    webhook: Ref,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Send an event that says it is a trial, now, and tell what came of it."""
    from governance.application.desk import acting
    from governance.application.webhooks import acts, delivery, queries
    from governance.interfaces.cli.options import instant
    from governance.interfaces.cli.store import opened

    with opened() as store:
        at = instant(now, store, partnership)
        with acting(store, now=at, partnership=partnership, actor=actor) as desk:
            receipt, name = acts.test(desk, webhook)
            key = desk.partnership.key
        ended = delivery.send_one(store, name, receipt.id, partnership=key, now=at)
    with looking_desk(partnership, actor, now) as desk:
        tried = queries.attempts_of(desk, name)
    last = queries.plain_attempt(tried[-1]) if tried else None
    became = "queued" if ended is None else ended.became
    if as_json:
        emit_json({**receipt.plain(), "became": became, "attempt": last})
    elif ended is None or last is None:
        say("webhook.test_waits", ref=receipt.ref)
    elif ended.problem is None:
        say("webhook.test_sent", ref=receipt.ref, **last)
    else:
        print("\n  ".join(_said(last["detail"])))
    if became != "sent":
        raise typer.Exit(EXIT_REFUSED)


@app.command()
def deliver(now: Now = None, as_json: AsJson = False) -> None:
    """Send what is due now, in every partnership; the clock does so by itself."""
    from governance.interfaces.cli.store import opened

    with opened() as store:
        swept = _all_of_it(store, instant_for_all(now, store))
    if as_json:
        emit_json({**swept.counts(), "lines": swept.lines})
    elif not swept.lines:
        say("webhook.nothing_due")
    else:
        rows = [(one["ref"], one["what"], words.term(one["outcome"])) for one in swept.lines]
        table("Events", ("About", "Event", "Outcome"), rows)
        for said in sorted({tuple(_said(one.get("problem"))) for one in swept.lines} - {()}):
            print("\n  ".join(said))
    if swept.went_wrong:
        raise typer.Exit(EXIT_REFUSED)


def _all_of_it(store: Store, now: dt.datetime) -> Swept:
    """Seal what waits, then sweep until nothing is due that can be tried."""
    from governance.application.ledger.sealing import seal_what_can_be
    from governance.application.sweeping import Swept, sweep_named

    seal_what_can_be(store, now=now)
    sweep = sweep_named("deliver_webhooks")
    whole = Swept(more=True)
    for _ in range(EVERYTHING):
        if not whole.more:
            break
        whole.take(sweep.work(store, now=now))
    return whole


def _line(desk: Desk, one: DeliveryView) -> tuple[Any, ...]:
    row, last = one.row, one.last
    return (
        one.short,
        row.kind,
        row.subject_ref,
        _at(desk, row.created_at),
        words.term(row.state),
        row.attempts,
        "" if last is None else last.status,
        "" if last is None else last.milliseconds,
        next(iter(_said(row.trouble)), ""),
    )


def _said(trouble: dict[str, Any] | None) -> list[str]:
    """What went wrong and what to do about it, in words."""
    if trouble is None:
        return []
    code, params = trouble["code"], trouble["params"]
    return [one for one in (words.say(code, params), words.remedy(code, params)) if one]


def _at(desk: Desk, instant: dt.datetime | None) -> str:
    return "" if instant is None else f"{desk.local(instant):%Y-%m-%d %H:%M}"
