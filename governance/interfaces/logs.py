"""Structured logs: one line an event, on standard error, who and what by identifier only.

`VIRES_LOG` says from which level on (`debug`, `info`, `warning`, the default, or `error`);
`VIRES_LOG_FORMAT=json` gives lines for machines.
"""

from __future__ import annotations

import logging
import os
import sys

LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warning": logging.WARNING,
    "error": logging.ERROR,
}


def set_up_logs() -> None:
    """Send logs to standard error from the level the environment names."""
    level = LEVELS.get(os.environ.get("VIRES_LOG", "").lower(), logging.WARNING)
    logging.getLogger("vires").setLevel(level)
    if level <= logging.INFO:
        _configure(level)


def _configure(level: int) -> None:
    import structlog  # noqa: PLC0415  # loaded when somebody listens

    as_json = os.environ.get("VIRES_LOG_FORMAT", "").lower() == "json"
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer()
            if as_json
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
