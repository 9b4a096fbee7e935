"""Entries of the record that the clock has not sealed are sealed."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="seal_ledger", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def seal_ledger(started_by: str | None = None) -> dict[str, Any]:
    """Seal the entries that have waited for more than a minute."""
    return await swept("seal_ledger", started_by=started_by)
