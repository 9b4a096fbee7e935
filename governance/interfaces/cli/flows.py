"""`vires flows`: what the clock and its flows do, did, and have to do; run one; deploy them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.interfaces.cli.options import Now, instant_for_all
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, table

if TYPE_CHECKING:
    from governance.application.running import RunReport
    from governance.application.runs import Run
    from governance.application.sweeping import Sweep
    from governance.store.engine import Store

app = typer.Typer(rich_markup_mode=None, add_completion=False, no_args_is_help=True)

RunName = Annotated[
    str, typer.Argument(metavar="RUN", help="A run: the last 8 letters of its identifier.")
]


@app.command("list")
def list_(now: Now = None, as_json: AsJson = False) -> None:
    """Each flow: what it is for, how often it runs, its last run, and what is due now."""
    from governance.application.runs import last_run
    from governance.application.sweeping import SWEEPS
    from governance.interfaces.cli.store import opened

    with opened() as store:
        at = instant_for_all(now, store)
        found = [
            (sweep, last_run(store, name), sweep.due(store, now=at))
            for name, sweep in SWEEPS.items()
        ]
    if as_json:
        emit_json([_plain(sweep, last, due) for sweep, last, due in found])
        return
    rows = [
        (f"{sweep.name}\n{sweep.title}", _every(sweep), *_last(last), _moment(due))
        for sweep, last, due in found
    ]
    table("Flows", ("Flow", "Runs", "Last run", "Result", "Due since"), rows, wide="Flow")


@app.command()
def show(run: RunName, as_json: AsJson = False) -> None:
    """One run: who started it, how long it took, what it did and what it failed of."""
    from governance.application.runs import run_named
    from governance.interfaces.cli.store import opened

    with opened() as store:
        found = run_named(store, run)
    if as_json:
        emit_json(found.plain())
        return
    rows = [
        ("Flow", found.flow),
        ("Run", found.id),
        ("State", words.term(f"run_{found.state}")),
        ("Started", f"{_moment(found.started_at)}, {_started(found)}"),
        ("Ended", _moment(found.ended_at)),
        ("Result", counted(found.counts)),
    ]
    if found.prefect_run:
        rows.append(("In Prefect", found.prefect_run))
    table("Run", ("", ""), rows)
    if found.trouble:
        print(_said(found.trouble))
    if found.amiss:
        print()
        print_amiss(found.amiss)


@app.command()
def run(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A flow; see `vires flows list`.")],
    through_prefect: Annotated[
        bool,
        typer.Option("--through-prefect", help="As a run of the server at PREFECT_API_URL."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Do now what is due of one flow, and say what was done."""
    from governance.application.sweeping import sweep_named
    from governance.interfaces.cli.store import opened

    sweep = sweep_named(name)
    if through_prefect:
        _through_prefect(sweep, as_json=as_json)
        return
    with opened() as store:
        reports = list(_directly(store, name))
    failed = any(report.swept.went_wrong for report in reports)
    if as_json:
        emit_json([report.plain() for report in reports])
    else:
        _print(reports)
    if failed:
        raise typer.Exit(EXIT_REFUSED)


@app.command()
def deploy(
    pool: Annotated[str, typer.Option("--pool", help="The pool whose workers run them.")] = "vires",
    work_dir: Annotated[
        Path | None,
        typer.Option("--work-dir", help="Where runs start; otherwise in a folder of their own."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Give Prefect a schedule for each flow. It can be done again at any time."""
    import os

    from flows.settings import set_up_prefect
    from governance.store.settings import settings

    _reached()
    set_up_prefect(settings().data_dir)
    # A busy server is asked again; it has just shown that it answers.
    os.environ["PREFECT_CLIENT_MAX_RETRIES"] = "4"
    from flows.deploying import deploy as run

    made = run(pool=pool, work_dir=work_dir)
    if as_json:
        emit_json(
            {
                "pool": made.pool,
                "flows": [
                    {"flow": one.flow, "cron": one.cron, "new": one.new} for one in made.flows
                ],
                "retired": list(made.retired),
            }
        )
        return
    rows = [(one.flow, one.cron, "new" if one.new else "kept") for one in made.flows]
    table("Deployments", ("Flow", "When (Europe/London)", ""), rows, whole="Flow")
    for gone in made.retired:
        say("flows.retired", name=gone)
    say("flows.deployed", number=len(made.flows), pool=made.pool)


def _reached() -> str:
    """The address of the Prefect server that the environment names.

    Raises `Unusable` where none is named, or where it does not answer within three seconds.
    """
    from flows.probing import answers
    from flows.settings import told
    from governance.domain.errors import Unusable

    url = told().api_url
    if url is None:
        raise Unusable.one("flows.no_server")
    if not answers(url, seconds=3.0):
        raise Unusable.one("flows.server_silent", url=url)
    return url


def _through_prefect(sweep: Sweep, *, as_json: bool) -> None:
    """Run a flow as a run of Prefect's, in this process."""
    import os

    # Every line of it would tell what the answer below says.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")

    from flows.settings import AUTH, set_up_prefect
    from governance.store.settings import settings

    url = _reached()
    set_up_prefect(settings().data_dir)
    from flows.starting import PrefectApi, through

    told = dict(
        through(
            PrefectApi(lambda: url, password=os.environ.get(AUTH) or None),
            sweep.name,
            started_by="hand",
        )
    )
    if as_json:
        emit_json([told])
    elif told["state"] == "nothing_due":
        say("flows.nothing_due", name=sweep.name)
    else:
        say("flows.ran", name=sweep.name, run=told["run"][-8:], counts=counted(told))


def _directly(store: Store, name: str) -> list[RunReport]:
    """Runs of a flow until nothing more is due: each does a bounded number of batches."""
    from flows.present import present_in
    from governance.application.running import run_sweep

    reports: list[RunReport] = []
    while True:
        report = run_sweep(
            store,
            name,
            clock=present_in(store),
            started_by="hand",
            through="direct",
        )
        if report.run is not None or not reports:
            reports.append(report)
        if not report.swept.more:
            return reports


def _print(reports: list[RunReport]) -> None:
    from governance.domain.messages.rendering import level

    for report in reports:
        if report.run is None:
            say("flows.nothing_due", name=report.flow)
            continue
        rows = [
            (
                line.get("ref"),
                words.term(str(line.get("what", ""))),
                line.get("due"),
                level(str(line.get("outcome", ""))),
                _said(line["problem"]) if line.get("problem") else "",
            )
            for line in report.swept.lines
        ]
        table(report.flow, ("Item", "What", "Due", "Outcome", "Problem"), rows)
        counts = counted(report.swept.counts())
        say("flows.ran", name=report.flow, run=report.run[-8:], counts=counts)


def print_amiss(lines: Sequence[dict[str, Any]]) -> None:
    """Say of each thing that failed, was given up or was found what it is, why, and the remedy."""
    from governance.application.sweeping import AMISS
    from governance.domain.messages.rendering import level

    for line in lines:
        what, outcome = str(line.get("what") or ""), str(line.get("outcome") or "")
        told = (line.get("ref"), words.term(what), level(outcome))
        print(f"{', '.join(str(one) for one in told if one)}:")
        code, params = line["problem"]["code"], line["problem"].get("params", {})
        for said in (words.say(code, params), words.remedy(code, params)):
            if said:
                print(f"  {said}")
    if len(lines) == AMISS:
        say("run.first_amiss", number=AMISS)


def _plain(sweep: Sweep, last: Run | None, due: dt.datetime | None) -> dict[str, Any]:
    return {
        "flow": sweep.name,
        "title": sweep.title,
        "cron": sweep.cron,
        "period_minutes": int(sweep.period.total_seconds() // 60),
        "last_run": None if last is None else last.plain(),
        "due_since": due,
    }


def _every(sweep: Sweep) -> str:
    minutes = int(sweep.period.total_seconds() // 60)
    return "every night" if minutes >= 24 * 60 else f"every {minutes} minutes"


def _last(run: Run | None) -> tuple[str, str]:
    if run is None:
        return "never", ""
    result = words.term(f"run_{run.state}")
    if run.state == "done":
        result = counted(run.counts)
    elif run.trouble:
        result = f"{result}: {_said(run.trouble)}"
    return f"{_moment(run.started_at)}\n{words.term('the_run')} {run.short}", result


def counted(counts: dict[str, Any]) -> str:
    """How much was done, and whatever else there was of it."""
    from governance.application.sweeping import COUNTED

    told = [
        f"{counts.get(name, 0):,} {words.term(f'run_{name}')}"
        for name in COUNTED
        if name == "done" or counts.get(name)
    ]
    return ", ".join(told)


def _started(run: Run) -> str:
    return f"{words.term(f'by_{run.started_by}')}, {words.term(f'through_{run.through}')}"


def _moment(at: dt.datetime | None) -> str:
    from zoneinfo import ZoneInfo

    from governance.words.format import time

    return "" if at is None else time(at.astimezone(ZoneInfo("Europe/London")))


def _said(problem: dict[str, Any]) -> str:
    code, params = problem["code"], problem.get("params", {})
    return f"{words.say(code, params)} {words.remedy(code, params)}".strip()
