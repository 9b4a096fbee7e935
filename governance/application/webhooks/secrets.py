"""The secrets that webhooks sign with, made of the key of this machine."""

from __future__ import annotations

from typing import Any

from governance.adapters.webhooks import secret_text
from governance.application.desk import Desk
from governance.domain.errors import Unusable
from governance.store import webhook_key
from governance.store.settings import settings


def made(*, partnership_id: str, webhook_id: str, generation: int) -> bytes:
    """The secret of a webhook in one generation; the key is made where there is none yet.

    Raises `Unusable` where there is no key that can be used.
    """
    key = webhook_key.read_or_make(settings().webhooks_key_file)
    return webhook_key.secret(
        key, partnership_id=partnership_id, webhook_id=webhook_id, generation=generation
    )


def signing(desk: Desk, row: Any) -> list[bytes]:
    """The secrets that a webhook signs with now: its own and, for a while, the one before.

    Raises `Unusable` where the key here is missing, or not the one its secret was made of.
    """
    path = settings().webhooks_key_file
    key = webhook_key.read(path)
    own = _of(key, row, row.generation)
    if webhook_key.printed(own) != row.secret_print:
        raise Unusable.one("webhook.key_differs", ref=row.ref, path=str(path))
    if row.both_until is None or row.both_until <= desk.now or row.generation == 1:
        return [own]
    return [own, _of(key, row, row.generation - 1)]


def shown(secret: bytes) -> str:
    """A secret as whoever receives events is given it."""
    return secret_text(secret)


def printed(secret: bytes) -> str:
    """By what a secret is recognised without being told."""
    return webhook_key.printed(secret)


def _of(key: bytes, row: Any, generation: int) -> bytes:
    return webhook_key.secret(
        key, partnership_id=row.partnership_id, webhook_id=row.id, generation=generation
    )
