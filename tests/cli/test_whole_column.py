"""Keys in a table stay in one piece, so that they can be copied."""

import pytest

from governance.interfaces.cli.output import table

KEY = "R-0001/call_in_window_of_the_cabinet"


def test_a_key_is_not_broken_in_a_narrow_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = "a long sentence that has to wrap at some point " * 3
    table("Deadlines", ("Deadline", "What", "Whose"), [(KEY, told, told)], whole="Deadline")
    assert KEY in capsys.readouterr().out


def test_a_column_without_a_title_leaves_room_for_the_others(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    outcome = "passed over: its day had gone by, " * 4
    rows = [("20 working days before", "tell the owner", "17 September 2026", outcome)]
    table("Reminders", ("Level", "What", "Day", ""), rows)
    out = capsys.readouterr().out
    assert all(word in out for word in ("working", "owner", "September", "passed"))


def test_the_other_columns_of_a_table_with_keys_stay_readable(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    columns = ("Deadline", "What", "Due", "State", "Whose")
    told = ("the window for call-in", "17 September 2026", "running", "the lead of the commission")
    table("Deadlines", columns, [("R-0001/call_in_window/2026-09-17", *told)], whole="Deadline")
    out = capsys.readouterr().out
    assert "R-0001/call_in_window/2026-09-17" in out
    lines = out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    joined = "".join(out.split())
    for cell in ("Whose", "commis", "Septem", "running"):
        assert cell in joined
