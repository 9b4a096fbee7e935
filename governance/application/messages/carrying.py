"""The carrier this process sends messages with, as its environment says; made once."""

from __future__ import annotations

import os
from functools import cache

from governance.adapters.carriers import Carrier, carrier_from
from governance.store.settings import settings


@cache
def carrier() -> Carrier:
    """The carrier that VIRES_MAIL and its companions name. Raises `Unusable` for bad settings."""
    return carrier_from(os.environ, data_dir=settings().data_dir)
