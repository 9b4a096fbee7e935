"""Every event an escalation policy can name is written by a use case, with what narrows it.

The example's year is played, and what does not happen in it is done here.
"""

import contextlib
import datetime as dt
import json
from collections.abc import Iterator, Mapping
from typing import Any

import cases
import plans
import pools
import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from reports import BOARD, CABINET, COMMISSIONER, SECRETARY, WORDS, Life, life
from sqlalchemy import bindparam, select
from world import bring_into_force

from governance.application.change import Change
from governance.application.commissions import agreements, lifecycle, opening, rounds, stages
from governance.application.commissions.agreement_moves import move
from governance.application.decommissioning import acts as case_acts
from governance.application.decommissioning import ending, transition, triggering
from governance.application.desk import looking
from governance.application.meetings import acts as meetings
from governance.application.performance import recording
from governance.application.performance.actions import action_done, record_action
from governance.application.performance.measures import Said, add_measure, set_measure
from governance.application.proposals import deciding, scrutiny, submitting
from governance.application.proposals.counting import Taken
from governance.domain.escalation import EVENTS
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

pytestmark = IN_ONE_WORKER

_entry = TABLES["ledger_entry"]
_ENTRIES = select(_entry.c.kind, _entry.c.subject_table, _entry.c.body).where(
    _entry.c.partnership_id == bindparam("partnership")
)
Entries = list[tuple[str, str, Mapping[str, Any]]]

THINGS = sorted(
    (told.kind, event.about, word, fact)
    for event in EVENTS.values()
    for told in event.told
    for word, fact in (*told.facts.items(), *([] if told.facts else [("", "")]))
)


@pytest.fixture(scope="module")
def entries(
    example_year: ExampleYear, sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Entries:
    """What the record says after the example's year, and after what is done here."""
    with _opened(example_year.url) as store:
        found = _entries(store)
    path = tmp_path_factory.mktemp("events") / "more.db"
    path.write_bytes(sqlite_template)
    with _opened(f"sqlite:///{path}") as store:
        built = life(store, dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC))
        _commissions(built)
        _agreements(built)
        _reports(built)
        _measures(built)
        pools.every_event(built)
        plans.every_event(built)
        _cases(built)
        return [*found, *_entries(store)]


@contextlib.contextmanager
def _opened(url: str) -> Iterator[Store]:
    store = open_store(url)
    yield store
    store.close()


def _entries(store: Store) -> Entries:
    now = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    with looking(store, now=now, partnership="exampleshire", actor=None) as desk:
        rows = desk.all(_ENTRIES)
    return [(row.kind, row.subject_table, json.loads(row.body)["facts"]) for row in rows]


def _commissions(built: Life) -> None:
    ref = built.commission()
    with built.acting(COMMISSIONER) as desk:
        lifecycle.pause(desk, commission=ref, reason="The funding is in doubt.")
        lifecycle.resume(desk, commission=ref)
    with built.acting() as desk:
        for stage in ("understand", "plan"):
            stages.record_stage_outside(desk, commission=ref, stage=stage, reason="Before us.")
    with built.acting(COMMISSIONER) as desk:
        stages.open_stage(desk, commission=ref, stage="do")
        stages.reopen(desk, commission=ref, stage="plan", reason="Nobody made an offer.")
    with built.acting() as desk:
        for stage in ("plan", "do", "review"):
            stages.record_stage_outside(desk, commission=ref, stage=stage, reason="Before us.")
        rounds.next_round(desk, commission=ref)
    _may_exit(built, ref)
    with built.acting(COMMISSIONER) as desk:
        lifecycle.give_notice(desk, commission=ref)
        lifecycle.close(desk, commission=ref)
    with built.acting() as desk:
        old = opening.record_commission(desk, title="Old", end_date=dt.date(2020, 3, 31)).ref
        lifecycle.record_closure(desk, commission=old, reason="It ended long ago.")


def _may_exit(built: Life, commission: str) -> None:
    """A decision to end what runs under a commission, as if it had been reported and decided."""
    with built.acting() as desk:
        values = {
            "id": desk.new_id(),
            "ref": desk.next_ref("proposal"),
            "kind": "exit",
            "title": "A report",
            "state": "effective",
            "outcome": "approved",
            "commission_id": desk.row("commission", commission).id,
            "scheme_key": "example-partnership",
            "effective_on": desk.today,
        }
        change = Change(kind="proposal.effective", table="proposal", subject=None, values=values)
        desk.apply(change)


def _cases(built: Life) -> None:
    """One case averted, one met by its plan, one that failed it and went on to its evaluation."""
    about = cases.served(built)
    averted = cases.opened(built, about, "a false alarm")
    cases.do(built, case_acts.avert, averted, reason="It was none.")
    for cause, outcome in (("late twice", "met"), ("late thrice", "failed")):
        case = cases.opened(built, about, cause)
        cases.do(built, case_acts.support, case, reason="They want to improve.")
        cases.plan(built, case, outcome)
    cases.do(built, case_acts.avert, case, reason="Another case goes on.")
    case = cases.in_transition(built, about)
    cases.do(built, transition.halt, case, reason="Not safe.")
    cases.do(built, transition.resume, case, reason="Safe.")
    built.wait(101)
    built.tick()
    cases.do(built, transition.count, case, cases=41, moved=41)
    cases.do(built, transition.replace_by, case, none_because="Schools do it.")
    cases.do(built, ending.close, case)
    built.wait(366)
    told: dict[str, Any] = {
        "improvement": "Nearer.",
        "saved": 1,
        "learned": "Ask.",
        "children": cases.CHILDREN,
    }
    cases.do(built, ending.evaluate, case, **told)
    another = built.commission()
    with built.acting() as desk:
        found = triggering.record_as_found(
            desk,
            commission=another,
            state="transition",
            trigger="other",
            cause="as found",
            reason="It was under way.",
        ).ref
        ending.record_closure(desk, found, reason="It ended elsewhere.")


def _measures(built: Life) -> None:
    about = built.commission()
    with built.acting(COMMISSIONER) as desk:
        said = Said(title="Families seen", question="how_much", direction="higher", target="100")
        ref = add_measure(desk, said, commission=about).ref
        bring_into_force(desk, kind="rag", file="rag/own-tolerance.yaml", since=dt.date(2024, 1, 1))
    with built.acting(COMMISSIONER) as desk:
        recording.record(desk, measure=ref, value="100", period="2024-04 to 2024-06")
        set_measure(desk, ref, Said(tolerance="5"))
        recording.record(desk, measure=ref, value="80", period="2024-07 to 2024-09")
        record_action(desk, measure=ref, what="See more.", officer=COMMISSIONER, due=built.today)
        action_done(desk, measure=ref, number=1, outcome="More were seen.")
        mended = {"value": "99", "period": "2024-04 to 2024-06", "reason": "miscounted"}
        recording.correct(desk, measure=ref, **mended)


def _agreements(built: Life) -> None:
    ref = built.commission("Foster care")
    ends = dt.date(2026, 3, 31)
    refs = [_recorded(built, ref, ends_on=day) for day in (ends, ends, ends, ends, built.today)]
    changed, noticed, recorded, broken, over = refs
    with built.acting(COMMISSIONER) as desk:
        row = desk.row("agreement", changed)
        until = dt.date(2027, 3, 31)
        desk.apply(agreements.extended(desk, row, ends_on=until, value=None, decision="R-0001"))
        row = desk.row("agreement", changed)
        desk.apply(agreements.varied(desk, row, value=1_00, decision="R-0001", what="More"))
    with built.acting() as desk:
        move(desk, agreement=recorded, move="record_notice", reason="It was given by letter.")
        about = desk.row("commission", ref)
        award = agreements.agreement_change(
            desk,
            commission=about,
            decision="R-0001",
            title="A contract",
            provider="example-care",
            starts_on=dt.date(2025, 4, 1),
        )
        early = desk.apply(award).ref
        move(desk, agreement=early, move="record_signed", reason="It was urgent.")
    _may_exit(built, ref)
    with built.acting(COMMISSIONER) as desk:
        move(desk, agreement=noticed, move="give_notice", ends_on=built.today)
        move(desk, agreement=broken, move="break_off", reason="The provider is insolvent.")
    built.wait(2)
    built.tick()
    assert built.row(over, "agreement").state == "expired"
    assert built.row(noticed, "agreement").state == "ended"


def _recorded(built: Life, commission: str, *, ends_on: dt.date) -> str:
    with built.acting(COMMISSIONER) as desk:
        receipt = agreements.record_agreement(
            desk, commission=commission, title="A contract", ends_on=ends_on
        )
        return receipt.ref


def _reports(built: Life) -> None:
    """A decision that is called in and reconsidered; a report that is withdrawn."""
    gone = built.award(built.commission("Play"), 30_000)
    with built.acting(COMMISSIONER) as desk:
        submitting.withdraw(desk, gone, reason="No longer needed.")
    ref = built.award(built.commission("Care"), 3_000_000, decision_due=dt.date(2025, 3, 31))
    built.evidence(built.submit(ref), "options-appraisal")
    built.notice(ref)
    built.clear(ref, "s151", "monitoring-officer")
    built.sitting("trust-board", BOARD, ref)
    built.decide(ref, "endorsed")
    built.wait(7)
    first = built.sitting("cabinet", CABINET, ref)
    built.decide(ref)
    with built.acting("example-scrutineer") as desk:
        by = [f"Councillor {letter}" for letter in "ABCDE"]
        scrutiny.call_in(desk, ref, by=by, grounds="The options were not compared.")
        for result in ("hear", "reconsider"):
            scrutiny.scrutinise(desk, ref, result=result, reason="As the committee resolved.")
    with built.acting(SECRETARY) as desk:
        meetings.draft_minutes(desk, first)
    second = built.sitting("cabinet", CABINET, ref)
    with built.acting(SECRETARY) as desk:
        meetings.sign_minutes(desk, first, at=second)
        taken = Taken("counted", totals=(2, 1, 0))
        deciding.decide_again(desk, ref, outcome="approved", words=WORDS, taken=taken)


@pytest.mark.parametrize(("kind", "about", "word", "fact"), THINGS, ids=lambda value: value or "-")
def test_an_event_is_written_with_what_narrows_it(
    entries: Entries, kind: str, about: str, word: str, fact: str
) -> None:
    found = [(table, facts) for written, table, facts in entries if written == kind]
    assert found, f"nothing writes {kind}"
    assert {table for table, _ in found} == {about}
    if word:
        assert all(facts.get(fact) for _, facts in found), (word, fact)


def test_the_events_are_told_by_what_was_written(entries: Entries) -> None:
    """Each event as a policy narrows it, by the first entry that tells of it."""
    for event in EVENTS.values():
        for telling in event.told:
            facts = next(facts for kind, _, facts in entries if kind == telling.kind)
            where = {
                word: value[0] if isinstance(value := facts[fact], list) else value
                for word, fact in telling.facts.items()
            }
            assert event.event(where).is_told_by(telling.kind, facts)
            for word, values in event.narrowed.items():
                assert not values or where[word] in values
