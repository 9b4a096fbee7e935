"""Signing in and out in a browser, and what people do with their own account."""

import datetime as dt
import re

import httpx2 as httpx
import pyotp
import pytest
from argon2 import PasswordHasher
from browsing import Browser, Site, main_form, text_of
from fastapi.testclient import TestClient
from world import KEY, World, world

from governance.application.signing_in import acts, passwords
from governance.store.engine import Store

SECRETARY = "example-secretary"
GOOD, BETTER = "orchard kettle seven ladders", "violet tractor in the rain"


@pytest.fixture(autouse=True)
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little work."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", quick)
    passwords._nobodys.cache_clear()


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now)


@pytest.fixture
def site(built: World, now: dt.datetime) -> Site:
    return Site(built.store, now, KEY)


@pytest.fixture
def given(built: World) -> str:
    """The password that an administrator gave to the secretary."""
    with built.acting() as desk:
        return acts.make_account(desk, person=SECRETARY).password


@pytest.fixture
def own(built: World, given: str) -> str:
    """The password that the secretary then chose."""
    with built.acting(SECRETARY) as desk:
        acts.set_password(desk, current=given, new=GOOD)
    return GOOD


def signed_in(site: Site, password: str, path: str = "/sign-in") -> tuple[Browser, httpx.Response]:
    browser = site.as_()
    return browser, browser.send(path, {"name": SECRETARY, "password": password})


def test_whoever_signs_in_goes_on_to_the_page_they_asked_for(site: Site, own: str) -> None:
    browser = site.as_()
    page = browser.get("/reviews", show="missed")
    assert str(page.url).startswith(f"http://127.0.0.1/p/{KEY}/sign-in?next=")
    page = browser.submit(main_form(page), {"name": SECRETARY, "password": own})
    assert str(page.url).endswith("/reviews?show=missed")
    assert "Sign out" in page.text
    form = next(form for form in re.findall(r'action="([^"]+/sign-out)"', page.text))
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page.text)[0]
    page = browser.client.post(form, data={"csrf": csrf})
    assert "You have signed out" in text_of(page)
    assert "/sign-in" in str(browser.get("/reviews").url)


def test_a_wrong_password_says_no_more_than_an_unknown_name(site: Site, own: str) -> None:
    browser = site.as_()
    wrong = browser.send("/sign-in", {"name": SECRETARY, "password": "not this one"})
    unknown = browser.send("/sign-in", {"name": "nobody-here", "password": "not this one"})
    assert wrong.status_code == unknown.status_code == 403
    assert text_of(wrong) == text_of(unknown)
    assert main_form(wrong).fields["name"] == [SECRETARY]
    assert "not this one" not in wrong.text
    empty = browser.send("/sign-in", {"name": "", "password": ""})
    assert empty.status_code == 400
    assert text_of(empty).count("is not answered") == 4, "in the summary and at the field"


def test_whoever_guesses_is_told_to_wait(site: Site, own: str) -> None:
    browser = site.as_()
    for _ in range(5):
        browser.send("/sign-in", {"name": SECRETARY, "password": "not this one"})
    page = browser.send("/sign-in", {"name": SECRETARY, "password": own})
    assert page.status_code == 429
    assert "Wait 1 minute" in text_of(page)


def test_nobody_is_sent_elsewhere_after_signing_in(site: Site, own: str) -> None:
    for bad in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "/p/another/reviews",
        "javascript:alert(1)",
        f"/p/{KEY}/sign-out",
        f"/p/{KEY}/\r\nSet-Cookie: a=b",
    ):
        browser = site.as_()
        form = browser.form("/sign-in")
        form.fields["next"] = [bad]
        answer = browser.client.post(
            form.action,
            data={**form.fields, "name": SECRETARY, "password": own},
            follow_redirects=False,
        )
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/p/{KEY}/", bad


def test_a_password_given_out_must_be_changed_first(site: Site, given: str) -> None:
    browser, page = signed_in(site, given)
    assert "Choose one of your own" in text_of(page)
    assert str(browser.get("/reviews").url).endswith("/account/password")
    typed = {"password": given, "password-new": "Password12345", "password-again": "other"}
    page = browser.send("/account/password", typed)
    assert "typed in two ways" in text_of(page)
    assert "Password12345" not in page.text
    typed["password-again"] = "Password12345"
    assert "first that somebody would guess" in text_of(browser.send("/account/password", typed))
    typed |= {"password-new": GOOD, "password-again": GOOD, "password": "wrong"}
    page = browser.send("/account/password", typed)
    assert page.status_code == 409
    assert "This is not your password" in text_of(page)
    page = browser.send("/account/password", {**typed, "password": given})
    assert "Your password is changed" in text_of(page)
    assert browser.get("/reviews").status_code == 200


def test_no_password_is_kept_with_a_form_whose_session_ran_out(site: Site, own: str) -> None:
    from governance.store.tables import TABLES

    browser, _ = signed_in(site, own)
    form = browser.form("/account/password")
    site.now += dt.timedelta(hours=9)
    typed = {"password": own, "password-new": BETTER, "password-again": BETTER}
    browser.client.post(form.action, data={**form.fields, **typed})
    with site.store.read() as tx:
        (kept,) = tx.all(TABLES["kept_form"].select())
    assert own not in str(kept)
    assert BETTER not in str(kept)


def test_a_second_factor_is_turned_on_asked_for_and_turned_off(site: Site, own: str) -> None:
    browser, _ = signed_in(site, own)
    page = browser.send("/account/second-factor", {"password": "not it at all"})
    assert "<svg" not in page.text.partition("<main")[2]
    page = browser.send("/account/second-factor", {"password": own})
    assert "<svg" in page.text
    secret = re.findall(r"<code class=\"vires-secret\">([^<]+)<", page.text)[0].replace(" ", "")
    page = browser.submit(main_form(page), {"code": "12"})
    assert page.status_code == 400
    assert "This code is not right" in text_of(page)
    code = pyotp.TOTP(secret).at(site.now)
    form = main_form(page)
    page = browser.submit(form, {"code": code})
    codes = re.findall(r"<code class=\"vires-secret\">([^<]+)<", page.text)
    assert len(codes) == 10
    twice = browser.submit(form, {"code": code})
    assert "make new ones on the page of your account" in text_of(twice)
    assert "On, with 10 recovery codes left" in text_of(browser.get("/account"))
    other, page = signed_in(site, own, "/sign-in?next=" + f"/p/{KEY}/reviews")
    assert "Enter your security code" in text_of(page)
    assert "/sign-in" in str(other.get("/account").url), "not signed in yet"
    page = other.submit(other.form("/sign-in/code"), {"code": code})
    assert page.status_code == 403
    assert "was used before" in text_of(page)
    page = other.submit(main_form(page), {"code": codes[0]})
    assert page.status_code in (200, 404)
    assert "Your account" in text_of(other.get("/account"))
    form = other.form("/account/second-factor/codes")
    assert other.submit(form, {"password": "not it at all"}).status_code == 409
    made = other.submit(form, {"password": own})
    fresh = re.findall(r"<code class=\"vires-secret\">([^<]+)<", made.text)
    assert len(set(fresh) - set(codes)) == 10
    assert "done once" in text_of(other.submit(form, {"password": own}))
    assert "On, with 10 recovery codes left" in text_of(other.get("/account"))
    page = other.send("/account/second-factor/off", {"password": own})
    assert "no longer use a second factor" in text_of(page)


def test_a_code_that_comes_too_late_leads_back_to_the_password(site: Site, own: str) -> None:
    browser, _ = signed_in(site, own)
    page = browser.send("/account/second-factor", {"password": own})
    secret = re.findall(r"<code class=\"vires-secret\">([^<]+)<", page.text)[0].replace(" ", "")
    browser.submit(main_form(page), {"code": pyotp.TOTP(secret).at(site.now)})
    late, _ = signed_in(site, own)
    form = late.form("/sign-in/code")
    site.now += dt.timedelta(minutes=11)
    page = late.submit(form, {"code": pyotp.TOTP(secret).at(site.now)})
    assert "It took too long" in text_of(page)
    assert "password" in main_form(page).fields


def test_other_sessions_are_seen_and_ended(site: Site, own: str) -> None:
    here, _ = signed_in(site, own)
    there, _ = signed_in(site, own)
    elsewhere, _ = signed_in(site, own)
    page = here.get("/account")
    assert text_of(page).count("This one") == 1
    where = re.findall(r'href="(/p/[^"]+/account/sessions/[0-9a-f]+/revoke)"', page.text)
    assert len(where) == 2
    here.send(where[0])
    alive = [b for b in (there, elsewhere) if "/sign-in" not in str(b.get("/account").url)]
    assert len(alive) == 1
    here.send("/account/sessions/revoke")
    assert "/sign-in" in str(alive[0].get("/account").url)
    assert "/sign-in" not in str(here.get("/account").url)


def test_somebody_signed_in_elsewhere_has_no_password_here(site: Site) -> None:
    page = site.as_(SECRETARY).get("/account")
    assert "signed in without a password of Vires" in text_of(page)


def test_one_click_is_for_the_example_alone(built: World, now: dt.datetime) -> None:
    plain = Site(built.store, now, KEY)
    assert "be whoever you like" not in plain.as_().get("/sign-in").text
    browser = plain.as_()
    form = browser.form("/sign-in")
    csrf = form.fields["csrf"]
    forged = browser.client.post(
        f"/p/{KEY}/sign-in/example", data={"csrf": csrf, "person": SECRETARY}
    )
    assert forged.status_code == 404
    site = Site(built.store, now, KEY, example=True, one_click=True)
    browser = site.as_()
    page = browser.get("/sign-in")
    assert "be whoever you like" in text_of(page)
    assert "Sam Secretary , administrator and secretary" in text_of(page)
    form = main_form(page)
    page = browser.client.post(
        form.action,
        data={**form.fields, "person": "example-commissioner", "next": f"/p/{KEY}/account"},
    )
    assert "example-commissioner" in text_of(page)
    page = site.as_().client.post(form.action, data={"person": SECRETARY, "csrf": "guessed"})
    assert page.status_code == 403


@pytest.mark.parametrize(
    "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via"]
)
def test_no_proxy_lends_its_address_to_one_click(
    built: World, now: dt.datetime, header: str
) -> None:
    browser = Site(built.store, now, KEY, example=True, one_click=True).as_()
    page = browser.client.get(f"/p/{KEY}/sign-in")
    assert "be whoever you like" in page.text
    assert "be whoever" not in browser.client.get(f"/p/{KEY}/sign-in", headers={header: "1"}).text


@pytest.mark.parametrize(("base", "address"), [("http", "192.0.2.7"), ("https", "127.0.0.1")])
def test_one_click_is_for_this_machine_alone(
    built: World, now: dt.datetime, base: str, address: str
) -> None:
    app = Site(built.store, now, KEY, example=True, one_click=True).app
    client = TestClient(app, base_url=f"{base}://127.0.0.1", client=(address, 50000))
    page = client.get(f"/p/{KEY}/sign-in")
    assert page.status_code == 200
    assert "be whoever" not in page.text
