"""A scheme as DMN 1.3, the notation of decision models, for tools that people draw them in.

DMN can say which case comes to which answer. It cannot say most of what makes a scheme lawful:
that is listed in the file itself and told to whoever asks for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from governance.adapters.dmn.drawing import draw
from governance.adapters.dmn.table import decision_table
from governance.domain.authority.model import Scheme
from governance.domain.errors import Refusal

__all__ = ["export_dmn"]


def export_dmn(scheme: Scheme, *, on: dt.date) -> tuple[bytes, Sequence[Refusal]]:
    """The DMN 1.3 document of a scheme for decisions on a day, and what it does not say.

    Raises `Unusable` where a limit that is read on that day has no value yet.
    """
    table = decision_table(scheme, on=on)
    return draw(table), table.left_out
