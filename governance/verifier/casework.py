"""The parts of a decision that need figures: the case, the quorum and vote, documents, effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from governance.verifier import bodies
from governance.verifier.bodies import Seated
from governance.verifier.bundle import Entry, Row, Rows
from governance.verifier.findings import Findings
from governance.verifier.powers import as_deciders
from governance.verifier.procedures import together
from governance.verifier.rulebooks import Rulebooks
from governance.verifier.scheme import Scheme
from governance.verifier.taken import Taken

ALLOWS = ("permission-to-procure", "waive")
"""Kinds of report whose value is that of spending which another report commits."""
ADDS = ("extend", "vary")
"""Kinds that add to an agreement."""
APPROVES = ("approved", "approved_as_amended", "approved_with_conditions")
ADVICE = ("endorsed", "recommended", "referred_back", "deferred", "noted")
DECISIONS = (*APPROVES, "refused", "referred_back", "deferred", "noted")


REGISTER = ("kind", "gate", "value", "decision_day", "forward_plan_listed", "cumulative_value")
"""Inputs that the register always knows, so that nobody answers them."""


# --- the case


def case_of(taken: Taken, scheme: Scheme, found: Findings, on: dt.date) -> dict[str, Any]:
    """The case as it was made for the scheme; each figure that can be made again is."""
    said = (taken.report.get("case_facts") or {}).get("inputs", [])
    case = {str(one["input"]): one["value"] for one in said}
    found.holds(len(case) == len(said), "an input of the case stands twice")
    for one in said:
        name, value = str(one["input"]), one["value"]
        known = scheme.inputs.get(name)
        if known is None:
            found.fails(f"the scheme has no input {name}")
            continue
        if known["type"] == "choice":
            fits = value in known["choices"]
        else:
            fits = isinstance(value, int) and known["least"] <= value <= known["most"]
        found.holds(fits, f"{name} cannot be {value}")
        _made(taken, known["from"], one, found, on)
    return case


def _made(
    taken: Taken, source: str | None, one: Mapping[str, Any], found: Findings, on: dt.date
) -> None:
    """One input of the case, made again from what was on record."""
    name, value, how = one["input"], one["value"], one["how"]
    summed = source == "cumulative_value"
    found.holds(summed == (how == "sum"), f"{name} was not made as the scheme asks")
    if how == "answered":
        found.holds(source not in REGISTER, f"{name} is for the register to say, not for anybody")
        answers = taken.report.get("answers") or {}
        found.holds(answers.get(name) == value, f"the author did not answer {name} so")
        return
    if how == "sum":
        _summed(taken, one, found)
        return
    again = _register(taken, on).get(str(source))
    if again is None:
        found.say(f"{name} is {value}, as the register had it")
    else:
        found.holds(again == value, f"{name} was {again} that day, not {value}")


def _register(taken: Taken, on: dt.date) -> dict[str, Any]:
    """What the register said, by the names under which it supplies a scheme's inputs."""
    report, rows = taken.report, taken.rows
    notices = rows.where("notice", proposal_id=report["id"], kind="forward_plan")
    listed = any(not one.get("withdrawn") for one in notices)
    commission = rows.get("commission", report.get("commission_id")) or {}
    agreement = rows.get("agreement", report.get("agreement_id"))
    found = {
        "kind": report["kind"],
        "gate": report.get("gate"),
        "value": report.get("value"),
        "forward_plan_listed": "yes" if listed else "no",
        "decision_day": on.toordinal(),
        **{
            f"{prefix}{name}": commission.get(name)
            for prefix, name in (("commission_", "level"), ("", "mechanism"), ("", "regime"))
        },
    }
    ends = agreement.get("ends_on") if agreement else None
    ends = ends or commission.get("end_date")
    found["ends"] = dt.date.fromisoformat(ends).toordinal() if ends else None
    if agreement is None and report.get("value") is not None:
        found["whole_life_value"] = committed(report)
    return {name: value for name, value in found.items() if value is not None}


def committed(report: Row) -> int:
    """What a report would commit over the whole life, in pence; options to extend count."""
    details, value = report.get("details") or {}, int(report.get("value") or 0)
    if report["kind"] in ADDS:
        return value
    if details.get("whole_life_value") is not None:
        return int(details["whole_life_value"])
    return value + sum(int(e.get("value") or 0) for e in details.get("extensions", ()))


def _summed(taken: Taken, one: Mapping[str, Any], found: Findings) -> None:
    """What linked commissions commit: for each, the larger of what is permitted and spent."""
    permits: dict[str, int] = {}
    spends: dict[str, int] = {}
    for part in one["parts"]:
        row = _part(taken, str(part["ref"]))
        if row is None:
            found.fails(f"{part['ref']} is counted, and is not in the record")
            continue
        commission = str(row.get("commission_id") or "")
        into = permits if part["counts"] == "permits" else spends
        into[commission] = into.get(commission, 0) + int(part["amount"])
        if "kind" in row:
            own = committed(row)
            fits = own == part["amount"] and (row["kind"] in ALLOWS) == (into is permits)
        else:
            fits = row.get("value") == part["amount"]
        found.holds(fits, f"{part['ref']} is counted with another sum than it has")
    ours = [part for part in one["parts"] if part["ref"] == "this report"]
    found.holds(len(ours) == 1, "the report itself is not counted once")
    total = sum(
        max(permits.get(c, 0), spends.get(c, 0)) for c in sorted(permits.keys() | spends.keys())
    )
    found.holds(total == one["value"], f"{one['input']} comes to {total} pence")
    found.say(f"{one['input']}: {len(one['parts'])} sums come to {total} pence")


def _part(taken: Taken, ref: str) -> Row | None:
    if ref == "this report":
        return taken.report
    table = "agreement" if ref.startswith("A-") else "proposal"
    return taken.rows.one(table, ref=ref)


def is_of_provider(taken: Taken, person: str) -> bool:
    """Whether somebody is of an organisation that would provide, or does."""
    row = taken.rows.get("person", person)
    home = taken.rows.get("organisation", row.get("organisation_id") if row else None)
    if home is None:
        return False
    agreement = taken.rows.get("agreement", taken.report.get("agreement_id"))
    named = {
        (taken.report.get("details") or {}).get("provider"),
        agreement.get("provider_id") if agreement else None,
    }
    return bool({home["id"], home["key"], home["ref"]} & named)


def could_do(taken: Taken, step: Row) -> bool:
    """Whether whoever did a step held its office that day, or recorded it as a secretary.

    A body's step is a decision of its own; what the clock or the operator did has no person.
    """
    person, day = step.get("done_by_id"), step.get("done_on")
    if person is None or day is None or taken.rows.one("body", key=step["decider"]) is not None:
        return True
    on = dt.date.fromisoformat(day)
    held = bodies.offices(taken.rows, person, on)
    grants = taken.rows.where("role_grant", person_id=person, role="secretary")
    return step["decider"] in as_deciders(held) or any(bodies.holds(g, on) for g in grants)


def outcomes(taken: Taken, books: Rulebooks) -> tuple[str, ...]:
    """What whoever decides can come to: advice, a decision, or either by their own rules."""
    if taken.advises:
        return (*ADVICE, "refused")
    meeting = taken.meeting
    body = taken.rows.get("body", meeting["body_id"]) if meeting is not None else None
    body = body or taken.rows.one("body", key=taken.row["decider"])
    match books.terms(taken.rows, body["terms_key"], taken.on)["standing"] if body else None:
        case "partnership":
            return ADVICE
        case "partner-body":
            return (*DECISIONS, "endorsed", "recommended")
    return DECISIONS


# --- the quorum and the vote


def check_count(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """Who was there, who counted, who could vote, and what it came to."""
    room = _room(taken, books)
    if room is None:
        found.fails("no body is on record as having taken it")
        return
    room.interests = bodies.interests(taken.rows, room, taken.report["id"])
    said = taken.facts
    found.holds(dict(said.get("present") or {}) == dict(room.present), "others were there")
    found.holds(
        dict(said.get("interests") or {}) == room.interests,
        f"the interests come to {room.interests or 'none'}",
    )
    if taken.row["how_taken"] != "chairs_action":
        needed, who, short = room.quorum()
        on_record = taken.row.get("quorum") or {}
        found.holds(not short, f"the quorum was not there: {'; '.join(short)}")
        found.holds(
            on_record.get("needed") == needed
            and sorted(on_record.get("counted", [])) == sorted(who),
            f"{len(who)} counted towards the quorum of {needed}, and the record says otherwise",
        )
        found.say(f"{len(who)} counted, {needed} were needed")
    _vote(taken, room, found)


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
    found.say(f"{figures[0]} for, {figures[1]} against, {figures[2]} abstained: {methods[0]}")
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
    found.say(f"agreed without a vote by {len(voters)}, {len(dissent)} dissenting")


def _casting(taken: Taken, room: Seated, method: str, vote: str, found: Findings) -> bool:
    """The casting vote of whoever presided, where the terms or the law give one."""
    meeting = taken.meeting
    presiding = taken.key_of(meeting.get("presiding_id")) if meeting else ""
    lawful = room.casting and method == "simple_majority" and presiding in room.voters()
    found.holds(lawful, "there was no casting vote to give")
    found.say(f"a tie, and a casting vote {vote} by {presiding}")
    return lawful and vote == "for"


def _chair(taken: Taken, room: Seated, count: Mapping[str, Any], found: Findings) -> None:
    person = taken.row.get("taken_by_id")
    chairs, vices = bodies.chairs(taken.rows, room)
    barred = {who for who, outcome in room.interests.items() if outcome != "none"}
    able = {one for one in chairs if room.keys.get(one) not in barred}
    able = able or {one for one in vices if room.keys.get(one) not in barred}
    who = taken.key_of(person)
    found.holds(person in able and count.get("chair") == who, f"{who} was not in the chair")
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


# --- documents and effect


def documents(taken: Taken) -> set[str]:
    """The kinds of document on file that day, for the report and for its commission."""
    ids = {taken.report["id"], taken.report.get("commission_id")} - {None}
    return {
        str(one["kind"])
        for one in taken.rows.where("evidence")
        if not one.get("withdrawn") and {one.get("proposal_id"), one.get("commission_id")} & ids
    }


def check_effect(entry: Entry, report: Row, rows: Rows, books: Rulebooks, found: Findings) -> None:
    """The window for call-in, or the day of effect, that an entry says."""
    zone = ZoneInfo(str(rows.where("partnership")[0].get("timezone") or "Europe/London"))
    day = entry.at.astimezone(zone).date()
    published = report.get("published_on")
    names = (report.get("procedure") or {}).get("names", [])
    version = rows.get("rulebook_version", report.get("scheme_version_id"))
    parts = [books.scheme(version).procedure(n) for n in names] if version and names else []
    call_in = together(parts).call_in
    if entry.body["kind"] == "proposal.took_effect":
        wanted = report.get("effective_on")
        found.holds(not wanted or wanted <= day.isoformat(), f"it took effect before {wanted}")
        waited = report["state"] in ("call_in_window", "released", "decided", "awaiting_partners")
        open_ = report["state"] == "call_in_window" and (wanted or "") > day.isoformat()
        found.holds(waited and not open_, f"it took effect while {report['state']}")
        skipped = call_in and report["state"] == "decided"
        framework = (report.get("details") or {}).get("budget_and_policy_framework")
        found.holds(
            not skipped or bool(framework) or not _was_open(report),
            "it took effect without its window for call-in",
        )
        found.say(f"it took effect on {day}")
        return
    if call_in is None or published is None:
        found.fails("a window for call-in was opened, and nothing asks for one")
        return
    start = dt.date.fromisoformat(published)
    calendar = books.calendar(rows, dt.date.fromisoformat(report["decided_on"]))
    last = calendar.last_day(call_in["policy"], int(call_in["days"]), start)
    facts = entry.body["facts"] or {}
    found.holds(
        facts.get("last_day") == last.isoformat(),
        f"the window for call-in ended on {last}, not on {facts.get('last_day')}",
    )
    effective = max(last + dt.timedelta(days=1), _said(report) or dt.date.min)
    found.holds(
        facts.get("effective") == effective.isoformat(),
        f"it could take effect from {effective}, not from {facts.get('effective')}",
    )
    found.say(f"published {start}; call-in until {last}; effective from {effective}")


def _said(report: Row) -> dt.date | None:
    """The day from which a report asks its decision to hold."""
    said = (report.get("details") or {}).get("effective_from")
    return dt.date.fromisoformat(said) if said and report["kind"] != "adopt" else None


def _was_open(report: Row) -> bool:
    """Whether a decision published so could be called in: nothing was decided again or waived."""
    flags = {flag.get("code") for flag in report.get("flags") or []}
    return report.get("outcome") in APPROVES and "call_in_waived" not in flags
