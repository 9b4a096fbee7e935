"""Once a night it is checked that the record is whole and every deadline is set."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.shell import RETRIES, RETRY_SECONDS, swept


@flow(name="nightly_assurance", retries=RETRIES, retry_delay_seconds=RETRY_SECONDS)
async def nightly_assurance(started_by: str | None = None) -> dict[str, Any]:
    """Check the record and the deadlines, and set those that are missing."""
    return await swept("nightly_assurance", started_by=started_by)
