"""Finding the texts that the command line is given: files, or starting texts by name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from governance.domain.errors import Problem, Unusable


def read_texts(names: Sequence[str], *, bundled_only: bool = False) -> list[tuple[bytes, str]]:
    """The bytes of each file or starting text, and what errors call it.

    A file of that name comes first unless only starting texts are meant. Raises `Unusable` with
    everything that cannot be found or read.
    """
    found: list[tuple[bytes, str]] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found.append(read_text(name, bundled_only=bundled_only))
        except Unusable as error:
            problems.extend(error.problems)
    if problems:
        raise Unusable(problems)
    return found


def read_text(name: str, *, bundled_only: bool = False) -> tuple[bytes, str]:
    """The bytes of a file or a starting text; one too many is enough to know it is too large."""
    from governance.application.rulebook.bundled import bundled, bundled_text
    from governance.domain.suggest import nearest
    from governance.domain.texts import LARGEST

    file = None if bundled_only or not is_there(name) else Path(name)
    called = name if file is not None else ""
    if file is None and (file := bundled_text(name)) is not None:
        called = f"{file.parent.name}/{file.name}"
    if file is None:
        known = bundled()
        near = nearest(name, known)
        params = {"name": name[:200], "nearest": near, "known": sorted(known)}
        raise Unusable([Problem("rulebook.text_missing", params)])
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST + 1), called
    except (OSError, ValueError):
        raise Unusable.one("rulebook.text_unreadable", name=name[:200]) from None


def is_there(name: str) -> bool:
    """Whether there is a file (or a folder) of that name."""
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False
