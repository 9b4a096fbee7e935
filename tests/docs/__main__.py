"""`python -m tests.docs PAGE...`: write anew what the commands of a page show. Read the diff.

Only what is quoted is written; a command that quotes nothing goes on quoting nothing.
"""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from walk import DOCS, SERVER, Folder, Played, explain, play, text_of


def rewritten(page: str) -> str:
    """The page with what its commands show now."""
    text = text_of(page)
    place = 0
    with tempfile.TemporaryDirectory() as folder, Folder(Path(folder), os.environ):
        for played in play(page, instead={SERVER: "sqlite:///elsewhere.db"}):
            if played.code != played.command.code:
                print(explain(page, played), file=sys.stderr)
            text, place = _quote(text, place, played)
    return text


def _quote(text: str, place: int, played: Played) -> tuple[str, int]:
    start = text.index("\n$ ", place) + 1
    end = text.index("\n", start)
    while text[end - 1] == "\\":
        end = text.index("\n", end + 1)
    end += 1
    if played.true or not played.command.said:
        return text, end - 1
    after = min(found for mark in ("$ ", "```") if (found := text.find("\n" + mark, end - 1)) >= 0)
    return text[:end] + "\n".join(played.shown) + text[after:], end - 1


for name in sys.argv[1:]:
    (DOCS / name).write_text(rewritten(name), encoding="utf-8")
