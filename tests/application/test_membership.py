"""Seats, substitutes, offices and chairs, recorded under the terms in force, on both databases."""

import datetime as dt
from collections.abc import Callable

import pytest
from world import World, world

from governance.application.bodies import acts
from governance.application.bodies.chairs import chair_appointments
from governance.application.bodies.facts import (
    BodyFacts,
    OfficeFacts,
    body_facts,
    composition,
    decider,
    members_on,
    office_holders,
)
from governance.application.bodies.holding import holds, holds_from
from governance.application.bodies.queries import list_bodies, list_offices, show_body
from governance.application.desk import Desk
from governance.domain.errors import GuardRefused, NoSuchMove, Refused, Unusable
from governance.store import ledger
from governance.store.engine import Store

MARCH = dt.date(2025, 3, 1)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as caught:
        act()
    return [r.code for r in caught.value.refusals]


def unusable(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Unusable) as caught:
        act()
    return [p.code for p in caught.value.problems]


def board(desk: Desk, on: dt.date | None = None) -> BodyFacts:
    return body_facts(desk, desk.row("body", "trust-board"), on or desk.today)


class TestTheExample:
    def test_its_board_is_made_up_as_it_must_be_and_its_ledger_is_whole(self, built: World) -> None:
        with built.looking() as desk:
            assert composition(desk, board(desk)) == ()
        with built.store.read() as tx:
            assert ledger.verify(tx).ok

    def test_only_the_board_must_seat_every_statutory_partner(self, built: World) -> None:
        with built.looking() as desk:
            for key in ("executive-board", "cabinet", "scrutiny"):
                facts = body_facts(desk, desk.row("body", key), desk.today)
                assert not [f.code for f in composition(desk, facts) if "partner" in f.params]


class TestBodies:
    def test_everything_wrong_is_said_at_once(self, built: World) -> None:
        with built.acting() as desk:
            assert unusable(
                lambda: acts.add_body(
                    desk, key="A B", name="", standing="partnrship", terms_key="c d"
                )
            ) == ["name.key_unusable", "name.missing", "name.unknown", "name.key_unusable"]

    def test_terms_in_force_must_be_this_bodys(self, built: World) -> None:
        with built.acting() as desk:
            assert refused(
                lambda: acts.add_body(
                    desk,
                    key="another",
                    name="Another",
                    standing="executive",
                    terms_key="cabinet-terms",
                )
            ) == ["bodies.terms_of_another"]

    def test_a_body_without_terms_has_whatever_seats_are_filled(self, built: World) -> None:
        with built.acting() as desk:
            acts.add_body(desk, key="panel", name="The panel", standing="partnership")
            acts.appoint(desk, body="panel", seat="young-1", person="example-young-person")
        with built.looking() as desk:
            view = show_body(desk, body="panel")
        assert [(s.key, s.voting) for s in view.seats] == [("young-1", True)]
        assert (view.quorum, view.findings) == (None, ())

    def test_a_body_is_known_as_of_a_day(self, built: World) -> None:
        with built.acting() as desk:
            acts.end_appointment(desk, body="trust-board", seat="police", last_day=MARCH)
            after = MARCH + dt.timedelta(days=1)
            acts.appoint(
                desk, body="trust-board", seat="police", person="example-auditor", from_day=after
            )
        with built.looking() as desk:
            for day, holder in ((MARCH, "example-police"), (after, "example-auditor")):
                sits = {a.seat: a.person.key for a in members_on(desk, "trust-board", day)}
                assert sits["police"] == holder
            assert board(desk, after).row_of("example-auditor", seat="police") is not None
            assert board(desk, after).row_of("example-police") is None

    def test_lists_and_pages_show_vacancies_and_quorum(self, built: World) -> None:
        with built.acting() as desk:
            acts.end_appointment(
                desk, body="trust-board", seat="police", last_day=desk.today, reason="moved on"
            )
        with built.looking() as desk:
            view = show_body(desk, body="B-0001", on=MARCH)
            counts = {facts.key: len(facts.current) for facts in list_bodies(desk, on=MARCH)}
        assert [seat.key for seat in view.vacant] == ["police"]
        assert view.quorum is not None
        assert (view.quorum.needed, view.quorum.minima) == (
            5,
            ((1, "councillor"), (1, "NHS representative")),
        )
        assert [f.code for f in view.findings if f.serious] == ["composition.statutory_seat_vacant"]
        assert counts["trust-board"] == 10

    def test_a_quorum_by_share_is_of_the_seats_that_vote(self, built: World) -> None:
        with built.looking() as desk:
            quorum = show_body(desk, body="executive-board").quorum
        assert quorum is not None
        assert (quorum.needed, quorum.share) == (3, (1, 2))


class TestSeats:
    def test_every_reason_against_an_appointment_is_given(self, built: World) -> None:
        with built.acting() as desk:
            assert refused(
                lambda: acts.appoint(
                    desk,
                    body="cabinet",
                    seat="leader",
                    person="example-councillor",
                    substitutes=["example-councillor", "example-nhs", "example-nhs"],
                )
            ) == [
                "bodies.seat_taken",
                "bodies.no_substitutes",
                "bodies.substitute_of_self",
                "bodies.substitute_twice",
            ]

    def test_a_seat_is_one_of_the_terms(self, built: World) -> None:
        with built.acting() as desk:
            with pytest.raises(GuardRefused) as caught:
                acts.appoint(desk, body="cabinet", seat="leadr", person="example-councillor")
            assert caught.value.refusals[0].params["nearest"] == "leader"
            assert refused(lambda: acts.end_appointment(desk, body="cabinet", seat="leadr")) == [
                "bodies.no_such_seat"
            ]

    @pytest.mark.parametrize(
        ("first", "last", "codes"),
        [
            (dt.date(2025, 1, 1), dt.date(2025, 2, 28), []),
            (dt.date(2025, 1, 1), dt.date(2025, 3, 1), ["bodies.seat_taken_until"]),
            (dt.date(2025, 3, 31), None, ["bodies.seat_taken_until"]),
            (dt.date(2025, 4, 1), None, []),
            (dt.date(2025, 3, 10), dt.date(2025, 3, 11), ["bodies.seat_taken_until"]),
        ],
    )
    def test_appointments_to_a_seat_do_not_overlap(
        self, built: World, first: dt.date, last: dt.date | None, codes: list[str]
    ) -> None:
        def appoint(person: str, start: dt.date, end: dt.date | None) -> object:
            return acts.appoint(
                desk,
                body="cabinet",
                seat="highways",
                person=person,
                from_day=start,
                to_day=end,
            )

        with built.acting() as desk:
            appoint("example-councillor", MARCH, dt.date(2025, 3, 31))
            if codes:
                assert refused(lambda: appoint("example-leader", first, last)) == codes
            else:
                appoint("example-leader", first, last)

    def test_an_appointment_cannot_end_before_it_begins(self, built: World) -> None:
        with built.acting() as desk:
            assert unusable(
                lambda: acts.appoint(
                    desk,
                    body="cabinet",
                    seat="highways",
                    person="example-councillor",
                    from_day=MARCH,
                    to_day=dt.date(2025, 2, 28),
                )
            ) == ["name.days_reversed"]

    def test_substitutes_are_named_in_their_order_and_can_be_cleared(self, built: World) -> None:
        def named() -> list[str]:
            (row,) = [a for a in board(desk).current if a.seat == "icb"]
            return [p.key for p in row.substitutes]

        with built.acting("example-secretary") as desk:
            substitutes = ["example-auditor", "example-nhs-substitute"]
            acts.name_substitutes(desk, body="trust-board", seat="icb", substitutes=substitutes)
            assert named() == substitutes
            acts.name_substitutes(desk, body="trust-board", seat="icb", substitutes=[])
            assert named() == []

    def test_nobody_can_be_named_for_an_empty_seat(self, built: World) -> None:
        with built.acting() as desk:
            assert refused(
                lambda: acts.name_substitutes(
                    desk, body="cabinet", seat="highways", substitutes=["example-nhs"]
                )
            ) == ["bodies.seat_empty"]

    def test_a_member_does_not_keep_the_register(self, built: World) -> None:
        with built.acting("example-nhs") as desk:
            assert refused(
                lambda: acts.appoint(desk, body="cabinet", seat="highways", person="example-nhs")
            ) == ["permissions.not_theirs"]


class TestOffices:
    def test_an_office_has_one_holder_and_any_number_of_deputies(self, built: World) -> None:
        with built.acting() as desk:
            assert refused(
                lambda: acts.hold_office(desk, office="s151", person="example-auditor")
            ) == ["bodies.office_taken"]
            acts.hold_office(desk, office="s151", person="example-auditor", deputy=True)
            acts.hold_office(desk, office="s151", person="example-deputy", deputy=True)
            holders = office_holders(desk, "s151", desk.today)
        assert [p.key for p in holders] == [
            "example-finance",
            "example-auditor",
            "example-deputy",
        ]

    def test_the_next_holder_begins_when_the_last_has_ended(self, built: World) -> None:
        with built.acting() as desk:
            acts.end_holding(desk, office="s151", person="example-finance", last_day=MARCH)
            acts.hold_office(
                desk,
                office="s151",
                person="example-auditor",
                from_day=MARCH + dt.timedelta(days=1),
            )
            assert refused(lambda: acts.end_holding(desk, office="s151", person="example-nhs")) == [
                "bodies.office_not_held"
            ]
        with built.looking() as desk:
            held = {
                day: [f.holders[0].key for f in list_offices(desk, on=day) if f.key == "s151"]
                for day in (MARCH, MARCH + dt.timedelta(days=1))
            }
        assert list(held.values()) == [["example-finance"], ["example-auditor"]]

    def test_a_decider_is_an_office_or_a_body(self, built: World) -> None:
        with built.looking() as desk:
            office = decider(desk, "director", desk.today)
            assert isinstance(office, OfficeFacts)
            assert [p.key for p in office.acting] == ["example-director", "example-deputy"]
            assert office.title == "the Director of Children's Services"
            body = decider(desk, "cabinet", desk.today)
            assert isinstance(body, BodyFacts)
            with pytest.raises(Unusable) as caught:
                decider(desk, "directr", desk.today)
        assert caught.value.problems[0].params["nearest"] == "director"

    def test_what_somebody_holds(self, built: World) -> None:
        with built.looking() as desk:
            deputy = desk.row("person", "example-deputy")
            held = holds(desk, deputy.id, desk.today)
            director = holds(desk, desk.row("person", "example-director").id, desk.today)
            assert [(o.key, o.deputy) for o in held.offices] == [("director", True)]
            assert [(s.key, s.seat) for s in held.substitute_in] == [
                ("trust-board", "county-director"),
                ("executive-board", "director"),
            ]
            assert director.deciders == {"director", "trust-board", "executive-board"}
            before = dt.date(2020, 1, 1)
            assert holds(desk, deputy.id, before).offices == ()
            assert len(holds_from(desk, deputy.id, before).offices) == 1


class TestTheChair:
    def consulted(self, desk: Desk, person: str = "example-district") -> str:
        acts.end_chair(desk, appointment="K-0001", reason="term over")
        return acts.consult(desk, body="trust-board", person=person).ref

    def test_the_lead_partner_appoints_after_every_member_was_consulted(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            ref = self.consulted(desk)
            members = [a.person.key for a in board(desk).current]
            for member in members:
                acts.record_view(desk, appointment=ref, member=member, in_favour=None)
            acts.close_consultation(desk, appointment=ref)
        tomorrow = built.now + dt.timedelta(days=1)
        with built.acting("example-director", now=tomorrow) as desk:
            acts.appoint_chair(desk, appointment=ref)
            assert [p.key for p in board(desk).chairs] == ["example-district"]
            (_, row) = chair_appointments(desk, desk.row("body", "trust-board"))
        assert (row.person, row.state) == ("example-district", "appointed")

    def test_every_reason_against_is_given(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            ref = self.consulted(desk, "example-charity")
            acts.record_view(desk, appointment=ref, member="example-nhs", in_favour=False)
        with built.acting("example-nhs") as desk, pytest.raises(GuardRefused) as caught:
            acts.appoint_chair(desk, appointment=ref)
        refusals = {r.code: r.params for r in caught.value.refusals}
        assert list(refusals) == [
            "chair.awaiting_answers",
            "chair.not_theirs_to_appoint",
            "chair.not_eligible",
            "chair.taken",
        ]
        assert "Noor Health" not in refusals["chair.awaiting_answers"]["names"]
        assert refusals["chair.not_theirs_to_appoint"]["appointed_by"] == (
            "Exampleshire County Council"
        )

    def test_silence_does_not_block_once_the_day_has_passed(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            ref = self.consulted(desk)
        late = built.now + dt.timedelta(days=15)
        with built.acting("example-director", now=late) as desk:
            assert acts.appoint_chair(desk, appointment=ref).kind == "chair.appointed"

    def test_not_even_the_operator_appoints_for_the_lead_partner(self, built: World) -> None:
        with built.acting() as desk:
            ref = self.consulted(desk)
        late = built.now + dt.timedelta(days=15)
        with built.acting(now=late) as desk:
            assert refused(lambda: acts.appoint_chair(desk, appointment=ref)) == [
                "chair.not_theirs_to_appoint"
            ]

    def test_a_subgroups_chair_is_appointed_by_the_boards_chair(self, built: World) -> None:
        late = built.now + dt.timedelta(days=15)
        with built.acting() as desk:
            acts.end_chair(desk, appointment="K-0002", reason="stood down")
            ref = acts.consult(desk, body="locality-north", person="example-councillor").ref
        with built.acting("example-director", now=late) as desk:
            assert refused(lambda: acts.appoint_chair(desk, appointment=ref)) == [
                "chair.not_theirs_to_appoint"
            ]
        with built.acting("example-lead-member", now=late) as desk:
            acts.appoint_chair(desk, appointment=ref)
            facts = body_facts(desk, desk.row("body", "locality-north"), desk.today)
        assert {p.key for p in facts.chairs} == {"example-councillor", "example-district"}

    def test_the_chair_is_taken_in_turn_where_the_terms_say_so(
        self, store: Store, now: dt.datetime
    ) -> None:
        built = world(store, dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC))
        with built.looking() as desk:
            body = desk.row("body", "executive-board")
            turns = [
                [p.key for p in body_facts(desk, body, dt.date(year, 4, 1)).chairs]
                for year in (2026, 2027, 2028)
            ]
        assert turns == [["example-director"], ["example-nhs"], ["example-director"]]

    def test_a_vice_takes_no_chair(self, built: World) -> None:
        with built.acting() as desk:
            acts.record_chair(
                desk,
                body="trust-board",
                person="example-district",
                role="vice",
                reason="elected at the first meeting",
            )
            facts = board(desk)
        assert [p.key for p in facts.vices] == ["example-district"]
        assert [p.key for p in facts.chairs] == ["example-lead-member"]

    def test_a_member_records_their_own_view_and_nobody_elses(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            ref = self.consulted(desk)
        with built.acting("example-police") as desk:
            acts.record_view(
                desk, appointment=ref, member="example-police", in_favour=True, view="Gladly."
            )
            assert refused(
                lambda: acts.record_view(
                    desk, appointment=ref, member="example-nhs", in_favour=True
                )
            ) == ["permissions.not_theirs"]
        with built.acting() as desk:
            assert refused(
                lambda: acts.record_view(
                    desk, appointment=ref, member="example-auditor", in_favour=True
                )
            ) == ["bodies.not_asked"]

    def test_a_person_can_be_passed_over_and_that_is_the_end(self, built: World) -> None:
        with built.acting() as desk:
            ref = self.consulted(desk)
        with built.acting("example-director") as desk:
            assert refused(lambda: acts.pass_over(desk, appointment=ref, reason=" ")) == [
                "lifecycle.reason_missing"
            ]
            acts.pass_over(desk, appointment=ref, reason="withdrew")
            with pytest.raises(NoSuchMove):
                acts.appoint_chair(desk, appointment=ref)
            assert refused(
                lambda: acts.record_view(
                    desk, appointment=ref, member="example-nhs", in_favour=True
                )
            ) == ["bodies.consultation_over"]

    def test_nobody_can_be_consulted_by_a_day_gone_by_or_for_an_unknown_role(
        self, built: World
    ) -> None:
        with built.acting() as desk:
            assert unusable(
                lambda: acts.consult(
                    desk,
                    body="trust-board",
                    person="example-nhs",
                    role="boss",
                    answer_by=dt.date(2025, 1, 1),
                )
            ) == ["name.unknown", "name.days_reversed"]

    def test_terms_must_be_in_force_to_appoint_under(self, built: World) -> None:
        with built.acting() as desk:
            acts.add_body(desk, key="panel", name="The panel", standing="partnership")
            assert refused(lambda: acts.consult(desk, body="panel", person="example-nhs")) == [
                "bodies.nobody_to_consult"
            ]
            acts.appoint(desk, body="panel", seat="one", person="example-nhs")
            ref = acts.consult(desk, body="panel", person="example-nhs").ref
            assert refused(lambda: acts.appoint_chair(desk, appointment=ref)) == [
                "bodies.no_terms_in_force"
            ]
