"""Parameters of refusals as plain values, so that they can be kept and put into words later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any


def plain_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as they can be kept: days as text (which the words take), tuples as lists."""
    return {key: _plain(value) for key, value in params.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | bool | int | None) else str(value)
