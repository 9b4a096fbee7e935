"""The lock file is whole, and set-up installs what it says and nothing else."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PART = re.compile(
    r"^(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ]+)(?P<rest>.*(?:\n    .*)*)", re.MULTILINE
)
PARTS = {found["name"]: found for found in PART.finditer(LOCK)}


def test_every_part_has_one_version_and_its_hashes() -> None:
    assert len(PARTS) > 50
    lines = [line for line in LOCK.splitlines() if line and not line.startswith((" ", "#"))]
    assert len(lines) == len(PARTS)
    assert [name for name, found in PARTS.items() if "--hash=sha256:" not in found["rest"]] == []


def test_no_address_of_an_index_is_in_it() -> None:
    assert re.search(r"-url|find-links|https?://", LOCK) is None


def test_versions_that_do_not_work_together_are_not_in_it() -> None:
    versions = {name: tuple(map(int, PARTS[name]["version"].split(".")[:2])) for name in BOUNDS}
    assert {n: v for n, v in versions.items() if not BOUNDS[n][0] <= v < BOUNDS[n][1]} == {}


BOUNDS = {
    "sqlalchemy": ((2, 0), (2, 1)),
    "fastapi": ((0, 139), (0, 151)),
    "prefect": ((3, 8), (3, 9)),
}


def test_set_up_resolves_nothing_anew() -> None:
    installs = re.findall(r"pip install (.*)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert len(installs) == 2
    assert all("--no-deps" in one for one in installs)
    assert any("--require-hashes" in one and "requirements.lock" in one for one in installs)
