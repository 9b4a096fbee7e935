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
