"""What falls due by itself is done when it does, and what no other flow reminds of."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="deadlines_due", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def deadlines_due(started_by: str | None = None) -> dict[str, Any]:
    """Close windows, bring decisions into effect, and send what reminders remain."""
    return await swept("deadlines_due", started_by=started_by)
