"""What the clock sweeps: each sweep's name, how often it runs, and where its work is done.

A sweep is asked first whether anything is due (`due`), then does a bounded batch of it (`work`)
and says whether more is left. Both can be asked from any number of places at once. Flows, the
clock and `vires tick` all call these, and nothing else. A sweep may have several places, done
one after another: deadlines, and then what looks at the whole register.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final

from governance.domain.errors import Unusable
from governance.domain.suggest import nearest
from governance.store.engine import Store

BATCH: Final = 100
"""Items done in one transaction."""

LINES: Final = 200
"""Lines a report keeps for people to read; all of it is counted."""

AMISS: Final = 50
"""Lines of what failed, was given up or was found that a run's record keeps."""

COUNTED: Final = ("done", "failed", "uncertain", "parked", "late", "found")
"""What is counted of a sweep."""


@dataclass(slots=True)
class Swept:
    """What a batch did: how many were done, how many failed, were given up or came late.

    `uncertain` counts messages of which nobody knows whether they went out.
    `found` counts what a check found amiss and could not mend by itself: no failure of its own.
    `lines` are the first of them for people: `{"ref", "what", "due", "outcome"}` and, where one
    failed, its `problem` as `{"code", "params"}`. `more` says that something is still due.
    """

    done: int = 0
    failed: int = 0
    uncertain: int = 0
    parked: int = 0
    late: int = 0
    found: int = 0
    more: bool = False
    lines: list[dict[str, Any]] = field(default_factory=list)
    amiss: list[dict[str, Any]] = field(default_factory=list)
    """The first lines that have a problem, of all that was taken: never crowded out by the rest."""

    def take(self, other: Swept) -> None:
        """Add what a further batch did."""
        self.done += other.done
        self.failed += other.failed
        self.uncertain += other.uncertain
        self.parked += other.parked
        self.late += other.late
        self.found += other.found
        self.more = other.more
        theirs = other.amiss or [line for line in other.lines if line.get("problem")]
        self.amiss += theirs[: AMISS - len(self.amiss)]
        self.lines += other.lines[: LINES - len(self.lines)]

    @property
    def went_wrong(self) -> bool:
        """Whether something could not be done, or nobody knows whether it was."""
        return bool(self.failed or self.uncertain or self.parked)

    def counts(self) -> dict[str, int]:
        """The numbers alone."""
        return {name: getattr(self, name) for name in COUNTED}


Due = Callable[..., dt.datetime | None]
"""`due(store, *, flow, now)`: since when something is due, or None."""
Work = Callable[..., Swept]
"""`work(store, *, flow, now, limit)`: do at most `limit` of what is due."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """One sweep. `period` is how often it runs where a schedule starts it."""

    name: str
    title: str
    period: dt.timedelta
    cron: str
    where: str
    """The module that has its `due` and `work`."""
    then: tuple[str, ...] = ()
    """Modules with a `due` and a `work` of their own that are done after it."""

    @property
    def places(self) -> tuple[str, ...]:
        """Every module that has some of its work, in the order in which it is done."""
        return (self.where, *self.then)

    def due(self, store: Store, *, now: dt.datetime) -> dt.datetime | None:
        """Since when something is due, or None."""
        asked = (import_module(place).due(store, flow=self.name, now=now) for place in self.places)
        return min((since for since in asked if since is not None), default=None)

    def work(self, store: Store, *, now: dt.datetime, limit: int = BATCH) -> Swept:
        """Do at most `limit` of what is due by `now` in each of its places."""
        whole, more = Swept(), False
        for place in self.places:
            done = import_module(place).work(store, flow=self.name, now=now, limit=limit)
            more = more or done.more
            whole.take(done)
        whole.more = more
        return whole


_QUARTER_HOUR: Final = (dt.timedelta(minutes=15), "*/15 * * * *")
_DEADLINES: Final = "governance.application.deadlines.tick"

SWEEPS: Final[Mapping[str, Sweep]] = {
    sweep.name: sweep
    for sweep in (
        Sweep(
            "deadlines_due",
            "What falls due by itself, and reminders that no other flow sends",
            dt.timedelta(minutes=5),
            "*/5 * * * *",
            _DEADLINES,
        ),
        Sweep("review_reminders", "Reminders of reviews to come", *_QUARTER_HOUR, _DEADLINES),
        Sweep(
            "missed_review_escalations",
            "Escalations of reviews that were missed",
            *_QUARTER_HOUR,
            _DEADLINES,
        ),
        Sweep(
            "decommissioning_triggers",
            "Agreements that run out, causes for cases, and what those wait for",
            *_QUARTER_HOUR,
            _DEADLINES,
            ("governance.application.triggers.looking",),
        ),
        Sweep(
            "cypp_monitoring", "What the plan’s partners have to return", *_QUARTER_HOUR, _DEADLINES
        ),
        Sweep("fund_reporting", "What the funds’ hosts have to report", *_QUARTER_HOUR, _DEADLINES),
        Sweep(
            "nightly_assurance",
            "Whether the record is whole and every deadline is set",
            dt.timedelta(days=1),
            "0 3 * * *",
            "governance.application.nightcheck.nightly",
        ),
        Sweep(
            "deliver_messages",
            "Messages to be sent",
            dt.timedelta(minutes=5),
            "*/5 * * * *",
            "governance.application.messages.delivery",
        ),
        Sweep(
            "seal_ledger",
            "Entries of the record that the clock has not sealed",
            dt.timedelta(minutes=5),
            "*/5 * * * *",
            "governance.application.ledger.sealing",
        ),
        Sweep(
            "deliver_webhooks",
            "Events to be sent to webhooks",
            dt.timedelta(minutes=5),
            "*/5 * * * *",
            "governance.application.webhooks.delivery",
        ),
    )
}
"""Every sweep, in the order in which one tick does them: what others have to tell goes last.

Only seals come after, over whatever was done; and webhooks, which are told of what is sealed.
"""


def sweep_named(name: str) -> Sweep:
    """The sweep of that name. Raises `Unusable` with the nearest."""
    found = SWEEPS.get(name)
    if found is None:
        near = nearest(name, SWEEPS)
        raise Unusable.one("name.unknown", what="flow", name=name[:80], nearest=near)
    return found


def flow_for(kind: str, *, missed: bool) -> str:
    """The sweep that attends a deadline of a kind: before its day, or once it is missed."""
    if kind in REVIEWS:
        return "missed_review_escalations" if missed else "review_reminders"
    return _FLOWS.get(kind, "deadlines_due")


REVIEWS: Final = frozenset({"review", "review_again"})
"""Kinds of deadline that a review waits for: to be held, and to be reported again."""

_FLOWS: Final[Mapping[str, str]] = {
    "agreement_ends": "decommissioning_triggers",
    "annual_report": "cypp_monitoring",
    "decommissioning_consultation_ends": "decommissioning_triggers",
    "decommissioning_continuity_ends": "decommissioning_triggers",
    "decommissioning_evaluation": "decommissioning_triggers",
    "decommissioning_notice_ends": "decommissioning_triggers",
    "decommissioning_way": "decommissioning_triggers",
    "fund_report": "fund_reporting",
    "pool_begins": "fund_reporting",
    "pool_ends": "fund_reporting",
    "remedial_plan": "fund_reporting",
    "improvement_action": "decommissioning_triggers",
    "improvement_plan": "decommissioning_triggers",
    "monitoring_return": "cypp_monitoring",
    "plan_consultation": "cypp_monitoring",
    "plan_period": "cypp_monitoring",
    "plan_review": "cypp_monitoring",
    "pre_expiry_review": "decommissioning_triggers",
}
