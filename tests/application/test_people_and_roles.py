"""Partnerships, organisations, people and their roles, on both databases."""

import datetime as dt
import hashlib
import json

import pytest
from sqlalchemy import bindparam, select
from world import World, empty_world, world

from governance.application.bodies.facts import body_facts, composition, office_facts
from governance.application.people import acts
from governance.application.people.leaving import leave
from governance.application.people.organisations import organisations
from governance.application.people.partnerships import partnerships
from governance.application.people.queries import name_of, names, names_by_key, people
from governance.application.permissions import permissions
from governance.domain.errors import GuardRefused, Refused, Unusable
from governance.store import ledger
from governance.store.engine import Store
from governance.store.tables import TABLES

_entry = TABLES["ledger_entry"]
BODIES_OF_ENTRIES = select(_entry.c.kind, _entry.c.body).order_by(_entry.c.id)
APPOINTMENTS = select(TABLES["appointment"]).where(
    TABLES["appointment"].c.seat == bindparam("seat")
)


def codes(caught: pytest.ExceptionInfo[Refused] | pytest.ExceptionInfo[Unusable]) -> list[str]:
    error = caught.value
    found = error.refusals if isinstance(error, Refused) else error.problems
    return [f.code for f in found]


def bodies_of_entries(store: Store) -> str:
    with store.read() as tx:
        return "\n".join(row.body.decode() for row in tx.all(BODIES_OF_ENTRIES))


class TestPartnership:
    def test_it_is_its_own_subject_and_begins_its_own_chain(
        self, store: Store, now: dt.datetime
    ) -> None:
        receipt = acts.create_partnership(store, key="exampleshire", name=" Example ", now=now)

        assert (receipt.kind, receipt.ref, receipt.number) == (
            "partnership.created",
            "exampleshire",
            1,
        )
        with store.read() as tx:
            (row,) = partnerships(tx)
            assert (row.id, row.partnership_id) == (receipt.id, receipt.id)
            assert (row.name, row.timezone, row.head) == ("Example", "Europe/London", receipt.hash)
            assert ledger.verify(tx).ok

    def test_everything_wrong_is_said_at_once(self, store: Store, now: dt.datetime) -> None:
        with pytest.raises(Unusable) as caught:
            acts.create_partnership(
                store,
                key="Example Shire",
                name=" ",
                now=now,
                timezone="Europe/Londn",
                jurisdiction="englnd-and-wales",
                language="xx",
            )
        assert codes(caught) == [
            "name.key_unusable",
            "name.missing",
            "name.unknown",
            "name.unknown",
            "name.unknown",
        ]
        assert [p.params.get("nearest") for p in caught.value.problems[2:4]] == [
            "Europe/London",
            "england-and-wales",
        ]

    @pytest.mark.parametrize("name", ["Ex\x1b[31mample", "Ex\nample", "Ex\0", "Ex\ud800"])
    def test_a_name_can_be_shown(self, store: Store, now: dt.datetime, name: str) -> None:
        with pytest.raises(Unusable) as caught:
            acts.create_partnership(store, key="exampleshire", name=name, now=now)
        assert codes(caught) == ["name.not_shown"]
        assert name not in caught.value.problems[0].params["name"]

    def test_a_key_stands_once(self, store: Store, now: dt.datetime) -> None:
        acts.create_partnership(store, key="exampleshire", name="Example", now=now)
        with pytest.raises(Refused) as caught:
            acts.create_partnership(store, key="exampleshire", name="Another", now=now)
        assert codes(caught) == ["name.taken"]


class TestOrganisations:
    def test_lead_and_statutory_ones_are_partners(self, store: Store, now: dt.datetime) -> None:
        built = empty_world(store, now)
        with built.acting() as desk:
            acts.add_organisation(desk, key="county-council", name="County", lead=True)
            acts.add_organisation(desk, key="police", name="Police", statutory=True)
            acts.add_organisation(desk, key="example-care", name="Care", provider=True)
        with built.looking() as desk:
            assert [(o.ref, o.partner) for o in organisations(desk)] == [
                ("G-0001", True),
                ("G-0002", True),
                ("G-0003", False),
            ]

    def test_there_is_one_lead_partner(self, store: Store, now: dt.datetime) -> None:
        built = empty_world(store, now)
        with built.acting() as desk:
            acts.add_organisation(desk, key="county-council", name="County", lead=True)
            with pytest.raises(Refused) as caught:
                acts.add_organisation(desk, key="city-council", name="City", lead=True)
        assert codes(caught) == ["organisation.lead_already"]

    def test_a_dated_exception_lasts_for_its_days(self, store: Store, now: dt.datetime) -> None:
        built = world(store, now)
        with built.acting("example-secretary") as desk:
            acts.except_partner(
                desk,
                organisation="probation",
                reason="its region is being redrawn",
                from_day=dt.date(2025, 3, 1),
                to_day=dt.date(2025, 3, 31),
            )
            leave(desk, person="example-probation", on=dt.date(2025, 3, 1))
        with built.looking() as desk:
            board = desk.row("body", "trust-board")

            def about_probation(on: dt.date) -> list[tuple[str, bool]]:
                found = composition(desk, body_facts(desk, board, on))
                return [(f.code, f.serious) for f in found if "partner" in f.params]

            assert about_probation(dt.date(2025, 2, 28)) == []
            assert about_probation(dt.date(2025, 3, 31)) == [("composition.exempt_until", False)]
            assert about_probation(dt.date(2025, 4, 1)) == [
                ("composition.statutory_seat_vacant", True)
            ]

    @pytest.mark.parametrize(
        ("organisation", "code"),
        [
            ("county-council", "organisation.lead_not_excepted"),
            ("voluntary-sector", "organisation.not_statutory"),
        ],
    )
    def test_only_a_statutory_partner_is_excepted(
        self, store: Store, now: dt.datetime, organisation: str, code: str
    ) -> None:
        built = world(store, now)
        with built.acting() as desk, pytest.raises(Refused) as caught:
            acts.except_partner(desk, organisation=organisation, reason="asked to")
        assert codes(caught) == [code]


class TestPeople:
    def test_names_and_addresses_stay_out_of_the_record(
        self, store: Store, now: dt.datetime
    ) -> None:
        built = empty_world(store, now)
        with built.acting() as desk:
            acts.add_person(
                desk, key="example-person", name="Nobody Real", address="nobody@example.org"
            )
            acts.rename(desk, person="example-person", name="Somebody Else")
        written = bodies_of_entries(store)
        assert "example-person" in written
        assert not {"Nobody", "nobody@", "Somebody"} & set(written.replace('"', " ").split())
        assert "Real" not in written
        assert "example.org" not in written
        with built.looking() as desk:
            assert name_of(desk, desk.row("person", "p-0001")) == "Somebody Else"

    @pytest.mark.parametrize(
        "key", ["operator", "clock", "p-0001", "c-12", "Example", "", "a b", "x" * 81, "-a"]
    )
    def test_a_key_that_means_something_else_is_refused(
        self, store: Store, now: dt.datetime, key: str
    ) -> None:
        built = empty_world(store, now)
        with built.acting() as desk, pytest.raises(Unusable) as caught:
            acts.add_person(desk, key=key, name="Example")
        assert codes(caught)[0] in ("name.key_missing", "name.key_reserved", "name.key_unusable")

    @pytest.mark.parametrize("address", ["nobody", "@example.org", "a@", "a b@c", "a@b@c"])
    def test_an_address_is_one_messages_can_go_to(
        self, store: Store, now: dt.datetime, address: str
    ) -> None:
        built = empty_world(store, now)
        with built.acting() as desk, pytest.raises(Unusable) as caught:
            acts.add_person(desk, key="example", name="Example", address=address)
        assert codes(caught) == ["people.address_unusable"]

    def test_names_are_found_by_id_and_by_key(self, store: Store, now: dt.datetime) -> None:
        built = world(store, now)
        with built.looking() as desk:
            row = desk.row("person", "example-director")
            assert names(desk, [row.id, row.id]) == {row.id: "Dana Director"}
            assert names(desk, []) == {}
            assert names_by_key(desk, ["example-nhs", "nobody"]) == {"example-nhs": "Noor Health"}


class TestRoles:
    def test_a_role_holds_on_its_first_and_last_day(self, store: Store, now: dt.datetime) -> None:
        built = world(store, now)
        with built.acting() as desk:
            acts.grant(
                desk,
                person="example-nhs",
                role="commissioner",
                from_day=dt.date(2025, 3, 1),
                to_day=dt.date(2025, 3, 31),
            )
        held = {}
        for day in (dt.date(2025, 2, 28), dt.date(2025, 3, 1), dt.date(2025, 3, 31)):
            with built.looking() as desk:
                held[day] = next(p.roles for p in people(desk, on=day) if p.key == "example-nhs")
        assert list(held.values()) == [(), ("commissioner",), ("commissioner",)]
        after = dt.datetime(2025, 4, 1, 9, tzinfo=dt.UTC)
        with built.looking("example-nhs", now=after) as desk:
            assert "commissioner" not in permissions(desk)

    def test_a_role_is_not_granted_twice_for_the_same_days(
        self, store: Store, now: dt.datetime
    ) -> None:
        built = world(store, now)
        with built.acting() as desk, pytest.raises(Refused) as caught:
            acts.grant(desk, person="example-auditor", role="auditor")
        assert codes(caught) == ["people.role_already"]

    def test_an_ended_role_can_be_granted_again_from_the_next_day(
        self, store: Store, now: dt.datetime
    ) -> None:
        built = world(store, now)
        with built.acting() as desk:
            acts.end_grant(desk, person="example-auditor", role="auditor")
            tomorrow = desk.today + dt.timedelta(days=1)
            acts.grant(desk, person="example-auditor", role="auditor", from_day=tomorrow)
            with pytest.raises(Refused) as caught:
                acts.end_grant(desk, person="example-nhs", role="auditor")
        assert codes(caught) == ["people.role_not_held"]

    def test_nobody_is_made_operator(self, store: Store, now: dt.datetime) -> None:
        built = world(store, now)
        with built.acting() as desk, pytest.raises(Unusable) as caught:
            acts.grant(desk, person="example-nhs", role="operator")
        assert codes(caught) == ["name.unknown"]

    def test_only_an_administrator_grants(self, store: Store, now: dt.datetime) -> None:
        built = world(store, now)
        with built.acting("example-commissioner") as desk, pytest.raises(GuardRefused) as caught:
            acts.grant(desk, person="example-nhs", role="secretary")
        assert codes(caught) == ["permissions.not_theirs"]


class TestLeaving:
    @pytest.fixture
    def built(self, store: Store, now: dt.datetime) -> World:
        return world(store, now)

    def test_everything_a_person_holds_ends_the_day_before(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            leave(desk, person="example-director", on=dt.date(2025, 3, 1))
        with built.looking() as desk:
            office = desk.row("office", "director")
            board = desk.row("body", "trust-board")
            for day, held in ((dt.date(2025, 2, 28), True), (dt.date(2025, 3, 1), False)):
                here = [p.key for p in office_facts(desk, office, day).holders]
                sits = [a.seat for a in body_facts(desk, board, day).current]
                assert (here == ["example-director"]) is held
                assert ("county-director" in sits) is held

    def test_a_leaver_is_nobodys_substitute_and_no_chair(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            leave(desk, person="example-lead-member")
            leave(desk, person="example-nhs-substitute")
        with built.looking() as desk:
            facts = body_facts(desk, desk.row("body", "trust-board"), desk.today)
            assert facts.chairs == ()
            (icb,) = (a for a in facts.current if a.seat == "icb")
            assert icb.substitutes == ()
        with built.store.read() as tx:
            assert ledger.verify(tx).ok

    def test_each_body_and_office_says_in_its_own_chain_that_they_left(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            receipt = leave(desk, person="example-lead-member")
        with built.store.read() as tx:
            rows = tx.all(BODIES_OF_ENTRIES)
        left = [r.kind for r in rows if json.loads(r.body)["at"] == json.loads(rows[-1].body)["at"]]
        assert receipt.kind == "person.left"
        assert left.count("body.member_left") == 2
        assert left.count("office.holder_left") == 1
        assert left.count("chair.ended") == 1

    def test_a_leaver_cannot_act_nor_leave_again(self, built: World) -> None:
        with built.acting("example-secretary") as desk:
            leave(desk, person="example-nhs")
        with pytest.raises(Refused) as caught, built.acting("example-nhs"):
            pass
        assert codes(caught) == ["actor.left"]
        with built.acting() as desk, pytest.raises(Refused) as caught:
            leave(desk, person="example-nhs")
        assert codes(caught) == ["people.left"]


def test_no_entry_lets_a_name_be_guessed_once_it_is_erased(store: Store, now: dt.datetime) -> None:
    built = empty_world(store, now)
    said = ("Robin Goodfellow", "robin@example.org")
    with built.acting() as desk:
        acts.add_person(desk, key="robin", name=said[0], address=said[1])
    bodies = bodies_of_entries(store)
    assert "private_text" in bodies
    assert [t for t in said if t in bodies] == []
    assert [t for t in said if hashlib.sha256(t.encode()).hexdigest() in bodies] == []
    assert '"salt"' not in bodies
