"""Asking a Prefect server something without importing Prefect, and without waiting long."""

from __future__ import annotations

import base64
import http.client
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 1.0
"""How long an answer is waited for."""


def answers(api_url: str, *, seconds: float = SECONDS) -> bool:
    """Whether the server at `api_url` says that it and its database are ready.

    No password is needed for it.
    """
    said = ask(api_url, "/ready", seconds=seconds)
    return said is not None and said[0] == 200


def ask(
    api_url: str,
    path: str,
    *,
    body: str | None = None,
    password: str | None = None,
    seconds: float,
) -> tuple[int, bytes] | None:
    """The status and text that the API answers to a question; None where it does not answer.

    Asked directly, past any proxy; with a `body` the question is a POST. `password` is
    `user:password`.
    """
    headers = {"Content-Type": "application/json"}
    if password:
        headers["Authorization"] = f"Basic {base64.b64encode(password.encode()).decode()}"
    try:
        parts = urlsplit(api_url)
        secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=seconds)
        try:
            method = "GET" if body is None else "POST"
            connection.request(method, f"{parts.path.rstrip('/')}{path}", body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError):
        return None
