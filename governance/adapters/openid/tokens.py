"""Tokens of a provider: which are believed, and why another is not.

Identity tokens by OpenID Connect Core 1.0, section 3.1.3.7; logout tokens by OpenID Connect
Back-Channel Logout 1.0, section 2.6. The keys are the provider's own, and a token that is signed
in any other way, or not at all, is nobody's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from authlib.oauth2.claims import JWTClaims  # type: ignore[import-untyped]  # it has no types
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # the same
from joserfc import jws, jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError

from governance.adapters.openid.settings import Provider
from governance.domain.errors import Refused

ALGORITHMS: Final = (
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
)
"""How a token may be signed: by a key that the provider alone has, never by a shared secret."""
LEEWAY: Final = 60
"""Seconds by which the clocks of a provider and of this machine may differ."""
OLDEST: Final = 600
"""Seconds after which a token that was just asked for is no answer any more."""
LONGEST: Final = 200_000
"""Characters of a token at the most: thousands of groups fit in."""
LOGOUT: Final = "http://schemas.openid.net/event/backchannel-logout"
_LOGOUT_TYPES: Final = ("logout+jwt", "jwt", "")


def key_named(text: str) -> str | None:
    """The id of the key that a token says it is signed with; None where it says none.

    Raises `Refused` for what is no token, or is signed in a way that is not taken.
    """
    if len(text) > LONGEST:
        raise Refused.one("openid.token_odd", why="long")
    try:
        header = jws.extract_compact(text.encode()).headers()
    except (JoseError, ValueError, TypeError, UnicodeError) as error:
        raise Refused.one("openid.token_odd", why="unreadable") from error
    if header.get("alg") not in ALGORITHMS:
        raise Refused.one("openid.token_odd", why="algorithm")
    kid = header.get("kid")
    return kid if isinstance(kid, str) else None


def identity(
    text: str,
    key: Any,
    provider: Provider,
    *,
    nonce: str,
    access_token: str | None,
    now: dt.datetime,
) -> Mapping[str, Any]:
    """What an identity token says, once all of it is right. Raises `Refused`."""
    token = _signed(text, key)
    if "events" in token.claims or token.header.get("typ", "").lower() == "logout+jwt":
        raise Refused.one("openid.token_odd", why="type")
    params = {"nonce": nonce, "client_id": provider.client, "access_token": access_token}
    claims = CodeIDToken(token.claims, token.header, options=_whose(provider), params=params)
    _check(claims, now, most=OLDEST)
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise Refused.one("openid.token_odd", why="sub")
    return dict(claims)


def logout(text: str, key: Any, provider: Provider, *, now: dt.datetime) -> Mapping[str, Any]:
    """What a logout token says, once all of it is right. Raises `Refused`."""
    token = _signed(text, key)
    options = _whose(provider)
    options |= {name: {"essential": True} for name in ("iat", "exp", "jti", "events")}
    claims = JWTClaims(token.claims, token.header, options=options)
    _check(claims, now, most=OLDEST)
    events = claims["events"]
    wrong = (
        "nonce" in claims
        or token.header.get("typ", "").lower() not in _LOGOUT_TYPES
        or not isinstance(events, dict)
        or not isinstance(events.get(LOGOUT), dict)
        or not any(isinstance(claims.get(name), str) for name in ("sub", "sid"))
    )
    if wrong:
        raise Refused.one("openid.token_odd", why="logout")
    return dict(claims)


def _whose(provider: Provider) -> dict[str, Any]:
    return {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client},
    }


def _signed(text: str, key: Any) -> Any:
    try:
        return jwt.decode(text, key, algorithms=list(ALGORITHMS))
    except (JoseError, ValueError, TypeError) as error:
        raise Refused.one("openid.token_odd", why="signature") from error


def _check(claims: Any, now: dt.datetime, *, most: int) -> None:
    """Raise `Refused` where a claim is wrong; where it is a time, the clocks are named."""
    moment = int(now.timestamp())
    try:
        claims.validate(moment, leeway=LEEWAY)
    except ExpiredTokenError as error:
        raise Refused.one("openid.clocks_differ") from error
    except InvalidClaimError as error:
        late = getattr(error, "claim", "") in ("iat", "nbf")
        code = "openid.clocks_differ" if late else "openid.token_odd"
        raise Refused.one(code, why=str(getattr(error, "claim", "claim"))) from error
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Refused.one("openid.token_odd", why="claims") from error
    if claims["iat"] < moment - most - LEEWAY:
        raise Refused.one("openid.clocks_differ", why="iat")
