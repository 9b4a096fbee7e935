"""What is irregular about something and stays with it: a code that has words, and parameters."""

from __future__ import annotations

import datetime as dt
from typing import Any


def flag(code: str, **params: str | int | dt.date) -> dict[str, Any]:
    """A flag as plain values, to stand among a row's flags."""
    plain = {k: v.isoformat() if isinstance(v, dt.date) else v for k, v in params.items()}
    return {"code": code, "params": plain}
