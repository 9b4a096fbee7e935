"""The rule that holds on the day of decision governs, whatever held when the report was written."""

import datetime as dt

import pytest
from reports import DIRECTOR, Life, codes, life

from governance.domain.errors import GuardRefused
from governance.store.engine import Store

RAISED = dt.date(2024, 4, 1)
"""From this day the example's Director may commit £100,000; before it, £75,000."""


@pytest.fixture
def before(store: Store) -> Life:
    return life(store, dt.datetime(2024, 3, 20, 10, tzinfo=dt.UTC))


def test_a_report_from_before_a_limit_was_raised_goes_by_the_limit_of_its_day(before: Life) -> None:
    ref = before.middling(before.commission(), 90_000)
    assert before.rule(ref) == "S2"
    before.executive(ref)
    assert before.today > RAISED
    with pytest.raises(GuardRefused) as refused:
        before.decide(ref)
    assert "proposal.path_changed" in codes(refused)
    assert before.rule(ref) == "S1"


def test_the_same_report_stays_where_it_was_while_the_limit_stands(before: Life) -> None:
    ref = before.ready(before.commission(), 70_000)
    before.wait_until(RAISED - dt.timedelta(days=1))
    assert before.decide(ref, by=DIRECTOR).state == "effective"
    assert before.rule(ref) == "S1"
