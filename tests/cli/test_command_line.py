"""The command line as a whole: names that do not exist, what cannot be printed, bugs."""

import io
import json

import pytest

from governance.interfaces.cli import main as command_line
from governance.interfaces.cli.main import main


def run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    return int(caught.value.code or 0)


def test_a_mistyped_command_is_put_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("calender", "earliest", "--json") == 2
    assert json.loads(capsys.readouterr().out) == {
        "error": {
            "code": "cli.noun_unknown",
            "words": "There is no command “vires calender”.",
            "remedy": "Did you mean calendar? “vires --help” lists them.",
        }
    }
    assert run("calender") == 2
    assert capsys.readouterr().err.startswith("There is no command “vires calender”.\n")


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("vires ")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_what_cannot_be_printed_is_spelt_out(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr("sys.stdout", stream)
    assert run("scheme", "show", "caf\udce9.yaml", "--json") == 2
    stream.seek(0)
    assert json.loads(stream.read())["error"]["words"].count("\udce9") == 1


def test_a_bug_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(command_line, "app", broken)
    assert run("calendar", "--json") == 2
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "cli.unexpected"
    monkeypatch.setenv("VIRES_TRACEBACK", "1")
    with pytest.raises(KeyError):
        main(["calendar"])
