"""Words in a browser: no remedy names a command, and what is said elsewhere keeps its sense."""

import re
import string

import pytest

from governance import words
from governance.interfaces.said import move, reason
from governance.interfaces.web.fields import YesNo, month_of
from governance.interfaces.web.rooms import ROOMS
from statemachines import LIFECYCLES
from statemachines.machine import no_such_move

COMMAND = re.compile(r"vires [a-z]+|(?<!-)--[a-z]|`vires")
NEVER_IN_A_BROWSER = {
    # What only a command, the server's start or its operator is told.
    "cli", "story", "example", "serve", "term", "flows", "template", "tick",
    "partnership.none", "partnership.which", "web.no_partnership", "sheets.file.exists",
    # What the administrator reads of the server, and does there.
    "web.health.schema_differs", "web.health.no_leader", "web.health.of_all",
    "store.schema_older", "store.backup_older", "store.not_empty",
}  # fmt: skip


def test_what_names_a_command_has_words_of_its_own_for_the_web() -> None:
    known = words.catalogue()
    told = {
        code
        for code, texts in known.items()
        if "@" not in code
        and any(COMMAND.search(text) for text in texts)
        and not {code, code.partition(".")[0]} & NEVER_IN_A_BROWSER
    }
    assert told, "the words of commands are looked for"
    assert {code for code in told if f"{code}@web" not in known} == set()


def test_words_for_the_web_name_no_command_and_ask_for_nothing_more() -> None:
    known = words.catalogue()
    for code, texts in known.items():
        base, at, _ = code.partition("@")
        if not at:
            continue
        assert base in known, f"{base} is said nowhere"
        assert not any(COMMAND.search(text) for text in texts), code
        has = {name for text in known[base] for name in _names(text)}
        asks = {name for text in texts for name in _names(text)}
        assert asks <= has, f"{code} asks for {asks - has}"


def test_the_web_says_its_own_words_and_others_keep_theirs() -> None:
    code: str = "review.no_rhythm"
    params: dict[str, str] = {}
    sentence = words.say(code, params)
    with words.saying_for("web"):
        assert words.say(code, params) == sentence
        assert "--due" not in words.remedy(code, params)
    assert "--due" in words.remedy(code, params)


def test_every_act_has_a_title_and_every_field_of_it_a_label() -> None:
    known = words.catalogue()
    for room in ROOMS:
        for act in room.acts:
            assert f"web.{act.key}" in known, f"the act {act.key} has no title"
            for one in act.fields if not callable(act.fields) else ():
                one.named(act.key)


def _names(text: str) -> set[str]:
    return {
        re.split(r"[.\[]", name)[0]
        for _, name, _, _ in string.Formatter().parse(text)
        if name is not None
    }


def test_every_move_of_every_lifecycle_is_said_in_words_that_stand_after_to() -> None:
    known = words.catalogue()
    bare = [
        f"{lifecycle.name}.{one.name}"
        for lifecycle in LIFECYCLES.values()
        for one in lifecycle.moves
        if not {f"move.{lifecycle.name}.{one.name}", f"web.{lifecycle.name}.move.{one.name}"}
        & known.keys()
    ]
    assert bare == []
    assert move("decommissioning", "make_case") == "make the case for change"
    assert move("stage", "open") == "open it"


def test_a_move_that_there_is_not_is_refused_in_words() -> None:
    refusal = no_such_move(LIFECYCLES["proposal"], "decided", "place_on_agenda")
    said = reason(refusal.code, refusal.params)
    assert "it is not possible to put it on an agenda" in said["words"]
    assert "place on agenda" not in said["words"] + said["remedy"]
    assert said["words"].startswith("This report is “decided”: ")


def test_a_thing_is_named_with_its_article() -> None:
    told = {"ref": "RB-0001", "kind": "escalation"}
    assert words.say("web.parts.other_kind", told).startswith("RB-0001 is an escalation policy,")
    told["kind"] = "terms"
    assert words.say("web.parts.other_kind", told).startswith("RB-0001 is terms of reference,")


def test_months_and_answers_are_taken_from_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (month_of("Sept"), month_of("mar."), month_of("December")) == (9, 3, 12)
    assert month_of("Ma") is None, "May or March"
    assert month_of("Mars") is None
    assert [one.text for one in YesNo(name="x").options] == ["Yes", "No"]
    said = words.say
    other = {"web.month.3": "Mawrth", "web.yes": "Ie", "web.no": "Nage"}
    monkeypatch.setattr(words, "say", lambda code, params: other.get(code) or said(code, params))
    assert (month_of("mawrth"), month_of("march")) == (3, None)
    assert [one.text for one in YesNo(name="x").options] == ["Ie", "Nage"]
