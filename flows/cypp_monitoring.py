"""What the plan’s partners have to return is asked for, and missed when it does not come."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="cypp_monitoring", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def cypp_monitoring(started_by: str | None = None) -> dict[str, Any]:
    """Attend to the returns and reports that the children and young people’s plan asks for."""
    return await swept("cypp_monitoring", started_by=started_by)
