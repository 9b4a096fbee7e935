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
from governance.application.people.acts import grant
from governance.application.signing_in import acts
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
