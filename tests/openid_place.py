"""Vires on a port of this machine, and a real provider on another that people sign in with."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openid_provider import CLIENT, SECRET, Person, RealProvider, real_provider
from sqlalchemy import select
from world import KEY, World, bring_into_force, world

from governance.adapters.openid import Provider, SignInSettings, Speakers
from governance.application.people.queries import people
from governance.interfaces.served import Served
from governance.interfaces.web.serving import Web, listening
from governance.store.engine import Store
from governance.store.tables import TABLES

SECRETARY = "example-secretary"
RULES = """vires: sign-in/1
key: groups-to-roles
title: Groups to roles
issuers:
  - issuer: {issuer}
    groups:
      - {{group: audit, role: auditor}}
      - {{group: keepers, role: administrator}}
"""


@dataclass
class Place:
    """Vires on a port, the provider on another, and somebody at a browser."""

    built: World
    at: str
    provider: RealProvider
    person: Person
    served: Served

    def knows(self, account: str = "ada", **claims: object) -> None:
        usual = {"email": address_of(self.built), "email_verified": True, "groups": ["audit"]}
        self.provider.knows(**{account: {**usual, **claims}})

    def roles(self, person: str = SECRETARY, *, on: dt.date | None = None) -> set[str]:
        with self.built.looking() as desk:
            return {role for one in people(desk, on=on) if one.key == person for role in one.roles}


def address_of(built: World, person: str = SECRETARY) -> str:
    text = TABLES["private_text"]
    with built.looking() as desk:
        row = desk.row("person", person)
        return str(desk.tx.scalar(select(text.c.text).where(text.c.id == row.address_id)))


@contextmanager
def place_of(
    store: Store, modules: Path, folder: Path, *, called: str = "127.0.0.1"
) -> Iterator[Place]:
    """The example partnership, its pages and a provider; by which name the pages are `called`."""
    built = world(store, dt.datetime.now(dt.UTC))
    socket = listening("127.0.0.1", 0)
    at = f"http://{called}:{socket.getsockname()[1]}/p/{KEY}"
    with real_provider(modules, folder, at) as provider:
        one = Provider(
            key="local",
            title="Sign in with the example provider",
            issuer=provider.issuer,
            client=CLIENT,
            secret=SECRET,
            scopes=("openid", "profile", "email", "groups"),
            claim="email",
            match="address",
            groups="groups",
        )
        served = Served(
            store=store,
            clock=lambda: dt.datetime.now(dt.UTC),
            data_dir=folder,
            openid=Speakers(SignInSettings((one,))),
        )
        web = Web(served, socket)
        web.start()
        person = Person()
        try:
            with built.acting() as desk:
                text = RULES.format(issuer=provider.issuer).encode()
                since = desk.today
                bring_into_force(desk, kind="sign-in", file="s", since=since, text=text)
            yield Place(built, at, provider, person, served)
        finally:
            person.close()
            web.end()
            assert web.ended()
