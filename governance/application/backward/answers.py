"""What a scheme answers about a decision still ahead, on any day: rules, their paths, procedures.

An answer can depend on the day of decision. Where too little is known every rule still possible
is an answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from math import ceil
from typing import Any, Final

from governance.application.backward.asking import Asked, Subject
from governance.application.desk import Desk
from governance.application.proposals import findings
from governance.application.proposals.case import PERMITS, Permission
from governance.application.proposals.drafting import governing_scheme
from governance.application.proposals.outlook import Imagined
from governance.application.proposals.powers import PROPER_OFFICER
from governance.application.proposals.queries import OPEN
from governance.application.proposals.reading import Report, procedure_of, read_report
from governance.application.proposals.turns import OVER
from governance.application.rulebook import in_force
from governance.application.rulebook.pending import governing
from governance.domain.authority.evaluating import answer
from governance.domain.authority.model import Path, PathStep
from governance.domain.authority.outcome import Case, Determined, NoRule, Undetermined
from governance.domain.errors import Refusal, Refused, Unusable
from governance.domain.procedure import Procedure
from statemachines.proposal_facts import POSITIVE

_WRITTEN: Final = ("draft", "on_forward_plan")
_TO_COME: Final = "~"
"""The id of a report that is still to be drafted: it sorts after every id there is."""
_MONTH: Final = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Answer:
    """One rule that takes, or may take, the case; `rule` is None for the proper officer."""

    rule: str | None
    title: str
    path: Path
    procedure: Procedure
    source: str


_Read = tuple[Report | None, tuple[Answer, ...]]


@dataclass(slots=True)
class Decision:
    """A decision ahead: what is asked for at which gate, and the report on it where there is one.

    `unclear` says why no rule takes it, or what would settle which one does.
    """

    desk: Desk
    kind: str
    gate: str | None
    row: Any
    unclear: tuple[Refusal, ...] = ()
    permitted: Permission | None = None
    """The permission planned before it, taken as given; None where none is."""
    _known: dict[dt.date, _Read] = field(default_factory=dict)
    _steady: dict[tuple[Any, ...], _Read] = field(default_factory=dict)
    """What is answered on every day of a spell, by what the spell is known by."""

    @property
    def key(self) -> str:
        """What tells it from other decisions of one plan."""
        return self.gate or self.kind

    @property
    def written(self) -> bool:
        """Whether its report is handed in."""
        return bool(self.row.id) and self.row.state not in _WRITTEN

    @property
    def decided(self) -> bool:
        """Whether its decision is taken and only has to take effect."""
        return self.row.decided_on is not None and self.row.outcome in POSITIVE

    def asks(self, derived: str) -> bool:
        """Whether the scheme asks for something that the register derives."""
        report = self.report(self.desk.today)
        scheme = None if report is None else report.scheme
        return scheme is not None and any(i.derived == derived for i in scheme.inputs.values())

    def report(self, on: dt.date) -> Report | None:
        """The report as on a day; None where no scheme says anything."""
        return self._on(on)[0]

    def answers(self, on: dt.date) -> tuple[Answer, ...]:
        """The rules that take it, or may, if it is decided on a day."""
        return self._on(on)[1]

    def _on(self, on: dt.date) -> _Read:
        if on not in self._known:
            spell = self._spell(on)
            read = None if spell is None else self._steady.get(spell)
            self._known[on] = read or self._asked(on)
            if (
                spell is not None
                and read is None
                and _whatever_the_day(self.desk, self._known[on][0])
            ):
                self._steady[spell] = self._known[on]
        return self._known[on]

    def _spell(self, on: dt.date) -> tuple[Any, ...] | None:
        """What the answer of a day rests on besides the case: a version, and limits as dated."""
        if not self.row.scheme_key:
            return None
        try:
            version = governing(self.desk, self.row, on=on)
        except Refused:
            return None
        limits = in_force.meaning(self.desk, version).limits.values()
        return (version.id, *(sum(d.starts <= on for d in limit.dated) for limit in limits))

    def _asked(self, on: dt.date) -> _Read:
        if not self.row.scheme_key and not self.row.id:
            return None, ()
        try:
            report = read_report(self.desk, self.row, on=on, permitted=self.permitted)
        except (Refused, Unusable) as error:
            self.unclear = self.unclear or _reasons(error)
            return None, ()
        if on == self.desk.today:
            self.unclear = findings.no_path(report)
        return report, _answers(report)


def _whatever_the_day(desk: Desk, report: Report | None) -> bool:
    """Whether the case has the same answer on each day under the same version and limits.

    So it is where the day of decision, were it not known, would not be asked for.
    """
    if report is None or report.scheme is None or report.steps:
        return False
    days = {one.name for one in report.scheme.inputs.values() if one.derived == "decision_day"}
    timeless = Case({k: v for k, v in report.case.values.items() if k not in days})
    compiled = in_force.compiled(desk, report.version, report.on)
    given = {name: value for name, value in compiled.given.items() if name not in days}
    found = answer(replace(compiled, given=given), timeless)
    return not isinstance(found, Undetermined) or not days & set(found.unknown)


def _answers(report: Report) -> tuple[Answer, ...]:
    scheme, outcome = report.scheme, report.outcome
    if report.steps and scheme is not None:
        path = _still_to_do(report)
        title = scheme.rule(report.row.rule).title if report.row.rule else ""
        return (Answer(report.row.rule, title, path, report.procedure, ""),)
    match outcome:
        case Determined(rule=rule, path=path):
            found = scheme.rule(rule) if scheme is not None else None
            title, source = (found.title, found.source) if found is not None else ("", "")
            return (Answer(rule, title, path, report.procedure, source),)
        case Undetermined(possible=possible) if scheme is not None:
            rules = [scheme.rule(name) for name in possible]
            return tuple(
                Answer(
                    rule=r.id,
                    title=r.title,
                    path=r.path,
                    procedure=procedure_of(scheme, Determined(r.id, r.path, r.procedure, ())),
                    source=r.source,
                )
                for r in rules
            )
        case NoRule(fallback=str()):
            path = ((PathStep("decide", PROPER_OFFICER),),)
            return (Answer(None, "", path, report.procedure, ""),)
    return ()


def _still_to_do(report: Report) -> Path:
    """What is left of a path that is drawn, by its groups."""
    groups: dict[int, list[PathStep]] = {}
    for step in report.steps:
        if step.state not in OVER:
            groups.setdefault(step.place, []).append(PathStep(step.kind, step.decider))
    return tuple(tuple(groups[place]) for place in sorted(groups))


def ahead(desk: Desk, subject: Subject, asked: Asked, reports: list[Any]) -> list[Decision]:
    """The decisions still to be taken for what is planned, in their order."""
    wanted = _gates(subject, reports)
    found: list[Decision] = []
    for kind, gate in wanted:
        row = _live(subject, reports, kind, gate)
        unclear: tuple[Refusal, ...] = ()
        scheme = ""
        if row is None:
            try:
                scheme = governing_scheme(desk, subject.commission, asked.scheme)
            except Refused as refused:
                unclear = refused.refusals
            row = _imagined(desk, subject, kind, gate, scheme)
        one = Decision(desk, kind, gate, row, unclear, _permitted(found))
        one.answers(desk.today)
        found.append(one)
    return found


def _gates(subject: Subject, reports: list[Any]) -> list[tuple[str, str | None]]:
    """The kinds of decision still ahead, each with its gate.

    Before an award come the decisions of the stages up to it, unless they are in effect in a
    round that has awarded nothing yet.
    """
    framework = subject.file.framework
    gates = [] if framework is None else [g for s in framework.stages for g in s.gates]
    own = next((g for g in gates if g.decision == subject.aim), None)
    if subject.aim != "award" or own is None:
        return [(subject.aim, None if own is None else own.key)]
    before = [g for g in gates[: gates.index(own)] if g.decision is not None and g.required]
    round_ = subject.commission.round
    mine = [d for d in subject.file.decisions if d.round == round_]
    unused = not any(d.kind == "award" for d in mine)
    handed_in = any(r.kind == "award" and r.state in OPEN and r.round == round_ for r in reports)
    permitted = {d.gate or d.kind for d in mine} if unused else set()
    return [
        *(
            (str(g.decision), g.key)
            for g in before
            if not handed_in and not {g.key, str(g.decision)} & permitted
        ),
        ("award", own.key),
    ]


def _permitted(before: list[Decision]) -> Permission | None:
    """The largest permission planned before a decision: when that is taken, it is given.

    What is on record counts against it only where it came after a report that exists already.
    """
    permits = [one.row for one in before if one.kind in PERMITS]
    unknown = next((row for row in permits if row.value is None), None)
    largest = unknown or max(permits, key=lambda row: int(row.value), default=None)
    return None if largest is None else Permission(largest.id or _TO_COME, largest.value)


def _live(subject: Subject, reports: list[Any], kind: str, gate: str | None) -> Any | None:
    """The report that already asks for a decision, if one does."""
    held = None if subject.agreement is None else subject.agreement.id
    for row in reversed(reports):
        waits = row.state in OPEN or (row.state == "decided" and row.outcome in POSITIVE)
        about = row.agreement_id in (None, held) or kind == "award"
        if waits and about and row.kind == kind and row.gate in (None, gate):
            return row if row.round == subject.commission.round else None
    return None


def _imagined(desk: Desk, subject: Subject, kind: str, gate: str | None, scheme: str) -> Imagined:
    """The report that has yet to be drafted, with what is known of it."""
    commission, agreement = subject.commission, subject.agreement
    value, held = commission.value, None
    answers: Mapping[str, Any] = {}
    if kind in ("extend", "exit") and agreement is not None:
        held = agreement.id
    if kind == "extend":
        value, months = _option_of(subject)
        answers = _months(desk, scheme, months)
    return Imagined(
        kind=kind,
        gate=gate,
        value=value,
        commission_id=commission.id,
        group_id=commission.group_id,
        agreement_id=held,
        answers=answers,
        round=commission.round,
        scheme_key=scheme,
    )


def _option_of(subject: Subject) -> tuple[int | None, int | None]:
    """What the option to extend adds, in pence, and its months, begun ones counted whole."""
    if subject.agreement is None or subject.option is None:
        return None, None
    until = subject.option.isoformat()
    taken = next(o for o in subject.agreement.extensions if o.get("until") == until)
    value = taken.get("value")
    months = ceil((subject.option - subject.end).days / _MONTH - 0.1)
    return None if value is None else int(value), max(1, months)


def _months(desk: Desk, scheme: str, months: int | None) -> Mapping[str, Any]:
    """The answer to whatever a scheme calls the months of an extension."""
    if months is None or not scheme:
        return {}
    inputs = in_force.scheme(desk, scheme, desk.today).inputs.values()
    return {one.name: months for one in inputs if one.derived == "extension_months"}


def _reasons(error: Refused | Unusable) -> tuple[Refusal, ...]:
    if isinstance(error, Unusable):
        return tuple(Refusal(p.code, p.params) for p in error.problems)
    return tuple(error.refusals)
