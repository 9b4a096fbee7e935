"""Each partner decides for itself: under its own scheme, or recorded as it happened."""

import datetime as dt
from typing import Any

import pytest
from reports import BOARD, COMMISSIONER, DIRECTOR, WORDS, Life, codes, life
from sqlalchemy import bindparam, select
from world import cite

from governance.application.proposals import drafting, queries, submitting, taking_part
from governance.application.proposals.outside import record_outside
from governance.application.rulebook import acts as rulebook
from governance.domain.errors import GuardRefused, NoSuchMove, Unusable
from governance.store.engine import Store
from governance.store.tables import TABLES

_proposal = TABLES["proposal"]
_organisation = TABLES["organisation"]
_CHILDREN = (
    select(_proposal, _organisation.c.key.label("partner"))
    .join(
        _organisation,
        (_organisation.c.partnership_id == _proposal.c.partnership_id)
        & (_organisation.c.id == _proposal.c.organisation_id),
    )
    .where(_proposal.c.partnership_id == bindparam("partnership"))
    .order_by(_proposal.c.ref)
)
COUNTY = """
vires: scheme/1
key: county-scheme
title: The county council's scheme
standing: recorded
owner: county-council
source: {title: Scheme of delegation, ref: as published}
vat: excluding
deciders:
  director: {kind: office, title: the Director}
inputs:
  kind: {one of: [pool, award], title: the decision asked for, from: kind}
  value: {type: money, title: the sum asked for, from: value}
rules:
  - id: C1
    title: small pools
    when: {kind: pool, value: "up to 50,000"}
    path: [{decide: director}]
    source: paragraph 1
"""
SIGNATORIES = {
    "county-council": "example-lead-member",
    "district-council": "example-district",
    "icb": "example-nhs",
    "police": "example-police",
    "probation": "example-probation",
    "schools-forum": "example-head-teacher",
    "voluntary-sector": "example-charity",
    "jobcentre": "example-jobcentre",
}


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    built = life(store, now)
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(COUNTY.encode(), "county.yaml")])
        cite(desk, draft.ref, "Council, minute 4", desk.today)
    return built


def put_to_partners(built: Life, ref: str | None = None) -> str:
    """A pooled fund, recommended by the board with each partner's consent."""
    if ref is None:
        details = {"shares": {"county-council": 30_000_00}}
        ref = built.draft("pool", None, 100_000, scheme="example-partnership", details=details)
    built.submit(ref)
    for office in ("s151", "monitoring-officer"):
        built.view(ref, office)
    built.sitting("trust-board", BOARD, ref)
    for partner, person in SIGNATORIES.items():
        with built.acting(person) as desk:
            taking_part.consent(desk, ref, partner=partner)
    built.decide(ref, "recommended")
    return ref


def children(built: Life) -> dict[str, Any]:
    """The partners' latest reports, by partner."""
    with built.looking() as desk:
        return {row.partner: row for row in desk.all(_CHILDREN)}


def outside(built: Life, ref: str, decider: str, outcome: str = "approved") -> None:
    with built.acting() as desk:
        record_outside(
            desk,
            ref,
            decider=decider,
            on=desk.today,
            outcome=outcome,
            words=WORDS,
            reason="It decides by itself.",
        )


def all_but_county(built: Life) -> None:
    for partner, row in children(built).items():
        if partner != "county-council":
            outside(built, row.ref, partner)


def test_only_whoever_may_sign_for_a_partner_gives_its_consent(built: Life) -> None:
    details = {"shares": {"county-council": 30_000_00}}
    ref = built.draft("pool", None, 100_000, scheme="example-partnership", details=details)
    built.submit(ref)
    for person in ("example-district", COMMISSIONER):
        with pytest.raises(GuardRefused) as refused, built.acting(person) as desk:
            taking_part.consent(desk, ref, partner="icb")
        assert codes(refused) == ["consents.not_a_signatory"]
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        taking_part.consent(desk, ref, partner="icb", person="example-district")
    assert codes(refused) == ["consents.not_a_signatory"]
    with built.acting() as desk:
        taking_part.consent(desk, ref, partner="icb", person="example-nhs")


def test_consent_is_given_only_to_what_is_still_decided_in_writing(built: Life) -> None:
    award = built.submit(built.award(built.commission(), 10_000))
    with pytest.raises(GuardRefused) as refused, built.acting("example-nhs") as desk:
        taking_part.consent(desk, award, partner="icb")
    assert codes(refused) == ["consent.not_in_writing"]
    ref = put_to_partners(built)
    own = children(built)["icb"].ref
    with pytest.raises(GuardRefused) as refused, built.acting("example-nhs") as desk:
        taking_part.consent(desk, ref, partner="icb")
    assert [(r.code, r.params["report"]) for r in refused.value.refusals] == [
        ("consent.own_report", own)
    ]
    with built.acting(COMMISSIONER) as desk:
        submitting.withdraw(desk, award, reason="It is not wanted.")
    with pytest.raises(GuardRefused) as refused, built.acting("example-nhs") as desk:
        taking_part.consent(desk, award, partner="icb")
    assert codes(refused) == ["consent.not_now"]


def test_each_partner_gets_a_report_under_its_own_scheme_or_none(built: Life) -> None:
    ref = put_to_partners(built)
    assert built.state(ref) == "awaiting_partners"
    found = children(built)
    assert found.keys() == SIGNATORIES.keys()
    assert {p for p, row in found.items() if row.scheme_key} == {"county-council"}
    assert (found["county-council"].value, found["icb"].value) == (30_000_00, 100_000_00)
    assert found["icb"].author_id == built.row(ref).author_id


def test_the_page_says_which_partners_have_still_to_decide(built: Life) -> None:
    ref = put_to_partners(built)
    found = children(built)
    outside(built, found["icb"].ref, "icb")
    with built.looking() as desk:
        page = queries.shown(desk, ref)
    assert [(s["state"], s["on"]) for s in page["path"] if s["decider"] == "each-partner"] == [
        ("with partners", None)
    ]
    own = {one["ref"]: (one["state"], one["outcome"]) for one in page["partners"]}
    assert own[found["icb"].ref] == ("effective", "approved")
    assert own[found["police"].ref] == ("draft", None)
    assert len(own) == len(SIGNATORIES)
    for partner, row in children(built).items():
        if partner != "icb":
            outside(built, row.ref, partner)
    with built.looking() as desk:
        page = queries.shown(desk, ref)
    assert {s["state"] for s in page["path"]} == {"done"}


def test_when_all_are_in_effect_so_is_the_whole(built: Life) -> None:
    ref = put_to_partners(built)
    own = children(built)["county-council"].ref
    all_but_county(built)
    assert built.state(ref) == "awaiting_partners"
    built.submit(own)
    assert built.rule(own) == "C1"
    built.hand(own)
    built.officer(own)
    assert (built.state(own), built.state(ref)) == ("effective", "effective")
    found = children(built)["police"]
    assert [f["code"] for f in found.flags] == ["decided_outside"]
    assert built.decisions(found.ref)[0].decider == "police"
    assert built.whole()


def test_nobody_here_decides_for_a_partner_without_a_scheme(built: Life) -> None:
    put_to_partners(built)
    police = children(built)["police"].ref
    with pytest.raises(GuardRefused) as refused:
        built.submit(police)
    assert codes(refused) == ["proposal.no_own_scheme"]


def test_a_partner_is_never_passed_over(built: Life) -> None:
    ref = put_to_partners(built)
    police = children(built)["police"].ref
    with pytest.raises(GuardRefused) as refused, built.acting(COMMISSIONER) as desk:
        submitting.withdraw(desk, police, reason="They are slow.")
    assert codes(refused) == ["proposal.goes_with"]
    with pytest.raises(Unusable) as unusable, built.acting(COMMISSIONER) as desk:
        drafting.amend(desk, police, details={"drawn": 7})
    assert codes(unusable) == ["proposal.detail_name_unknown"]
    for partner, row in children(built).items():
        if partner not in ("police", "county-council"):
            outside(built, row.ref, partner)
    own = children(built)["county-council"].ref
    built.submit(own)
    built.hand(own)
    built.officer(own)
    assert built.state(ref) == "awaiting_partners"
    outside(built, police, "police")
    assert built.state(ref) == "effective"


def test_one_refusal_refers_the_whole_back_and_everybody_decides_again(built: Life) -> None:
    ref = put_to_partners(built)
    with pytest.raises(GuardRefused), built.acting(COMMISSIONER) as desk:
        submitting.rework(desk, ref)
    first = children(built)
    outside(built, first["icb"].ref, "icb")
    outside(built, first["police"].ref, "police", "refused")
    assert built.state(ref) == "awaiting_partners"
    with built.acting(COMMISSIONER) as desk:
        submitting.rework(desk, ref)
    assert built.state(ref) == "draft"
    states = {p: built.state(row.ref) for p, row in first.items()}
    assert (states["icb"], states["police"], states["probation"]) == (
        "effective",
        "decided",
        "withdrawn",
    )
    put_to_partners(built, ref)
    again = children(built)
    assert not {row.ref for row in again.values()} & {row.ref for row in first.values()}
    all_but_county(built)
    assert built.state(ref) == "awaiting_partners"
    built.submit(again["county-council"].ref)
    built.hand(again["county-council"].ref)
    built.decide(again["county-council"].ref, by=DIRECTOR)
    assert built.state(ref) == "effective"
    with pytest.raises(NoSuchMove):
        outside(built, first["probation"].ref, "probation")
    assert built.whole()
