"""Agreements that run out, and what decommissioning waits for, are noticed in time."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="decommissioning_triggers", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def decommissioning_triggers(started_by: str | None = None) -> dict[str, Any]:
    """Attend to agreements that end, with the prompts of their policy."""
    return await swept("decommissioning_triggers", started_by=started_by)
