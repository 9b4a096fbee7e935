import datetime as dt
from pathlib import Path

import pytest
from world import World, empty_world

from governance.application.rulebook import acts, queries
from governance.application.rulebook.bundled import bundled, bundled_text
from governance.application.rulebook.kinds import read_any
from governance.application.rulebook.naming import find_version
from governance.configuration import config_dir
from governance.domain.errors import Unusable
from governance.store.engine import Store

RECORDED = (config_dir() / "schemes" / "wirral.yaml").read_bytes()


def calendar(day: str) -> bytes:
    return (
        "vires: calendar/1\nkey: offices\ntitle: Offices\njurisdiction: england\n"
        f"closed:\n  - {{day: {day}, reason: Offices closed}}\n"
    ).encode()


@pytest.fixture
def world(store: Store, now: dt.datetime) -> World:
    """Three versions of a calendar: the first from today, the second from March, a draft."""
    built = empty_world(store, now)
    starts = (None, dt.date(2025, 3, 1))
    for day, start in zip(("2025-12-29", "2025-12-30"), starts, strict=True):
        with built.acting() as desk:
            ref = acts.load(desk, calendar(day), "offices.yaml").ref
            acts.adopt(desk, ref, reason="offices close", effective_from=start)
    with built.acting() as desk:
        acts.load(desk, calendar("2025-12-31"), "offices.yaml")
    return built


def states(world: World, on: dt.date | None = None) -> list[str]:
    with world.looking() as desk:
        return [row["state"] for row in queries.versions(desk, on=on)]


def test_states_are_those_of_the_day_asked_though_no_clock_ran(world: World) -> None:
    assert states(world) == ["in_force", "adopted", "draft"]
    assert states(world, dt.date(2025, 3, 1)) == ["superseded", "in_force", "draft"]
    assert states(world, dt.date(2025, 2, 19)) == ["adopted", "adopted", "draft"]


def test_what_is_over_is_listed_when_asked_for(world: World) -> None:
    march = dt.date(2025, 3, 1)
    with world.looking() as desk:
        rows = queries.versions(desk, kind="calendar", on=march, all_versions=False)
        assert [row["ref"] for row in rows] == ["V-0002", "V-0003"]
        assert queries.versions(desk, kind="scheme") == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("V-0001", "V-0001"),
        ("v-0001", "V-0001"),
        ("offices", "V-0003"),
        ("offices@2", "V-0002"),
        ("calendar/offices@1", "V-0001"),
    ],
)
def test_a_version_has_many_names(world: World, name: str, found: str) -> None:
    with world.looking() as desk:
        row = find_version(desk, name)
        assert row.ref == found
        assert find_version(desk, row.id).ref == found


def test_a_key_means_the_latest_version_that_is_not_withdrawn(world: World) -> None:
    with world.acting() as desk:
        acts.withdraw_draft(desk, "offices", reason="a mistake")
    with world.looking() as desk:
        assert find_version(desk, "offices").ref == "V-0002"
        assert find_version(desk, "offices@3").state == "withdrawn"


@pytest.mark.parametrize("name", ["ofices", "offices@4", "scheme/offices", "V-0004", "", "\0", "é"])
def test_an_unknown_name_is_told(world: World, name: str) -> None:
    with pytest.raises(Unusable) as failed, world.looking() as desk:
        find_version(desk, name)
    (problem,) = failed.value.problems
    assert problem.code == "name.unknown"


def test_the_nearest_name_is_suggested(world: World) -> None:
    with pytest.raises(Unusable) as failed, world.looking() as desk:
        find_version(desk, "ofices")
    assert failed.value.problems[0].params["nearest"] == "offices"


def test_a_key_of_two_kinds_needs_the_kind(world: World) -> None:
    with world.acting() as desk:
        acts.load(desk, RECORDED.replace(b"key: wirral", b"key: offices"), "a.yaml")
    with pytest.raises(Unusable) as failed, world.looking() as desk:
        find_version(desk, "offices")
    (problem,) = failed.value.problems
    assert problem.params["named"] == ["calendar/offices", "scheme/offices"]
    with world.looking() as desk:
        assert find_version(desk, "scheme/offices").kind == "scheme"


def test_a_version_is_shown_with_what_it_contains(world: World) -> None:
    with world.looking() as desk:
        found = queries.show(desk, "offices@1", on=dt.date(2025, 3, 1))
    assert found["state"] == "superseded"
    assert found["contents"] == [["2025-12-29", "Offices closed"]]
    assert found["text"].encode() == calendar("2025-12-29")


def test_every_starting_text_can_be_read_and_says_what_it_contains() -> None:
    for file in bundled().values():
        assert queries.contents(read_any(file.read_bytes(), file.name)[1]) or "calendar" in str(
            file
        )


def test_versions_differ_line_by_line(world: World) -> None:
    with world.looking() as desk:
        found = queries.difference(desk, "offices@1", "offices@2")
    assert found["rules"] is None
    assert found["lines"] == [
        "--- V-0001",
        "+++ V-0002",
        "@@ -4,3 +4,3 @@",
        " jurisdiction: england",
        " closed:",
        "-  - {day: 2025-12-29, reason: Offices closed}",
        "+  - {day: 2025-12-30, reason: Offices closed}",
    ]


def test_schemes_differ_in_rules_and_not_in_comments(world: World) -> None:
    with world.acting() as desk:
        acts.load(desk, RECORDED, "wirral.yaml")
    commented = RECORDED.replace(b"rules:\n", b"# A comment, which moves every line.\nrules:\n")
    with world.looking() as desk:
        same = queries.difference(desk, "wirral", None, text=(commented, "new.yaml"))
        other = commented.replace(b"id: K1", b"id: K9").replace(b"vat: ", b"vat: not-stated #")
        changed = queries.difference(desk, "wirral", None, text=(other, "new.yaml"))
    assert same["rules"] == {"added": [], "removed": [], "changed": [], "also": []}
    assert same["lines"]
    assert (changed["rules"]["added"], changed["rules"]["removed"]) == (["K9"], ["K1"])


def test_a_text_that_cannot_be_read_is_not_compared(world: World) -> None:
    with pytest.raises(Unusable), world.looking() as desk:
        queries.difference(desk, "offices", None, text=(b"nothing", "new.yaml"))


class TestStartingTexts:
    def test_they_are_found_by_name_folder_and_key(self) -> None:
        file = config_dir() / "terms" / "trust-board.yaml"
        for name in ("trust-board", "terms/trust-board", "trust-board-terms"):
            assert bundled_text(name) == file
        assert bundled_text("../terms/trust-board") is None

    def test_two_of_one_name_are_told_apart_by_folder(self, tmp_path: Path) -> None:
        for folder in ("frameworks", "terms"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "one.yaml").write_text(f"key: {folder}-one\n")
        assert list(bundled(tmp_path)) == ["one", "terms/one"]
        assert bundled_text("frameworks/one", tmp_path) == tmp_path / "frameworks" / "one.yaml"
        assert bundled_text("terms-one", tmp_path) == tmp_path / "terms" / "one.yaml"
