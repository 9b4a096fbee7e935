"""One stream of logs: our own lines, those of libraries, and what each is about."""

import json
import os
import subprocess
import sys

SCRIPT = """
import logging
import structlog
from governance.logs import about, set_up_logs
{setting_up}
with about(flow="review_reminders", run=None):
    structlog.get_logger().info("act", ref="C-1")
    logging.getLogger("vires").warning("a warning of %s", "ours")
    logging.getLogger("prefect.flow_runs").warning(
        "Finished", extra={{"flow_run_id": "0f0f", "flow_run_name": "quick-fox"}}
    )
"""

ALONE = {
    "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "INFO",
}
"""Prefect without a server."""


def lines(*, setting_up: str = "set_up_logs()", **environment: str) -> list[dict[str, object]]:
    text = said(setting_up=setting_up, VIRES_LOG_FORMAT="json", **environment)
    return [json.loads(line) for line in text.splitlines()]


def said(*, setting_up: str = "set_up_logs()", **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(setting_up=setting_up)],
        env={**os.environ, **ALONE, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == ""
    return done.stderr


def told(line: dict[str, object]) -> dict[str, object]:
    assert line.pop("timestamp")
    return line


def test_our_lines_and_those_of_libraries_have_one_form() -> None:
    act, warning, prefect = map(told, lines(VIRES_LOG="info"))
    assert act == {
        "event": "act",
        "level": "info",
        "flow": "review_reminders",
        "ref": "C-1",
    }
    assert warning == {
        "event": "a warning of ours",
        "level": "warning",
        "logger": "vires",
        "flow": "review_reminders",
    }
    assert prefect == {
        "event": "Finished",
        "level": "warning",
        "logger": "prefect.flow_runs",
        "flow": "review_reminders",
        "prefect_run": "0f0f",
    }


def test_prefect_does_not_get_its_own_console_back() -> None:
    """Whichever comes first, Prefect or our logs, each line comes once and in our form."""
    prefect_first = lines(setting_up="import prefect.main; set_up_logs()", VIRES_LOG="info")
    assert [line["event"] for line in prefect_first] == ["act", "a warning of ours", "Finished"]
    ours_first = lines(setting_up="set_up_logs(); import prefect.main", VIRES_LOG="info")
    assert [line["event"] for line in ours_first] == ["act", "a warning of ours", "Finished"]


def test_while_nobody_listens_little_is_loaded() -> None:
    quick = "import sys; from governance.logs import *; set_up_logs();"
    done = subprocess.run(
        [sys.executable, "-c", quick + "print('structlog' in sys.modules)"],
        env={**os.environ, "VIRES_LOG": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "False\n"
