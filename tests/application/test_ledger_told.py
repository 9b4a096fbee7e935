"""The facts of an entry as people read them: inputs by their types, nothing for machines."""

import datetime as dt
from typing import Any

import pytest
from reports import DIRECTOR, Life, life

from governance import words
from governance.application.ledger import told
from governance.application.ledger.queries import history
from governance.application.people.queries import names_by_key
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
        "before that: support and challenge; "
        "case: (Day of decision: 8 March 2027; decision: permission to procure)"
    )


def test_everybody_is_said_by_name_and_every_key_in_words(built: Life) -> None:
    given: dict[str, Any] = {
        "by": "commission.stage_certified",
        "count": {"for": 4, "method": "simple_majority", "casting_vote": None},
        "decider": "executive-board",
        "effects": [
            {"effect": "tell", "to": "manager:owner"},
            {"effect": "item", "body": "executive-board"},
        ],
        "evidence": [{"digest": "a" * 64, "kind": "needs-assessment"}],
        "before": {"need": None, "outcomes": []},
        "path": [[{"decider": "director", "kind": "decide", "method": None}]],
        "present": {DIRECTOR: "chair"},
        "reason": "An up-to-date, well-known reason_of_ours",
        "source": "01961ef0-31a0-7000-af7a-6509a07f4990",
    }
    with built.looking() as desk:
        body = desk.row("body", "executive-board").name
        office = desk.row("office", "director").title
        person = names_by_key(desk, [DIRECTOR])[DIRECTOR]
        said = facts(told.readable(desk, given))
    assert said == (
        "by: Gate certified; "
        "count of votes: (for: 4; method: simple majority); "
        f"decider: {body}; "
        f"effects: tell the manager of whoever has to do it and an item before {body}; "
        "evidence: (kind: needs assessment); "
        f"path: {office} (decide); "
        f"present: ({person}: chair); "
        "reason: An up-to-date, well-known reason_of_ours"
    )


def test_acts_are_said_in_words_and_none_with_a_full_stop_in_it() -> None:
    assert words.act("agreement.moved.give_notice") == "Notice given to end the agreement"
    assert words.act("pooled_agreement.moved.take_up") == "Pooled agreement moved take up"
