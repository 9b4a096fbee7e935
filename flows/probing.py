"""Whether a Prefect server answers: asked for a second at most, and without importing Prefect."""

from __future__ import annotations

import http.client
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 1.0
"""How long an answer is waited for."""


def answers(api_url: str, *, seconds: float = SECONDS) -> bool:
    """Whether the server at `api_url` says that it and its database are ready.

    Asked directly, past any proxy; no password is needed for it.
    """
    parts = urlsplit(api_url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=seconds)
        try:
            connection.request("GET", f"{parts.path.rstrip('/')}/ready")
            return connection.getresponse().status == 200
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError):
        return False
