"""A text that calls itself another body's is believed only where the record does not say else."""

import datetime as dt

import pytest
from test_rulebook_acts import CABINET, PARTNERS, RECORDED, SCHEME, TERMS, codes, load, state, world
from world import World, bring_into_force, cite, empty_world
from world import world as full_world

from governance import words
from governance.application.rulebook import acts
from governance.application.rulebook.in_force import version_in_force
from governance.configuration import config_dir
from governance.domain.assurance.comparing import compare
from governance.domain.authority.loading import load_scheme
from governance.domain.errors import Refused, Unusable
from governance.store.engine import Store

__all__ = ["world"]

OWN = (config_dir() / "schemes/example-partnership.yaml").read_bytes()
CALLED_ANOTHERS = OWN.replace(b"standing: own", b"standing: recorded", 1)
SMALL_ANOTHERS = SCHEME.replace(b"standing: own", b"standing: recorded")


@pytest.fixture
def built(store: Store, now: dt.datetime) -> World:
    return full_world(store, now)


def refused_at_load(built: World, text: bytes) -> list[str]:
    with pytest.raises(Unusable) as failed:
        load(built, text)
    for one in failed.value.problems:
        assert words.say(one.code, one.params)
        assert words.remedy(one.code, one.params)
    return [one.code for one in failed.value.problems]


def test_a_word_does_not_turn_ones_own_scheme_into_anothers(built: World) -> None:
    assert refused_at_load(built, CALLED_ANOTHERS) == ["rulebook.owner_here", "rulebook.was_own"]


def test_nor_does_another_owners_name(built: World) -> None:
    text = CALLED_ANOTHERS.replace(b"owner: trust-board", b"owner: other-council")
    assert refused_at_load(built, text) == ["rulebook.was_own"]


@pytest.mark.parametrize("owner", [b"trust-board", b"exampleshire"])
def test_nor_another_key(built: World, owner: bytes) -> None:
    text = CALLED_ANOTHERS.replace(b"key: example-partnership", b"key: another", 1)
    text = text.replace(b"owner: trust-board", b"owner: " + owner)
    assert refused_at_load(built, text) == ["rulebook.owner_here"]


def test_what_was_a_draft_before_it_could_be_known_is_refused_when_cited(
    store: Store, now: dt.datetime
) -> None:
    built = empty_world(store, now)
    ref = load(built, SMALL_ANOTHERS)
    with built.acting() as desk:
        bring_into_force(desk, kind="terms", file="terms/trust-board.yaml", since=desk.today)
    with pytest.raises(Refused) as failed, built.acting() as desk:
        acts.cite(desk, ref, "my own say-so", desk.today)
    assert codes(failed) == ["rulebook.owner_here"]
    with pytest.raises(Refused) as failed, built.acting() as desk:
        acts.acknowledge(desk, ref, [], reason="as published")
    assert codes(failed) == ["rulebook.owner_here"]
    with pytest.raises(Refused) as failed, built.acting() as desk:
        acts.adopt(desk, ref, reason="as published")
    assert codes(failed) == ["rulebook.recorded_scheme"]
    assert state(built, ref) == "draft"


@pytest.mark.parametrize("cited", [False, True])
def test_nor_does_it_come_in_with_the_first_rulebooks(
    world: World,
    cited: bool,
) -> None:
    ref, terms = load(world, SMALL_ANOTHERS), load(world, TERMS)
    if cited:
        with world.acting() as desk:
            cite(desk, ref, "Minute 1", desk.today)
    with pytest.raises(Refused) as failed, world.acting() as desk:
        acts.constitute(desk, [terms] if cited else [ref, terms], PARTNERS)
    assert codes(failed) == ["rulebook.owner_here"]


def test_what_a_partners_own_body_owns_is_recorded_still(built: World) -> None:
    """The cabinet is known here, and is a council's."""
    texts = [RECORDED, RECORDED.replace(b"owner: gloucester-city-council", b"owner: cabinet")]
    for text in texts:
        ref = load(built, text + b"\n# " + str(len(text)).encode() + b"\n")
        with built.acting() as desk:
            cite(desk, ref, "Council, minute 4", desk.today - dt.timedelta(days=len(text) % 7))
        assert state(built, ref) in ("in_force", "superseded")


def test_the_boards_terms_are_not_cited_as_a_partner_bodys(built: World) -> None:
    board = TERMS.replace(b"standing: joint-committee", b"standing: council-committee")
    assert board != TERMS
    other = CABINET.replace(b"key: cabinet-terms", b"key: trust-board-terms", 1)
    again = board.replace(b"key: trust-board-terms", b"key: other-board", 1)
    for text in (board, other, again):
        ref = load(built, text)
        with pytest.raises(Refused) as failed, built.acting() as desk:
            acts.cite(desk, ref, "my own say-so", desk.today)
        assert codes(failed) == ["rulebook.terms_here"]
    with built.looking() as desk:
        found = version_in_force(desk, kind="terms", key="trust-board-terms", on=desk.today)
    assert found is not None
    assert found.number == 1


def test_comparing_says_that_the_standing_differs() -> None:
    old, new = load_scheme(OWN, "old"), load_scheme(CALLED_ANOTHERS, "new")
    assert compare(old, new, dt.date(2025, 3, 3)).beside == ("standing",)
