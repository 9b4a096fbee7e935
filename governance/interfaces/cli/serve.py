"""`vires serve`: keep the clock going, and Prefect's server beside it, until told to stop."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.interfaces.cli.output import EXIT_DONE, AsJson, say

if TYPE_CHECKING:
    from flows.serving import Serving

app = typer.Typer(rich_markup_mode=None, add_completion=False)

STOPPED_WITHIN = 9.5
"""Seconds from the word to stop until this process is gone, whatever hangs."""
FIRST_TICK = 5.0
"""Seconds that the first tick may take before we say how things stand without it."""


@app.command()
def serve(
    no_prefect: Annotated[
        bool, typer.Option("--no-prefect", help="Run every flow directly, without Prefect.")
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due now, directly, then stop.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Keep Vires going: reminders, escalations, messages and checks, until told to stop."""
    from flows.serving import put_together
    from flows.settings import told
    from governance.application.messages.carrying import carrier
    from governance.interfaces.cli.store import opened
    from governance.logs import set_up_logs
    from governance.store.settings import settings

    as_told = told()
    carrier()  # with settings that send nothing it would be found out by nobody
    with opened() as store:
        set_up_logs(unless_told="info", at_once=True)
        serving = put_together(
            store,
            told=as_told,
            data_dir=settings().data_dir,
            own_prefect=not once,
            with_prefect=not (no_prefect or once),
        )
        if once:
            _once(serving, as_json=as_json)
        else:
            _until_told(serving, where=store.where, as_json=as_json)


def _once(serving: Serving, *, as_json: bool) -> None:
    serving.clock.once()
    status = serving.status()
    serving.clock.stop()
    if as_json:
        _print_line(status)
    elif status["clock"] == "leads":
        say("serve.once")
    else:
        say("serve.once_stands_by", leader=str(status["leader"] or ""))


def _until_told(serving: Serving, *, where: str, as_json: bool) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _told_to_stop(stop))
    serving.clock.start()
    until = time.monotonic() + FIRST_TICK
    while not serving.clock.ticks and time.monotonic() < until and not stop.wait(0.05):
        pass
    _say_how_things_stand(serving, where=where, as_json=as_json)
    while not stop.wait(1.0):
        pass
    serving.clock.stop()
    if not as_json:
        say("serve.stopped")
    sys.stdout.flush()


def _told_to_stop(stop: threading.Event) -> None:
    """Begin to end; told a second time, or after too long, end at once.

    Nothing is lost by it: whatever is under way is undone or found again, and our children end
    with us.
    """
    if stop.is_set():
        os._exit(EXIT_DONE)
    stop.set()
    late = threading.Timer(STOPPED_WITHIN, os._exit, (EXIT_DONE,))
    late.daemon = True
    late.start()


def _say_how_things_stand(serving: Serving, *, where: str, as_json: bool) -> None:
    status = serving.status() | {"database": where}
    if as_json:
        _print_line(status)
        return
    say("serve.running", where=where)
    if serving.clock.leads:
        say("serve.leads")
    else:
        say("serve.stands_by", leader=str(status["leader"] or ""))
    if serving.sidecar is not None and serving.clock.leads:
        say(
            "serve.sidecar",
            address=serving.sidecar.address,
            file=str(serving.password_file),
        )
    elif serving.sidecar is not None:
        say("serve.sidecar_waits")
    elif serving.api_url is not None:
        say("serve.prefect", address=serving.api_url)
    else:
        say("serve.no_prefect")
    sys.stdout.flush()


def _print_line(status: dict[str, Any]) -> None:
    print(json.dumps(status, ensure_ascii=False), flush=True)
