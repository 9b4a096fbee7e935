"""A missed review climbs, level by level, until somebody holds it."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="missed_review_escalations", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def missed_review_escalations(started_by: str | None = None) -> dict[str, Any]:
    """Escalate the reviews whose day went by."""
    return await swept("missed_review_escalations", started_by=started_by)
