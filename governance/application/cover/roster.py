"""Everybody who could take part in decisions on a day, read in a few statements for all bodies.

Nothing is asked body by body or office by office, and little of it again for another day, so
that a night can go through a country's.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance.application.bodies.delegations import as_delegation
from governance.application.bodies.facts import BodyFacts, people_values
from governance.application.desk import Desk
from governance.application.people.away import away_on
from governance.application.people.organisations import organisations
from governance.application.permissions import PROPER_OFFICES
from governance.application.proposals.counting import signatories_of
from governance.application.proposals.powers import PROPER_OFFICER
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.domain.authority.model import Scheme
from governance.domain.bodies.people import Appointment, Person
from governance.domain.bodies.terms import Terms
from governance.domain.cover.people import Body, Office, Partner, People
from governance.store.tables import TABLES
from statemachines.permissions import Permission

LED: Final = ("proposed", "in_cycle", "paused", "under_notice")
"""States of a commission whose lead may yet write a report on it."""

_here: Any = bindparam("partnership")
_since: Any = bindparam("since")


def _of(table: str) -> Any:
    rows = TABLES[table]
    return select(rows).where(rows.c.partnership_id == _here).order_by(rows.c.id)


def _lasting(table: str) -> Any:
    """Rows that cover a day or are yet to: one answer serves every day after it."""
    rows = TABLES[table]
    return _of(table).where(rows.c.to_day.is_(None) | (rows.c.to_day >= _since))


_BODIES, _OFFICES = _of("body"), _of("office")
_APPOINTMENTS, _HOLDINGS, _GRANTS = (
    _lasting("appointment"),
    _lasting("office_holding"),
    _lasting("role_grant"),
)
_delegation = TABLES["delegation"]
_DELEGATIONS = _of("delegation").where(
    _delegation.c.ended_on.is_(None) | (_delegation.c.ended_on > _since)
)
_commission = TABLES["commission"]
_LEADS = (
    select(_commission.c.lead_id)
    .where(
        _commission.c.partnership_id == _here,
        _commission.c.state.in_(LED),
        _commission.c.lead_id.is_not(None),
    )
    .distinct()
)
_person = TABLES["person"]
_organisation = TABLES["organisation"]
_PROVIDERS_OWN = (
    select(_person.c.key, _person.c.organisation_id)
    .join(
        _organisation,
        (_organisation.c.partnership_id == _person.c.partnership_id)
        & (_organisation.c.id == _person.c.organisation_id),
    )
    .where(_person.c.partnership_id == _here, _organisation.c.provider.is_(True))
)


class Roster:
    """Bodies, offices and people as they are on a day. `ids` leads from a key to a person's row."""

    def __init__(self, desk: Desk, on: dt.date) -> None:
        self._desk = desk
        self.on = on
        self._since = min(on, desk.today)
        self._appointments = self._on(_APPOINTMENTS)
        self._holdings = self._on(_HOLDINGS)
        self._grants = self._on(_GRANTS)
        self._leads = [row.lead_id for row in desk.all(_LEADS)]
        asked = set(self._leads)
        for statement in (_APPOINTMENTS, _HOLDINGS, _GRANTS):
            for row in desk.all(statement, since=self._since):
                asked |= {row.person_id, *getattr(row, "substitute_ids", ())}
        self.persons = people_values(desk, sorted(asked))
        self.names = {person.key: person.name for person in self.persons.values()}
        self.ids = {person.key: row_id for row_id, person in self.persons.items()}
        self._in_force = {row.key: row for row in keys_in_force(desk, kind="terms", on=on)}
        self._by_body: dict[str, list[Any]] = {}
        for row in self._appointments:
            self._by_body.setdefault(row.body_id, []).append(row)
        self._rows = {row.key: row for row in desk.all(_BODIES)}
        self._keys = {row.id: key for key, row in self._rows.items()}
        self._facts: dict[str, BodyFacts] = {}
        self._bodies: dict[str, Body] = {}
        self._partner_keys = {row.key for row in organisations(desk) if row.partner}
        self.offices = self._all_offices()
        self.titles = {key: row.name for key, row in self._rows.items()}
        self.titles |= {key: office.title for key, office in self.offices.items()}

    def _on(self, statement: Any) -> list[Any]:
        return [
            row
            for row in self._desk.all(statement, since=self._since)
            if row.from_day <= self.on and (row.to_day is None or row.to_day >= self.on)
        ]

    def people(self, scheme: Scheme, *, away: bool = True) -> People:
        """Everybody as the question of cover wants them.

        `scheme` is the one that is asked about, and is no partner's own beside itself; only bodies
        that a path could come to are looked at. `away` leaves out those who are known to be away
        that day.
        """
        passed_on = [
            as_delegation(row, {}) for row in self._desk.all(_DELEGATIONS, since=self._since)
        ]
        partners = self._partners(scheme) if _asks_each_partner(scheme) else []
        named = {*scheme.deciders, *(one.receiver for one in passed_on)}
        named |= {one.giver for one in passed_on}
        for partner in partners:
            named |= set(partner.scheme.deciders) if partner.scheme is not None else set()
        return People(
            on=self.on,
            offices=self.offices,
            bodies={key: self.body(key) for key in sorted(named & self._rows.keys())},
            partners=partners,
            delegations=passed_on,
            apart=self._unknown(),
            away=self.away() if away else frozenset(),
        )

    def key_of(self, person_id: str) -> str | None:
        """The key of a person who holds or may hold something; None for anybody else."""
        person = self.persons.get(person_id)
        return None if person is None else person.key

    def away(self) -> frozenset[str]:
        """The keys of those who are known to be away that day."""
        return frozenset(
            self.persons[row_id].key
            for row_id in away_on(self._desk, self.on, since=self._since)
            if row_id in self.persons
        )

    def body(self, key: str) -> Body:
        """A body with those who could sit there, and who signs there for each partner."""
        if key in self._bodies:
            return self._bodies[key]
        facts = self.facts(key)
        signs: Mapping[str, Any] = {}
        if facts.terms is not None:
            signs = {
                key: tuple(people)
                for key, people in signatories_of(facts, facts.terms).items()
                if key in self._partner_keys
            }
        found = Body(facts.key, facts.title, facts.terms, facts.appointments, signs)
        self._bodies[key] = found
        return found

    @property
    def bodies(self) -> dict[str, BodyFacts]:
        """All bodies by key."""
        return {key: self.facts(key) for key in self._rows}

    def key_of_body(self, row_id: str) -> str:
        """The key of the body of that id."""
        return str(self._keys[row_id])

    def facts(self, key: str) -> BodyFacts:
        """A body that day. Raises `KeyError` for one nobody knows."""
        if key not in self._facts:
            self._facts[key] = self._body(self._rows[key])
        return self._facts[key]

    def _body(self, row: Any) -> BodyFacts:
        rows = self._by_body.get(row.id, [])
        return BodyFacts(
            row=row,
            on=self.on,
            terms=self._terms(row),
            rows=rows,
            appointments=tuple(self._appointment(one) for one in rows),
            chairs=(),
            vices=(),
            chair_rows=(),
            ids=self.ids,
        )

    def _terms(self, row: Any) -> Terms | None:
        version = self._in_force.get(row.terms_key)
        if version is None:
            return None
        found: Terms = meaning(self._desk, version)
        return found

    def _appointment(self, row: Any) -> Appointment:
        return Appointment(
            person=self.persons[row.person_id],
            seat=row.seat,
            start=row.from_day,
            end=row.to_day,
            substitutes=tuple(self.persons[one] for one in row.substitute_ids),
        )

    def _all_offices(self) -> dict[str, Office]:
        held: dict[str, list[Any]] = {}
        for row in sorted(self._holdings, key=lambda r: (r.deputy, r.from_day, r.id)):
            held.setdefault(row.office_id, []).append(row)
        found = {
            row.key: Office(
                row.key,
                row.title,
                tuple(self.persons[one.person_id] for one in held.get(row.id, ())),
            )
            for row in self._desk.all(_OFFICES)
        }
        proper = [p for key in sorted(PROPER_OFFICES & found.keys()) for p in found[key].people]
        if PROPER_OFFICES & found.keys():
            found[PROPER_OFFICER] = Office(PROPER_OFFICER, "the proper officer", tuple(proper))
        return found

    def deputies(self) -> set[tuple[str, str]]:
        """Office and person (keys) where the person is its deputy and not its holder."""
        offices = {row.id: row.key for row in self._desk.all(_OFFICES)}
        return {
            (offices[row.office_id], self.persons[row.person_id].key)
            for row in self._holdings
            if row.deputy
        }

    def _partners(self, scheme: Scheme) -> list[Partner]:
        schemes: dict[str, Scheme] = {}
        for version in keys_in_force(self._desk, kind="scheme", on=self.on):
            found: Scheme = meaning(self._desk, version)
            if found.key != scheme.key:
                schemes.setdefault(found.owner, found)
        signs: dict[str, dict[Person, None]] = {}
        for key, row in self._rows.items():
            if row.organisation_id is None:
                for partner, people in self.body(key).signatories.items():
                    signs.setdefault(partner, {}).update(dict.fromkeys(people))
        return [
            Partner(row.key, row.name, tuple(signs.get(row.key, ())), schemes.get(row.key))
            for row in organisations(self._desk)
            if row.partner
        ]

    def _unknown(self) -> dict[str, list[frozenset[str]]]:
        """Whoever may write a report, lead a commission, or belongs to a provider, that day."""
        roles: dict[str, set[str]] = {}
        for row in self._grants:
            roles.setdefault(row.role, set()).add(self.persons[row.person_id].key)
        leads = {self.persons[one].key for one in self._leads if one in self.persons}
        leads |= roles.get(Permission.COMMISSIONER.value, set())
        authors = leads | roles.get(Permission.SECRETARY.value, set())
        providers: dict[str, set[str]] = {}
        for row in self._desk.all(_PROVIDERS_OWN):
            providers.setdefault(row.organisation_id, set()).add(row.key)
        return {
            "author": [frozenset({key}) for key in sorted(authors)],
            "lead": [frozenset({key}) for key in sorted(leads)],
            "provider": [frozenset(keys) for _, keys in sorted(providers.items())],
        }


def _asks_each_partner(scheme: Scheme) -> bool:
    return any(decider.kind == "each-partner" for decider in scheme.deciders.values())
