"""The amended scheme comes into force by itself, and takes a pending report with it."""

from __future__ import annotations

from governance.application.meetings import acts as meetings
from governance.application.proposals import placing
from governance.application.proposals.findings import Words
from governance.application.rulebook.queries import versions
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
    path,
    place,
    plan,
    report,
    struck,
    submit,
    take_off,
    to_officer,
    view,
    where,
)
from governance.words.format import day, money

VALUE = 120_000_00


def play(player: Player) -> None:
    """A report under the old rule, midnight, the same report under the new one."""
    player.chapter("The new year, and the new rule")
    _pending(player)
    _midnight(player)
    _after(player)


def _pending(player: Player) -> None:
    tell = player.teller
    player.on("2025-12-19")
    commission(player, "south-west-team")
    evidence(player, "south-west-team", "plan")
    ref = report(
        player,
        "south west",
        actor=DEPUTY,
        kind="permission-to-procure",
        title="A multi-agency family support team in the south west",
        commission=player.refs["south-west-team"],
        value=VALUE,
        recommendation="That the team be set up.",
    )
    submit(player, ref, actor=DEPUTY)
    view(player, ref, actor=FINANCE, said="In next year's budget.")
    cleared(player, ref)
    view(player, ref, actor=COMMISSIONER, said="Recommended: the north answers in four days.")
    meeting = plan(player, "executive in January", body="executive-board", on="2026-01-13")
    place(player, ref, meeting)
    tell.say(
        f"""The team in the north works, so {ref} asks for one in the south west, at
        {money(VALUE)}. The board has adopted the higher limit, but it is still December, and the
        scheme in force has the Executive Board decide. {ref} is on its agenda for 13 January."""
    )
    path(player, ref, about="The path in December")
    tell.say("Can the path be drawn anew, since everybody knows what is coming?")
    player.refused(DEPUTY, lambda desk: placing.draw_again(desk, ref))


def _midnight(player: Player) -> None:
    player.on("2026-01-01", "00:05")
    done = player.clock()
    player.teller.say(
        """Five past midnight on New Year's Day. Nobody is in the office. The clock does what is
        due."""
    )
    struck(player, done)
    player.ask(
        None,
        lambda desk: versions(desk, kind="scheme"),
        lambda found: player.teller.table(
            ("Scheme", "Version", "State", "Since"),
            (
                (v["ref"], v["number"], v["state"].replace("_", " "), day(v["effective_from"]))
                for v in found
                if v["effective_from"] is not None
            ),
        ),
    )


def _after(player: Player) -> None:
    tell, ref = player.teller, player.refs["south west"]
    player.on("2026-01-05", "09:00")
    tell.say("The first working day. The three foster care agreements have begun.")
    struck(player, player.morning)
    tell.say(
        f"""The scheme in force on the day of decision governs, so the clock has drawn {ref} anew
        and has told its author: {money(VALUE)} is now the Director's to decide. It comes off the
        agenda of 13 January, which leaves nothing on it, and that meeting is cancelled."""
    )
    path(player, ref, about="The path in January")
    take_off(player, ref, reason="The Director decides it now.", actor=SECRETARY)
    meeting = player.refs["executive in January"]
    player.act(
        SECRETARY,
        lambda desk: meetings.cancel(desk, meeting, reason="Nothing is left to decide."),
        about="meeting",
    )
    to_officer(player, ref, actor=DEPUTY)
    player.on("2026-01-07")
    said = Words(
        "I agree that a multi-agency family support team be set up in the south west.",
        reasons="Families there wait six weeks; in the north they wait four working days.",
        alternatives="To send families north: rejected, it is an hour by bus.",
    )
    decide(player, ref, said, by="The Director of Children's Services", actor=DIRECTOR)
    where(player, ref)
