"""What is done again and again in the year: files kept, reports written, meetings held."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from governance import words
from governance.application.commissions.evidence import Closure, Document, add_evidence
from governance.application.commissions.lifecycle import set_facts
from governance.application.commissions.opening import open_commission
from governance.application.deadlines.queries import deadline_named, prompts
from governance.application.deadlines.tick import Done, TickReport
from governance.application.desk import Desk
from governance.application.meetings import acts as meetings
from governance.application.messages.queries import message_page, messages
from governance.application.next_steps import report_steps
from governance.application.proposals import (
    deciding,
    drafting,
    placing,
    submitting,
    taking_part,
)
from governance.application.proposals.counting import Taken
from governance.application.proposals.findings import Words
from governance.application.proposals.powers import titles
from governance.application.proposals.queries import in_words
from governance.domain.messages.rendering import level, whom
from governance.domain.money import pence
from governance.domain.waking import DUE
from governance.interfaces.story.cast import commissions
from governance.interfaces.story.player import Player
from governance.words.format import day

SECRETARY, COMMISSIONER, DIRECTOR = "example-secretary", "example-commissioner", "example-director"
DEPUTY, FINANCE, LAWYER = "example-deputy", "example-finance", "example-monitoring"

BOARD = (
    "example-lead-member",
    "example-director",
    "example-district",
    "example-nhs",
    "example-police",
    "example-probation",
    "example-head-teacher",
    "example-charity",
    "example-jobcentre",
)
"""Who comes to the Partnership Board and votes there."""

CABINET = ("example-leader", "example-lead-member", "example-councillor")
"""The members of the cabinet."""


# --- commissions


def commission(player: Player, name: str, *, lead: str = COMMISSIONER, full: bool = True) -> str:
    """Open a commission of the example by its short name; `full` says all that is known of it."""
    one = commissions()[name]
    opening = one["opening"]
    shares = {key: pence(share) for key, share in one.get("partners", {}).items()}
    ref = player.act(
        lead,
        lambda desk: open_commission(
            desk,
            title=opening["title"],
            lead=opening["lead"],
            end_date=dt.date.fromisoformat(opening["end_date"]),
            partners=shares,
            **(details(name) if full else {}),
        ),
        about="commission",
    )
    player.refs[name] = ref
    return ref


def describe(player: Player, name: str) -> None:
    """Say all that is known of a commission."""
    ref = player.refs[name]
    player.act(
        COMMISSIONER,
        lambda desk: set_facts(desk, commission=ref, **details(name)),
        about="commission",
    )


def details(name: str) -> Any:
    """What the example says of a commission, amounts in pence."""
    said = dict(commissions()[name]["details"])
    if "value" in said:
        said["value"] = pence(said["value"])
    return said


def evidence(
    player: Player,
    name: str,
    part: str,
    *,
    actor: str = COMMISSIONER,
    closed: Closure | None = None,
) -> None:
    """Put the documents of one part on a commission's file."""
    ref = player.refs[name]
    for kind, title in commissions()[name][part].items():
        document = Document(f"{kind}.txt", f"{title}\n\nAn example document.\n".encode())
        player.act(
            actor,
            partial(
                add_evidence,
                kind=kind,
                title=title,
                commission=ref,
                document=document,
                closed=closed,
                data_dir=player.evidence,
            ),
            about="commission",
        )


# --- reports


def report(player: Player, name: str, *, actor: str = COMMISSIONER, **more: Any) -> str:
    """Draft a report, to be called by this name."""
    ref = player.act(actor, lambda desk: drafting.draft(desk, **more))
    player.refs[name] = ref
    return ref


def submit(player: Player, ref: str, *, actor: str = COMMISSIONER) -> None:
    """Submit a report; its path is drawn."""
    player.act(actor, lambda desk: submitting.submit(desk, ref))


def view(player: Player, ref: str, *, actor: str, said: str, supports: bool = True) -> None:
    """Record what an officer says of a report: a clearance, a view, a recommendation."""
    player.act(actor, lambda desk: taking_part.record_view(desk, ref, view=said, supports=supports))


def cleared(player: Player, ref: str, *, actor: str = SECRETARY) -> None:
    """Note that everybody who has to clear a report has."""
    player.act(actor, lambda desk: submitting.clear(desk, ref))


def place(player: Player, ref: str, meeting: str) -> None:
    """Put a report on an agenda."""
    player.act(SECRETARY, lambda desk: placing.place_on_agenda(desk, ref, meeting=meeting))


def to_officer(player: Player, ref: str, *, actor: str = COMMISSIONER) -> None:
    """Hand a report to the officer who decides."""
    player.act(actor, lambda desk: placing.hand_to_officer(desk, ref))


def take_off(player: Player, ref: str, *, reason: str, actor: str = SECRETARY) -> None:
    """Take a report off an agenda, or back from an officer."""
    player.act(actor, lambda desk: placing.take_off(desk, ref, reason=reason))


def decide(
    player: Player,
    ref: str,
    said: Words,
    *,
    actor: str = SECRETARY,
    by: str,
    outcome: str = "approved",
    taken: Taken | None = None,
) -> None:
    """Decide a report, and quote the decision."""
    player.act(
        actor,
        lambda desk: deciding.decide(desk, ref, outcome=outcome, words=said, taken=taken),
    )
    player.teller.quote(by, said.verbatim)


def where(player: Player, *refs: str) -> None:
    """Tell where reports are now, in Vires' words."""
    player.ask(
        None,
        lambda desk: [in_words(desk, desk.row("proposal", ref)) for ref in refs],
        player.teller.answer,
    )


def path(player: Player, ref: str, *, about: str) -> None:
    """Tell whose steps a report's path has, as it is drawn."""
    player.ask(
        None,
        lambda desk: _path_lines(desk, ref),
        lambda lines: player.teller.answer(lines, about=about),
    )


def _path_lines(desk: Desk, ref: str) -> list[str]:
    found = report_steps(desk, desk.row("proposal", ref))
    known = titles(desk, None, {one["decider"] for one in found["path"]})
    return [
        f"Rule {found['rule']}:",
        *(
            f"  {number}. {one['kind']}: {known[one['decider']]} ({one['state']})"
            for number, one in enumerate(found["path"], start=1)
        ),
    ]


def earliest(player: Player, ref: str) -> None:
    """Tell the earliest lawful day of a report's decision, with the working."""
    player.ask(
        COMMISSIONER,
        lambda desk: report_steps(desk, desk.row("proposal", ref)),
        lambda found: player.teller.answer(
            _earliest_lines(found), about="The earliest lawful day, as Vires works it out"
        ),
    )


def _earliest_lines(found: Mapping[str, Any]) -> Iterable[str]:
    lawful = found["earliest"]
    for step in lawful["working"]:
        yield step["words"]
    for reason in lawful["missing"]:
        yield f"{reason['words']} {reason['remedy']}"
    for sooner in lawful["sooner"]:
        ways = " and ".join(kind.replace("_", " ") for kind in sooner["by"])
        yield f"Sooner, on {day(sooner['day'])}, only by {ways}."


# --- meetings


def plan(player: Player, name: str, *, body: str, on: str) -> str:
    """Put a meeting into a body's calendar, to be called by this name."""
    ref = player.act(
        SECRETARY,
        lambda desk: meetings.plan(
            desk,
            body=body,
            on=dt.date.fromisoformat(on),
            starts=dt.time(10),
            place="County Hall, Exampleton",
        ),
        about="meeting",
    )
    player.refs[name] = ref
    return ref


def publish(player: Player, meeting: str) -> None:
    """Summon the members and publish the agenda."""
    player.act(SECRETARY, lambda desk: meetings.call(desk, meeting), about="meeting")
    player.act(SECRETARY, lambda desk: meetings.publish(desk, meeting), about="meeting")


def hold(
    player: Player, meeting: str, members: Sequence[str], *, presiding: str | None = None
) -> None:
    """Record who is there and open the meeting; `presiding` was elected by those present."""
    for member in members:
        attend(player, meeting, member)
    player.act(
        SECRETARY,
        lambda desk: meetings.hold(desk, meeting, presiding=presiding),
        about="meeting",
    )


def attend(player: Player, meeting: str, person: str, *, instead_of: str | None = None) -> None:
    """Record that somebody is there, as a named substitute where that is said."""
    player.act(
        SECRETARY,
        lambda desk: meetings.attend(desk, meeting, person=person, substitute_for=instead_of),
        about="meeting",
    )


def leave(player: Player, meeting: str, person: str) -> None:
    """Record that somebody left the room."""
    player.act(
        SECRETARY,
        lambda desk: meetings.leave_meeting(desk, meeting, person=person),
        about="meeting",
    )


def minutes(player: Player, meeting: str) -> None:
    """Draft the minutes."""
    player.act(SECRETARY, lambda desk: meetings.draft_minutes(desk, meeting), about="meeting")


def state_of(desk: Desk, table: str, ref: str) -> str:
    """The state of something, in words."""
    state: str = desk.row(table, ref).state
    return state.replace("_", " ")


# --- the clock


def struck(player: Player, report: TickReport) -> None:
    """Tell what the clock did."""
    player.teller.answer(map(_struck, report.done), about="What the clock did")


def _struck(done: Done) -> str:
    what = words.term(done.kind if done.prompt else done.effect or done.kind)
    at = f": {level(done.prompt)}" if done.prompt else ""
    return f"{done.ref}: {what}, due on {day(done.due_day)}{at}"


def levels(player: Player, name: str) -> None:
    """Tell the levels of a deadline: when each comes, or came, and what follows from it."""
    player.ask(
        None,
        lambda desk: _levels(desk, name),
        lambda rows: player.teller.table(("Level", "Day", "What", ""), rows),
    )


def _levels(desk: Desk, name: str) -> Iterable[tuple[str, ...]]:
    for one in prompts(desk, deadline_named(desk, name)):
        if one.key != DUE:
            what = "; ".join(_brought(effect) for effect in one.effects)
            yield (
                level(one.key),
                day(one.day) if one.day else "",
                what,
                words.term(f"prompt_{one.state}"),
            )


def _brought(effect: Mapping[str, Any]) -> str:
    told = {**effect, "to": whom(effect["to"])} if "to" in effect else effect
    return words.say(f"prompt.{effect['effect']}", told)


def letter(player: Player, *, to: str, about: str, name: str) -> None:
    """Tell the latest message to somebody about something, as it was sent."""
    player.ask(
        None,
        lambda desk: _letter(desk, to=to, about=about),
        lambda lines: player.teller.answer(lines, about=f"The message to {name}"),
    )


def _letter(desk: Desk, *, to: str, about: str) -> list[str]:
    newest = messages(desk, state="all", to=to, about=about)[0]
    text = message_page(desk, newest.row.id).text
    assert text is not None
    return [text.subject, "", *text.body.strip().splitlines()]
