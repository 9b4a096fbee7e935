"""The outbox folder and the console: whole or not at all, and what stands in their way."""

import errno
import io
import os
from pathlib import Path

import pytest
from mail_server import as_read

from governance.adapters.carriers import Letter, Outcome
from governance.adapters.carriers.console import Console
from governance.adapters.carriers.files import Files

LETTER = Letter("a.member@example.org", "A. Member", "Subject", "Body\n", "a-reference")


def test_a_letter_tried_twice_is_there_once(tmp_path: Path) -> None:
    carrier = Files(tmp_path / "outbox")
    assert [carrier.carry(LETTER).outcome for _ in range(2)] == [Outcome.SENT, Outcome.SENT]
    assert [p.name for p in (tmp_path / "outbox").iterdir()] == ["a-reference.eml"]


def test_what_a_crash_left_half_written_is_not_taken_for_a_letter(tmp_path: Path) -> None:
    (tmp_path / ".a-reference.eml.part").write_bytes(b"To: somebo")
    carrier = Files(tmp_path)
    assert carrier.confirm("a-reference") is Outcome.FAILED
    assert carrier.carry(LETTER).outcome is Outcome.SENT
    assert [p.name for p in tmp_path.iterdir()] == ["a-reference.eml"]
    assert as_read((tmp_path / "a-reference.eml").read_bytes())["Subject"] == "Subject"


def test_nobody_else_on_the_machine_can_read_it(tmp_path: Path) -> None:
    Files(tmp_path / "outbox").carry(LETTER)
    assert (tmp_path / "outbox").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "outbox" / "a-reference.eml").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_made_is_a_failure_that_may_pass(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands in the way")
    carrier = Files(tmp_path / "outbox" / "inside")
    carried = carrier.carry(LETTER)
    assert carried.outcome is Outcome.FAILED
    assert carried.detail is not None
    assert carried.detail.code == "carrier.outbox_unwritable"
    assert carrier.confirm("a-reference") is None


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    carrier = Files(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        carried = carrier.carry(LETTER)
    assert carried.outcome is Outcome.FAILED
    assert carried.detail is not None
    assert carried.detail.params == {"path": str(tmp_path), "detail": "No space left on device"}
    assert list(tmp_path.iterdir()) == []
    assert carrier.carry(LETTER).outcome is Outcome.SENT


def test_a_disk_that_does_not_say_it_kept_the_name_leaves_it_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = os.fsync

    def forgetful(descriptor: int) -> None:
        if os.path.isdir(f"/proc/self/fd/{descriptor}"):  # noqa: PTH112  # a descriptor, no path
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        kept(descriptor)

    carrier = Files(tmp_path)
    monkeypatch.setattr(os, "fsync", forgetful)
    assert carrier.carry(LETTER).outcome is Outcome.UNCERTAIN
    assert carrier.confirm("a-reference") is Outcome.SENT


def test_a_letter_on_the_console() -> None:
    stream = io.StringIO()
    Console(stream).carry(LETTER)
    assert stream.getvalue() == (
        "------------------------------------------------------------------------\n"
        "To: A. Member <a.member@example.org>\n"
        "Subject: Subject\n"
        "\n"
        "Body\n"
        "------------------------------------------------------------------------\n"
    )


def test_the_console_leaves_standard_output_to_what_the_command_answers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Console().carry(LETTER)
    shown = capsys.readouterr()
    assert (shown.out, "Subject: Subject" in shown.err) == ("", True)


def test_a_console_that_is_closed_is_a_failure() -> None:
    stream = io.StringIO()
    stream.close()
    assert Console(stream).carry(LETTER).outcome is Outcome.FAILED
