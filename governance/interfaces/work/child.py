"""One job, in a process of its own that ends with the one that began it.

`python -m governance.interfaces.work.child PARENT PARTNERSHIP JOB ATTEMPT`. It gives way to the
pages: what it does takes long anyhow.
"""

from __future__ import annotations

import os
import sys

from flows.lifeline import die_with, end_with_input

GRACE_SECONDS = 2.0
"""How long it may take to end once its parent says so."""
GIVES_WAY = 10
"""By how much it is nicer than the process that serves the pages."""


def main(partnership: str, job: str, attempt: int) -> None:
    """Do the job that was begun, and say in its row how it ends."""
    import governance.interfaces.work  # noqa: F401, PLC0415  # makes its kinds known; the watch comes first
    from flows.present import present_in  # noqa: PLC0415
    from governance.application.jobs.working import Begun, perform  # noqa: PLC0415
    from governance.interfaces.cli.store import opened  # noqa: PLC0415
    from governance.store.settings import settings  # noqa: PLC0415

    here = settings()
    with opened() as store:
        perform(
            store,
            Begun(partnership, job, attempt),
            folder=here.jobs_dir,
            evidence=here.evidence_dir,
            clock=present_in(store),
        )


if __name__ == "__main__":
    die_with(int(sys.argv[1]))
    end_with_input(grace=GRACE_SECONDS)
    os.nice(GIVES_WAY)
    main(sys.argv[2], sys.argv[3], int(sys.argv[4]))
