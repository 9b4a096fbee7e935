"""The word to stop: a run ends with the batch at hand once it is given."""

from __future__ import annotations

import threading
from typing import Final

STOP: Final = threading.Event()
"""Set when this process is asked to end."""
