"""Deleting files that nothing refers to: of jobs that are disposed of, or were never asked for.

A file is kept before the transaction that names it, so one that was kept lately may be named yet.
Of evidence nothing is deleted where the database knows none of the files: it may be another's.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final

from sqlalchemy import select

from governance.store import files
from governance.store.engine import Store
from governance.store.tables import TABLES

HANDED_IN: Final = dt.timedelta(days=1)
"""How long a file of jobs lies that nothing refers to."""
EVIDENCE: Final = dt.timedelta(days=30)
"""How long a file of evidence lies that nothing refers to: an older backup may be put back."""

_job, _evidence = TABLES["job"], TABLES["evidence"]
_OF_JOBS: Final = select(_job.c.files, _job.c.result_digest)
_OF_EVIDENCE: Final = select(_evidence.c.digest).where(_evidence.c.digest.is_not(None)).distinct()


def tidy(store: Store, *, folder: Path, evidence: Path, now: dt.datetime) -> int:
    """Delete files that nothing refers to; how many. `now` is the time that the files go by."""
    with store.read() as tx:
        of_jobs = set()
        for row in tx.stream(_OF_JOBS):
            of_jobs |= {one["digest"] for one in row.files or ()} | {row.result_digest}
        of_evidence = {row.digest for row in tx.stream(_OF_EVIDENCE)}
    swept = files.sweep(folder, named=of_jobs, before=now - HANDED_IN)
    if any((evidence / digest).exists() for digest in of_evidence):
        swept += files.sweep(evidence, named=of_evidence, before=now - EVIDENCE)
    return swept
