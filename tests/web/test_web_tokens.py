"""Tokens in the browser: made and shown once, listed, taken back."""

import datetime as dt
import re
from pathlib import Path

import pytest
from browsing import HOST, Site, text_of
from fastapi.testclient import TestClient
from world import KEY, world

from governance.store.engine import Store

NOW = dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
WANTED = {"name": "Finance system", "scopes": ["read", "work"], "expires": dt.date(2026, 12, 31)}


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Site:
    world(store, NOW)
    return Site(store, NOW, KEY, tmp_path)


def called(site: Site, token: str) -> int:
    client = TestClient(site.app, base_url=f"http://{HOST}", client=(HOST, 50000))
    answer = client.get("/api/v1/commissions", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code


def test_a_token_is_made_used_and_taken_back(site: Site) -> None:
    browser = site.as_("example-commissioner")
    assert "You have no tokens" in browser.get("/account/tokens").text
    form = browser.form("/account/tokens/new")
    page = browser.submit(form, WANTED)
    assert page.status_code == 200
    found = re.search(r"vires_[A-Za-z0-9_-]{40,}", page.text)
    assert found is not None
    token = found[0]
    assert called(site, token) == 200
    listed = browser.get("/account/tokens")
    assert token not in listed.text
    assert "Finance system" in listed.text
    again = browser.submit(form, WANTED)
    assert again.status_code == 409
    assert "shown once" in text_of(again)
    at = re.search(r'href="[^"]*(/account/tokens/[^/"]+/revoke)"', listed.text)
    assert at is not None
    assert "taken back" in text_of(browser.send(at[1])).lower()
    assert called(site, token) == 401


def test_what_a_form_lacks_is_said_beside_it(site: Site) -> None:
    browser = site.as_("example-commissioner")
    page = browser.submit(
        browser.form("/account/tokens/new"),
        {"name": "", "scopes": [], "expires": dt.date(2036, 1, 1)},
    )
    assert page.status_code == 400
    assert "Which program is it for?" in page.text
    late = browser.submit(
        browser.form("/account/tokens/new"), {**WANTED, "expires": dt.date(2036, 1, 1)}
    )
    assert late.status_code == 400
    assert "4 May 2026" in text_of(late)


def test_nobody_takes_back_another_s(site: Site) -> None:
    theirs = site.as_("example-secretary")
    theirs.submit(theirs.form("/account/tokens/new"), WANTED)
    at = re.search(
        r'href="[^"]*(/account/tokens/[^/"]+/revoke)"', theirs.get("/account/tokens").text
    )
    assert at is not None
    assert site.as_("example-commissioner").get(at[1]).status_code == 404
