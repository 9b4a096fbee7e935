"""Every decision that any of these tests takes is worked out anew by the verifier, too.

What the engine let through it must follow, whatever the test was about; a rule that one of the two
has and the other lacks fails here.
"""

import datetime as dt
from collections.abc import Generator
from typing import Any, Final

import pytest
from sqlalchemy import select

from governance.application.desk import looking
from governance.application.record.exporting import record_of, written
from governance.store.engine import Store
from governance.store.tables import TABLES
from governance.verifier.__main__ import verify

MADE_UP: Final = {
    "test_open_data.py": "decisions are written there by hand, to be published",
    "test_open_data_lists.py": "decisions are written there by hand, to be published",
    "test_plans_agreed.py": "a later decision is written there by hand",
    "test_publishing_paged.py": "decisions are written there by hand, many at a time",
    "test_proposals_story.py": "every act is done at one instant there, so they have no order",
}
"""Tests whose decisions nobody took."""
LATER: Final = dt.datetime(2040, 1, 1, tzinfo=dt.UTC)

_report, _partnership = TABLES["proposal"], TABLES["partnership"]
_DECIDED = (
    select(_report.c.ref, _partnership.c.key)
    .select_from(_report.join(_partnership, _partnership.c.id == _report.c.partnership_id))
    .where(_report.c.decided_on.is_not(None))
    .order_by(_report.c.ref)
)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: Any) -> Generator[None]:
    """After a test of the application that took decisions on SQLite, verify them all."""
    yield
    store = getattr(item, "funcargs", {}).get("store")
    if item.path.parent.name != "application" or item.path.name in MADE_UP:
        return
    if not isinstance(store, Store) or store.dialect != "sqlite":
        return
    with store.read() as tx:
        decided = tx.all(_DECIDED)
    for row in decided:
        with looking(store, now=LATER, partnership=row.key) as desk:
            content = written(record_of(desk, row.ref))
        _, found = verify(content)
        against = [step for step in found.failed if step.name != "outside"]
        assert not against, f"{row.ref}: {[(s.title, s.wrong) for s in against]}"
