"""Something that an outcome asked for and another does not, as a code that has words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss, with the parameters of its sentence."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
