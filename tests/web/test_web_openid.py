"""Signing in with a real provider, in a process of its own, as somebody at a browser does."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import text_of as said_on
from openid_place import SECRETARY, Place, place_of
from openid_provider import provider_modules
from sqlalchemy import select
from world import KEY

from governance.application.ledger.differing import differences
from governance.application.people.leaving import leave
from governance.application.people.queries import people
from governance.application.signing_in import acts
from governance.store.engine import Store
from governance.store.tables import TABLES

__all__ = ["provider_modules"]

pytestmark = pytest.mark.xdist_group("oidc")


@pytest.fixture
def place(quick_store: Store, provider_modules: Path, tmp_path: Path) -> Iterator[Place]:
    with place_of(quick_store, provider_modules, tmp_path) as found:
        yield found


def text_of(page: Any) -> str:
    """What a page says."""
    return said_on(page)


def test_whoever_the_provider_knows_is_let_in_where_they_wanted_to_go(place: Place) -> None:
    place.knows()
    page = place.person.http.get(f"{place.at}/reviews", params={"show": "missed"})
    assert "Sign in with the example provider" in text_of(page)
    [link] = re.findall(r'href="([^"]+/sign-in/with/local[^"]*)"', page.text)
    page = place.person.signs_in(place.at, "ada", path=link.partition(KEY)[2].replace("&amp;", "&"))
    assert str(page.url) == f"{place.at}/reviews?show=missed"
    assert "Sign out" in page.text
    assert "auditor" in place.roles()
    assert len(sessions(place)) == 1


def sessions(place: Place) -> list[str]:
    with place.built.looking() as desk:
        return [one.how for one in acts.sessions_of(desk, person=SECRETARY)]


def test_roles_follow_groups_and_leave_alone_what_was_granted_by_hand(place: Place) -> None:
    before = place.roles()
    place.knows(groups=["audit", "something else"])
    place.person.signs_in(place.at, "ada")
    assert place.roles() == before | {"auditor"}
    with place.built.looking() as desk:
        first = desk.row("person", SECRETARY).entries
    place.person.signs_out(place.at)
    place.knows(groups=[])
    place.person.signs_in(place.at, "ada")
    # What was granted by hand stays; the day a group is found gone is the last with its role.
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    assert place.roles() == before | {"auditor"}
    assert place.roles(on=tomorrow) == before
    with place.built.looking() as desk:
        row = desk.row("person", SECRETARY)
        assert row.entries == first + 1
        table = TABLES["ledger_entry"]
        found = desk.tx.all(
            select(table)
            .where(table.c.subject_id == row.id, table.c.kind.like("person.role%group"))
            .order_by(table.c.number)
        )
    assert [one.kind for one in found] == ["person.role_from_group", "person.roles_left_group"]
    rights = [json.loads(bytes(one.body))["authority"] for one in found]
    assert all(place.provider.issuer in right for right in rights)
    assert rights[0].startswith("V-")
    # The record alone still leads to every row.
    assert list(differences(place.built.store)) == []


def test_signing_out_here_signs_out_there_too(place: Place) -> None:
    place.knows()
    place.person.signs_in(place.at, "ada")
    page = place.person.signs_out(place.at)
    assert str(page.url).startswith(f"{place.at}/sign-in?state=out")
    assert "You have signed out" in text_of(page)
    assert sessions(place) == []
    # There is no session left at the provider that would let anybody in without asking.
    page = place.person.http.get(f"{place.at}/sign-in/with/local")
    assert 'name="login"' in page.text


def test_signing_out_there_ends_the_session_here(place: Place) -> None:
    place.knows()
    place.person.signs_in(place.at, "ada")
    assert sessions(place) == ["openid"]
    page = place.person.http.get(f"{place.provider.issuer}/session/end")
    place.person._send(page, logout="yes")
    assert sessions(place) == []
    page = place.person.http.get(f"{place.at}/reviews")
    assert "/sign-in" in str(page.url)


def test_whoever_does_not_want_to_is_told_what_to_do(place: Place) -> None:
    place.knows()
    page = place.person.refuses(place.at)
    assert page.status_code == 403
    assert "did not let it say who you are" in text_of(page)


def test_whoever_is_not_known_here_is_told_whom_to_ask_and_nobody_is_added(place: Place) -> None:
    place.knows("eve", email="eve@example.org")
    page = place.person.signs_in(place.at, "eve")
    assert page.status_code == 403
    assert "Ask the administrator of your partnership to link you" in text_of(page)
    with place.built.looking() as desk:
        assert "eve" not in {one.key for one in people(desk)}


def test_an_address_that_the_provider_does_not_vouch_for_finds_nobody(place: Place) -> None:
    place.knows("eve", email_verified=False)
    page = place.person.signs_in(place.at, "eve")
    assert page.status_code == 403
    assert "does not vouch for your email address" in text_of(page)


def test_a_link_made_once_stays_whatever_becomes_of_the_address(place: Place) -> None:
    place.knows()
    place.person.signs_in(place.at, "ada")
    place.person.signs_out(place.at)
    place.knows(email="another@example.org", email_verified=False)
    page = place.person.signs_in(place.at, "ada")
    assert page.status_code == 200
    place.person.signs_out(place.at)
    # Somebody else who has the address now is not taken for them.
    place.knows("eve")
    page = place.person.signs_in(place.at, "eve")
    assert page.status_code == 403
    assert "by another name of theirs" in text_of(page)


def test_a_link_that_was_ended_lets_nobody_in_until_it_is_made_anew(place: Place) -> None:
    place.knows()
    place.person.signs_in(place.at, "ada")
    with place.built.acting() as desk:
        acts.unlink(desk, person=SECRETARY, issuer=place.provider.issuer)
    assert sessions(place) == []
    tomorrow = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    assert "auditor" not in place.roles(on=tomorrow)
    page = place.person.signs_in(place.at, "ada")
    assert page.status_code == 403
    assert "was ended" in text_of(page)
    with place.built.acting() as desk:
        acts.link(desk, person=SECRETARY, issuer=place.provider.issuer, subject="ada")
    assert place.person.signs_in(place.at, "ada").status_code == 200


@pytest.mark.parametrize("why", ["left", "locked"])
def test_whoever_has_left_or_is_locked_out_does_not_get_in(place: Place, why: str) -> None:
    place.knows()
    with place.built.acting() as desk:
        if why == "left":
            leave(desk, person=SECRETARY)
        else:
            acts.make_account(desk, person=SECRETARY)
            acts.lock_account(desk, person=SECRETARY)
    page = place.person.signs_in(place.at, "ada")
    assert page.status_code == 403
    assert why in text_of(page)


def test_a_provider_that_is_away_is_said_to_be(place: Place) -> None:
    place.provider.stop()
    page = place.person.http.get(f"{place.at}/sign-in/with/local")
    assert page.status_code == 503
    assert "does not answer" in text_of(page)
