"""The address of a webhook as somebody typed it: what it has to look like."""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from governance.adapters.webhooks.guarding import PRIVATE, Networks
from governance.domain.errors import Unusable

LONGEST: Final = 2000
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?", re.IGNORECASE)


def checked_address(text: str, networks: Networks) -> str:
    """The address, without blanks around it. Raises `Unusable` where nothing may be sent there.

    It is HTTPS; plain HTTP only where private networks are named. A name in it is looked up when
    something is sent, and not before.
    """
    given = text.strip()
    shown = given[:120]
    parts = _parts(given)
    if parts is None or parts.scheme not in ("https", "http"):
        raise Unusable.one("webhook.address_unusable", address=shown)
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Unusable.one("webhook.address_with_more")
    if parts.scheme == "http" and not networks.named:
        raise Unusable.one("webhook.address_plain", address=shown, name=PRIVATE)
    host = parts.hostname or ""
    if _is_number(host):
        trouble = networks.trouble(host, plain=parts.scheme == "http")
        if trouble is not None:
            raise Unusable([trouble])
    return given


def _parts(given: str) -> SplitResult | None:
    """The parts of an address that can be one; None otherwise."""
    if not given.isascii() or re.search(r"[\s\x00-\x1f\x7f\\]", given) or len(given) > LONGEST:
        return None
    try:
        parts = urlsplit(given)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if port == 0 or not (_is_number(host) or _HOST.fullmatch(host)):
        return None
    return parts


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
