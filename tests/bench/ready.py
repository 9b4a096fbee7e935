"""Reports made ready to be decided, through the real use cases.

An officer's reports are small awards that take effect at once and tell their author. A
meeting's are awards that the Board decides by a recorded vote after evidence, a forward plan
entry and a published agenda, and that are open to call-in: rule S2 of the example scheme with
the Board as its decider and the procedures of the scheme's largest sums.
"""

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import world

from governance.application.commissions.evidence import add_evidence
from governance.application.commissions.opening import open_commission
from governance.application.desk import Desk, acting
from governance.application.meetings import acts as meetings
from governance.application.proposals import deciding, drafting, notices, placing, submitting
from governance.application.proposals.counting import Taken
from governance.application.proposals.findings import Words
from governance.configuration import config_dir
from governance.store.engine import Store

FIRST = dt.datetime(2025, 1, 6, 9, 30, tzinfo=dt.UTC)
MEETING_DAY = dt.date(2025, 3, 6)
WORDS = Words(
    "RESOLVED: that the contract be awarded to Example Care Limited.",
    "It offered the best quality within the budget.",
    "To provide the service in-house, and not to provide it.",
)
BOARD = tuple(world.SEATS["trust-board"][seat][0] for seat in list(world.SEATS["trust-board"])[:9])
"""The Board's voting members."""

_S2 = """      - clear: s151
      - recommend: joint-commissioning-head
      - decide: executive-board
    procedure: [options, agenda]"""
_S2_AT_THE_BOARD = """      - decide: trust-board
    procedure: [options, agenda, key-decision, call-in]"""


@dataclass(frozen=True, slots=True)
class Ready:
    """Reports that wait for their decider, and how one of them is decided."""

    name: str
    refs: tuple[str, ...]
    decide: Callable[[Store, str], None]


def with_officer(store: Store, reports: int) -> Ready:
    """Reports handed to the Director."""
    world.world(store, FIRST)
    refs = tuple(_submitted(store, number, 60_000_00) for number in range(reports))
    for ref in refs:
        with _at(store, FIRST, "example-commissioner") as desk:
            placing.hand_to_officer(desk, ref)
    return Ready("officer", refs, decided_by_director)


def at_meeting(store: Store, reports: int) -> Ready:
    """Reports listed at a meeting of the Board that sits with all its members."""
    _world_where_the_board_decides(store)
    later = [FIRST + dt.timedelta(days=days) for days in (1, 40)]
    with _at(store, later[0]) as desk:
        meeting = meetings.plan(
            desk, body="trust-board", on=MEETING_DAY, starts=dt.time(10), place="Example Hall"
        ).ref
    refs = tuple(_submitted(store, number, 250_000_00) for number in range(reports))
    for ref in refs:
        with _at(store, later[0]) as desk:
            notices.give_notice(desk, ref, kind="forward_plan", content={"documents": "report"})
            placing.place_on_agenda(desk, ref, meeting=meeting)
    with _at(store, later[1]) as desk:
        meetings.call(desk, meeting)
        meetings.publish(desk, meeting)
    with _at(store, _on_the_day()) as desk:
        for person in BOARD:
            meetings.attend(desk, meeting, person=person)
        meetings.hold(desk, meeting)
    return Ready("meeting, recorded vote of 9, call-in opens", refs, _by_board)


def _world_where_the_board_decides(store: Store) -> None:
    name = "schemes/example-partnership.yaml"
    text = (config_dir() / name).read_text()
    assert _S2 in text
    read = Path.read_bytes

    def changed(path: Path) -> bytes:
        if path == config_dir() / name:
            return text.replace(_S2, _S2_AT_THE_BOARD).encode()
        return read(path)

    with mock.patch.object(Path, "read_bytes", changed):
        world.world(store, FIRST)


def _submitted(store: Store, number: int, value: int) -> str:
    with _at(store, FIRST, "example-commissioner") as desk:
        about = open_commission(
            desk,
            title=f"Short breaks {number}",
            lead="example-commissioner",
            end_date=dt.date(2027, 3, 31),
        ).ref
        ref = drafting.draft(
            desk,
            kind="award",
            title="Award of short breaks",
            commission=about,
            value=value,
            recommendation="That the contract be awarded to Example Care Limited.",
            details={"provider": "example-care", "ends_on": "2027-03-31"},
            decision_due=MEETING_DAY,
        ).ref
        add_evidence(
            desk,
            kind="options-appraisal",
            title="Options appraisal",
            data_dir=Path(),
            proposal=ref,
        )
        submitting.submit(desk, ref)
    return ref


def decided_by_director(store: Store, ref: str) -> None:
    """Approve a report that was handed to the Director."""
    with _at(store, FIRST, "example-director") as desk:
        deciding.decide(desk, ref, outcome="approved", words=WORDS)


def _by_board(store: Store, ref: str) -> None:
    votes = {person: "for" if place < 7 else "against" for place, person in enumerate(BOARD)}
    with _at(store, _on_the_day(), "example-secretary") as desk:
        deciding.decide(
            desk, ref, outcome="approved", words=WORDS, taken=Taken("recorded", votes=votes)
        )


def _on_the_day() -> dt.datetime:
    return dt.datetime.combine(MEETING_DAY, dt.time(11), dt.UTC)


def _at(store: Store, now: dt.datetime, actor: str | None = None) -> AbstractContextManager[Desk]:
    return acting(store, now=now, partnership=world.KEY, actor=actor)
