"""Messages go to people who work in a browser: they name a thing or a page, and no command."""

import re

import pytest

from governance.adapters.templates import preview, templates

COMMAND = re.compile(r"vires [a-z]|(?<![\w-])--[a-z]{2,}")


@pytest.mark.parametrize("name", sorted(templates()))
def test_no_message_names_a_command(name: str) -> None:
    assert COMMAND.findall(preview(name)[1]) == []
