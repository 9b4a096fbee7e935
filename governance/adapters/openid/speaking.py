"""Speaking with a provider: where its doors are, which keys are its own, what it says of somebody.

Only the addresses are asked that the configured issuer itself names, over an encrypted line
unless it is on this machine, through no proxy, following nobody elsewhere, and not for long.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from authlib.oauth2.client import OAuth2Client  # type: ignore[import-untyped]  # it has no types
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from governance.adapters.openid import tokens
from governance.adapters.openid.asking import NoAnswer, Remembered, ask
from governance.adapters.openid.settings import Provider, SignInSettings
from governance.domain.errors import Refused
from governance.domain.sign_in import issuer_is_usable

LONGEST_HINT: Final = 2000
"""Characters of a token that goes along as a hint: proxies refuse headers of some kilobytes."""
AT_ONCE: Final = 12
"""For how many people it is asked at the same time, so that others find the pages served."""
KNOWN_FOR: Final = dt.timedelta(hours=1)
"""How long what a provider says of itself is taken as it was."""
ASKED_AGAIN: Final = dt.timedelta(seconds=30)
"""How long after its keys were had they are asked for again, for a key that is not among them."""
_DOORS: Final = (
    "authorization_endpoint",
    "token_endpoint",
    "jwks_uri",
    "userinfo_endpoint",
    "end_session_endpoint",
)
_NEEDED: Final = _DOORS[:3]
_KINDS: Final = ("RSA", "EC", "OKP")


@dataclass(slots=True)
class Speaker:
    """One provider, spoken with; what it says of itself is remembered for an hour."""

    provider: Provider
    _about: Remembered[Mapping[str, Any]] = field(default_factory=Remembered)
    _keys: Remembered[list[Any]] = field(default_factory=Remembered)
    _few: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(AT_ONCE))

    # --- where to

    def sign_in_at(
        self, *, back: str, state: str, nonce: str, verifier: str, now: dt.datetime
    ) -> str:
        """The address to send somebody to who wants to sign in. Raises `Refused`."""
        asked = {"nonce": nonce, "redirect_uri": back}
        if self.provider.acr:
            asked["acr_values"] = " ".join(self.provider.acr)
        client = OAuth2Client(
            None,
            client_id=self.provider.client,
            scope=" ".join(self.provider.scopes),
            code_challenge_method="S256",
        )
        door = self._door("authorization_endpoint", now)
        url, _ = client.create_authorization_url(door, state=state, code_verifier=verifier, **asked)
        return str(url)

    def sign_out_at(
        self, *, back: str, hint: str | None, state: str, now: dt.datetime
    ) -> str | None:
        """The address at which somebody signs out there too; None where it has none or is away.

        OpenID Connect RP-Initiated Logout 1.0. A long hint is left out, as it may be: the provider
        then asks which session is to end, or knows it by its own cookie.
        """
        try:
            door = self._metadata(now).get("end_session_endpoint")
        except Refused:
            return None
        if not door:
            return None
        asked = {"client_id": self.provider.client, "post_logout_redirect_uri": back}
        short = hint is not None and len(hint) <= LONGEST_HINT
        asked |= {"state": state} | ({"id_token_hint": str(hint)} if short else {})
        return f"{door}{'&' if urlsplit(door).query else '?'}{urlencode(asked)}"

    # --- who

    def who(
        self, *, code: str, verifier: str, nonce: str, back: str, now: dt.datetime
    ) -> tuple[Mapping[str, Any], str]:
        """What the provider says of whoever brought this code, and the token that says it.

        Raises `Refused` where it gives none for the code, or one that is not to be believed.
        """
        given = self._tokens(code, verifier, back, now)
        text, access = given.get("id_token"), given.get("access_token")
        if not isinstance(text, str):
            raise Refused.one("openid.token_odd", why="missing")
        access = access if isinstance(access, str) else None
        key = self._key(tokens.key_named(text), now)
        said = tokens.identity(text, key, self.provider, nonce=nonce, access_token=access, now=now)
        if self.provider.userinfo and access is not None:
            said = {**self._userinfo(access, said["sub"], now), **said}
        return said, text

    def signed_out(self, token: str, now: dt.datetime) -> Mapping[str, Any]:
        """What a logout token says that the provider sent. Raises `Refused`."""
        key = self._key(tokens.key_named(token), now)
        return tokens.logout(token, key, self.provider, now=now)

    def names_issuer(self, now: dt.datetime) -> bool:
        """Whether it says with each answer who it is (RFC 9207), so that silence is wrong."""
        found = self._metadata(now).get("authorization_response_iss_parameter_supported")
        return found is True

    def _tokens(self, code: str, verifier: str, back: str, now: dt.datetime) -> Mapping[str, Any]:
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        }
        auth = None
        if self.provider.sent_in == "header":
            auth = (quote(self.provider.client, safe=""), quote(self.provider.secret, safe=""))
        else:
            asked |= {"client_id": self.provider.client, "client_secret": self.provider.secret}
        door = self._door("token_endpoint", now)
        status, said = self._asked_of_somebody("POST", door, form=asked, auth=auth)
        if status >= 500:
            raise self._away()
        if status != 200:
            why = said.get("error") if isinstance(said.get("error"), str) else str(status)
            code = "openid.client_refused" if why == "invalid_client" else "openid.code_refused"
            raise Refused.one(code, provider=self.provider.title, why=str(why)[:60])
        return said

    def _userinfo(self, access: str, subject: str, now: dt.datetime) -> Mapping[str, Any]:
        door = self._metadata(now).get("userinfo_endpoint")
        if not door:
            return {}
        bearer = {"Authorization": f"Bearer {access}"}
        status, said = self._asked_of_somebody("GET", door, headers=bearer)
        # OpenID Connect Core 1.0, section 5.3.2: of another subject it is not to be used.
        if status != 200 or said.get("sub") != subject:
            raise Refused.one("openid.token_odd", why="userinfo")
        return said

    # --- what it says of itself

    def _door(self, name: str, now: dt.datetime) -> str:
        return str(self._metadata(now)[name])

    def _metadata(self, now: dt.datetime) -> Mapping[str, Any]:
        return self._about.get(self._discovered, now=now, during=KNOWN_FOR, away=self._away)

    def _discovered(self) -> Mapping[str, Any]:
        issuer = self.provider.issuer
        where = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
        status, said = self._asked("GET", where)
        if status != 200:
            raise self._away()
        if said.get("issuer") != issuer:
            named = str(said.get("issuer"))[:200]
            raise Refused.one("openid.issuer_differs", issuer=issuer, named=named)
        for door in _DOORS:
            address = said.get(door)
            if address is None and door not in _NEEDED:
                continue
            if not isinstance(address, str) or not self._may_be_asked(address):
                raise Refused.one("openid.door_odd", provider=self.provider.title, door=door)
        return said

    def _may_be_asked(self, address: str) -> bool:
        encrypted = urlsplit(self.provider.issuer).scheme == "https"
        plain, _, _ = address.partition("?")
        return issuer_is_usable(plain) and (not encrypted or plain.startswith("https:"))

    def _key(self, kid: str | None, now: dt.datetime) -> Any:
        """The key of that id; of several that one alone may be, by id. Raises `Refused`."""
        where = self._door("jwks_uri", now)

        def fetch() -> list[Any]:
            return self._fetched_keys(where)

        keys = self._keys.get(fetch, now=now, during=KNOWN_FOR, away=self._away)
        found = _chosen(keys, kid)
        if found is None:
            again = self._keys.get(fetch, now=now, during=ASKED_AGAIN, older=False, away=self._away)
            found = _chosen(again, kid)
        if found is None:
            raise Refused.one("openid.token_odd", why="key")
        return found

    def _fetched_keys(self, where: str) -> list[Any]:
        status, said = self._asked("GET", where)
        if status != 200 or not isinstance(said.get("keys"), list):
            raise self._away()
        return list(_usable(said["keys"]))

    def _asked(self, method: str, url: str, **more: Any) -> tuple[int, dict[str, Any]]:
        """The status and the JSON object of an answer. Raises `Refused` where none comes."""
        try:
            return ask(method, url, **more)
        except NoAnswer as none:
            raise self._away() from none

    def _asked_of_somebody(self, method: str, url: str, **more: Any) -> tuple[int, dict[str, Any]]:
        """As `_asked`, for one person: only so many at once, or a slow one would hold everybody."""
        if not self._few.acquire(blocking=False):
            raise self._away()
        try:
            return self._asked(method, url, **more)
        finally:
            self._few.release()

    def _away(self) -> Refused:
        return Refused.one("openid.away", provider=self.provider.title)


def _usable(given: list[Any]) -> Iterator[Any]:
    """The keys that can verify a token; of what is none, or of no known kind, nothing is made."""
    for one in given:
        if not isinstance(one, dict) or one.get("kty") not in _KINDS:
            continue
        if one.get("use", "sig") != "sig":
            continue
        try:
            yield import_key(one)
        except (JoseError, ValueError, TypeError, KeyError):
            continue


def _chosen(keys: list[Any], kid: str | None) -> Any:
    if kid is None:
        return keys[0] if len(keys) == 1 else None
    return next((one for one in keys if one.kid == kid), None)


class Speakers:
    """Every provider of the installation, each with what is remembered of it."""

    def __init__(self, settings: SignInSettings | None = None) -> None:
        self.settings = settings or SignInSettings()
        self._by_key = {one.key: Speaker(one) for one in self.settings.providers}

    def named(self, key: str, partnership: str | None = None) -> Speaker | None:
        """The one of that key, if it serves that partnership; None where there is none."""
        found = self._by_key.get(key)
        if found is None or partnership is None or found.provider.serves(partnership):
            return found
        return None

    def serving(self, partnership: str) -> list[Provider]:
        """The providers that people of a partnership can sign in with, in their order."""
        return [one for one in self.settings.providers if one.serves(partnership)]
