"""Who may do what: a valid form of every act sent by everybody, held to a written list.

A line of the list: the act, the moment of the example's year, what its address names, what is
typed beyond the fillings of each kind of field, and whoever gets through, the first of whom
finds the form. The list says what the guards let through; who is added or missing is a mistake in
one of the two. A moment can also be one that steps lead to, forms that are sent one after another
before anything is tried. Acts of which no valid form is known are named in a list of their own, each
with why: only their shut doors are walked, in test_access.
"""

import contextlib
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from trying import LAST, Step, Trial, World, fields_seen, moments_kept, snapshot, who_gets_through

from governance.interfaces.story.telling import Teller
from governance.interfaces.story.year import play_year
from governance.interfaces.web.rooms import ROOMS
from governance.store.engine import open_store

LIST = Path(__file__).with_name("acts_list.txt")
STEPS = Path(__file__).with_name("acts_moments.txt")
NO_FORM = Path(__file__).with_name("acts_without_form.txt")
AFTER_THE_YEAR = dt.datetime(2027, 3, 8, 10, 0, tzinfo=dt.UTC)
SHARES = 4
"""Parts of the walk, for as many workers."""


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


TRIALS = sorted((Trial.read(line) for line in lines(LIST)), key=lambda trial: trial.moment)
"""Those of a moment together: it is opened once for them."""
BEFORE: dict[str, list[Step]] = {}
"""The steps that lead to a moment, by its name."""
for _step in map(Step.read, lines(STEPS)):
    BEFORE.setdefault(_step.name, []).append(_step)
ACTS = [act.key for room in ROOMS for act in room.acts]


def test_every_act_is_on_one_of_the_lists() -> None:
    listed = [one.key for one in TRIALS]
    told_why = [line.partition(" | ") for line in lines(NO_FORM)]
    without = [key for key, _, _ in told_why]
    told = [f"no form is known of {key}" for key in ACTS if key not in {*listed, *without}]
    told += [f"there is no act {key}" for key in (*listed, *without) if key not in ACTS]
    told += [f"{key} is on both lists" for key in without if key in listed]
    assert not told, "\n".join(told)
    assert len(listed) == len(set(listed))
    assert without == sorted(set(without)), "in the order of their names"
    assert all(why for _, _, why in told_why), "each says why"
    assert set(BEFORE) <= {one.moment for one in TRIALS}, "nobody takes steps for nothing"


@pytest.fixture(scope="module")
def year(
    sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], Path]:
    """The store at each moment that a trial names, and where files of the year lie."""
    folder = tmp_path_factory.mktemp("acts")
    (folder / "vires.db").write_bytes(sqlite_template)
    store = open_store(f"sqlite:///{folder / 'vires.db'}")
    kept: dict[str, bytes] = {}
    wanted = {of_the_year(one.moment) for one in TRIALS}
    with moments_kept(wanted, kept), contextlib.redirect_stdout(io.StringIO()):
        play_year(
            store,
            evidence=folder / "evidence",
            outbox=folder / "outbox",
            teller=Teller(width=80),
        )
    kept[LAST] = snapshot(store)
    store.close()
    return kept, folder


def of_the_year(moment: str) -> str:
    """The moment of the year that steps begin at; the moment itself where none lead to it."""
    steps = BEFORE.get(moment)
    return steps[0].moment if steps else moment


class Worlds:
    """Every moment, open to be tried at: one at a time, for each fills the memory."""

    def __init__(self, kept: dict[str, bytes], folder: Path) -> None:
        self.kept, self.folder = kept, folder
        self.open: World | None = None

    def at(self, moment: str) -> World:
        """A moment, with the steps done that lead to it."""
        if self.open is not None and self.open.name == moment:
            return self.open
        self.close()
        name = of_the_year(moment)
        now = AFTER_THE_YEAR
        if name != LAST:
            now = dt.datetime.fromisoformat(name).replace(tzinfo=dt.UTC)
        steps = BEFORE.get(moment, ())
        self.open = World(moment, self.kept[name], now, self.folder, steps)
        return self.open

    def close(self) -> None:
        """Let go of the memory."""
        if self.open is not None:
            self.open.store.close()
            self.open = None


@pytest.fixture
def worlds(year: tuple[dict[str, bytes], Path]) -> Iterator[Worlds]:
    found = Worlds(*year)
    yield found
    found.close()


@pytest.mark.heavy
@pytest.mark.parametrize("share", range(SHARES))
def test_a_valid_form_gets_through_for_whom_the_list_says(worlds: Worlds, share: int) -> None:
    wrong = []
    with fields_seen():
        most = -(-len(TRIALS) // SHARES)
        for trial in TRIALS[share * most : (share + 1) * most]:
            through = who_gets_through(worlds.at(trial.moment), trial)
            if set(through) != set(trial.who):
                wrong.append(f"{trial.key}: {' '.join(through) or 'nobody'}, not {trial.who}")
    assert not wrong, "\n".join(wrong)
