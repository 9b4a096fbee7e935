"""`vires example`: the year plays through, tells itself, goes on where it stopped, plays once."""

import datetime as dt
import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from world import KEY, empty_world

from governance.application.desk import looking
from governance.application.ledger.moments import moments
from governance.application.ledger.verifying import verify
from governance.domain.errors import Refused
from governance.interfaces.cli.main import main
from governance.interfaces.story.player import Player
from governance.interfaces.story.telling import Teller
from governance.interfaces.story.year import COMMANDS, FIRST, LAST, Year, play_year
from governance.store.engine import Store, open_store

Run = Callable[..., tuple[int, str]]


Acts = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Played:
    """A year that was played through: where, what it told, and its acts."""

    url: str
    folder: Path
    told: str
    acts: Acts


@pytest.fixture(scope="module")
def played(example_year: ExampleYear) -> Played:
    store = open_store(example_year.url)
    done = acts(store)
    store.close()
    return Played(example_year.url, example_year.folder, example_year.told, done)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("COLUMNS", "80")

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        assert isinstance(ended.value.code, int)
        return ended.value.code, capsys.readouterr().out

    return run


@pytest.fixture
def vires(played: Played, program: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The program on the year that was played."""
    monkeypatch.setenv("VIRES_DATABASE_URL", played.url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(played.folder))
    return program


def acts(store: Store) -> Acts:
    with looking(store, now=LAST, partnership=KEY) as desk:
        return [(f"{at}", about) for at, about in moments(desk, since=FIRST).items()]


def flat(text: str) -> str:
    """The words of a page, without its lines and bars."""
    return " ".join(text.replace("│", " ").split())


HEADINGS = """\
1. The partners agree their rules
2. A chair, after consulting the members
3. Foster care: the need, and a plan
4. An interest, a quorum and a substitute
5. Too early
6. The cabinet decides, and five working days pass
7. The north decides, until its ceiling is reached
8. Twice £90,000 is £180,000
9. What happened is recorded as it happened
10. Young people evaluate, and the Director decides
11. The scheme is amended
12. Foster care: three awards
13. The new year, and the new rule
14. A review that nobody holds
15. Foster care is reviewed
16. What the partners published in the year
17. What next?
18. What the partners promised
19. A service that does not help enough
20. A service ends, with its safeguards
"""

ANSWERS = (
    "The consent of Exampleshire Probation Service is missing.",
    "can still answer the consultation on the chair, until 8 April 2025.",
    "wants evidence: Equality impact assessment.",
    "28 clear days from 11 April 2025 end on 9 May 2025; the first lawful day is 10 May 2025.",
    "The meeting is not quorate: 1 more NHS representative must be present.",
    "which leaves 26 of 28 clear days before 8 May 2025.",
    "R-0001 is approved; unless it is called in, it takes effect on 4 June 2025.",
    "R-0001 is approved and in effect from 4 June 2025.",
    "£60,000 of £60,000 is used, £0 is left.",
    "£22,000 is more than the £0 left of £60,000",
    "The facts of today take R-0006 to rule S2; its path was drawn under “S1”.",
    "The votes are equal: 2 for, 2 against.",
    "This is for the Executive Board to decide.",
    "The terms of reference of the Partnership Board want a vote on this.",
    "The path of R-0014 still stands.",
    "V-0011: a rulebook comes into force, due on 1 January 2026",
    "A-0008: an agreement begins, due on 5 January 2026",
    "W-0001: a review is missed, due on 5 February 2026",
    "Overdue: a review to be held for W-0001",
    "W-0001/executive-board W-0001 Foster care for children looked after: a review to be held",
    "W-0001: a review to be held, due on 5 February 2026: 10 working days after",
    "Assurance exception: a review to be held (W-0001), due on 5 February 2026;",
    "“award” is closed on C-0001 since 19 February 2026",
    "is not done (12 working days overdue).",
    "R-0016 is approved and in effect from 4 March 2026.",
    "16 procurements, 9 later notices on them, 0 rejected.",
    "Review W-0002 is due by 5 May 2026 (tier medium).",
    "+ bring to gate (review): open.",
    "U-0003: Exampleshire Police, due on 30 April 2026",
    "U-0003: a return is missed, due on 30 April 2026",
    "Who had to do it: whoever speaks for the partner (Pat Police)",
    "Case X-0001: triggered.",
    "Case X-0001: case for change.",
    "If it is decided on 2 December 2026 and notice is given that day, it ends on 2 March 2027",
    "the equality impact assessment is not with it (Equality Act 2010 section 149).",
    "should have at least three months’ notice, until 3 March 2027; 31 January 2027 is sooner.",
    "1 child’s case still to be moved.",
)
"""What Vires answers in the year, in the order in which it does."""


@IN_ONE_WORKER
def test_the_year_is_a_story_that_fits_the_screen(played: Played) -> None:
    headings = re.findall(r"^\d+\. .*\n(?=─)", played.told, re.MULTILINE)
    assert headings == HEADINGS.splitlines(keepends=True)
    assert max(map(len, played.told.splitlines())) <= 80
    page, at = flat(played.told), 0
    for answer in ANSWERS:
        assert answer in page[at:], answer
        at = page.index(answer, at)
    assert "The ledger is whole: " in page[at:]


@IN_ONE_WORKER
def test_its_messages_were_sent(vires: Run, played: Played) -> None:
    told = sorted((played.folder / "outbox").glob("*.eml"))
    assert len(told) > 100
    code, waiting = vires("message", "list", "--state", "parked")
    assert (code, waiting.strip()) == (0, "Messages: none.")
    assert f"is a file in {played.folder / 'outbox'}." in flat(played.told)


@IN_ONE_WORKER
def test_what_it_suggests_works(vires: Run, played: Played) -> None:
    for command, _ in COMMANDS:
        code, told = vires(*shlex.split(command))
        assert (code, bool(told)) == (0, True), command
        assert f"  vires {command} " in played.told


@IN_ONE_WORKER
def test_a_second_run_says_what_it_reuses_and_plays_nothing(vires: Run) -> None:
    code, told = vires("example")
    assert code == 0
    assert "is here already" in flat(told)
    assert "nothing is played twice" in flat(told)
    assert "C-0001 Foster care for children looked after £3,350,000 in cycle" in flat(told)
    assert max(map(len, told.splitlines())) <= 80
    found = json.loads(vires("example", "--json")[1])
    assert (found["reused"], found["chapters"]) == (True, [])
    assert f"{found['ledger']['entries']:,} entries" in flat(told)


def test_a_program_is_given_what_was_refused_and_resolved(
    program: Run, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    code, answer = program("example", "--json")
    found = json.loads(answer)
    assert (code, found["reused"], found["ledger"]["ok"]) == (0, False, True)
    told = {chapter["title"]: chapter["told"] for chapter in found["chapters"]}
    early = [one for one in told["Too early"] if "refused" in one]
    assert [(one["on"], one["refused"][0]["code"]) for one in early] == [
        ("2025-05-08", "procedure.notice_short")
    ]
    lots = next(one["table"] for one in told["Foster care: three awards"] if "table" in one)
    assert [lot["Agreement"] for lot in lots] == ["A-0006", "A-0007", "A-0008"]


def test_the_year_plays_on_postgresql_too(postgres_url: str, tmp_path: Path) -> None:
    store = open_store(postgres_url)
    teller = Teller(width=200, muted=True)
    year = play_year(store, evidence=tmp_path, outbox=tmp_path, teller=teller)
    store.close()
    assert_new_and_whole(year)


@IN_ONE_WORKER
def test_the_year_leaves_a_whole_ledger(example_year: ExampleYear) -> None:
    assert_new_and_whole(example_year.year)


def assert_new_and_whole(year: Year) -> None:
    assert not year.reused
    assert year.ledger["ok"]
    assert year.ledger["problems"] == []


def play(store: Store, folder: Path, teller: Teller) -> None:
    play_year(store, evidence=folder, outbox=folder / "outbox", teller=teller)


class Stopped(Exception):
    """Somebody pulled the plug."""


@IN_ONE_WORKER
def test_a_year_that_was_stopped_goes_on_however_often(
    quick_store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    played: Played,
) -> None:
    reached = [0]
    for after in (1, 127, 241, 341):
        stop_after(after, quick_store, tmp_path, monkeypatch)
        reached.append(len(acts(quick_store)))
    assert reached == sorted(set(reached))
    assert reached[-1] < len(played.acts)
    play(quick_store, tmp_path, Teller(width=80))
    assert "It goes on from there." in flat(capsys.readouterr().out)
    assert acts(quick_store) == played.acts
    assert verify(quick_store).ok


def stop_after(after: int, store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Play on, and stop before a step of the year; what was played before counts."""
    steps = 0
    step = Player.step

    def stopping(player: Player) -> None:
        nonlocal steps
        steps += 1
        if steps == after:
            raise Stopped
        step(player)

    with monkeypatch.context() as patched:
        patched.setattr(Player, "step", stopping)
        with pytest.raises(Stopped):
            play(store, folder, Teller(width=80, muted=True))


def test_a_partnership_of_somebody_else_is_left_alone(quick_store: Store, tmp_path: Path) -> None:
    empty_world(quick_store, dt.datetime(2025, 2, 20, tzinfo=dt.UTC))
    with pytest.raises(Refused) as refused:
        play(quick_store, tmp_path, Teller(width=80, muted=True))
    assert [r.code for r in refused.value.refusals] == ["example.another_partnership"]
