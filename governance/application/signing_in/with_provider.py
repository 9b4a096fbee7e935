"""Signing in with a provider: sent there, awaited back once, and let in as whoever they are here.

The provider says who somebody is; who may come in is settled here. Nobody is created, whoever has
left or whose account is locked stays out, and the second factor is the provider's business, of
which it can be asked what it was (`acr`, `amr`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.adapters.openid import Provider, Speaker
from governance.application.actors import find_partnership
from governance.application.desk import Desk, acting
from governance.application.signing_in import group_roles, identities, limits
from governance.application.signing_in.accounts import note
from governance.application.signing_in.secrets import digest, new_token
from governance.application.signing_in.sessions import open_session
from governance.application.signing_in.signing_in import SignInRefused
from governance.application.signing_in.standing import kept_out_person
from governance.application.signing_in.telling import told
from governance.domain.errors import Refused
from governance.store.engine import Store, Transaction
from governance.store.tables import TABLES

AWAITED: Final = dt.timedelta(minutes=15)
"""How long somebody may take at the provider."""
LONGEST_NEXT: Final = 2000
_YES: Final = (True, "true", "True", 1, "1")

_begun = TABLES["sign_in_begun"]
_theirs = TABLES["provider_session"]
_person = TABLES["person"]
_BEGUN = select(_begun).where(
    _begun.c.partnership_id == bindparam("partnership"), _begun.c.id == bindparam("id")
)
_TAKE = _begun.delete().where(
    _begun.c.partnership_id == bindparam("partnership"), _begun.c.id == bindparam("id")
)
_PAST = _begun.delete().where(_begun.c.until < bindparam("now"))
_PERSON = select(_person).where(
    _person.c.partnership_id == bindparam("partnership"), _person.c.id == bindparam("person")
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back with somebody from a provider, as the address says it."""

    state: str
    code: str = ""
    error: str = ""
    issuer: str | None = None


@dataclass(frozen=True, slots=True)
class CameIn:
    """Somebody is signed in: the token for their cookie, and the page they had asked for."""

    token: str
    person: str
    next: str


def begin(
    store: Store,
    speaker: Speaker,
    *,
    partnership: str,
    back: str,
    browser: str,
    address: str,
    next_page: str = "",
    now: dt.datetime,
) -> str:
    """The address to send somebody to who wants to sign in with a provider.

    `browser` is a token that their browser alone keeps: only with it are they awaited back.
    `address` is where the request came from, for the limits alone. Raises `Refused` where the
    provider does not answer, or so many went from that address and did not come back.
    """
    if (until := limits.begin(store, limits.counted_begun(address), now=now)) is not None:
        raise Refused.one("openid.wait", minutes=limits.minutes_left(until, now))
    state, nonce, verifier = new_token(), new_token(), new_token()
    to = speaker.sign_in_at(back=back, state=state, nonce=nonce, verifier=verifier, now=now)
    with store.write() as tx:
        values = {
            "partnership_id": find_partnership(tx, partnership).id,
            "id": digest(state),
            "version": 1,
            "provider": speaker.provider.key,
            "browser": digest(browser),
            "nonce": nonce,
            "verifier": verifier,
            "next": next_page[:LONGEST_NEXT],
            "until": now + AWAITED,
        }
        # Anybody may begin: what nobody came back for is not to pile up until the night.
        tx.run(_PAST, now=now)
        tx.insert(_begun, values)
    return to


def come_back(
    store: Store,
    speaker: Speaker,
    answer: Answer,
    *,
    partnership: str,
    back: str,
    browser: str,
    address: str = "",
    now: dt.datetime,
    agent: str = "",
    request: str | None = None,
) -> CameIn | SignInRefused:
    """Let somebody in who comes back from a provider, or say why not.

    Whatever comes of it, the same answer is good for nothing a second time.
    """
    provider = speaker.provider
    seen: dict[str, Any] = {"partnership": partnership[:80], "provider": provider.key}
    try:
        begun = _awaited(store, partnership, provider, answer.state, browser, now)
        _check_answer(speaker, answer, now)
        said, hint = speaker.who(
            code=answer.code, verifier=begun.verifier, nonce=begun.nonce, back=back, now=now
        )
        _check_how(provider, said)
        groups = _groups(provider, said)
        person, link, by = _whose(store, begun.partnership_id, provider, said, now)
        seen["person"] = person.key
        with acting(store, now=now, partnership=partnership, actor=person.key) as desk:
            desk.request = request
            token = _let_in(desk, provider, said, link=link, by=by, groups=groups, agent=agent)
            _note_session(desk, provider, token, said, hint)
            limits.give_back(desk.writer, limits.counted_begun(address))
    except Refused as refused:
        code, params = refused.refusals[0].code, dict(refused.refusals[0].params)
        told("sign_in_refused", amiss=True, why=code, **seen, **_why(params))
        return SignInRefused(code, {"provider": provider.title, **params})
    told("signed_in", how="openid", **seen)
    return CameIn(token, person.key, begun.next)


def _why(params: Mapping[str, Any]) -> dict[str, Any]:
    return {"detail": str(params["why"])[:60]} if "why" in params else {}


def _awaited(
    store: Store, partnership: str, provider: Provider, state: str, browser: str, now: dt.datetime
) -> Any:
    """Take what was begun: it is there once. Raises `Refused` where nobody is awaited."""
    with store.write() as tx:
        where = {"partnership": find_partnership(tx, partnership).id, "id": digest(state)}
        found = tx.first(_BEGUN, **where)
        taken = tx.run(_TAKE, **where) == 1
    if found is None or not taken or found.until <= now or found.provider != provider.key:
        raise Refused.one("openid.not_awaited")
    if not browser or found.browser != digest(browser):
        raise Refused.one("openid.not_awaited", why="browser")
    return found


def _check_answer(speaker: Speaker, answer: Answer, now: dt.datetime) -> None:
    """Raise `Refused` for the answer of another provider (RFC 9207), or one that says no."""
    ours = speaker.provider.issuer
    wrong = answer.issuer is not None and answer.issuer != ours
    if wrong or (answer.issuer is None and speaker.names_issuer(now)):
        raise Refused.one("openid.mixed_up")
    if answer.error in ("temporarily_unavailable", "server_error"):
        raise Refused.one("openid.away", provider=speaker.provider.title)
    if answer.error in ("access_denied", "consent_required", "login_required"):
        raise Refused.one("openid.denied", why=answer.error)
    if answer.error or not answer.code:
        why = "".join(c for c in answer.error if c.isalnum() or c in "_-")[:60] or "none"
        raise Refused.one("openid.error", why=why)


def _check_how(provider: Provider, said: Mapping[str, Any]) -> None:
    """Raise `Refused` where somebody did not sign in there in a way that is asked for."""
    amr = said.get("amr")
    used = {one for one in amr if isinstance(one, str)} if isinstance(amr, list) else set()
    wrong_acr = provider.acr and said.get("acr") not in provider.acr
    if wrong_acr or (provider.amr and not used.intersection(provider.amr)):
        raise Refused.one("openid.too_weak", asked=[*provider.acr, *provider.amr])


def _groups(provider: Provider, said: Mapping[str, Any]) -> frozenset[str]:
    """The groups somebody is in. Raises `Refused` where there were too many to list them.

    Entra ID then says `_claim_names` or `hasgroups` in their place; to take that for no groups
    would end roles that somebody has.
    """
    if not provider.groups:
        return frozenset()
    elsewhere = said.get("_claim_names")
    over = isinstance(elsewhere, dict) and provider.groups in elsewhere
    if over or said.get("hasgroups") in _YES:
        raise Refused.one("openid.groups_overage")
    listed = said.get(provider.groups)
    given = [listed] if isinstance(listed, str) else listed if isinstance(listed, list) else []
    return frozenset(one for one in given if isinstance(one, str))


def _whose(
    store: Store, partnership_id: str, provider: Provider, said: Mapping[str, Any], now: dt.datetime
) -> tuple[Any, Any, str]:
    """The person, their link, and by what they were found where there is none yet."""
    with store.read() as tx:
        link = identities.named(tx, partnership_id, provider.issuer, said["sub"])
        if link is not None:
            if link.ended_at is not None:
                raise Refused.one("openid.link_ended")
            person = tx.first(_PERSON, partnership=partnership_id, person=link.person_id)
            by = ""
        else:
            person, by = _found(tx, partnership_id, provider, said), provider.claim
        assert person is not None
        why = kept_out_person(tx, partnership_id=partnership_id, person_id=person.id, now=now)
    if why is not None:
        raise Refused.one(f"openid.{why}")
    return person, link, by


def _found(
    tx: Transaction, partnership_id: str, provider: Provider, said: Mapping[str, Any]
) -> Any:
    """Somebody who comes for the first time, by the claim that names them. Raises `Refused`."""
    value = said.get(provider.claim) if provider.claim else None
    if provider.match == "nobody" or not isinstance(value, str):
        raise Refused.one("openid.unknown")
    if provider.claim == "email" and not _verified(said):
        raise Refused.one("openid.address_unverified")
    found = identities.matched(tx, partnership_id, provider.match, value)
    if len(found) != 1:
        raise Refused.one("openid.unknown", why="several" if found else "nobody")
    return found[0]


def _verified(said: Mapping[str, Any]) -> bool:
    """Whether the provider vouches for an address; Entra ID says so by `xms_edov`."""
    return said.get("email_verified") is True or said.get("xms_edov") in _YES


def _let_in(
    desk: Desk,
    provider: Provider,
    said: Mapping[str, Any],
    *,
    link: Any,
    by: str,
    groups: frozenset[str],
    agent: str,
) -> str:
    row = desk.row("person", desk.actor.name)
    why = kept_out_person(desk.tx, partnership_id=desk.pid, person_id=row.id, now=desk.now)
    if why is not None:
        raise Refused.one(f"openid.{why}")
    there = identities.named(desk.tx, desk.pid, provider.issuer, said["sub"])
    if link is None:
        known = [one for one in identities.of_person(desk, row.id) if one.issuer == provider.issuer]
        if there is not None or known:
            # Somebody has their address now, or had it before; which of the two nobody here knows.
            raise Refused.one("openid.another_link")
        note(desk, row, "person.identity_linked", issuer=provider.issuer, by=by)
        identities.put(desk, row, provider.issuer, said["sub"])
    elif there is None or there.ended_at is not None or there.person_id != row.id:
        raise Refused.one("openid.link_ended")
    group_roles.follow(desk, row.key, provider.issuer, groups, days=provider.role_days)
    return open_session(
        desk.writer,
        partnership_id=desk.pid,
        person_id=row.id,
        how="openid",
        now=desk.now,
        agent=agent,
    )


def _note_session(
    desk: Desk, provider: Provider, token: str, said: Mapping[str, Any], hint: str
) -> None:
    """Remember which session of the provider it came of, so that both can end together."""
    link = identities.named(desk.tx, desk.pid, provider.issuer, said["sub"])
    sid = said.get("sid")
    values = {
        "partnership_id": desk.pid,
        "id": digest(token),
        "version": 1,
        "identity_id": link.id,
        "provider": provider.key,
        "sid": sid[:255] if isinstance(sid, str) else None,
        "hint": hint,
        "made_at": desk.now,
    }
    desk.writer.insert(_theirs, values)
