"""Which reports would take another path under another version of their scheme.

Asked before a version is adopted (`impact`), and again by the clock once it is in force
(`following`). A report that is still being written has no path yet: what is shown of it is who
would decide it, before and after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.desk import Desk
from governance.application.proposals import findings
from governance.application.proposals.findings import Findings
from governance.application.proposals.held_to import held_to, parts_between, rules_of
from governance.application.proposals.partners import UNDECIDED
from governance.application.proposals.reading import Report, read_report
from governance.application.rulebook.in_force import meaning, version_by_id, version_in_force
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.pending import saves, submitted_on
from governance.domain.authority.model import Scheme
from governance.domain.authority.outcome import Conflict, Determined, NoRule
from governance.domain.errors import Refusal, Refused, Unusable
from governance.store.tables import TABLES

_proposal = TABLES["proposal"]


def undecided(states: Sequence[str]) -> Any:
    """The statement for a page of a scheme's undecided reports in some states, after a report."""
    return (
        select(_proposal)
        .where(
            _proposal.c.partnership_id == bindparam("partnership"),
            _proposal.c.scheme_key == bindparam("key"),
            _proposal.c.state.in_(states),
            _proposal.c.decided_on.is_(None),
            _proposal.c.id > bindparam("after"),
        )
        .order_by(_proposal.c.id)
        .limit(bindparam("most"))
    )


_UNDECIDED = undecided(UNDECIDED)
_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Way:
    """How a scheme takes a report: its rule and path, or why there is none."""

    rule: str | None
    path: list[list[dict[str, Any]]]
    against: Findings = ()
    scheme: Scheme | None = None
    conflict: tuple[str, ...] = ()
    held: Hashable = None
    """What it holds the report to (see `held_to`); where it has no case, why."""


@dataclass(frozen=True, slots=True)
class Impact:
    """A report that would take another path: where it stands, and how, before and after."""

    ref: str
    title: str
    commission: str | None
    state: str
    drawn: bool
    before: Way
    after: Way
    lost: tuple[Refusal, ...]
    """What the new path no longer asks for; it is weaker where this is not empty."""
    changed: tuple[str, ...]
    """What the report would be held to otherwise: its path, procedure or separations."""
    unsettled: tuple[Refusal, ...]
    """Why it cannot be said yet whether the new path is weaker, and what would settle it."""
    saved: bool
    """Whether the version's resolution leaves it under the version before."""

    def plain(self) -> dict[str, Any]:
        """The report for JSON, but for words; `weaker` is None where it cannot be said yet."""
        return {
            "ref": self.ref,
            "title": self.title,
            "commission": self.commission,
            "state": self.state,
            "drawn": self.drawn,
            "before": {"rule": self.before.rule, "path": self.before.path},
            "after": {"rule": self.after.rule, "path": self.after.path},
            "changed": list(self.changed),
            "weaker": None if self.unsettled else bool(self.lost),
            "saved": self.saved,
        }


def read_under(
    desk: Desk, row: Any, *, on: dt.date, under: Any | None = None
) -> tuple[Report | None, Findings]:
    """A report as on a day, under the version that governs or another; or why it has no case."""
    try:
        return read_report(desk, row, on=on, under=under), ()
    except Refused as refused:
        return None, refused.refusals
    except Unusable as unusable:
        return None, tuple(Refusal(one.code, one.params) for one in unusable.problems)


def way_of(report: Report | None, against: Findings) -> Way:
    """How the scheme that a report was read under takes it."""
    if report is None:
        return Way(None, [], against, held=tuple(one.code for one in against))
    outcome, scheme = report.outcome, report.scheme
    held = None if scheme is None else held_to(outcome, rules_of(scheme))
    if isinstance(outcome, Determined):
        return Way(outcome.rule, findings.as_plain_path(outcome.path), (), scheme, held=held)
    rules = outcome.rules if isinstance(outcome, Conflict) else ()
    return Way(None, [], findings.no_path(report), scheme, rules, held)


def way_drawn(desk: Desk, row: Any) -> Way:
    """How a report goes by the path drawn for it, under the version it was drawn under."""
    drawn = version_by_id(desk, row.scheme_version_id)
    if drawn is None:
        return Way(row.rule, row.path if row.rule is not None else [])
    scheme: Scheme = meaning(desk, drawn)
    if row.rule is None:
        return Way(None, [], (), scheme, held=held_to(NoRule(scheme.fallback), rules_of(scheme)))
    return Way(row.rule, row.path, (), scheme, held=rules_of(scheme)(row.rule))


def impact(desk: Desk, name: str, *, start: dt.date | None = None) -> list[Impact]:
    """Every undecided report that would take another path, were a version to govern from a day.

    `start` is that day: the one on which the version takes effect, else today. Raises
    `Unusable` for a name nobody knows, and for what is no scheme.
    """
    version = _scheme(desk, name)
    day = first_day(desk, name, start=start)
    found: list[Impact] = []
    after = ""
    while rows := desk.all(_UNDECIDED, key=version.key, after=after, most=_PAGE):
        after = rows[-1].id
        found += [one for row in rows if (one := _impact(desk, version, row, day)) is not None]
    return found


def first_day(desk: Desk, name: str, *, start: dt.date | None = None) -> dt.date:
    """The day from which a version is taken to govern: that given, its own, today. See `impact`."""
    return start or max(_scheme(desk, name).effective_from or desk.today, desk.today)


def _scheme(desk: Desk, name: str) -> Any:
    version = find_version(desk, name)
    if not isinstance(meaning(desk, version), Scheme):
        raise Unusable.one("rulebook.impact_of_schemes", ref=version.ref, kind=version.kind)
    return version


def _impact(desk: Desk, version: Any, row: Any, day: dt.date) -> Impact | None:
    before = _before(desk, version, row, day)
    after = way_of(*read_under(desk, row, on=day, under=version))
    if before.held == after.held:
        return None
    commission = desk.by_id("commission", row.commission_id)
    return Impact(
        ref=row.ref,
        title=row.title,
        commission=commission.ref if commission is not None else None,
        state=row.state,
        drawn=row.path is not None,
        before=before,
        after=after,
        lost=_lost(before, after),
        unsettled=_unsettled(before, after),
        changed=parts_between(before.held, after.held),
        saved=saves(version, submitted_on(desk, row)),
    )


def _before(desk: Desk, version: Any, row: Any, day: dt.date) -> Way:
    """How a report goes without the version: as its path was drawn, else as it would be."""
    if row.path is not None:
        return way_drawn(desk, row)
    other = version_in_force(desk, kind="scheme", key=version.key, on=day)
    if other is not None and other.id == version.id:
        eve = version.effective_from - dt.timedelta(days=1)
        other = version_in_force(desk, kind="scheme", key=version.key, on=eve)
    if other is None:
        return Way(None, [])
    return way_of(*read_under(desk, row, on=day, under=other))


def _lost(before: Way, after: Way) -> tuple[Refusal, ...]:
    """What the path after no longer asks for that the one before did, as codes with words."""
    from governance.domain.assurance.going import Going, by_rule  # noqa: PLC0415  # asked here only
    from governance.domain.assurance.ranking import Ranks  # noqa: PLC0415
    from governance.domain.assurance.strength import losses  # noqa: PLC0415

    def going(way: Way, scheme: Scheme) -> Going:
        if way.rule is not None:
            return by_rule(scheme, scheme.rule(way.rule))
        if way.conflict:
            return Going(scheme, "conflict", ("conflict", way.conflict), rules=way.conflict)
        return Going(scheme, "no_rule", ("no_rule", scheme.fallback))

    old, new = before.scheme, after.scheme
    if old is None or new is None or _unsettled(before, after):
        return ()
    found = losses(going(before, old), going(after, new), Ranks(old=old, new=new))
    return tuple(Refusal(one.code, one.params) for one in found)


def _unsettled(before: Way, after: Way) -> tuple[Refusal, ...]:
    """Why two paths cannot be compared yet: one is not settled, or the report has no case."""
    against = (
        one
        for way in (before, after)
        for one in way.against
        if way.scheme is None or one.code == "proposal.path_unknown"
    )
    return tuple({f"{one.code} {one.params}": one for one in against}.values())
