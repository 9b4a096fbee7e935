"""People, accounts, organisations and health in a browser."""

import datetime as dt
import re
from typing import Any

import pytest
from argon2 import PasswordHasher
from browsing import Browser, Site, main_form, text_of
from world import KEY, World, world

from governance.application.running import run_sweep
from governance.application.signing_in import acts, passwords
from governance.store.engine import Store

SECRETARY, COMMISSIONER, AUDITOR = "example-secretary", "example-commissioner", "example-auditor"


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
def administrator(site: Site) -> Browser:
    return site.as_(SECRETARY)


def ref_of(built: World, person: str) -> str:
    with built.looking() as desk:
        return str(desk.row("person", person).ref)


def test_people_are_found_by_words_and_role(administrator: Browser) -> None:
    told = text_of(administrator.get("/people"))
    assert "Sam Secretary" in told
    assert "Administrator, Secretary" in told
    found = text_of(administrator.get("/people", words="casey COMM"))
    assert "Casey Commissioner" in found
    assert "Sam Secretary" not in found
    found = text_of(administrator.get("/people", role="auditor"))
    assert "Ash Auditor" in found
    assert "Sam Secretary" not in found
    assert "Nobody is found" in text_of(administrator.get("/people", words="%"))


def test_the_list_of_people_goes_on_page_by_page(built: World, administrator: Browser) -> None:
    from governance.application.people.acts import add_person

    with built.acting() as desk:
        for n in range(60):
            add_person(desk, key=f"example-many-{n}", name=f"Many Number{n}")
    page = administrator.get("/people", words="many number")
    assert len(re.findall(r'href="/p/[^"]+/people/P-\d+"', page.text)) == 50
    onward = re.findall(r'href="([^"]*after=[^"]*)"', page.text)[0].replace("&amp;", "&")
    page = administrator.client.get(onward)
    assert len(re.findall(r'href="/p/[^"]+/people/P-\d+"', page.text)) == 10


def test_a_person_is_added_renamed_given_a_role_and_leaves(administrator: Browser) -> None:
    typed = {"name": "Pat <b>New</b>", "key": "example-new", "address": "pat@example.org"}
    page = administrator.send("/people/new", typed)
    assert "is added as" in text_of(page)
    assert "Pat <b>New</b>" in text_of(page)
    assert "<b>New</b>" not in page.text
    here = str(page.url).partition("?")[0].partition("127.0.0.1")[2]
    assert "is now called" in text_of(administrator.send(f"{here}/rename", {"name": "Pat Newer"}))
    administrator.send(f"{here}/address", {"address": "newer@example.org"})
    page = administrator.send(f"{here}/grant", {"role": "commissioner"})
    assert "newer@example.org" in text_of(page)
    assert "has the role of" in text_of(page)
    page = administrator.send(f"{here}/grant", {"role": "commissioner"})
    assert page.status_code == 409
    page = administrator.send(f"{here}/end-role", {"role": "commissioner"})
    assert "for the last time" in text_of(page)
    page = administrator.send(f"{here}/away", {"to": dt.date(2025, 3, 1), "deputy": AUDITOR})
    assert "is away from" in text_of(page)
    assert "The absence of" in text_of(administrator.send(f"{here}/back"))
    told: dict[str, Any] = {
        "digest": "yes",
        "quiet": ["monday", "sunday"],
        "quiet-from": dt.date(2025, 4, 1),
    }
    page = administrator.send(f"{here}/tell", told)
    assert "Quiet are: Monday and Sunday" in text_of(page)
    page = administrator.send(f"{here}/reports-to", {"office": "director"})
    assert "the Director of Children" in text_of(page)
    page = administrator.send(f"{here}/leave")
    assert "leaves on 20 February 2025" in text_of(page)
    page = administrator.send(f"{here}/leave")
    assert page.status_code == 409


def test_all_that_is_wrong_with_a_new_person_is_said_at_once(administrator: Browser) -> None:
    form = administrator.form("/people/new")
    assert "County Council</option>" in administrator.get("/people/new").text
    page = administrator.submit(form, {"name": " ", "key": "Not A Key", "address": "nowhere"})
    assert page.status_code == 400
    for field in ("name", "key", "address"):
        assert f'id="{field}-error"' in page.text, field
    page = administrator.submit(form, {"name": "", "key": AUDITOR, "address": "nowhere"})
    assert 'id="key-error"' in page.text
    assert 'value="nowhere"' in page.text
    page = administrator.submit(form, {"name": "", "key": ""})
    assert "A key is missing" in text_of(page)
    typed = {"name": "Pat", "key": "example-pat", "organisation": "icb"}
    assert "is added as" in text_of(administrator.send("/people/new", typed))


def test_whoever_leaves_is_shown_what_ends_with_it(built: World, administrator: Browser) -> None:
    ref = ref_of(built, "example-director")
    page = administrator.get(f"/people/{ref}/leave")
    assert "the Director of Children" in text_of(page)
    page = administrator.send(f"/people/{ref}/leave")
    assert "With that ends" in text_of(page)


def test_what_others_may_not_do_they_are_told_why(built: World, site: Site) -> None:
    ref = ref_of(built, COMMISSIONER)
    page = site.as_(AUDITOR).get(f"/people/{ref}")
    assert "It can be done by" in text_of(page)
    assert "Create an account" not in text_of(page)
    assert "Email address" not in text_of(page).replace("Change the email address", "")
    page = site.as_(AUDITOR).send(f"/people/{ref}/rename", {"name": "Somebody Else"})
    assert page.status_code == 403
    assert main_form(page).fields["name"] == ["Somebody Else"]
    for path in ("/administration", "/administration/messages", f"/people/{ref}/account/create"):
        assert site.as_(AUDITOR).get(path).status_code == 403


def test_an_account_is_created_reset_locked_and_unlocked(
    built: World, site: Site, administrator: Browser
) -> None:
    ref = ref_of(built, COMMISSIONER)

    def may(password: str) -> bool:
        answer = acts.sign_in(built.store, partnership=KEY, name=COMMISSIONER, password=password,
                              address="192.0.2.1", now=site.now)  # fmt: skip
        return isinstance(answer, acts.SignedIn)

    page = administrator.send(f"/people/{ref}/account/create")
    (first,) = re.findall(r"vires-secret\">([^<]+)<", page.text)
    assert may(first)
    assert "Has to choose a password" in text_of(administrator.get("/people"))
    page = administrator.send(f"/people/{ref}/account/create")
    assert page.status_code == 409
    assert "has an account" in text_of(page)
    form = administrator.form(f"/people/{ref}/account/reset")
    page = administrator.submit(form, {"second": "no"})
    (second,) = re.findall(r"vires-secret\">([^<]+)<", page.text)
    assert "give a new password" in text_of(administrator.submit(form, {"second": "no"}))
    assert not may(first)
    assert may(second)
    assert "Where they are signed in" in text_of(administrator.get(f"/people/{ref}"))
    assert "is signed out" in text_of(administrator.send(f"/people/{ref}/account/revoke"))
    assert "is locked" in text_of(administrator.send(f"/people/{ref}/account/lock"))
    assert not may(second)
    assert "can sign in again" in text_of(administrator.send(f"/people/{ref}/account/unlock"))
    page = administrator.submit(administrator.form(f"/people/{ref}/account/reset"), {})
    assert page.status_code == 400


def test_organisations_are_added_and_excepted(administrator: Browser) -> None:
    typed = {"name": "A Charity", "key": "charity", "standing": "statutory", "more": ["voluntary"],
             "aliases": "The Charity\nCharity Ltd", "identifiers": "GB-CHC-1"}  # fmt: skip
    page = administrator.send("/organisations/new", typed)
    assert "A Charity is added" in text_of(page)
    assert "Statutory partner, voluntary organisation" in text_of(page)
    assert "The Charity, Charity Ltd" in text_of(page)
    here = str(page.url).partition("?")[0].partition("127.0.0.1")[2]
    page = administrator.send(f"{here}/except", {"reason": "It has just begun"})
    assert "It has just begun 20 February 2025 Goes on" in text_of(page)
    assert "A Charity" in text_of(administrator.get("/organisations", words="charity"))


def test_health_says_how_things_stand(built: World, site: Site, administrator: Browser) -> None:
    page = administrator.get("/administration")
    assert page.status_code == 200
    told = text_of(page)
    assert "SQLite" in told
    assert "Nobody leads" in told
    run_sweep(built.store, "nightly_assurance", clock=lambda: site.now, started_by="clock",
              through="direct")  # fmt: skip
    page = administrator.get("/administration")
    assert "went through everything" in text_of(page)
    (run,) = set(re.findall(r'href="(/p/[^"]+/administration/runs/[^"]+)"', page.text))
    assert "nightly_assurance" in text_of(administrator.get(run))
    assert administrator.get("/administration/runs/00000000").status_code in (400, 404)
    page = administrator.send("/administration/name", {"name": "Another Name"})
    assert "The partnership is now called Another Name" in text_of(page)


def test_health_says_where_everybody_can_look_into_the_data(
    site: Site, administrator: Browser
) -> None:
    folder, told = site.served.data_dir, "everybody who can sign in to the machine can look into"
    folder.mkdir(exist_ok=True)
    for mode, said in ((0o700, False), (0o750, False), (0o755, True)):
        folder.chmod(mode)
        assert (told in text_of(administrator.get("/administration"))) is said


def test_what_flows_found_is_not_shown_where_partnerships_share(
    built: World, site: Site, administrator: Browser
) -> None:
    from governance.application.people.acts import create_partnership

    run_sweep(built.store, "nightly_assurance", clock=lambda: site.now, started_by="clock",
              through="direct")  # fmt: skip
    alone = text_of(administrator.get("/administration"))
    create_partnership(built.store, key="another", name="Another", now=site.now)
    shared = text_of(administrator.get("/administration"))
    assert "Several partnerships share" in shared
    # Nor what runs counted over all, nor where the database is, nor what failed for others.
    for hidden in (" done", "None of the last 50 runs failed.", built.store.where):
        assert (hidden in alone, hidden in shared) == (True, False), hidden


def test_a_message_that_did_not_go_is_tried_again_or_settled(
    built: World, site: Site, administrator: Browser
) -> None:
    from governance.store.ids import new_id
    from governance.store.tables import TABLES

    with built.looking() as desk:
        person = desk.row("person", COMMISSIONER)
        pid = desk.pid
    ids = [new_id(site.now) for _ in range(2)]
    with built.store.write() as tx:
        for one in ids:
            tx.insert(
                TABLES["message"],
                {
                    "partnership_id": pid, "id": one, "version": 1, "template": "assurance_finding",
                    "state": "parked", "person_id": person.id, "subject_table": "person",
                    "subject_id": person.id, "params": {}, "created_at": site.now, "attempts": 3,
                    "trouble": {"code": "message.no_detail", "params": {}},
                },
            )  # fmt: skip
    page = administrator.get("/administration/messages")
    assert "did not say why" in text_of(page)
    where = f"/administration/messages/{ids[0][-8:]}"
    assert administrator.get(where).status_code == 200
    page = administrator.send(f"{where}/retry")
    assert "tried again with the next delivery" in text_of(page)
    where = f"/administration/messages/{ids[1][-8:]}"
    assert "is settled" in text_of(
        administrator.send(f"{where}/settle", {"reason": "by telephone"})
    )
    page = administrator.send(f"{where}/settle", {"reason": "again"})
    assert page.status_code == 409
    page = administrator.send("/administration/messages/retry-parked")
    assert "0 messages are tried again" in text_of(page)
    assert administrator.get("/administration/messages", state="all").status_code == 200
    assert administrator.get("/administration/messages/nothing").status_code in (400, 404)
