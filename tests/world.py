"""A small example partnership, made through the real use cases.

Its keys are those of the shipped texts: the partnership's bodies, offices and partners. Every
person's key begins with "example"; nobody here is real.
"""

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from governance.application.bodies import acts as bodies
from governance.application.change import Change
from governance.application.desk import Desk, acting, looking
from governance.application.people import acts as people
from governance.application.rulebook import constituting
from governance.application.rulebook.loading import load_all
from governance.configuration import config_dir
from governance.domain.texts import parse
from governance.store.engine import Store

KEY: Final = "exampleshire"

PARTNERS: Final[Mapping[str, tuple[str, str]]] = {
    "county-council": ("Exampleshire County Council", "lead statutory"),
    "district-council": ("North Exampleshire District Council", "statutory"),
    "icb": ("NHS Exampleshire Integrated Care Board", "statutory"),
    "police": ("Exampleshire Police", "statutory"),
    "probation": ("Exampleshire Probation Service", "statutory"),
    "jobcentre": ("Jobcentre Exampleshire", "statutory"),
    "schools-forum": ("Exampleshire Schools Forum", "partner"),
    "voluntary-sector": ("Exampleshire Voluntary Action", "partner voluntary"),
    "example-care": ("Example Care Limited", "provider"),
}

PEOPLE: Final[Mapping[str, tuple[str, str | None]]] = {
    "example-secretary": ("Sam Secretary", "county-council"),
    "example-director": ("Dana Director", "county-council"),
    "example-deputy": ("Devi Deputy", "county-council"),
    "example-lead-member": ("Lee Member", "county-council"),
    "example-leader": ("Laurie Leader", "county-council"),
    "example-finance": ("Frankie Finance", "county-council"),
    "example-monitoring": ("Morgan Monitoring", "county-council"),
    "example-commissioner": ("Casey Commissioner", "county-council"),
    "example-councillor": ("Chris Councillor", "county-council"),
    "example-district": ("Drew District", "district-council"),
    "example-nhs": ("Noor Health", "icb"),
    "example-nhs-substitute": ("Nat Health", "icb"),
    "example-police": ("Pat Police", "police"),
    "example-police-substitute": ("Pip Police", "police"),
    "example-probation": ("Robin Probation", "probation"),
    "example-jobcentre": ("Jo Centre", "jobcentre"),
    "example-head-teacher": ("Toni Teacher", "schools-forum"),
    "example-charity": ("Val Charity", "voluntary-sector"),
    "example-parent": ("Perry Parent", None),
    "example-young-person": ("Yoshi Young", None),
    "example-scrutineer": ("Sasha Scrutiny", "county-council"),
    "example-auditor": ("Ash Auditor", None),
}

ROLES: Final = (
    ("example-secretary", "secretary"),
    ("example-secretary", "administrator"),
    ("example-commissioner", "commissioner"),
    ("example-auditor", "auditor"),
)

OFFICES: Final[Mapping[str, tuple[str, str]]] = {
    "director": ("the Director of Children's Services", "example-director"),
    "joint-commissioning-head": ("the Head of Joint Commissioning", "example-commissioner"),
    "s151": ("the chief finance officer", "example-finance"),
    "monitoring-officer": ("the monitoring officer", "example-monitoring"),
    "lead-member": ("the lead member for children", "example-lead-member"),
    "leader": ("the Leader of the Council", "example-leader"),
}

BODIES: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "trust-board": ("the Partnership Board", "joint-committee", {}),
    "executive-board": ("the Executive Board", "joint-committee", {"parent": "trust-board"}),
    "locality-north": (
        "the North Locality Commissioning Group",
        "joint-committee",
        {"parent": "trust-board"},
    ),
    "cabinet": ("the Cabinet", "executive", {"organisation": "county-council"}),
    "scrutiny": (
        "the Children's Scrutiny Committee",
        "council-committee",
        {"organisation": "county-council"},
    ),
}
"""A body's name, its standing, and what it belongs to; its terms are config/terms/KEY.yaml."""

SEATS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "trust-board": {
        "county-lead-member": ("example-lead-member",),
        "county-director": ("example-director", "example-deputy"),
        "district-council": ("example-district",),
        "icb": ("example-nhs", "example-nhs-substitute"),
        "police": ("example-police", "example-police-substitute"),
        "probation": ("example-probation",),
        "schools": ("example-head-teacher",),
        "voluntary-sector": ("example-charity",),
        "jobcentre": ("example-jobcentre",),
        "parent-carers": ("example-parent",),
        "young-people": ("example-young-person",),
    },
    "executive-board": {
        "director": ("example-director", "example-deputy"),
        "chief-finance-officer": ("example-finance",),
        "icb": ("example-nhs",),
        "police": ("example-police",),
        "district-council": ("example-district",),
        "joint-commissioning-head": ("example-commissioner",),
    },
    "locality-north": {
        "county-councillor": ("example-councillor",),
        "district-councillor": ("example-district",),
        "health": ("example-nhs-substitute",),
        "head-teachers": ("example-head-teacher",),
        "voluntary-sector": ("example-charity",),
    },
    "cabinet": {
        "leader": ("example-leader",),
        "children": ("example-lead-member",),
        "finance": ("example-councillor",),
    },
    "scrutiny": {"chair": ("example-scrutineer",)},
}
"""Who sits where: the member, then the substitutes in their order."""

CHAIRS: Final = (
    ("trust-board", "example-lead-member"),
    ("locality-north", "example-councillor"),
    ("locality-north", "example-district"),
    ("cabinet", "example-leader"),
)

RULEBOOKS: Final = (
    "frameworks/four-step.yaml",
    "schemes/example-partnership.yaml",
    "calendars/example.yaml",
    *(f"terms/{name}.yaml" for name in BODIES),
)
"""The shipped texts that are in force, a scheme among them."""


@dataclass(frozen=True, slots=True)
class World:
    """The example partnership in a store, and the moment everything in it is in place."""

    store: Store
    now: dt.datetime
    key: str = KEY

    @contextmanager
    def acting(self, actor: str | None = None, *, now: dt.datetime | None = None) -> Iterator[Desk]:
        """A desk for an act; the operator's unless a person is named."""
        at = now or self.now
        with acting(self.store, now=at, partnership=self.key, actor=actor) as desk:
            yield desk

    @contextmanager
    def looking(
        self, actor: str | None = None, *, now: dt.datetime | None = None
    ) -> Iterator[Desk]:
        """A desk for a question."""
        at = now or self.now
        with looking(self.store, now=at, partnership=self.key, actor=actor) as desk:
            yield desk


def world(store: Store, now: dt.datetime, *, rulebooks: Sequence[str] = RULEBOOKS) -> World:
    """The example partnership with everybody in place since a year before `now`."""
    built = World(store, now)
    since = (now - dt.timedelta(days=365)).date()
    people.create_partnership(store, key=KEY, name="Exampleshire Children's Partnership", now=now)
    with built.acting() as desk:
        _fill(desk, since)
        constitute(desk, files=rulebooks, since=since)
        _seat(desk, since)
    return built


def empty_world(store: Store, now: dt.datetime) -> World:
    """A partnership with nothing in it yet."""
    people.create_partnership(store, key=KEY, name="Exampleshire Children's Partnership", now=now)
    return World(store, now)


def constitute(desk: Desk, *, files: Sequence[str], since: dt.date) -> None:
    """Bring shipped texts into force by the consent of every partner."""
    texts = [((config_dir() / file).read_bytes(), file) for file in files]
    drafts = [receipt.ref for receipt in load_all(desk, texts)]
    consents = {home: person for person, (_, home) in reversed(list(PEOPLE.items())) if home}
    constituting.constitute(desk, drafts, consents, on=since)


def bring_into_force(desk: Desk, *, kind: str, file: str, since: dt.date) -> None:
    """One shipped text in force from a day, without constituting anything."""
    text = (config_dir() / file).read_bytes()
    node = parse(text, file).plain
    values = {
        "id": desk.new_id(),
        "ref": desk.next_ref("rulebook_version"),
        "kind": kind,
        "key": node["key"],
        "number": 1,
        "title": node["title"],
        "state": "in_force",
        "text": text,
        "digest": hashlib.sha256(text).hexdigest(),
        "file": file,
        "effective_from": since,
    }
    desk.apply(
        Change(kind="rulebook.constituted", table="rulebook_version", subject=None, values=values)
    )


def _fill(desk: Desk, since: dt.date) -> None:
    for key, (name, what) in PARTNERS.items():
        people.add_organisation(
            desk,
            key=key,
            name=name,
            partner="partner" in what,
            statutory="statutory" in what,
            lead="lead" in what,
            provider="provider" in what,
            voluntary="voluntary" in what,
        )
    for key, (name, home) in PEOPLE.items():
        address = f"{key.removeprefix('example-')}@exampleshire.example"
        people.add_person(desk, key=key, name=name, address=address, organisation=home)
    for key, role in ROLES:
        people.grant(desk, person=key, role=role, from_day=since)
    for key, (title, person) in OFFICES.items():
        bodies.add_office(desk, key=key, title=title, organisation="county-council")
        bodies.hold_office(desk, office=key, person=person, from_day=since)
    bodies.hold_office(
        desk, office="director", person="example-deputy", deputy=True, from_day=since
    )


def _seat(desk: Desk, since: dt.date) -> None:
    for key, (name, standing, belongs) in BODIES.items():
        bodies.add_body(
            desk, key=key, name=name, standing=standing, terms_key=f"{key}-terms", **belongs
        )
    for key, seats in SEATS.items():
        for seat, (member, *substitutes) in seats.items():
            bodies.appoint(
                desk,
                body=key,
                seat=seat,
                person=member,
                substitutes=substitutes,
                from_day=since,
            )
    for key, person in CHAIRS:
        bodies.record_chair(
            desk, body=key, person=person, reason="appointed before Vires", from_day=since
        )
