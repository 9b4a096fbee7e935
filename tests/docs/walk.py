"""Plays a page of the documentation as its reader would: saves its files, runs its commands.

A page is Markdown. These blocks of it are played, in their order, in one empty folder with one
empty database:

- ``yaml file=NAME`` (or json, csv): saved under that name; where the text has its reader correct
  a file, a comment ``<!-- mend NAME: this -> that -->`` does;
- ``console``: lines that begin with ``$`` are commands, the lines below them what is shown. A
  line ``...`` stands for any lines. A command with nothing below it must only succeed;
- ``console refused`` and ``console unusable``: as above, but the last command ends with 1 or 2.

A comment ``<!-- goes on from: PAGE, up to: HEADING -->`` has another page played first: once in a
process, whose files every page that goes on from there is given a copy of.
"""

import atexit
import io
import os
import re
import shlex
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

import governance
from governance.application.messages.carrying import carrier
from governance.interfaces.cli.main import main

DOCS = Path(governance.__file__).parent / "docs"
SERVER = "postgresql://vires:secret@db.example.org:5432/vires"
"""The address that stands for somebody's PostgreSQL server on our pages."""
_BLOCK = re.compile(
    r"^```([^\n`]*)\n(.*?)^```$|^<!-- (mend \S+): (.*?) -->$", re.MULTILINE | re.DOTALL
)
_GOES_ON = re.compile(r"<!-- goes on from: (\S+), up to: (.+?) -->")
_CODES = {"": 0, "refused": 1, "unusable": 2}


@dataclass(frozen=True, slots=True)
class Command:
    """A command of a page, what the page says it shows, and how it ends."""

    line: str
    said: tuple[str, ...]
    code: int


@dataclass(frozen=True, slots=True)
class Played:
    """A command, and what it really showed."""

    command: Command
    shown: tuple[str, ...]
    code: int

    @property
    def true(self) -> bool:
        """Whether the page said what happened."""
        said = self.command.said
        return self.code == self.command.code and (not said or alike(said, self.shown))


def text_of(page: str) -> str:
    """A page's text."""
    return (DOCS / page).read_text(encoding="utf-8")


def blocks(text: str) -> Iterator[tuple[str, str]]:
    """The blocks of a page: what they are, and what is in them."""
    for found in _BLOCK.finditer(text):
        yield (found[1] or found[3] or "").strip(), found[2] or found[4] or ""


def commands(body: str, kind: str = "") -> list[Command]:
    """The commands of a console block."""
    joined = body.replace("\\\n", " ")
    parts = re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]
    found = []
    for number, part in enumerate(parts, start=1):
        line, *said = part.rstrip("\n").split("\n")
        code = _CODES[kind] if number == len(parts) else 0
        found.append(Command(line, lines("\n".join(said)), code))
    return found


def play(page: str, *, instead: Mapping[str, str] | None = None) -> Iterator[Played]:
    """Play a page in the current folder; what it goes on from is played first, and must be true.

    `instead` gives what exported values are for this run, such as the address of a database.
    """
    text = text_of(page)
    _played_before(text)
    yield from _play(text, instead or {})


@dataclass(frozen=True, slots=True)
class _Left:
    """What a part of a page left behind when it was played: its files, and what it exported."""

    folder: Path
    exported: Mapping[str, str]


_left: dict[tuple[str, str], _Left] = {}


def _played_before(text: str) -> None:
    """Have the current folder as the part of another page that a text goes on from leaves it."""
    before = _GOES_ON.search(text)
    if before is None:
        return
    place = (before[1], before[2])
    if place not in _left:
        exported = dict(os.environ)
        _play_part(*place)
        _left[place] = _keep(exported)
        return
    shutil.copytree(_left[place].folder, ".", dirs_exist_ok=True)
    os.environ.update(_left[place].exported)


def _play_part(page: str, heading: str) -> None:
    """Play a page up to a heading, after what it goes on from."""
    text = text_of(page)
    assert f"\n{heading}\n" in text, f"{page} has no heading {heading}"
    _played_before(text)
    for played in _play(text.split(f"\n{heading}\n")[0], {}):
        assert played.true, explain(page, played)


def _keep(before: Mapping[str, str]) -> _Left:
    """Keep the current folder, and what was exported since the environment was as given."""
    kept = Path(tempfile.mkdtemp(prefix="vires-page-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    shutil.copytree(".", kept, dirs_exist_ok=True)
    now = dict(os.environ)
    return _Left(kept, {name: now[name] for name in now if before.get(name) != now[name]})


def _play(text: str, instead: Mapping[str, str]) -> Iterator[Played]:
    for kind, body in blocks(text):
        what, _, rest = kind.partition(" ")
        if what == "mend":
            _mend(Path(rest), *body.split(" -> "))
        elif rest.startswith("file="):
            Path(rest.removeprefix("file=")).write_text(body, encoding="utf-8")
        elif what == "console":
            for command in commands(body, rest):
                yield run(command, instead)


def _mend(file: Path, this: str, that: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(this) == 1, f"{file} has {this!r} {text.count(this)} times"
    file.write_text(text.replace(this, that), encoding="utf-8")


def run(command: Command, instead: Mapping[str, str]) -> Played:
    """Run a command as the shell would."""
    name, *arguments = shlex.split(command.line)
    if name == "export":
        key, _, value = arguments[0].partition("=")
        os.environ[key] = instead.get(value, value)
        return Played(command, (), 0)
    assert name == "vires", f"only vires and export are played: {command.line}"
    shown = io.StringIO()
    with redirect_stdout(shown), redirect_stderr(shown), pytest.raises(SystemExit) as ended:
        main(arguments)
    return Played(command, lines(shown.getvalue()), int(ended.value.code or 0))


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text without blank ones and spaces at their ends."""
    return tuple(line.rstrip() for line in text.splitlines() if line.strip())


_MADE_UP = (
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "an-id"),
    (re.compile(r"\b[0-9a-f]{12,64}\b…?"), "a-hash"),
    (re.compile(r"\b[0-9a-f]{8}\b"), "an-id"),
    (re.compile(r" {2,}"), "  "),
    (re.compile(r"─+"), "─"),
)


def usual(line: str) -> str:
    """A line without what differs from run to run."""
    for pattern, instead in _MADE_UP:
        line = pattern.sub(instead, line)
    return line.strip()


def alike(said: tuple[str, ...], shown: tuple[str, ...]) -> bool:
    """Whether what is shown is what was said; a line of dots stands for any lines."""
    pattern = "".join(
        r"(?:[^\n]*\n)*" if line.strip() == "..." else re.escape(usual(line)) + r"\n"
        for line in said
    )
    text = "".join(f"{usual(line)}\n" for line in shown)
    return re.fullmatch(pattern, text) is not None


def explain(page: str, played: Played) -> str:
    """What a page says and what is, side by side."""
    return "\n".join(
        [
            f"{page} is not true: $ {played.command.line}",
            f"It says (ends with {played.command.code}):",
            *played.command.said,
            f"It is (ends with {played.code}):",
            *played.shown,
        ]
    )


class Folder:
    """An empty folder and an empty database for a page, and the environment put back after."""

    def __init__(self, path: Path, environment: Mapping[str, str]) -> None:
        self._path, self._before = path, dict(environment)
        self._folder = chdir(path)

    def __enter__(self) -> None:
        self._folder.__enter__()
        os.environ["VIRES_DATA_DIR"] = str(self._path / "data")
        for other in ("VIRES_DATABASE_URL", "VIRES_MAIL", "COLUMNS"):
            os.environ.pop(other, None)
        carrier.cache_clear()

    def __exit__(self, *_: object) -> None:
        self._folder.__exit__(None, None, None)
        os.environ.clear()
        os.environ.update(self._before)
        carrier.cache_clear()
