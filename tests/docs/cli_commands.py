"""Every command there is, by its words."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import typer.main

from governance.interfaces.cli.main import NOUNS


def leaves(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, inner in command.commands.items():
        yield from leaves(inner, (*path, name))


def named(noun: str) -> Any:
    module = import_module(f"governance.interfaces.cli.{noun.replace('-', '_')}")
    return typer.main.get_command(module.app)


COMMANDS = {
    " ".join(path): command for noun in NOUNS for path, command in leaves(named(noun), (noun,))
}
"""`commission stage open` and the like, with what the parser knows of each."""
