"""Messages that wait are handed to their carrier."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="deliver_messages", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def deliver_messages(started_by: str | None = None) -> dict[str, Any]:
    """Send the messages that may be sent by now."""
    return await swept("deliver_messages", started_by=started_by)
