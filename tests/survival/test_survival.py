"""The short form of what Vires must survive; `make soak` runs the long one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from survival.disks import LeftOut
from survival.running import ALONE, ON_EACH, Ordeal

Say = Callable[[str, Ordeal, Any], None]


@pytest.fixture
def survived(capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs an ordeal's short form and prints its counts, whatever else is kept silent."""

    def run(told: str, ordeal: Ordeal, where: Any) -> None:
        try:
            said = ordeal.survive(where, **ordeal.short)
        except LeftOut as why:
            pytest.skip(str(why))
        with capsys.disabled():
            print(f"\n{told}: {said}")

    return run


@pytest.mark.parametrize("name", ON_EACH)
def test_it_survives(name: str, store_url: str, survived: Say) -> None:
    survived(store_url.partition(":")[0], ON_EACH[name], store_url)


@pytest.mark.parametrize("name", ALONE)
def test_it_survives_alone(name: str, tmp_path: Path, survived: Say) -> None:
    survived(name, ALONE[name], tmp_path)
