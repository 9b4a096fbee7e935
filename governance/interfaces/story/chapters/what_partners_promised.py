"""The year of a voluntary plan is over: one return comes late, and the board reports on all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from governance.application.desk import Desk
from governance.application.plans import (
    acts,
    agreeing,
    annual,
    annual_queries,
    commitments,
    consulting,
    issuing,
    priorities,
    proposing,
    returns,
)
from governance.application.plans.returns_queries import listing
from governance.application.plans.returns_said import Said
from governance.application.proposals.findings import Words
from governance.application.proposals.outside import record_outside
from governance.interfaces.story.player import Player
from governance.interfaces.story.rooms import (
    BOARD,
    DIRECTOR,
    SECRETARY,
    decide,
    hold,
    letter,
    levels,
    minutes,
    place,
    plan,
    publish,
    struck,
)
from governance.words.format import day

PLAN = "growing-up"
FIRST, LAST = dt.date(2025, 4, 1), dt.date(2028, 3, 31)
AGREED = dt.date(2025, 5, 12)
PRIORITIES = {
    "early-help": ("Help comes early", "be-healthy"),
    "near-home": ("Children grow up near home", "stay-safe"),
}
PROMISES = (
    ("county-council", "near-home", "Place four of five children in care inside the county"),
    ("county-council", "early-help", "Open a family hub in each of the three districts"),
    ("icb", "early-help", "See every child within 12 weeks of being referred for speech therapy"),
    ("police", "early-help", "Name an officer for every school"),
)
SIGNS = {
    "county-council": "example-leader",
    "icb": "example-nhs",
    "police": "example-police",
}
COUNCIL = (
    (1, "partly_kept", "66 of 88 children in care live in the county, three of four."),
    (2, "under_way", "Two hubs are open; the third opens in September."),
)
HEALTH = ((3, "not_kept", "The wait was 17 weeks in March. Two posts could not be filled."),)
POLICE = ((4, "kept", "Each of the 61 schools has had a named officer since September."),)
AGREES = Words(
    "RESOLVED: that the plan “Growing up in Exampleshire” be agreed.",
    reasons="It rests on what families told us.",
)
APPROVES = Words(
    "RESOLVED: (a) that the annual report be approved and published; (b) that the board hear in "
    "September what is done about the wait for speech therapy.",
    reasons="It says what was kept and what was not.",
)
CHAIR = "example-lead-member"


def play(player: Player) -> None:
    """Put the plan on record, ask, miss, escalate, report, decide, publish."""
    player.chapter("What the partners promised")
    _on_record(player)
    _returned(player)
    _missed(player)
    _late(player)
    _assembled(player)
    _decided(player)


def _on_record(player: Player) -> None:
    player.on("2026-04-01", "09:00")
    plan(player, "board in June", body="trust-board", on="2026-06-02")

    def act(use_case: Any, *args: Any, about: str = "plan", **more: Any) -> str:
        return player.act(SECRETARY, lambda desk: use_case(desk, *args, **more), about=about)

    ref = act(
        acts.create,
        key=PLAN,
        title="Growing up in Exampleshire (example)",
        board="trust-board",
        from_day=FIRST,
        to_day=LAST,
        vision="Every child is safe, well and heard.",
        needs="The joint strategic needs assessment of 2024 (example).",
        rhythm=12,
    )
    player.refs["plan"] = ref
    for key, (title, outcome) in PRIORITIES.items():
        act(priorities.add_priority, ref, key=key, title=title, outcome=outcome)
    for partner, under, what in PROMISES:
        act(
            commitments.add_commitment,
            ref,
            priority=under,
            partner=partner,
            what=what,
            due_on=dt.date(2027, 3, 31),
        )
    act(consulting.consult, ref, not_held="Families were asked for the needs assessment.")
    for partner, person in SIGNS.items():
        act(agreeing.consent, ref, partner=partner, by=person, on=AGREED)
    report = act(proposing.propose, ref, about="proposal", recommendation="That it be agreed.")
    act(
        record_outside,
        report,
        about="proposal",
        decider="trust-board",
        on=AGREED,
        outcome="approved",
        published_on=AGREED,
        words=AGREES,
        reason="The board agreed it before plans were kept in Vires.",
    )
    act(issuing.publish, ref, on=AGREED)
    player.teller.say(
        f"""A year ago the partners agreed a plan among themselves; no law makes them. Sam puts it
        on record as {ref}: what each promised, who consented, what the board resolved. From that
        day on it goes by itself: the partners’ returns for the year that ended yesterday are due,
        and so is the annual report."""
    )
    player.ask(SECRETARY, _owed, player.teller.answer)


def _owed(desk: Desk) -> list[str]:
    found = [f"{r['ref']}: {r['name']}, due on {day(r['due'])}" for r in listing(desk)]
    reports = annual_queries.listing(desk)
    return [*found, *(f"{r['ref']}: the annual report, due on {day(r['due'])}" for r in reports)]


def _report(
    player: Player, partner: str, person: str, lines: Sequence[tuple[int, str, str]]
) -> str:
    """Make the return of a partner that is still to be made."""
    said = [Said(number, word, why, f"line {number}") for number, word, why in lines]

    def act(desk: Desk) -> Any:
        found = listing(desk, plan=player.refs["plan"], partner=partner)
        return returns.report(desk, found[0]["ref"], lines=said).receipt

    return player.act(person, act, about="monitoring_return")


def _returned(player: Player) -> None:
    player.on("2026-04-20", "14:00")
    council = _report(player, "county-council", DIRECTOR, COUNCIL)
    player.on("2026-04-27", "11:00")
    health = _report(player, "icb", "example-nhs", HEALTH)
    player.teller.say(
        f"""Ten working days before, everybody was reminded: not a name on a list, but whoever
        speaks for the partner on the board that day. The council returns {council}, the
        integrated care board {health}; it did not keep its word, and says why."""
    )


def _missed(player: Player) -> None:
    player.on("2026-05-01", "09:00")
    player.teller.say(
        """30 April goes by, and the police have returned nothing. In the morning the clock notes
        it and tells Pat Police, and Sam with them."""
    )
    struck(player, player.morning)
    player.on("2026-05-08", "09:00")
    player.teller.say(
        """Five working days later it is before the chair, and an item is proposed for the board’s
        agenda. Nobody had to remember."""
    )
    levels(player, "U-0003/monitoring_return")
    letter(player, to=CHAIR, about="U-0003", name="Lee Member")


def _late(player: Player) -> None:
    player.on("2026-05-11", "10:00")
    ref = _report(player, "police", "example-police", POLICE)
    player.teller.say(
        f"""Pat returns {ref} on the Monday: a good year, and a late return. Both stay on record.
        The item on the agenda asks for nothing any more."""
    )


def _assembled(player: Player) -> None:
    player.on("2026-05-18", "09:00")
    tell = player.teller
    ref = "Y-0001"
    player.act(
        SECRETARY,
        lambda desk: annual.assemble(
            desk, ref, foreword="The first year of the plan. We say plainly what we did not keep."
        ),
        about="annual_report",
    )
    player.refs["annual paper"] = player.act(
        SECRETARY, lambda desk: annual.propose(desk, ref) and None, about="proposal"
    )
    place(player, player.refs["annual paper"], player.refs["board in June"])
    publish(player, player.refs["board in June"])
    tell.say(
        f"""Sam has Vires assemble the annual report {ref} from the returns and puts it to the
        board as {player.refs["annual paper"]}. From now on its contents are frozen: the board
        decides on what lies before it."""
    )
    player.ask(
        SECRETARY,
        lambda desk: annual_queries.show(desk, ref)["content"],
        lambda content: tell.table(_columns(), _rows(content)),
    )


WORDS = {"kept": "Kept", "partly_kept": "Partly", "not_kept": "Not", "under_way": "Under way"}


def _columns() -> tuple[str, ...]:
    return ("Partner", *WORDS.values())


def _rows(content: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
    for one in content["partners"]:
        yield (one["name"], *(one["counts"][word] or "" for word in WORDS))


def _decided(player: Player) -> None:
    player.on("2026-06-02")
    hold(player, player.refs["board in June"], BOARD)
    decide(
        player,
        player.refs["annual paper"],
        APPROVES,
        by="The Partnership Board, agreed without a vote",
    )
    minutes(player, player.refs["board in June"])
    player.on("2026-06-03", "10:00")
    player.teller.say(
        """The next day Sam publishes it, as a page for everybody and as a text for the website,
        with the decision word for word. It does not speak of a breach: the plan is the partners’
        own. “vires annual-report export Y-0001” writes both."""
    )
    player.act(SECRETARY, lambda desk: annual.publish(desk, "Y-0001"), about="annual_report")
