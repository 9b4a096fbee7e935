"""`vires worker`: run flows for a Prefect server, with the clock standing by."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from typing import Annotated

import typer

from governance.interfaces.cli.output import EXIT_DONE, AsJson, say

app = typer.Typer(rich_markup_mode=None, add_completion=False)

STOPPED_WITHIN = 9.5
"""Seconds from the word to stop until this process is gone, whatever hangs."""


@app.command()
def worker(
    pool: Annotated[str, typer.Option("--pool", help="The pool to take runs from.")] = "vires",
    as_json: AsJson = False,
) -> None:
    """Run the flows that a Prefect server's schedules start, until told to stop."""
    from flows.probing import answers
    from flows.serving import put_together
    from flows.settings import told
    from flows.working import ANSWER_SECONDS, Worker
    from governance.domain.errors import Unusable
    from governance.interfaces.cli.store import opened
    from governance.logs import set_up_logs
    from governance.store.settings import settings

    as_told = told()
    if as_told.api_url is None:
        raise Unusable.one("flows.no_server")
    with opened() as store:
        set_up_logs(unless_told="info")
        data_dir = settings().data_dir.absolute()
        serving = put_together(store, told=as_told, data_dir=data_dir, own_prefect=False)
        # Runs start in folders of their own: what is named relative to this one is named whole.
        environment = {**os.environ, "VIRES_DATA_DIR": str(data_dir)}
        working = Worker(pool, api_url=as_told.api_url, environment=environment)
        stop = _stop_when_told()
        working.start()
        serving.clock.start()
        _say(
            as_json=as_json,
            pool=pool,
            url=as_told.api_url,
            where=store.where,
            answered=answers(as_told.api_url, seconds=ANSWER_SECONDS),
        )
        while not stop.wait(1.0):
            pass
        ending = threading.Thread(target=working.stop)
        ending.start()
        serving.clock.stop()
        ending.join()
    if not as_json:
        say("serve.stopped")


def _say(*, as_json: bool, pool: str, url: str, where: str, answered: bool) -> None:
    """Say where things are, in a line of JSON for programs."""
    if as_json:
        status = {
            "process": os.getpid(),
            "pool": pool,
            "prefect": url,
            "prefect_answers": answered,
            "database": where,
        }
        print(json.dumps(status, ensure_ascii=False), flush=True)
        return
    say("worker.running", pool=pool, url=url, where=where)
    if not answered:
        say("worker.server_silent", url=url)
    sys.stdout.flush()


def _stop_when_told() -> threading.Event:
    """What is set when this process is asked to end; asked again, or after too long, it does."""
    stop = threading.Event()

    def told(*_: object) -> None:
        if stop.is_set():
            os._exit(EXIT_DONE)
        stop.set()
        late = threading.Timer(STOPPED_WITHIN, os._exit, (EXIT_DONE,))
        late.daemon = True
        late.start()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
    return stop
