"""A kind of job that digs until it is told to stop: done in this module as a child's process."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from governance.application.jobs.kinds import Kind, Task, add_kind

DIG = Kind("dig", "digger")
COMMAND = (sys.executable, __file__)


def check(desk: Any, params: Any, files: Any) -> None:
    """Anybody may dig."""
    del desk, params, files


def do(task: Task) -> Any:
    """Note who digs, then dig until the file is there."""
    until = Path(task.params["until"])
    with until.with_suffix(".pids").open("a") as pids:
        print(os.getpid(), file=pids)
    task.tell(1, 2, "job.comparing")
    while not until.exists():
        time.sleep(0.05)
    return {"dug": json.loads(until.read_text())}


def main() -> None:
    from flows.lifeline import die_with, end_with_input
    from governance.interfaces.work import child

    add_kind(DIG)
    die_with(int(sys.argv[1]))
    end_with_input(grace=child.GRACE_SECONDS)
    child.main(sys.argv[2], sys.argv[3], int(sys.argv[4]))


if __name__ == "__main__":
    main()
