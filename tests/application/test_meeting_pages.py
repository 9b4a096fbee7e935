"""A meeting's page: the room for each item, what is left, moves, and that it is bounded."""

import datetime as dt
from typing import Any

import pytest
from reports import EXECUTIVE, SECRETARY, Life, codes, life

from governance.application.escalations.queries import Hold
from governance.application.meetings import acts, queries
from governance.application.meetings.calendar_page import weeks_of, year_of_meetings
from governance.application.meetings.meeting_page import meeting_page
from governance.application.people.away import record_absence
from governance.domain.errors import GuardRefused
from governance.store.engine import Store


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def page(built: Life, ref: str, by: str | None = SECRETARY) -> dict[str, Any]:
    with built.looking(by) as desk:
        return meeting_page(desk, ref)


def left(found: dict[str, Any]) -> list[str]:
    return [one["code"].rpartition(".")[2] for one in found["left"]]


def closed(found: dict[str, Any], move: str) -> list[str]:
    return next(
        [r["code"] for r in one["closed_because"]] for one in found["moves"] if one["move"] == move
    )


def test_an_interest_takes_one_item_below_quorum_and_a_substitute_restores_it(
    built: Life,
) -> None:
    first, second = (built.middling(built.commission()) for _ in range(2))
    ref = built.executive(first, second, people=EXECUTIVE[:3])
    found = page(built, ref)
    assert found["quorum_said"]["met"]
    assert all(item["quorum"]["met"] for item in found["items"])
    assert left(found) == ["item", "item", "minutes"]
    assert found["items"][0]["taken"]["without_vote"]
    built.declare(first, "example-director", "personal", ruling="leaves", advised=True)
    found = page(built, ref)
    assert [item["quorum"]["met"] for item in found["items"]] == [False, True]
    assert [i["name"] for i in found["items"][0]["interests"]] == ["Dana Director"]
    assert "Dana Director" not in [v["name"] for v in found["items"][0]["voters"]]
    missing = found["items"][0]["quorum"]["missing"][0]
    assert "Devi Deputy" in missing["remedy"]
    built.attend(ref, "example-deputy", instead_of="example-director")
    found = page(built, ref)
    assert [item["quorum"]["met"] for item in found["items"]] == [True, True]
    director = next(one for one in found["seats"] if one["seat"] == "director")
    assert [p["key"] for p in director["there"]] == ["example-director", "example-deputy"]
    built.decide(second)
    assert left(page(built, ref)) == ["item", "minutes"]
    assert page(built, ref)["items"][1]["decisions"][0]["outcome"] == "approved"


def test_of_a_meeting_held_only_what_was_so_is_said(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = built.commission()
    report = built.middling(about)
    built.declare(report, "example-parent", "organisational", ruling="leaves", advised=True)
    on = built.today + dt.timedelta(days=14)

    def exceptions(desk: Any, ids: list[str]) -> dict[str, list[Hold]]:
        said = ("assurance_exception", about, "review", "A review", on)
        kept = [Hold(*said, "1", None, day, None) for day in (on, on + dt.timedelta(days=90))]
        return dict.fromkeys(ids, kept)

    monkeypatch.setattr(queries, "exceptions_on", exceptions)
    ref = built.meeting("executive-board", on, report)
    (item,) = page(built, ref)["items"]
    assert [one["outcome"] for one in item["interests"]] == ["leaves"], "as it would be"
    built.wait(14)
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    (item,) = page(built, ref)["items"]
    assert [one["outcome"] for one in item["interests"]] == ["not_there"]
    assert [one["since"] for one in item["exceptions"]] == [on.isoformat()]
    built.decide(report)
    with built.acting() as desk:
        acts.draft_minutes(desk, ref)
    assert "Perry Parent" not in str(built.row(ref, "meeting").minutes)


def test_each_state_says_what_is_left_and_why_a_move_is_closed(built: Life) -> None:
    on = built.today + dt.timedelta(days=30)
    with built.acting() as desk:
        ref = acts.plan(desk, body="executive-board", on=on, starts=dt.time(10)).ref
    found = page(built, ref)
    assert "agenda" in left(found)
    assert [one["kind"] for one in found["notices"]][-1] == "agenda"
    assert closed(found, "call") == []
    assert closed(page(built, ref, "example-parent"), "call") == ["lifecycle.not_permitted"]
    with built.acting() as desk:
        acts.call(desk, ref, place="County Hall")
        acts.publish(desk, ref)
    found = page(built, ref)
    assert {"meeting.day_to_come"} <= set(closed(found, "hold"))
    built.wait_until(on)
    assert left(page(built, ref)) == ["attendance"]
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    with built.acting() as desk:
        acts.draft_minutes(desk, ref)
    assert left(page(built, ref)) == ["sign"]


def test_a_meeting_to_come_is_foreseen(built: Life) -> None:
    ref = built.meeting("executive-board", built.today + dt.timedelta(days=14))
    with built.acting() as desk:
        for person in EXECUTIVE[1:]:
            record_absence(
                desk, person=person, from_day=desk.today, to_day=desk.today + dt.timedelta(days=20)
            )
    foreseen = page(built, ref)["forecast"]
    assert foreseen.ref == ref
    assert not foreseen.quorate
    assert len(foreseen.away) == 3


def test_a_page_asks_as_much_of_a_long_agenda_as_of_a_short_one(built: Life) -> None:
    def statements(*reports: str) -> int:
        ref = built.executive(*reports)
        for report in reports:
            built.declare(
                report, "example-police", "personal", ruling="stays_without_vote", advised=True
            )
        with built.looking(SECRETARY) as desk:
            asked: list[Any] = []
            one_by_one = desk.tx.all

            def counted(statement: Any, /, **params: Any) -> Any:
                asked.append(statement)
                return one_by_one(statement, **params)

            desk.tx.all = counted  # type: ignore[method-assign]  # counts what is asked
            meeting_page(desk, ref)
        return len(asked)

    one = statements(built.middling(built.commission()))
    assert statements(*(built.middling(built.commission()) for _ in range(4))) == one


def test_a_year_shows_each_meeting_in_its_month(built: Life) -> None:
    ref = built.meeting("executive-board", dt.date(2025, 3, 6), built.middling(built.commission()))
    built.meeting("trust-board", dt.date(2025, 12, 31))
    built.meeting("trust-board", dt.date(2026, 1, 1))
    with built.looking() as desk:
        months = year_of_meetings(desk, 2025)
        theirs = year_of_meetings(desk, 2025, body="executive-board")
    assert [len(rows) for _, rows in months] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    assert months[2][1][0] | {"ref": ref, "items": 1} == months[2][1][0]
    assert sum(len(rows) for _, rows in theirs) == 1
    assert weeks_of(dt.date(2025, 3, 1))[0][0] == dt.date(2025, 2, 24)


def test_items_taken_in_private_are_minuted_with_their_ground(built: Life) -> None:
    ref = built.executive(built.middling(built.commission()))
    with pytest.raises(GuardRefused) as refused, built.acting("example-parent") as desk:
        acts.exclude_public(desk, ref, items=[7], ground="9", reason=" ")
    assert codes(refused) == [
        "permissions.not_theirs",
        "meeting.private_ground",
        "meeting.private_items",
        "lifecycle.reason_missing",
    ]
    with built.acting() as desk:
        acts.exclude_public(desk, ref, items=[1], ground="3", reason="Bidders' prices.")
        acts.draft_minutes(desk, ref)
        minutes = desk.row("meeting", ref).minutes
    said = "In private, number 1 on the agenda: exempt information, paragraph 3 of Schedule 12A. Bidders' prices."
    assert said in minutes
