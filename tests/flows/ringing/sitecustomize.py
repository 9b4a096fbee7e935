"""For Pythons that find this folder: an effect of deadlines that takes a while."""

from governance.application.deadlines import effects

effects.EFFECTS = {**effects.EFFECTS, "ring": "slow_bell:ring"}  # type: ignore[misc]  # for tests alone
