"""A review that nobody held climbs its levels to an agenda, by itself; held late, it is over."""

from __future__ import annotations

from functools import partial

from governance.application.bodies.acts import record_chair
from governance.application.escalations.items import decline, proposed, take
from governance.application.escalations.reports import told_to
from governance.application.people.away import reports_to
from governance.application.proposals.findings import Words
from governance.application.proposals.queries import shown
from governance.application.proposals.submitting import submit as submit_report
from governance.application.reviews.queries import ahead
from governance.application.reviews.reporting import Found
from governance.application.reviews.reporting import report as report_review
from governance.application.reviews.scheduling import set_tier
from governance.interfaces import holds
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    BOARD,
    COMMISSIONER,
    DIRECTOR,
    FINANCE,
    SECRETARY,
    decide,
    hold,
    letter,
    levels,
    minutes,
    path,
    place,
    plan,
    publish,
    report,
    state_of,
    struck,
    submit,
    to_officer,
    view,
    where,
)
from governance.words.format import day, money

CHAIR = "example-nhs"
EXECUTIVE = (CHAIR, DIRECTOR, FINANCE, "example-police")
GRANTS = ("A-0001", "A-0002", "A-0003")
"""Agreements of last summer that end in March; each was proposed for the agenda as well."""
VALUE = 40_000_00
AWARD = Words(
    "I award two more places for brothers and sisters to Oakfield Care Ltd (example).",
    reasons="A family of three would be parted on Friday.",
    alternatives="To look for places outside the county: rejected, their school is here.",
)
TESTS = {
    "efficient": Found("met", "Places cost less than those that agencies sold."),
    "effective": Found("met", "Nine children are back in the county."),
    "equitable": Found("partly", "Few carers live in the north yet."),
    "sustainable": Found("met", "Each provider has carers in training."),
}
VIEWS = "Of 24 children, 19 feel at home; carers want one number to ring at night."


def play(player: Player) -> None:
    """Remind, miss, escalate, close, hold it late, accept it."""
    player.chapter("A review that nobody holds")
    _reminded(player)
    _missed(player)
    _proposed(player)
    _closed(player)
    _told_to_the_board(player)
    _held_late(player)
    _accepted(player)


def _reminded(player: Player) -> None:
    player.on("2026-01-08", "09:00")
    player.act(
        SECRETARY,
        lambda desk: reports_to(desk, person=COMMISSIONER, office="director"),
        about="person",
    )
    player.act(
        SECRETARY,
        lambda desk: record_chair(
            desk, body="executive-board", person=CHAIR, reason="Chosen by the members in December."
        ),
        about="chair_appointment",
    )
    plan(player, "board in March", body="trust-board", on="2026-03-03")
    plan(player, "executive in March", body="executive-board", on="2026-03-04")
    player.teller.say(
        """When the agreements began, the clock set foster care its first review, W-0001, a month
        ahead. The partners agreed in April what happens around such a day. This morning Casey
        got the first reminder."""
    )
    levels(player, "W-0001/review")


def _missed(player: Player) -> None:
    player.on("2026-02-06", "09:00")
    player.teller.say(
        """January is busy. A second reminder comes on the 29th; the review is never held. On the
        morning after its day the clock notes that it was missed, and tells the Director, to whom
        Casey reports."""
    )
    struck(player, player.morning)
    letter(player, to=DIRECTOR, about="W-0001", name="Dana Director")


def _proposed(player: Player) -> None:
    tell, meeting = player.teller, player.refs["executive in March"]
    player.on("2026-02-12", "09:00")
    tell.say(
        """Still nothing. On the fifth working day Noor Health, who chairs the Executive Board, is
        told, and an item is proposed for the board's agenda. Three grants of last summer, which
        end in March, wait there already."""
    )
    player.ask(
        SECRETARY,
        lambda desk: sorted((one.name, one.row.title) for one in proposed(desk)),
        lambda rows: tell.table(("Item", "Title"), rows),
    )
    player.act(SECRETARY, lambda desk: take(desk, "W-0001", meeting=meeting), about="meeting")
    for ref in GRANTS:
        player.act(
            SECRETARY,
            partial(decline, item=ref, reason="It ends as it was agreed."),
            about="body",
        )
    tell.say(
        """The clock proposes; a person decides what a board spends its time on. Sam Secretary
        takes the review onto the agenda of 4 March, and records why not the grants."""
    )


def _closed(player: Player) -> None:
    tell = player.teller
    player.on("2026-02-19", "09:00")
    tell.say("Ten working days. The last level is the heaviest.")
    struck(player, player.morning)
    player.on("2026-02-20")
    ref = report(
        player,
        "two places",
        kind="award",
        title="Two more places for brothers and sisters",
        commission=player.refs["foster-care"],
        value=VALUE,
        recommendation="That Oakfield provide two more places.",
        details={"provider": "oakfield-care", "starts_on": "2026-02-27", "ends_on": "2029-01-04"},
    )
    tell.say(
        f"""Next day Casey needs two more places, for {money(VALUE)}. It is within the sum approved
        in May, and so the Director's to decide. But {ref} says on its face what was missed, and it
        cannot be submitted."""
    )
    player.ask(
        DIRECTOR,
        lambda desk: holds.exceptions(shown(desk, ref)["exceptions"]),
        lambda lines: tell.answer(lines, about=ref),
    )
    player.refused(COMMISSIONER, lambda desk: submit_report(desk, ref))


def _told_to_the_board(player: Player) -> None:
    meeting = player.refs["board in March"]
    player.on("2026-02-23", "09:00")
    publish(player, meeting)
    player.teller.say(
        """The agenda of the Partnership Board goes out. With it goes one report of all that is
        overdue, not a message for each."""
    )
    player.ask(
        SECRETARY,
        lambda desk: [line["words"] for line in told_to(desk, meeting)[2]],
        lambda lines: player.teller.answer(lines, about=f"Told to the board at {meeting}"),
    )


def _held_late(player: Player) -> None:
    tell = player.teller
    player.on("2026-02-23", "16:00")
    ref = player.act(
        COMMISSIONER,
        lambda desk: report_review(desk, "W-0001", tests=TESTS, views=VIEWS).receipt,
    )
    player.refs["review report"] = ref
    tell.say(
        f"""By the afternoon Casey has held the review, with three providers and 24 children. It
        answers four questions: is the service efficient, effective, equitable, sustainable?
        {ref} puts what was found before whoever the scheme says."""
    )
    path(player, ref, about="Who accepts it")
    player.on("2026-02-24", "09:00")
    player.ask(
        None,
        lambda desk: state_of(desk, "review", "W-0001"),
        lambda state: tell.say(
            f"""W-0001 is {state}. The clock has nothing more to say, what was closed is open, and
            nobody had to lift anything. That the review was missed stays on the record."""
        ),
    )
    _awarded(player, player.refs["two places"])
    view(player, ref, actor=DIRECTOR, said="Accept it, and look at the north again in summer.")
    place(player, ref, player.refs["executive in March"])
    publish(player, player.refs["executive in March"])


def _awarded(player: Player, ref: str) -> None:
    submit(player, ref)
    to_officer(player, ref)
    decide(player, ref, AWARD, by="The Director of Children's Services", actor=DIRECTOR)


def _accepted(player: Player) -> None:
    tell, about = player.teller, player.refs["foster-care"]
    player.on("2026-03-03")
    hold(player, player.refs["board in March"], BOARD)
    minutes(player, player.refs["board in March"])
    player.on("2026-03-04")
    hold(player, player.refs["executive in March"], EXECUTIVE)
    ref = player.refs["review report"]
    decide(
        player,
        ref,
        Words("RESOLVED: that the review be accepted, and the next be held on time."),
        by="The Executive Board, agreed without a vote",
    )
    minutes(player, player.refs["executive in March"])
    where(player, ref)
    player.act(
        COMMISSIONER,
        lambda desk: set_tier(
            desk, commission=about, tier="medium", reason="The first weeks went well."
        ),
        about="commission",
    )
    player.ask(
        COMMISSIONER,
        lambda desk: ahead(desk, desk.row("commission", about).id),
        lambda found: tell.say(
            f"""With that the next review is set. The first weeks went well, so Casey moves foster
            care to the middle tier: {found["ref"]} is due by {day(found["due"])}."""
        ),
    )
