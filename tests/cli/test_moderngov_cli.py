"""`vires import moderngov` and `vires export moderngov` as somebody at a terminal meets them."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from moderngov_files import DECIDED, ROW, agenda, decisions, item, listing, meeting
from world import world

from governance.interfaces.cli.main import main
from governance.store.engine import open_store
from governance.store.migrations import require_current

AT = ("--now", "2025-02-20T14:30:00+00:00")


class Terminal:
    """Runs `vires` with a data folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and what was printed on both channels."""
        code = 0
        try:
            main([*arguments, *AT])
        except SystemExit as end:
            code = int(end.code or 0)
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def json(self, *arguments: str) -> tuple[int, Any]:
        """The exit code, and the answer for programs."""
        code, said = self(*arguments, "--json")
        return code, json.loads(said)


@pytest.fixture
def vires(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: dt.datetime,
) -> Terminal:
    url = f"sqlite:///{tmp_path / 'vires.db'}"
    monkeypatch.setenv("VIRES_DATABASE_URL", url)
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    store = open_store(url)
    require_current(store)
    world(store, now)
    store.close()
    detail = meeting(
        "1", "06/02/2025", "Confirmed", agenda(item("82", "Respite", decision=DECIDED))
    )
    Path("meetings.xml").write_bytes(listing(meeting("1", "06/02/2025")))
    Path("meeting.xml").write_text(detail, encoding="utf-8")
    Path("decisions.csv").write_bytes(decisions(ROW, ROW.replace("Cabinet", "The Mayor")))
    return Terminal(capsys)


IMPORT = ("import", "moderngov", "meetings.xml", "meeting.xml", "--body", "144=cabinet")


def test_a_trial_then_for_good_then_nothing_new(vires: Terminal) -> None:
    options = (*IMPORT, "--outcome", "noted", "--scheme", "example-partnership")
    code, said = vires(*options, "--check")
    assert (code, said.splitlines()[0]) == (
        0,
        "Nothing is written yet. It would be: 2 new, 0 changed, 0 there already, 0 left out, 0 not taken.",
    )
    code, said = vires(*options)
    assert (code, said.splitlines()[0]) == (
        0,
        "2 new, 0 changed, 0 there already, 0 left out, 0 not taken.",
    )
    assert "Recorded as held" in said
    code, said = vires(*options)
    assert (code, said) == (0, "0 new, 0 changed, 2 there already, 0 left out, 0 not taken.\n")


def test_what_is_not_taken_is_told_and_the_command_says_so(vires: Terminal) -> None:
    code, said = vires("import", "moderngov", "meetings.xml")
    assert code == 1
    assert "Say it with “--body NAME=KEY”, and import again." in said
    assert "Cabinet (144)" in said
    code, told = vires.json("import", "moderngov", "decisions.csv", "--body", "Cabinet=cabinet")
    assert code == 1
    assert told["unknown"] == [{"name": "The Mayor", "number": 1}]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("nothing.xml",), "nothing.xml"),
        (("meetings.xml", "--body", "=cabinet"), "does not say which body it is"),
        (("meetings.xml", "--report", "R-0001"), "does not say which report it is"),
        (("meetings.xml", "--mapping", "modern"), "moderngov"),
        (("meetings.xml", "--outcome", "perhaps"), "nothing a decision can come to"),
        (("meetings.xml", "--site", " "), "name of the installation"),
    ],
)
def test_what_cannot_be_used_ends_with_two(
    vires: Terminal, more: tuple[str, ...], said: str
) -> None:
    code, told = vires("import", "moderngov", *more)
    assert (code, said in told) == (2, True), told


def test_what_was_taken_goes_out_again(vires: Terminal) -> None:
    vires("import", "moderngov", "decisions.csv", "--body", "Cabinet=cabinet")
    code, said = vires("export", "moderngov", "decisions", "-o", "out.csv", "--body", "cabinet")
    assert (code, said) == (0, "Written to out.csv.\n")
    assert "Home to school transport" in Path("out.csv").read_text(encoding="utf-8")
    code, told = vires.json("export", "moderngov", "agenda", "-o", "out.xml", "--format", "xml")
    assert (code, told["file"]) == (0, "out.xml")
    code, said = vires("export", "moderngov", "decisions", "-o", "out.csv")
    assert code == 2, "no file is written over"
    code, said = vires("export", "moderngov", "minutes", "-o", "minutes.csv")
    assert (code, "forward-plan, agenda or decisions" in said) == (2, True), said
    assert not Path("minutes.csv").exists()
