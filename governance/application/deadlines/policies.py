"""What the escalation policies in force on a day say of each kind of deadline.

Several policies may be in force, for several kinds; where two speak of one kind, the first by
key holds. What they say is kept by the digests of their versions and of the calendars, and
`digest` tells from which a deadline was planned.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from governance import words
from governance.application.desk import Desk
from governance.application.rulebook import in_force
from governance.application.rulebook.kept import Kept
from governance.domain.errors import Unusable
from governance.domain.waking import DUE, Moment
from governance.store.tables import TABLES

if TYPE_CHECKING:
    from governance.domain.calendar import Calendar, Period
    from governance.domain.escalation import DeadlineRule, Prompt, Rhythm, Wake
    from governance.domain.escalation.pauses import Stood

_version = TABLES["rulebook_version"]
_IN_FORCE = (
    select(_version.c.id, _version.c.kind, _version.c.key, _version.c.digest, _version.c.file)
    .where(
        _version.c.partnership_id == bindparam("partnership"),
        _version.c.kind.in_(("escalation", "calendar")),
        _version.c.effective_from <= bindparam("day"),
        _version.c.state.in_(in_force.ADOPTED),
    )
    .order_by(
        _version.c.kind,
        _version.c.key,
        _version.c.effective_from.desc(),
        _version.c.number.desc(),
    )
)

NO_POLICY: Final = "-"
"""What a deadline was planned by where no policy was in force."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a policy says of a kind of deadline, and from which hour of the day it speaks."""

    version_id: str
    rule: DeadlineRule
    hour: dt.time
    prompts: Mapping[str, Prompt]


@dataclass(frozen=True, slots=True)
class Policies:
    """Everything in force on a day that has to do with deadlines."""

    digest: str
    timezone: str
    calendar: Calendar
    periods: Sequence[Period]
    of_kind: Mapping[str, Ruled]
    own: Mapping[str, Ruled]
    """Those of the partnership's own, which an event sets."""
    rhythm: Rhythm | None
    _wakes: Kept[tuple[str, dt.date, tuple[Stood, ...]], tuple[Wake, ...]] = field(
        default_factory=lambda: Kept(4096), compare=False
    )

    def wakes(self, kind: str, due_day: dt.date, stood: tuple[Stood, ...] = ()) -> tuple[Wake, ...]:
        """Every prompt of a deadline of that kind and day, with its day and how it was counted.

        `stood` are the days on which the clock of its escalation stood still.
        Without those that lie beyond the years whose holidays are known: what is due is due.
        """
        ruled = self.of_kind.get(kind)
        if ruled is None:
            return ()
        known = (kind, due_day, stood)
        return self._wakes.get(known, lambda: self._counted(ruled.rule, due_day, stood))

    def _counted(
        self, rule: DeadlineRule, due_day: dt.date, stood: tuple[Stood, ...]
    ) -> tuple[Wake, ...]:
        from governance.domain.escalation import wakes  # noqa: PLC0415  # loaded with the policies
        from governance.domain.escalation.pauses import with_pauses  # noqa: PLC0415  # as above

        name = words.term("time_paused")
        rule, periods = with_pauses(rule, self.periods, stood, name=name)

        def days(said: DeadlineRule) -> tuple[Wake, ...]:
            return wakes(said, due=due_day, calendar=self.calendar, periods=periods)

        try:
            return days(rule)
        except Unusable:
            found: list[Wake] = []
            for prompt in rule.prompts:
                with suppress(Unusable):
                    found += days(replace(rule, prompts=(prompt,)))
            return tuple(sorted(found, key=lambda wake: wake.day))

    def moments(
        self,
        kind: str,
        due_day: dt.date,
        *,
        effect_at: dt.datetime | None,
        stood: tuple[Stood, ...] = (),
    ) -> list[Moment]:
        """When there is something to do, in order; `effect_at` is the deadline's own moment."""
        zone = ZoneInfo(self.timezone)
        ruled = self.of_kind.get(kind)
        found = []
        for wake in self.wakes(kind, due_day, stood):
            assert ruled is not None
            local = dt.datetime.combine(wake.day, ruled.hour, tzinfo=zone)
            found.append(Moment(wake.key, local.astimezone(dt.UTC)))
        if effect_at is not None:
            found.append(Moment(DUE, effect_at, own=True))
        return sorted(found, key=lambda moment: moment.at)


_policies: Kept[tuple[str, ...], Policies] = Kept(64)


def policies(desk: Desk, on: dt.date | None = None) -> Policies:
    """The policies in force on a day, today's unless said."""
    day = on or desk.today
    latest: dict[tuple[str, str], Any] = {}
    for row in desk.all(_IN_FORCE, day=day):
        latest.setdefault((row.kind, row.key), row)
    versions = [row for (kind, _), row in latest.items() if kind == "escalation"]
    calendars = [row for (kind, _), row in latest.items() if kind == "calendar"]
    zone, jurisdiction = desk.partnership.timezone, desk.partnership.jurisdiction
    digests = [row.digest for row in (*versions, *calendars)]
    known = (desk.pid, zone, jurisdiction, *(row.id for row in versions), "", *digests)
    return _policies.get(known, lambda: _read(desk, day, versions, calendars, known))


def rule_for(desk: Desk, kind: str, on: dt.date | None = None) -> Ruled | None:
    """What is in force for a kind of deadline, or None."""
    return policies(desk, on).of_kind.get(kind)


def rhythm(desk: Desk, on: dt.date | None = None) -> Rhythm | None:
    """How often commissions are reviewed, by their risk tier; None where no policy says."""
    return policies(desk, on).rhythm


def _read(
    desk: Desk,
    day: dt.date,
    versions: Sequence[Any],
    calendars: Sequence[Any],
    known: tuple[str, ...],
) -> Policies:
    of_kind: dict[str, Ruled] = {}
    tiers: Rhythm | None = None
    for row in versions:
        policy = _meaning(desk, row)
        tiers = tiers or policy.rhythm
        for kind, rule in policy.deadlines.items():
            by_key = {prompt.key: prompt for prompt in rule.prompts}
            of_kind.setdefault(kind, Ruled(row.id, rule, policy.hour, by_key))
    return Policies(
        digest=hashlib.sha256(repr(known).encode()).hexdigest()[:32] if versions else NO_POLICY,
        timezone=desk.partnership.timezone,
        calendar=in_force.calendar(desk, day),
        periods=[period for row in calendars for period in _meaning(desk, row).periods],
        of_kind=of_kind,
        own={kind: ruled for kind, ruled in of_kind.items() if ruled.rule.start is not None},
        rhythm=tiers,
    )


def _meaning(desk: Desk, row: Any) -> Any:
    return in_force.meaning(desk, in_force.version_by_id(desk, row.id))


__all__ = ["NO_POLICY", "Policies", "Ruled", "policies", "rhythm", "rule_for"]
