"""`vires tick`: make what is due happen, in every partnership."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.options import Now, instant_for_all
from governance.interfaces.cli.output import (
    EXIT_REFUSED,
    EXIT_UNUSABLE,
    AsJson,
    emit_json,
    in_words,
    say,
    table,
)
from governance.words.format import day

if TYPE_CHECKING:
    from governance.application.deadlines.tick import Done, Failed, TickReport
    from governance.application.running import RunReport
    from governance.store.engine import Store

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def tick(now: Now = None, as_json: AsJson = False) -> None:
    """Do what is due by now: what takes effect, reminders and escalations, messages to be sent."""
    from governance.application.ledger.sealing import seal_what_can_be
    from governance.interfaces.cli.store import opened

    with opened() as store:
        moment = instant_for_all(now, store)
        report = _deadlines(store, moment)
        if not as_json:
            _print(report)
        others = _other_sweeps(store, moment, report, as_json=as_json)
        sealed = seal_what_can_be(store, now=moment)
    unsealed = sealed.problems
    if as_json:
        told = _told(report) | {"flows": [one.plain() for one in others], "sealed": sealed.entries}
        emit_json(told | ({"unsealed": [in_words(one) for one in unsealed]} if unsealed else {}))
    else:
        _print_others(others, nothing_else=not report.tried)
        for problem in map(in_words, unsealed):
            print(f"{problem['words']}\n  {problem['remedy']}")
    if (
        report.failed
        or any(one.swept.went_wrong for one in others)
        or any(one.code != "seal.key_none_yet" for one in unsealed)
    ):
        raise typer.Exit(EXIT_REFUSED)


def _told(report: TickReport) -> dict[str, Any]:
    """What was done of deadlines, for programs."""
    return {
        "done": [
            _plain(one) | {"late": one.late, "receipts": [r.plain() for r in one.receipts]}
            for one in report.done
        ],
        "failed": [
            _plain(one) | {"parked": one.parked, "problems": _said(one)} for one in report.failed
        ],
    }


def _deadlines(store: Store, now: dt.datetime) -> TickReport:
    """Tick until nothing is due; what failed before is tried again at once."""
    from governance.application.deadlines.tick import TickReport
    from governance.application.deadlines.tick import tick as run

    whole = TickReport()
    again = True
    while True:
        report = run(store, now=now, again=again)
        again = False
        whole.done += report.done
        whole.failed += report.failed
        if not report.more:
            return whole


def _other_sweeps(
    store: Store, now: dt.datetime, report: TickReport, *, as_json: bool
) -> list[RunReport]:
    """Whatever else is due: messages to be sent, the night's checks.

    Raises `Unusable` where they cannot begin, such as for want of a setting of the mail's; what
    was done of deadlines by then has been told.
    """
    try:
        return _swept(store, now)
    except Unusable as error:
        if not as_json or not report.tried:
            raise
        problem = error.problems[0]
        said = {"code": problem.code, "words": words.say(problem.code, problem.params)}
        emit_json(_told(report) | {"flows": [], "error": said})
        raise typer.Exit(EXIT_UNUSABLE) from error


def _swept(store: Store, now: dt.datetime) -> list[RunReport]:
    from governance.application.deadlines.claiming import FLOWS
    from governance.application.running import run_sweep
    from governance.application.sweeping import SWEEPS

    found: list[RunReport] = []
    for name, sweep in SWEEPS.items():
        more = name != "seal_ledger" and (name not in FLOWS or bool(sweep.then))
        while more:
            run = run_sweep(store, name, clock=lambda: now, started_by="hand", through="direct")
            more = run.swept.more and run.swept.done > 0
            if found and found[-1].flow == name:
                found[-1].swept.take(run.swept)
            elif run.run is not None:
                found.append(run)
    return found


def _plain(one: Done | Failed) -> dict[str, Any]:
    return {
        "partnership": one.partnership,
        "ref": one.ref,
        "kind": one.kind,
        "effect": one.effect,
        "prompt": one.prompt,
        "due": one.due_day,
    }


def _said(one: Failed) -> list[dict[str, Any]]:
    return [in_words(problem) for problem in one.problems]


def _print(report: TickReport) -> None:
    if report.done:
        rows = [(one.partnership, one.ref, *_because(one), day(one.due_day)) for one in report.done]
        table("Done", ("Partnership", "What", "Because", "Level", "Due"), rows)
        say("tick.done", number=len(report.done))
    for one in report.failed:
        print(f"{one.ref}, {words.term(one.kind)}:")
        for problem in one.problems:
            print(f"  {words.say(problem.code, problem.params)}")
            print(f"  {words.remedy(problem.code, problem.params)}")
    if report.failed:
        say("tick.failed", number=len(report.failed))


def _print_others(others: Sequence[RunReport], *, nothing_else: bool) -> None:
    from governance.interfaces.cli.flows import counted, print_amiss

    told = [run for run in others if any(run.swept.counts().values())]
    if nothing_else and not told:
        say("tick.nothing")
    for run in told:
        say("tick.flow", flow=words.term(run.flow), told=counted(run.swept.counts()))
        print_amiss(run.swept.amiss)


def _because(one: Done) -> tuple[str, str]:
    """What fell due, or what is coming up, and the level of its escalation."""
    from governance.domain.messages.rendering import level

    if one.prompt is None:
        return words.term(one.effect or one.kind), ""
    late = f", {words.term('prompt_late')}" if one.late else ""
    return words.term(one.kind), f"{level(one.prompt)}{late}"
