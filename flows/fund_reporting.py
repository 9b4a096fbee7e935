"""What the hosts of pooled funds have to report is asked for, and missed when it does not come."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="fund_reporting", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def fund_reporting(started_by: str | None = None) -> dict[str, Any]:
    """Attend to the reports on pooled and aligned funds."""
    return await swept("fund_reporting", started_by=started_by)
