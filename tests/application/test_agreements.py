"""Agreements: awarded by decisions, recorded late, run out by the clock, gone on uncovered."""

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import bindparam, select
from world import World, world

from governance.application.change import Change
from governance.application.commissions import opening
from governance.application.commissions.agreement_facts import agreement_file, agreement_moves
from governance.application.commissions.agreement_moves import (
    begin_when_due,
    end_when_due,
    move,
)
from governance.application.commissions.agreements import (
    agreement_change,
    extended,
    record_agreement,
    varied,
)
from governance.application.commissions.queries import agreements
from governance.application.deadlines.tick import tick
from governance.application.desk import Desk
from governance.domain.errors import GuardRefused, NoSuchMove, Refused, Unusable
from governance.domain.procurement import Standstill
from governance.store.engine import Store
from governance.store.tables import TABLES

LEAD = "example-commissioner"
_deadline = TABLES["deadline"]
DEADLINES = select(_deadline).where(
    _deadline.c.partnership_id == bindparam("partnership"),
    _deadline.c.subject_id == bindparam("subject"),
)


@pytest.fixture
def made(store: Store, now: dt.datetime) -> tuple[World, str]:
    """The example partnership with a commission under the Procurement Act."""
    built = world(store, now)
    with built.acting() as desk:
        ref = opening.open_commission(
            desk,
            title="Foster care",
            lead=LEAD,
            end_date=dt.date(2027, 3, 31),
            regime="procurement_act",
        ).ref
    return built, ref


def codes(error: pytest.ExceptionInfo[Any]) -> list[str]:
    found = getattr(error.value, "refusals", None) or error.value.problems
    return [one.code for one in found]


def award(desk: Desk, ref: str, **more: Any) -> str:
    given: dict[str, Any] = {
        "title": "Foster care contract",
        "provider": "example-care",
        "value": 500_000_00,
        "starts_on": dt.date(2025, 4, 1),
        "ends_on": dt.date(2026, 3, 31),
        "extensions": [{"until": "2027-03-31", "value": 250_000_00}],
        **more,
    }
    about = desk.row("commission", ref)
    return desk.apply(agreement_change(desk, commission=about, decision="R-0001", **given)).ref


def decided(desk: Desk, ref: str, agreement: str | None, *, kind: str) -> None:
    values = {
        "id": desk.new_id(),
        "ref": desk.next_ref("proposal"),
        "kind": kind,
        "title": "A report",
        "state": "effective",
        "outcome": "approved",
        "commission_id": desk.row("commission", ref).id,
        "agreement_id": None if agreement is None else desk.row("agreement", agreement).id,
        "scheme_key": "example-partnership",
        "effective_on": desk.today,
    }
    desk.apply(Change(kind="proposal.effective", table="proposal", subject=None, values=values))


def deadlines(desk: Desk, ref: str) -> list[tuple[str, dt.date, str]]:
    rows = desk.all(DEADLINES, subject=desk.row("agreement", ref).id)
    return sorted((row.kind, row.due_day, row.state) for row in rows)


def due(desk: Desk, ref: str, kind: str) -> Any:
    rows = desk.all(DEADLINES, subject=desk.row("agreement", ref).id)
    return next(row for row in rows if row.kind == kind and row.state == "running")


def test_the_act_makes_bidders_wait_eight_working_days(
    made: tuple[World, str], now: dt.datetime
) -> None:
    built, commission = made
    with built.acting(LEAD) as desk:
        ref = award(desk, commission)
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="sign")
    assert codes(error) == ["agreement.standstill_due"]
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="start_standstill")
    assert codes(error) == ["agreement.no_award_notice"]
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="start_standstill", notice_on=dt.date(2025, 3, 1))
    assert codes(error) == ["agreement.notice_in_future"]
    with built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="start_standstill", notice_on=now.date())
        assert deadlines(desk, ref) == [
            ("agreement_ends", dt.date(2026, 4, 1), "running"),
            ("agreement_standstill", dt.date(2025, 3, 4), "running"),
        ]
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="sign")
    assert codes(error) == ["agreement.standstill_runs"]
    with built.acting(LEAD, now=now + dt.timedelta(days=12)) as desk:
        move(desk, agreement=ref, move="sign")
        assert deadlines(desk, ref) == [
            ("agreement_begins", dt.date(2025, 4, 1), "running"),
            ("agreement_ends", dt.date(2026, 4, 1), "running"),
            ("agreement_standstill", dt.date(2025, 3, 4), "met"),
        ]


def test_signing_early_is_recorded_and_flagged(made: tuple[World, str]) -> None:
    built, commission = made
    with built.acting(LEAD) as desk:
        ref = award(desk, commission)
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="record_signed", reason="It was urgent.")
    assert codes(error) == ["lifecycle.not_permitted"]
    with built.acting("example-secretary") as desk:
        move(desk, agreement=ref, move="record_signed", reason="It was urgent.")
        (told,) = agreements(desk, commission=commission)
    assert (told["state"], told["flags"][0]["code"]) == ("signed", "agreement.signed_early")


def test_a_regime_that_asks_for_no_standstill_lets_sign_at_once(made: tuple[World, str]) -> None:
    built, commission = made
    with built.acting(LEAD) as desk:
        ref = award(desk, commission, regime="light_touch")
        move(desk, agreement=ref, move="sign")
        own = award(desk, commission, regime="light_touch")
    notice = dt.date(2025, 2, 20)
    with pytest.raises(Unusable) as error, built.acting(LEAD) as desk:
        move(desk, agreement=own, move="start_standstill", notice_on=notice)
    assert codes(error) == ["agreement.standstill_unknown"]
    with built.acting(LEAD) as desk:
        rule = Standstill("calendar_days_after", 10, "our own rules")
        move(desk, agreement=own, move="start_standstill", notice_on=notice, standstill=rule)
        assert deadlines(desk, own)[-1] == (
            "agreement_standstill",
            dt.date(2025, 3, 3),
            "running",
        )


def test_the_clock_begins_and_ends_it(made: tuple[World, str], now: dt.datetime) -> None:
    built, commission = made
    with built.acting(LEAD) as desk:
        ref = award(desk, commission, regime="light_touch")
        move(desk, agreement=ref, move="sign")
    with pytest.raises(GuardRefused) as error, built.acting("clock") as desk:
        begin_when_due(desk, due(desk, ref, "agreement_begins"))
    assert codes(error) == ["agreement.before_start"]
    with built.acting("clock", now=now + dt.timedelta(days=45)) as desk:
        begins = due(desk, ref, "agreement_begins")
        assert len(begin_when_due(desk, begins)) == 1
        assert begin_when_due(desk, begins) == []
        assert end_when_due(desk, due(desk, ref, "agreement_ends")) == []
    with built.acting("clock", now=now + dt.timedelta(days=420)) as desk:
        ends = due(desk, ref, "agreement_ends")
        assert len(end_when_due(desk, ends)) == 1
        assert end_when_due(desk, ends) == []
        assert desk.row("agreement", ref).state == "expired"


def test_an_extension_takes_the_option_and_moves_the_end(made: tuple[World, str]) -> None:
    built, commission = made
    until = dt.date(2027, 3, 31)
    with built.acting(LEAD) as desk:
        ref = record_agreement(
            desk,
            commission=commission,
            title="Foster care contract",
            value=500_000_00,
            ends_on=dt.date(2026, 3, 31),
            extensions=[{"until": "2027-03-31", "value": 250_000_00}],
        ).ref
        row = desk.row("agreement", ref)
        desk.apply(extended(desk, row, ends_on=until, value=250_000_00, decision="R-0002"))
        row = desk.row("agreement", ref)
        desk.apply(varied(desk, row, value=-50_000_00, decision="R-0003", what="Fewer hours"))
        row = desk.row("agreement", ref)
        assert (row.ends_on, row.value, row.state) == (until, 700_000_00, "in_force")
        assert [option["decision"] for option in row.extensions] == ["R-0002", "R-0003"]
        assert deadlines(desk, ref) == [
            ("agreement_ends", dt.date(2026, 4, 1), "superseded"),
            ("agreement_ends", dt.date(2027, 4, 1), "running"),
        ]
    for name in ("extend", "vary"):
        with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
            move(desk, agreement=ref, move=name)
        assert codes(error) == ["agreement.by_report"]


def test_what_went_on_uncovered_is_regularised_by_a_later_decision(
    made: tuple[World, str], now: dt.datetime
) -> None:
    built, commission = made
    with built.acting(LEAD) as desk:
        ref = record_agreement(
            desk, commission=commission, title="Late", ends_on=dt.date(2025, 1, 31)
        ).ref
        (told,) = agreements(desk, commission=commission)
        assert [f["code"] for f in told["flags"]] == [
            "agreement.found",
            "agreement.found_past_its_end",
        ]
        move(desk, agreement=ref, move="continue_uncovered")
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="regularise", ends_on=dt.date(2026, 1, 31))
    assert codes(error) == ["agreement.uncovered_undecided"]
    with built.acting(LEAD) as desk:
        decided(desk, commission, ref, kind="extend")
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="regularise")
    assert codes(error) == ["agreement.new_end_wanted"]
    with built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="regularise", ends_on=dt.date(2026, 1, 31))
        assert desk.row("agreement", ref).state == "regularised"


def test_an_expired_agreement_is_covered_by_its_extension(made: tuple[World, str]) -> None:
    built, commission = made
    with built.acting(LEAD) as desk:
        ref = record_agreement(
            desk, commission=commission, title="Late", state="expired", ends_on=dt.date(2025, 1, 31)
        ).ref
        row = desk.row("agreement", ref)
        until = dt.date(2026, 1, 31)
        desk.apply(extended(desk, row, ends_on=until, value=None, decision="R-0002"))
        assert desk.row("agreement", ref).state == "regularised"
        ended = record_agreement(desk, commission=commission, title="Over", state="ended").ref
        row = desk.row("agreement", ended)
        with pytest.raises(NoSuchMove):
            extended(desk, row, ends_on=until, value=None, decision="R-0003")


def test_notice_ends_it_when_it_runs_out(made: tuple[World, str], now: dt.datetime) -> None:
    built, commission = made
    with built.acting(LEAD) as desk:
        ref = record_agreement(
            desk, commission=commission, title="Foster care", ends_on=dt.date(2026, 3, 31)
        ).ref
    last = dt.date(2025, 5, 31)
    with pytest.raises(GuardRefused) as error, built.acting(LEAD) as desk:
        move(desk, agreement=ref, move="give_notice", ends_on=last)
    assert codes(error) == ["agreement.exit_undecided"]
    with built.acting(LEAD) as desk:
        decided(desk, commission, None, kind="exit")
        move(desk, agreement=ref, move="give_notice", ends_on=last)
        seen = {one.move: one for one in agreement_moves(file_of(desk, ref), reason="why")}
        assert [r.code for r in seen["end"].refusals] == ["agreement.before_end"]
        assert seen["break_off"].open
    report = tick(built.store, now=now + dt.timedelta(days=101))
    assert [(done.ref, done.effect) for done in report.done] == [(ref, "agreement_ends")]
    with built.looking() as desk:
        assert desk.row("agreement", ref).state == "ended"
        assert deadlines(desk, ref)[0] == ("agreement_ends", last + dt.timedelta(days=1), "met")


def file_of(desk: Desk, ref: str) -> Any:
    return agreement_file(desk, desk.row("agreement", ref), desk.today)


def test_breaking_off_ends_it_today(made: tuple[World, str], now: dt.datetime) -> None:
    built, commission = made
    with built.acting(LEAD) as desk:
        ref = record_agreement(desk, commission=commission, title="Handed back").ref
        seen = {one.move: one for one in agreement_moves(file_of(desk, ref))}
        assert [r.code for r in seen["expire"].refusals] == ["agreement.no_end"]
        assert [r.code for r in seen["break_off"].refusals] == ["lifecycle.reason_missing"]
        move(desk, agreement=ref, move="break_off", reason="The provider is insolvent.")
        row = desk.row("agreement", ref)
    assert (row.state, row.ends_on) == ("ended", now.date())
    assert row.flags[-1]["code"] == "agreement.broken_off"


def test_everything_wrong_with_an_agreement_is_said_at_once(made: tuple[World, str]) -> None:
    built, commission = made
    with pytest.raises(Unusable) as error, built.acting(LEAD) as desk:
        record_agreement(
            desk,
            commission=commission,
            title="",
            kind="contrakt",
            regime="procurement-act",
            value=-1,
            provider="example-car",
            starts_on=dt.date(2025, 4, 1),
            ends_on=dt.date(2025, 3, 1),
        )
    assert codes(error) == [
        "name.missing",
        "agreement.kind_unknown",
        "commission.not_in_vocabulary",
        "commission.value_out_of_range",
        "name.days_reversed",
        "name.unknown",
    ]
    with pytest.raises(Unusable) as error, built.acting(LEAD) as desk:
        record_agreement(desk, commission=commission, title="A", state="in-force")
    assert error.value.problems[0].params["nearest"] == "in_force"
    with pytest.raises(Refused), built.acting("example-police") as desk:
        record_agreement(desk, commission=commission, title="A")
