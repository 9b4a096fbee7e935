"""The starting texts that ship with Vires, by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from governance.configuration import config_dir

FOLDERS: Final = (
    "calendars",
    "escalations",
    "frameworks",
    "rag",
    "schemes",
    "sign-in",
    "terms",
    "triggers",
)
"""Where the texts of each kind are."""

_KEY = re.compile(rb"^key:[ \t]*([a-z0-9][a-z0-9_.-]*)", re.MULTILINE)

_TITLE = re.compile(rb"^title:[ \t]*(\S.*)$", re.MULTILINE)


def bundled(folder: Path | None = None) -> Mapping[str, Path]:
    """Every starting text by its name, which is that of its file: `four-step`."""
    root = folder or config_dir()
    files = (file for name in FOLDERS for file in sorted((root / name).glob("*.yaml")))
    found: dict[str, Path] = {}
    for file in files:
        name = file.stem if file.stem not in found else f"{file.parent.name}/{file.stem}"
        found[name] = file
    return found


def bundled_text(name: str, folder: Path | None = None) -> Path | None:
    """The file of a starting text by its name, its folder and name, or the key in it."""
    known = bundled(folder)
    if name in known:
        return known[name]
    for file in known.values():
        if name == f"{file.parent.name}/{file.stem}" or name.encode() == _key(file):
            return file
    return None


def bundled_titles(folder: Path | None = None) -> dict[str, tuple[str, str]]:
    """What each starting text is (its folder, such as `schemes`) and its title, by its name."""
    return {
        name: (file.parent.name, _title(file) or name) for name, file in bundled(folder).items()
    }


def _title(file: Path) -> str | None:
    found = _TITLE.search(file.read_bytes())
    if found is None:
        return None
    return found[1].decode("utf-8").strip().strip("\"'")


def _key(file: Path) -> bytes | None:
    found = _KEY.search(file.read_bytes())
    return found[1] if found else None
