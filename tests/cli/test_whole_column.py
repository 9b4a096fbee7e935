"""What a terminal of any width shows: keys in one piece, no letter lost, no word broken."""

from random import Random

import pytest

from governance.domain.errors import Unusable
from governance.interfaces.cli.output import report_error, say, table, tell

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


def test_no_letter_is_lost_however_narrow(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    random = Random(7)
    long = [
        "and",
        "of",
        "scheme",
        "delegation",
        "superseded",
        "exampleshire-scheme",
        "memorandum",
        "partnership",
    ]
    columns = ("version", "kind", "key", "number", "state", "from", "title")
    for _ in range(200):
        rows = [
            tuple(" ".join(random.choices(long, k=random.randint(0, 6))) for _ in columns)
            for _ in range(3)
        ]
        table("Rulebooks", columns, rows)
        shown = "".join(sorted(capsys.readouterr().out))
        told = "".join(["Rulebooks", *columns, *(cell for row in rows for cell in row)])
        letters = (character for character in told if character.isalpha())
        assert [one for one in shown if one.isalpha()] == sorted(letters)


SENTENCE = (
    "It is the same for every case with the decision asked for and so on and so on, to the end."
)


def test_sentences_wrap_to_the_terminal_and_keep_their_place(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    tell(f"1. {SENTENCE}\n   {SENTENCE}\n  + {SENTENCE}")
    lines = capsys.readouterr().out.splitlines()
    assert all(len(line) <= 50 for line in lines)
    assert lines[2:4] == [
        "   It is the same for every case with the decision",
        "   asked for and so on and so on, to the end.",
    ]
    assert lines[4].startswith("  + It")
    assert lines[5].startswith("    ")


def test_what_is_to_be_copied_is_not_wrapped(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    case = '{"kind": "award", "value": "10000.00", "what is bought": "light touch"}'
    command = "“vires proposal draft award --commission C-0001 --value 90,000”"
    tell(f"  Try it with {case} and then {command}, or let it be.")
    out = capsys.readouterr().out
    assert case in out
    assert command in out


def test_where_nobody_reads_on_a_terminal_nothing_wraps(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    tell(f"   {SENTENCE}")
    say("cover.any_away", k=2)
    assert capsys.readouterr().out.splitlines()[0] == f"   {SENTENCE}"


def test_errors_wrap_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    report_error(Unusable.one("sheets.file.not_written", name="o.yaml"), as_json=False)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) > 2
    assert all(len(line) <= 40 for line in lines)
    assert all(line.startswith("  ") for line in lines[1:])
