"""The scheme is amended: by two thirds, from a day to come."""

from __future__ import annotations

import datetime as dt

from governance.application.proposals import deciding
from governance.application.proposals.counting import Taken
from governance.application.proposals.findings import Words
from governance.application.rulebook.acknowledging import findings, prove
from governance.application.rulebook.loading import load
from governance.application.rulebook.queries import difference
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
WORDS = Words(
    "RESOLVED, by two thirds of those voting: that the amended scheme of delegation be adopted "
    "from 1 January 2026."
)


def amended() -> bytes:
    """The example's scheme with a higher limit for what the Director may commit."""
    text = (config_dir() / FILE).read_text(encoding="utf-8")
    assert BEFORE in text
    return text.replace(BEFORE, BEFORE + ADDED).encode()


def play(player: Player) -> None:
    """Load, compare, ask, vote."""
    tell = player.teller
    player.chapter("The scheme is amended")
    player.on("2025-09-22")
    version = player.act(
        SECRETARY, lambda desk: load(desk, amended(), FILE), about="rulebook_version"
    )
    tell.say(
        f"""What costs between £100,000 and £150,000 waits for the Executive Board, which meets
        once a month. The monitoring officer proposes that the Director decide it, from the new
        year. The text is loaded as a draft, {version}, and compared with what is in force."""
    )
    player.ask(
        SECRETARY,
        lambda desk: difference(desk, "V-0002", version)["lines"],
        lambda lines: tell.answer(
            [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")],
            about="What would change",
        ),
    )
    start = dt.date(2026, 1, 1)
    player.ask(
        SECRETARY,
        lambda desk: findings(desk, version, start=start)["rules"],
        lambda rules: tell.say(
            f"""No board is asked to adopt a scheme that leaves a case open. Its {rules} rules are
            proved from the new year on: every case has one path, and no case has two."""
        ),
    )
    player.act(SECRETARY, lambda desk: prove(desk, version, start=start), about="rulebook_version")
    ref = report(
        player,
        "amendment",
        actor=SECRETARY,
        kind="adopt",
        title="Amended scheme of delegation",
        version=version,
        recommendation="That the amended scheme be adopted from 1 January 2026.",
        details={"effective_from": start.isoformat()},
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
