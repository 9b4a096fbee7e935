"""Taking part in a report: notices, views, interests, votes, consents; and bringing it on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from governance import words
from governance.application.bodies.queries import list_offices
from governance.application.change import Receipt
from governance.application.cover.listing import bodies as list_bodies
from governance.application.desk import Desk
from governance.application.meetings.queries import meetings
from governance.application.meetings.taking import TAKES_ITEMS, TAKES_URGENT_ITEMS
from governance.application.people.organisations import partners
from governance.application.people.queries import people
from governance.application.permissions import permissions, standing
from governance.application.proposals import notices, placing, taking_part
from governance.application.proposals.consenting import in_writing_bodies
from governance.application.proposals.counting import signatories_of
from governance.application.proposals.declarations import withdraw_declaration
from governance.application.proposals.interests import INTERESTS, sitting_of
from governance.application.proposals.powers import Turn, decided_turn, read_turn
from governance.application.proposals.reading import Report, read_report
from governance.application.proposals.turns import OVER
from governance.domain.bodies.interests import Dispensation, Outcome
from governance.interfaces.web.acts import About, Act, Said
from governance.interfaces.web.fields import Area, Choice, Day, Field, Option, Pick, Text, YesNo
from governance.interfaces.web.rooms.meetings.common import none_planned
from governance.interfaces.web.rooms.reports.common import REASON, about, act, options
from governance.interfaces.web.rooms.reports.deciding import VOTES
from governance.interfaces.web.rooms.reports.paths import closed_now
from governance.interfaces.web.visit import Visit
from governance.words.format import weekday
from statemachines.permissions import Permission

TAKING: Final = (*TAKES_ITEMS, *TAKES_URGENT_ITEMS)
"""States of a meeting whose agenda takes items, or urgent ones."""

_SUPPORTS: Final = ("yes", "no", "neither")


def _report(visit: Visit) -> Report:
    row = visit.desk.row("proposal", visit.path["ref"])
    return read_report(visit.desk, row, on=visit.desk.today)


# --- notices


NOTICE_FIELDS = (
    Choice(name="kind", options=options(notices.NOTICES)),
    Day(name="on", required=False),
    Text(name="agreed-by", required=False),
    Area(name="reason", rows=3, required=False),
)


def _about_notice(visit: Visit) -> About:
    return about(visit, values={"kind": "forward_plan", "on": visit.today})


def _notice(desk: Desk, said: Said) -> Receipt:
    return notices.give_notice(
        desk,
        said.ref,
        kind=said["kind"],
        on=said["on"],
        agreed_by=said.get("agreed-by"),
        reasons=said.get("reason", ""),
        seen=said.seen,
    )


# --- views and clearances


def _view_fields(visit: Visit) -> list[Field]:
    report = _report(visit)
    titles = {office.key: office.title for office in list_offices(visit.desk)}
    asked = [
        s.decider
        for s in report.steps
        if s.kind in ("clear", "consult", "recommend") and s.state not in OVER
    ]
    keys = [*dict.fromkeys(asked), *(key for key in titles if key not in asked)]
    return [
        Pick(
            name="of",
            options=[Option(key, words.capital(titles.get(key, words.term(key)))) for key in keys],
            required=False,
        ),
        Area(name="view", rows=4),
        Choice(
            name="supports",
            options=[Option(one, words.say(f"web.view.{one}", {})) for one in _SUPPORTS],
        ),
    ]


def _about_view(visit: Visit) -> About:
    """It begins with the office whose view is asked for first of those the person holds."""
    report, own = _report(visit), standing(visit.desk).offices
    asked = [
        s.decider
        for s in report.steps
        if s.kind in ("clear", "consult", "recommend") and s.state not in OVER
    ]
    mine = next((key for key in asked if key in own), None)
    return about(visit, values={"of": mine} if mine else {})


def _view(desk: Desk, said: Said) -> Receipt:
    supports = {"yes": True, "no": False}.get(said["supports"])
    return taking_part.record_view(
        desk,
        said.ref,
        view=said["view"],
        supports=supports,
        decider=said.get("of"),
        seen=said.seen,
    )


# --- interests


def _people_first(visit: Visit) -> list[Option]:
    """Everybody who is here, those in the room of the meeting that has the report first."""
    sitting = sitting_of(visit.desk, _report(visit))
    there = set(sitting.person_ids) if sitting is not None else set()
    found = people(visit.desk, gone=False)
    return [
        Option(one.key, one.name)
        for one in sorted(found, key=lambda one: (one.key not in there, one.name))
    ]


def _declare_fields(visit: Visit) -> list[Field]:
    return [
        Pick(name="person", options=_people_first(visit)),
        Choice(name="kind", options=[_interest(kind) for kind in INTERESTS]),
        Choice(
            name="ruling",
            options=[Option(o.value, words.say(f"web.interest.{o.value}", {})) for o in Outcome],
            required=False,
        ),
        YesNo(name="advised", required=False),
        YesNo(name="may-speak", required=False),
        YesNo(name="may-vote", required=False),
        Day(name="until", required=False),
    ]


def _interest(kind: str) -> Option:
    code = f"web.declare.kind.{kind}"
    return Option(kind, words.say(code, {}), words.remedy(code, {}))


def _about_declare(visit: Visit) -> About:
    """It begins with whoever the address names, else oneself; for a secretary with nobody.

    A secretary without a seat records the interests of others: begun with their own name, one
    would be taken for theirs by a button pressed too soon.
    """
    person = visit.query.get("person") or (None if _keeps_for_others(visit) else visit.actor)
    return about(visit, values={"person": person} if person else {})


def _keeps_for_others(visit: Visit) -> bool:
    """Whether somebody keeps the file and has no seat where the report is decided."""
    report = _report(visit)
    if Permission.SECRETARY not in permissions(visit.desk, proposal=report.row):
        return False
    sitting = sitting_of(visit.desk, report)
    seats = sitting.body.current if sitting is not None else ()
    return visit.actor not in {held.person.key for held in seats}


def _declare(desk: Desk, said: Said) -> Receipt:
    leave = None
    if said.get("may-speak") or said.get("may-vote"):
        leave = Dispensation(
            speak=bool(said.get("may-speak")), vote=bool(said.get("may-vote")), until=said["until"]
        )
    return taking_part.declare(
        desk,
        said.ref,
        kind=said["kind"],
        person=said["person"],
        ruling=said["ruling"],
        advised=bool(said.get("advised")),
        dispensation=leave,
        seen=said.seen,
    )


def _withdraw_fields(visit: Visit) -> list[Field]:
    ids = {one.person_id for one in _report(visit).declarations}
    found = [one for one in people(visit.desk) if one.id in ids]
    return [Pick(name="person", options=[Option(p.key, p.name) for p in found]), REASON]


def _withdraw(desk: Desk, said: Said) -> Receipt:
    return withdraw_declaration(
        desk, said.ref, person=said["person"], reason=said["reason"], seen=said.seen
    )


# --- votes and consents


def _vote_fields(visit: Visit) -> list[Field]:
    sitting = sitting_of(visit.desk, _report(visit))
    voters: list[Option] = []
    if sitting is not None and sitting.body.terms is not None:
        voters = [Option(v.person.key, v.person.name) for v in sitting.entitled().voters]
    return [
        Pick(name="person", options=voters),
        Choice(name="vote", options=[Option(v, words.say(f"web.vote.{v}", {})) for v in VOTES]),
    ]


def _about_vote(visit: Visit) -> About:
    return about(visit, values={"person": visit.actor})


def _vote(desk: Desk, said: Said) -> Receipt:
    return taking_part.vote(desk, said.ref, choose=said["vote"], person=said["person"])


def _may_sign(visit: Visit) -> dict[str, dict[str, str]]:
    """For each partner whose consent can carry the report: who may sign, by key and name."""
    found: dict[str, dict[str, str]] = {}
    for body in in_writing_bodies(visit.desk, _report(visit)):
        assert body.terms is not None
        for key, signers in signatories_of(body, body.terms).items():
            found.setdefault(key, {}).update({p.key: p.name for p in signers})
    return found


def _consent_fields(visit: Visit) -> list[Field]:
    may_sign = _may_sign(visit)
    called = {row.key: row.name for row in partners(visit.desk)}
    keys = list(may_sign) or list(called)
    signers = {key: name for of in may_sign.values() for key, name in of.items()}
    return [
        Pick(name="partner", options=[Option(key, called.get(key, key)) for key in keys]),
        Pick(name="person", options=[Option(key, name) for key, name in signers.items()]),
        Area(name="words", rows=4, required=False),
    ]


def _about_consent(visit: Visit) -> About:
    mine = [key for key, signers in _may_sign(visit).items() if visit.actor in signers]
    values: dict[str, Any] = {"person": visit.actor}
    if partner := visit.query.get("partner") or next(iter(mine), None):
        values["partner"] = partner
    return about(visit, values=values)


def _consent(desk: Desk, said: Said) -> Receipt:
    return taking_part.consent(
        desk,
        said.ref,
        partner=said["partner"],
        person=said["person"],
        words=said.get("words", ""),
    )


# --- onto an agenda, to an officer


def _place_fields(visit: Visit) -> list[Field]:
    return [
        Pick(name="meeting", options=_meetings(visit)),
        Area(name="urgent", rows=3, required=False),
    ]


def _turn(visit: Visit) -> Turn | None:
    """Whose turn it is; of what is to be reconsidered, whose it was."""
    desk, report = visit.desk, _report(visit)
    again = report.row.state == "reconsidered"
    return decided_turn(desk, report) if again else read_turn(desk, report)


def _meetings(visit: Visit) -> list[Option]:
    """Coming meetings of whoever may decide, and those that sit now."""
    desk, turn = visit.desk, _turn(visit)
    could = turn.could if turn is not None else {}
    return [
        Option(row.ref, f"{row.body_name}, {weekday(row.on_day)} ({row.ref})")
        for row in meetings(desk, from_day=desk.today)
        if row.body in could and row.state in TAKING
    ]


def _about_place(visit: Visit) -> About:
    """Where no meeting could take it: that one is to be planned, unless it cannot be put on any."""
    found = about(visit)
    if closed := closed_now(visit, "place"):
        return replace(found, closed=closed)
    if _meetings(visit):
        return found
    return replace(found, closed=[none_planned(visit, *one) for one in _bodies(visit)])


def _bodies(visit: Visit) -> list[tuple[str, str]]:
    """The bodies that may take the report (key and name): the one whose turn it is, else all."""
    turn = _turn(visit)
    if turn is None:
        return []
    rows = {row.key: row.name for row in list_bodies(visit.desk)}
    keys = [turn.lowest] if turn.lowest in rows else [key for key in turn.could if key in rows]
    return [(key, rows[key]) for key in keys]


def _place(desk: Desk, said: Said) -> Receipt:
    return placing.place_on_agenda(
        desk, said.ref, meeting=said["meeting"], late_reason=said.get("urgent"), seen=said.seen
    )


def _hand_fields(visit: Visit) -> list[Field]:
    turn = read_turn(visit.desk, _report(visit))
    known = placing.officers(visit.desk, turn)
    titles = turn.titles if turn is not None else {}
    return [
        Choice(
            name="office",
            options=[Option(key, words.capital(titles.get(key, words.term(key)))) for key in known],
            required=bool(known),
        )
    ]


def _about_hand(visit: Visit) -> About:
    known = placing.officers(visit.desk, read_turn(visit.desk, _report(visit)))
    return about(visit, values={"office": known[0]} if known else {})


def _hand(desk: Desk, said: Said) -> Receipt:
    return placing.hand_to_officer(desk, said.ref, office=said.get("office"), seen=said.seen)


ACTS: tuple[Act, ...] = (
    act("notice", _notice, fields=NOTICE_FIELDS, known=_about_notice),
    act("view", _view, fields=_view_fields, known=_about_view),
    act("declare", _declare, fields=_declare_fields, known=_about_declare),
    act("withdraw-interest", _withdraw, fields=_withdraw_fields),
    act("vote", _vote, fields=_vote_fields, known=_about_vote),
    act("consent", _consent, fields=_consent_fields, known=_about_consent, check=True),
    act("place", _place, fields=_place_fields, known=_about_place),
    act("hand-over", _hand, fields=_hand_fields, known=_about_hand),
)
