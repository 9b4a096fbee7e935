"""Procurement regimes as data: what stands still before signing, and by which law."""

import pytest

from governance.domain.calendar import policy_named
from governance.domain.procurement import REGIMES, standstill_of


@pytest.mark.parametrize(
    ("regime", "policy", "days", "law"),
    [
        ("procurement_act", "working_days_first_included", 8, "Procurement Act 2023 s.51"),
        ("provider_selection_regime", "working_days_first_excluded", 8, "SI 2023/1348 reg 12"),
    ],
)
def test_two_regimes_make_whoever_signs_wait(regime: str, policy: str, days: int, law: str) -> None:
    found = standstill_of(regime)
    assert found is not None
    assert (found.policy, found.days, found.source) == (policy, days, law)
    assert policy_named(found.policy, verb="window").name == policy


@pytest.mark.parametrize(
    "regime",
    [None, "", "unheard-of", "light_touch", "below_threshold", "public_contracts_regulations"],
)
def test_elsewhere_nothing_is_guessed(regime: str | None) -> None:
    assert standstill_of(regime) is None


def test_every_regime_has_its_source() -> None:
    assert all(one.key == key and one.source for key, one in REGIMES.items())
