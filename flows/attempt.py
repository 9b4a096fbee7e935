"""One run of a flow, in a process of its own that a worker starts and that ends with it.

Prefect's own engine does the work. Killed, a worker would leave it running with nobody to see
it; nothing would be done twice for that, but nothing of ours is to be left behind either.
"""

from __future__ import annotations

import os
import runpy
import signal
from typing import Final

from flows.lifeline import die_with
from flows.stopping import STOP
from governance.logs import set_up_logs

WORKER: Final = "VIRES_WORKER"
"""The worker's number, which it tells its runs by the environment."""
END_WITH_BATCH: Final = signal.SIGUSR1
"""Asks a run to end with the batch at hand; what is left is still due."""


def main() -> None:
    """Run the flow run that the environment names."""
    worker = os.environ.get(WORKER, "")
    die_with(int(worker) if worker.isdigit() else None)
    signal.signal(END_WITH_BATCH, lambda *_: STOP.set())
    set_up_logs(unless_told="info")
    runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
