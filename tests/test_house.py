"""Rules of the house that no linter knows, held by reading the source."""

import re
from pathlib import Path

import pytest
from conftest import NOT_OURS

from governance import words
from governance.store.tables import ROWS
from statemachines import LIFECYCLES

ROOT = Path(__file__).parent.parent
PACKAGES = ("flows", "statemachines", "governance")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
CODE = re.compile(
    r"(?:Refusal|Problem|Refused\.one|GuardRefused\.one|Unusable\.one|MovedFirst\.one)"
    r"\(\s*\[?\s*\"(?P<code>[a-z0-9_.]+)\""
)
CLOCK = re.compile(r"\b(?:datetime\.now|date\.today|datetime\.utcnow|time\.time|perf_counter)\(")
LONGEST = 450


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_code_has_words() -> None:
    known = words.catalogue()
    used = {
        (name(path), found["code"]) for path in SOURCES for found in CODE.finditer(path.read_text())
    }
    assert len(used) > 100
    assert sorted((where, code) for where, code in used if code not in known) == []


@pytest.mark.parametrize("code", sorted(words.catalogue()))
def test_every_sentence_is_whole(code: str) -> None:
    sentence, remedy = words.catalogue()[code]
    assert sentence.strip() == sentence
    assert remedy.strip() == remedy
    # Said otherwise in one place alone ("@web"): an empty sentence keeps the other's.
    assert sentence != "" or "@" in code


def test_the_clock_is_read_at_the_edge_only() -> None:
    readers = {name(p) for p in SOURCES if CLOCK.search(p.read_text())}
    assert readers == {r for r in readers if r.startswith(("governance/interfaces/", "flows/"))}


def test_every_table_carries_its_partnership_a_version_and_a_retention_class() -> None:
    for table, model in ROWS.items():
        keys = [column.name for column in model.__table__.primary_key.columns]  # type: ignore[attr-defined]
        assert keys == ["partnership_id", "id"], table
        assert "version" in model.__table__.columns, table  # type: ignore[attr-defined]
        assert model.retention, table
        assert model.lifecycle is None or model.lifecycle in LIFECYCLES, table


def test_files_can_be_held_in_the_head() -> None:
    lengths = {name(p): len(p.read_text().splitlines()) for p in SOURCES}
    assert {f: n for f, n in lengths.items() if n > LONGEST} == {}


def test_only_what_waits_for_others_programs_is_tried_twice(request: pytest.FixtureRequest) -> None:
    """A race of our own that is lost one time in ten would be found one time in a hundred."""
    heavy = [item for item in request.session.items if item.get_closest_marker("heavy")]
    assert all(item.get_closest_marker("timeout") for item in heavy)
    twice = [item for item in request.session.items if item.get_closest_marker("flaky")]
    groups = [(item.nodeid, item.get_closest_marker("xdist_group")) for item in twice]
    ours = [name for name, group in groups if group is None or group.args[0] not in NOT_OURS]
    assert ours == [name for name, _ in groups if "/survival/" in name] == []
