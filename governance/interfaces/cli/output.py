"""How the command line speaks: tables for people, JSON for programs, errors with a remedy."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from governance import words
from governance.domain.errors import Problem, Refusal, Refused, Unusable, ViresError

if TYPE_CHECKING:
    from governance.application.change import Receipt

EXIT_DONE, EXIT_REFUSED, EXIT_UNUSABLE = 0, 1, 2

WHOLE_WORDS = 14
"""Words up to this length are not broken to fit a table into a narrow terminal."""

_WHOLE = re.compile(r"“vires [^”]*”|\{[^{}]*\}")
"""What is to be copied as it stands."""
_GLUE = "\x00"
_START = re.compile(r" *(?:[+?-] )?")
"""The beginning of a line: how far it is indented, and the mark of a test."""

AsJson = Annotated[bool, typer.Option("--json", help="Answer as JSON, for programs.")]


def emit_json(value: Any) -> None:
    """Print a value as JSON on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    whole: str | None = None,
    wide: str | None = None,
) -> None:
    """Print a table that wraps to the terminal; an empty one says so.

    The column called `whole` holds keys to be copied, and is never broken. In the one called
    `wide` sentences stand under such keys: no word of it is broken.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    lines = [tuple("" if cell is None else str(cell) for cell in row) for row in rows]
    if not lines:
        print(f"{title}: none.")
        return
    console = Console(
        highlight=False,
        markup=False,
        width=None if on_a_terminal() else 120,
    )
    longest = [
        _longest([column, *cells]) if column == whole else _longest_word([column, *cells])
        for column, *cells in zip(columns, *lines, strict=True)
    ]
    kept = [column in (whole, wide) for column in columns]
    fits = (n for n in range(WHOLE_WORDS, 1, -1) if _width(longest, kept, n) <= console.width)
    most = next(fits, 1)
    shown = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    mins = [w if whole_ else min(w, most) for w, whole_ in zip(longest, kept, strict=True)]
    # Left to itself Rich draws columns too narrow for their words, and then cuts off the last.
    widths = _spread(mins, columns, lines, wide=wide, room=console.width - _between(columns))
    for column, width in zip(columns, widths, strict=True):
        shown.add_column(column, overflow="fold", width=width, no_wrap=column == whole)
    for line in lines:
        shown.add_row(*line)
    console.print(shown)


def _longest(cells: Iterable[str]) -> int:
    return max(len(line) for cell in cells for line in cell.split("\n"))


def _longest_word(cells: Iterable[str]) -> int:
    return max((len(word) for cell in cells for word in cell.split()), default=1)


def _spread(
    mins: Sequence[int],
    columns: Sequence[str],
    lines: Sequence[Sequence[str]],
    *,
    wide: str | None,
    room: int,
) -> list[int]:
    """Widths of columns that fill the room, from the least on.

    What is left goes to the narrowest that lacks room; where one is called `wide`, to whoever
    lacks most, and that one gets what the others leave.
    """
    wanted = [_longest(cells) for cells in zip(columns, *lines, strict=True)]
    words_ = [_longest_word(cells) for cells in zip(columns, *lines, strict=True)]
    widths = list(mins)
    if wide is None:
        return _filled(widths, wanted, words_, max(room - sum(widths), 0))
    for _ in range(max(room - sum(widths), 0)):
        lacks = [want - has for want, has in zip(wanted, widths, strict=True)]
        if max(lacks) <= 0:
            break
        others = [n for n, column in zip(lacks, columns, strict=True) if column != wide]
        if max(others, default=0) > 0:
            lacks = [0 if c == wide else n for n, c in zip(lacks, columns, strict=True)]
        widths[lacks.index(max(lacks))] += 1
    return widths


def _filled(
    widths: list[int], wanted: Sequence[int], words_: Sequence[int], left: int
) -> list[int]:
    """The widths with what is left given where it makes words whole, then to the narrowest."""
    for at in sorted(range(len(widths)), key=lambda at: words_[at] - widths[at]):
        lack = words_[at] - widths[at]
        if 0 < lack <= left:
            widths[at] += lack
            left -= lack
    for _ in range(left):
        lacking = [at for at, want in enumerate(wanted) if widths[at] < want]
        if not lacking:
            break
        widths[min(lacking, key=lambda at: widths[at])] += 1
    return widths


def _width(longest: Sequence[int], kept: Sequence[bool], most: int) -> int:
    """How wide a table is at the least if words up to `most` letters are not broken.

    Columns that are kept in one piece are as wide as their longest word.
    """
    words_ = (word if whole else min(word, most) for word, whole in zip(longest, kept, strict=True))
    return sum(words_) + _between(longest)


def _between(columns: Sequence[object]) -> int:
    """What stands between columns and beside them."""
    return 3 * len(columns) - 1


def say(code: str, **params: Any) -> None:
    """Print the sentence for a code, wrapped to the terminal."""
    tell(words.say(code, params))


def tell(text: str = "", *, error: bool = False) -> None:
    """Print a text, each line of it wrapped to the terminal under its own beginning.

    What is to be copied is not wrapped: a command in quotation marks, a case in JSON. Nor is
    anything where nobody reads it on a terminal.
    """
    stream = sys.stderr if error else sys.stdout
    for line in text.split("\n"):
        print(wrapped(line, width_of_terminal()) if on_a_terminal(stream) else line, file=stream)


def wrapped(line: str, width: int) -> str:
    """A line as lines no wider than `width`, where words let it, each begun where it began."""
    start = _START.match(line)
    indent = " " * (start.end() if start else 0)
    kept = _WHOLE.sub(lambda found: found[0].replace(" ", _GLUE), line)
    lines = textwrap.wrap(
        kept,
        width=max(width, len(indent) + 20),
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines).replace(_GLUE, " ")


def on_a_terminal(stream: TextIO | None = None) -> bool:
    """Whether what is printed is read on a terminal, or as if it were one (COLUMNS)."""
    return (stream or sys.stdout).isatty() or bool(os.environ.get("COLUMNS"))


def width_of_terminal() -> int:
    """How many characters a line of the terminal holds."""
    return shutil.get_terminal_size().columns


def done(receipt: Receipt, code: str, *, as_json: bool, **params: Any) -> None:
    """Tell what an act did: one sentence with the reference, or the receipt as JSON."""
    if as_json:
        emit_json(receipt.plain())
    else:
        say(code, **{"ref": receipt.ref, **params})


def report_error(error: ViresError, *, as_json: bool) -> int:
    """Print an error in words with its remedy; return the exit code it deserves."""
    lines = [_line(p) for p in _problems(error)]
    code = EXIT_REFUSED if isinstance(error, Refused) else EXIT_UNUSABLE
    if as_json:
        first = lines[0]
        body = {"code": first["code"], "words": first["words"], "remedy": first["remedy"]}
        if len(lines) > 1 or "file" in first:
            body["all"] = lines
        emit_json({"error": body})
        return code
    for line in lines:
        where = ":".join(str(line[k]) for k in ("file", "cell", "line") if line.get(k) is not None)
        tell(f"{where}: {line['words']}" if where else line["words"], error=True)
        if line["remedy"]:
            tell(f"  {line['remedy']}", error=True)
    return code


def _problems(error: ViresError) -> list[Problem]:
    if isinstance(error, Unusable):
        return list(error.problems)
    assert isinstance(error, Refused)
    return [Problem(r.code, r.params) for r in error.refusals]


def in_words(one: Problem | Refusal) -> dict[str, Any]:
    """What is against something, for JSON: its code, its sentence and what to do."""
    return {
        "code": one.code,
        "words": words.say(one.code, one.params),
        "remedy": words.remedy(one.code, one.params),
    }


def _line(problem: Problem) -> dict[str, Any]:
    line = in_words(problem)
    if problem.file is not None:
        line |= {"file": problem.file, "line": problem.line}
    if "cell" in problem.params:
        line["cell"] = problem.params["cell"]
    return line


def stop_quietly() -> None:
    """End without a traceback when the reader of our output went away."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(EXIT_DONE)
