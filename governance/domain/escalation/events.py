"""What can start and meet a deadline of the partnership's own, as people say it.

Each event names the kinds of entry that tell of it, and by which facts of the entry it can be
narrowed. A policy that names anything else is refused: an event nobody writes would start
nothing, and nobody would know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from governance.domain.decisions import KINDS as DECISIONS
from governance.domain.escalation.model import Event, Way

OF_COMMISSION: Final = frozenset(
    {
        "agreement",
        "commission",
        "decommissioning_case",
        "improvement_plan",
        "measure",
        "proposal",
        "review",
    }
)
"""Tables whose rows belong to a commission."""

OF_PARTNER: Final = frozenset({"monitoring_return"})
"""Tables whose rows one partner answers for."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One kind of entry that tells of an event, and the fact that stands for each narrowing."""

    kind: str
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event people can name.

    `narrowed` are the words by which `where` narrows it, each with the values it can have, or
    none where any may stand.
    """

    name: str
    about: str
    told: tuple[Telling, ...]
    narrowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def event(self, where: Mapping[str, str]) -> Event:
        """The event, narrowed. `where` has only words that narrow it."""
        return Event(
            self.name,
            self.about,
            tuple(
                Way(told.kind, {told.facts[word]: value for word, value in where.items()})
                for told in self.told
            ),
        )


def _event(about: str, name: str, *kinds: str) -> KnownEvent:
    return KnownEvent(name, about, tuple(Telling(kind) for kind in kinds))


def _narrowed(
    about: str, name: str, word: str, told: Mapping[str, str], values: tuple[str, ...] = ()
) -> KnownEvent:
    """An event that one word narrows; `told` has the fact it stands for in each kind of entry."""
    kinds = tuple(Telling(kind, {word: fact}) for kind, fact in told.items())
    return KnownEvent(name, about, kinds, {word: values})


_OUTCOMES: Final = (
    "approved",
    "approved_as_amended",
    "approved_with_conditions",
    "endorsed",
    "recommended",
    "noted",
    "refused",
    "referred_back",
    "deferred",
)

_ALL: Final = (
    _event("commission", "commission proposed", "commission.proposed"),
    _event("commission", "commission opened", "commission.started"),
    _event("commission", "commission recorded", "commission.recorded"),
    _event("commission", "round started", "commission.round_started"),
    _narrowed(
        "commission",
        "stage opened",
        "stage",
        {
            "commission.stage_opened": "stage",
            "commission.started": "opened",
            "commission.round_started": "opened",
        },
    ),
    _narrowed(
        "commission", "stage brought to its gate", "stage", {"commission.stage_submitted": "stage"}
    ),
    _narrowed(
        "commission",
        "stage completed",
        "stage",
        {
            "commission.gate_passed": "stage",
            "commission.stage_certified": "stage",
            "commission.stage_recorded": "stage",
        },
    ),
    _narrowed("commission", "stage reopened", "stage", {"commission.stage_reopened": "stage"}),
    _narrowed("commission", "evidence added", "evidence", {"commission.evidence_added": "kind"}),
    _event("commission", "commission paused", "commission.paused"),
    _event("commission", "commission resumed", "commission.resumed"),
    _event("commission", "commission given notice", "commission.notice_given"),
    _event("commission", "commission closed", "commission.closed", "commission.closure_recorded"),
    _event("agreement", "agreement awarded", "agreement.awarded"),
    _event("agreement", "agreement recorded", "agreement.recorded"),
    _event(
        "agreement", "agreement signed", "agreement.moved.sign", "agreement.moved.record_signed"
    ),
    _event("agreement", "agreement begun", "agreement.moved.begin"),
    _event("agreement", "agreement extended", "agreement.extended"),
    _event("agreement", "agreement varied", "agreement.varied"),
    _event(
        "agreement",
        "agreement given notice",
        "agreement.moved.give_notice",
        "agreement.moved.record_notice",
    ),
    _event("agreement", "agreement expired", "agreement.moved.expire"),
    _event("agreement", "agreement ended", "agreement.moved.end", "agreement.moved.break_off"),
    _narrowed("proposal", "report started", "kind", {"proposal.drafted": "kind"}, DECISIONS),
    _event("proposal", "report submitted", "proposal.submitted"),
    _narrowed(
        "proposal",
        "report decided",
        "outcome",
        {
            "proposal.decided": "outcome",
            "proposal.decided_again": "outcome",
            "proposal.decided_outside": "outcome",
        },
        _OUTCOMES,
    ),
    _event("proposal", "report called in", "proposal.called_in"),
    _narrowed(
        "proposal", "decision in effect", "kind", {"proposal.took_effect": "kind"}, DECISIONS
    ),
    _event("proposal", "report withdrawn", "proposal.withdrawn"),
    _event("measure", "measure red", "measure.red"),
    _event("measure", "value recorded", "measure.observed", "measure.corrected", "measure.red"),
    _event("measure", "action recorded", "measure.action_recorded"),
    _event("measure", "action done", "measure.action_done"),
    _event("meeting", "meeting called", "meeting.called"),
    _event("meeting", "agenda published", "meeting.agenda_published"),
    _event("meeting", "meeting held", "meeting.held"),
    _event("meeting", "minutes drafted", "meeting.minutes_drafted"),
    _event("meeting", "minutes signed", "meeting.minutes_signed"),
    _event(
        "decommissioning_case",
        "case opened",
        "decommissioning.trigger",
        "decommissioning.record_as_found",
    ),
    _event(
        "decommissioning_case",
        "case averted",
        "decommissioning.avert",
        "decommissioning.improvement_met",
    ),
    _event(
        "decommissioning_case",
        "case for change made",
        "decommissioning.make_case",
        "decommissioning.improvement_failed",
    ),
    _event("decommissioning_case", "case decided", "decommissioning.decide"),
    _event("decommissioning_case", "case given notice", "decommissioning.give_notice"),
    _event("decommissioning_case", "transition halted", "decommissioning.halt"),
    _event(
        "decommissioning_case",
        "case closed",
        "decommissioning.close",
        "decommissioning.record_closure",
    ),
    _event("decommissioning_case", "case evaluated", "decommissioning.evaluate"),
    _event("plan", "plan begun", "plan.begun"),
    _event("plan", "plan consulted on", "plan.consultation_opened"),
    _event("plan", "plan agreed", "plan.agreed"),
    _event("plan", "plan published", "plan.published"),
    _event("plan", "plan reviewed", "plan.reviewed"),
    _event("plan", "plan over", "plan.renewed", "plan.ended"),
    _event("monitoring_return", "return made", "return.made", "return.made_late"),
    _event("annual_report", "annual report published", "annual_report.published"),
    _event("fund", "fund opened", "fund.opened"),
    _event("fund", "fund reported", "fund.reported"),
    _event("fund", "remedial plan asked for", "fund.remedy_wanted"),
    _event("fund", "remedial plan given", "fund.remedy_planned"),
    _event("pooled_agreement", "pooled agreement begun", "pooled_agreement.moved.begin"),
    _event(
        "pooled_agreement",
        "pooled agreement varied",
        "pooled_agreement.moved.vary",
        "pooled_agreement.moved.record_varied",
    ),
    _event("pooled_agreement", "pooled agreement expired", "pooled_agreement.moved.expire"),
    _event("pooled_agreement", "pooled agreement ended", "pooled_agreement.moved.end"),
)

EVENTS: Final[Mapping[str, KnownEvent]] = MappingProxyType({event.name: event for event in _ALL})
"""Every event, by what people call it."""

TOLD_BY: Final = frozenset(telling.kind for event in _ALL for telling in event.told)
"""Every kind of entry that tells of some event."""
