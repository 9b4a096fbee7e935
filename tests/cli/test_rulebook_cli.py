"""`vires rulebook` as a secretary meets it, from starting texts to a calendar amended."""

import json
from pathlib import Path
from typing import Any

import pytest

from governance.interfaces.cli.main import main

NOW = ("--now", "2025-02-20T14:30")
CALENDAR = """\
vires: calendar/1
key: offices
title: Office calendar
jurisdiction: england-and-wales
closed:
  - {day: 2025-12-29, reason: Offices closed}
"""


class Terminal:
    """Runs `vires` with a data folder of its own."""

    def __init__(self, capsys: pytest.CaptureFixture[str], folder: Path) -> None:
        self._capsys = capsys
        self.folder = folder

    def __call__(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and what was printed on both channels."""
        code = 0
        try:
            main(list(arguments))
        except SystemExit as end:
            code = int(end.code or 0)
        said = self._capsys.readouterr()
        text = (said.out + said.err).replace(str(self.folder), "DATA")
        return code, "\n".join(line.rstrip() for line in text.splitlines())

    def json(self, *arguments: str) -> tuple[int, Any]:
        """The exit code, and what was answered as JSON."""
        code, said = self(*arguments, "--json")
        return code, json.loads(said)

    def file(self, name: str, text: str) -> str:
        """A file to load."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)


@pytest.fixture
def vires(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Terminal:
    """A partnership of two, with drafts of a framework, a scheme and a calendar."""
    monkeypatch.setenv("VIRES_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("VIRES_DATABASE_URL", raising=False)
    terminal = Terminal(capsys, tmp_path)
    for line in (
        ("partnership", "create", "exampleshire", "--name", "Exampleshire"),
        ("partner", "add", "county-council", "--name", "The County Council", "--lead"),
        ("partner", "add", "icb", "--name", "The Care Board", "--statutory"),
        ("people", "add", "example-county", "--name", "Co", "--partner", "county-council"),
        ("people", "add", "example-nhs", "--name", "No", "--partner", "icb"),
        ("rulebook", "load", "four-step", "example-partnership", terminal.file("a", CALENDAR)),
    ):
        code, said = terminal(*line, *NOW)
        assert code == 0, said
    return terminal


CONSENTS = ("--consent", "county-council=example-county", "--consent", "icb=example-nhs")


def constituted(vires: Terminal) -> None:
    code, said = vires("rulebook", "constitute", "V-0001", "V-0002", *CONSENTS, *NOW)
    assert (code, said) == (
        0,
        "Exampleshire is constituted from 20 February 2025, with 2 rulebooks in force.",
    )


def test_what_is_in_force_is_listed(vires: Terminal) -> None:
    constituted(vires)
    code, said = vires("rulebook", "list", "--on", "2025-02-20")
    assert code == 0
    assert said == (
        """\
Rulebooks

 version   kind        number   state      from         key and title
 ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
 V-0003    calendar    1        draft                   offices
                                                        Office calendar
 V-0001    framework   1        in force   2025-02-20   four-step
                                                        The four-step commissioning cycle
 V-0002    scheme      1        in force   2025-02-20   example-partnership
                                                        Scheme of delegation of the Exampleshire Children's Partnership
"""
    )


def test_a_version_is_shown(vires: Terminal) -> None:
    constituted(vires)
    assert vires("rulebook", "show", "four-step", "--on", "2025-02-20") == (
        0,
        """\
V-0001: The four-step commissioning cycle
Version 1 of the framework “four-step”: in force.
It governs from 20 February 2025: by every partner’s consent.

Stages

 key          title
 ───────────────────────
 understand   Understand
 plan         Plan
 do           Do
 review       Review
""",
    )
    code, said = vires("rulebook", "show", "offices", "--text")
    assert (code, said) == (0, CALENDAR.rstrip())
    code, found = vires.json("rulebook", "show", "offices")
    assert (code, found["state"], found["text"]) == (0, "draft", CALENDAR)


def test_a_missing_consent_is_named(vires: Terminal) -> None:
    code, said = vires("rulebook", "constitute", *CONSENTS[:2], *NOW)
    assert (code, said) == (
        1,
        """\
The consent of The Care Board is missing.
  Record it with --consent icb=PERSON, naming who consented for it.""",
    )


def test_consents_have_to_be_readable(vires: Terminal) -> None:
    wrong = ("--consent", "icb", "--consent", "a=b", "--consent", "a=c")
    code, answer = vires.json("rulebook", "constitute", *wrong)
    assert code == 2
    codes = [one["code"] for one in answer["error"]["all"]]
    assert codes == ["rulebook.consent_unreadable", "rulebook.consent_twice"]


def test_every_draft_enters_where_none_is_named(vires: Terminal) -> None:
    code, answer = vires.json("rulebook", "constitute", *CONSENTS, *NOW)
    assert (code, sorted(answer["versions"]), answer["on"]) == (
        0,
        ["V-0001", "V-0002", "V-0003"],
        "2025-02-20",
    )
    assert vires("rulebook", "constitute", "V-0001", *CONSENTS, *NOW)[0] == 1


def test_nothing_is_loaded_where_one_text_cannot_be_used(vires: Terminal) -> None:
    good = vires.file("good.yaml", CALENDAR.replace("12-29", "12-30"))
    bad = vires.file(
        "bad.yaml", CALENDAR.replace("2025-12-29", "2025-02-30").replace("e: O", "e O")
    )
    code, said = vires("rulebook", "load", good, bad, "--now", "2025-02-20")
    assert code == 2
    assert said.splitlines()[0].startswith("DATA/bad.yaml:")
    assert vires("rulebook", "show", "offices@2")[0] == 2


def test_every_file_that_is_not_there_is_named(vires: Terminal) -> None:
    code, answer = vires.json("rulebook", "load", "fuor-step", str(vires.folder))
    assert code == 2
    assert [one["code"] for one in answer["error"]["all"]] == [
        "rulebook.text_missing",
        "rulebook.text_unreadable",
    ]
    assert answer["error"]["remedy"].startswith("Did you mean four-step? ")


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, ""])
def test_a_name_that_no_file_can_have(vires: Terminal, name: str) -> None:
    assert vires("rulebook", "load", name)[0] == 2


def test_a_text_too_large_is_not_read_whole(vires: Terminal) -> None:
    huge = vires.file("huge.yaml", "#" * 3_000_000)
    code, answer = vires.json("rulebook", "load", huge)
    assert (code, answer["error"]["code"]) == (2, "text.too_large")


def test_the_same_text_is_not_loaded_twice(vires: Terminal) -> None:
    code, said = vires("rulebook", "load", "--bundled", "four-step")
    assert (code, said) == (
        0,
        "frameworks/four-step.yaml is the latest version already: V-0001. Nothing was loaded.",
    )
    code, answer = vires.json("rulebook", "load", "four-step", "nine-step-2005")
    assert [(one["ref"], one["new"]) for one in answer] == [("V-0001", False), ("V-0004", True)]


def test_a_scheme_is_not_adopted_without_a_decision(vires: Terminal) -> None:
    code, said = vires("rulebook", "adopt", "example-partnership", *NOW)
    assert code == 1
    assert said == (
        "V-0002, “Scheme of delegation of the Exampleshire Children's Partnership”, alters who "
        "decides, so it takes a decision of its owner to adopt it.\n"
        "  Write a report that asks for it: vires proposal draft adopt --version V-0002. If "
        "every partner has agreed to it as one of the first rulebooks, use “vires rulebook "
        "constitute”."
    )


def test_a_calendar_is_adopted_amended_compared_and_given_up(vires: Terminal) -> None:
    adopt = ("rulebook", "adopt", "offices", "--reason", "Offices close", *NOW)
    assert vires(*adopt) == (0, "V-0003, “Office calendar”, governs from 20 February 2025.")
    amended = vires.file("b", CALENDAR.replace("12-29", "12-30"))
    assert vires("rulebook", "load", amended, *NOW)[0] == 0
    code, said = vires("rulebook", "diff", "offices@1", "offices@2")
    assert (code, said) == (
        0,
        """\
--- V-0003
+++ V-0004
@@ -4,3 +4,3 @@
 jurisdiction: england-and-wales
 closed:
-  - {day: 2025-12-29, reason: Offices closed}
+  - {day: 2025-12-30, reason: Offices closed}""",
    )
    assert vires("rulebook", "diff", "offices", amended) == (
        0,
        "V-0004 and DATA/b say the same, word for word.",
    )
    code, answer = vires.json(*adopt, "--from", "2025-03-01")
    assert (code, answer["ref"]) == (0, "V-0004")
    withdraw = ("rulebook", "withdraw", "offices", "--reason", "Open after all", *NOW)
    assert vires(*withdraw) == (0, "V-0004 is withdrawn.")


def test_a_draft_is_compared_with_a_starting_text(vires: Terminal) -> None:
    code, said = vires("rulebook", "diff", "example-partnership", "schemes/wirral")
    assert code == 0
    assert said.splitlines()[0] == "Rules added: K1 and K2."
    code, answer = vires.json("rulebook", "diff", "four-step", "nowhere")
    assert (code, answer["error"]["code"]) == (2, "rulebook.text_missing")


def test_another_councils_scheme_is_cited(vires: Terminal) -> None:
    assert vires("rulebook", "load", "gloucester-city-2026", *NOW)[0] == 0
    cite = ("rulebook", "cite", "gloucester-city-2026", "--resolution", "Council, minute 4")
    cited = (*cite, "--on", "2024-05-20", *NOW)
    code, said = vires(*cited)
    assert code == 1
    assert ": An award of £30,000.50 matches no rule: G1 ends at £30,000, G2 starts at" in said
    code, found = vires.json("rulebook", "findings", "V-0004", "--from", "2024-05-20", *NOW)
    assert (code, found["proved"]) == (1, False)
    names = [one["name"] for one in found["findings"]]
    first = found["findings"][0]
    assert first["words"].startswith("An award of £30,000.50 matches no rule:")
    assert first["acknowledged"] is False
    code, checked = vires.json("scheme", "check", "gloucester-city-2026", "--on", "2024-05-20")
    assert code == 1
    for one, same in zip(found["findings"], checked["findings"], strict=True):
        # A mend is looked for in a text that can be mended.
        assert one | {"mend": None} == same | {"mend": None, "acknowledged": False}
    case = vires.folder / "case.json"
    case.write_text(json.dumps(first["example"]), encoding="utf-8")
    path = ("scheme", "path", "gloucester-city-2026", "--case", str(case), "--on", first["on"])
    code, answer = vires.json(*path)
    assert (code, "error" in answer, "rule" in answer) == (1, False, False)
    assert len(names) > 2
    code, said = vires("rulebook", "acknowledge", "V-0004", names[0], "--from", "2024-05-20", *NOW)
    assert (code, "Say why" in said or "reason" in said) == (1, True)
    reason = ("--reason", "So published.", "--from", "2024-05-20")
    code, said = vires("rulebook", "acknowledge", "V-0004", names[0], *reason, *NOW)
    assert (code, said.splitlines()[0]) == (0, "Acknowledged about V-0004: 1 finding.")
    assert f"{len(names) - 1} findings are still to be acknowledged" in said
    code, refused = vires(*cited)
    assert (code, f"{names[0]}:" in refused, f"{names[1]}:" in refused) == (1, False, True)
    ask = f"vires rulebook acknowledge V-0004 {names[1]} --from 2024-05-20 --reason TEXT."
    assert ask in " ".join(refused.split())
    assert vires.json("rulebook", "show", "V-0004")[1]["state"] == "draft"
    code, found = vires.json("rulebook", "acknowledge", "V-0004", names[1], *reason, *NOW)
    assert (code, found["left"]) == (0, names[2:])
    code, said = vires("rulebook", "acknowledge", "V-0004", *names[2:], *reason, *NOW)
    assert (code, "still to be" in said) == (0, False)
    assert vires.json("rulebook", "show", "V-0004")[1]["state"] == "findings_acknowledged"
    code, said = vires("rulebook", "findings", "V-0004", "--from", "2024-05-20", *NOW)
    assert (code, said.count("(acknowledged)")) == (0, len(names))
    assert vires(*cited) == (
        0,
        "V-0004, “Gloucester City Council: contracts and waivers, 2026”, governs from 20 May 2024.",
    )
    code, found = vires.json("rulebook", "show", "gloucester-city-2026")
    assert found["authority"]["acknowledged"] == names
    said = vires("rulebook", "show", "gloucester-city-2026")[1]
    assert f"Finding {names[0]} is acknowledged since 20 February 2025 by" in said


def test_a_scheme_is_proved_and_that_is_noted(vires: Terminal) -> None:
    prove = ("rulebook", "prove", "example-partnership", *NOW)
    code, said = vires(*prove)
    assert (code, said) == (0, "V-0002 is proved from 20 February 2025.")
    code, said = vires("rulebook", "findings", "example-partnership", *NOW)
    assert code == 0
    assert said.endswith("is proved from 20 February 2025: 27 rules.")
    code, answer = vires.json(*prove)
    assert (code, answer["act"]) == (0, "rulebook.proved")
    constituted(vires)
    said = vires("rulebook", "show", "example-partnership")[1]
    assert "It is proved for decisions from 20 February 2025 on." in said


def test_reports_that_would_take_another_path_are_shown(vires: Terminal) -> None:
    assert vires("rulebook", "impact", "example-partnership", *NOW) == (
        0,
        "No report would be treated otherwise under example-partnership on 20 February 2025.",
    )
    code, answer = vires.json("rulebook", "impact", "four-step", *NOW)
    assert (code, answer["error"]["code"]) == (2, "rulebook.impact_of_schemes")


def test_starting_texts_are_listed(vires: Terminal) -> None:
    code, answer = vires.json("rulebook", "list", "--bundled")
    assert code == 0
    assert {"name": "four-step", "folder": "frameworks"} in answer
    assert "trust-board" in vires("rulebook", "list", "--bundled")[1]


def test_an_unknown_kind_is_told(vires: Terminal) -> None:
    code, answer = vires.json("rulebook", "list", "--kind", "scheem")
    assert (code, answer["error"]["remedy"]) == (2, "Did you mean scheme? Check the spelling.")
