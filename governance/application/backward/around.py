"""The steps around the decisions: tenders, standstill, signing, mobilising; notice to a provider.

Periods that no law fixes are assumed, and said to be (`assumed` as their source); options of the
command replace them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from governance.application.backward.asking import Asked, Subject
from governance.application.backward.drafts import STRAIGHT, Chain, Draft, period
from governance.application.desk import Desk
from governance.domain.backward import Before, End, Step, WorkingDays
from governance.domain.calendar import Calendar
from governance.domain.procurement import REGIMES, Standstill, standstill_of

MOBILISE: Final = 28
"""Calendar days from signing to the first day, where nobody says; an assumption."""
EVALUATE: Final = 28
"""Calendar days from the last tender to the report on the award; an assumption."""
NOTICE_MONTHS: Final = 3
"""Notice to a voluntary provider: at least three months (the Compact, as DOMAIN section 7)."""
STANDSTILL_ENDS: Final = "standstill_ends"
_REGULATIONS: Final = "public_contracts_regulations"
_REG_87: Final = "SI 2015/102 reg 87"
DAYS: Final = "calendar_days_after"


@dataclass(frozen=True, slots=True)
class Tender:
    """How long tenders are open, in calendar days, and whose rule that is."""

    days: int
    source: str


_ASSUMED: Final = Tender(28, "assumed")
TENDERS: Final = {
    "procurement_act": Tender(25, "Procurement Act 2023 s.54"),
    "public_contracts_regulations": Tender(30, "SI 2015/102 reg 27"),
    "in_house": Tender(0, ""),
}
"""The least time for tenders by regime, papers and tenders being electronic. Light touch, the
Provider Selection Regime, grants and what lies below the thresholds have no fixed time."""


def longest_standstill() -> Standstill:
    """The standstill that is planned where no regime is known: the longest that any asks for."""
    found = [r.standstill for r in REGIMES.values() if r.standstill is not None]
    return max(found, key=lambda s: (s.days, s.policy.endswith("excluded")))


def end_of(subject: Subject, calendar: Calendar) -> Chain:
    """The end alone: the day by which what is planned must stand."""
    begins = subject.end + dt.timedelta(days=1)
    if subject.aim == "award":
        step, what, day = "begin", "begin", begins
    else:
        step, what, day = "end", f"end_{subject.aim}", subject.end
    draft = Draft(Step(step, End(day), {}), what, {"on": day, "end": subject.end})
    return Chain((draft,), step, calendar)


def after_award(subject: Subject, asked: Asked, chain: Chain) -> Chain:
    """Before the first day: mobilising, signing, and the standstill the regime asks for."""
    days = MOBILISE if asked.mobilise is None else asked.mobilise
    links = period(DAYS, days)
    source = "assumed" if asked.mobilise is None else "asked"
    signing = Draft(
        Step("sign", WorkingDays(), {chain.entry: links}),
        "sign",
        sources=dict.fromkeys(links, source),
    )
    chain = chain.behind(signing)
    if subject.regime == _REGULATIONS:
        return _regulation_87(chain)
    rule = standstill_of(subject.regime) if subject.regime else longest_standstill()
    if rule is None:
        return chain
    links = period(rule.policy, rule.days)
    notice = Draft(
        Step("award_notice", WorkingDays(), {chain.entry: links}),
        "award_notice",
        sources=dict.fromkeys(links, rule.source),
    )
    return chain.behind(notice)


def _regulation_87(chain: Chain) -> Chain:
    """The standstill of the Public Contracts Regulations 2015, which Vires holds no signing to.

    The notice being sent electronically, it ends at midnight at the end of the tenth day after it
    is sent; where that is no working day, of the next one (SI 2015/102 reg 87(2) and (6)).
    """
    next_day = Before("calendar_days_before", 1)
    over = Draft(
        Step(STANDSTILL_ENDS, WorkingDays(), {chain.entry: (next_day,)}),
        STANDSTILL_ENDS,
        sources={next_day: _REG_87},
    )
    chain = chain.behind(over)
    ten = Before("calendar_days_before", 10)
    notice = Draft(
        Step("award_notice", WorkingDays(), {chain.entry: (ten,)}),
        "award_notice",
        sources={ten: _REG_87},
    )
    return chain.behind(notice)


def tendering(subject: Subject, asked: Asked, chain: Chain) -> Chain:
    """Before the report on an award: tenders invited, received and evaluated."""
    law = TENDERS.get(subject.regime or "procurement_act", _ASSUMED)
    days = law.days if asked.tender is None else asked.tender
    if not days:
        return chain
    weigh = EVALUATE if asked.evaluate is None else asked.evaluate
    links = period(DAYS, weigh)
    source = "assumed" if asked.evaluate is None else "asked"
    closing = Draft(
        Step("tenders_in", WorkingDays(), {chain.entry: links}),
        "tenders_in",
        sources=dict.fromkeys(links, source),
    )
    chain = chain.behind(closing)
    links = period(DAYS, days)
    source = law.source if asked.tender is None else "asked"
    inviting = Draft(
        Step("tender", WorkingDays(), {chain.entry: links}),
        "tender",
        sources=dict.fromkeys(links, source),
    )
    return chain.behind(inviting)


def before_exit(desk: Desk, subject: Subject, asked: Asked, chain: Chain) -> Chain:
    """Before the last day: notice to the provider."""
    agreement = subject.agreement
    provider = None if agreement is None else desk.by_id("organisation", agreement.provider_id)
    voluntary = provider is not None and provider.voluntary
    months = NOTICE_MONTHS if asked.notice is None else asked.notice
    source = "voluntary" if voluntary else "assumed"
    links = (Before("calendar_months_before", months),) if months else STRAIGHT
    giving = Draft(
        Step("give_notice", WorkingDays(), {chain.entry: links}),
        "give_notice",
        {"provider": provider.name if provider is not None else ""},
        sources=dict.fromkeys(links, source if asked.notice is None else "asked"),
    )
    return chain.behind(giving)
