"""A delegation drawn down to its ceiling by the body in the north, and what goes up from there."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from governance.application.bodies.delegations import delegations_in_force
from governance.application.desk import Desk
from governance.application.people.acts import add_organisation
from governance.application.proposals import deciding
from governance.application.proposals.findings import Words
from governance.domain.money import pence
from governance.interfaces.story.cast import commissions
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    DIRECTOR,
    SECRETARY,
    decide,
    hold,
    minutes,
    place,
    plan,
    publish,
    report,
    submit,
    take_off,
    to_officer,
    where,
)
from governance.words.format import money

NORTH = (
    "example-councillor",
    "example-district",
    "example-nhs-substitute",
    "example-head-teacher",
    "example-charity",
)
BUDGET = "1,100,000"
"""The fund's budget for the year, in pounds; the scheme asks for it."""


def play(player: Player) -> None:
    """Three grants: two within the ceiling, one beyond it."""
    tell = player.teller
    player.chapter("The north decides, until its ceiling is reached")
    player.on("2025-06-05")
    for key, name in commissions()["providers"].items():
        player.act(
            SECRETARY,
            partial(add_organisation, key=key, name=name, provider=True),
        )
    meeting = plan(player, "north in June", body="locality-north", on="2025-06-17")
    grants = commissions()["priority-fund"]["grants"]
    refs = [_ask(player, number, grant, meeting) for number, grant in enumerate(grants)]
    publish(player, meeting)
    tell.say(
        """Three grants are asked for. By the scheme each of them is the Director's to decide; the
        board's delegation lets the North Locality Commissioning Group decide them as well, as
        long as something is left."""
    )
    tell.table(
        ("Report", "Grant", "Amount"),
        (
            (ref, grant["title"], money(pence(grant["value"])))
            for ref, grant in zip(refs, grants, strict=True)
        ),
    )
    player.on("2025-06-17")
    hold(player, meeting, NORTH)
    for ref, grant in list(zip(refs, grants, strict=True))[:2]:
        decide(player, ref, _words(grant), by="The North Locality Commissioning Group")
        player.ask(None, _left, tell.answer)
    last, grant = refs[2], grants[2]
    tell.say("Then the third.")
    player.refused(
        SECRETARY,
        lambda desk: deciding.decide(desk, last, outcome="approved", words=_words(grant)),
    )
    take_off(player, last, reason="Nothing is left of the delegation; it goes up.")
    minutes(player, meeting)
    to_officer(player, last)
    tell.say(
        """The group likes the sailing and says so. Its report goes up to the Director, who had
        the power all along."""
    )
    player.on("2025-06-18")
    said = Words(
        "I agree the grant, as the North Locality Commissioning Group would have.",
        reasons="Within the fund; the group supports it.",
        alternatives="To wait for next year's delegation: rejected, summer is now.",
    )
    decide(player, last, said, by="The Director of Children's Services", actor=DIRECTOR)
    where(player, *refs)


def _ask(player: Player, number: int, grant: Any, meeting: str) -> str:
    ref = report(
        player,
        f"grant {number + 1}",
        kind="grant",
        title=grant["title"],
        commission=player.refs["priority-fund"],
        value=pence(grant["value"]),
        recommendation=f"That a grant be given for {grant['for']}.",
        answers={"funding": "revenue", "budget": BUDGET},
        details={"provider": grant["provider"], "ends_on": "2026-03-31"},
    )
    submit(player, ref)
    place(player, ref, meeting)
    return ref


def _words(grant: Any) -> Words:
    amount = money(pence(grant["value"]))
    return Words(f"RESOLVED: that {amount} be granted for {grant['for']}.")


def _left(desk: Desk) -> list[str]:
    return [
        f"{one.key}, {one.purpose}: {money(one.used)} of {money(one.ceiling or 0)} is used, "
        f"{money(one.left or 0)} is left."
        for one in delegations_in_force(desk, dt.date(2025, 6, 17))
    ]
