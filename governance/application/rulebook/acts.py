"""Everything that is done to rulebooks, in one place for those who call it."""

from __future__ import annotations

from governance.application.rulebook.acknowledging import (
    acknowledge,
    findings,
    open_findings,
    prove,
    try_findings,
    try_proof,
)
from governance.application.rulebook.adopting import (
    adopt,
    adopt_decided,
    cite,
    confirm_decided,
)
from governance.application.rulebook.checking import accept_mends, check, mended
from governance.application.rulebook.constituting import constitute
from governance.application.rulebook.loading import LOADED_BEFORE, load, load_all, read_ahead
from governance.application.rulebook.revising import (
    UNCHANGED,
    begin_draft,
    may_revise,
    read_revised,
    revise,
)
from governance.application.rulebook.taking_effect import come_into_force, withdraw_draft

__all__ = [
    "LOADED_BEFORE",
    "UNCHANGED",
    "accept_mends",
    "acknowledge",
    "adopt",
    "adopt_decided",
    "begin_draft",
    "check",
    "cite",
    "come_into_force",
    "confirm_decided",
    "constitute",
    "findings",
    "load",
    "load_all",
    "may_revise",
    "mended",
    "open_findings",
    "prove",
    "read_ahead",
    "read_revised",
    "revise",
    "try_findings",
    "try_proof",
    "withdraw_draft",
]
