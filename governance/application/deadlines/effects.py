"""What deadlines bring about on their day: the use case behind each name, loaded when it is due.

A deadline is settled once its effect is done, unless the effect only notes that the day has
passed: then it runs on, and escalates, until somebody does what it waits for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final, Literal

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.domain.errors import Unusable
from governance.domain.suggest import nearest

MORE: Final = "more"
"""What an effect gives back that did a part: it is asked again in a transaction of its own."""

Effect = Callable[[Desk, Any], list[Receipt] | Literal["more"] | None]
"""What happens when a deadline is due: given a desk of the clock's and the deadline's row."""

EFFECTS: Final[Mapping[str, str]] = {
    "agreement_begins": "governance.application.commissions.agreement_moves:begin_when_due",
    "agreement_ends": "governance.application.commissions.agreement_moves:end_when_due",
    "call_in_closed": "governance.application.proposals.after:call_in_closed",
    "call_in_hearing_missed": "governance.application.proposals.scrutiny:hearing_missed",
    "decision_effective": "governance.application.proposals.after:take_effect_due",
    "follow_scheme": "governance.application.proposals.following:follow_scheme",
    "plan_consultation": "governance.application.plans.agreeing:settle_when_due",
    "plan_period": "governance.application.plans.returns_following:period_over",
    "fund_report_late": "governance.application.funds.periodic:late_when_due",
    "plan_anew": "governance.application.deadlines.replanning:plan_anew",
    "return_missed": "governance.application.plans.returns:missed_when_due",
    "pool_begins": "governance.application.funds.agreements:begin_when_due",
    "pool_ends": "governance.application.funds.agreements:expire_when_due",
    "review_missed": "governance.application.reviews.missing:missed_when_due",
    "rulebook_in_force": "governance.application.rulebook.acts:come_into_force",
}
"""Effects by the name a deadline has for them."""

STAYS: Final = frozenset({"fund_report_late", "pool_ends", "return_missed", "review_missed"})
"""Effects after which the deadline runs on: what it waits for is still to be done."""


def effect_named(name: str) -> Effect:
    """The effect of that name. Raises `Unusable` for one that nobody provides."""
    where = EFFECTS.get(name)
    if where is None:
        raise Unusable.one("deadline.effect_unknown", name=name, nearest=nearest(name, EFFECTS))
    module, _, function = where.partition(":")
    effect: Effect = getattr(import_module(module), function)
    return effect


def by_the_clock(effect: str | None) -> bool:
    """Whether the clock settles a deadline with that effect, so that people need not."""
    return effect is not None and effect not in STAYS
