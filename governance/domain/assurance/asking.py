"""Is there a case for which this holds? Asked exactly, and answered with one that people follow."""

from __future__ import annotations

from collections.abc import Iterable

from governance.domain.assurance.solving import UnsettledError, solve
from governance.domain.assurance.space import Space
from governance.domain.authority.model import Condition, Value

__all__ = ["Space", "UnsettledError", "find"]


def find(
    space: Space, condition: Condition, *, without: Iterable[Condition] = ()
) -> dict[str, Value] | None:
    """A possible case for which `condition` holds and none of `without` does; None: there is none.

    It gives every input that the conditions or what is assumed mention. Raises
    `UnsettledError` where that cannot be settled within bounds.
    """
    if space.empty:
        return None
    return solve(space.inputs, [condition, *space.assume], without)
