"""The quorum and the vote: who was there, who counted, who could vote, and what it came to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from governance.verifier import bodies
from governance.verifier.bodies import Seated
from governance.verifier.bundle import Rows
from governance.verifier.findings import Findings
from governance.verifier.rulebooks import Rulebooks
from governance.verifier.taken import Taken
from governance.verifier.words import listed, spoken


def check_count(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """Who was there, who counted, who could vote, and what it came to."""
    room = _room(taken, books)
    if room is None:
        found.fails("no body is on record as having taken it")
        return
    room.interests = bodies.interests(taken.rows, room, taken.report["id"])
    said = taken.facts
    found.holds(dict(said.get("present") or {}) == dict(room.present), "others were there")
    interests = [f"{taken.people([k])}: {spoken(o)}" for k, o in sorted(room.interests.items())]
    found.holds(
        dict(said.get("interests") or {}) == room.interests,
        f"the interests come to {listed(interests, none='none')}",
    )
    _interests(taken, room, found)
    if taken.row["how_taken"] != "chairs_action":
        needed, who, short = room.quorum()
        on_record = taken.row.get("quorum") or {}
        found.holds(not short, f"the quorum was not there: {'; '.join(short)}")
        found.holds(
            on_record.get("needed") == needed
            and sorted(on_record.get("counted", [])) == sorted(who),
            f"{len(who)} counted towards the quorum of {needed}, and the record says otherwise",
        )
        found.say(f"{needed} were needed, and {len(who)} counted: {taken.people(who)}")
    _vote(taken, room, found)


def _interests(taken: Taken, room: Seated, found: Findings) -> None:
    """Say each interest that was declared, and what it comes to at this body."""
    for one in taken.rows.where("declaration", proposal_id=taken.report["id"]):
        comes_to = room.interests.get(room.keys.get(one["person_id"], ""))
        if comes_to is not None:
            leave = f", with leave ({one['dispensation']})" if one.get("dispensation") else ""
            found.say(
                f"{taken.who(one['person_id'])} declared an interest "
                f"({spoken(one['kind'])}{leave}): {spoken(comes_to)}"
            )


def _room(taken: Taken, books: Rulebooks) -> Seated | None:
    """The body with those who were there: at its meeting, or as it acts between meetings."""
    rows, meeting = taken.rows, taken.meeting
    if meeting is not None:
        body = rows.get("body", meeting["body_id"])
        if body is None:
            return None
        on = dt.date.fromisoformat(meeting["on_day"])
        return bodies.seated(rows, books, body, on, bodies.at_meeting(rows, meeting))
    body = rows.one("body", key=taken.row["decider"])
    if body is None:
        return None
    room = bodies.seated(rows, books, body, taken.on, {})
    if taken.row["how_taken"] == "written_resolution":
        present: dict[str, str] = {}
        for held in room.appointments:
            present.setdefault(room.keys[held["person_id"]], held["seat"])
        for held in room.appointments:
            for one in held.get("substitute_ids") or []:
                present.setdefault(room.keys[one], held["seat"])
        room.present = present
    return room


def _vote(taken: Taken, room: Seated, found: Findings) -> None:
    how, count = str(taken.row["how_taken"]), taken.row.get("count") or {}
    step = taken.step
    method, without_vote = room.method(taken.report["kind"], step["method"] if step else None)
    if "consented" in count:
        _consents(taken, room, count, found)
        return
    if how == "chairs_action":
        _chair(taken, room, count, found)
        return
    if method == "each_partner_in_writing" and taken.positive:
        found.fails("each partner had to consent in writing")
        return
    if method == "each_partner_in_writing":
        method, without_vote = room.method("", None)
        if method == "each_partner_in_writing":
            method = "simple_majority"
    if how == "written_resolution":
        own = room.terms.get("between_meetings", {}).get("written_resolution", "")
        ways = (own if own not in ("", "yes") else "unanimity_of_all", step and step["method"])
        methods = [one for one in ways if one and one != "each_partner_in_writing"]
    else:
        methods = [method]
    voters = set(room.voters())
    found.holds(
        count.get("eligible") == len(voters),
        f"{len(voters)} could vote, and the record says {count.get('eligible')}",
    )
    if how == "agreed_without_a_vote":
        _agreed(taken, methods[0], voters, count, found, allowed=without_vote)
        return
    figures = _figures(taken, how, voters, count, found)
    carried = all(bodies.enough(one, figures[0], figures[1], len(voters)) for one in methods)
    if not carried and figures[0] == figures[1] > 0 and count.get("casting_vote"):
        carried = _casting(taken, room, methods[0], str(count["casting_vote"]), found)
    found.say(
        f"{figures[0]} for, {figures[1]} against, {figures[2]} abstained, of {len(voters)} who "
        f"could vote; the method is {listed(map(spoken, methods))}"
    )
    if taken.row["outcome"] == "refused":
        found.holds(not carried, "the vote was carried, and the outcome is a refusal")
    else:
        found.holds(carried, "the vote was not carried")


def _figures(
    taken: Taken, how: str, voters: set[str], count: Mapping[str, Any], found: Findings
) -> tuple[int, int, int]:
    """Votes for, against and abstentions: as the ballots say, else as they were counted."""
    said = (int(count["for"]), int(count["against"]), int(count["abstained"]))
    if how == "counted":
        found.holds(min(said) >= 0 and sum(said) <= len(voters), "more voted than could")
        return said
    if how == "written_resolution":
        cast = dict(count.get("by_name") or {})
        found.holds(cast.keys() <= voters, "somebody signed who could not")
    else:
        rows = Rows({"ballot": dict(taken.rows.tables.get("ballot", {}))})
        rows.write(taken.entry)
        cast = {
            taken.key_of(b["person_id"]): b["vote"]
            for b in rows.where("ballot", proposal_id=taken.report["id"])
            if b["sitting"] == taken.row.get("meeting_id")
        }
        cast = {who: vote for who, vote in cast.items() if who in voters}
        found.holds(cast == dict(count.get("by_name") or {}), "the ballots say otherwise")
    for vote in sorted(set(cast.values())):
        found.say(f"{vote}: {taken.people(sorted(k for k, v in cast.items() if v == vote))}")
    votes = list(cast.values())
    again = (votes.count("for"), votes.count("against"), votes.count("abstain"))
    found.holds(again == said, f"the votes come to {again[0]} for and {again[1]} against")
    return again


def _agreed(
    taken: Taken,
    method: str,
    voters: set[str],
    count: Mapping[str, Any],
    found: Findings,
    *,
    allowed: bool,
) -> None:
    """Silence is agreement, unless so many dissent that a vote would be lost."""
    dissent = set(count.get("dissent") or [])
    found.holds(allowed, f"the terms want a vote on {taken.report['kind']}")
    found.holds(dissent <= voters, "somebody dissented who could not vote")
    silent = len(voters) - len(dissent)
    found.holds(
        bool(voters) and bodies.enough(method, silent, len(dissent), len(voters)),
        "so many dissented that it was not agreed",
    )
    found.holds(
        not any(count.get(name) for name in ("for", "against", "abstained", "by_name")),
        "votes are on record, and no vote was taken",
    )
    found.say(f"agreed without a vote by {silent} of {len(voters)}; the method is {spoken(method)}")
    if dissent:
        found.say(f"dissenting: {taken.people(sorted(dissent))}")


def _casting(taken: Taken, room: Seated, method: str, vote: str, found: Findings) -> bool:
    """The casting vote of whoever presided, where the terms or the law give one."""
    meeting = taken.meeting
    presiding = taken.key_of(meeting.get("presiding_id")) if meeting else ""
    lawful = room.casting and method == "simple_majority" and presiding in room.voters()
    found.holds(lawful, "there was no casting vote to give")
    found.say(f"a tie, and a casting vote {vote} by {taken.people([presiding])}")
    return lawful and vote == "for"


def _chair(taken: Taken, room: Seated, count: Mapping[str, Any], found: Findings) -> None:
    person = taken.row.get("taken_by_id")
    chairs, vices = bodies.chairs(taken.rows, room)
    barred = {who for who, outcome in room.interests.items() if outcome != "none"}
    able = {one for one in chairs if room.keys.get(one) not in barred}
    able = able or {one for one in vices if room.keys.get(one) not in barred}
    who = taken.who(person)
    right = person in able and count.get("chair") == taken.key_of(person)
    found.holds(right, f"{who} was not in the chair")
    found.say(f"{who} was in the chair")


def _consents(taken: Taken, room: Seated, count: Mapping[str, Any], found: Findings) -> None:
    """Each partner with a seat consented in writing, through somebody who could sign for it."""
    barred = {who for who, outcome in room.interests.items() if outcome != "none"}
    given = taken.rows.where("consent", subject_id=taken.report["id"])
    for partner, people in room.signatories(taken.rows).items():
        organisation = taken.rows.one("organisation", key=partner)
        signed = [
            one
            for one in given
            if organisation is not None
            and one["organisation_id"] == organisation["id"]
            and one["person_id"] in people
            and room.keys.get(one["person_id"]) not in barred
        ]
        found.holds(bool(signed), f"{partner} did not consent in writing")
        found.holds(partner in count["consented"], f"the record leaves out {partner}")
    found.say(f"{len(count['consented'])} partners consented in writing")
