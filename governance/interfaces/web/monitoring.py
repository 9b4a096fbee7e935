"""Figures for Prometheus at `/metrics`, open to whoever has the token and to nobody else.

Without a token in the settings there is no such page: it is off until somebody turns it on. Who
has no token, or a wrong one, is told what any address is told that is not there. What the
database knows is asked at most every `FRESH` seconds, whoever scrapes; how long requests took is
of this process alone, and Prometheus adds up processes itself.
"""

from __future__ import annotations

import hmac
import threading
import time
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import structlog
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from governance import words
from governance.application.figures import Figure, figures
from governance.domain.errors import Problem, ViresError
from governance.interfaces.served import Served

TOKEN: Final = "VIRES_METRICS_TOKEN"  # noqa: S105  # the name of a setting
TOKEN_FILE: Final = "VIRES_METRICS_TOKEN_FILE"  # noqa: S105  # the name of a setting
LEAST: Final = 16
"""Characters that a token has at the least."""
FRESH: Final = 10.0
"""Seconds for which what the database said is told again."""
BUCKETS: Final = (0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds that requests are counted by: few, since every route has a row of them."""
NO_ROUTE: Final = "none"
"""The route of a request that no route took: its path is anybody's, and would be a label each."""
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = structlog.get_logger("vires.web")


def told_token(given: Mapping[str, str], problems: list[Problem]) -> str | None:
    """The token that the environment or a file has; None where figures are off.

    What is wrong is added to `problems`.
    """
    said, file = given.get(TOKEN, "").strip(), given.get(TOKEN_FILE, "").strip()
    if said and file:
        problems.append(Problem("serve.metrics_token_twice", {}))
        return None
    if file:
        try:
            said = Path(file).expanduser().read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            problems.append(Problem("serve.metrics_token_unreadable", {"file": file[:200]}))
            return None
    if (said or file) and len(said) < LEAST:
        told = {"length": len(said), "least": LEAST}
        problems.append(Problem("serve.metrics_token_short", told))
        return None
    return said or None


class Measured:
    """The figures of one application: how its requests went, and what its store has to tell."""

    def __init__(self, served: Served) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self._requests = Histogram(
            "vires_http_request_seconds",
            _help("vires_http_request_seconds"),
            ("method", "route", "status"),
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.registry.register(_OfStore(served))
        self.registry.register(_OfProcess(served))

    def request(self, scope: Scope, *, status: int, seconds: float) -> None:
        """Count a request that was answered, under the route that took it."""
        path = getattr(scope.get("route"), "path", None)
        mounted = scope.get("root_path", "").removeprefix(scope.get("app_root_path", ""))
        route = NO_ROUTE if path is None else f"{mounted}{path}"
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._requests.labels(method, route, f"{status // 100}xx").observe(seconds)


class _OfStore(Collector):
    """What the database has to tell, asked by one scrape at a time and told to all."""

    def __init__(self, served: Served) -> None:
        self._served = served
        self._asking = threading.Lock()
        self._asked = float("-inf")
        self._known: list[Figure] = []

    def collect(self) -> Iterator[Metric]:
        with self._asking:
            if time.monotonic() - self._asked >= FRESH:
                self._known = self._ask()
                self._asked = time.monotonic()
            known = self._known
        for figure in known:
            family = GaugeMetricFamily(figure.name, _help(figure.name), labels=figure.labels)
            for labels, value in figure.values.items():
                family.add_metric(labels, value)
            yield family

    def _ask(self) -> list[Figure]:
        served, began = self._served, time.monotonic()
        found: list[Figure] = []
        try:
            found = figures(served.store, data_dir=served.data_dir, now=served.clock())
        except ViresError as error:
            # Told by a figure: an answer that fails would hide how requests go as well.
            _log.warning("figures cannot be had", because=str(error))
        took = time.monotonic() - began
        return [
            Figure("vires_database_up", (), {(): float(bool(found))}),
            Figure("vires_figures_seconds", (), {(): took}),
            *found,
        ]


class _OfProcess(Collector):
    """Which Vires this process is, and how its clock goes."""

    def __init__(self, served: Served) -> None:
        self._served = served

    def collect(self) -> Iterator[Metric]:
        labels = ("version", "database")
        build = GaugeMetricFamily("vires_build_info", _help("vires_build_info"), labels=labels)
        build.add_metric((version("vires"), self._served.store.dialect), 1)
        yield build
        status: Mapping[str, Any] = self._served.status()
        if "clock" in status:
            leads = float(status["clock"] == "leads")
            yield GaugeMetricFamily("vires_clock_leads", _help("vires_clock_leads"), value=leads)
        if "ticks" in status:
            ticks = float(status["ticks"])
            yield CounterMetricFamily("vires_clock_ticks", _help("vires_clock_ticks"), value=ticks)


def _help(name: str) -> str:
    return words.say(f"figure.{name}", {})


def metrics(request: Request) -> Response | None:
    """The figures, for whoever has the token; None for everybody else."""
    served: Served = request.app.state.served
    measured: Measured | None = request.app.state.measured
    given = request.headers.get("authorization", "")
    if measured is None or not _is_token(given, served.metrics_token):
        return None
    encode, media_type = choose_encoder(request.headers.get("accept", ""))
    return Response(encode(measured.registry), headers={"Content-Type": media_type})


def _is_token(given: str, token: str | None) -> bool:
    scheme, _, said = given.partition(" ")
    if token is None or scheme.lower() != "bearer":
        return False
    return hmac.compare_digest(said.strip().encode(), token.encode())
