"""What every flow is a shell around: the sweep of its name, run in a thread, told on one page.

Our tables say what is due and what was done; Prefect is told about it. So nothing that goes
wrong with Prefect fails a run whose work is done, and a run that comes twice does nothing twice.
Prefect itself is loaded when a flow runs, not before.
"""

from __future__ import annotations

import asyncio
import atexit
import datetime as dt
import logging
import threading
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from flows.present import present_in
from flows.reading import page
from flows.stopping import STOP
from governance.application.running import RunReport, run_sweep
from governance.domain.errors import Unusable
from governance.logs import about
from governance.store.engine import Store, open_store
from governance.store.migrations import require_current
from governance.store.settings import settings

if TYPE_CHECKING:
    from prefect.client.schemas.objects import FlowRun

RETRIES: Final = 3
"""How often Prefect tries a run again that a schedule or a person started."""
RETRY_SECONDS: Final = 5
"""How long Prefect waits before it does; from the second time on the shell waits longer."""
BACKOFF: Final = 3
"""By how much more for each further time."""

_log = logging.getLogger("vires")


@cache
def clock() -> Callable[[], dt.datetime]:
    """The clock that the database goes by."""
    return present_in(store())


@cache
def store() -> Store:
    """The database that the environment names, opened once in a process.

    Raises `Unusable` where it cannot be opened or is not at the version this Vires knows.
    """
    opened = open_store(settings().database_url)
    require_current(opened)
    atexit.register(opened.close)
    return opened


async def swept(name: str, *, started_by: str | None = None) -> dict[str, Any]:
    """Run the sweep of that name inside a run of Prefect's, and say what it did.

    `started_by` says who started it where Prefect does not know. Raises what broke the sweep;
    Prefect then tries again. A clock that no longer leads stops, and that is no failure.
    """
    run = _prefect_run()
    identifier = None if run is None else str(run.id)
    with about(flow=name, prefect_run=identifier):
        await _wait(run, started_by)
        try:
            report = await _in_thread(
                name, identifier=identifier, started_by=started_by or _starter(run)
            )
        except Unusable as error:
            if any(problem.code != "store.not_leading" for problem in error.problems):
                raise
            return {"flow": name, "state": "not_leading"}
        if report.run is not None:
            await _show(report)
    told = report.plain()
    del told["lines"], told["amiss"]
    return told


async def _in_thread(name: str, *, identifier: str | None, started_by: str) -> RunReport:
    """Run the use case off the event loop; who stops waiting for it stops it, too."""
    given_up = threading.Event()

    def run() -> RunReport:
        return run_sweep(
            store(),
            name,
            clock=clock(),
            started_by=started_by,
            through="prefect",
            prefect_run=identifier,
            on_batch=lambda _: not (given_up.is_set() or STOP.is_set()),
        )

    try:
        return await asyncio.to_thread(run)
    finally:
        given_up.set()


async def _show(report: RunReport) -> None:
    """Put the page where people look; that it cannot be put there fails nothing."""
    from prefect.artifacts import acreate_markdown_artifact  # noqa: PLC0415  # see the module

    try:
        await acreate_markdown_artifact(page(report), key=report.flow.replace("_", "-"))
    except Exception as error:  # noqa: BLE001  # whatever Prefect has: the work is done
        _log.warning("Prefect did not take the page of run %s: %s", report.run, error)


async def _wait(run: FlowRun | None, started_by: str | None) -> None:
    """Wait longer before each further try; the clock comes round by itself."""
    if run is not None and started_by is None and run.run_count > 2:
        await asyncio.sleep(RETRY_SECONDS * BACKOFF ** (run.run_count - 2))


def _prefect_run() -> FlowRun | None:
    from prefect.context import FlowRunContext  # noqa: PLC0415  # see the module

    context = FlowRunContext.get()
    return None if context is None else context.flow_run


def _starter(run: FlowRun | None) -> str:
    return "schedule" if run is not None and run.auto_scheduled else "hand"
