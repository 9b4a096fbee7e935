"""The kinds of deadline that Vires sets by itself, and that a policy gives prompts to.

What they are called on screen stands in the words, `term.<kind>`. Who answers for one is named
here, and a policy may name another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class KnownKind:
    """A kind of deadline: its name, the table of what it is about, and who answers for it.

    `extendable`: whether a policy may let it be extended. A day that the law, an agreement or a
    decision sets is not a policy's to move. `due` is how long after its cause it falls due unless
    a policy says; empty where something else says so.
    """

    name: str
    about: str
    owner: str
    extendable: bool = False
    due: str = ""


_ALL: Final = (
    KnownKind("review", "commission", "lead", extendable=True),
    KnownKind("review_again", "commission", "lead", extendable=True),
    KnownKind("agreement_begins", "agreement", "lead"),
    KnownKind("agreement_ends", "agreement", "lead"),
    KnownKind("agreement_standstill", "agreement", "lead"),
    KnownKind("decision_effective", "proposal", "author"),
    KnownKind("call_in_window", "proposal", "author"),
    KnownKind("call_in_hearing", "proposal", "proper_officer"),
    KnownKind("reconsideration", "proposal", "author"),
    KnownKind("agenda_publication", "meeting", "secretary"),
    KnownKind("in_force", "rulebook_version", "secretary"),
    KnownKind("improvement_plan", "improvement_plan", "lead"),
    KnownKind("improvement_action", "improvement_plan", "lead"),
    KnownKind("pre_expiry_review", "agreement", "lead"),
    KnownKind("decommissioning_way", "decommissioning_case", "lead"),
    KnownKind("decommissioning_consultation_ends", "decommissioning_case", "lead"),
    KnownKind("decommissioning_continuity_ends", "decommissioning_case", "lead"),
    KnownKind("decommissioning_notice_ends", "decommissioning_case", "lead"),
    KnownKind("decommissioning_evaluation", "decommissioning_case", "lead", extendable=True),
    KnownKind("plan_review", "plan", "secretary", extendable=True),
    KnownKind(
        "monitoring_return", "monitoring_return", "partner", extendable=True, due="20 working days"
    ),
    KnownKind("annual_report", "annual_report", "secretary", extendable=True, due="3 months"),
    KnownKind("corrective_action", "measure", "lead", extendable=True),
    KnownKind("action_due", "measure", "lead", extendable=True),
    KnownKind("fund_report", "fund", "secretary", extendable=True),
    KnownKind("remedial_plan", "fund", "secretary"),
    KnownKind("pool_begins", "pooled_agreement", "secretary"),
    KnownKind("pool_ends", "pooled_agreement", "secretary"),
)

KINDS: Final[Mapping[str, KnownKind]] = MappingProxyType({kind.name: kind for kind in _ALL})
"""Every kind that Vires sets, by name."""
