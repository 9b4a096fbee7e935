"""The example partnership as data: who is in it, and what it commissions.

Read from the shipped `example/partnership.yaml` and `example/commissions.yaml`, and put into a
store through the same use cases that a real partnership would use.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from governance.application.bodies import acts as bodies
from governance.application.desk import Desk
from governance.application.people import acts as people
from governance.application.rulebook.constituting import constitute
from governance.application.rulebook.loading import load_all
from governance.configuration import config_dir
from governance.domain.texts import parse


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything that `partnership.yaml` says, under its keys."""

    key: str
    name: str
    organisations: Mapping[str, Any]
    people: Mapping[str, Any]
    roles: Sequence[Mapping[str, str]]
    offices: Mapping[str, Any]
    bodies: Mapping[str, Any]
    chairs: Sequence[Mapping[str, str]]
    rulebooks: Sequence[str]

    @property
    def files(self) -> tuple[str, ...]:
        """The shipped texts that are in force, the bodies' terms of reference last."""
        return (*self.rulebooks, *(f"terms/{key}.yaml" for key in self.bodies))

    @property
    def signatories(self) -> dict[str, str]:
        """Who signs for each partner."""
        return {key: one["signs"] for key, one in self.organisations.items() if "signs" in one}


@cache
def cast() -> Cast:
    """The example partnership's people, partners and bodies."""
    return Cast(**_read("partnership"))


@cache
def commissions() -> Mapping[str, Any]:
    """What the example partnership commissions, by a short name."""
    found: Mapping[str, Any] = _read("commissions")
    return found


def _read(name: str) -> Any:
    file = config_dir() / "example" / f"{name}.yaml"
    return parse(file.read_bytes(), file.name).plain


def add_organisations(desk: Desk, given: Cast) -> None:
    """Add the partners, and the providers known from the start."""
    for key, one in given.organisations.items():
        what = frozenset(one["is"])
        people.add_organisation(
            desk,
            key=key,
            name=one["name"],
            partner="partner" in what,
            statutory="statutory" in what,
            lead="lead" in what,
            provider="provider" in what,
            voluntary="voluntary" in what,
        )


def add_people(desk: Desk, given: Cast, *, since: dt.date) -> None:
    """Add the people, their roles and their offices from a day on."""
    for key, one in given.people.items():
        address = f"{key.removeprefix('example-')}@{given.key}.example"
        people.add_person(
            desk, key=key, name=one["name"], address=address, organisation=one.get("of")
        )
    for one in given.roles:
        people.grant(desk, person=one["person"], role=one["role"], from_day=since)
    for key, one in given.offices.items():
        bodies.add_office(desk, key=key, title=one["title"], organisation="county-council")
        bodies.hold_office(desk, office=key, person=one["held by"], from_day=since)
        if "deputy" in one:
            bodies.hold_office(desk, office=key, person=one["deputy"], deputy=True, from_day=since)


def load_rulebooks(desk: Desk, files: Sequence[str]) -> list[str]:
    """Load shipped texts as drafts; their references."""
    texts = [((config_dir() / file).read_bytes(), file) for file in files]
    return [receipt.ref for receipt in load_all(desk, texts)]


def agree_rulebooks(desk: Desk, given: Cast, files: Sequence[str], *, since: dt.date) -> None:
    """Bring shipped texts into force by the consent of every partner."""
    constitute(desk, load_rulebooks(desk, files), given.signatories, on=since)


def add_bodies(desk: Desk, given: Cast, *, since: dt.date) -> None:
    """Add the bodies and fill their seats from a day on."""
    for key, one in given.bodies.items():
        bodies.add_body(
            desk,
            key=key,
            name=one["name"],
            standing=one["standing"],
            terms_key=f"{key}-terms",
            organisation=one.get("organisation"),
            parent=one.get("parent"),
        )
    for key, one in given.bodies.items():
        for seat, (member, *substitutes) in one["seats"].items():
            bodies.appoint(
                desk,
                body=key,
                seat=seat,
                person=member,
                substitutes=substitutes,
                from_day=since,
            )


def record_chairs(
    desk: Desk, given: Cast, *, since: dt.date, apart_from: Sequence[str] = ()
) -> None:
    """Record who was in the chair of each body before there was Vires."""
    for one in given.chairs:
        if one["body"] not in apart_from:
            bodies.record_chair(
                desk,
                body=one["body"],
                person=one["person"],
                reason="appointed before Vires",
                from_day=since,
            )
