"""The second factor: a code of thirty seconds (RFC 6238), or a recovery code, each once."""

from __future__ import annotations

import datetime as dt
import hmac
import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyotp
import segno

from governance.application.signing_in.secrets import as_typed, digest, to_be_typed

STEP: Final = 30
"""Seconds for which a code stands."""
EITHER_WAY: Final = 1
"""Steps by which the clock of a telephone may be wrong."""
RECOVERY_CODES: Final = 10
OFFERED: Final = dt.timedelta(minutes=30)
"""For how long a secret waits to be confirmed."""
_DIGITS: Final = 6

NONE: Final[Mapping[str, Any]] = {
    "totp_secret": None,
    "totp_offered": None,
    "totp_offered_at": None,
    "totp_counter": None,
    "recovery": [],
}
"""What an account without a second factor holds."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A secret for an app: to be typed, as an address, and as a picture (SVG) to be scanned."""

    secret: str
    uri: str
    picture: str


def new_secret() -> str:
    """A secret of 160 bits, as RFC 4226 advises."""
    return pyotp.random_base32()


def offer(secret: str, *, name: str, issuer: str) -> Offer:
    """How a secret is handed over to an app."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)
    out = io.BytesIO()
    segno.make(uri, micro=False).save(
        out, kind="svg", scale=4, dark="#0b0c0c", light="#ffffff", xmldecl=False, nl=False
    )
    return Offer(secret, uri, out.getvalue().decode())


def is_offered(account: Any, now: dt.datetime) -> bool:
    """Whether an account's secret still waits to be confirmed."""
    if account.totp_offered is None or account.totp_offered_at is None:
        return False
    return bool(now < account.totp_offered_at + OFFERED)


def step_of(secret: str, code: str, *, after: int | None, now: dt.datetime) -> int | None:
    """The time step that a code is of; None for a wrong one, and for one not `after` the last."""
    typed = "".join(code.split())
    if len(typed) != _DIGITS or not (typed.isascii() and typed.isdigit()):
        return None
    totp = pyotp.TOTP(secret)
    here = int(now.timestamp()) // STEP
    found = None
    for step in range(here - EITHER_WAY, here + EITHER_WAY + 1):
        right = hmac.compare_digest(totp.generate_otp(step), typed)
        if right and (after is None or step > after):
            found = step
    return found


def new_recovery_codes() -> tuple[str, ...]:
    """Codes for the day on which the telephone is gone; each has 80 bits."""
    return tuple(to_be_typed() for _ in range(RECOVERY_CODES))


def recovery_digest(person_id: str, code: str) -> str:
    """What is kept of a recovery code."""
    return digest("recovery", person_id, as_typed(code))


def used_up(account: Any, code: str, *, now: dt.datetime) -> Mapping[str, Any] | None:
    """What the account's row is to hold once this code is used; None for one that is not right."""
    step = step_of(account.totp_secret, code, after=account.totp_counter, now=now)
    if step is not None:
        return {"totp_counter": step}
    given = recovery_digest(account.id, code)
    left = [kept for kept in account.recovery if not hmac.compare_digest(kept, given)]
    return {"recovery": left} if len(left) < len(account.recovery) else None
