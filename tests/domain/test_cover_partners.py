"""Cover where each partner is asked: by its own scheme where known, else by whoever may sign."""

import datetime as dt
from dataclasses import replace

from governance.domain.authority.loading import load_scheme
from governance.domain.authority.model import Scheme
from governance.domain.bodies.delegations import Consultee, Delegation
from governance.domain.bodies.interests import Outcome
from governance.domain.bodies.people import Person
from governance.domain.cover import Covering, Office, Partner, People

ON = dt.date(2025, 2, 20)
A, B, C = Person("a", "A"), Person("b", "B"), Person("c", "C")
TEXT = b"""\
vires: scheme/1
key: shared
title: A shared scheme
standing: own
owner: board
vat: excluding
deciders:
  each: {kind: each-partner, title: each partner}
  head: {kind: office, title: the head}
  chief: {kind: office, title: the chief}
ranks: [[chief, head]]
inputs:
  kind: {one of: [award, pool], title: the decision, from: kind}
rules:
  - id: R1
    when: {kind: pool}
    path: [{decide: each}]
    source: here
  - id: R2
    when: {kind: award}
    path: [{decide: head}]
    source: here
"""
OWN = b"""\
vires: scheme/1
key: council
title: The council's own scheme
standing: own
owner: council
vat: excluding
deciders:
  head: {kind: office, title: the head}
  chief: {kind: office, title: the chief}
inputs:
  kind: {one of: [award, pool], title: the decision, from: kind}
rules:
  - id: C1
    when: {kind: award}
    path: [{decide: head}]
    source: here
  - id: C2
    when: {kind: pool}
    path: [{decide: chief}]
    source: here
"""
SCHEME, COUNCIL = load_scheme(TEXT, "shared.yaml"), load_scheme(OWN, "council.yaml")


def stops(people: People, rule: str = "R1", scheme: Scheme = SCHEME) -> set[frozenset[str]]:
    return {stop.absent for stop in Covering(scheme, people).path(scheme.rule(rule)).stops}


def asked(*partners: Partner, **offices: tuple[Person, ...]) -> People:
    held = {key: Office(key, key, people) for key, people in offices.items()}
    return People(on=ON, partners=partners, offices=held)


def test_every_partner_needs_one_of_those_who_sign_for_it() -> None:
    people = asked(Partner("x", "X", (A, B)), Partner("y", "Y", (B,)))
    assert stops(people) == {frozenset("b")}
    # B alone signs for Y; for X there is another signatory.
    assert stops(asked(Partner("x", "X", (A, B)))) == {frozenset("ab")}
    assert stops(asked(Partner("x", "X", ()))) == {frozenset()}


def test_without_partners_on_record_nobody_is_left_to_agree() -> None:
    assert stops(asked()) == {frozenset()}


def test_a_partner_with_its_own_scheme_is_asked_by_the_rule_for_such_a_decision() -> None:
    own = Partner("council", "the council", (C,), COUNCIL)
    assert stops(asked(own, head=(A,), chief=(B,))) == {frozenset("b")}
    vacant = asked(own, head=(A,), chief=())
    assert stops(vacant) == {frozenset()}


def test_an_interest_takes_a_signatory_out_and_not_the_partner() -> None:
    people = asked(Partner("x", "X", (A, B)))
    assert stops(replace(people, outcomes={"a": Outcome.LEAVES})) == {frozenset("b")}


def test_a_power_is_passed_on_only_where_nothing_about_the_case_could_bar_it() -> None:
    people = asked(head=(A,), chief=(), deputy=(B,))
    assert stops(people, "R2") == {frozenset("a")}
    given = Delegation("D-1", "head", "deputy", "all of it", frozenset(), None, ON)
    assert stops(replace(people, delegations=[given]), "R2") == {frozenset("ab")}
    for bound in (
        replace(given, ceiling=1),
        replace(given, kinds=frozenset({"waive"})),
        replace(given, consultees=(Consultee("chief", "the chief"),)),
        replace(given, start=ON + dt.timedelta(days=1)),
    ):
        assert stops(replace(people, delegations=[bound]), "R2") == {frozenset("a")}


def test_those_above_keep_the_power_for_a_decision_and_for_no_advice() -> None:
    people = asked(head=(A,), chief=(B,))
    assert stops(people, "R2") == {frozenset("ab")}
    consulted = TEXT.replace(b"[{decide: head}]", b"[{consult: head}, {decide: chief}]")
    scheme = load_scheme(consulted, "consulted.yaml")
    assert stops(people, "R2", scheme) == {frozenset("a"), frozenset("b")}
