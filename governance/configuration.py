"""Where the texts that ship with Vires are: starting texts of rulebooks, the example."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def config_dir(package: Path = _HERE) -> Path:
    """The shipped texts: inside the installed package, else the checkout's `config`."""
    packaged = package / "_config"
    return packaged if packaged.is_dir() else package.parent / "config"
