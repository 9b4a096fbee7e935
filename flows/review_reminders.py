"""Reviews to come are brought to mind before their day."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="review_reminders", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def review_reminders(started_by: str | None = None) -> dict[str, Any]:
    """Remind of reviews that are due soon."""
    return await swept("review_reminders", started_by=started_by)
