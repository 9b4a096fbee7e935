"""What a text names that is not here is told from the day its draft is saved."""

import datetime as dt

import pytest
from world import World, empty_world, world

from governance.application.bodies import acts as bodies
from governance.application.rulebook import acts
from governance.application.rulebook.missing import missing
from governance.configuration import config_dir
from governance.store.engine import Store

TERMS = (config_dir() / "terms" / "trust-board.yaml").read_text()
SCHEME = (config_dir() / "schemes" / "example-partnership.yaml").read_text()
POLICY = (config_dir() / "escalations" / "exampleshire.yaml").read_text()


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    return world(store, now)


def told(built: World, text: str) -> list[tuple[str, str | None, int | None]]:
    with built.acting() as desk:
        ref = acts.load(desk, text.encode(), "a.yaml").ref
    with built.looking() as desk:
        found = missing(desk, desk.row("rulebook_version", ref))
        return [(one.refusal.code, one.refusal.params.get("name"), one.line) for one in found]


def line(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("text", [TERMS, SCHEME, POLICY])
def test_a_text_whose_names_are_all_here_is_told_nothing(built: World, text: str) -> None:
    assert told(built, text + "# again\n") == []


def test_terms_are_told_every_name_nobody_has(built: World) -> None:
    text = TERMS.replace("office: director}", "office: directer}")
    text = text.replace("[police]", "[polise]").replace("body: trust-board", "body: new-board")
    text = text.replace("appointed_by: county-council", "appointed_by: nobody")
    text = text.replace("key: trust-board-terms", "key: new-board-terms")
    assert told(built, text) == [
        ("rulebook.body_not_here", "new-board", 4),
        ("rulebook.names_no_office", "directer", line(text, "directer")),
        ("rulebook.names_no_organisation", "polise", line(text, "polise")),
        ("rulebook.appoints_nobody", "nobody", line(text, "nobody")),
    ]


def test_it_is_asked_anew_so_that_who_is_added_is_missing_no_longer(built: World) -> None:
    text = TERMS.replace("body: trust-board", "body: new-board").replace("trust-board-t", "new-t")
    assert [code for code, _, _ in told(built, text)] == ["rulebook.body_not_here"]
    with built.acting() as desk:
        bodies.add_body(desk, key="new-board", name="New", standing="joint-committee")
    assert told(built, text + "# again\n") == []


def test_a_scheme_is_told_deciders_nobody_is(built: World) -> None:
    text = SCHEME.replace("director:", "directer:").replace("decide: director", "decide: directer")
    text = text.replace(" director,", " directer,").replace(" director]", " directer]")
    found = told(built, text.replace("director", "directer").replace("owner: trust", "owner: rust"))
    assert {(code, name) for code, name, _ in found} == {
        ("rulebook.names_no_office", "directer"),
        ("rulebook.owner_not_here", "rust-board"),
    }
    assert all(at for _, _, at in found)


def test_a_policy_is_told_names_periods_and_a_calendar(built: World) -> None:
    text = POLICY.replace("tell: [trust-board, director]", "tell: [trustboard, director]", 1)
    assert told(built, text) == [("rulebook.names_nobody", "trustboard", line(text, "trustboard"))]


def test_where_nothing_is_in_force_that_is_told(store: Store, now: dt.datetime) -> None:
    found = told(empty_world(store, now), POLICY)
    assert ("rulebook.no_calendar", None, None) in found
    assert "rulebook.names_no_body" in {code for code, _, _ in found}
