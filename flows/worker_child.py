"""A process worker of Prefect's, in a process that cannot outlive the one that started it.

It asks the pool for runs every two seconds and starts each in a process of its own. Asked to
end, it has them end with the batch at hand.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from flows.attempt import END_WITH_BATCH, WORKER
from flows.lifeline import die_with, end_with_input

GRACE_SECONDS: Final = 6.0
"""How long its runs may take for the batch at hand."""

AT_ONCE: Final = 4
"""How many runs it has at once: each is a process of some 150 MB that takes seconds to load."""


async def work(pool: str) -> None:
    """Take runs from a pool until asked to end."""
    from prefect.workers.process import ProcessWorker  # noqa: PLC0415  # the watch comes first

    worker = ProcessWorker(work_pool_name=pool, limit=AT_ONCE)
    working = asyncio.create_task(worker.start())
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(END_WITH_BATCH, lambda: None)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked.set)
    waiting = asyncio.create_task(asked.wait())
    await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        waiting.cancel()
        await working
        return
    await _end_with_batches(lambda: worker.limiter.borrowed_tokens > 0)
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working


async def _end_with_batches(some_run: Callable[[], bool]) -> None:
    """Have the runs, which are of our process group, end with their batches; wait for that."""
    os.killpg(os.getpgrp(), END_WITH_BATCH)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(GRACE_SECONDS - 1):
            while some_run():  # noqa: ASYNC110  # Prefect has no event for it
                await asyncio.sleep(0.1)


def main(pool: str) -> None:
    """Work for a pool until the parent goes away or says so."""
    from governance.logs import set_up_logs  # noqa: PLC0415  # the watch comes first

    os.environ[WORKER] = str(os.getpid())
    # A run is started as “python”: that has to be this very one.
    os.environ["PATH"] = os.pathsep.join(
        [str(Path(sys.executable).parent), os.environ.get("PATH", "")]
    )
    set_up_logs(unless_told="info")
    asyncio.run(work(pool))


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    end_with_input(grace=GRACE_SECONDS)
    main(sys.argv[2])
