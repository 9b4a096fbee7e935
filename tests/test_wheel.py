"""The wheel works away from the checkout: its texts, migrations and documents travel inside."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    site = folder / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    return site


def vires(site: Path, *arguments: str, data: Path) -> subprocess.CompletedProcess[str]:
    program = "from governance.interfaces.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, "PYTHONPATH": str(site), "VIRES_DATA_DIR": str(data)},
        cwd=data,
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_installed_at_the_top_but_our_three_packages(installed: Path) -> None:
    top = {p.name for p in installed.iterdir() if not p.name.endswith(".dist-info")}
    assert top == {"flows", "statemachines", "governance"}


def test_the_packaged_texts_are_those_of_the_checkout(installed: Path) -> None:
    def texts(folder: Path) -> dict[str, bytes]:
        return {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*")
            if p.is_file()
        }

    assert texts(installed / "governance" / "_config") == texts(ROOT / "config")


def test_an_installed_vires_finds_its_own_texts_and_makes_a_database(
    installed: Path, tmp_path: Path
) -> None:
    where = subprocess.run(
        [sys.executable, "-c", "from governance.configuration import config_dir as c; print(c())"],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert where.stdout.strip() == str(installed / "governance" / "_config")
    listed = vires(installed, "scheme", "list", "--json", data=tmp_path)
    assert "example-partnership" in listed.stdout
    made = vires(installed, "partnership", "create", "here", "--name", "Here", data=tmp_path)
    assert made.returncode == 0, made.stderr
    verified = vires(installed, "ledger", "verify", "--json", data=tmp_path)
    assert json.loads(verified.stdout)["ok"] is True, verified.stderr
