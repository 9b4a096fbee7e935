"""The steps of one decision: its papers, path, notices, meeting, publication, call-in, effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from governance.application.backward.answers import Answer, Decision
from governance.application.backward.drafts import STRAIGHT, Chain, Draft, period
from governance.application.backward.meetings import agenda_rules, dates_of, link_of
from governance.application.backward.times import CONSULTED, Time, Times
from governance.application.bodies.facts import BodyFacts, decider
from governance.application.desk import Desk
from governance.application.proposals import findings
from governance.application.proposals.listing import listed_item
from governance.application.proposals.powers import partner_deciders, titles
from governance.domain.authority.model import PathStep, Scheme
from governance.domain.backward import (
    Before,
    Days,
    End,
    Link,
    Meetings,
    Notice,
    Step,
    Taken,
    WorkingDays,
    bound_by,
)
from governance.domain.errors import Unusable
from governance.domain.procedure import INSTEAD_OF, NoticeRule, Procedure

HEARD: Final = "working_days_after"
"""How the time is counted that an officer takes to clear, or to advise."""
OWN: Final = "calendar_days_after"
"""How the time of a partner's own decision is counted, and that of a consultation."""

_BEYOND: Final = dt.timedelta(days=366)
"""How far past the end meetings are looked for: to say when it could be, if it is too late."""

Applies = Callable[[dt.date], bool]


@dataclass(frozen=True, slots=True)
class Way:
    """How one decision is planned: the rule it is taken by, and days on which that rule holds.

    `exceptions` are kinds of notice that something stands in for.
    """

    decision: Decision
    answer: Answer
    applies: Applies
    times: Times
    until: dt.date | None = None
    exceptions: tuple[str, ...] = ()


def decided(desk: Desk, way: Way, chain: Chain) -> Chain:
    """The chain with a decision before it: it has to be in effect when the chain is entered."""
    return _Builder(desk, way, chain).built()


@dataclass(slots=True)
class _Builder:
    desk: Desk
    way: Way
    chain: Chain

    def built(self) -> Chain:
        self._effect()
        if self.way.decision.decided:
            return self.chain
        groups = list(self.way.answer.path)
        if not groups:
            groups = [(PathStep("decide", ""),)]
        for number in range(len(groups) - 1, -1, -1):
            self._group(number, groups[number], last=number == len(groups) - 1)
        if not self.way.decision.written:
            self._paper()
        return self.chain

    # --- what follows the decision

    def _effect(self) -> None:
        decision, procedure = self.way.decision, self.way.answer.procedure
        taken: Taken = Days()
        waits = (
            period(procedure.call_in.policy, procedure.call_in.days)
            if procedure.call_in
            else STRAIGHT
        )
        if decision.decided and decision.row.published_on is not None:
            taken = bound_by(taken, waits, decision.row.published_on, self.chain.calendar)
        self._add("effective", taken, "effective", to=self._entries())
        if decision.decided and decision.row.published_on is not None:
            return
        if procedure.call_in is None and not procedure.publish:
            return
        source = procedure.call_in.source if procedure.call_in is not None else ""
        code = "publish" if procedure.call_in is None else "publish_call_in"
        self._add(
            "publish",
            WorkingDays(),
            code,
            to={self._key("effective"): waits},
            sources=dict.fromkeys(waits, source),
        )

    # --- the path

    def _group(self, number: int, group: Sequence[PathStep], *, last: bool) -> None:
        """The steps of a group, all of which wait for those before; `entry` becomes a join."""
        after = self._entries()
        drafts: list[Draft] = []
        entries: list[str] = []
        partners = partner_deciders(self._scheme())
        alone = [s for s in group if self._body(s) is None]
        for place, steps, waits in (
            (f"{number}", [s for s in alone if s.decider not in partners], None),
            (f"{number}.partners", [s for s in alone if s.decider in partners], OWN),
        ):
            if steps:
                made = self._alone(place, steps, after, last=last, own=waits)
                drafts += made
                entries.append(made[0].step.key)
        for lane, step in enumerate(group):
            body = self._body(step)
            if body is not None:
                made = self._at_meeting(f"{number}.{lane}", step, body, after, last=last)
                drafts += made
                entries.append(made[0].step.key)
        self._join(drafts, entries, number)
        if last:
            self._notices([d.step.key for d in drafts if d.what.startswith("step.decide")])

    def _join(self, drafts: list[Draft], entries: list[str], number: int) -> None:
        """Put steps before the chain; where several begin at once, one moment stands for all."""
        if len(entries) == 1:
            self.chain = self.chain.grown(tuple(drafts), entries[0])
            return
        key = self._key(f"{number}.begin")
        both = Draft(Step(key, Days(), dict.fromkeys(entries, STRAIGHT)), "")
        self.chain = self.chain.grown((both, *drafts), key)

    def _alone(
        self,
        place: str,
        steps: Sequence[PathStep],
        to: dict[str, tuple[Link, ...]],
        *,
        last: bool,
        own: str | None,
    ) -> list[Draft]:
        """What officers do, or what each partner does by itself (`own` is how its days count)."""
        kind = "decide" if any(s.kind == "decide" for s in steps) else steps[0].kind
        who = [self._titled(s) for s in steps]
        until = self.way.until if last and kind == "decide" else None
        taken: Taken = WorkingDays(until=until)
        done = Draft(
            Step(self._key(place), taken, to),
            f"step.{kind}" if any(who) else "step.decide_unclear",
            {"who": who, "decision": self.way.decision.kind},
            self.way.decision.key,
        )
        time = self.way.times.clearance if own is None else self.way.times.partners
        if (kind == "decide" and own is None) or not time.days:
            return [done]
        links = period(own or HEARD, time.days)
        begun = Draft(
            Step(self._key(f"{place}.asked"), WorkingDays(), {done.step.key: links}),
            f"asked.{kind}",
            {"who": who, "decision": self.way.decision.kind},
            self.way.decision.key,
            sources=dict.fromkeys(links, time.source),
            option="--clearance" if own is None else "--partners",
        )
        return [begun, done]

    def _at_meeting(
        self,
        place: str,
        step: PathStep,
        body: BodyFacts,
        to: dict[str, tuple[Link, ...]],
        *,
        last: bool,
    ) -> list[Draft]:
        calendar = self.chain.calendar
        end = self.chain.goal().steps[-1].taken
        assert isinstance(end, End)  # by the goal
        until = max(end.day, self.desk.today) + _BEYOND
        dates = dates_of(self.desk, body, until=until, calendar=calendar)
        decides = last and step.kind == "decide"
        days = dates.days
        if decides:
            asked = range(self.desk.today.toordinal(), end.day.toordinal() + 1)
            days = tuple(d for d in days if d.toordinal() not in asked or self.way.applies(d))
        listed = self._published(body)
        if listed is not None:
            days = (listed,)
        own = Draft(
            Step(self._key(place), Meetings(days), to),
            f"step.{step.kind}",
            {"who": [body.title], "decision": self.way.decision.kind},
            self.way.decision.key,
            dates=dates,
        )
        sources: dict[Link, str] = {link_of(n.policy, n.days): "terms" for n in agenda_rules(body)}
        if decides:
            sources |= {
                _link(r): r.source for r in _binding(self.way.answer.procedure, "meeting", "agenda")
            }
        if not sources or listed is not None or "agenda" in self.way.exceptions:
            return [own]
        agenda = Draft(
            Step(self._key(f"{place}.agenda"), WorkingDays(), {own.step.key: tuple(sources)}),
            "agenda",
            {"who": [body.title]},
            self.way.decision.key,
            sources=sources,
            notice="agenda",
        )
        return [agenda, own]

    # --- notices of the decision, which nothing has to come before

    def _notices(self, deciding: Sequence[str]) -> None:
        given = {}
        report = self.way.decision.report(self.desk.today)
        if report is not None and report.row.id:
            given = {n.kind: n.on for n in findings.given_notices(report)}
        at_meeting = any(d.dates for d in self.chain.drafts if d.step.key in deciding)
        for kind in dict.fromkeys(r.kind for r in self.way.answer.procedure.notices):
            rules = _binding(self.way.answer.procedure, "decision", kind)
            if at_meeting and kind != "agenda":
                rules += _binding(self.way.answer.procedure, "meeting", kind)
            replaced = _stands_in(given, kind, self.way.answer.procedure)
            if not rules or kind in self.way.exceptions:
                continue
            if replaced is not None:
                day, links = replaced
                self._bind(deciding, links or tuple(map(_link, rules)), day)
                continue
            self._leaf(kind, rules, deciding)
        for kind in self.way.exceptions:
            instead = [
                r
                for r in self.way.answer.procedure.exceptions
                if kind in INSTEAD_OF.get(r.kind, ()) and r.days
            ]
            if instead:
                self._leaf(instead[0].kind, instead[:1], deciding)

    def _leaf(self, kind: str, rules: Sequence[NoticeRule], deciding: Sequence[str]) -> None:
        sources = {_link(rule): rule.source for rule in rules}
        draft = Draft(
            Step(
                self._key(f"notice.{kind}"), WorkingDays(), dict.fromkeys(deciding, tuple(sources))
            ),
            "notice",
            {"notice": kind},
            self.way.decision.key,
            sources=sources,
            notice=kind,
        )
        self.chain = self.chain.grown((draft,), self.chain.entry)

    def _bind(self, deciding: Sequence[str], links: tuple[Link, ...], given: dt.date) -> None:
        """Leave to the decision the days that a notice given already allows."""
        drafts = tuple(
            replace(
                d,
                step=replace(
                    d.step, taken=bound_by(d.step.taken, links, given, self.chain.calendar)
                ),
            )
            if d.step.key in deciding
            else d
            for d in self.chain.drafts
        )
        self.chain = Chain(drafts, self.chain.entry, self.chain.calendar)

    def _published(self, body: BodyFacts) -> dt.date | None:
        """The day of the body's meeting whose published agenda has the report, if one has."""
        row = self.way.decision.row
        item = listed_item(self.desk, row.id) if row.id else None
        meeting = None if item is None else self.desk.by_id("meeting", item.meeting_id)
        if meeting is None or meeting.body_id != body.row.id:
            return None
        return meeting.on_day if meeting.agenda_published_on is not None else None

    def _paper(self) -> None:
        evidence = [name.replace("-", " ") for name in self.way.answer.procedure.evidence]
        self._add(
            "paper",
            WorkingDays(),
            "paper_evidence" if evidence else "paper",
            to=self._entries(),
            params={"decision": self.way.decision.kind, "evidence": evidence},
        )
        if CONSULTED & set(self.way.answer.procedure.evidence):
            self._consultation()

    def _consultation(self) -> None:
        """A consultation before its report, unless that is on file already."""
        times, report = self.way.times, self.way.decision.report(self.desk.today)
        if times.excused or (report is not None and CONSULTED & report.evidence_kinds):
            return
        told = {"decision": self.way.decision.kind, "to": times.consulted_until}
        if times.consulted_until is not None:
            if times.consulted_until < self.desk.today:
                return
            day_after: tuple[Link, ...] = (Before("calendar_days_before", 1),)
            over = Days(since=times.consulted_until)
            self._add("consulted", over, "consulted", to={self.chain.entry: day_after}, params=told)
        elif times.consult.days:
            self._begin_consulting(times.consult, told)

    def _begin_consulting(self, time: Time, told: Mapping[str, object]) -> None:
        links = period(OWN, time.days)
        self._add(
            "consult",
            WorkingDays(),
            "consult",
            to={self.chain.entry: links},
            params=told,
            sources=dict.fromkeys(links, time.source),
        )

    # --- small things

    def _add(
        self,
        name: str,
        taken: Taken,
        what: str,
        *,
        to: dict[str, tuple[Link, ...]],
        params: Mapping[str, object] | None = None,
        sources: Mapping[Link, str] | None = None,
    ) -> None:
        told = params or {"decision": self.way.decision.kind}
        step = Step(self._key(name), taken, to)
        draft = Draft(step, what, told, self.way.decision.key, sources=sources or {})
        self.chain = self.chain.behind(draft)

    def _entries(self) -> dict[str, tuple[Link, ...]]:
        return {self.chain.entry: STRAIGHT}

    def _key(self, name: str) -> str:
        return f"{self.way.decision.key}.{name}"

    def _body(self, step: PathStep) -> BodyFacts | None:
        try:
            found = decider(self.desk, step.decider, self.desk.today)
        except Unusable:
            return None
        return found if isinstance(found, BodyFacts) else None

    def _titled(self, step: PathStep) -> str:
        if not step.decider:
            return ""
        return titles(self.desk, self._scheme(), {step.decider})[step.decider]

    def _scheme(self) -> Scheme | None:
        report = self.way.decision.report(self.desk.today)
        return report.scheme if report is not None else None


def _link(rule: NoticeRule) -> Link:
    return Notice(rule.policy, rule.days)


def _binding(procedure: Procedure, before: str, kind: str) -> list[NoticeRule]:
    return [r for r in procedure.notices if r.before == before and r.kind == kind]


def _stands_in(
    given: Mapping[str, dt.date], kind: str, procedure: Procedure
) -> tuple[dt.date, tuple[Link, ...]] | None:
    """The day of a notice that was given, or of what stands in for it, with its own counting."""
    if kind in given:
        return given[kind], ()
    for rule in procedure.exceptions:
        if rule.kind in given and kind in INSTEAD_OF.get(rule.kind, ()):
            return given[rule.kind], (_link(rule),) if rule.days else STRAIGHT
    return None
