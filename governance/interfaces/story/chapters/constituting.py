"""The partnership begins: its partners agree the rules under which they will decide."""

from __future__ import annotations

import datetime as dt

from governance.application.desk import Desk
from governance.application.people.acts import create_partnership
from governance.application.rulebook.constituting import constitute
from governance.application.rulebook.queries import versions
from governance.interfaces.story.cast import (
    add_bodies,
    add_organisations,
    add_people,
    cast,
    load_rulebooks,
    record_chairs,
)
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import SECRETARY
from governance.words.format import day

STANDINGS = {
    "joint-committee": "joint committee",
    "executive": "the council's executive",
    "council-committee": "council committee",
}


def play(player: Player) -> None:
    """Partners, people, rulebooks by everybody's consent, bodies."""
    given, tell = cast(), player.teller
    start = dt.date(2025, 4, 1)
    player.chapter("The partners agree their rules")
    player.on("2025-04-01", "09:00")
    if not player.played:
        create_partnership(player.store, key=given.key, name=given.name, now=player.now)
    player.step()
    player.act(None, lambda desk: add_organisations(desk, given))
    player.act(None, lambda desk: add_people(desk, given, since=start))
    tell.say(
        f"""{given.name} is set up. Eight partners will commission together for children and
        young people. None of them can decide anything in its name yet: first they have to agree
        the cycle they will work to, who may decide what, and how each body works."""
    )
    player.act(SECRETARY, lambda desk: load_rulebooks(desk, given.files), about="")
    tell.say(
        f"""Sam Secretary loads {len(given.files)} texts as drafts and asks every partner to sign.
        By noon one signature is missing."""
    )
    signed = given.signatories
    some = {key: person for key, person in signed.items() if key != "probation"}
    player.refused(SECRETARY, lambda desk: constitute(desk, _drafts(desk), some))
    player.on("2025-04-01", "15:00")
    tell.say("Probation signs in the afternoon. Now the rulebooks come into force, together.")
    player.act(
        SECRETARY,
        lambda desk: constitute(
            desk,
            _drafts(desk),
            signed,
            words="We agree to commission together under these rulebooks.",
        ),
        about="partnership",
    )
    player.ask(
        SECRETARY,
        versions,
        lambda found: tell.table(
            ("Rulebook", "Kind", "In force since"),
            ((v["title"], v["kind"], day(v["effective_from"])) for v in found),
        ),
    )
    player.act(None, lambda desk: add_bodies(desk, given, since=start))
    player.act(
        None,
        lambda desk: record_chairs(desk, given, since=start, apart_from=("trust-board",)),
    )
    tell.say(
        """Five bodies will decide or advise. Who sits on each was settled by whoever appoints;
        what law binds each follows from its standing."""
    )
    tell.table(
        ("Body", "Standing", "Seats filled"),
        (
            (one["name"].removeprefix("the "), STANDINGS[one["standing"]], len(one["seats"]))
            for one in given.bodies.values()
        ),
    )


def _drafts(desk: Desk) -> list[str]:
    return [version["ref"] for version in versions(desk)]
