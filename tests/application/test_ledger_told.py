"""The facts of an entry as people read them: inputs by their types, nothing for machines."""

import datetime as dt
from typing import Any

import pytest
from reports import Life, life

from governance.application.ledger import told
from governance.application.ledger.queries import history
from governance.domain.authority.model import Input
from governance.store.engine import Store
from governance.words.acts import facts


@pytest.fixture
def built(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


def test_inputs_of_a_case_are_said_by_the_types_of_their_scheme(built: Life) -> None:
    ref = built.middling(built.commission(), 300_000)
    with built.looking() as desk:
        entry = next(e for e in history(desk, ref).entries if "case" in e.facts)
        case = told.readable(desk, entry.facts)["case"]
    assert "\u00a3300,000" in case.values()
    assert "award" in case.values()
    assert all("_" not in title for title in case)


def test_days_are_days_and_what_is_for_machines_is_left_out(
    built: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {
        "before": "support_and_challenge",
        "move": "make_case",
        "request": "7ebb",
        "case": {
            "inputs": [
                {"input": "decision_day", "value": 740048, "how": "register", "parts": []},
                {"input": "decision", "value": "permission-to-procure", "how": "answered"},
            ]
        },
    }
    typed = {"decision_day": Input("decision_day", "Day of decision", "day")}
    monkeypatch.setattr(told, "_inputs", lambda desk, version: typed)
    with built.looking() as desk:
        said = facts(told.readable(desk, given))
    assert said == (
        "before: support and challenge; move: make case; "
        "case: (Day of decision: 8 March 2027; decision: permission to procure)"
    )
