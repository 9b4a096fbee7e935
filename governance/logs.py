"""Structured logs: one line an event, on standard error, who and what by identifier only.

`VIRES_LOG` says from which level on (`debug`, `info`, `warning` or `error`), `VIRES_LOG_FORMAT`
whether the lines are for people or for machines (`json`). What Prefect and other libraries log
comes out in the same stream and the same form. Everybody may log; only the edges, interfaces and
flows, set it up.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final

LEVELS: Final = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}
VIRES: Final = logging.getLogger("vires")
"""Its level says whether anybody listens."""

_FROM_PREFECT: Final = frozenset({"flow_run_id", "worker_name"})
"""What Prefect says beside a message that belongs into the line."""

_TALKATIVE: Final = ("alembic", "apscheduler", "httpx", "transitions")
"""Libraries that tell at `info` what nobody asked: every call, tick and move."""


class OurHandler(logging.StreamHandler[Any]):
    """Where the lines of libraries go. Prefect takes a name with a `_` in front for its own."""


def set_up_logs(*, unless_told: str = "warning", at_once: bool = False) -> None:
    """Send logs to standard error from the level the environment names, else `unless_told`.

    Commands do without what makes lines of them until somebody listens at `info`; a process
    that goes on for days has it `at_once`.
    """
    told = os.environ.get("VIRES_LOG", "").lower()
    level = LEVELS.get(told, LEVELS[unless_told])
    VIRES.setLevel(level)
    if at_once or level <= logging.INFO:
        _configure(level)


@contextmanager
def about(**names: str | None) -> Iterator[None]:
    """Let every line that is logged inside say what it is about; nothing while nobody listens."""
    if not VIRES.isEnabledFor(logging.INFO):
        yield
        return
    from structlog.contextvars import bound_contextvars  # noqa: PLC0415  # as in `_configure`

    with bound_contextvars(**{name: value for name, value in names.items() if value is not None}):
        yield


def _configure(level: int) -> None:
    import structlog  # noqa: PLC0415  # a tenth of a second, when somebody listens

    as_json = os.environ.get("VIRES_LOG_FORMAT", "").lower() == "json"
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    told: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        else [_for_people()]
    )
    structlog.configure(
        processors=[*shared, *told],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    _join(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name, _said_beside],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *told],
        ),
        level,
    )


def _for_people() -> Any:
    """Lines for people; where an error is told, without the values at hand: they may be secret."""
    import structlog  # noqa: PLC0415  # as in `_configure`

    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )


def _join(formatter: logging.Formatter, level: int) -> None:
    """Have the root logger write our lines, in place of Prefect's console.

    Prefect leaves a root logger alone that has a formatter; one it has already taken is taken
    back here.
    """
    handler = OurHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    ours = (OurHandler.__name__, "PrefectConsoleHandler")
    root.handlers = [h for h in root.handlers if type(h).__name__ not in ours] + [handler]
    root.setLevel(max(level, logging.INFO))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))


def _said_beside(
    _logger: Any, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Take over what Prefect says about a run, under the name our own lines use."""
    record = line["_record"]
    for name in _FROM_PREFECT:
        if (value := getattr(record, name, None)) not in (None, "<missing>"):
            line[name.replace("flow_run_id", "prefect_run")] = str(value)
    return line
