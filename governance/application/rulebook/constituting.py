"""Constituting a partnership: its first rulebooks enter once, by every partner's consent.

Before there is a scheme nobody can decide to adopt one; afterwards nothing that alters who
decides gets in without a decision.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, select

from governance.application.change import Change, Insert, Receipt
from governance.application.desk import Desk
from governance.application.permissions import must_administer, why_not
from governance.application.rulebook.in_force import keys_in_force, meaning
from governance.application.rulebook.kinds import KINDS
from governance.application.rulebook.naming import find_version
from governance.application.rulebook.proving import dead_ends, unacknowledged, unproved
from governance.application.rulebook.taking_effect import Adoption, bring_in, facts_of
from governance.application.rulebook.whom_it_names import names_nobody
from governance.application.rulebook.whose import ours_after_all
from governance.domain.errors import GuardRefused, Refusal, Refused, Unusable, problems_of
from governance.store.tables import TABLES
from statemachines.machine import step
from statemachines.rulebook import BEFORE_ADOPTION, RULEBOOK, RulebookFacts

_organisation = TABLES["organisation"]
_PARTNERS = (
    select(_organisation)
    .where(
        _organisation.c.partnership_id == bindparam("partnership"),
        _organisation.c.partner.is_(True),
    )
    .order_by(_organisation.c.ref)
)


def constitute(
    desk: Desk,
    versions: Sequence[str],
    consents: Mapping[str, str],
    *,
    on: dt.date | None = None,
    words: str = "",
) -> Receipt:
    """Bring the first rulebooks into force, by the written consent of every partner.

    `versions` name drafts; `consents` give for each partner's key the key of the person who
    consented for it. `on` is the day of it, today or earlier; `words` what was consented to.
    Raises `Unusable` for names nobody knows, `Refused` with everything that is missing, and the
    second time.
    """
    day = on or desk.today
    rows, people = _named(desk, versions, consents)
    partners = desk.all(_PARTNERS)
    missing = [*_partners_missing(partners, consents), *_consents_wrong(partners, people, day)]
    against = [*missing, *_wrong_with(desk, rows, day)]
    if any(KINDS[row.kind].by_administrator for row in rows):
        against += why_not(must_administer, desk)
    states = {}
    for row in rows:
        if row.state not in BEFORE_ADOPTION:
            params = {"ref": row.ref, "state": row.state.replace("_", " ")}
            against.append(Refusal("rulebook.not_a_draft", params))
            continue
        against.extend(names_nobody(desk, row, on=day, beside=rows))
        try:
            facts = _facts(desk, row, day)
            states[row.id] = step(RULEBOOK, row.state, "constitute", facts)
        except Refused as refused:
            against.extend(r for r in refused.refusals if r not in against)
    if against:
        raise GuardRefused(against)
    adoption = Adoption(
        kind="rulebook.constituted",
        effective_from=day,
        authority={"kind": "consents", "partners": sorted(people), "on": day.isoformat()},
        right="the consent of every partner",
    )
    for row in rows:
        bring_in(desk, row, states[row.id], adoption)
    receipt = desk.apply(
        Change(
            kind="partnership.constituted",
            table="partnership",
            subject=desk.partnership,
            values={"constituted_on": day},
            facts={
                "on": day,
                "versions": [row.ref for row in rows],
                "consents": {key: person.key for key, person in people.items()},
            },
            writes=tuple(_consent(desk, p, people[p.key], day, words) for p in partners),
            authority=adoption.right,
        )
    )
    desk.partnership = desk.by_id("partnership", desk.pid)
    return receipt


def _facts(desk: Desk, row: Any, day: dt.date) -> RulebookFacts:
    """What constituting asks of one rulebook: a scheme is proved, or its findings accepted.

    Whether people could complete its paths is not asked yet: bodies are set up under the terms
    of reference that come into force with it.
    """
    facts = replace(facts_of(desk, row), consents_missing=())
    if facts.recorded_scheme:
        return replace(facts, unproved=(), unacknowledged=unacknowledged(desk, row, start=day))
    found = (*unproved(desk, row, start=day), *dead_ends(desk, row))
    return replace(facts, unproved=found, unacknowledged=())


def _named(
    desk: Desk, versions: Sequence[str], consents: Mapping[str, str]
) -> tuple[list[Any], dict[str, Any]]:
    """The rows of everything named; raises `Unusable` with every name nobody knows."""
    rows: dict[str, Any] = {}
    people: dict[str, Any] = {}

    def version(name: str) -> None:
        row = find_version(desk, name)
        rows[row.id] = row

    def consent(partner: str, person: str) -> None:
        organisation = desk.row("organisation", partner)
        people[organisation.key] = desk.row("person", person)

    problems = problems_of(
        *(lambda name=name: version(name) for name in versions),
        *(lambda pair=pair: consent(*pair) for pair in consents.items()),
    )
    if problems:
        raise Unusable(problems)
    return list(rows.values()), people


def _partners_missing(partners: Sequence[Any], consents: Mapping[str, str]) -> list[Refusal]:
    if not partners:
        return [Refusal("rulebook.no_partners")]
    return [
        Refusal("rulebook.consent_missing", {"partner": partner.name, "key": partner.key})
        for partner in partners
        if partner.key not in consents
    ]


def _consents_wrong(
    partners: Sequence[Any], people: Mapping[str, Any], day: dt.date
) -> list[Refusal]:
    """What is wrong with the consents given: not a partner's, or by somebody who cannot."""
    known = {partner.key: partner for partner in partners}
    others = {partner.id: partner for partner in partners}
    found = []
    for key, person in people.items():
        if key not in known:
            found.append(Refusal("rulebook.consent_of_no_partner", {"key": key}))
            continue
        if person.left_on is not None and person.left_on <= day:
            found.append(Refusal("people.left", {"person": person.key, "on": person.left_on}))
        home = others.get(person.organisation_id)
        if home is not None and home.key != key:
            params = {"person": person.key, "partner": known[key].name, "home": home.name}
            found.append(Refusal("rulebook.consent_by_other", params))
    return found


def _wrong_with(desk: Desk, rows: Sequence[Any], day: dt.date) -> list[Refusal]:
    """What is wrong with the rulebooks named, taken together."""
    found = []
    if day > desk.today:
        found.append(Refusal("rulebook.constituting_ahead", {"on": day}))
    names = [(row.kind, row.key) for row in rows]
    for kind, key in sorted({name for name in names if names.count(name) > 1}):
        same = sorted(
            (row for row in rows if (row.kind, row.key) == (kind, key)), key=lambda row: row.number
        )
        params = {"kind": kind, "key": key, "refs": [row.ref for row in same]}
        params |= {"older": same[0].ref, "newer": same[-1].ref}
        found.append(Refusal("rulebook.named_twice", params))
    schemes = {row.id: row for row in keys_in_force(desk, kind="scheme", on=day)}
    schemes |= {row.id: row for row in rows if row.kind == "scheme"}
    for row in schemes.values():
        found.extend(ours_after_all(desk, meaning(desk, row), beside=rows))
    if not schemes:
        found.append(Refusal("rulebook.no_scheme"))
    return found


def _consent(desk: Desk, partner: Any, person: Any, day: dt.date, words: str) -> Insert:
    values = {
        "id": desk.new_id(),
        "subject_table": "partnership",
        "subject_id": desk.pid,
        "organisation_id": partner.id,
        "person_id": person.id,
        "on_day": day,
        "words": words.strip(),
    }
    return Insert("consent", values)
