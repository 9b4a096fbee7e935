"""Administrators keep somebody out in a browser, and take back tokens that are not theirs."""

import datetime as dt
import re

import pytest
from browsing import Site, text_of
from world import KEY, World, world

from governance.application.signing_in.service_tokens import (
    bearer_of,
    make_token,
    revoke_token,
)
from governance.store.engine import Store

ADMIN, OTHER = "example-secretary", "example-commissioner"


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> World:
    return world(quick_store, now)


@pytest.fixture
def site(built: World, now: dt.datetime) -> Site:
    return Site(built.store, now, KEY)


def ref_of(built: World) -> str:
    with built.looking() as desk:
        return str(desk.row("person", OTHER).ref)


def test_somebody_without_an_account_is_locked_out_and_let_in_again(
    site: Site, built: World
) -> None:
    administrator, ref = site.as_(ADMIN), ref_of(built)
    with built.acting(OTHER) as desk:
        token = make_token(desk, name="a program", scopes=["read"]).token
    assert "No account" in text_of(administrator.get(f"/people/{ref}"))
    assert "is locked out" in text_of(administrator.send(f"/people/{ref}/account/lock"))
    assert bearer_of(built.store, token=token, now=built.now) is None
    page = text_of(administrator.get(f"/people/{ref}"))
    assert "Account Locked" in page
    assert "Let them in again" in page
    assert "Locked" in text_of(administrator.get("/people", words="casey"))
    administrator.send(f"/people/{ref}/account/unlock")
    assert bearer_of(built.store, token=token, now=built.now) is not None


def test_an_administrator_lists_and_takes_back_somebodys_tokens(site: Site, built: World) -> None:
    administrator, ref = site.as_(ADMIN), ref_of(built)
    assert "They have no tokens" in text_of(administrator.get(f"/people/{ref}/tokens"))
    with built.acting(OTHER) as desk:
        token = make_token(desk, name="the first of all", scopes=["read"]).token
        for number in range(60):
            other = make_token(desk, name=f"a program {number}.", scopes=["read"])
            revoke_token(desk, token=other.id)
    page = administrator.get(f"/people/{ref}")
    assert f"/people/{ref}/tokens" in page.text
    page = administrator.get(f"/people/{ref}/tokens")
    assert "the first of all" in text_of(page)
    assert "a program 5." not in text_of(page)
    (onward,) = re.findall(r'href="[^"]*\?after=([^"&]+)"', page.text)
    further = text_of(administrator.get(f"/people/{ref}/tokens", after=onward))
    assert "a program 5." in further
    assert "the first of all" not in further
    (path,) = re.findall(rf'href="/p/{KEY}(/people/[^"]+/revoke)"', page.text)
    assert "the first of all" in text_of(administrator.get(path))
    done = administrator.send(path)
    assert done.status_code == 200
    assert bearer_of(built.store, token=token, now=built.now) is None
    # Nobody else does, and nothing is done by the address of somebody else.
    assert site.as_("example-auditor").get(f"/people/{ref}/tokens").status_code == 403
    with built.looking() as desk:
        another = desk.row("person", ADMIN).ref
    wrong = administrator.get(path.replace(ref, another))
    assert wrong.status_code in (400, 404)
