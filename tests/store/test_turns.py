"""Whose turn it is to write: nobody is passed for ever, nobody waits for nobody, none is lost."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from governance.domain.errors import Unusable
from governance.store.engine import open_store
from governance.store.turns import Turns

LONG = 30.0


def held_by(turns: Turns, work: Callable[[], object]) -> threading.Thread:
    """Somebody else who takes the turn and does something in it."""

    def take() -> None:
        with turns.taken(seconds=LONG):
            work()

    thread = threading.Thread(target=take)
    thread.start()
    return thread


def until(what: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(3000):
        if what():
            return
        pause.wait(0.01)
    raise AssertionError("it never came")


def test_one_has_it_at_a_time_and_each_gets_it() -> None:
    turns = Turns(patience=0.0001)
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        for _ in range(200):
            with turns.taken(seconds=LONG):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    assert len(most) == 1200
    assert set(most) == {1}
    assert turns.waiting == 0


def test_whoever_writes_without_a_break_lets_others_in() -> None:
    turns = Turns(patience=0.0)
    came = threading.Event()
    with turns.taken(seconds=LONG):
        other = held_by(turns, came.set)
        until(lambda: turns.waiting == 1)
    with turns.taken(seconds=LONG):
        assert came.is_set(), "the other came first"
    other.join()


def test_whoever_comes_while_nobody_has_it_passes_those_who_wake_up() -> None:
    turns = Turns(patience=LONG)
    with turns.taken(seconds=LONG):
        others = [held_by(turns, lambda: None) for _ in range(3)]
        until(lambda: turns.waiting == 3)
    for other in others:
        other.join()
    with turns.taken(seconds=0):
        assert turns.waiting == 0


def test_a_turn_that_does_not_come_is_given_up() -> None:
    turns = Turns(patience=0.0)
    with turns.taken(seconds=LONG):
        with pytest.raises(TimeoutError), turns.taken(seconds=0.01):
            raise AssertionError("it was taken")
        assert turns.waiting == 0
    with turns.taken(seconds=0):
        pass


def test_an_error_inside_gives_it_back() -> None:
    turns = Turns()
    with pytest.raises(KeyError), turns.taken(seconds=0):
        raise KeyError
    with turns.taken(seconds=0):
        pass


def test_a_writer_who_is_not_let_in_is_told_that_it_is_busy(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'v.db'}", busy_seconds=0.05)

    def write() -> None:
        with store.write():
            pass

    with store.write(), ThreadPoolExecutor(1) as pool:
        refused = pool.submit(write).exception()
    assert isinstance(refused, Unusable)
    assert [one.code for one in refused.problems] == ["store.busy"]
    write()
    store.close()
