"""Two linked reports, each just under the limit: their sum is what counts. And a tied vote."""

from __future__ import annotations

from typing import Any

from governance.application.commissions.links import link
from governance.application.desk import Desk
from governance.application.proposals import deciding
from governance.application.proposals.counting import Taken
from governance.application.proposals.findings import Words
from governance.application.proposals.reading import read_report
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    COMMISSIONER,
    DEPUTY,
    DIRECTOR,
    FINANCE,
    SECRETARY,
    cleared,
    commission,
    decide,
    evidence,
    hold,
    minutes,
    path,
    place,
    plan,
    publish,
    report,
    submit,
    take_off,
    to_officer,
    view,
    where,
)
from governance.words.format import money

VALUE = 90_000_00
VOTES = {
    "example-director": "for",
    "example-finance": "for",
    "example-nhs": "against",
    "example-police": "against",
}


def play(player: Player) -> None:
    """Ask twice for £90,000, be caught, and go the longer way."""
    player.chapter("Twice £90,000 is £180,000")
    _first(player)
    _second(player)
    _caught(player)
    _decided(player)


def _first(player: Player) -> None:
    player.on("2025-06-20")
    about = commission(player, "support-workers", lead=DEPUTY_OR_LEAD)
    evidence(player, "support-workers", "plan")
    ref = _ask(player, "workers", "support-workers")
    to_officer(player, ref, actor=DEPUTY)
    player.teller.say(
        f"""Families wait six weeks for a first answer. A multi-agency support team is to answer
        within four working days; that is the measure on {about}. {ref} asks for {money(VALUE)}
        for family workers. Up to £100,000 the Director may decide alone, so it goes to her."""
    )
    path(player, ref, about="Its path")


def _second(player: Player) -> None:
    first = player.refs["support-workers"]
    player.on("2025-06-23")
    other = commission(player, "support-rooms", lead=DEPUTY_OR_LEAD)
    evidence(player, "support-rooms", "plan")
    player.act(
        COMMISSIONER,
        lambda desk: link(desk, commission=first, other=other, reason="One team, one service."),
    )
    ref = _ask(player, "rooms", "support-rooms")
    player.teller.say(
        f"""Three days later {ref} asks for another {money(VALUE)}, for drop-in rooms. It is the
        same team, so the two commissions are linked, and their values count together."""
    )
    path(player, ref, about="The path of the second report")
    player.ask(
        COMMISSIONER,
        lambda desk: _sum_lines(desk, ref),
        lambda lines: player.teller.answer(lines, about="What was counted"),
    )


def _caught(player: Player) -> None:
    tell, first, second = player.teller, player.refs["workers"], player.refs["rooms"]
    player.on("2025-06-24")
    tell.say("The first report still lies on the Director's desk. She wants to approve it.")
    said = Words("I approve it.", reasons="Families wait.", alternatives="None.")
    player.refused(
        DIRECTOR, lambda desk: deciding.decide(desk, first, outcome="approved", words=said)
    )
    tell.say(
        f"""Both reports now stand under the same rule. The chief finance officer clears them, the
        Head of Joint Commissioning recommends them, and both go to the Executive Board. Nobody
        had meant to split anything. {first} was simply first."""
    )
    take_off(player, first, reason="The Executive Board decides.", actor=DEPUTY)
    meeting = plan(player, "executive in July", body="executive-board", on="2025-07-08")
    for ref in (first, second):
        view(player, ref, actor=FINANCE, said="Affordable together, once.")
    cleared(player, second)
    for ref in (first, second):
        view(player, ref, actor=COMMISSIONER, said="Recommended: one team under one roof.")
        place(player, ref, meeting)
    publish(player, meeting)


def _decided(player: Player) -> None:
    tell, first, second = player.teller, player.refs["workers"], player.refs["rooms"]
    meeting = player.refs["executive in July"]
    player.on("2025-07-08")
    hold(player, meeting, [*VOTES, COMMISSIONER], presiding=DIRECTOR)
    said = Words("RESOLVED: that family workers be engaged for the multi-agency support team.")
    tell.say(
        """The Executive Board has no chair of its own yet, so those present elect Dana Director
        to preside. On the first item they are divided: two members want the workers now, two
        want to begin with the rooms. The vote is recorded by name."""
    )
    player.refused(
        SECRETARY,
        lambda desk: deciding.decide(
            desk, first, outcome="approved", words=said, taken=Taken("recorded", votes=VOTES)
        ),
    )
    tell.say("Dana Director presides, and gives a casting vote for the workers.")
    decide(
        player,
        first,
        said,
        by="The Executive Board, by the casting vote of Dana Director",
        taken=Taken("recorded", votes=VOTES, casting="for"),
    )
    decide(
        player,
        second,
        Words("RESOLVED: that drop-in rooms be found in two schools and a library."),
        by="The Executive Board, agreed without a vote",
    )
    minutes(player, meeting)
    where(player, first, second)


DEPUTY_OR_LEAD = COMMISSIONER
"""A commissioner opens what the deputy director leads."""


def _ask(player: Player, name: str, about: str) -> str:
    ref = report(
        player,
        name,
        actor=DEPUTY,
        kind="permission-to-procure",
        title=f"Multi-agency support team: {name}",
        commission=player.refs[about],
        value=VALUE,
        recommendation="That it be agreed.",
    )
    submit(player, ref, actor=DEPUTY)
    return ref


def _sum_lines(desk: Desk, ref: str) -> list[str]:
    row: Any = desk.row("proposal", ref)
    report = read_report(desk, row, on=desk.today)
    working = next(w for w in report.workings if w.input == "cumulative_value")
    assert isinstance(working.value, int)
    parts = [f"{part.ref}: {money(part.amount)}" for part in working.parts]
    return [*parts, f"Together: {money(working.value)}"]
