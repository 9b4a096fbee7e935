"""Lifecycles as tables: what may happen to an item next, who may do it, and why it may not."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from statemachines.agreement import AGREEMENT
from statemachines.allocation import ALLOCATION
from statemachines.annual_report import ANNUAL_REPORT
from statemachines.chair import CHAIR
from statemachines.commission import COMMISSION
from statemachines.deadline import DEADLINE
from statemachines.decommissioning import DECOMMISSIONING
from statemachines.improvement_plan import IMPROVEMENT_PLAN
from statemachines.job import JOB
from statemachines.meeting import MEETING
from statemachines.message import MESSAGE
from statemachines.monitoring_return import MONITORING_RETURN
from statemachines.plan import PLAN
from statemachines.pooled_agreement import POOLED_AGREEMENT
from statemachines.prompt import PROMPT
from statemachines.proposal import PROPOSAL
from statemachines.proposed_item import PROPOSED_ITEM
from statemachines.review import REVIEW
from statemachines.rulebook import RULEBOOK
from statemachines.stage import STAGE
from statemachines.step import STEP
from statemachines.table import Lifecycle
from statemachines.webhook import WEBHOOK
from statemachines.webhook_delivery import WEBHOOK_DELIVERY

_ALL: Final[tuple[Lifecycle[Any], ...]] = (
    COMMISSION,
    STAGE,
    AGREEMENT,
    PROPOSAL,
    STEP,
    POOLED_AGREEMENT,
    ALLOCATION,
    RULEBOOK,
    MEETING,
    REVIEW,
    IMPROVEMENT_PLAN,
    DECOMMISSIONING,
    DEADLINE,
    PROMPT,
    PROPOSED_ITEM,
    MESSAGE,
    CHAIR,
    PLAN,
    MONITORING_RETURN,
    ANNUAL_REPORT,
    JOB,
    WEBHOOK,
    WEBHOOK_DELIVERY,
)

LIFECYCLES: Final[Mapping[str, Lifecycle[Any]]] = MappingProxyType({one.name: one for one in _ALL})
"""Every lifecycle whose states are stored, by name."""
