"""A decision that each partner takes for itself takes effect with the last of theirs."""

import pytest

from governance.verifier.bundle import Entry, Rows
from governance.verifier.effect import check_effect
from governance.verifier.findings import Findings


@pytest.mark.parametrize(
    ("state", "asked", "wrong"),
    [
        ("effective", 2, []),
        ("refused", 2, ["Example Police (R-0003) had not decided for itself"]),
        ("refused", 1, []),
    ],
    ids=["every-one", "one-refused", "one-refused-what-was-put-to-it-before"],
)
def test_no_partner_is_passed_over(state: str, asked: int, wrong: list[str]) -> None:
    report = {"id": "r", "state": "awaiting_partners", "kind": "pool", "outcome": "approved"}
    children = {
        "a": {"ref": "R-0002", "parent_id": "r", "round": 2, "state": "effective"},
        "b": {"ref": "R-0003", "parent_id": "r", "round": asked, "state": state},
    }
    rows = Rows(
        {
            "partnership": {"p": {"id": "p", "timezone": "Europe/London"}},
            "organisation": {"police": {"id": "police", "name": "Example Police"}},
            "step": {"s": {"id": "s", "proposal_id": "r", "draw": 2}},
            "proposal": {
                "r": report,
                **{key: {**one, "organisation_id": "police"} for key, one in children.items()},
            },
        }
    )
    body = {"kind": "proposal.took_effect", "at": "2025-03-03T12:00:00+00:00", "facts": {}}
    found = Findings()
    found.begin("effect", "It took effect no sooner than it could")
    check_effect(Entry("e", "e", b"", body, None), report, rows, None, found)  # type: ignore[arg-type]  # no rule is asked
    assert found.steps[0].wrong == wrong
