"""The log of signing in: who got in, who did not and why, by identifiers alone.

What an administrator or the person does to an account stands in the ledger too; who tries to
sign in and may not is nobody's act, and stands here.
"""

from __future__ import annotations

import logging
from typing import Any

from governance.logs import VIRES


def told(event: str, /, *, amiss: bool = False, **ids: Any) -> None:
    """Log one event of signing in; `amiss` where somebody was refused or shut out."""
    if not VIRES.isEnabledFor(logging.WARNING if amiss else logging.INFO):
        return
    import structlog  # noqa: PLC0415  # a tenth of a second that few commands need

    log = structlog.get_logger()
    (log.warning if amiss else log.info)(event, **ids)
