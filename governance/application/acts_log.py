"""The log of acts: who did what to which subject, once it is kept.

Identifiers only, no personal data. Nothing is loaded for it while nobody listens: see
`governance.logs`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from governance.application.desk import Desk

LISTENED_TO = logging.getLogger("vires")
"""Its level says whether anybody listens."""


def acts_done(desk: Desk) -> None:
    """Log every act done at a desk, after its transaction was committed."""
    if not desk.receipts or not LISTENED_TO.isEnabledFor(logging.INFO):
        return
    import structlog  # noqa: PLC0415  # a tenth of a second that few commands need

    log = structlog.get_logger()
    for receipt in desk.receipts:
        log.info(
            "act",
            act=receipt.kind,
            ref=receipt.ref,
            entry=receipt.number,
            actor=desk.actor.name,
            partnership=desk.partnership.key,
        )
