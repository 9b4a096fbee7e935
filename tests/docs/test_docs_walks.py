"""Every page that shows commands is true: they run in their order and show what is quoted."""

import os
from pathlib import Path

import pytest
import walk
from walk import (
    DOCS,
    SERVER,
    Command,
    Folder,
    Played,
    alike,
    blocks,
    commands,
    explain,
    play,
    text_of,
)

PAGES = sorted(
    path.name
    for path in DOCS.glob("*.md")
    if any(kind.startswith("console") for kind, _ in blocks(text_of(path.name)))
)


def test_the_pages_that_walk_through_something_are_these() -> None:
    assert PAGES == [
        "annual-report.md",
        "as-it-stood.md",
        "beside-moderngov.md",
        "decommissioning.md",
        "escalation-policies.md",
        "guide-commissioner.md",
        "guide-secretary.md",
        "importing.md",
        "ledger.md",
        "measures.md",
        "operations.md",
        "planning-back.md",
        "pooled-funds.md",
        "proving-a-scheme.md",
        "publishing-a-decision.md",
        "publishing-open-data.md",
        "rehearsing.md",
        "retention.md",
        "the-plan.md",
        "triggers-and-improvement.md",
    ]


@pytest.mark.parametrize("page", [page for page in PAGES if SERVER not in text_of(page)])
def test_a_page_shows_what_happens(page: str, tmp_path: Path) -> None:
    _is_true(page, tmp_path, {})


@pytest.mark.parametrize("page", [page for page in PAGES if SERVER in text_of(page)])
def test_a_page_with_a_server_shows_what_happens(
    page: str, tmp_path: Path, empty_postgres_url: str
) -> None:
    _is_true(page, tmp_path, {SERVER: empty_postgres_url})


def _is_true(page: str, folder: Path, instead: dict[str, str]) -> None:
    with Folder(folder, os.environ):
        untrue = [explain(page, one) for one in play(page, instead=instead) if not one.true]
    assert not untrue, "\n\n".join(untrue)


def test_acts_on_a_page_say_when_so_that_readers_get_the_same() -> None:
    moved = [
        (page, command.line)
        for page in PAGES
        for kind, body in blocks(text_of(page))
        if kind.startswith("console")
        for command in commands(body, kind.partition(" ")[2])
        if "--as" in command.line and "--now" not in command.line
    ]
    assert moved == []


@pytest.mark.parametrize(
    ("said", "shown", "true"),
    [
        (("a",), ("a",), True),
        (("a",), ("b",), False),
        (("a",), ("a", "b"), False),
        (("a", "..."), ("a", "b", "c"), True),
        (("...", "c"), ("a", "b", "c"), True),
        (("...", "d"), ("a", "b", "c"), False),
        (("no 4935be416cba",), ("no 0000be416cba",), True),
        (("no 4935be416cba",), ("no hash",), False),
        ((" Ref      Key",), (" Ref   Key",), True),
    ],
)
def test_what_counts_as_the_same(said: tuple[str, ...], shown: tuple[str, ...], true: bool) -> None:
    assert alike(said, shown) is true


def test_a_block_is_read_as_a_shell_would() -> None:
    body = "$ vires a \\\n    --b\nsaid\n$ vires c\n"
    first, second = commands(body, "refused")
    assert (first.line.split(), first.said, first.code) == (["vires", "a", "--b"], ("said",), 0)
    assert (second.line, second.said, second.code) == ("vires c", (), 1)


BEFORE = """
```yaml file=kept.yaml
kept: yes
```
```console
$ export VIRES_MAIL=files
$ vires first
```

## Later

```console
$ vires never
```
"""
AFTER = "<!-- goes on from: before.md, up to: ## Later -->\n```console\n$ vires {name}\n```\n"


def test_what_pages_go_on_from_is_played_once_and_each_has_what_it_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "before.md").write_text(BEFORE, encoding="utf-8")
    ran: list[str] = []

    def run(command: Command, instead: object) -> Played:
        ran.append(command.line)
        if command.line.startswith("export"):
            return real(command, {})
        Path(f"{command.line}.txt").touch()
        return Played(command, (), 0)

    real = walk.run
    monkeypatch.setattr(walk, "DOCS", tmp_path)
    monkeypatch.setattr(walk, "_left", {})
    monkeypatch.setattr(walk, "run", run)
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.md").write_text(AFTER.format(name=name), encoding="utf-8")
        (folder := tmp_path / name).mkdir()
        with Folder(folder, os.environ):
            assert all(played.true for played in play(f"{name}.md"))
            assert os.environ["VIRES_MAIL"] == "files"
            assert os.environ["VIRES_DATA_DIR"] == str(folder / "data")
        left = sorted(path.name for path in folder.iterdir())
        assert left == sorted(["kept.yaml", "vires first.txt", f"vires {name}.txt"])
    assert ran == [
        "export VIRES_MAIL=files",
        "vires first",
        "vires one",
        "vires two",
        "vires three",
    ]
