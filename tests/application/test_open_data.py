"""Notices that go out: each step of a history as a release, valid, the same again, never too much."""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from ocds_validator import findings
from open_data_bits import (
    LEAD,
    PREFIX,
    announced,
    awarded,
    changed,
    exported,
    opened,
    package,
    publishing,
    read,
    report,
)
from world import KEY, World, world

from governance.adapters.ocds.writing import Frame, record_package
from governance.application.change import Change
from governance.application.commissions import lifecycle, opening
from governance.application.commissions.agreement_moves import move
from governance.application.commissions.agreements import extended, record_agreement, varied
from governance.application.deadlines.tick import tick
from governance.application.desk import acting
from governance.application.ledger import replaying
from governance.application.publishing import register
from governance.application.publishing.open_data import processes
from governance.application.publishing.open_data.publisher import publisher, set_publisher
from governance.domain.errors import Refused, Unusable
from governance.domain.money import pence
from governance.store.engine import Store, open_store
from governance.store.tables import TABLES

DAY = dt.timedelta(days=1)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    """The example partnership, which has a prefix."""
    made = world(store, now)
    publishing(made)
    return made


class Going:
    """A history that goes on a day at a time."""

    def __init__(self, built: World, now: dt.datetime) -> None:
        self.built = built
        self.now = now

    def later(self, days: int = 1) -> Any:
        """The operator's desk some days on."""
        self.now += days * DAY
        return self.built.acting(now=self.now)

    def told(self, ref: str) -> list[dict[str, Any]]:
        """The releases of a commission's only process."""
        (process,) = exported(self.built, self.now, ref)
        return read(process)


@pytest.fixture
def going(built: World, now: dt.datetime) -> Going:
    return Going(built, now)


def test_a_history_goes_out_step_by_step(going: Going, shared: Path) -> None:
    with going.later() as desk:
        ref = opened(desk)
    with going.later() as desk:
        asked = announced(desk, ref, due=dt.date(2025, 3, 31), matter="Foster care: procurement")
    with going.later() as desk:
        changed(
            desk,
            asked.ref,
            "proposal.decided",
            state="call_in_window",
            outcome="approved",
            decided_on=desk.today,
            published_on=desk.today,
        )
    with going.later() as desk:
        changed(desk, asked.ref, "proposal.effective", state="effective")
    with going.later() as desk:
        award = report(desk, ref)
        agreement = awarded(desk, ref, award.ref)
    with going.later() as desk:
        move(desk, agreement=agreement, move="record_signed", reason="urgent")
    tick(going.built.store, now=dt.datetime(2025, 4, 1, 9, tzinfo=dt.UTC))
    going.now = dt.datetime(2025, 4, 1, 10, tzinfo=dt.UTC)
    with going.later() as desk:
        more = report(desk, ref, kind="extend", agreement_id=desk.row("agreement", agreement).id)
        row = desk.row("agreement", agreement)
        until = dt.date(2027, 3, 31)
        desk.apply(extended(desk, row, ends_on=until, value=250_000_00, decision=more.ref))
    with going.later() as desk:
        row = desk.row("agreement", agreement)
        desk.apply(varied(desk, row, value=-1_00, decision="R-9999"))
    with going.later() as desk:
        move(
            desk, agreement=agreement, move="record_notice", reason="x", ends_on=dt.date(2025, 9, 1)
        )
    with going.later() as desk:
        move(desk, agreement=agreement, move="break_off", reason="insolvency")
    found = going.told(ref)
    assert [one["tag"] for one in found] == [
        ["planning"],
        ["planningUpdate"],
        ["planningUpdate"],
        ["tender"],
        ["planningUpdate", "award"],
        ["tenderUpdate", "awardUpdate", "contract"],
        ["implementation"],
        ["contractAmendment", "implementationUpdate"],
        ["contractAmendment"],
        ["contractUpdate", "implementationUpdate"],
        ["implementationUpdate", "contractTermination"],
    ]
    assert {one["ocid"] for one in found} == {f"{PREFIX}-{KEY}-{ref}"}
    assert len({one["id"] for one in found}) == len(found)
    assert found[0]["tender"]["status"] == "planning"
    assert found[1]["planning"] == {
        "rationale": "Children live far from home.",
        "milestones": [
            {
                "id": asked.ref,
                "title": "Foster care: procurement",
                "type": "approval",
                "status": "scheduled",
                "dueDate": "2025-03-31T00:00:00+01:00",
            }
        ],
    }
    contract = found[5]["contracts"][0]
    assert contract["value"] == {"amount": Decimal("500000.50"), "currency": "GBP"}
    assert contract["period"] == {
        "startDate": "2025-04-01T00:00:00+01:00",
        "endDate": "2026-03-31T23:59:59+01:00",
    }
    first, second = (found[n]["contracts"][0]["amendments"][0] for n in (7, 8))
    assert first["description"] == "The last day is now 31 March 2027. The value rises by £250,000."
    assert first["rationale"] == f"By decision {more.ref}: {more.title}"
    assert (first["amendsReleaseID"], first["releaseID"]) == (found[6]["id"], found[7]["id"])
    assert (second["description"], "rationale" in second) == ("The value falls by £1.", False)
    assert found[7]["contracts"][0]["value"]["amount"] == Decimal("750000.50")
    for records in (False, True):
        assert findings(package(going.built, going.now, records=records), shared) == {}


def test_a_release_that_went_out_goes_out_again_in_the_same_bytes(going: Going) -> None:
    with going.later() as desk:
        ref = opened(desk)
    kept: list[Any] = []
    for step in range(6):
        with going.later() as desk:
            if step == 0:
                decision = report(desk, ref)
                agreement = awarded(desk, ref, decision.ref)
            elif step == 1:
                move(desk, agreement=agreement, move="record_signed", reason="urgent")
            elif step == 2:
                announced(desk, ref, due=desk.today + 30 * DAY, matter=f"Number {step}")
            elif step == 3:
                record_agreement(desk, commission=ref, title="Another", reason="found")
            elif step == 4:
                report(desk, ref, kind="permission-to-procure")
            else:
                move(desk, agreement=agreement, move="set_aside", reason="no need")
        (process,) = exported(going.built, going.now, ref)
        assert list(process[: len(kept)]) == kept
        assert len(process) > len(kept)
        kept = list(process)
    (later,) = exported(going.built, going.now + 300 * DAY, ref)
    assert list(later) == kept


# --- what stays in


def test_an_award_tells_neither_supplier_nor_sum_until_it_is_made(going: Going) -> None:
    with going.later() as desk:
        ref = opened(desk)
        decision = report(desk, ref)
    with going.later() as desk:
        agreement = awarded(desk, ref, decision.ref)
    last = going.told(ref)[-1]
    award = {"id": agreement, "status": "pending", "title": decision.title}
    assert last["awards"] == [award | {"date": "2025-02-21T00:00:00Z"}]
    with going.later() as desk:
        move(desk, agreement=agreement, move="set_aside", reason="no funds")
    last = going.told(ref)[-1]
    assert (last["tag"], last["awards"]) == (
        ["awardCancellation"],
        [{"id": agreement, "status": "cancelled"}],
    )
    text = json.dumps(going.told(ref))
    assert "example-care" not in text
    assert "500000" not in text


def test_a_decision_that_is_not_published_is_not_told(going: Going) -> None:
    with going.later() as desk:
        ref = opened(desk)
        report(desk, ref, kind="permission-to-procure", published_on=None)
        secret = report(desk, ref, published_on=None)
        awarded(desk, ref, secret.ref)
        in_future = report(desk, ref, kind="permission-to-procure", published_on=desk.today + DAY)
        report(desk, ref, kind="permission-to-procure", state="draft", outcome=None,
               decided_on=None, published_on=None, title="A draft")  # fmt: skip
    assert [one["tag"] for one in going.told(ref)] == [["planning"]]
    assert "rationale" not in json.dumps(going.told(ref))
    going.now += DAY
    last = going.told(ref)[-1]
    assert (last["tag"], last["date"]) == (["planningUpdate", "tender"], "2025-02-22T00:00:00Z")
    assert [one["id"] for one in last["planning"]["milestones"]] == [in_future.ref]


def test_a_report_as_it_is_being_written_is_not_told(going: Going) -> None:
    with going.later() as desk:
        ref = opened(desk)
        row = announced(desk, ref, due=dt.date(2025, 5, 1), matter="What the notice says")
    text = json.dumps(going.told(ref))
    assert "What the notice says" in text
    assert "As it is being written" not in text
    with going.later() as desk:
        changed(desk, row.ref, "proposal.withdrawn", state="withdrawn")
    assert "What the notice says" not in json.dumps(going.told(ref))


def test_what_is_not_on_the_register_does_not_go_out(going: Going) -> None:
    with going.later() as desk:
        idea = opening.propose(desk, title="An idea").ref
        given_up = opened(desk, title="Given up")
        lifecycle.withdraw(desk, commission=given_up, reason="no need")
    for ref in (idea, given_up, "C-9999"):
        with pytest.raises(Unusable) as error:
            going.told(ref)
        assert error.value.problems[0].code == "public.commission_unknown"
    assert exported(going.built, going.now) == []


def test_grants_and_what_partners_do_themselves_are_no_contracts(going: Going) -> None:
    with going.later() as desk:
        ref = opened(desk)
        for kind in ("grant", "in-house", "pool", "service-level-agreement", "call-off"):
            record_agreement(desk, commission=ref, title=kind, kind=kind, reason="found")
    found = going.told(ref)
    assert [c["title"] for one in found for c in one.get("contracts", ())] == [
        "service-level-agreement",
        "call-off",
    ]


def test_a_number_of_an_organisation_goes_out_only_from_an_open_register(going: Going) -> None:
    with going.later() as desk:
        row = desk.row("organisation", "example-care")
        numbers = ["GB-COH-01234567", "EX-ACCOUNT-1042"]
        desk.writer.update(
            TABLES["organisation"],
            partnership_id=desk.pid,
            id=row.id,
            expected_version=row.version,
            values={"identifiers": numbers},
        )
        ref = opened(desk)
        record_agreement(desk, commission=ref, title="C", provider="example-care", reason="found")
    text = json.dumps(going.told(ref))
    assert ("01234567" in text, "1042" in text) == (True, False)


# --- its shape


def test_every_round_is_a_process_that_follows_on_from_the_one_before(going: Going) -> None:
    with going.later() as desk:
        ref = opened(desk)
    with going.later() as desk:
        row = desk.row("commission", ref)
        desk.apply(Change("commission.round_started", "commission", row, {"round": 2}))
    with going.later() as desk:
        decision = report(desk, ref)
        awarded(desk, ref, decision.ref)
    first, second = exported(going.built, going.now, ref)
    assert second[0].ocid == f"{first[0].ocid}-2"
    begun, told = read(second)
    assert begun["relatedProcesses"] == [
        {
            "id": "prior",
            "relationship": ["prior"],
            "scheme": "ocid",
            "identifier": first[0].ocid,
        }
    ]
    assert (begun["tag"], told["tag"]) == (["planning"], ["planningUpdate", "award"])


@pytest.mark.parametrize("state", ["rescinded", "quashed"])
def test_a_permission_that_is_undone_cancels_the_tender(going: Going, state: str) -> None:
    with going.later() as desk:
        ref = opened(desk)
        decision = report(desk, ref, kind="permission-to-procure")
    with going.later() as desk:
        changed(desk, decision.ref, f"proposal.{state}", state=state)
    last = going.told(ref)[-1]
    assert (last["tag"], last["tender"]["status"]) == (["tenderCancellation"], "cancelled")


def test_what_runs_out_ends_and_what_goes_on_goes_on(going: Going) -> None:
    with going.later() as desk:
        ref = opened(desk)
        agreement = record_agreement(
            desk,
            commission=ref,
            title="Play scheme",
            reason="found",
            starts_on=dt.date(2024, 1, 1),
            ends_on=dt.date(2025, 2, 28),
        ).ref
    tick(going.built.store, now=dt.datetime(2025, 3, 2, 9, tzinfo=dt.UTC))
    going.now = dt.datetime(2025, 3, 2, 10, tzinfo=dt.UTC)
    assert going.told(ref)[-1]["tag"] == ["contractTermination"]
    with going.later() as desk:
        move(desk, agreement=agreement, move="continue_uncovered", reason="children are there")
    with going.later() as desk:
        decision = report(desk, ref, kind="extend")
        row = desk.row("agreement", agreement)
        until = dt.date(2025, 9, 30)
        desk.apply(extended(desk, row, ends_on=until, value=None, decision=decision.ref))
    assert [one["tag"] for one in going.told(ref)[-2:]] == [
        ["contractUpdate"],
        ["planningUpdate", "contractAmendment"],
    ]
    assert going.told(ref)[-2]["contracts"][0]["status"] == "active"


ODD = '= 1+1 \u202e"\\<script> \x7f \U0001f600 £ &amp; ' + "long " * 200
TITLE = "=cmd \"\\<b>\U0001f600 &amp; £'"


def test_odd_and_huge_texts_go_out_whole_and_valid(going: Going, shared: Path) -> None:
    with going.later() as desk:
        ref = opened(desk, title="x" * 300, need=ODD * 15)
        record_agreement(
            desk, commission=ref, title=TITLE, provider="example-care", value=pence("0.01"),
            reason="found",
        )  # fmt: skip
    found = going.told(ref)
    assert found[-1]["contracts"][0]["title"] == TITLE
    assert found[-1]["contracts"][0]["value"]["amount"] == Decimal("0.01")
    assert findings(package(going.built, going.now), shared) == {}


def test_all_of_many_go_out_a_part_at_a_time(going: Going, monkeypatch: pytest.MonkeyPatch) -> None:
    with going.later() as desk:
        refs = [opened(desk, title=f"Number {n}") for n in range(7)]
    whole = exported(going.built, going.now)
    parts, after = [], ""
    while True:
        with going.built.looking(now=going.now) as desk:
            some, last = processes.part_of_all(desk, after=after, contacts=False, most=3)
        parts += some
        if last is None:
            break
        after = last
    assert parts == whole
    assert [json.loads(one[0].body)["tender"]["id"] for one in parts] == refs
    monkeypatch.setattr("governance.application.publishing.open_data.reading.AT_ONCE", 2)
    assert exported(going.built, going.now) == whole


# --- the publisher


def test_without_a_prefix_nothing_goes_out(store: Store, now: dt.datetime) -> None:
    built = world(store, now)
    with built.acting() as desk:
        ref = opened(desk)
    with pytest.raises(Refused) as error:
        exported(built, now, ref)
    assert error.value.refusals[0].code == "open_data.no_prefix"


def test_how_it_is_published_is_said_once_and_can_be_taken_back(built: World) -> None:
    with built.acting("example-secretary") as desk:
        set_publisher(desk, licence="https://example.org/licence")
    with built.acting() as desk:
        told = publisher(desk)
        assert (told.ocid_prefix, told.licence) == (PREFIX, "https://example.org/licence")
        set_publisher(desk, ocid_prefix="")
    with built.acting() as desk:
        assert publisher(desk).ocid_prefix is None
        with pytest.raises(Refused) as same:
            set_publisher(desk, licence="https://example.org/licence")
        assert same.value.refusals[0].code == "open_data.nothing_changed"
        with pytest.raises(Unusable) as error:
            set_publisher(desk, ocid_prefix="OCDS-1", policy="javascript:alert(1)")
        assert [one.code for one in error.value.problems] == [
            "open_data.prefix_unreadable",
            "open_data.address_unreadable",
        ]
    with pytest.raises(Refused), built.acting(LEAD) as desk:
        set_publisher(desk, ocid_prefix="ocds-zzzzzz")
    with built.store.read() as tx:
        done = replaying.replay(tx, desk.pid)
        assert done.problems == []
        done.rows.close()


# --- the example's year


@pytest.fixture(scope="module")
def year(example_year: ExampleYear, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The example after its year, on a copy that has a prefix."""
    folder = tmp_path_factory.mktemp("published")
    yield from _with_prefix(Path(example_year.url.removeprefix("sqlite:///")), folder / "all.db")


def _with_prefix(path: Path, to: Path) -> Iterator[World]:
    with closing(sqlite3.connect(path)) as there, closing(sqlite3.connect(to)) as here:
        there.backup(here)
    store = open_store(f"sqlite:///{to}")
    now = dt.datetime(2027, 3, 9, 9, tzinfo=dt.UTC)
    with acting(store, now=now, partnership=KEY) as desk:
        set_publisher(desk, ocid_prefix=PREFIX)
    yield World(store, now)
    store.close()


OURS_ALONE = ("additional_fields", "all_additional_fields")
"""Fields of extensions, which stand in notices that came in and in none of ours."""


@IN_ONE_WORKER
@pytest.mark.parametrize("records", [False, True])
def test_the_example_years_whole_history_is_valid(
    year: World, shared: Path, *, records: bool
) -> None:
    found = findings(package(year, year.now, records=records), shared)
    assert found.keys() <= set(OURS_ALONE)
    ours = [one for one in exported(year, year.now) if one[0].ocid.startswith(PREFIX)]
    assert len(ours) == 9
    tags = {tag for process in ours for one in read(process) for tag in one["tag"]}
    assert {"planning", "tender", "award", "contract", "implementation"} <= tags


@IN_ONE_WORKER
def test_ours_are_without_extensions(year: World, shared: Path) -> None:
    found = [one for one in exported(year, year.now) if one[0].ocid.startswith(PREFIX)]
    content = b"".join(record_package(Frame("urn:vires:x:records", "X"), found))
    assert findings(content, shared) == {}


@IN_ONE_WORKER
def test_no_contract_says_more_than_the_public_register(year: World) -> None:
    with year.looking() as desk:
        public = {one["ref"]: one for one in register.agreements(desk).rows}
    told = 0
    for process in exported(year, year.now):
        for one in read(process):
            for contract in one.get("contracts", ()):
                if contract["id"].startswith("A-"):
                    assert contract["id"] in public
            for award in one.get("awards", ()):
                if "suppliers" in award and award["id"].startswith("A-"):
                    told += 1
                    known = public[award["id"]]
                    assert award["suppliers"][0]["name"] == known["provider"]
    assert told > 2


@IN_ONE_WORKER
def test_what_went_out_after_each_chapter_goes_out_at_the_end(
    example_year: ExampleYear, year: World, tmp_path: Path
) -> None:
    last = {(o.ocid, o.id): o.body for process in exported(year, year.now) for o in process}
    seen = 0
    for number, path in enumerate(example_year.after[1::4]):
        for then in _with_prefix(path, tmp_path / f"{number}.db"):
            for process in exported(then, year.now):
                for one in process:
                    seen += 1
                    assert last[one.ocid, one.id] == one.body
    assert seen > 20
