"""Playing the life of a report through the real use cases, in a few words a line.

Every act takes a second; otherwise the clock stands still until a test moves it.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from world import World, world

from governance.application.commissions.evidence import add_evidence
from governance.application.commissions.links import link
from governance.application.commissions.opening import open_commission
from governance.application.deadlines.tick import TickReport, tick
from governance.application.desk import Desk
from governance.application.meetings import acts as meetings
from governance.application.proposals import (
    after,
    deciding,
    drafting,
    notices,
    placing,
    submitting,
    taking_part,
)
from governance.application.proposals.counting import NOT_VOTING, Taken, ballots_cast
from governance.application.proposals.findings import Words
from governance.application.proposals.interests import sitting_of
from governance.application.proposals.reading import read_report
from governance.domain.errors import Refused, Unusable, ViresError
from governance.store import ledger
from governance.store.engine import Store
from governance.store.tables import TABLES

SECRETARY, COMMISSIONER, DIRECTOR = (
    "example-secretary",
    "example-commissioner",
    "example-director",
)
WORDS = Words("RESOLVED: that it be agreed.", "It is the best value.", "None was better.")
BOARD = (
    "example-lead-member",
    "example-director",
    "example-district",
    "example-nhs",
    "example-police",
    "example-probation",
    "example-head-teacher",
)
"""Members of the partnership board, a quorum and two more."""
EXECUTIVE = ("example-director", "example-finance", "example-nhs", "example-police")
"""Members of the executive board, a quorum and one more."""
CABINET = ("example-leader", "example-lead-member", "example-councillor")

_DECISIONS = (
    select(TABLES["decision"])
    .where(
        TABLES["decision"].c.partnership_id == bindparam("partnership"),
        TABLES["decision"].c.proposal_id == bindparam("proposal"),
    )
    .order_by(TABLES["decision"].c.id)
)


def codes(error: ViresError | pytest.ExceptionInfo[Any]) -> list[str]:
    """The codes of everything that was refused, or could not be used."""
    raised = error.value if isinstance(error, pytest.ExceptionInfo) else error
    if isinstance(raised, Unusable):
        return [one.code for one in raised.problems]
    return [one.code for one in raised.refusals] if isinstance(raised, Refused) else []


@dataclass
class Life:
    """A partnership with people in place, a moment, and what is done in it."""

    world: World
    now: dt.datetime
    data: Path = field(default_factory=lambda: Path("unused"))

    @property
    def today(self) -> dt.date:
        return self.now.date()

    @contextmanager
    def acting(self, actor: str | None = SECRETARY) -> Iterator[Desk]:
        self.now += dt.timedelta(seconds=1)
        with self.world.acting(actor, now=self.now) as desk:
            yield desk

    @contextmanager
    def looking(self, actor: str | None = None) -> Iterator[Desk]:
        with self.world.looking(actor, now=self.now) as desk:
            yield desk

    def wait(self, days: int) -> None:
        """Let days go by; nothing is done in them."""
        self.now += dt.timedelta(days=days)

    def wait_until(self, day: dt.date) -> None:
        self.wait((day - self.today).days)

    def tick(self) -> TickReport:
        return tick(self.world.store, now=self.now)

    # --- what stands

    def row(self, ref: str, table: str = "proposal") -> Any:
        with self.looking() as desk:
            return desk.row(table, ref)

    def state(self, ref: str) -> str:
        return str(self.row(ref).state)

    def rule(self, ref: str) -> str | None:
        rule: str | None = self.row(ref).rule
        return rule

    def decisions(self, ref: str) -> list[Any]:
        with self.looking() as desk:
            return desk.all(_DECISIONS, proposal=desk.row("proposal", ref).id)

    def whole(self) -> bool:
        """Whether the ledger verifies."""
        with self.world.store.read() as tx:
            return bool(ledger.verify(tx).ok)

    # --- a commission and its reports

    def commission(self, title: str = "Short breaks", *, linked_to: str | None = None) -> str:
        with self.acting(COMMISSIONER) as desk:
            ref = open_commission(
                desk, title=title, lead=COMMISSIONER, end_date=dt.date(2027, 3, 31)
            ).ref
            if linked_to is not None:
                link(desk, commission=ref, other=linked_to)
        return ref

    def draft(
        self,
        kind: str,
        about: str | None,
        value: int | None = None,
        *,
        by: str = COMMISSIONER,
        **more: Any,
    ) -> str:
        """A report on a commission; the value is pounds."""
        with self.acting(by) as desk:
            return drafting.draft(
                desk,
                kind=kind,
                title=f"A report on {kind}",
                commission=about,
                value=None if value is None else value * 100,
                recommendation="That it be agreed.",
                **{"details": {}, **more},
            ).ref

    def award(self, about: str, value: int, **more: Any) -> str:
        details = {"provider": "example-care", "ends_on": "2027-03-31"}
        return self.draft("award", about, value, **{"details": details, **more})

    def submit(self, ref: str, *, by: str = COMMISSIONER) -> str:
        with self.acting(by) as desk:
            submitting.submit(desk, ref)
        return ref

    def ready(self, about: str, value: int, *, kind: str = "award", **more: Any) -> str:
        """A report that an officer has on the desk."""
        make = self.award if kind == "award" else lambda *a, **k: self.draft(kind, *a, **k)
        ref = self.submit(make(about, value, **more))
        self.hand(ref)
        return ref

    def hand(self, ref: str, *, office: str | None = None) -> None:
        with self.acting() as desk:
            placing.hand_to_officer(desk, ref, office=office)

    def evidence(self, ref: str, *kinds: str) -> None:
        report, about = (ref, None) if ref.startswith("R") else (None, ref)
        with self.acting(COMMISSIONER) as desk:
            for kind in kinds:
                title = kind.replace("-", " ")
                add_evidence(
                    desk,
                    kind=kind,
                    title=title,
                    data_dir=self.data,
                    proposal=report,
                    commission=about,
                )

    def view(
        self, ref: str, of: str, *, supports: bool | None = True, by: str | None = SECRETARY
    ) -> None:
        with self.acting(by) as desk:
            taking_part.record_view(
                desk, ref, view="As it was said.", supports=supports, decider=of
            )

    def clear(self, ref: str, *offices: str) -> None:
        """Every clearance, and the note that all are there."""
        for office in offices:
            self.view(ref, office)
        with self.acting() as desk:
            submitting.clear(desk, ref)

    def notice(self, ref: str, kind: str = "forward_plan", **more: Any) -> None:
        with self.acting() as desk:
            notices.give_notice(desk, ref, kind=kind, **more)

    # --- a meeting

    def meeting(self, body: str, on: dt.date, *reports: str) -> str:
        """A meeting on a day, with reports on its agenda, published today."""
        with self.acting() as desk:
            ref = meetings.plan(desk, body=body, on=on, starts=dt.time(10)).ref
            meetings.call(desk, ref, place="the council chamber", reason="as agreed")
            for report in reports:
                placing.place_on_agenda(desk, report, meeting=ref)
            meetings.publish(desk, ref, reason="as agreed")
        return ref

    def hold(self, meeting: str, people: tuple[str, ...], *, presiding: str | None = None) -> None:
        self.attend(meeting, *people)
        with self.acting() as desk:
            meetings.hold(desk, meeting, presiding=presiding)

    def attend(self, meeting: str, *people: str, instead_of: str | None = None) -> None:
        with self.acting() as desk:
            for person in people:
                meetings.attend(desk, meeting, person=person, substitute_for=instead_of)

    def sitting(
        self, body: str, people: tuple[str, ...], *reports: str, presiding: str | None = None
    ) -> str:
        """A meeting held a fortnight from now, with reports on its agenda."""
        ref = self.meeting(body, self.today + dt.timedelta(days=14), *reports)
        self.wait(14)
        self.hold(ref, people, presiding=presiding)
        return ref

    def executive(self, *reports: str, people: tuple[str, ...] = EXECUTIVE) -> str:
        return self.sitting("executive-board", people, *reports, presiding="example-nhs")

    # --- deciding

    def open(self, ref: str) -> None:
        with self.acting() as desk:
            deciding.open_item(desk, ref)

    def vote(self, ref: str, **votes: str) -> None:
        for person, vote in votes.items():
            with self.acting(f"example-{person.replace('_', '-')}") as desk:
                taking_part.vote(desk, ref, choose=vote)

    def declare(self, ref: str, person: str, kind: str, **more: Any) -> None:
        with self.acting() as desk:
            taking_part.declare(desk, ref, kind=kind, person=person, **more)

    def decide(
        self,
        ref: str,
        outcome: str = "approved",
        *,
        by: str | None = SECRETARY,
        words: Words = WORDS,
        how: str = "agreed",
        votes: Mapping[str, str] | None = None,
        publish: bool = True,
        whole: bool = False,
        **taken: Any,
    ) -> Any:
        """Decide it. In a recorded vote whoever gave none is said to have, unless it is `whole`."""
        with self.acting(by) as desk:
            given = dict(votes or {})
            if how == "recorded" and not whole:
                given = _silent(desk, ref) | given
            deciding.decide(
                desk,
                ref,
                outcome=outcome,
                words=words,
                taken=Taken(how=how, votes=given, **taken),
                publish=publish,
            )
        return self.row(ref)

    def officer(self, ref: str, outcome: str = "approved", *, by: str = DIRECTOR) -> Any:
        return self.decide(ref, outcome, by=by)

    def bring_again(self, ref: str) -> None:
        with self.acting() as desk:
            after.bring_again(desk, ref)

    def middling(self, about: str, value: int = 300_000, **more: Any) -> str:
        """A report for the executive board (rule S2), ready for its agenda."""
        ref = self.submit(self.award(about, value, **more))
        self.evidence(ref, "options-appraisal")
        self.clear(ref, "s151")
        self.view(ref, "joint-commissioning-head", by=COMMISSIONER)
        return ref


def _silent(desk: Desk, ref: str) -> dict[str, str]:
    """Whoever may vote on a report and has not, each as having given no vote."""
    row = desk.row("proposal", ref)
    sitting = sitting_of(desk, read_report(desk, row, on=desk.today))
    if sitting is None or sitting.body.terms is None:
        return {}
    voted = ballots_cast(desk, row.id, sitting).keys()
    return dict.fromkeys(sorted(sitting.entitled().keys - voted), NOT_VOTING)


def life(store: Store, now: dt.datetime, data: Path | None = None) -> Life:
    """The example partnership, and its life from now on."""
    return Life(world(store, now), now, data or Path("unused"))
