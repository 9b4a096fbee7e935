"""Signing by the scheme of Standard Webhooks, with one secret or, for a while, with two."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Sequence
from typing import Final

from standardwebhooks import Webhook

PREFIX: Final = "whsec_"


def secret_text(secret: bytes) -> str:
    """A secret as its receiver is given it."""
    return PREFIX + base64.b64encode(secret).decode()


def new_headers(
    *, secrets: Sequence[bytes], event_id: str, at: dt.datetime, body: bytes
) -> dict[str, str]:
    """The headers that say which event it is, when it was sent, and who signed it."""
    signatures = [
        Webhook(secret).sign(msg_id=event_id, timestamp=at, data=body.decode())
        for secret in secrets
    ]
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
