"""Decisions taken at random: what was let through follows, what was refused does not.

`make soak` tries thousands.
"""

import pytest
from random_decisions import Told, decisions_at_random

from governance.store.engine import Store


@pytest.mark.parametrize("seed", range(1, 4))
def test_the_verifier_agrees_with_the_engine(quick_store: Store, seed: int) -> None:
    told = Told()
    decisions_at_random(quick_store, seed, told)
    assert told.wrong == []
    assert told.follow > 5
