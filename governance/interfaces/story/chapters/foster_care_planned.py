"""Foster care: from the need to a report that asks for permission, and what it lacks at first."""

from __future__ import annotations

import datetime as dt
from functools import partial

from governance.application.commissions import principles
from governance.application.commissions.stages import certify, open_stage, submit_stage
from governance.application.proposals.notices import give_notice
from governance.application.proposals.submitting import submit as submit_report
from governance.interfaces.story.cast import commissions
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    COMMISSIONER,
    FINANCE,
    LAWYER,
    cleared,
    commission,
    describe,
    earliest,
    evidence,
    path,
    plan,
    report,
    submit,
    view,
)
from governance.words.format import money

VALUE = 3_350_000_00
MEETINGS = (
    ("board in April", "trust-board", "2025-04-29"),
    ("cabinet too early", "cabinet", "2025-05-08"),
    ("cabinet in May", "cabinet", "2025-05-27"),
)


def play(player: Player) -> None:
    """Understand, plan, draft, submit: each asks for what it needs and no more."""
    _understand(player)
    _plan(player)
    _ask(player)


def _understand(player: Player) -> None:
    tell = player.teller
    player.chapter("Foster care: the need, and a plan")
    player.on("2025-04-10")
    ref = commission(player, "foster-care", full=False)
    tell.say(
        f"""Casey Commissioner opens {ref}, Foster care for children looked after. A title, a
        lead and an end date are enough. The rest is asked for when a gate or a rule needs it.
        The first gate is asked at once, to see what it wants."""
    )
    player.refused(
        COMMISSIONER, lambda desk: submit_stage(desk, commission=ref, stage="understand")
    )
    describe(player, "foster-care")
    evidence(player, "foster-care", "understand")
    player.act(COMMISSIONER, lambda desk: submit_stage(desk, commission=ref, stage="understand"))
    player.act(COMMISSIONER, lambda desk: certify(desk, commission=ref, stage="understand"))
    tell.say(
        """The need and the population are written down. The needs assessment goes on file, and
        so does what 41 children and 18 foster families said. This gate needs no decision: Casey,
        who leads the commission, certifies it."""
    )


def _plan(player: Player) -> None:
    ref = player.refs["foster-care"]
    answers = commissions()["foster-care"]["principles"]
    player.act(COMMISSIONER, lambda desk: open_stage(desk, commission=ref, stage="plan"))
    evidence(player, "foster-care", "plan")
    for principle, text in answers.items():
        player.act(
            COMMISSIONER,
            partial(principles.answer, commission=ref, principle=principle, text=text),
        )
    for name, body, on in MEETINGS:
        plan(player, name, body=body, on=on)
    player.teller.say(
        f"""In the plan stage four options are compared, and the twelve principles of the
        framework are answered. At {money(VALUE)} every one of them applies; a small commission
        would answer three. The secretary has put the next meetings into the calendar."""
    )


def _ask(player: Player) -> None:
    tell, about = player.teller, player.refs["foster-care"]
    player.on("2025-04-11")
    ref = report(
        player,
        "permission",
        kind="permission-to-procure",
        gate="permission-to-procure",
        title="Permission to procure foster care",
        commission=about,
        value=VALUE,
        recommendation="That foster care be bought in three lots for three years.",
        decision_due=dt.date(2025, 5, 27),
    )
    player.act(COMMISSIONER, lambda desk: give_notice(desk, ref, kind="forward_plan"))
    tell.say(
        f"""Permission to procure is a decision, so Casey drafts a report, {ref}, and puts it on
        the forward plan the same day. The paper can follow; the notice cannot wait."""
    )
    player.on("2025-04-14")
    tell.say("After the weekend Casey submits the report.")
    player.refused(COMMISSIONER, lambda desk: submit_report(desk, ref))
    player.on("2025-04-15")
    evidence(player, "foster-care", "equality")
    submit(player, ref)
    player.act(COMMISSIONER, lambda desk: submit_stage(desk, commission=about, stage="plan"))
    tell.say(
        """The equality impact assessment is what was missing. It goes on file, and the report is
        submitted. Its facts are frozen now, and the scheme in force draws its path."""
    )
    path(player, ref, about="Who decides, and in which order")
    player.on("2025-04-16", "09:00")
    view(player, ref, actor=FINANCE, said="The sums are in the budget.")
    view(player, ref, actor=LAWYER, said="Light touch rules apply. No legal objection.")
    cleared(player, ref)
    tell.say("The chief finance officer and the monitoring officer clear it. When can it be taken?")
    earliest(player, ref)
