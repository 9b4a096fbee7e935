"""One run of a flow, in a process of its own that a worker starts and that ends with it.

Prefect's own engine does the work. Killed, a worker would leave it running with nobody to see
it; nothing would be done twice for that, but nothing of ours is to be left behind either.
"""

from __future__ import annotations

import os
import runpy
from typing import Final

from flows.lifeline import die_with
from governance.logs import set_up_logs

WORKER: Final = "VIRES_WORKER"
"""The worker's number, which it tells its runs by the environment."""


def main() -> None:
    """Run the flow run that the environment names."""
    worker = os.environ.get(WORKER, "")
    die_with(int(worker) if worker.isdigit() else None)
    set_up_logs(unless_told="info")
    runpy.run_module("prefect.engine", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
