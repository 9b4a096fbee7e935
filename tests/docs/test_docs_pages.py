"""Pages hang together: links lead somewhere, the index is whole, decisions name what holds them."""

import re
import tomllib
from pathlib import Path

import pytest
from cli_commands import COMMANDS
from walk import DOCS

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\((?P<target>[^)\s]+)\)|<img[^>]* src=\"(?P<image>[^\"]+)\"")
FENCED = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
HELD = re.compile(r"^- `(?P<file>[^`:]+)::(?P<name>[^`]+)`$|^- import contract “(?P<contract>.+)”$")
PARTS = ["## Why", "## What we do", "## What we rejected", "## Held by"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code forges make them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    broken = []
    for found in LINK.finditer(text):
        target = found["target"] or found["image"]
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_names_no_place_on_somebodys_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"/(?:home|root|work|Users|tmp)/\S+", text) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_commands_named_in_a_sentence_are_there(page: Path) -> None:
    text = re.sub(
        r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    named = re.findall(r"`(?:\S+=\S+ )*(?:\.venv/bin/)?vires ([^`]+)`", text)
    wrong = []
    for usage in named:
        words = [word for word in usage.split() if re.fullmatch(r"[a-z][a-z-]*", word)]
        options = set(re.findall(r"(?<!\S)--[a-z-]+", usage))
        if not words:
            continue
        found = longest(words)
        whole = found in COMMANDS or found == " ".join(words)
        if found is None or not whole or not options <= known(found):
            wrong.append(usage)
    assert wrong == []


def longest(words: list[str]) -> str | None:
    """The command that the first of these words name, or else a group of commands."""
    for end in range(len(words), 0, -1):
        start = " ".join(words[:end])
        if any(one == start or one.startswith(f"{start} ") for one in COMMANDS):
            return start
    return None


def known(start: str) -> set[str]:
    """The options of the commands that begin so."""
    return {
        option
        for one, command in COMMANDS.items()
        if one == start or one.startswith(f"{start} ")
        for parameter in command.params
        for option in (*parameter.opts, *parameter.secondary_opts, "--help")
    }


def test_the_read_me_names_what_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    make = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"make ([a-z]+) |`make ([a-z]+)`", text))
    wanted = {one or other for one, other in targets}
    assert wanted == {"run", "test", "lint", "bench", "soak"}
    assert {target for target in wanted if f"\n{target}:" not in make} == set()
    folders = re.findall(r"^\| `([a-z/]+)/` \|", text, re.MULTILINE)
    assert len(folders) > 8
    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
    lines = re.findall(r"^\.venv/bin/vires (.+)$", text, re.MULTILINE)
    assert [
        line for line in lines if not line.startswith("-") and longest(line.split()) is None
    ] == []


def test_every_page_can_be_reached_from_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    linked = {found["target"] for found in LINK.finditer(index)}
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")} - {"index.md"}
    assert pages - linked == set()


def test_decisions_are_numbered_without_a_gap_and_named_as_their_rule() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for page in DECISIONS:
        title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
        assert page.stem[5:] == slug


@pytest.mark.parametrize("page", DECISIONS, ids=name)
def test_every_decision_names_what_holds_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## .+$", text, re.MULTILINE) == PARTS
    assert len(text.split()) < 400, "a decision fits a page"
    held = text.split("## Held by")[1].strip().splitlines()
    assert held
    for line in held:
        found = HELD.match(line)
        assert found, line
        if found["contract"]:
            assert found["contract"] in contracts()
        else:
            source = (ROOT / found["file"]).read_text(encoding="utf-8")
            assert re.search(rf"^\s*def {found['name']}\(", source, re.MULTILINE), line


def contracts() -> set[str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {one["name"] for one in settings["tool"]["importlinter"]["contracts"]}
