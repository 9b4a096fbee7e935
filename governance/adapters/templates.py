"""The templates of messages that ship with Vires, read from `config/messages` when first asked.

Each file is one template, `<name>.md`; what `governance.domain.messages` says of it holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.domain.messages import Template, load_template, render
from governance.domain.suggest import nearest


@cache
def templates() -> Mapping[str, Template]:
    """Every template by its name. Raises `Unusable` with what is wrong with the first bad file."""
    folder = config_dir() / "messages"
    return {
        path.stem: load_template(path.read_bytes(), f"messages/{path.name}")
        for path in sorted(folder.glob("*.md"))
    }


def template(name: str) -> Template:
    """The template of that name. Raises `Unusable` naming the nearest."""
    found = templates().get(name)
    if found is None:
        known = sorted(templates())
        near = nearest(name, known)
        raise Unusable.one("template.unknown", name=name[:80], nearest=near, known=known)
    return found


def preview(name: str, params: Mapping[str, Any] | None = None) -> tuple[str, str]:
    """A template's subject and body, its own example standing in for what is not given."""
    found = template(name)
    return render(found, {**found.example, **(params or {})})
