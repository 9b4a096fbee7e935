"""Fewer looks for garbage while much is kept.

Python looks through everything that is kept, whenever enough has come new, for what only keeps
itself alive. A rehearsal keeps a whole partnership's year and makes next to nothing of that
kind; looking took an eighth of its time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SELDOM: Final = (50_000, 20, 50)
"""New objects before a look at the young, and how many looks at one age make one at the next."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Leave out what is there already, and look seldom at the rest, until the block ends."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()
