"""The short form of what Vires must survive; `make soak` runs the long one."""

import pytest

from survival.hands import quiet
from survival.running import ORDEALS


@pytest.mark.parametrize("name", ORDEALS)
def test_it_survives(name: str, store_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    quiet()
    ordeal = ORDEALS[name]
    said = ordeal.survive(store_url, **ordeal.short)
    with capsys.disabled():
        print(f"\n{store_url.partition(':')[0]}: {said}")
