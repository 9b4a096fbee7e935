"""The templates of messages that ship with Vires, read from `config/messages` when first asked.

Each file is one template, `<name>.md`; what `governance.domain.messages` says of it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.domain.messages import Template, load_template, render
from governance.domain.suggest import nearest


def names() -> list[str]:
    """What templates there are."""
    return sorted(path.stem for path in _folder().glob("*.md"))


def templates() -> Mapping[str, Template]:
    """Every template by its name. Raises `Unusable` with what is wrong with the first bad file."""
    return {name: _read(name) for name in names()}


def template(name: str) -> Template:
    """The template of that name. Raises `Unusable` naming the nearest, or what is wrong with it.

    No other template is read: one that cannot be read holds up its own messages only.
    """
    known = names()
    if name not in known:
        near = nearest(name, known)
        raise Unusable.one("template.unknown", name=name[:80], nearest=near, known=known)
    return _read(name)


def _folder() -> Path:
    return config_dir() / "messages"


@cache
def _read(name: str) -> Template:
    """A template, kept once it could be read; one that could not is read again when mended."""
    return load_template((_folder() / f"{name}.md").read_bytes(), f"messages/{name}.md")


def preview(name: str, params: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """A template's subject and body, its own example standing in for what is not given."""
    found = template(name)
    return render(found, {**found.example, **(params or {})})
