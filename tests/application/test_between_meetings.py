"""Deciding between meetings: chair's action and written resolutions, reported to the next one."""

import datetime as dt
import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from reports import COMMISSIONER, SECRETARY, WORDS, Life, codes
from sqlalchemy import bindparam, select
from world import world

from governance.application.bodies.acts import add_body, appoint
from governance.application.bodies.chairs import record_chair
from governance.application.change import Change
from governance.application.meetings import acts as meetings
from governance.application.meetings.queries import agenda
from governance.application.proposals.between import decide_between
from governance.application.proposals.findings import Words
from governance.configuration import config_dir
from governance.domain.errors import GuardRefused, Unusable
from governance.domain.texts import parse
from governance.store.engine import Store
from governance.store.tables import TABLES
from governance.words.en.bodies import WORDS as SENTENCES

TERMS = """\
vires: terms/1
key: network-terms
title: Terms of reference of the Example Network
body: network
standing: {standing}
categories:
  member: {{one: member, many: members}}
seats:
  - {{key: nhs, title: the NHS seat, category: member}}
  - {{key: police, title: the police seat, category: member}}
  - {{key: probation, title: the probation seat, category: member}}
  - {{key: schools, title: the schools' seat, category: member}}
quorum: {{members: 2}}
decisions: {{method: simple_majority}}
chair: {{appointed_by: county-council, after_consulting_members: no}}
{between}
"""
BOTH = "between_meetings: {chairs_action: yes, written_resolution: unanimity_of_all}"
MAJORITY = "between_meetings: {written_resolution: simple_majority}"
CHAIR, VICE, PROBATION, SCHOOLS = (
    "example-nhs",
    "example-police",
    "example-probation",
    "example-head-teacher",
)
SEATS = {"nhs": CHAIR, "police": VICE, "probation": PROBATION, "schools": SCHOOLS}
SCHEME = "schemes/example-partnership.yaml"
DIRECTOR_DECIDES = "    path: [{decide: director}]\n    procedure: [officer-record]\n"

_MESSAGES = select(TABLES["message"]).where(
    TABLES["message"].c.partnership_id == bindparam("partnership"),
    TABLES["message"].c.template == "ratification_wanted",
)

Make = Callable[..., Life]


def in_force(built: Life, kind: str, text: str, since: dt.date, *, number: int = 1) -> None:
    """A text of the test's own in force from a day, as that version of it."""
    node = parse(text.encode(), "own.yaml").plain
    values = {
        "kind": kind,
        "key": node["key"],
        "number": number,
        "title": node["title"],
        "state": "in_force",
        "text": text.encode(),
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "file": "own.yaml",
        "effective_from": since,
    }
    with built.acting(None) as desk:
        values |= {"id": desk.new_id(), "ref": desk.next_ref("rulebook_version")}
        desk.apply(
            Change(
                kind="rulebook.constituted", table="rulebook_version", subject=None, values=values
            )
        )


@pytest.fixture
def make(store: Store, now: dt.datetime) -> Make:
    """A partnership with a network that takes small commitments, by terms of its own."""

    def build(
        between: str = BOTH, standing: str = "partner-body", path: str = "decide: network"
    ) -> Life:
        built = Life(world(store, now), now)
        since = (now - dt.timedelta(days=365)).date()
        scheme = (config_dir() / SCHEME).read_text("utf-8")
        assert DIRECTOR_DECIDES in scheme
        scheme = scheme.replace(DIRECTOR_DECIDES, f"    path: [{{{path}}}]\n")
        network = "deciders:\n  network: {kind: body, title: the Network, terms: network-terms}\n"
        scheme = scheme.replace("deciders:\n", network, 1)
        in_force(built, "scheme", scheme, since + dt.timedelta(days=1), number=2)
        text = TERMS.format(standing=standing, between=between)
        in_force(built, "terms", text, since)
        with built.acting(None) as desk:
            add_body(
                desk,
                key="network",
                name="Example Network",
                standing=standing,
                terms_key="network-terms",
            )
            for seat, person in SEATS.items():
                appoint(desk, body="network", seat=seat, person=person, from_day=since)
            for role, person in (("chair", CHAIR), ("vice", VICE)):
                record_chair(
                    desk,
                    body="network",
                    person=person,
                    role=role,
                    reason="before Vires",
                    from_day=since,
                )
        return built

    return build


def ready(built: Life) -> str:
    return built.submit(built.award(built.commission(), 30_000))


def between(
    built: Life,
    ref: str,
    way: str,
    *,
    by: str = CHAIR,
    outcome: str = "approved",
    words: Words = WORDS,
    **more: Any,
) -> Any:
    with built.acting(by) as desk:
        decide_between(desk, ref, way=way, outcome=outcome, words=words, **more)
    return built.row(ref)


def refused(built: Life, ref: str, way: str, **more: Any) -> GuardRefused:
    with pytest.raises(GuardRefused) as caught:
        between(built, ref, way, **more)
    assert built.decisions(ref) == []
    assert all(code in SENTENCES for code in codes(caught) if code.startswith("between."))
    return caught.value


def test_the_chair_acts_and_the_next_meeting_is_told(make: Make) -> None:
    built = make()
    ref = ready(built)
    with built.acting(SECRETARY) as desk:
        soon = built.today + dt.timedelta(days=20)
        meeting = meetings.plan(desk, body="network", on=soon, starts=dt.time(10)).ref
        later = soon + dt.timedelta(days=20)
        meetings.plan(desk, body="network", on=later, starts=dt.time(10))
    row = between(built, ref, "chairs_action")
    assert (row.state, row.outcome, row.decided_on) == ("effective", "approved", built.today)
    (decision,) = built.decisions(ref)
    assert (decision.how_taken, decision.decider) == ("chairs_action", "network")
    assert (decision.meeting_id, decision.quorum) == (None, None)
    assert decision.count == {"chair": CHAIR}
    assert (decision.verbatim, decision.reasons) == (WORDS.verbatim, WORDS.reasons)
    with built.looking() as desk:
        assert decision.taken_by_id == desk.row("person", CHAIR).id
        (item,) = agenda(desk, desk.row("meeting", meeting).id)
        assert desk.all(_MESSAGES) == []
    assert item.title == f"For ratification: {ref}, A report on award (chair's action)"
    assert (item.state, item.report) == ("listed", None)
    assert built.whole()


def test_without_a_meeting_to_come_the_secretary_is_told(make: Make) -> None:
    built = make()
    ref = ready(built)
    between(built, ref, "chairs_action")
    with built.looking() as desk:
        (told,) = desk.all(_MESSAGES)
    assert (told.recipient, told.params["ref"]) == ("secretary", ref)
    assert built.whole()


@pytest.mark.parametrize("way", ["chairs_action", "written_resolution"])
def test_the_terms_have_to_allow_it(make: Make, way: str) -> None:
    built = make(between="")
    found = refused(built, ready(built), way, agree=())
    assert codes(found) == [f"between.{way}_not_in_terms"]


@pytest.mark.parametrize("standing", ["council-committee", "joint-committee"])
@pytest.mark.parametrize("way", ["chairs_action", "written_resolution"])
def test_a_committee_acts_at_a_meeting(make: Make, standing: str, way: str) -> None:
    built = make(between="", standing=standing)
    assert f"between.{way}_unlawful" in codes(refused(built, ready(built), way))


def test_only_the_chair_acts_alone(make: Make) -> None:
    built = make()
    ref = ready(built)
    for person in (VICE, SECRETARY):
        found = refused(built, ref, "chairs_action", by=person)
        assert "between.not_the_chair" in codes(found)
    with pytest.raises(Unusable) as unusable:
        between(built, ref, "chairs_action", agree=[VICE])
    assert codes(unusable) == ["between.chair_alone"]


def test_the_vice_acts_where_the_chair_has_an_interest(make: Make) -> None:
    built = make()
    ref = ready(built)
    built.declare(ref, CHAIR, "organisational")
    assert "between.not_the_chair" in codes(refused(built, ref, "chairs_action"))
    assert between(built, ref, "chairs_action", by=VICE).state == "effective"
    (decision,) = built.decisions(ref)
    assert decision.count == {"chair": VICE}
    assert [c["kind"] for c in decision.conflicts] == ["organisational"]


def test_nobody_acts_where_chair_and_vice_have_an_interest(make: Make) -> None:
    built = make()
    ref = ready(built)
    for person in (CHAIR, VICE):
        built.declare(ref, person, "organisational")
    assert "between.nobody_in_chair" in codes(refused(built, ref, "chairs_action", by=VICE))


def test_a_written_resolution_says_who_has_not_signed(make: Make) -> None:
    built = make()
    ref = ready(built)
    found = refused(built, ref, "written_resolution", by=SECRETARY, agree=[CHAIR, VICE, SCHOOLS])
    (one,) = found.refusals
    assert one.code == "between.signatures_missing"
    assert len(one.params["names"]) == 1
    row = between(built, ref, "written_resolution", by=SECRETARY, agree=list(SEATS.values()))
    assert row.state == "effective"
    (decision,) = built.decisions(ref)
    assert (decision.how_taken, decision.taken_by_id) == ("written_resolution", None)
    assert (decision.count["method"], decision.count["for"]) == ("unanimity_of_all", 4)
    assert decision.count["by_name"] == dict.fromkeys(sorted(SEATS.values()), "for")
    assert decision.quorum["counted"]
    assert built.whole()


def test_whoever_has_an_interest_neither_signs_nor_is_missed(make: Make) -> None:
    built = make()
    ref = ready(built)
    built.declare(ref, SCHOOLS, "organisational")
    everybody, rest = list(SEATS.values()), [CHAIR, VICE, PROBATION]
    found = refused(built, ref, "written_resolution", by=SECRETARY, agree=everybody)
    assert codes(found) == ["attendance.leaves"]
    between(built, ref, "written_resolution", by=SECRETARY, agree=rest)
    assert built.decisions(ref)[0].count["eligible"] == len(rest)


def test_only_members_of_the_day_sign(make: Make) -> None:
    built = make()
    found = refused(
        built, ready(built), "written_resolution", by=SECRETARY, agree=["example-leader"]
    )
    assert codes(found) == ["between.not_a_member"]


@pytest.mark.parametrize(("votes_for", "code"), [(2, "between.tie"), (1, "between.not_carried")])
def test_a_tie_is_not_carried_and_has_no_casting_vote(
    make: Make, votes_for: int, code: str
) -> None:
    built = make(between=MAJORITY)
    everybody = list(SEATS.values())
    signed = {"agree": everybody[:votes_for], "against": everybody[votes_for:]}
    found = refused(built, ready(built), "written_resolution", by=SECRETARY, **signed)
    assert codes(found) == [code]


def test_a_member_does_not_record_a_written_resolution(make: Make) -> None:
    built = make()
    agree = list(SEATS.values())
    ref = ready(built)
    refused(built, ref, "written_resolution", by=PROBATION, agree=agree)
    refused(built, ref, "written_resolution", by=COMMISSIONER, agree=agree)


def test_the_record_wants_its_words_and_reasons(make: Make) -> None:
    built = make()
    found = refused(built, ready(built), "chairs_action", words=Words())
    assert {"decision.no_words", "decision.no_reasons"} <= set(codes(found))


def test_a_partnership_only_advises_and_the_path_goes_on(make: Make) -> None:
    built = make(standing="partnership", path="recommend: network}, {decide: director")
    ref = ready(built)
    found = refused(built, ref, "chairs_action")
    assert codes(found) == ["decision.outcome_beyond_powers"]
    row = between(built, ref, "chairs_action", outcome="recommended")
    assert (row.state, row.outcome) == ("cleared", None)
    built.hand(ref)
    assert built.officer(ref).state == "effective"
    assert built.whole()


def test_an_officer_s_turn_is_not_a_body_s(make: Make) -> None:
    built = make(path="decide: director")
    found = refused(built, ready(built), "chairs_action")
    assert codes(found) == ["between.no_body"]


def test_an_unknown_way_names_the_nearest(make: Make) -> None:
    built = make()
    with pytest.raises(Unusable) as unusable:
        between(built, ready(built), "chair_action")
    assert unusable.value.problems[0].params["nearest"] == "chairs_action"
