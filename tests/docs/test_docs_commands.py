"""The page of the command line lists every command with its options, and nothing else."""

import re
from typing import Any

import pytest
from cli_commands import COMMANDS
from walk import text_of

from governance.interfaces.cli.main import NOUNS

ROW = re.compile(r"^\| `vires ([^`]+)` \| ([^|]+) \| ([^|]*)\|$", re.MULTILINE)
OPTION = re.compile(r"--[a-z][a-z-]*")
COMMON = {"--json", "--as", "--now", "--partnership", "--help"}
"""Said once, at the head of the page."""
OF_THE_SHELL = {"--install-completion", "--show-completion"}
PAGE = text_of("command-line.md")


def documented() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    for usage, _, others in ROW.findall(PAGE):
        name = re.split(r" (?=[A-Z\[-])", usage)[0]
        assert name not in found, f"{name} stands twice"
        found[name] = (usage, others)
    return found


DOCUMENTED = documented()


def options(command: Any, *, required: bool) -> set[str]:
    return {
        text
        for one in command.params
        if one.required is required
        for text in (*one.opts, *one.secondary_opts)
        if text.startswith("--")
    }


def test_every_command_is_documented_and_none_is_stale() -> None:
    assert len(COMMANDS) > 100
    assert sorted(DOCUMENTED) == sorted(COMMANDS)


def test_every_noun_has_its_heading_in_order() -> None:
    headings = re.findall(r"^## vires (\S+)$", PAGE, re.MULTILINE)
    assert headings == list(NOUNS)


@pytest.mark.parametrize("name", sorted(COMMANDS.keys() & DOCUMENTED.keys()))
def test_the_options_of_a_command_are_those_it_has(name: str) -> None:
    usage, others = DOCUMENTED[name]
    command = COMMANDS[name]
    needed, rest = options(command, required=True), options(command, required=False)
    assert set(OPTION.findall(usage)) == needed
    assert set(OPTION.findall(others)) == rest - COMMON - OF_THE_SHELL


def test_the_common_options_are_said_once() -> None:
    head = PAGE.split("## vires ")[0]
    assert all(f"`{option}" in head for option in COMMON)
