"""The report of missed deadlines: one a meeting; and items proposed for an agenda, answered."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from policies import a_deadline, adopt_policy, rows
from reports import COMMISSIONER, EXECUTIVE, Life, codes, life

from governance.application.change import Change
from governance.application.deadlines import acts as deadlines
from governance.application.deadlines.extending import extend
from governance.application.deadlines.rows import deadline
from governance.application.escalations.items import decline, proposed, take
from governance.application.escalations.reports import lines_for
from governance.application.escalations.told import in_words, report_of
from governance.application.meetings import acts as meetings
from governance.application.meetings.queries import meeting_view
from governance.domain.errors import GuardRefused, NoSuchMove, Unusable
from governance.store.engine import Store

POLICY = """
vires: escalation/1
key: exampleshire
title: Levels for the tests
deadlines:
  review:
    owner: lead
    prompts:
      - {when: 1 working day after, tell: executive-board, propose item: executive-board}
      - {when: 5 working days after, tell: executive-board, propose item: executive-board}
"""
DUE = dt.date(2025, 2, 24)
FIRST, FIFTH = DUE + dt.timedelta(days=1), DUE + dt.timedelta(days=7)


@pytest.fixture
def built(store: Store, now: dt.datetime) -> Life:
    """The example partnership; the executive board meets in six weeks."""
    made = life(store, now)
    adopt_policy(made.world, POLICY)
    return made


def missed(built: Life, title: str = "Short breaks", *, due: dt.date = DUE) -> str:
    about = built.commission(title)
    a_deadline(built.world, built.row(about, "commission"), due, now=built.now)
    return about


def until(built: Life, day: dt.date) -> None:
    built.wait_until(day)
    assert built.tick().failed == []


def called(built: Life, on: dt.date) -> str:
    with built.acting() as desk:
        ref = meetings.plan(desk, body="executive-board", on=on, starts=dt.time(10)).ref
        meetings.call(desk, ref, place="the council chamber", reason="as agreed")
    return ref


def published(built: Life, ref: str) -> list[dict[str, Any]]:
    with built.acting() as desk:
        meetings.publish(desk, ref, reason="as agreed")
    return told(built, ref)


def told(built: Life, ref: str) -> list[dict[str, Any]]:
    with built.looking() as desk:
        return report_of(desk, desk.row("meeting", ref).id)


def words(built: Life, ref: str) -> list[str]:
    with built.looking() as desk:
        return in_words(desk, report_of(desk, desk.row("meeting", ref).id))


def messages(built: Life, template: str) -> list[Any]:
    return [row for row in rows(built.world, "message") if row.template == template]


def test_a_meeting_is_told_once_of_everything(built: Life) -> None:
    missed(built), missed(built, "Speech and language")
    ref = called(built, dt.date(2025, 3, 20))
    until(built, FIFTH)
    assert words(built, ref) == []
    published(built, ref)
    assert sorted(words(built, ref)) == [
        f"{about}: a review to be held, due on 24 February 2025, is not done "
        "(5 working days overdue)."
        for about in ("C-0001 Short breaks", "C-0002 Speech and language")
    ]
    [letter] = messages(built, "exception_report")
    assert (letter.recipient, letter.params["ref"], letter.params["number"]) == (
        "executive-board",
        ref,
        2,
    )
    assert sorted(letter.params["lines"]) == sorted(words(built, ref))
    assert {line["level"] for line in told(built, ref)} == {"after-5-working-days"}
    assert {line.meeting_id for line in rows(built.world, "exception_line")} == {
        built.row(ref, "meeting").id
    }
    assert built.whole()


def test_the_next_meeting_is_told_what_still_stands(built: Life) -> None:
    first, second = missed(built), missed(built, "Speech and language")
    one = called(built, dt.date(2025, 3, 20))
    until(built, FIFTH)
    published(built, one)
    with built.acting() as desk:
        deadlines.meet(desk, f"{first}/review", note="held")
    third = missed(built, "Mentoring", due=dt.date(2025, 3, 10))
    two = called(built, dt.date(2025, 4, 24))
    until(built, dt.date(2025, 3, 24))
    lines = {line["ref"]: line for line in published(built, two)}
    assert {ref: line["new"] for ref, line in lines.items()} == {second: False, third: True}
    assert len(messages(built, "exception_report")) == 2


def test_what_was_held_late_before_the_meeting_says_so(built: Life) -> None:
    about = missed(built)
    ref = called(built, dt.date(2025, 3, 20))
    until(built, FIRST)
    with built.acting() as desk:
        deadlines.meet(desk, f"{about}/review", note="held")
    published(built, ref)
    [line] = words(built, ref)
    assert line == (
        "C-0001 Short breaks: a review to be held, due on 24 February 2025, was done late, on "
        "25 February 2025."
    )


def test_a_supplement_brings_the_report_up_to_date(built: Life) -> None:
    first = missed(built)
    second = missed(built, "Mentoring", due=dt.date(2025, 3, 10))
    ref = called(built, dt.date(2025, 3, 20))
    until(built, FIFTH)
    assert [line["ref"] for line in published(built, ref)] == [first]
    until(built, dt.date(2025, 3, 12))
    with built.acting() as desk:
        meetings.supplement(desk, ref, reason="what came since")
    assert [line["ref"] for line in told(built, ref)] == [first, second]
    assert len(rows(built.world, "exception_report")) == 1
    assert len(messages(built, "exception_report")) == 1


def test_what_came_after_the_agenda_is_told_on_the_day_where_nothing_was(built: Life) -> None:
    missed(built)
    ref = called(built, dt.date(2025, 3, 20))
    assert published(built, ref) == []
    assert messages(built, "exception_report") == []
    until(built, dt.date(2025, 3, 20))
    built.hold(ref, EXECUTIVE, presiding="example-nhs")
    assert [line["ref"] for line in told(built, ref)] == ["C-0001"]
    with built.acting() as desk:
        meetings.draft_minutes(desk, ref)
    assert (
        "A report on 1 missed deadline was before the meeting:\n"
        "- C-0001 Short breaks: a review to be held, due on 24 February 2025, is not done "
        "(18 working days overdue).\n"
    ) in built.row(ref, "meeting").minutes


def test_what_would_be_told_can_be_asked_before(built: Life) -> None:
    missed(built)
    until(built, FIFTH)
    with built.looking() as desk:
        found = lines_for(desk, desk.row("body", "executive-board").id)
    assert [(line["ref"], line["overdue"]) for line in found.plain] == [("C-0001", 5)]


def test_the_meeting_s_page_shows_its_report(built: Life) -> None:
    missed(built)
    ref = called(built, dt.date(2025, 3, 20))
    until(built, FIFTH)
    lines = published(built, ref)
    with built.looking() as desk:
        shown = meeting_view(desk, ref)["exceptions"]
    assert [{k: v for k, v in line.items() if k != "words"} for line in shown] == lines
    assert [line["words"] for line in shown] == words(built, ref)


def names(built: Life, **asked: Any) -> list[str]:
    with built.looking() as desk:
        return [one.name for one in proposed(desk, **asked)]


def test_the_secretary_takes_a_proposed_item(built: Life) -> None:
    missed(built)
    ref = called(built, dt.date(2025, 3, 20))
    until(built, FIFTH)
    assert names(built) == names(built, body="executive-board") == ["C-0001/executive-board"]
    assert names(built, body="trust-board") == []
    with built.acting() as desk:
        take(desk, "C-0001", meeting=ref)
    with built.looking() as desk:
        [item] = meeting_view(desk, ref)["agenda"]
    assert (item["title"], item["report"]) == (
        "C-0001 Short breaks: a review to be held, due on 24 February 2025",
        None,
    )
    [row] = rows(built.world, "proposed_item")
    assert (row.state, row.answered_by) == ("accepted", "example-secretary")
    assert row.agenda_item_id == rows(built.world, "agenda_item")[0].id
    assert names(built) == []
    with built.acting() as desk, pytest.raises(NoSuchMove):
        take(desk, "C-0001", meeting=ref)
    assert built.whole()


def test_members_see_who_declined_an_item_and_why(built: Life) -> None:
    missed(built)
    ref = called(built, dt.date(2025, 3, 20))
    until(built, FIFTH)
    with built.acting() as desk, pytest.raises(GuardRefused) as refused:
        decline(desk, "C-0001/executive-board", reason=" ")
    assert codes(refused) == ["lifecycle.reason_missing"]
    with built.acting() as desk:
        decline(desk, "C-0001/executive-board", reason="It comes in April.")
    [line] = published(built, ref)
    assert line["declined"] == {
        "by": "example-secretary",
        "on": FIFTH.isoformat(),
        "reason": "It comes in April.",
    }
    assert words(built, ref)[0].endswith(
        "overdue). Sam Secretary took no item on it, on 3 March 2025: “It comes in April.”"
    )


def test_an_item_whose_deadline_is_settled_asks_for_nothing(built: Life) -> None:
    about = missed(built)
    ref = called(built, dt.date(2025, 3, 20))
    until(built, FIFTH)
    with built.acting() as desk:
        deadlines.meet(desk, f"{about}/review", note="held")
    assert names(built) == []
    assert names(built, everything=True) == ["C-0001/executive-board"]
    with built.acting() as desk, pytest.raises(GuardRefused) as refused:
        take(desk, "C-0001", meeting=ref)
    assert codes(refused) == ["escalation.item_needless"]


def test_only_the_secretary_answers_and_at_the_body_s_own_meeting(built: Life) -> None:
    missed(built)
    with built.acting() as desk:
        other = meetings.plan(desk, body="trust-board", on=dt.date(2025, 3, 20)).ref
    until(built, FIFTH)
    with built.acting(COMMISSIONER) as desk, pytest.raises(GuardRefused) as refused:
        take(desk, "C-0001", meeting=other)
    assert sorted(codes(refused)) == [
        "escalation.item_of_another_body",
        "lifecycle.not_permitted",
    ]
    with built.acting() as desk, pytest.raises(Unusable) as unknown:
        take(desk, "C-0009", meeting=other)
    assert codes(unknown) == ["name.unknown"]


def test_an_item_about_a_ready_report_brings_the_report(built: Life) -> None:
    about = built.commission()
    report = built.middling(about)
    with built.acting() as desk:
        row = desk.row("proposal", report)
    adopt_policy(built.world, POLICY.replace("review:", "call_in_hearing:"), now=built.now)
    _deadline_on_report(built, row)
    ref = called(built, dt.date(2025, 3, 20))
    until(built, FIFTH)
    with built.acting() as desk:
        take(desk, report, meeting=ref)
    with built.looking() as desk:
        assert [one["report"] for one in meeting_view(desk, ref)["agenda"]] == [report]
    assert built.state(report) == "on_agenda"


def _deadline_on_report(built: Life, row: Any) -> None:
    with built.acting() as desk:
        due = deadline(
            desk, kind="call_in_hearing", subject=("proposal", row.id), due_day=DUE, owner="lead"
        )
        desk.apply(
            Change(
                kind="deadline.set",
                table="proposal",
                subject=desk.row("proposal", row.ref),
                values={},
                writes=(due,),
            )
        )


def test_an_item_falls_with_more_time_and_is_proposed_again_for_the_new_day(built: Life) -> None:
    more = "    extension: {most: 20 working days, times: 1, by: [director]}\n"
    adopt_policy(built.world, POLICY + more)
    about = missed(built)
    until(built, FIRST)
    meeting = called(built, dt.date(2025, 4, 8))
    with built.acting("example-director") as desk:
        extend(desk, f"{about}/review", to=dt.date(2025, 3, 10), reason="The lead was ill.")
    with built.looking() as desk:
        assert proposed(desk) == []
        [item] = proposed(desk, everything=True)
    with pytest.raises(GuardRefused) as refused, built.acting() as desk:
        take(desk, item.name, meeting=meeting)
    [against] = refused.value.refusals
    assert (against.code, against.params["due"]) == (
        "escalation.item_put_off",
        dt.date(2025, 3, 10),
    )
    until(built, dt.date(2025, 3, 11))
    with built.acting() as desk:
        [item] = proposed(desk)
        assert item.row.title.endswith("due on 10 March 2025")
        take(desk, item.name, meeting=meeting)
    assert len(rows(built.world, "proposed_item")) == 1
    assert built.whole()
