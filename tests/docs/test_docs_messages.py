"""Messages tell people what to run; whatever they name is there."""

import re

import pytest
from cli_commands import COMMANDS

from governance.adapters.templates import preview, templates

NAMED = re.compile(r"“vires (?P<words>[a-z-]+(?: [a-z-]+)?)")


@pytest.mark.parametrize("name", sorted(templates()))
def test_every_command_a_message_names_is_there(name: str) -> None:
    named = {found["words"] for found in NAMED.finditer(preview(name)[1])}
    assert named
    assert named - COMMANDS.keys() == set()
