"""Several people at once: one decides, the others are told, and nothing is lost."""

import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from reports import COMMISSIONER, DIRECTOR, EXECUTIVE, WORDS, Life, codes, life

from governance import words
from governance.application.bodies import delegations
from governance.application.people.queries import names_by_key
from governance.application.proposals import deciding, submitting, taking_part
from governance.domain.errors import GuardRefused, MovedFirst, NoSuchMove, Refused
from governance.store.engine import Store

DEPUTY = "example-deputy"


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    return life(store, now)


def at_once(number: int, act: Callable[[int], None]) -> list[Refused | None]:
    """What became of so many acts that begin together: None where one was done."""
    ready = threading.Barrier(number)

    def one(turn: int) -> Refused | None:
        ready.wait()
        try:
            act(turn)
        except Refused as refused:
            return refused
        return None

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_of_many_who_decide_at_once_one_does_and_the_others_learn_where_it_is(built: Life) -> None:
    ref = built.ready(built.commission(), 60_000)

    def decide(turn: int) -> None:
        with built.world.acting((DIRECTOR, DEPUTY)[turn % 2], now=built.now) as desk:
            deciding.decide(desk, ref, outcome="approved", words=WORDS)

    found = at_once(6, decide)
    assert found.count(None) == 1
    assert all(isinstance(e, NoSuchMove) for e in found if e is not None)
    told = {e.refusals[0].params["where"] for e in found if e is not None}
    assert told == {"effective"}
    assert len(built.decisions(ref)) == 1
    assert built.whole()


def test_whoever_saw_an_older_version_is_told_who_moved_first_and_what_they_did(
    built: Life,
) -> None:
    ref = built.ready(built.commission(), 60_000)
    seen = built.row(ref).version

    def decide(turn: int) -> None:
        person = (DIRECTOR, DEPUTY)[turn]
        outcome = ("approved", "refused")[turn]
        with built.world.acting(person, now=built.now) as desk:
            deciding.decide(desk, ref, outcome=outcome, words=WORDS, seen=seen)

    found = at_once(2, decide)
    assert found.count(None) == 1
    (late,) = [e for e in found if e is not None]
    assert isinstance(late, MovedFirst)
    first = (DIRECTOR, DEPUTY)[found.index(None)]
    assert late.refusals[0].params["who"] == first
    said = words.say(late.refusals[0].code, late.refusals[0].params)
    with built.looking() as desk:
        assert names_by_key(desk, [first])[first] in said, "a person by name"
    assert ref in said
    assert "proposal." not in said
    assert len(built.decisions(ref)) == 1


def test_no_vote_is_lost(built: Life) -> None:
    ref = built.middling(built.commission())
    built.executive(ref)
    built.open(ref)

    def vote(turn: int) -> None:
        with built.world.acting(EXECUTIVE[turn % 4], now=built.now) as desk:
            taking_part.vote(desk, ref, choose=("for", "abstain")[turn // 4])

    assert at_once(8, vote) == [None] * 8
    for turn in range(4):
        vote(turn)
    built.decide(ref, how="recorded")
    (decision,) = built.decisions(ref)
    assert decision.count["by_name"] == dict.fromkeys(EXECUTIVE, "for")
    assert built.whole()


def test_a_ceiling_is_not_drawn_beyond_by_many_hands(built: Life) -> None:
    with built.acting() as desk:
        given = delegations.delegate(
            desk,
            giver="director",
            receiver="s151",
            purpose="small awards",
            source="note 3",
            ceiling=100_000_00,
        ).ref
    refs = [built.ready(built.commission(f"Number {n}"), 30_000) for n in range(5)]

    def decide(turn: int) -> None:
        with built.world.acting("example-finance", now=built.now) as desk:
            deciding.decide(desk, refs[turn], outcome="approved", words=WORDS)

    found = at_once(5, decide)
    assert found.count(None) == 3
    assert {codes(e)[0] for e in found if e is not None} == {"delegations.over_ceiling"}
    assert all(isinstance(e, GuardRefused) for e in found if e is not None)
    assert built.row(given, "delegation").used == 90_000_00
    states = [built.state(ref) for ref in refs]
    assert (states.count("effective"), states.count("with_officer")) == (3, 2)
    assert built.whole()


# --- in processes of their own

IN_ANOTHER_PROCESS = """
import datetime as dt, sys
sys.path[:0] = {path!r}
from governance.application.desk import acting
from governance.application.proposals import deciding, submitting
from governance.application.proposals.findings import Words
from governance.domain.errors import Refused
from governance.store.engine import open_store
store = open_store({url!r}, busy_seconds=60)
now = dt.datetime.fromisoformat({now!r})
print("ready", flush=True)
sys.stdin.readline()
done = 0
for ref in {refs!r}:
    try:
        with acting(store, now=now, partnership="exampleshire", actor={actor!r}) as desk:
            {act}
        done += 1
    except Refused:
        pass
print(done)
store.close()
"""
DECIDE = 'deciding.decide(desk, ref, outcome="approved", words=Words("It is agreed.", "b", "c"))'
SUBMIT = "submitting.submit(desk, ref)"


@pytest.fixture
def in_processes(store_url: str, built: Life) -> Callable[..., list[int]]:
    """Runs an act on reports in processes that begin together; how often each succeeded."""

    def run(act: str, actor: str, *lists: list[str]) -> list[int]:
        running = [
            subprocess.Popen(
                [
                    sys.executable,
                    "-c",
                    IN_ANOTHER_PROCESS.format(
                        path=sys.path,
                        url=store_url,
                        now=built.now.isoformat(),
                        refs=refs,
                        actor=actor,
                        act=act,
                    ),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ.copy(),
            )
            for refs in lists
        ]
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        return [int(process.communicate(timeout=120)[0]) for process in running]

    return run


def test_processes_decide_each_report_once(
    built: Life, in_processes: Callable[..., list[int]]
) -> None:
    refs = [built.ready(built.commission(f"Number {n}"), 10_000) for n in range(6)]
    done = in_processes(DECIDE, DIRECTOR, refs, list(reversed(refs)), refs[3:] + refs[:3])
    assert sum(done) == len(refs)
    assert [len(built.decisions(ref)) for ref in refs] == [1] * len(refs)
    assert {built.state(ref) for ref in refs} == {"effective"}
    assert built.whole()


def test_processes_that_submit_linked_reports_do_not_both_stay_under(
    built: Life, in_processes: Callable[..., list[int]]
) -> None:
    first = built.commission()
    second = built.commission("Part two", linked_to=first)
    one, two = built.award(first, 90_000), built.award(second, 90_000)
    assert in_processes(SUBMIT, COMMISSIONER, [one], [two]) == [1, 1]
    assert sorted(str(built.rule(ref)) for ref in (one, two)) == ["S1", "S2"]
    with built.acting() as desk:
        submitting.withdraw(desk, one, reason="one is enough")
    assert built.whole()
