"""Importing what ModernGov published: what would be done is done for a trial, or for good.

A trial does the very acts on a copy in memory, so that it says what would happen and not what
somebody thinks would, and keeps nobody from working meanwhile. Each meeting with its items and
each decision is a transaction of its own; what is refused of one is undone and told, the rest
stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from governance.adapters.moderngov import Decision, Meeting, Taken, load_mapping, read_files
from governance.adapters.moderngov.mapping import OUTCOMES
from governance.adapters.ocds.model import Rejected
from governance.application.desk import Desk, acting, looking
from governance.application.moderngov.decisions import of_list, take_decision, take_item_decision
from governance.application.moderngov.meetings import (
    body_before,
    take_item,
    take_meeting,
    title_of,
)
from governance.application.moderngov.model import (
    LEFT_OUT,
    REFUSED,
    SITE,
    THERE,
    Asked,
    Report,
    Told,
    count_unknown,
)
from governance.application.moderngov.references import body_of, remember_bodies
from governance.application.permissions import must_be
from governance.application.rehearsal.copying import copied
from governance.domain.errors import MovedFirst, Problem, Refusal, Refused, Unusable
from governance.domain.suggest import nearest
from governance.store.tables import TABLES
from statemachines.permissions import Permission

ATTEMPTS: Final = 5
"""How often a meeting or a decision is tried anew because somebody else changed it first."""
LONGEST_SITE: Final = 80

Unit = Callable[[Desk], list[Told]]
Tell = Callable[[int, int], None]


def import_moderngov(
    store: Any,
    *,
    partnership: str | None,
    files: Sequence[tuple[str, bytes]],
    mapping: bytes,
    mapping_file: str,
    now: dt.datetime,
    actor: str | None = None,
    site: str = SITE,
    bodies: Mapping[str, str] | None = None,
    reports: Mapping[str, str] | None = None,
    outcome: str | None = None,
    scheme: str | None = None,
    check: bool = False,
    tell: Tell | None = None,
) -> Report:
    """Import files of ModernGov, each with its name; with `check` say what would be done.

    The rest is as in `Asked`. Raises `Unusable` for what is wrong with a file as a whole or with
    what was asked, `Refused` for who may not; nothing is written then.
    """
    if outcome is not None and outcome not in OUTCOMES:
        told = {"text": outcome[:40], "known": [*OUTCOMES], "nearest": nearest(outcome, OUTCOMES)}
        raise Unusable.one("moderngov.outcome_none", **told)
    if not site.strip() or len(site) > LONGEST_SITE:
        raise Unusable.one("moderngov.site_unusable", most=LONGEST_SITE)
    with looking(store, now=now, partnership=partnership, actor=actor) as desk:
        must_be(desk, Permission.SECRETARY)
    reading = load_mapping(mapping, mapping_file)
    taken = read_files(files, reading)
    asked = Asked(
        mapping=reading,
        site=site.strip(),
        bodies=dict(bodies or {}),
        reports=dict(reports or {}),
        outcome=outcome,
        scheme=scheme,
        committees=taken.committees,
    )
    with copied(store, partnership) if check else nullcontext(store) as at:
        run = _Run(at, partnership, actor, now, asked, tell or (lambda _done, _of: None))
        run.of_files(taken)
        run.do([run.bodies, *run.units(taken)])
    return Report(check, tuple(run.rows), count_unknown(run.unknown))


@dataclass(slots=True)
class _Run:
    """One import under way: what it told so far, and whom nobody here was said to be."""

    store: Any
    partnership: str | None
    actor: str | None
    now: dt.datetime
    asked: Asked
    tell: Tell
    rows: list[Told] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def of_files(self, taken: Taken) -> None:
        """Tell what could not be read, and what there is nothing to do about."""
        for becomes, found in ((REFUSED, taken.rejected), (LEFT_OUT, taken.left_out)):
            self.rows += [_told_of(one, becomes) for one in found]

    def units(self, taken: Taken) -> Iterator[Unit]:
        """What is done in one piece: a meeting with its items, a decision; by their days."""
        for meeting in sorted(taken.meetings, key=lambda m: (m.on, m.id)):
            yield _bound(self._meeting, meeting)
        for decision in sorted(taken.decisions, key=lambda d: (d.decided_on, d.id)):
            yield _bound(self._decision, decision)

    def do(self, units: Sequence[Unit]) -> None:
        """Do each in a transaction of its own."""
        for done, unit in enumerate(units, start=1):
            self.rows += self._attempts(unit)
            self.tell(done, len(units))

    def _attempts(self, unit: Unit) -> list[Told]:
        for attempt in range(1, ATTEMPTS + 1):
            unknown = len(self.unknown)
            try:
                with self._acting() as desk:
                    # Two imports at once would take the same meeting twice.
                    ids = {"partnership_id": desk.pid, "ids": [desk.pid]}
                    desk.writer.lock(TABLES["partnership"], **ids)
                    return unit(desk)
            except MovedFirst:
                del self.unknown[unknown:]
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError

    def _acting(self) -> Any:
        return acting(self.store, now=self.now, partnership=self.partnership, actor=self.actor)

    # --- the units

    def bodies(self, desk: Desk) -> list[Told]:
        """Keep what was said of committees. Raises `Unusable` for a body nobody knows."""
        remember_bodies(desk, self.asked)
        return []

    def _meeting(self, desk: Desk, found: Meeting) -> list[Told]:
        named = found.committee.names if found.committee else ()
        body = self._whose(desk, named, str(found.committee or ""))
        if found.committee is None:
            body = body_before(desk, self.asked, found.id) or body
        title = title_of(found)
        if body is None:
            note = Problem("moderngov.committee_unknown", {"name": str(found.committee or "")[:80]})
            if found.committee is None:
                note = Problem("moderngov.no_committee")
            return [Told(found.where, "meeting", REFUSED, title, notes=(note,))]
        refused = Told(found.where, "meeting", REFUSED, title)
        told = _tried(desk, partial(take_meeting, desk, self.asked, body, found), refused)
        if told is None or told.ref is None or told.becomes == REFUSED or found.cancelled:
            return [] if told is None else [told]
        return [told, *self._items(desk, found, told.ref, body)]

    def _items(self, desk: Desk, found: Meeting, ref: str, body: str) -> Iterator[Told]:
        """Its items; those that are there already are passed over in silence."""
        for item in found.items or ():
            where = f"{found.where}, item {item.number or item.title[:40]}"
            meeting = desk.row("meeting", ref)
            if item.decided:
                do = partial(take_item_decision, desk, self.asked, meeting, found, item, body)
                told = _tried(desk, do, Told(where, "decision", REFUSED, item.title))
            else:
                take = partial(take_item, desk, self.asked, meeting, item, where)
                told = _tried(desk, take, Told(where, "item", REFUSED, item.title, ref))
            if told is not None and (item.decided or told.becomes != THERE):
                yield told

    def _decision(self, desk: Desk, one: Decision) -> list[Told]:
        decider = self._whose(desk, (one.decider,), one.decider)
        if decider is None:
            note = Problem("moderngov.decider_unknown", {"name": one.decider[:80]})
            return [Told(one.where, "decision", REFUSED, one.title, notes=(note,))]
        refused = Told(one.where, "decision", REFUSED, one.title)
        found = of_list(self.asked, one, decider)
        told = _tried(desk, partial(take_decision, desk, self.asked, found), refused)
        return [] if told is None else [told]

    def _whose(self, desk: Desk, names: Sequence[str], shown: str) -> str | None:
        """The body or office that is meant; whoever is not known is counted.

        What a file says of no committee at all is of the one body that was named without one.
        """
        key = body_of(desk, self.asked, names or ("",))
        if key is None and shown:
            self.unknown.append(shown)
        return key


def _bound(do: Callable[[Desk, Any], list[Told]], what: Any) -> Unit:
    return lambda desk: do(desk, what)


def _tried(desk: Desk, do: Callable[[], Told | None], refused: Told) -> Told | None:
    """What was done, or with nothing of it done why it could not be."""
    try:
        with desk.undone_if_refused():
            return do()
    except MovedFirst:
        raise
    except Refused as error:
        notes: Sequence[Problem | Refusal] = error.refusals
    except Unusable as error:
        notes = error.problems
    return replace(refused, notes=tuple(notes))


def _told_of(one: Rejected, becomes: str) -> Told:
    return Told(one.ref, "row", becomes, "", notes=tuple(one.reasons))
