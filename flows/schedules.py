"""Which flows Prefect's schedules start, so that the clock need not.

Said by the environment, else found out: a Prefect server that is not ours is asked, once a
minute, which deployments of our flows have a schedule that is on.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from flows.probing import ask
from governance.application.sweeping import SWEEPS

ASKED_EVERY: Final = 60.0
"""Seconds for which an answer holds."""
_SECONDS: Final = 3.0


class Schedules:
    """Says which flows are scheduled; the last answer holds while Prefect gives none."""

    def __init__(
        self,
        *,
        mode: str | None,
        api_url: str | None,
        password: str | None = None,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        """`mode` is `embedded` (none are), `deployments` (all are), or None to ask `api_url`."""
        self._api_url = api_url if mode is None else None
        self._password = password
        self._elapsed = elapsed
        self._asked_at = float("-inf")
        self._found: frozenset[str] = frozenset(SWEEPS if mode == "deployments" else ())

    def __call__(self) -> Collection[str]:
        """The names of the flows that a schedule starts."""
        if self._api_url is None or self._elapsed() - self._asked_at < ASKED_EVERY:
            return self._found
        answer = _deployments(self._api_url, self._password)
        self._asked_at = self._elapsed()
        if answer is not None:
            self._found = frozenset(_scheduled(answer))
        return self._found


def _scheduled(deployments: Iterable[Any]) -> Iterable[str]:
    for one in deployments:
        name = str(one.get("entrypoint") or "").rpartition(".")[2]
        on = not one.get("paused") and any(s.get("active") for s in one.get("schedules") or ())
        if on and name in SWEEPS:
            yield name


def _deployments(api_url: str, password: str | None) -> list[Any] | None:
    """The deployments the server knows; None where it does not say."""
    answer = ask(api_url, "/deployments/filter", body="{}", password=password, seconds=_SECONDS)
    if answer is None or answer[0] != 200:
        return None
    try:
        said = json.loads(answer[1])
    except ValueError:
        return None
    return said if isinstance(said, list) else None
