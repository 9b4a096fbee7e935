"""A reason given for an answer, as a code that has words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Because:
    """One step of the working behind an answer."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
