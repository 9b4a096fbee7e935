"""What linked commissions commit: a sum below nothing makes no room for another."""

import datetime as dt
from types import SimpleNamespace
from typing import cast

import pytest

from governance.verifier.bundle import Rows
from governance.verifier.case import case_of
from governance.verifier.findings import Findings
from governance.verifier.scheme import Scheme
from governance.verifier.taken import Taken


def wrong(counted: int, total: int) -> list[str]:
    """What is wrong with a case in which a linked report says a sum below nothing."""
    about = {"kind": "award", "details": {}, "answers": {}}
    linked = {**about, "id": "2", "ref": "R-0002", "commission_id": "b", "value": -48_000_000}
    parts = [
        {"ref": "R-0002", "amount": counted, "counts": "spends"},
        {"ref": "this report", "amount": 9_000_000, "counts": "spends"},
    ]
    said = {"input": "together", "value": total, "how": "sum", "parts": parts}
    report = {**about, "id": "1", "ref": "R-0001", "commission_id": "a", "value": 9_000_000}
    report["case_facts"] = {"inputs": [said]}
    asked = {
        "type": "money", "title": "together", "from": "cumulative_value",
        "least": 0, "most": 10**13,
    }  # fmt: skip
    taken = SimpleNamespace(report=report, rows=Rows({"proposal": {"2": linked}}))
    scheme = SimpleNamespace(inputs={"together": asked})
    found = Findings()
    found.begin("case", "The case")
    case_of(cast("Taken", taken), cast("Scheme", scheme), found, dt.date(2026, 1, 5))
    return found.steps[0].wrong


@pytest.mark.parametrize(("counted", "total"), [(-48_000_000, -39_000_000), (-1, 8_999_999)])
def test_a_sum_that_takes_away_is_a_contradiction(counted: int, total: int) -> None:
    assert any("below nothing" in one for one in wrong(counted, total))


def test_one_that_was_counted_for_none_is_not() -> None:
    assert wrong(0, 9_000_000) == []
