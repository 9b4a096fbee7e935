"""The scheme is amended: a draft with a hole, then one that is proved; by two thirds."""

from __future__ import annotations

import datetime as dt

from governance.application.proposals import deciding
from governance.application.proposals.counting import Taken
from governance.application.proposals.findings import Words
from governance.application.rulebook.acknowledging import findings, prove
from governance.application.rulebook.loading import load
from governance.application.rulebook.queries import difference
from governance.application.rulebook.taking_effect import withdraw_draft
from governance.configuration import config_dir
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    BOARD,
    LAWYER,
    SECRETARY,
    hold,
    minutes,
    place,
    plan,
    publish,
    report,
    submit,
    view,
    where,
)

FILE = "schemes/example-partnership.yaml"
BEFORE = '      - {from: 2024-04-01, amount: "100,000", source: "scheme, paragraph 3.1"}\n'
ADDED = (
    '      - {from: 2026-01-01, amount: "150,000", source: "scheme, paragraph 3.1, as amended"}\n'
)
HOLES = (
    ("cumulative_value: up to small-sum}", 'cumulative_value: "up to 150,000"}'),
    (
        "cumulative_value: over small-sum and up to large-sum}",
        'cumulative_value: "150,001 to 500,000"}',
    ),
)
"""The amendment as somebody in a hurry wrote it: in whole pounds."""
START = dt.date(2026, 1, 1)
WORDS = Words(
    "RESOLVED, by two thirds of those voting: that the amended scheme of delegation be adopted "
    "from 1 January 2026."
)


def amended() -> bytes:
    """The example's scheme with a higher limit for what the Director may commit."""
    text = (config_dir() / FILE).read_text(encoding="utf-8")
    assert BEFORE in text
    return text.replace(BEFORE, BEFORE + ADDED).encode()


def with_a_hole() -> bytes:
    """The same, but for the pence between two whole pounds."""
    text = (config_dir() / FILE).read_text(encoding="utf-8")
    for before, after in HOLES:
        assert text.count(before) == 1
        text = text.replace(before, after)
    return text.encode()


def play(player: Player) -> None:
    """Load, compare, ask, vote."""
    tell = player.teller
    player.chapter("The scheme is amended")
    player.on("2025-09-22")
    first = player.act(
        SECRETARY, lambda desk: load(desk, with_a_hole(), FILE), about="rulebook_version"
    )
    tell.say(
        f"""What costs between £100,000 and £150,000 waits for the Executive Board, which meets
        once a month. The monitoring officer proposes that the Director decide it, from the new
        year, and writes the new bands in whole pounds, as the council's constitution does. The
        text is loaded as a draft, {first}. No board is asked to adopt a scheme that leaves a case
        open, so it is to be proved first."""
    )
    player.refused(SECRETARY, lambda desk: prove(desk, first, start=START))
    player.act(
        SECRETARY,
        lambda desk: withdraw_draft(desk, first, reason="A sum between two bands has no decider."),
        about="rulebook_version",
    )
    version = player.act(
        SECRETARY, lambda desk: load(desk, amended(), FILE), about="rulebook_version"
    )
    tell.say(
        f"""Fifty pence over £150,000, and nobody could have decided. The second draft, {version},
        changes the limit by name and leaves the bands as they are. It is compared with what is in
        force."""
    )
    player.ask(
        SECRETARY,
        lambda desk: difference(desk, "V-0002", version)["lines"],
        lambda lines: tell.answer(
            [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")],
            about="What would change",
        ),
    )
    player.ask(
        SECRETARY,
        lambda desk: findings(desk, version, start=START)["rules"],
        lambda rules: tell.say(
            f"""Its {rules} rules are proved from the new year on: every case has one path, and no
            case has two."""
        ),
    )
    player.act(SECRETARY, lambda desk: prove(desk, version, start=START), about="rulebook_version")
    ref = report(
        player,
        "amendment",
        actor=SECRETARY,
        kind="adopt",
        title="Amended scheme of delegation",
        version=version,
        recommendation="That the amended scheme be adopted from 1 January 2026.",
        details={"effective_from": START.isoformat()},
    )
    submit(player, ref, actor=SECRETARY)
    view(player, ref, actor=LAWYER, said="Lawful. The board keeps the power it delegates.")
    meeting = plan(player, "board in October", body="trust-board", on="2025-10-14")
    place(player, ref, meeting)
    player.on("2025-10-03")
    publish(player, meeting)
    player.on("2025-10-14")
    hold(player, meeting, BOARD)
    tell.say("The board meets. “Agreed?” asks the chair, and there is a murmur.")
    player.refused(
        SECRETARY, lambda desk: deciding.decide(desk, ref, outcome="approved", words=WORDS)
    )
    player.act(
        SECRETARY,
        lambda desk: deciding.decide(
            desk, ref, outcome="approved", words=WORDS, taken=Taken("counted", totals=(6, 2, 1))
        ),
    )
    tell.say(
        """So hands are counted: six for, two against, one abstention. Who abstains does not vote,
        and six of eight are more than two thirds. It is carried."""
    )
    tell.quote("The Partnership Board", WORDS.verbatim)
    minutes(player, meeting)
    where(player, ref)
