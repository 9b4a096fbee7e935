"""Every address of the application, filled in with what is there, and everybody who may come."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from browsing import Site
from fastapi.testclient import TestClient
from sqlalchemy import select
from starlette.routing import Route

from governance.application.desk import acting
from governance.application.people.acts import (
    add_person,
    create_partnership,
    grant,
)
from governance.application.people.leaving import leave
from governance.application.signing_in import acts
from governance.interfaces.web.app import PREFIX
from governance.interfaces.web.rooms import ROOMS
from governance.store.tables import TABLES

HERE, ELSEWHERE = "exampleshire", "elsewhere"

SUBJECTS = {
    "agreements": "agreement",
    "decisions": "proposal",
    "record": "commission",
    "as-it-stood": "commission",
    "annual-reports": "annual_report",
    "bodies": "body",
    "cases": "decommissioning_case",
    "chairs": "chair_appointment",
    "commissions": "commission",
    "delegations": "delegation",
    "funds": "fund",
    "improvement": "improvement_plan",
    "improvements": "improvement_plan",
    "measures": "measure",
    "meetings": "meeting",
    "offices": "office",
    "organisations": "organisation",
    "people": "person",
    "plans": "plan",
    "pooled-agreements": "pooled_agreement",
    "agreed-pools": "pooled_agreement",
    "reports": "proposal",
    "returns": "monitoring_return",
    "reviews": "review",
    "rules": "rulebook_version",
}
"""What {ref} stands for after the first part of an address."""


@dataclass(frozen=True)
class Way:
    """A method and an address as it is declared, and whom it is open to."""

    method: str
    path: str
    access: str

    @property
    def line(self) -> str:
        """The way as the list has it."""
        return f"{self.method:<4} {self.path} {self.access}"


def declared() -> dict[tuple[str, str], str]:
    """The access that each page, post and act of a room declares."""
    found: dict[tuple[str, str], str] = {}
    for room in ROOMS:
        for page in room.pages:
            found["GET", f"{PREFIX}{page.path}"] = page.access.value
        for post in room.posts:
            found["POST", f"{PREFIX}{post.path}"] = post.access.value
        for act in room.acts:
            found["GET", f"{PREFIX}{act.path}"] = act.access.value
            found["POST", f"{PREFIX}{act.path}"] = act.access.value
    return found


def ways(app: Any) -> list[Way]:
    """Every way into the application; `outside` are those of no partnership."""
    rooms = declared()
    found = [
        Way(method, route.path, rooms.get((method, route.path), "outside"))
        for route in _routes(app.routes)
        for method in sorted(route.methods or ())
        if method != "HEAD"
    ]
    return sorted(found, key=lambda way: (way.path, way.method))


def _routes(routes: Any) -> Iterator[Route]:
    for route in routes:
        if isinstance(route, Route):
            yield route


@dataclass
class Names:
    """What there is to fill addresses in with, of one partnership."""

    refs: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    """The latest draft of each kind of rulebook."""

    @classmethod
    def of(cls, store: Any, partnership_id: str, *, latest: bool = False) -> "Names":
        """The first of each kind, or the latest."""
        found = cls()
        with store.read() as tx:
            for name, table in TABLES.items():
                order = table.c.id.desc() if latest else table.c.id
                here = table.c.partnership_id == partnership_id
                statement = select(table).where(here).order_by(order).limit(1)
                row = tx.first(statement)
                if row is not None:
                    found.ids[name] = row.id
                    found.refs[name] = getattr(row, "ref", row.id)
            rules = TABLES["rulebook_version"]
            scheme = tx.first(
                select(rules.c.ref)
                .where(
                    rules.c.partnership_id == partnership_id,
                    rules.c.kind == "scheme",
                    rules.c.state == "in_force",
                )
                .limit(1)
            )
            if scheme is not None:
                found.refs["rulebook_version"] = scheme.ref
            for row in tx.all(
                select(rules.c.kind, rules.c.ref)
                .where(rules.c.partnership_id == partnership_id, rules.c.state == "draft")
                .order_by(rules.c.id)
            ):
                found.drafts[row.kind] = row.ref
            run = tx.first(select(TABLES["flow_run"].c.id).limit(1))
            if run is not None:
                found.ids["flow_run"] = run.id
        return found

    def fill(self, path: str, *, partnership: str) -> str:
        """An address with the names in it; what nobody knows is a name that nothing has."""
        parts = path.removeprefix(PREFIX).split("/")
        table = SUBJECTS.get(parts[2] if len(parts) > 2 and parts[1] == "public" else parts[1], "")
        known = {
            "ref": self._rules(parts) or self.refs.get(table, "X-0000"),
            "id": self.ids.get(
                {"deadlines": "deadline", "evidence": "evidence"}.get(parts[1], "job"), "0"
            ),
            "commission": self.refs.get("commission", "0"),
            "partner": "county-council",
            "sheet": "Deciders",
            "kind": _kind(parts),
            "row": "0",
            "item": "0" if "terms" in parts else self.ids.get("proposed_item", "0"),
            "level": "after-1-working-day",
            "key": "red-twice",
            "message": self.ids.get("message", "0"),
            "run": self.ids.get("flow_run", "0"),
            "evidence": self.ids.get("evidence", "0"),
            "session": "0" * 16,
        }
        local = re.sub(r"\{(\w+)(:\w+)?\}", lambda m: known.get(m[1], "1"), "/".join(parts))
        if path.startswith(PREFIX):
            return f"/p/{partnership}{local}"
        return local

    def _rules(self, parts: Sequence[str]) -> str | None:
        """The rulebook that an address of rules is about: what may be edited is a draft."""
        if parts[1] != "rules":
            return None
        edited = next((kind for kind, word in _EDITED if word in parts), None)
        if edited is None and parts[-1] in _OF_DRAFTS:
            edited = "scheme"
        return self.drafts.get(edited or "")


_EDITED = (
    ("terms", "terms"),
    ("escalation", "deadlines"),
    ("escalation", "policy"),
    ("escalation", "add-deadline"),
    ("escalation", "add-own-deadline"),
    ("scheme", "table"),
)
"""Kinds of rulebook by a part of the addresses at which they are edited."""
_OF_DRAFTS = frozenset(
    {
        "acknowledge", "adopt", "check", "cite", "edit", "hand-in", "mend", "paste", "propose",
        "prove", "withdraw",
    }
)  # fmt: skip
"""How addresses end that are of drafts alone."""


def _kind(parts: Sequence[str]) -> str:
    if "export" in parts:
        return "csv"
    return "agenda_publication" if "deadlines" in parts else "award"


OF_SEATS = {
    "secretary": "example-secretary",
    "commissioner": "example-commissioner",
    "auditor": "example-auditor",
    "officer": "example-director",
    "member": "example-lead-member",
    "scrutineer": "example-scrutineer",
}
"""Who comes with a role or standing of their own; the secretary is an administrator too."""
SHUT_OUT = ("nobody", "left", "revoked", "expired", "locked")
"""Who is asked to sign in."""


class Crowd:
    """A browser of everybody, at a moment of the example's after its year."""

    def __init__(self, site: Site) -> None:
        self.site = site
        now = site.now
        create_partnership(site.store, key=ELSEWHERE, name="Elsewhere", now=now)
        with acting(site.store, now=now, partnership=ELSEWHERE) as desk:
            add_person(desk, key="example-stranger", name="Stranger")
            for role in ("administrator", "secretary", "commissioner"):
                grant(desk, person="example-stranger", role=role)
        with acting(site.store, now=now, partnership=HERE) as desk:
            for key in ("example-gone", "example-locked", "example-plain", "example-keeper"):
                add_person(desk, key=key, name=key.title())
            acts.make_account(desk, person="example-locked")
            grant(desk, person="example-keeper", role="administrator")
        self.tokens: dict[str, str | None] = {"nobody": None}
        for name, person in {
            **OF_SEATS,
            "plain": "example-plain",
            "keeper": "example-keeper",
            "left": "example-gone",
            "locked": "example-locked",
            "revoked": "example-secretary",
        }.items():
            self.tokens[name] = self._token(person, now)
        self.tokens["expired"] = self._token("example-secretary", now - dt.timedelta(hours=9))
        self.tokens["stranger"] = acts.start_session(
            site.store, partnership=ELSEWHERE, person="example-stranger", now=now
        )
        revoked = self.tokens["revoked"]
        assert revoked is not None
        acts.sign_out(site.store, token=revoked, now=now)
        with acting(site.store, now=now, partnership=HERE) as desk:
            leave(desk, person="example-gone")
            acts.lock_account(desk, person="example-locked")

    def _token(self, person: str, now: dt.datetime) -> str:
        return acts.start_session(self.site.store, partnership=HERE, person=person, now=now)

    def client(self, name: str) -> TestClient:
        """A browser of one of them, which follows nothing and is told of what breaks."""
        client = TestClient(
            self.site.app,
            base_url="http://127.0.0.1",
            follow_redirects=False,
            raise_server_exceptions=False,
        )
        if (token := self.tokens[name]) is not None:
            client.cookies.set("vires", token)
        return client

    def csrf(self, name: str) -> str:
        """What the forms of one of them carry."""
        token = self.tokens[name]
        assert token is not None
        session = acts.session_of(self.site.store, token=token, now=self.site.now)
        assert session is not None
        return session.csrf
