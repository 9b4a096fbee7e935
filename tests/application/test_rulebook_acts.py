import datetime as dt
import hashlib
import json
from collections.abc import Callable

import pytest
from sqlalchemy import bindparam, select
from world import World, cite, empty_world

from governance import words
from governance.application.bodies import acts as bodies
from governance.application.change import Change
from governance.application.deadlines.tick import tick
from governance.application.desk import Desk, acting
from governance.application.people import acts as people
from governance.application.rulebook import acts, in_force
from governance.application.rulebook.proving import prove_ahead
from governance.configuration import config_dir
from governance.domain.errors import MovedFirst, Refused, Unusable
from governance.store import ledger
from governance.store.engine import Store
from governance.store.tables import TABLES

_ENTRIES = (
    select(TABLES["ledger_entry"].c.body)
    .where(
        TABLES["ledger_entry"].c.partnership_id == bindparam("partnership"),
        TABLES["ledger_entry"].c.subject_id == bindparam("subject"),
    )
    .order_by(TABLES["ledger_entry"].c.number)
)
_DEADLINES = select(TABLES["deadline"]).where(
    TABLES["deadline"].c.partnership_id == bindparam("partnership")
)
_CONSENTS = select(TABLES["consent"]).where(
    TABLES["consent"].c.partnership_id == bindparam("partnership")
)
PARTNERS = {"county-council": "example-county", "icb": "example-nhs"}
SCHEME = b"""vires: scheme/1
key: example-partnership
title: A small scheme
standing: own
owner: trust-board
source: {title: Scheme}
vat: excluding
deciders:
  director: {kind: office, title: the Director}
inputs:
  kind: {one of: [adopt, award], title: the decision asked for, from: kind}
rules:
  - id: S1
    title: everything
    when: {kind: adopt or award}
    path: [{decide: director}]
    source: paragraph 1
"""
TERMS = (config_dir() / "terms" / "trust-board.yaml").read_bytes()
RECORDED = (config_dir() / "schemes" / "gloucester-city-2026.yaml").read_bytes()
CABINET = (config_dir() / "terms" / "cabinet.yaml").read_bytes()


SAID = {"kind": "decision", "decision": "R-0001", "on": "2025-02-20"}


def calendar(*days: str, jurisdiction: str = "england-and-wales") -> bytes:
    closed = "".join(f"  - {{day: {day}, reason: Offices closed}}\n" for day in days)
    return (
        f"vires: calendar/1\nkey: offices\ntitle: Offices\njurisdiction: {jurisdiction}\n"
        f"closed:\n{closed}"
    ).encode()


@pytest.fixture
def world(store: Store, now: dt.datetime) -> World:
    """A partnership of two, with nothing adopted."""
    built = empty_world(store, now)
    with built.acting() as desk:
        people.add_organisation(desk, key="county-council", name="The County Council", lead=True)
        people.add_organisation(desk, key="icb", name="The Care Board", statutory=True)
        people.add_organisation(desk, key="provider", name="Example Care", provider=True)
        people.add_person(desk, key="example-county", name="Co", organisation="county-council")
        people.add_person(desk, key="example-nhs", name="No", organisation="icb")
        people.add_person(desk, key="example-nobody", name="Ny")
        bodies.add_office(desk, key="director", title="Director", organisation="county-council")
        since = now.date() - dt.timedelta(days=365)
        bodies.hold_office(desk, office="director", person="example-county", from_day=since)
    return built


def codes(failed: pytest.ExceptionInfo[Refused]) -> list[str]:
    """The codes of a refusal, each of which has words."""
    for refusal in failed.value.refusals:
        assert words.say(refusal.code, refusal.params)
        assert words.remedy(refusal.code, refusal.params)
    return [refusal.code for refusal in failed.value.refusals]


def state(world: World, name: str) -> str:
    with world.looking() as desk:
        return str(desk.row("rulebook_version", name).state)


def load(world: World, text: bytes, file: str = "rules.yaml") -> str:
    """A draft that was looked at: a scheme's proof is known, if not noted."""
    with world.acting() as desk:
        ref = acts.load(desk, text, file).ref
    with world.looking() as desk:
        prove_ahead(desk, [ref], start=None)
    return ref


def constituted(world: World) -> World:
    with world.acting() as desk:
        refs = [acts.load(desk, text, "a.yaml").ref for text in (SCHEME, TERMS)]
        acts.constitute(desk, refs, PARTNERS)
    return world


class TestLoading:
    def test_a_text_becomes_a_draft_and_its_bytes_can_be_rebuilt(self, world: World) -> None:
        text = calendar("2025-12-29")
        with world.acting() as desk:
            receipt = acts.load(desk, text, "some/folder/offices.yaml")
        with world.looking() as desk:
            row = desk.row("rulebook_version", receipt.ref)
            (entry,) = desk.all(_ENTRIES, subject=row.id)
        assert (row.kind, row.key, row.number, row.state) == ("calendar", "offices", 1, "draft")
        assert (bytes(row.text), row.file) == (text, "offices.yaml")
        facts = json.loads(bytes(entry.body))["facts"]
        assert hashlib.sha256(facts["text"].encode()).hexdigest() == row.digest

    def test_a_byte_order_mark_is_rebuilt_too(self, world: World) -> None:
        text = b"\xef\xbb\xbf" + calendar("2025-12-29")
        ref = load(world, text)
        with world.looking() as desk:
            row = desk.row("rulebook_version", ref)
            (entry,) = desk.all(_ENTRIES, subject=row.id)
        assert json.loads(bytes(entry.body))["facts"]["text"].encode() == text

    def test_the_same_bytes_make_no_new_version(self, world: World) -> None:
        first = load(world, calendar("2025-12-29"))
        with world.acting() as desk:
            again = acts.load(desk, calendar("2025-12-29"), "other.yaml")
        assert (again.ref, again.kind) == (first, acts.LOADED_BEFORE)
        assert load(world, calendar("2025-12-30")) == "V-0002"

    def test_going_back_to_an_older_text_is_a_new_version(self, world: World) -> None:
        for day in ("2025-12-29", "2025-12-30", "2025-12-29"):
            load(world, calendar(day))
        with world.looking() as desk:
            assert desk.row("rulebook_version", "V-0003").number == 3

    def test_a_withdrawn_draft_can_be_loaded_again(self, world: World) -> None:
        ref = load(world, calendar("2025-12-29"))
        with world.acting() as desk:
            acts.withdraw_draft(desk, ref, reason="the wrong year")
        assert load(world, calendar("2025-12-29")) == "V-0002"
        with world.looking() as desk:
            assert desk.row("rulebook_version", "V-0002").number == 2

    def test_every_error_of_every_text_is_told_and_nothing_is_loaded(self, world: World) -> None:
        texts = [
            (calendar("2025-12-29"), "good.yaml"),
            (b"vires: calender/1\nkey: x\n", "kind.yaml"),
            (b"key: x\n", "none.yaml"),
            (b"- a\n", "list.yaml"),
            (calendar("2025-02-30", jurisdiction="narnia"), "bad.yaml"),
        ]
        with pytest.raises(Unusable) as failed, world.acting() as desk:
            acts.load_all(desk, texts)
        assert [(p.file, p.line, p.code) for p in failed.value.problems] == [
            ("kind.yaml", 1, "rulebook.kind_unknown"),
            ("none.yaml", 1, "rulebook.kind_missing"),
            ("list.yaml", 1, "text.want_mapping"),
            ("bad.yaml", 4, "text.not_one_of"),
            ("bad.yaml", 6, "text.want_day"),
        ]
        with pytest.raises(Unusable), world.looking() as desk:
            desk.row("rulebook_version", "V-0001")

    def test_a_calendar_of_another_country_is_refused(self, world: World) -> None:
        with pytest.raises(Unusable) as failed:
            load(world, calendar("2025-12-29", jurisdiction="scotland"))
        (problem,) = failed.value.problems
        assert problem.code == "rulebook.calendar_elsewhere"
        assert words.say(problem.code, problem.params).endswith("those of England and Wales.")
        assert load(world, calendar("2025-12-29", jurisdiction="wales"))

    def test_only_a_keeper_loads(self, world: World) -> None:
        with pytest.raises(Refused) as failed, world.acting("example-nobody") as desk:
            acts.load(desk, calendar("2025-12-29"), "a.yaml")
        assert codes(failed) == ["lifecycle.not_permitted"]


class TestConstituting:
    def test_the_first_versions_come_into_force_with_every_consent(self, world: World) -> None:
        today = world.now.date()
        constituted(world)
        with world.looking() as desk:
            row = desk.row("rulebook_version", "V-0001")
            assert (row.state, row.effective_from) == ("in_force", today)
            assert row.authority == {
                "kind": "consents",
                "partners": ["county-council", "icb"],
                "on": today.isoformat(),
            }
            assert desk.partnership.constituted_on == today
            assert len(desk.all(_CONSENTS)) == 2
            assert in_force.scheme(desk, "example-partnership", today).standing == "own"
            assert ledger.verify(desk.tx).problems == []

    def test_everything_missing_is_said_at_once(self, world: World) -> None:
        ref = load(world, TERMS)
        consents = {"county-council": "example-nhs", "provider": "example-nobody"}
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.constitute(desk, [ref], consents, on=world.now.date() + dt.timedelta(days=1))
        assert codes(failed) == [
            "rulebook.consent_missing",
            "rulebook.consent_by_other",
            "rulebook.consent_of_no_partner",
            "rulebook.constituting_ahead",
            "rulebook.no_scheme",
        ]
        assert state(world, ref) == "draft"

    def test_every_unknown_name_is_said_at_once(self, world: World) -> None:
        with pytest.raises(Unusable) as failed, world.acting() as desk:
            acts.constitute(desk, ["V-0009", "nothing"], {"icbb": "example-nhs"})
        assert [p.params["name"] for p in failed.value.problems] == ["V-0009", "nothing", "icbb"]

    def test_not_without_partners(self, store: Store, now: dt.datetime) -> None:
        empty = empty_world(store, now)
        ref = load(empty, SCHEME)
        with pytest.raises(Refused) as failed, empty.acting() as desk:
            acts.constitute(desk, [ref], {})
        assert codes(failed) == ["rulebook.no_partners"]

    def test_not_with_two_versions_of_one_rulebook(self, world: World) -> None:
        refs = [load(world, SCHEME), load(world, SCHEME + b"# again\n")]
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.constitute(desk, refs, PARTNERS)
        assert codes(failed) == ["rulebook.named_twice"]
        (told,) = failed.value.refusals
        assert told.params["refs"] == refs
        remedy = words.remedy(told.code, told.params)
        assert f"only one, such as {refs[1]}" in remedy
        assert f"vires rulebook withdraw {refs[0]} --reason TEXT" in remedy

    def test_not_twice(self, world: World) -> None:
        constituted(world)
        ref = load(world, TERMS + b"# again\n")
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.constitute(desk, [ref, "V-0001"], PARTNERS)
        assert codes(failed) == ["rulebook.constituted_already", "rulebook.not_a_draft"]
        assert state(world, ref) == "draft"

    def test_as_of_the_day_the_partners_agreed(self, world: World) -> None:
        agreed = world.now.date() - dt.timedelta(days=100)
        with world.acting() as desk:
            ref = acts.load(desk, SCHEME, "a.yaml").ref
            acts.constitute(desk, [ref], PARTNERS, on=agreed)
            assert desk.partnership.constituted_on == agreed
        with world.looking() as desk:
            assert in_force.scheme(desk, "example-partnership", agreed)
            with pytest.raises(Refused):
                in_force.scheme(desk, "example-partnership", agreed - dt.timedelta(days=1))


class TestAdopting:
    def test_what_alters_who_decides_needs_a_decision(self, world: World) -> None:
        constituted(world)
        ref = load(world, SCHEME + b"# amended\n")
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, ref, reason="because")
        assert codes(failed) == ["rulebook.decision_missing"]

    def test_a_calendar_needs_a_reason_and_no_day_that_has_passed(self, world: World) -> None:
        ref = load(world, calendar("2025-12-29"))
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, ref)
        assert codes(failed) == ["lifecycle.reason_missing"]
        yesterday = world.now.date() - dt.timedelta(days=1)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, ref, reason="offices close", effective_from=yesterday)
        assert codes(failed) == ["rulebook.day_past"]

    def test_a_calendar_for_today_replaces_the_earlier_one(self, world: World) -> None:
        for day in ("2025-12-29", "2025-12-30"):
            ref = load(world, calendar(day))
            with world.acting() as desk:
                acts.adopt(desk, ref, reason="offices close")
        assert (state(world, "V-0001"), state(world, "V-0002")) == ("superseded", "in_force")
        with world.looking() as desk:
            closed = in_force.calendar(desk, world.now.date()).closed
            assert closed == {dt.date(2025, 12, 30)}
            assert desk.row("rulebook_version", "V-0001").superseded_on == world.now.date()
            assert ledger.verify(desk.tx).problems == []

    def test_only_a_keeper_adopts(self, world: World) -> None:
        ref = load(world, calendar("2025-12-29"))
        with pytest.raises(Refused) as failed, world.acting("example-nobody") as desk:
            acts.adopt(desk, ref, reason="offices close")
        assert codes(failed) == ["lifecycle.not_permitted"]


class TestDays:
    """What governs a day follows from the days, whether or not the clock ran."""

    @pytest.fixture
    def ahead(self, world: World) -> dt.date:
        """A calendar in force, and its successor adopted for the first of next month."""
        first = dt.date(2025, 3, 1)
        for day, start in (("2025-12-29", None), ("2025-12-30", first)):
            ref = load(world, calendar(day))
            with world.acting() as desk:
                acts.adopt(desk, ref, reason="offices close", effective_from=start)
        return first

    def closed(self, world: World, on: dt.date) -> set[dt.date]:
        with world.looking() as desk:
            return set(in_force.calendar(desk, on).closed)

    def test_a_later_version_governs_from_its_day_without_any_tick(
        self, world: World, ahead: dt.date
    ) -> None:
        assert (state(world, "V-0001"), state(world, "V-0002")) == ("in_force", "adopted")
        assert self.closed(world, ahead - dt.timedelta(days=1)) == {dt.date(2025, 12, 29)}
        assert self.closed(world, ahead) == {dt.date(2025, 12, 30)}

    def test_the_tick_changes_states_and_no_answer(self, world: World, ahead: dt.date) -> None:
        days = [ahead + dt.timedelta(days=n) for n in range(-3, 3)]
        before = [self.closed(world, day) for day in days]
        later = world.now + dt.timedelta(days=30)
        with acting(world.store, now=later, partnership=world.key, actor="clock") as desk:
            (due,) = desk.all(_DEADLINES)
            assert (due.due_day, due.effect) == (ahead, "rulebook_in_force")
            done = [receipt.kind for receipt in acts.come_into_force(desk, due)]
            assert done == ["rulebook.came_into_force", "rulebook.superseded"]
            assert acts.come_into_force(desk, due) == []
        assert (state(world, "V-0001"), state(world, "V-0002")) == ("superseded", "in_force")
        assert [self.closed(world, day) for day in days] == before
        with world.looking() as desk:
            assert ledger.verify(desk.tx).problems == []

    def test_the_clock_brings_it_into_force_once(self, world: World, ahead: dt.date) -> None:
        later = world.now + dt.timedelta(days=30)
        for _ in range(2):
            assert tick(world.store, now=later).failed == []
        assert (state(world, "V-0001"), state(world, "V-0002")) == ("superseded", "in_force")
        with world.looking() as desk:
            (due,) = desk.all(_DEADLINES)
            assert due.state == "met"
            assert desk.row("rulebook_version", "V-0002").entries == 3

    def test_it_does_not_come_into_force_early(self, world: World, ahead: dt.date) -> None:
        with world.looking() as desk:
            (due,) = desk.all(_DEADLINES)
        with pytest.raises(Refused) as failed, world.acting("clock") as desk:
            acts.come_into_force(desk, due)
        assert codes(failed) == ["rulebook.not_yet"]

    def test_versions_that_come_in_the_wrong_order_end_the_same(
        self, world: World, ahead: dt.date
    ) -> None:
        third = load(world, calendar("2025-12-31"))
        with world.acting() as desk:
            start = ahead + dt.timedelta(days=7)
            acts.adopt(desk, third, reason="offices close", effective_from=start)
        later = world.now + dt.timedelta(days=60)
        with acting(world.store, now=later, partnership=world.key, actor="clock") as desk:
            for due in sorted(desk.all(_DEADLINES), key=lambda d: d.due_day, reverse=True):
                acts.come_into_force(desk, due)
        states = [state(world, f"V-000{n}") for n in (1, 2, 3)]
        assert states == ["superseded", "superseded", "in_force"]

    def test_a_version_withdrawn_before_its_day_never_governs(
        self, world: World, ahead: dt.date
    ) -> None:
        with world.acting() as desk:
            acts.withdraw_draft(desk, "V-0002", reason="the offices stay open")
        assert self.closed(world, ahead) == {dt.date(2025, 12, 29)}
        with world.looking() as desk:
            (due,) = desk.all(_DEADLINES)
            assert due.state == "superseded"

    def test_what_governs_cannot_be_withdrawn(self, world: World, ahead: dt.date) -> None:
        later = world.now + dt.timedelta(days=30)
        with (
            pytest.raises(Refused) as failed,
            acting(world.store, now=later, partnership=world.key) as desk,
        ):
            acts.withdraw_draft(desk, "V-0002", reason="too late")
        assert codes(failed) == ["rulebook.governs_already"]

    def test_a_lower_number_does_not_take_the_day_of_a_higher(
        self, world: World, ahead: dt.date
    ) -> None:
        for day in ("2025-12-31", "2025-12-24"):
            load(world, calendar(day))
        with world.acting() as desk:
            acts.adopt(desk, "V-0004", reason="offices close", effective_from=dt.date(2025, 4, 1))
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, "V-0003", reason="offices close", effective_from=dt.date(2025, 4, 1))
        assert codes(failed) == ["rulebook.day_taken"]


class TestDecided:
    """What a decision in effect does; that it is in effect is for the report to know."""

    def test_it_supersedes_the_earlier_version_at_once(self, world: World) -> None:
        constituted(world)
        with world.acting() as desk:
            ref = acts.load(desk, SCHEME + b"# amended\n", "a.yaml").ref
            acts.prove(desk, ref)
            version = desk.row("rulebook_version", ref)
            acts.adopt_decided(
                desk, version, effective_from=desk.today, authority=SAID, right="R-0001"
            )
        assert (state(world, "V-0001"), state(world, ref)) == ("superseded", "in_force")

    def test_it_waits_for_its_day(self, world: World) -> None:
        constituted(world)
        day = dt.date(2025, 3, 1)
        with world.acting() as desk:
            ref = acts.load(desk, SCHEME + b"# amended\n", "a.yaml").ref
            acts.prove(desk, ref)
            version = desk.row("rulebook_version", ref)
            acts.adopt_decided(desk, version, effective_from=day, authority=SAID)
        assert (state(world, "V-0001"), state(world, ref)) == ("in_force", "adopted")
        with world.looking() as desk:
            (due,) = desk.all(_DEADLINES)
            assert (due.subject_id, due.due_day) == (version.id, day)

    def test_it_is_part_of_an_act_of_somebody_who_keeps_no_rulebooks(self, world: World) -> None:
        constituted(world)
        ref = load(world, SCHEME + b"# amended\n")
        with world.acting("example-nobody") as desk:
            version = desk.row("rulebook_version", ref)
            acts.adopt_decided(desk, version, effective_from=desk.today, authority=SAID)
        assert state(world, ref) == "in_force"

    def test_another_bodys_scheme_is_not_adopted_here(self, world: World) -> None:
        ref = load(world, RECORDED)
        with world.looking() as desk:
            version = desk.row("rulebook_version", ref)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt_decided(desk, version, effective_from=desk.today, authority=SAID)
        assert codes(failed) == ["rulebook.recorded_scheme"]

    def test_what_others_adopted_is_not_the_secretarys_to_withdraw(self, world: World) -> None:
        constituted(world)
        with world.acting() as desk:
            ref = acts.load(desk, SCHEME + b"# amended\n", "a.yaml").ref
            acts.prove(desk, ref)
            version = desk.row("rulebook_version", ref)
            day = dt.date(2025, 3, 1)
            acts.adopt_decided(desk, version, effective_from=day, authority=SAID)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.withdraw_draft(desk, ref, reason="we would rather not")
        assert codes(failed) == ["rulebook.decided_already"]


def a_report(world: World, version: str, **values: object) -> str:
    """A report that asks for a version to be adopted, as far as adopting looks at it."""
    with world.acting() as desk:
        row = desk.row("rulebook_version", version)
        given: dict[str, object] = {
            "id": desk.new_id(),
            "ref": desk.next_ref("proposal"),
            "kind": "adopt",
            "title": "Adopt it",
            "state": "effective",
            "subject_version_id": row.id,
            "scheme_key": "example-partnership",
            "effective_on": desk.today,
        }
        change = Change(
            kind="proposal.made", table="proposal", subject=None, values={**given, **values}
        )
        return desk.apply(change).ref


class TestNamingADecision:
    @pytest.fixture
    def draft(self, world: World) -> str:
        constituted(world)
        return load(world, SCHEME + b"# amended\n")

    def test_a_decision_in_effect_adopts(self, world: World, draft: str) -> None:
        report = a_report(world, draft)
        with world.acting() as desk:
            acts.adopt(desk, draft, decision=report)
        with world.looking() as desk:
            row = desk.row("rulebook_version", draft)
        assert (row.state, row.effective_from) == ("in_force", world.now.date())
        assert row.authority["decision"] == report

    def test_from_the_day_it_says_and_not_before(self, world: World, draft: str) -> None:
        report = a_report(world, draft, details={"effective_from": "2025-04-01"})
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, draft, decision=report, effective_from=dt.date(2025, 3, 31))
        assert codes(failed) == ["rulebook.before_decision"]
        with world.acting() as desk:
            acts.adopt(desk, draft, decision=report)
        with world.looking() as desk:
            assert desk.row("rulebook_version", draft).effective_from == dt.date(2025, 4, 1)

    def test_not_before_it_is_in_effect(self, world: World, draft: str) -> None:
        report = a_report(world, draft, state="call_in_window")
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, draft, decision=report)
        assert codes(failed) == ["rulebook.decision_not_in_effect"]

    @pytest.mark.parametrize("wrong", [{"kind": "award"}, {"subject_version_id": None}])
    def test_not_by_a_decision_about_something_else(
        self, world: World, draft: str, wrong: dict[str, object]
    ) -> None:
        report = a_report(world, draft, **wrong)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.adopt(desk, draft, decision=report)
        assert codes(failed) == ["rulebook.decision_about_other"]

    def test_only_a_keeper_enters_it(self, world: World, draft: str) -> None:
        report = a_report(world, draft)
        with pytest.raises(Refused) as failed, world.acting("example-nobody") as desk:
            acts.adopt(desk, draft, decision=report)
        assert codes(failed) == ["lifecycle.not_permitted"]


class TestCiting:
    def test_a_recorded_scheme_governs_from_the_day_of_the_resolution(self, world: World) -> None:
        ref = load(world, RECORDED)
        passed = dt.date(2024, 5, 20)
        with world.acting() as desk:
            cite(desk, ref, "Full Council, minute 12", passed)
        with world.looking() as desk:
            row = desk.row("rulebook_version", ref)
            assert (row.state, row.effective_from) == ("in_force", passed)
            accepted = row.authority.pop("acknowledged")
            assert row.authority == {
                "kind": "resolution",
                "resolution": "Full Council, minute 12",
                "on": "2024-05-20",
                "owner": "gloucester-city-council",
            }
            assert accepted == [one["name"] for one in row.proof["acknowledged"]]
            assert len(accepted) > 4
            assert in_force.version_in_force(desk, kind="scheme", key=row.key, on=passed)

    def test_terms_of_one_partners_body_are_cited(self, world: World) -> None:
        ref = load(world, CABINET)
        with world.acting() as desk:
            acts.cite(desk, ref, "Annual council, minute 3", dt.date(2024, 5, 20))
        assert state(world, ref) == "in_force"

    @pytest.mark.parametrize("text", [SCHEME, TERMS])
    def test_nothing_of_the_partnerships_own_is_cited(self, world: World, text: bytes) -> None:
        ref = load(world, text)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.cite(desk, ref, "The Board, minute 1", dt.date(2024, 5, 20))
        assert codes(failed) == ["rulebook.own_scheme"]

    def test_everything_missing_is_said_at_once(self, world: World) -> None:
        ref = load(world, RECORDED)
        ahead = world.now.date() + dt.timedelta(days=1)
        with pytest.raises(Refused) as failed, world.acting() as desk:
            acts.cite(desk, ref, " ", ahead, effective_from=world.now.date())
        assert codes(failed)[:3] == [
            "rulebook.resolution_missing",
            "rulebook.resolution_ahead",
            "rulebook.before_resolution",
        ]
        assert set(codes(failed)[3:]) == {"rulebook.known.gap"}


def test_two_who_constitute_at_once_are_told(quick_store: Store, now: dt.datetime) -> None:
    """A desk that saw the partnership before it was constituted loses."""
    built = empty_world(quick_store, now)
    with built.acting() as desk:
        people.add_organisation(desk, key="county-council", name="The Council", lead=True)
        people.add_person(desk, key="example-county", name="Co", organisation="county-council")
    ref = load(built, SCHEME)
    seen: list[object] = []

    def stale(do: Callable[[Desk], object]) -> None:
        with built.acting() as desk:
            desk.partnership = seen[0]
            do(desk)

    with built.looking() as desk:
        seen.append(desk.partnership)
    with built.acting() as desk:
        acts.constitute(desk, [ref], {"county-council": "example-county"})
    again = load(built, SCHEME + b"# again\n")
    with pytest.raises(MovedFirst):
        stale(lambda desk: acts.constitute(desk, [again], {"county-council": "example-county"}))
