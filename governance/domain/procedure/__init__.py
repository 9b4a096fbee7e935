"""What must be true before a decision is taken, and what follows it: notices and call-in.

Having the power is not enough; the procedure must also have been followed. A scheme's rule
names procedures; here their notices are counted, the first lawful day found, and a day that
somebody chose judged.
"""

from governance.domain.procedure.lawful import (
    Alternative,
    Lawful,
    Working,
    call_in_window,
    earliest_lawful,
    lawful_on,
)
from governance.domain.procedure.model import (
    INSTEAD_OF,
    NO_PROCEDURE,
    CallIn,
    GivenNotice,
    NoticeRule,
    Procedure,
    check,
    merge,
)

__all__ = [
    "INSTEAD_OF",
    "NO_PROCEDURE",
    "Alternative",
    "CallIn",
    "GivenNotice",
    "Lawful",
    "NoticeRule",
    "Procedure",
    "Working",
    "call_in_window",
    "check",
    "earliest_lawful",
    "lawful_on",
    "merge",
]
