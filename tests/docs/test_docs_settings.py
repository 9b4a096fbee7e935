"""The page for operators names every setting there is, and every flow with its period."""

import datetime as dt
import re
from pathlib import Path

from walk import text_of

from governance.application.sweeping import SWEEPS, Sweep

ROOT = Path(__file__).parent.parent.parent
PAGE = text_of("operations.md")
INSIDE = {"VIRES_WORKER"}
"""What a worker tells its own runs; nobody sets it."""


def test_every_setting_is_in_a_table_and_none_is_stale() -> None:
    read = {
        name
        for folder in ("governance", "flows")
        for file in (ROOT / folder).rglob("*.py")
        for name in re.findall(r"\bVIRES_[A-Z]+(?:_[A-Z]+)*\b", file.read_text(encoding="utf-8"))
    }
    rows = re.findall(r"^\| (`(?:VIRES|PREFECT)_[^|]+) \|", PAGE, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"VIRES_[A-Z_]+", row)}
    assert len(named) > 15
    assert named == read - INSIDE


def test_every_flow_is_there_with_its_period() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \| [^|]+ \|$", PAGE, re.MULTILINE))
    assert rows == {name: _period(sweep) for name, sweep in SWEEPS.items()}


def _period(sweep: Sweep) -> str:
    if sweep.period >= dt.timedelta(days=1):
        return f"night, at {sweep.cron.split()[1]}:00"
    return f"{sweep.period // dt.timedelta(minutes=1)} minutes"
