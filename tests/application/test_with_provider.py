"""Signing in with a provider that lies: what is not believed, and what is good only once."""

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from joserfc.jwk import ECKey, OctKey
from openid_provider import CLIENT, SECRET, OddProvider, odd_provider
from sqlalchemy import func, select
from world import KEY, World, bring_into_force, world

from governance.adapters.openid import Provider, Speaker
from governance.application.calendars.addresses import make_address, whose
from governance.application.people.acts import add_person, grant
from governance.application.signing_in import acts, limits
from governance.application.signing_in.service_tokens import (
    MOST,
    bearer_of,
    make_token,
    revoke_token,
    tokens_of,
)
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

SECRETARY, MEMBER = "example-secretary", "example-commissioner"
BACK = "https://vires.example.org/p/exampleshire/sign-in/with/odd/back"
BROWSER = "what the browser keeps"


@dataclass
class Door:
    """Vires with a provider that lies, and somebody who comes by it."""

    built: World
    odd: OddProvider
    speaker: Speaker
    sent: dict[str, str]

    def begin(self, browser: str = BROWSER) -> str:
        """Be sent to the provider; the state that is to come back."""
        to = acts.begin(
            self.built.store,
            self.speaker,
            partnership=KEY,
            back=BACK,
            browser=browser,
            address="192.0.2.1",
            next_page="/p/exampleshire/reviews",
            now=self.built.now,
        )
        assert to.startswith(f"{self.odd.issuer}/auth?")
        self.sent = self.odd.sent(to)
        return self.sent["state"]

    def back(self, state: str, *, browser: str = BROWSER, **said: Any) -> Any:
        """Come back from it."""
        answer = acts.Answer(**{"state": state, "code": "a code", **said})
        return acts.come_back(
            self.built.store,
            self.speaker,
            answer,
            partnership=KEY,
            back=BACK,
            browser=browser,
            address="192.0.2.1",
            now=self.built.now,
        )

    def refused(self, **said: Any) -> str:
        """Why somebody who comes is not let in."""
        found = self.back(self.begin(), **said)
        assert isinstance(found, acts.SignInRefused), found
        why = found.params.get("why")
        return f"{found.code}: {why}" if why else found.code

    def change(self, **values: Any) -> None:
        """Have other settings; what is known of the provider is forgotten."""
        self.speaker = Speaker(replace(self.speaker.provider, **values))

    def link(self, person: str = SECRETARY, subject: str = "ada") -> None:
        with self.built.acting() as desk:
            acts.link(desk, person=person, issuer=self.odd.issuer, subject=subject)

    def count(self, table: str) -> int:
        with self.built.store.read() as tx:
            return int(tx.scalar(select(func.count()).select_from(TABLES[table])))


def door_of(store: Store, now: dt.datetime, odd: OddProvider) -> Door:
    odd.now = now
    provider = Provider(
        key="odd",
        title="The odd one",
        issuer=odd.issuer,
        client=CLIENT,
        secret=SECRET,
        claim="preferred_username",
        match="key",
        groups="groups",
    )
    odd.claims["preferred_username"] = SECRETARY
    return Door(world(store, now), odd, Speaker(provider), {})


@pytest.fixture
def odd() -> Iterator[OddProvider]:
    with odd_provider() as found:
        yield found


@pytest.fixture
def door(quick_store: Store, now: dt.datetime, odd: OddProvider) -> Door:
    return door_of(quick_store, now, odd)


@pytest.fixture
def on_each(store: Store, now: dt.datetime, odd: OddProvider) -> Door:
    return door_of(store, now, odd)


def test_whoever_comes_back_is_let_in_by_what_was_asked_for(on_each: Door) -> None:
    door = on_each
    came = door.back(door.begin())
    assert isinstance(came, acts.CameIn)
    assert (came.person, came.next) == (SECRETARY, "/p/exampleshire/reviews")
    session = acts.session_of(door.built.store, token=came.token, now=door.built.now)
    assert session is not None
    assert (session.person, session.how, session.must_change) == (SECRETARY, "openid", False)
    sent, given = door.sent, door.odd.given
    assert sent["response_type"] == "code"
    assert sent["code_challenge_method"] == "S256"
    digest = hashlib.sha256(given["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == sent["code_challenge"]
    assert (given["client_secret"], given["redirect_uri"]) == (SECRET, BACK)
    assert sent["scope"] == "openid profile email"
    assert door.count("identity") == 1
    assert door.count("sign_in_begun") == 0


def test_what_was_begun_is_good_once_and_in_one_browser(on_each: Door) -> None:
    door = on_each
    state = door.begin()
    assert isinstance(door.back(state), acts.CameIn)
    assert door.back(state).code == "openid.not_awaited"
    state = door.begin()
    assert door.back(state, browser="another").code == "openid.not_awaited"
    assert door.back(state).code == "openid.not_awaited"
    assert door.back("never given").code == "openid.not_awaited"
    assert door.back("").code == "openid.not_awaited"
    state = door.begin()
    late = door.built.now + dt.timedelta(minutes=16)
    door.built = replace(door.built, now=late)
    assert door.back(state).code == "openid.not_awaited"


def test_a_state_is_no_good_with_another_provider(door: Door) -> None:
    state = door.begin()
    door.change(key="another")
    assert door.back(state).code == "openid.not_awaited"


def test_the_answer_of_another_provider_is_not_taken(door: Door) -> None:
    assert door.refused(issuer="https://elsewhere.example.org") == "openid.mixed_up"
    door.odd.says["authorization_response_iss_parameter_supported"] = True
    door.change()
    assert door.refused() == "openid.mixed_up"
    assert isinstance(door.back(door.begin(), issuer=door.odd.issuer), acts.CameIn)


def test_what_the_provider_says_no_to_is_told(door: Door) -> None:
    assert door.refused(error="access_denied", code="") == "openid.denied: access_denied"
    assert door.refused(error="server_error", code="") == "openid.away"
    assert door.refused(error="<b>odd", code="") == "openid.error: bodd"
    assert door.refused(code="") == "openid.error: none"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"aud": "somebody else"}, "openid.token_odd: aud"),
        ({"aud": [CLIENT, "another"]}, "openid.token_odd: claims"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "openid.token_odd: azp"),
        ({"aud": None}, "openid.token_odd: claims"),
        ({"azp": "somebody else"}, "openid.token_odd: azp"),
        ({"iss": "https://elsewhere.example.org"}, "openid.token_odd: iss"),
        ({"nonce": "another"}, "openid.token_odd: nonce"),
        ({"nonce": None}, "openid.token_odd: claims"),
        ({"exp": 1}, "openid.clocks_differ"),
        ({"exp": None}, "openid.token_odd: claims"),
        ({"exp": "never"}, "openid.token_odd: exp"),
        ({"iat": 1}, "openid.clocks_differ: iat"),
        ({"iat": 99_999_999_999}, "openid.clocks_differ: iat"),
        ({"iat": None}, "openid.token_odd: claims"),
        ({"sub": ""}, "openid.token_odd: sub"),
        ({"sub": 7}, "openid.token_odd: sub"),
        ({"sub": "x" * 256}, "openid.token_odd: sub"),
        ({"at_hash": "of another token"}, "openid.token_odd: at_hash"),
        ({"events": {}}, "openid.token_odd: type"),
    ],
)
def test_a_token_with_a_wrong_claim_lets_nobody_in(
    door: Door, claims: dict[str, Any], why: str
) -> None:
    door.odd.claims |= claims
    assert door.refused() == why
    assert door.count("identity") == door.count("web_session") == 0


def unsigned(claims: dict[str, Any]) -> str:
    parts = [{"alg": "none"}, claims]
    told = [base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts]
    return ".".join([*told, ""])


def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(door: Door) -> None:
    odd = door.odd
    odd.signs_with = ECKey.generate_key("P-256", {"kid": "one"})
    assert door.refused() == "openid.token_odd: signature"
    odd.signs_with = OctKey.import_key(f"{SECRET} {SECRET}")  # as a client might share it
    odd.header = {"alg": "HS256"}
    assert door.refused() == "openid.token_odd: algorithm"
    odd.signs_with, odd.header = None, {"kid": "unknown"}
    assert door.refused() == "openid.token_odd: key"
    odd.header, odd.token = {}, unsigned({"sub": "ada"})
    assert door.refused() == "openid.token_odd: algorithm"
    for text in ("", "x", "a.b", "a.b.c", "é.é.é", "x" * 300_000):
        odd.token = text or " "
        assert door.refused().startswith("openid.token_odd")
    odd.token = None
    assert isinstance(door.back(door.begin()), acts.CameIn)


def test_a_new_key_is_asked_for_and_not_more_often_than_it_helps(door: Door) -> None:
    assert isinstance(door.back(door.begin()), acts.CameIn)
    door.odd.key = ECKey.generate_key("P-256", {"kid": "two"})
    assert door.refused() == "openid.token_odd: key"
    later = door.built.now + dt.timedelta(minutes=1)
    door.built, door.odd.now = replace(door.built, now=later), later
    assert isinstance(door.back(door.begin()), acts.CameIn)
    door.odd.header = {"kid": "three"}
    for _ in range(3):
        assert door.refused() == "openid.token_odd: key"
    assert door.odd.asked.count("/jwks") == 2


def test_keys_that_are_none_are_passed_over_and_a_shared_one_is_never_taken(door: Door) -> None:
    shared = OctKey.import_key(f"{SECRET} {SECRET}", {"kid": "shared"})
    door.odd.more_keys = [
        "no key",
        {"kty": "RSA"},
        {"kty": "EC", "crv": "P-0", "x": "!", "y": "!", "kid": "bad"},
        {**door.odd.key.as_dict(private=False), "use": "enc", "kid": "for secrets"},
        shared.as_dict(),
    ]
    assert isinstance(door.back(door.begin()), acts.CameIn)
    for kid in ("bad", "for secrets", "shared"):
        door.odd.header = {"kid": kid}
        assert door.refused() == "openid.token_odd: key"


def test_a_provider_that_is_not_what_it_is_called_is_not_spoken_with(door: Door) -> None:
    for says, code in (
        ({"issuer": f"{door.odd.issuer}/"}, "openid.issuer_differs"),
        ({"token_endpoint": "http://elsewhere.example.org/token"}, "openid.door_odd"),
        ({"jwks_uri": "file:///etc/passwd"}, "openid.door_odd"),
        ({"authorization_endpoint": None}, "openid.door_odd"),
    ):
        door.odd.says = dict(says)
        door.change()
        with pytest.raises(Refused) as refused:
            door.begin()
        assert refused.value.refusals[0].code == code
    assert door.count("sign_in_begun") == 0


def test_a_secret_that_has_run_out_is_no_fault_of_whoever_comes(door: Door) -> None:
    door.odd.status = 401
    assert door.refused() == "openid.client_refused: invalid_client"
    door.odd.status = 502
    assert door.refused() == "openid.away"


def test_a_secret_goes_in_the_header_where_that_is_asked_for(door: Door) -> None:
    door.change(sent_in="header", secret="a:b c")
    assert isinstance(door.back(door.begin()), acts.CameIn)
    scheme, _, said = door.odd.given["authorization"].partition(" ")
    assert (scheme, base64.b64decode(said)) == ("Basic", b"vires:a%3Ab%20c")
    assert "client_secret" not in door.odd.given


def test_whoever_did_not_sign_in_there_strongly_enough_is_sent_back(door: Door) -> None:
    door.change(acr=("high",), amr=("mfa",))
    assert door.refused() == "openid.too_weak"
    assert door.sent["acr_values"] == "high"
    door.odd.claims |= {"acr": "high", "amr": ["pwd"]}
    assert door.refused() == "openid.too_weak"
    door.odd.claims |= {"amr": ["pwd", "mfa"]}
    assert isinstance(door.back(door.begin()), acts.CameIn)


def test_claims_that_are_not_in_the_token_are_asked_for_of_the_same_subject(door: Door) -> None:
    door.change(userinfo=True)
    door.odd.claims.pop("preferred_username")
    door.odd.userinfo = {"sub": "eve", "preferred_username": SECRETARY}
    assert door.refused() == "openid.token_odd: userinfo"
    door.odd.userinfo["sub"] = "ada"
    assert isinstance(door.back(door.begin()), acts.CameIn)


RULES = """vires: sign-in/1
key: groups-to-roles
title: Groups to roles
issuers:
  - issuer: {issuer}
    groups:
      - {{group: audit, role: auditor}}
"""


def roles(door: Door, person: str = MEMBER, *, after: int = 0) -> list[tuple[str, bool]]:
    """The roles of a person after so many days, and whether each came of a group."""
    table = TABLES["role_grant"]
    with door.built.looking() as desk:
        row = desk.row("person", person)
        found = desk.tx.all(select(table).where(table.c.person_id == row.id))
    today = door.built.now.date() + dt.timedelta(days=after)
    held = [g for g in found if g.from_day <= today and (g.to_day is None or g.to_day >= today)]
    return sorted((g.role, g.issuer is not None) for g in held)


def govern(door: Door) -> None:
    with door.built.acting() as desk:
        text = RULES.format(issuer=door.odd.issuer).encode()
        bring_into_force(desk, kind="sign-in", file="s", since=desk.today, text=text)
    door.odd.claims["preferred_username"] = MEMBER


def test_too_many_groups_are_not_taken_for_none(door: Door) -> None:
    govern(door)
    before = roles(door)
    door.odd.claims["groups"] = ["audit"]
    assert isinstance(door.back(door.begin()), acts.CameIn)
    assert roles(door) == sorted([*before, ("auditor", True)])
    door.odd.claims["groups"] = None
    for over in ({"_claim_names": {"groups": "src1"}}, {"hasgroups": True}):
        door.odd.claims |= over
        assert door.refused() == "openid.groups_overage"
        door.odd.claims |= dict.fromkeys(over)
    assert roles(door) == sorted([*before, ("auditor", True)])
    assert isinstance(door.back(door.begin()), acts.CameIn)
    assert roles(door, after=1) == before


def test_a_role_that_was_granted_by_hand_is_neither_doubled_nor_ended(on_each: Door) -> None:
    door = on_each
    govern(door)
    with door.built.acting() as desk:
        grant(desk, person=MEMBER, role="auditor")
    before = roles(door)
    for groups in (["audit"], []):
        door.odd.claims["groups"] = groups
        assert isinstance(door.back(door.begin()), acts.CameIn)
        assert roles(door) == before


def test_groups_that_are_looked_at_no_more_give_nothing_any_more(door: Door) -> None:
    govern(door)
    before = roles(door)
    door.odd.claims["groups"] = ["audit"]
    assert isinstance(door.back(door.begin()), acts.CameIn)
    door.change(groups="")
    assert isinstance(door.back(door.begin()), acts.CameIn)
    assert roles(door, after=1) == before


def test_only_an_administrator_brings_groups_to_roles_into_force(door: Door) -> None:
    from governance.application.rulebook import acts as rulebook
    from governance.application.rulebook.moves import moves

    # A secretary who is no administrator would else give themselves what they like.
    with door.built.acting() as desk:
        grant(desk, person=MEMBER, role="secretary")
        text = RULES.format(issuer="https://sign-in.example.org").encode()
        ref = rulebook.load(desk, text, "groups.yaml").ref
    with pytest.raises(GuardRefused), door.built.acting(MEMBER) as desk:
        rulebook.adopt(desk, ref, reason="so that I may")
    with door.built.looking(MEMBER) as desk:
        adopt = next(one for one in moves(desk, ref) if one["move"] == "adopt_by_act")
        assert [one.code for one in adopt["refusals"]] == ["permissions.not_theirs"]
    with door.built.acting() as desk:
        assert rulebook.adopt(desk, ref, reason="agreed").kind == "rulebook.adopted"


def test_a_link_is_made_once_and_for_one_person(on_each: Door) -> None:
    door = on_each
    door.link()
    with pytest.raises(Refused, match=r"identity\.already"):
        door.link()
    with pytest.raises(Refused, match=r"identity\.anothers"):
        door.link(MEMBER)
    with pytest.raises(Unusable), door.built.acting() as desk:
        acts.link(desk, person=MEMBER, issuer="ftp://x", subject="")
    with pytest.raises(GuardRefused), door.built.acting(MEMBER) as desk:
        acts.link(desk, person=MEMBER, issuer=door.odd.issuer, subject="x")
    with door.built.acting() as desk:
        acts.unlink(desk, person=SECRETARY, issuer=door.odd.issuer)
    with pytest.raises(Refused, match=r"identity\.none"), door.built.acting() as desk:
        acts.unlink(desk, person=SECRETARY, issuer=door.odd.issuer)
    door.link(MEMBER)
    with door.built.looking() as desk:
        [view] = acts.identities(desk, person=MEMBER)
    assert (view.subject, view.ended_at) == ("ada", None)
    came = door.back(door.begin())
    assert isinstance(came, acts.CameIn)
    assert came.person == MEMBER


# --- signing out


def signed_in(door: Door, **claims: Any) -> str:
    door.odd.claims |= claims
    came = door.back(door.begin())
    assert isinstance(came, acts.CameIn)
    return came.token


def alive(door: Door, token: str) -> bool:
    return acts.session_of(door.built.store, token=token, now=door.built.now) is not None


def told_over(door: Door, token: str) -> int:
    return acts.signed_out_there(door.built.store, door.speaker, token, now=door.built.now)


def test_a_logout_token_ends_what_it_is_about_and_is_good_once(on_each: Door) -> None:
    door = on_each
    first, second = signed_in(door, sid="one"), signed_in(door, sid="two")
    token = door.odd.logout(sid="one")
    assert told_over(door, token) == 1
    assert (alive(door, first), alive(door, second)) == (False, True)
    with pytest.raises(Refused, match="replayed"):
        told_over(door, token)
    assert told_over(door, door.odd.logout(jti="of another", sub="eve")) == 0
    assert told_over(door, door.odd.logout(jti="second")) == 1
    assert not alive(door, second)
    assert door.count("provider_session") == 0


@pytest.mark.parametrize(
    "claims",
    [
        {"events": None},
        {"events": {"something else": {}}},
        {"events": ["http://schemas.openid.net/event/backchannel-logout"]},
        {"nonce": "there must be none"},
        {"sub": None},
        {"jti": None},
        {"iat": None},
        {"exp": 1},
        {"aud": "somebody else"},
        {"iss": "https://elsewhere.example.org"},
    ],
)
def test_a_logout_token_that_is_wrong_ends_nothing(door: Door, claims: dict[str, Any]) -> None:
    token = signed_in(door)
    with pytest.raises(Refused):
        told_over(door, door.odd.logout(**claims))
    assert alive(door, token)


def test_an_identity_token_is_no_logout_token_nor_the_other_way_round(door: Door) -> None:
    token = signed_in(door)
    with pytest.raises(Refused):
        told_over(door, door.odd.identity("x"))
    assert alive(door, token)
    door.odd.token = door.odd.logout()
    assert door.refused().startswith("openid.token_odd")


def test_whoever_signs_out_here_is_led_on_with_the_token_that_says_who(door: Door) -> None:
    door.odd.says["end_session_endpoint"] = f"{door.odd.issuer}/out?x=1"
    token = signed_in(door)
    there = acts.session_there(door.built.store, token=token)
    assert there is not None
    to = door.speaker.sign_out_at(back=BACK, hint=there.hint, state="out", now=door.built.now)
    assert to is not None
    assert urlsplit(to).query.startswith("x=1&client_id=vires&post_logout_redirect_uri=https")
    assert f"id_token_hint={there.hint}" in to
    # It is kept no longer than it is of use.
    assert acts.session_there(door.built.store, token=token) is None


def test_what_waits_is_tidied_away_and_no_backup_holds_it(door: Door) -> None:
    door.begin()
    signed_in(door)
    door.begin()
    assert (door.count("sign_in_begun"), door.count("provider_session")) == (2, 1)
    acts.tidy(door.built.store, now=door.built.now + dt.timedelta(hours=25))
    assert (door.count("sign_in_begun"), door.count("provider_session")) == (0, 0)
    from governance.store.tables.accounts import PASSING

    assert {"sign_in_begun", "provider_session"} <= PASSING


def test_where_somebody_is_led_on_a_long_token_does_not_go_along(door: Door) -> None:
    """An address goes into a header, and proxies refuse headers of some kilobytes."""
    door.odd.says["end_session_endpoint"] = f"{door.odd.issuer}/out"
    token = signed_in(door, groups=[f"group-{number:032}" for number in range(200)])
    there = acts.session_there(door.built.store, token=token)
    assert there is not None
    assert len(str(there.hint)) > 8000
    to = door.speaker.sign_out_at(back=BACK, hint=there.hint, state="out", now=door.built.now)
    assert to is not None
    assert len(to) < 500
    assert "client_id=vires" in to
    assert "id_token_hint" not in to


def test_so_many_from_one_address_set_out_and_no_more_rows_are_written(door: Door) -> None:
    assert isinstance(door.back(door.begin()), acts.CameIn)
    most = limits.FREE["begun"]
    for _ in range(most):
        door.begin()
    with pytest.raises(Refused, match=r"openid\.wait"):
        door.begin()
    assert door.count("sign_in_begun") == most
    later = door.built.now + dt.timedelta(minutes=5)
    door.built, door.odd.now = replace(door.built, now=later), later
    assert isinstance(door.back(door.begin()), acts.CameIn)


# --- kept out


def outside(door: Door, person: str = SECRETARY) -> tuple[str, str]:
    """A token for a program and a calendar address of somebody."""
    with door.built.acting(person) as desk:
        made = make_token(desk, name="a program", scopes=["read", "work"])
        return made.token, make_address(desk).token


def known(door: Door, token: str, address: str) -> tuple[bool, bool]:
    """Whether a token is good, and an address shows something."""
    store, now = door.built.store, door.built.now
    with door.built.looking() as desk:
        pid = desk.pid
    return (
        bearer_of(store, token=token, now=now) is not None,
        whose(store, partnership_id=pid, token=address, now=now) is not None,
    )


def test_whoever_has_no_account_is_kept_out_by_every_way(on_each: Door) -> None:
    door = on_each
    session = signed_in(door)
    token, address = outside(door)
    assert known(door, token, address) == (True, True)
    with door.built.acting() as desk:
        receipt = acts.lock_account(desk, person=SECRETARY)
        assert receipt.kind == "person.account_locked"
    assert not alive(door, session)
    assert known(door, token, address) == (False, False)
    assert door.refused() == "openid.locked"
    with door.built.acting() as desk:
        password = acts.make_account(desk, person=SECRETARY).password
    sign_in = {"partnership": KEY, "name": SECRETARY, "password": password, "address": "192.0.2.1"}
    refused = acts.sign_in(door.built.store, **sign_in, now=door.built.now)
    assert isinstance(refused, acts.SignInRefused)
    with pytest.raises(Refused, match=r"locked_already"), door.built.acting() as desk:
        acts.lock_account(desk, person=SECRETARY)
    with door.built.acting() as desk:
        acts.unlock_account(desk, person=SECRETARY)
    assert known(door, token, address) == (True, True)
    assert isinstance(door.back(door.begin()), acts.CameIn)
    assert isinstance(acts.sign_in(door.built.store, **sign_in, now=door.built.now), acts.SignedIn)
    with pytest.raises(Refused, match=r"not_locked"), door.built.acting() as desk:
        acts.unlock_account(desk, person=SECRETARY)


@pytest.mark.parametrize("other", ["nothing", "account", "link"])
def test_tokens_and_addresses_end_with_the_last_way_in(on_each: Door, other: str) -> None:
    door = on_each
    signed_in(door)
    token, address = outside(door)
    with door.built.acting() as desk:
        if other == "account":
            acts.make_account(desk, person=SECRETARY)
        elif other == "link":
            acts.link(desk, person=SECRETARY, issuer="https://elsewhere.example.org", subject="x")
        acts.unlink(desk, person=SECRETARY, issuer=door.odd.issuer)
    stays = other != "nothing"
    assert known(door, token, address) == (stays, stays)
    with door.built.looking() as desk:
        [view] = tokens_of(desk, person=SECRETARY).rows
    assert view.state == ("good" if stays else "revoked")
    assert door.count("calendar_address") == int(stays)


def test_a_token_is_found_however_many_there_were_after_it(door: Door) -> None:
    with door.built.acting(SECRETARY) as desk:
        first = make_token(desk, name="the first", scopes=["read"])
        for number in range(220):
            other = make_token(desk, name=f"number {number}", scopes=["read"])
            revoke_token(desk, token=other.id)
        page = tokens_of(desk)
        assert (page.rows[0].id, page.rows[0].state) == (first.id, "good")
        listed = [one.id for one in page.rows]
        while page.after is not None:
            page = tokens_of(desk, after=page.after)
            listed += [one.id for one in page.rows]
        assert len(listed) == len(set(listed)) == 221
        for number in range(MOST - 1):
            make_token(desk, name=f"good {number}", scopes=["read"])
        with pytest.raises(Refused, match=r"token\.too_many"):
            make_token(desk, name="one more", scopes=["read"])
        revoke_token(desk, token=first.id)
    with door.built.acting() as desk, pytest.raises(Refused, match=r"token\.over"):
        revoke_token(desk, token=first.id, person=SECRETARY)
    with door.built.acting() as desk, pytest.raises(Unusable, match=r"name\.unknown"):
        revoke_token(desk, token=first.id, person=MEMBER)
    assert bearer_of(door.built.store, token=first.token, now=door.built.now) is None


# --- roles of groups


def at(door: Door, day: int) -> None:
    later = door.built.now + dt.timedelta(days=day)
    door.built, door.odd.now = replace(door.built, now=later), later


def grants(door: Door) -> list[tuple[dt.date, dt.date | None]]:
    table = TABLES["role_grant"]
    with door.built.looking() as desk:
        row = desk.row("person", MEMBER)
        found = desk.tx.all(
            select(table)
            .where(table.c.person_id == row.id, table.c.issuer.is_not(None))
            .order_by(table.c.id)
        )
    return [(one.from_day, one.to_day) for one in found]


def test_a_role_of_groups_lasts_some_days_without_a_new_sign_in(on_each: Door) -> None:
    door = on_each
    govern(door)
    door.odd.claims["groups"] = ["audit"]
    first = door.built.now.date()
    signed_in(door)
    assert grants(door) == [(first, first + dt.timedelta(days=30))]
    assert ("auditor", True) in roles(door, after=30)
    assert ("auditor", True) not in roles(door, after=31)
    at(door, 15)
    signed_in(door)
    assert grants(door) == [(first, first + dt.timedelta(days=30))]
    at(door, 1)
    signed_in(door)
    assert grants(door) == [(first, first + dt.timedelta(days=46))]
    at(door, 31)
    assert ("auditor", True) not in roles(door)
    signed_in(door)
    assert len(grants(door)) == 2
    door.change(role_days=3)
    door.odd.claims["groups"] = []
    signed_in(door)
    door.odd.claims["groups"] = ["audit"]
    signed_in(door)
    assert grants(door)[1][1] == door.built.now.date() + dt.timedelta(days=3)


def test_what_was_done_under_a_role_has_it_on_that_day(door: Door) -> None:
    """Given and lost on one day, as a role that is ended by hand on its first day."""
    govern(door)
    door.odd.claims["groups"] = ["audit"]
    signed_in(door)
    door.odd.claims["groups"] = []
    signed_in(door)
    today = door.built.now.date()
    assert grants(door) == [(today, today)]
    entries = door.count("ledger_entry")
    signed_in(door)
    assert door.count("ledger_entry") == entries


# --- folding


@pytest.mark.parametrize("asked", ["JOSÉ.Ñ@example.org", "jose\u0301.ñ@EXAMPLE.org"])
def test_addresses_are_folded_alike_on_every_database(on_each: Door, asked: str) -> None:
    door = on_each
    with door.built.acting() as desk:
        add_person(desk, key="example-jose", name="Example", address="José.ñ@example.org")
        password = acts.make_account(desk, person="example-jose").password
    door.change(match="address")
    door.odd.claims["preferred_username"] = asked
    came = door.back(door.begin())
    assert isinstance(came, acts.CameIn)
    assert came.person == "example-jose"
    found = acts.sign_in(
        door.built.store,
        partnership=KEY,
        name=asked,
        password=password,
        address="192.0.2.1",
        now=door.built.now,
    )
    assert isinstance(found, acts.SignedIn)
