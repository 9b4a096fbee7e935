"""Webhooks: how each stands, what was sent to it, stopping it and sending again.

Adding one and giving it a new secret are for a page or the command line, where a secret is shown
once: an answer of the API may be kept, to be given again.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.signing_in.service_tokens import Scope
from governance.application.webhooks import acts, queries
from governance.interfaces.api.operations import Act, Look, Room

_WEBHOOK = "/webhooks/{webhook}"
_DELIVERY = "/webhook-deliveries/{delivery}"


def webhooks(desk: Desk) -> list[dict[str, Any]]:
    """Every webhook, and what waits for it."""
    return [one.plain() for one in queries.webhooks(desk)]


def webhook(desk: Desk, webhook: str) -> dict[str, Any]:
    """One webhook: where it leads, what it listens to, how it stands."""
    return queries.webhook_named(desk, webhook).plain()


def deliveries(
    desk: Desk, webhook: str, *, state: str | None = None, after: str = "", limit: int = 100
) -> list[dict[str, Any]]:
    """What was and is to be sent to a webhook, the newest first; of one state where it is named."""
    row = queries.webhook_named(desk, webhook).row
    found = queries.deliveries(desk, row.id, state=state, most=limit, before=after)
    return [one.plain() for one in found]


def attempts(desk: Desk, delivery: str) -> list[dict[str, Any]]:
    """Every attempt at a delivery, the first one first."""
    row = queries.delivery_named(desk, delivery)
    return [queries.plain_attempt(one) for one in queries.attempts_of(desk, row.id)]


def try_out(desk: Desk, webhook: str) -> Receipt:
    """Send a webhook an event that says it is a trial, as the clock next comes by."""
    return acts.test(desk, webhook)[0]


def replay(desk: Desk, webhook: str, *, since: dt.datetime) -> Receipt:
    """Have everything sent again that was recorded since an instant and the webhook listens to."""
    return acts.replay_since(desk, webhook, since=since)


_ACTS = (
    ("webhook.pause", f"{_WEBHOOK}/pause", acts.pause),
    ("webhook.resume", f"{_WEBHOOK}/resume", acts.resume),
    ("webhook.end", f"{_WEBHOOK}/end", acts.end),
    ("webhook.test", f"{_WEBHOOK}/test", try_out),
    ("webhook.replay", f"{_WEBHOOK}/replay", replay),
    ("webhook.replay-one", f"{_DELIVERY}/replay", acts.replay),
)

ROOM = Room(
    name="Webhooks",
    looks=(
        Look(key="webhook.list", path="/webhooks", ask=webhooks, administrator=True),
        Look(key="webhook.show", path=_WEBHOOK, ask=webhook, administrator=True),
        Look(
            key="webhook.deliveries",
            path=f"{_WEBHOOK}/deliveries",
            ask=deliveries,
            mark=lambda item: str(item["id"]),
            administrator=True,
        ),
        Look(
            key="webhook.attempts",
            path=f"{_DELIVERY}/attempts",
            ask=attempts,
            administrator=True,
        ),
    ),
    acts=tuple(
        Act(key=key, path=path, do=do, scope=Scope.ADMINISTER, administrator=True)
        for key, path, do in _ACTS
    ),
)
