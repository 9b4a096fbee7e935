"""Webhooks are told what the record took up."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="deliver_webhooks", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def deliver_webhooks(started_by: str | None = None) -> dict[str, Any]:
    """Send the events that may be sent by now."""
    return await swept("deliver_webhooks", started_by=started_by)
