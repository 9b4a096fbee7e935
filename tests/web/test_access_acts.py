"""Who may do what: a valid form of every act sent by everybody, held to a written list.

A line of the list: the act, the moment of the example's year, what its address names, what is
typed beyond the fillings of each kind of field, and whoever gets through, the first of whom
finds the form. The list says what the guards let through; who is added or missing is a mistake in
one of the two. Acts of which no valid form is had at these moments, because nothing is in the state
they ask for, are named in a list of their own: only their shut doors are walked, in test_access.
"""

import contextlib
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from trying import LAST, Trial, World, fields_seen, moments_kept, snapshot, who_gets_through

from governance.interfaces.story.telling import Teller
from governance.interfaces.story.year import play_year
from governance.interfaces.web.rooms import ROOMS
from governance.store.engine import open_store

LIST = Path(__file__).with_name("acts_list.txt")
NO_FORM = Path(__file__).with_name("acts_without_form.txt")
AFTER_THE_YEAR = dt.datetime(2027, 3, 8, 10, 0, tzinfo=dt.UTC)
SHARES = 4
"""Parts of the walk, for as many workers."""

TRIALS = [Trial.read(line) for line in LIST.read_text(encoding="utf-8").splitlines()]
ACTS = [act.key for room in ROOMS for act in room.acts]


def test_every_act_is_on_one_of_the_lists() -> None:
    listed = [one.key for one in TRIALS]
    without = NO_FORM.read_text(encoding="utf-8").splitlines()
    told = [f"no form is known of {key}" for key in ACTS if key not in {*listed, *without}]
    told += [f"there is no act {key}" for key in (*listed, *without) if key not in ACTS]
    told += [f"{key} is on both lists" for key in without if key in listed]
    assert not told, "\n".join(told)
    assert len(listed) == len(set(listed))
    assert without == sorted(set(without)), "in the order of their names"


@pytest.fixture(scope="module")
def year(
    sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, bytes], Path]:
    """The store at each moment that a trial names, and where files of the year lie."""
    folder = tmp_path_factory.mktemp("acts")
    (folder / "vires.db").write_bytes(sqlite_template)
    store = open_store(f"sqlite:///{folder / 'vires.db'}")
    kept: dict[str, bytes] = {}
    wanted = {one.moment for one in TRIALS}
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


@pytest.fixture
def worlds(year: tuple[dict[str, bytes], Path]) -> Iterator[dict[str, World]]:
    """Every moment, open to be tried at."""
    kept, folder = year
    found = {
        name: World(
            name,
            content,
            AFTER_THE_YEAR
            if name == LAST
            else dt.datetime.fromisoformat(name).replace(tzinfo=dt.UTC),
            folder,
        )
        for name, content in kept.items()
    }
    yield found
    for world in found.values():
        world.store.close()


@pytest.mark.heavy
@pytest.mark.parametrize("share", range(SHARES))
def test_a_valid_form_gets_through_for_whom_the_list_says(
    worlds: dict[str, World], share: int
) -> None:
    wrong = []
    with fields_seen():
        for trial in TRIALS[share::SHARES]:
            through = who_gets_through(worlds[trial.moment], trial)
            if set(through) != set(trial.who):
                wrong.append(f"{trial.key}: {' '.join(through) or 'nobody'}, not {trial.who}")
    assert not wrong, "\n".join(wrong)
