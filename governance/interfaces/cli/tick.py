"""`vires tick`: make what is due happen, in every partnership."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import typer

from governance import words
from governance.interfaces.cli.options import Now, instant_in
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, table
from governance.words.format import day

if TYPE_CHECKING:
    from governance.application.deadlines.tick import Done, Failed, TickReport
    from governance.store.engine import Store

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def tick(now: Now = None, as_json: AsJson = False) -> None:
    """Do what is due by now: call-in windows close, decisions and rulebooks take effect."""
    from governance.interfaces.cli.store import opened

    with opened() as store:
        report = _all_of_it(store, _moment(store, now))
    if as_json:
        emit_json(
            {
                "done": [
                    _plain(one) | {"receipts": [r.plain() for r in one.receipts]}
                    for one in report.done
                ],
                "failed": [
                    _plain(one)
                    | {
                        "problems": [
                            {
                                "code": p.code,
                                "words": words.say(p.code, p.params),
                                "remedy": words.remedy(p.code, p.params),
                            }
                            for p in one.problems
                        ]
                    }
                    for one in report.failed
                ],
            }
        )
    else:
        _print(report)
    if report.failed:
        raise typer.Exit(EXIT_REFUSED)


def _all_of_it(store: Store, now: dt.datetime) -> TickReport:
    """Tick until nothing is due that has not been tried."""
    from governance.application.deadlines.tick import TickReport
    from governance.application.deadlines.tick import tick as run

    whole = TickReport()
    while True:
        report = run(store, now=now)
        whole.done += report.done
        whole.failed = report.failed or whole.failed
        if not report.more or not report.done:
            return whole


def _moment(store: Store, now: str | None) -> dt.datetime:
    """The moment meant; without a zone it is that of the partnerships, where they share one."""
    from governance.application.people.partnerships import partnerships
    from governance.domain.errors import Unusable

    with store.read() as tx:
        zones = {row.timezone for row in partnerships(tx)} or {"UTC"}
    moments = {zone: instant_in(now, zone) for zone in zones}
    if now is not None and len(set(moments.values())) > 1:
        raise Unusable.one("tick.which_zone", zones=sorted(zones))
    return min(moments.values())


def _plain(one: Done | Failed) -> dict[str, Any]:
    return {
        "partnership": one.partnership,
        "ref": one.ref,
        "kind": one.kind,
        "effect": one.effect,
        "due": one.due_day,
    }


def _print(report: TickReport) -> None:
    if not report.done and not report.failed:
        say("tick.nothing")
        return
    if report.done:
        rows = [
            (one.partnership, one.ref, words.term(one.effect), day(one.due_day))
            for one in report.done
        ]
        table("Done", ("Partnership", "What", "Because", "Due"), rows)
        say("tick.done", number=len(report.done))
    for one in report.failed:
        print(f"{one.ref}, {words.term(one.kind)}:")
        for problem in one.problems:
            print(f"  {words.say(problem.code, problem.params)}")
            print(f"  {words.remedy(problem.code, problem.params)}")
    if report.failed:
        say("tick.failed", number=len(report.failed))
