"""Which events there are: every act that the use cases, or the example's year, put on record."""

import ast
import re
from pathlib import Path

import pytest
from example_year import IN_ONE_WORKER, ExampleYear
from sqlalchemy import text

from governance import words
from governance.domain.errors import Unusable
from governance.domain.webhooks.kinds import KINDS
from governance.domain.webhooks.listening import fits, patterns
from governance.store.engine import open_store

ROOT = Path(__file__).parent.parent.parent
CODE = re.compile(r"[a-z_]+(\.[a-z_]+)+")


def kinds_written() -> set[str]:
    """Kinds that stand whole in a use case, given to a change by name."""
    found = set()
    for file in (ROOT / "governance" / "application").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Change":
                for given in node.keywords:
                    if given.arg == "kind":
                        found |= {
                            one.value
                            for one in ast.walk(given.value)
                            if isinstance(one, ast.Constant)
                            and isinstance(one.value, str)
                            and CODE.fullmatch(one.value)
                        }
    return found


def test_every_act_of_a_use_case_is_an_event() -> None:
    written = kinds_written()
    assert len(written) > 150
    assert written - set(KINDS) == set()


def test_every_act_that_has_words_is_an_event() -> None:
    said = {code.removeprefix("act.") for code in words.catalogue() if code.startswith("act.")}
    assert said - set(KINDS) == set()


@IN_ONE_WORKER
def test_every_act_of_the_examples_year_is_an_event(example_year: ExampleYear) -> None:
    with open_store(example_year.url).read() as tx:
        done = {row[0] for row in tx.all(text("SELECT DISTINCT kind FROM ledger_entry"))}
    assert len(done) > 100
    assert done - set(KINDS) == set()


def test_kinds_stand_once_and_fit_the_column() -> None:
    assert len(KINDS) == len(set(KINDS))
    assert max(map(len, KINDS)) <= 60


@pytest.mark.parametrize(
    ("pattern", "kind", "so"),
    [
        ("*", "commission.paused", True),
        ("commission.*", "commission.paused", True),
        ("commission.*", "commissioning.paused", False),
        ("commission.paused", "commission.paused", True),
        ("commission.pause", "commission.paused", False),
        ("agreement.moved.*", "agreement.moved.sign", True),
        ("agreement.moved.*", "agreement.awarded", False),
        (".*", "commission.paused", False),
    ],
)
def test_a_pattern_means_a_kind_or_all_that_begins_like_it(
    pattern: str, kind: str, *, so: bool
) -> None:
    assert fits(pattern, kind) is so


def test_patterns_are_each_taken_once_and_what_is_unknown_is_named() -> None:
    assert patterns([" commission.* ", "", "epoch", "commission.*"]) == ["commission.*", "epoch"]
    with pytest.raises(Unusable) as wrong:
        patterns(["commission.pausd", "x.*", "*"])
    assert [one.params["name"] for one in wrong.value.problems] == ["commission.pausd", "x.*"]
    assert wrong.value.problems[0].params["nearest"] == "commission.paused"
