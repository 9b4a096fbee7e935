"""`vires serve`: pages, clock, jobs and Prefect’s server beside them, until told to stop."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.domain.errors import Unusable
from governance.interfaces.cli.output import EXIT_DONE, AsJson, say

if TYPE_CHECKING:
    from flows.serving import Serving
    from governance.interfaces.cli.serve_beside import Beside

app = typer.Typer(rich_markup_mode=None, add_completion=False)

STOPPED_WITHIN = 9.0
"""Seconds from the word to stop until this process is gone, whatever hangs."""
FIRST_TICK = 5.0
"""Seconds that the first tick may take before we say how things stand without it."""


@app.command()
def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where the pages are served.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="On which port; 0 for any that is free.")
    ] = 8000,
    no_web: Annotated[bool, typer.Option("--no-web", help="Serve no pages.")] = False,
    no_prefect: Annotated[
        bool, typer.Option("--no-prefect", help="Run every flow directly, without Prefect.")
    ] = False,
    example: Annotated[
        bool,
        typer.Option(
            "--example", help="Go on with the example after its year; sign in by one click."
        ),
    ] = False,
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due now, directly, then stop.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Keep Vires going: its pages, reminders, messages and checks, until told to stop."""
    from flows.present import real
    from flows.serving import put_together
    from flows.settings import told
    from governance.application.messages.carrying import carrier
    from governance.interfaces.cli.serve_beside import Beside
    from governance.interfaces.cli.store import opened
    from governance.interfaces.web.serving import listening, web_told
    from governance.logs import set_up_logs
    from governance.store.settings import settings

    as_told = told()
    on_the_web = web_told()
    if example:
        _only_here(host)
        os.environ.setdefault("VIRES_MAIL", "files")  # as the year did; nobody is written to
    carrier()  # with settings that send nothing it would be found out by nobody
    with opened() as store:
        if example:
            from governance.interfaces.story.going_on import go_on

            go_on(store, real=real())
        pages = None if no_web or once else listening(host, port)
        # A stranger reads the terminal beside the example, and wants no line for each request.
        set_up_logs(unless_told="warning" if example else "info", at_once=True)
        serving = put_together(
            store,
            told=as_told,
            data_dir=settings().data_dir,
            own_prefect=not once,
            with_prefect=not (no_prefect or once),
        )
        if once:
            _once(serving, as_json=as_json)
            return
        beside = Beside(serving, store, host=host, pages=pages, told=on_the_web, example=example)
        _until_told(serving, beside, where=store.where, as_json=as_json)


def _only_here(host: str) -> None:
    from governance.interfaces.web.serving import is_loopback

    if not is_loopback(host):
        raise Unusable.one("serve.example_elsewhere", host=host[:100])


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


def _until_told(serving: Serving, beside: Beside, *, where: str, as_json: bool) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _told_to_stop(stop))
    beside.start()
    serving.clock.start()
    until = time.monotonic() + FIRST_TICK
    while not serving.clock.ticks and time.monotonic() < until and not stop.wait(0.05):
        pass
    _say_how_things_stand(serving, beside, where=where, as_json=as_json)
    while not stop.wait(1.0):
        pass
    beside.end()
    serving.clock.stop()
    beside.ended()
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


def _say_how_things_stand(serving: Serving, beside: Beside, *, where: str, as_json: bool) -> None:
    status = serving.status() | {"database": where, "web": beside.address}
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
    _say_where_the_pages_are(beside)
    sys.stdout.flush()


def _say_where_the_pages_are(beside: Beside) -> None:
    """The last words: they are what a stranger looks for."""
    if beside.address is None:
        say("serve.no_web")
    elif beside.example:
        say("serve.example", on=beside.today)
        say("serve.sign_in_example", address=beside.address)
    else:
        say("serve.sign_in", address=beside.address)


def _print_line(status: dict[str, Any]) -> None:
    print(json.dumps(status, ensure_ascii=False), flush=True)
