"""Reports in a rehearsal: views are given, officers decide after some days, bodies when they meet.

Whoever is asked agrees: a rehearsal is about whether things come to be decided, not about what.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.application.bodies.facts import OfficeFacts, decider
from governance.application.desk import Desk
from governance.application.people.away import away_on
from governance.application.permissions import PROPER_OFFICES
from governance.application.proposals import deciding, placing, submitting, taking_part
from governance.application.proposals.counting import Taken
from governance.application.proposals.findings import Words
from governance.application.proposals.powers import PROPER_OFFICER, Turn, read_turn
from governance.application.proposals.reading import read_report
from governance.application.rehearsal.year import Year
from governance.domain.errors import Refused, Unusable, ViresError
from governance.store.tables import TABLES

OUTCOMES: Final = {"recommend": "recommended", "endorse": "endorsed"}
"""What comes of each kind of step; of every other, approval."""
WITH_OFFICER: Final = ("with_officer", "before_decider")
"""States in which a report is on an officer's desk."""
TRIES: Final = 20
"""Working days for which an officer who is away is waited for."""

_proposal = TABLES["proposal"]
_step = TABLES["step"]
_here: Any = bindparam("partnership")
_IN_STATE = (
    select(_proposal.c.id, _proposal.c.ref, _proposal.c.state, _proposal.c.version)
    .where(_proposal.c.partnership_id == _here, _proposal.c.state == bindparam("state"))
    .order_by(_proposal.c.ref)
)
_ASKED = (
    select(_step.c.decider, _step.c.kind)
    .where(
        _step.c.partnership_id == _here,
        _step.c.proposal_id == bindparam("proposal"),
        _step.c.state == "open",
        _step.c.kind.in_(("clear", "consult")),
    )
    .order_by(_step.c.place, _step.c.id)
)
READY: Final = ("cleared", "sent_to_higher")
"""States in which a report goes to whoever takes it next."""


@dataclass(frozen=True, slots=True)
class Next:
    """Who is to take a report next (a key and a name), what comes of it, and whether an office."""

    who: str
    title: str
    outcome: str
    office: bool


class Desks:
    """Whose turn each report is, asked once while it stands as it is, and what officers have."""

    def __init__(self, year: Year) -> None:
        self._year = year
        self._there: set[tuple[str, str]] = set()
        self._turns: dict[str, tuple[int, Next | None]] = {}

    def next_of(self, desk: Desk, row: Any) -> Next | None:
        """Who takes a report next, by its row; None where nobody can be told."""
        known = self._turns.get(row.ref)
        if known is None or known[0] != row.version:
            turn = read_turn(desk, read_report(desk, desk.row("proposal", row.ref), on=desk.today))
            known = self._turns[row.ref] = (
                row.version,
                None if turn is None else _next(desk, turn),
            )
        return known[1]

    def for_body(self, desk: Desk, body: str) -> list[str]:
        """The reports that wait for an agenda of a body."""
        return [
            row.ref
            for state in READY
            for row in desk.all(_IN_STATE, state=state)
            if (turn := self.next_of(desk, row)) is not None and turn.who == body
        ]

    def round(self) -> None:
        """Let views be given, and bring to officers what waits for one."""
        year = self._year
        with year.looking() as desk:
            clearing = [(r.ref, r.id) for r in desk.all(_IN_STATE, state="in_clearance")]
        for ref, row_id in clearing:
            _give_views(year, ref, row_id)
        with year.looking() as desk:
            ready = [
                (row, turn)
                for state in (*READY, *WITH_OFFICER)
                for row in desk.all(_IN_STATE, state=state)
                if (turn := self.next_of(desk, row)) is not None and turn.office
            ]
        for row, turn in ready:
            if (row.ref, turn.who) not in self._there:
                self._there.add((row.ref, turn.who))
                self._bring(row.ref, turn, hand=row.state in READY)

    def _bring(self, ref: str, turn: Next, *, hand: bool) -> None:
        year = self._year
        if hand:
            made = year.attempt("hand", ref, lambda desk: placing.hand_to_officer(desk, ref))
            if made is None:
                return
        day = year.working_days_on(year.today, year.supposed.officer_days)
        year.at(year.moment(day), partial(_officer_decides, year, ref, turn, TRIES))


def _give_views(year: Year, ref: str, row_id: str) -> None:
    view = words.say("rehearsal.view", {})
    with year.looking() as desk:
        asked = [row.decider for row in desk.all(_ASKED, proposal=row_id)]
    for who in asked:
        said = partial(taking_part.record_view, ref=ref, view=view, supports=True, decider=who)
        year.attempt("view", ref, said)
    year.attempt("clear", ref, lambda desk: submitting.clear(desk, ref))


def _next(desk: Desk, turn: Turn) -> Next:
    return Next(
        who=turn.lowest,
        title=turn.titles.get(turn.lowest, turn.lowest),
        outcome=OUTCOMES.get(turn.kind, "approved"),
        office=placing.is_office(desk, turn.lowest),
    )


def people_of(desk: Desk, office: str) -> list[str]:
    """The keys of those who can act in an office today and are not away, the holder first."""
    away = away_on(desk, desk.today, since=desk.today)
    for key in sorted(PROPER_OFFICES) if office == PROPER_OFFICER else [office]:
        try:
            found = decider(desk, key, desk.today)
        except Unusable:
            continue
        if isinstance(found, OfficeFacts):
            there = [p.key for p in found.acting if found.ids[p.key] not in away]
            if there:
                return there
    return []


def _officer_decides(year: Year, ref: str, turn: Next, tries: int) -> None:
    """Let whoever holds an office decide; while all of them are away it waits."""
    with year.looking() as desk:
        who = people_of(desk, turn.who)
        state = desk.row("proposal", ref).state
    if state not in WITH_OFFICER:
        return
    if not who:
        if tries:
            day = year.working_days_on(year.today, 1)
            year.at(year.moment(day), partial(_officer_decides, year, ref, turn, tries - 1))
        else:
            error = Refused.one("rehearsal.nobody_there", office=turn.title)
            year.refused("decide", ref, error)
        return
    first: ViresError | None = None
    for person in who:
        try:
            with year.acting(person) as desk:
                deciding.decide(desk, ref, outcome=turn.outcome, words=_words())
        except ViresError as error:
            first = first or error
            continue
        year.did("decide")
        return
    assert first is not None
    year.refused("decide", ref, first)


def decide_item(year: Year, desks: Desks, ref: str) -> None:
    """Let the body at whose meeting a report is listed decide it: agreed, else by hands."""
    with year.looking() as desk:
        turn = desks.next_of(desk, desk.row("proposal", ref))
    if turn is None:
        return
    outcome = turn.outcome
    try:
        with year.acting() as desk:
            deciding.decide(desk, ref, outcome=outcome, words=_words())
    except Refused as refused:
        if not any(one.code == "decision.vote_wanted" for one in refused.refusals):
            year.refused("decide", ref, refused)
            return
        year.attempt("decide", ref, partial(_by_hands, ref=ref, outcome=outcome))
        return
    year.did("decide")


def _by_hands(desk: Desk, *, ref: str, outcome: str) -> Any:
    report = read_report(desk, desk.row("proposal", ref), on=desk.today)
    _, at = deciding.at_the_table(desk, report)
    votes = len(at.sitting.entitled().voters) if at.sitting is not None else 0
    taken = Taken(how="counted", totals=(votes, 0, 0))
    return deciding.decide(desk, ref, outcome=outcome, words=_words(), taken=taken)


def _words() -> Words:
    said = words.say("rehearsal.because", {})
    return Words(said, said, said)


def next_wednesday(day: dt.date) -> dt.date:
    """The first Wednesday on or after a day."""
    return day + dt.timedelta(days=(2 - day.weekday()) % 7)
