"""Foster care comes to its review, the year's notices are read in, and somebody looks ahead."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from typing import Any

from governance import words
from governance.application.commissions.stages import open_stage
from governance.application.desk import Desk
from governance.application.imports.acts import import_ocds
from governance.application.imports.deciders import Decider, deciders
from governance.application.imports.notices import OCDS
from governance.application.next_steps import next_steps
from governance.application.rulebook import in_force
from governance.configuration import config_dir
from governance.domain.authority import Determined, Undetermined
from governance.domain.authority.model import Scheme
from governance.interfaces.cli.proposal_page import print_next
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import COMMISSIONER, SECRETARY, evidence
from governance.words.format import money

NOTICES = "notices.json"
SCHEME = "example-partnership"
LAST_DAY = "2026-03-31"


def play(player: Player) -> None:
    """Review, look around, look ahead."""
    _review(player)
    _notices(player)
    _next(player)


def _review(player: Player) -> None:
    tell, about = player.teller, player.refs["foster-care"]
    player.chapter("Foster care is reviewed")
    player.on("2026-03-09")
    player.act(
        COMMISSIONER,
        lambda desk: open_stage(desk, commission=about, stage="review"),
        about="commission",
    )
    evidence(player, "foster-care", "review")
    tell.say(
        f"""Nine weeks into delivery Casey opens the last stage of {about}, and what the review
        found goes on file. 88 children live in foster care, down from 96; 22 outside the county,
        down from 31. Agency spending is £410,000 below the year before. What the review finds is
        where the next round of the cycle begins."""
    )


def _notices(player: Player) -> None:
    tell = player.teller
    player.chapter("What the partners published in the year")
    player.on(LAST_DAY)
    content = (config_dir() / "example" / NOTICES).read_bytes()
    made = player.run(
        lambda: import_ocds(
            player.store,
            partnership=player.partnership,
            content=content,
            file=NOTICES,
            now=player.now,
            actor=SECRETARY,
        )
    )
    if made is None:
        return
    tell.say(
        f"""On the last day of March Sam Secretary reads in the notices that the partners have
        published in the year: {made.created} procurements, {made.updated} later notices on them,
        {len(made.rejected)} rejected. What a notice does not say stays unknown. Asked about each
        as an award, today's scheme says who would have had to decide."""
    )
    player.ask(
        SECRETARY,
        lambda desk: _answers(desk, made.processes),
        lambda found: tell.table(("Ref", "Published as", "Value", "Who decides"), found),
    )
    tell.say(
        """The first is our foster care as the world sees it. Where the answer is open, the table
        says what would settle it."""
    )


def _answers(desk: Desk, processes: tuple[str, ...]) -> list[tuple[str | None, ...]]:
    version = in_force.must(desk, kind="scheme", key=SCHEME, on=desk.today)
    compiled = in_force.compiled(desk, version, desk.today)
    return [
        (
            one.ref,
            one.title,
            None if one.value is None else money(one.value),
            _who(compiled.scheme, one),
        )
        for one in deciders(desk, processes, OCDS, compiled)
    ]


def _who(scheme: Scheme, answer: Decider) -> str:
    match answer.outcome:
        case Determined(rule=rule, path=path):
            last = path[-1][-1].decider
            return f"{scheme.deciders[last].title} ({rule})"
        case Undetermined(unknown=unknown):
            titles = [scheme.inputs[name].title for name in unknown]
            return words.say("import.decider_unknown", {"unknown": titles})
    return words.say("import.decider_none", {})


def _next(player: Player) -> None:
    about = player.refs["foster-care"]
    player.chapter("What next?")
    player.on(LAST_DAY, "16:00")
    player.teller.say(
        """Before she goes home Casey asks what comes next for foster care. Vires lists every move
        there is from here: those open to her, and for each closed one what would open it."""
    )
    player.ask(
        COMMISSIONER,
        lambda desk: next_steps(desk, about),
        lambda found: player.teller.answer(_printed(found), about=f"vires next {about}"),
    )


def _printed(found: Mapping[str, Any]) -> list[str]:
    """What the command prints, line by line."""
    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        print_next(found)
    return page.getvalue().splitlines()
