"""Delegations recorded, drawn on and ended, and what an actor is, on both databases."""

import datetime as dt

import pytest
from world import World, world

from governance.application.bodies import acts
from governance.application.bodies.delegations import (
    delegation_value,
    delegations,
    delegations_in_force,
)
from governance.application.bodies.facts import body_facts
from governance.application.desk import Desk
from governance.application.permissions import permissions, standing
from governance.domain.bodies.delegations import View
from governance.domain.errors import GuardRefused, MovedFirst, Refused, Unusable
from governance.store.engine import Store


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def delegate(desk: Desk, ceiling: int | None = 5_000_000) -> str:
    return acts.delegate(
        desk,
        giver="trust-board",
        receiver="director",
        purpose="to procure and award short breaks",
        kinds=["award"],
        ceiling=ceiling,
        consultees=["lead-member"],
        expires_on=dt.date(2025, 12, 31),
        source="Partnership Board, 20 February 2025, minute 7",
    ).ref


class TestDelegations:
    def test_one_reads_back_as_the_rules_see_it(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            ref = delegate(desk)
            value = delegation_value(desk, desk.row("delegation", ref))
        assert (value.giver, value.receiver, value.kinds) == (
            "trust-board",
            "director",
            frozenset({"award"}),
        )
        assert [(c.key, c.title) for c in value.consultees] == [
            ("lead-member", "the lead member for children")
        ]
        assert (value.ceiling, value.left, value.expires) == (
            5_000_000,
            5_000_000,
            dt.date(2025, 12, 31),
        )

    def test_everything_wrong_is_said_at_once(self, built: World) -> None:
        with built.acting() as desk, pytest.raises(Unusable) as caught:
            acts.delegate(
                desk,
                giver="trust-bord",
                receiver="trust-bord",
                purpose=" ",
                source="",
                ceiling=-1,
                consultees=["nobody"],
                from_day=dt.date(2025, 3, 1),
                expires_on=dt.date(2025, 2, 1),
            )
        assert [p.code for p in caught.value.problems] == [
            "name.unknown",
            "name.unknown",
            "bodies.delegation_purpose_missing",
            "bodies.ceiling_negative",
            "bodies.delegation_to_self",
            "name.days_reversed",
            "bodies.delegation_source_missing",
        ]
        assert caught.value.problems[0].params["nearest"] == "trust-board"

    def test_a_person_is_given_no_power_but_can_be_consulted(self, built: World) -> None:
        with built.acting() as desk:
            with pytest.raises(Unusable) as caught:
                acts.delegate(
                    desk,
                    giver="trust-board",
                    receiver="example-director",
                    purpose="to buy",
                    source="minute 8",
                    consultees=["example-nhs"],
                )
            assert [p.params["name"] for p in caught.value.problems] == ["example-director"]

    def test_it_is_drawn_down_to_its_ceiling_and_not_beyond(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            ref = delegate(desk)
            views = [View("lead-member", desk.today, in_favour=False)]
            for amount in (3_000_000, 2_000_000):
                row = desk.row("delegation", ref)
                drawn = acts.draw_change(
                    desk, delegation=row, kind="award", amount=amount, views=views
                )
                desk.apply(drawn)
            row = desk.row("delegation", ref)
            assert row.used == 5_000_000
            with pytest.raises(GuardRefused) as caught:
                acts.draw_change(desk, delegation=row, kind="award", amount=1, views=views)
        assert [r.code for r in caught.value.refusals] == ["delegations.over_ceiling"]

    def test_two_draws_on_what_one_person_saw_are_one(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            ref = delegate(desk)
            views = [View("lead-member", desk.today)]
        with built.looking() as desk:
            seen = desk.row("delegation", ref)

        def draw() -> None:
            with built.acting() as desk:
                desk.row("delegation", ref, seen=seen.version)
                change = acts.draw_change(
                    desk, delegation=seen, kind="award", amount=5_000_000, views=views
                )
                desk.apply(change)

        draw()
        with pytest.raises(MovedFirst):
            draw()

    def test_without_a_ceiling_only_the_rest_binds(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            row = desk.row("delegation", delegate(desk, ceiling=None))
            with pytest.raises(GuardRefused) as caught:
                acts.draw_change(desk, delegation=row, kind="exit", amount=10**12)
        assert [r.code for r in caught.value.refusals] == [
            "delegations.other_kind",
            "delegations.not_consulted",
        ]

    def test_it_ends_on_its_day_for_whoever_asks(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            ref = delegate(desk)
            acts.end_delegation(desk, delegation=ref, reason="replaced", on=dt.date(2025, 6, 1))
            with pytest.raises(Refused) as caught:
                acts.end_delegation(desk, delegation=ref, reason="again")
        assert caught.value.refusals[0].code == "bodies.delegation_ended"
        with built.looking() as desk:
            for day, count in ((dt.date(2025, 5, 31), 1), (dt.date(2025, 6, 1), 0)):
                assert len(delegations_in_force(desk, day)) == count
                assert len(delegations(desk, on=day)) == count
            assert len(delegations(desk)) == 1

    def test_a_member_of_the_body_that_gave_it_can_take_it_back(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            ref = delegate(desk)
        with built.acting("example-commissioner") as desk, pytest.raises(GuardRefused):
            acts.end_delegation(desk, delegation=ref, reason="no")
        with built.acting("example-nhs") as desk, pytest.raises(Unusable):
            acts.end_delegation(desk, delegation=ref, reason=" ")
        with built.acting("example-nhs") as desk:
            acts.end_delegation(desk, delegation=ref, reason="taken back by the board")


class TestPermissions:
    @pytest.mark.parametrize(
        ("actor", "held"),
        [
            (None, {"operator", "administrator", "commissioner", "secretary"}),
            ("clock", {"clock"}),
            ("example-auditor", {"auditor"}),
            ("example-secretary", {"secretary", "administrator"}),
            (
                "example-lead-member",
                {
                    "holder.lead-member",
                    "holder.trust-board",
                    "holder.cabinet",
                    "lead_partner",
                    "chair",
                },
            ),
            (
                "example-monitoring",
                {"holder.monitoring-officer", "proper_officer", "lead_partner"},
            ),
            ("example-scrutineer", {"holder.scrutiny", "scrutiny"}),
            ("example-deputy", {"holder.director", "lead_partner"}),
            ("example-nhs", {"holder.trust-board", "holder.executive-board"}),
        ],
    )
    def test_what_an_actor_is_towards_the_board(
        self, built: World, actor: str | None, held: set[str]
    ) -> None:
        with built.looking(actor) as desk:
            assert permissions(desk, body=desk.row("body", "trust-board")) == held

    def test_offices_and_seats_count_only_on_their_days(self, built: World) -> None:
        before = built.now - dt.timedelta(days=366)
        with built.looking("example-director", now=before) as desk:
            assert permissions(desk) == frozenset()
            assert standing(desk).deciders == frozenset()

    def test_a_chair_who_ends_today_is_in_the_chair_today(self, built: World) -> None:
        with built.acting() as desk:
            acts.end_chair(desk, appointment="K-0001", reason="term over")
        for days, here in ((0, True), (1, False)):
            with built.looking("example-lead-member", now=built.now + dt.timedelta(days)) as desk:
                row = desk.row("body", "trust-board")
                assert ("chair" in permissions(desk, body=row)) is here
                assert bool(body_facts(desk, row, desk.today).chairs) is here

    def test_whose_turn_it_is_is_in_the_chair(self, store: Store) -> None:
        built = world(store, dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC))
        for actor, chairs in (("example-director", True), ("example-nhs", False)):
            with built.looking(actor) as desk:
                row = desk.row("body", "executive-board")
                assert ("chair" in permissions(desk, body=row)) is chairs


def test_a_kind_of_decision_nobody_knows_is_refused_with_the_nearest(
    store: Store, now: dt.datetime
) -> None:
    built = world(store, now)
    with pytest.raises(Unusable) as caught, built.acting() as desk:
        acts.delegate(
            desk,
            giver="trust-board",
            receiver="locality-north",
            purpose="Grants in the north",
            source="Minute 7",
            kinds=["awrd"],
        )
    (problem,) = caught.value.problems
    assert (problem.code, problem.params["nearest"]) == ("proposal.kind_unknown", "award")
