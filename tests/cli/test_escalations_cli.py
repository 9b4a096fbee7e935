"""`vires meeting proposed|take|decline|exceptions`, and pages, as a secretary meets them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from policies import a_deadline, adopt_policy
from reports import Life, life

from governance.application.meetings import acts as meetings
from governance.interfaces.cli.main import main
from governance.store.engine import open_store

Vires = Callable[..., tuple[int, str]]

POLICY = """
vires: escalation/1
key: exampleshire
title: Levels for the tests
deadlines:
  review:
    owner: lead
    prompts:
      - when: 5 working days after
        tell: executive-board
        propose item: executive-board
        exception: yes
        block: [award]
        trigger: unbroken-missed-reviews
"""
DUE = dt.date(2025, 2, 24)
AT = ("--now", "2025-03-03T16:00")
SECRETARY = ("--as", "example-secretary")


def played(built: Life) -> None:
    """A review that is missed and escalated, a report of another kind, and a meeting called."""
    adopt_policy(built.world, POLICY)
    about = built.commission()
    a_deadline(built.world, built.row(about, "commission"), DUE, now=built.now)
    built.draft("permission-to-procure", about, 20_000)
    with built.acting() as desk:
        ref = meetings.plan(
            desk, body="executive-board", on=dt.date(2025, 3, 20), starts=dt.time(10)
        ).ref
        meetings.call(desk, ref, place="the council chamber", reason="as agreed")
    built.wait_until(dt.date(2025, 3, 3))
    assert built.tick().failed == []


@pytest.fixture
def vires(
    sqlite_url: str,
    tmp_path: Path,
    now: dt.datetime,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Vires:
    store = open_store(sqlite_url)
    played(life(store, now))
    store.close()
    monkeypatch.setenv("VIRES_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path / "data"))

    def run(*arguments: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        shown = capsys.readouterr()
        lines = [line.rstrip() for line in (shown.out + shown.err).splitlines()]
        return int(ended.value.code or 0), "\n".join(lines).strip()

    return run


def ok(vires: Vires, *arguments: str) -> str:
    code, shown = vires(*arguments)
    assert code == 0, shown
    return shown


NOT_DONE = (
    "- C-0001 Short breaks: a review to be held, due on 24 February 2025, is not done "
    "(5 working days overdue)."
)


def test_an_item_is_listed_and_taken(vires: Vires) -> None:
    [item] = json.loads(ok(vires, "meeting", "proposed", "--json"))
    assert (item["name"], item["level"], item["waits"]) == (
        "C-0001/executive-board",
        "after-5-working-days",
        True,
    )
    assert "C-0001/executive-board" in ok(vires, "meeting", "proposed")
    shown = ok(vires, "meeting", "take", "C-0001", "--meeting", "M-0001", *SECRETARY, *AT)
    assert shown == "The item is on the agenda of M-0001."
    assert ok(vires, "meeting", "proposed") == "Proposed items: none."
    assert "accepted" in ok(vires, "meeting", "proposed", "--all")
    assert "C-0001 Short breaks" in ok(vires, "meeting", "show", "M-0001")


def test_an_item_is_declined_for_a_reason(vires: Vires) -> None:
    code, shown = vires("meeting", "decline", "C-0001", "--reason", " ", *SECRETARY, *AT)
    assert code == 1, shown
    declined = ("--reason", "It comes in April.")
    shown = ok(vires, "meeting", "decline", "C-0001", *declined, *SECRETARY, *AT)
    assert shown == "The item is declined."
    assert ok(vires, "meeting", "exceptions", "executive-board", *AT) == "\n".join(
        [
            "To be told to the Executive Board, if its agenda were published now:",
            f"{NOT_DONE} Sam Secretary took no item on it, on 3 March 2025: “It comes in April.”",
        ]
    )


def test_what_a_meeting_was_told(vires: Vires) -> None:
    ok(vires, "meeting", "publish", "M-0001", *SECRETARY, *AT)
    assert ok(vires, "meeting", "exceptions", "M-0001", *AT) == (
        f"Told to the Executive Board at M-0001:\n{NOT_DONE}"
    )
    told = json.loads(ok(vires, "meeting", "exceptions", "M-0001", "--json"))
    assert (told["body"], told["meeting"]) == ("executive-board", "M-0001")
    assert [line["overdue"] for line in told["lines"]] == [5]
    again = ok(vires, "meeting", "exceptions", "executive-board", *AT)
    assert again.startswith("Told to the Executive Board before; told again with its next agenda:")
    assert ok(vires, "meeting", "show", "M-0001", *AT).endswith(
        f"Report on missed deadlines:\n{NOT_DONE}"
    )
    none = ok(vires, "meeting", "exceptions", "trust-board", *AT)
    assert none == "Nothing that is overdue is to be told to the Partnership Board."


def test_pages_say_what_a_commission_is_held_to(vires: Vires) -> None:
    exception = (
        "Assurance exception: a review to be held (C-0001), due on 24 February 2025; "
        "open since 3 March 2025."
    )
    closed = (
        "Closed since 3 March 2025: award. The reason: a review to be held (C-0001), due on "
        "24 February 2025."
    )
    assert (
        "  Escalated:\n"
        f"  - {exception}\n"
        f"  - {closed}\n"
        "  - Trigger “unbroken missed reviews” raised on 3 March 2025: a review to be held "
        "(C-0001), due on 24 February 2025.\n"
    ) in ok(vires, "commission", "show", "C-0001")
    assert " ".join(exception.split()) in " ".join(ok(vires, "proposal", "show", "R-0001").split())
    ahead = " ".join(ok(vires, "next", "C-0001", *AT).split())
    assert exception in ahead
    assert closed in ahead
