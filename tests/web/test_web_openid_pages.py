"""The pages of signing in with a provider that need none: buttons, passwords, links of people."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from browsing import Browser, text_of
from world import KEY, World, world

from governance.adapters.openid import Provider, SignInSettings, Speakers
from governance.application.signing_in import acts, passwords
from governance.application.signing_in.sessions import start_session
from governance.interfaces.served import Served
from governance.interfaces.web.app import create_app
from governance.store.engine import Store

SECRETARY, MEMBER = "example-secretary", "example-commissioner"
GOOD = "orchard kettle seven ladders"
COUNCIL = Provider(
    key="council",
    title="Sign in with your council account",
    issuer="http://127.0.0.1:9",
    client="vires",
    secret="only for tests",
)


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little work."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    passwords._nobodys.cache_clear()


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> World:
    built = world(quick_store, now)
    for person in (SECRETARY, MEMBER):
        with built.acting() as desk:
            acts.make_account(desk, person=person, password=acts.ready(GOOD))
    return built


def browser(built: World, who: str | None = None, **settings: Any) -> Browser:
    """Somebody at a browser, where people sign in as the settings say."""
    told = SignInSettings((COUNCIL,), **settings)
    served = Served(
        store=built.store,
        clock=lambda: built.now,
        data_dir=Path("unused"),
        openid=Speakers(told),
    )
    token = who and start_session(built.store, partnership=KEY, person=who, now=built.now)
    return Browser(create_app(served), KEY, token=token or None)


def signed_in(page: Any) -> bool:
    return "Sign out" in page.text


def test_the_page_has_a_button_for_each_provider_that_leads_on_where_one_wanted(
    built: World,
) -> None:
    page = browser(built).get("/reviews", show="missed")
    assert "Or sign in with a password" in text_of(page)
    [to] = re.findall(r'href="([^"]+/sign-in/with/council[^"]*)"', page.text)
    assert to.endswith("?next=%2Fp%2Fexampleshire%2Freviews%3Fshow%3Dmissed")
    assert signed_in(browser(built).send("/sign-in", {"name": MEMBER, "password": GOOD}))


def test_passwords_can_be_kept_for_an_emergency(built: World) -> None:
    told: dict[str, Any] = {"passwords": "break-glass", "break_glass": (SECRETARY,)}
    page = browser(built, **told).get("/sign-in")
    assert "Sign in with a password in an emergency" in text_of(page)
    refused = browser(built, **told).send("/sign-in", {"name": MEMBER, "password": GOOD})
    assert refused.status_code == 403
    wrong = browser(built, **told).send("/sign-in", {"name": MEMBER, "password": "wrong"})
    # Who has a password for an emergency is nobody's business.
    assert text_of(refused) == text_of(wrong)
    assert signed_in(browser(built, **told).send("/sign-in", {"name": SECRETARY, "password": GOOD}))


def test_passwords_can_be_turned_off(built: World) -> None:
    somebody = browser(built, passwords="nobody")
    page = somebody.get("/sign-in")
    assert 'name="password"' not in page.text
    csrf = re.findall(r'name="csrf" value="([^"]+)"', browser(built).get("/sign-in").text)
    assert csrf
    token = somebody.client.cookies.get("vires-form")
    data = {"csrf": token, "name": SECRETARY, "password": GOOD}
    assert somebody.client.post(f"/p/{KEY}/sign-in", data=data).status_code == 403


def test_a_provider_that_is_not_there_is_not_found(built: World) -> None:
    for path in ("/sign-in/with/nothing", "/sign-in/with/nothing/back"):
        assert browser(built).get(path).status_code == 404
    answer = browser(built).client.post("/openid/nothing/signed-out", data={"logout_token": "x"})
    assert answer.status_code == 404


def test_whoever_comes_back_without_having_been_sent_is_told_to_begin_again(built: World) -> None:
    page = browser(built).get("/sign-in/with/council/back", state="made up", code="x")
    assert page.status_code == 400
    assert "Sign in again from this page" in text_of(page)
    assert not signed_in(page)


def test_a_provider_that_does_not_answer_is_said_to_be_away(built: World) -> None:
    page = browser(built).get("/sign-in/with/council")
    assert page.status_code == 503
    assert "does not answer" in text_of(page)
    answer = browser(built).client.post("/openid/council/signed-out", data={"logout_token": "x"})
    assert answer.status_code == 400


def test_administrators_link_people_and_end_links_on_their_page(built: World) -> None:
    keeper = browser(built, SECRETARY)
    with built.looking() as desk:
        ref = desk.row("person", MEMBER).ref
    typed = {"issuer": COUNCIL.issuer, "subject": "ada"}
    page = keeper.send(f"/people/{ref}/identity/link", typed)
    assert "can sign in with the provider" in text_of(page)
    assert "ada" in text_of(keeper.get(f"/people/{ref}"))
    page = keeper.send(f"/people/{ref}/identity/unlink", {"issuer": COUNCIL.issuer})
    assert "can no longer sign in with the provider" in text_of(page)
    page = browser(built, MEMBER).get(f"/people/{ref}")
    assert "ada" not in text_of(page)
    assert browser(built, MEMBER).get(f"/people/{ref}/identity/link").status_code == 403
