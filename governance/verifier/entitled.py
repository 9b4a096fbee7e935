"""Whether whoever decided could, on that day and on that item, and held no duty kept apart."""

from __future__ import annotations

import datetime as dt

from governance.verifier import bodies
from governance.verifier.bundle import Row
from governance.verifier.findings import Findings
from governance.verifier.powers import PROPER_OFFICER, Powers, as_deciders
from governance.verifier.rulebooks import Rulebooks
from governance.verifier.taken import Taken
from governance.verifier.words import in_words, listed, pounds, spoken

_BASIS = {
    "rule": "the rule names it",
    "kept": "it stands above whom the rule names, or passed the power on and kept it",
    "delegation": "the power was passed on to it",
}


def check_entitled(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """Whoever decided could, by the rule, by a power it kept or by one passed on to it."""
    powers, decider = _powers(taken), str(taken.row["decider"])
    called, could = taken.called(decider), powers.could()
    if decider not in could:
        able = listed(sorted(map(taken.called, could)))
        found.fails(f"{called} could not take it: only {able}")
        for one in powers.delegations:
            if one["to_key"] == decider:
                found.fails(powers.why_not(one) or f"{one['ref']} is from nobody who could")
        return
    basis = could[decider]
    found.say(f"{called} could take it: {_BASIS[basis]}")
    found.holds(
        basis == taken.facts.get("basis", basis),
        f"the power rests on another basis than the record says ({taken.facts.get('basis')})",
    )
    if basis == "delegation":
        taken.procedure.meeting_only = False
        _passed_on(taken, powers, found)
    if taken.meeting is not None:
        _in_meeting(taken, decider, found)
    elif taken.between:
        _between(taken, books, decider, found)
    elif taken.row.get("taken_by_id"):
        _office(taken, decider, found)
    else:
        found.fails("nobody is on record as having taken it")


def _powers(taken: Taken) -> Powers:
    step, scheme = taken.step, taken.scheme
    lowest = str(step["decider"]) if step else str(taken.row["decider"])
    each = {
        key
        for key, one in (scheme.deciders if scheme else {}).items()
        if one.get("kind") == "each-partner" and key != lowest
    }
    day = taken.on.isoformat()
    return Powers(
        lowest=lowest,
        kind=str(taken.report["kind"]),
        amount=taken.report.get("value"),
        on=taken.on,
        ranks=[[k for k in chain if k not in each] for chain in (scheme.ranks if scheme else [])],
        delegations=sorted(taken.rows.where("delegation"), key=lambda row: str(row["ref"])),
        heard={
            s["decider"]
            for s in taken.steps
            if s["kind"] != "decide" and s["state"] == "done" and (s.get("done_on") or day) <= day
        },
    )


def _passed_on(taken: Taken, powers: Powers, found: Findings) -> None:
    """The delegations that the record names carry the decision."""
    for ref in taken.facts.get("delegations") or []:
        row = taken.rows.one("delegation", ref=ref)
        if row is None:
            found.fails(f"{ref} is named, and is not in the record")
            continue
        why = powers.why_not(row)
        found.holds(not why, f"{ref} is named, and does not carry it: {why}")
        kinds = listed([spoken(kind) for kind in row.get("kinds") or []], none="every kind")
        told = [f"of {kinds}", f"from {in_words(row['from_day'])}"]
        if row.get("expires_on"):
            told.append(f"until {in_words(row['expires_on'])}")
        if row.get("ceiling") is not None:
            used = row.get("used") or 0
            told.append(f"up to {pounds(row['ceiling'])}, of which {pounds(used)} was used")
        if row.get("consultees"):
            told.append(f"once it has heard {listed(map(taken.called, row['consultees']))}")
        giver, receiver = taken.called(row["from_key"]), taken.called(row["to_key"])
        by = f" ({row['source']})" if row.get("source") else ""
        found.say(f"{ref}: {giver} passed decisions {', '.join(told)}, on to {receiver}{by}")


def _in_meeting(taken: Taken, decider: str, found: Findings) -> None:
    meeting = taken.meeting
    assert meeting is not None
    body = taken.rows.get("body", meeting["body_id"])
    found.holds(body is not None and body["key"] == decider, "another body met")
    found.holds(
        meeting["state"] in ("held", "resumed") and meeting["on_day"] <= taken.on.isoformat(),
        f"meeting {meeting['ref']} was not in session",
    )
    items = taken.rows.where("agenda_item", meeting_id=meeting["id"])
    ours = [item for item in items if item.get("proposal_id") == taken.report["id"]]
    found.holds(bool(ours), f"it was not on the agenda of {meeting['ref']}")
    found.say(f"at meeting {meeting['ref']} on {in_words(meeting['on_day'])}")
    for item in ours:
        if item.get("late_reason"):
            found.say(f"put on the agenda once it was published, as urgent: {item['late_reason']}")


def _between(taken: Taken, books: Rulebooks, decider: str, found: Findings) -> None:
    """The body's terms allow it to act so without a meeting."""
    body = taken.rows.one("body", key=decider)
    if body is None:
        found.fails(f"there is no body {decider}")
        return
    terms = books.terms(taken.rows, body.get("terms_key"), taken.on)
    how = str(taken.row["how_taken"])
    said = terms.get("between_meetings", {}).get(how, "no")
    lawful = terms["standing"] in ("partnership", "partner-body")
    found.holds(lawful and said != "no", f"{taken.called(decider)} cannot act so between meetings")
    found.say(f"without a meeting: {spoken(how)}")


def _office(taken: Taken, decider: str, found: Findings) -> None:
    """The officer held an office that is the decider, that day."""
    person = taken.row["taken_by_id"]
    held = bodies.offices(taken.rows, person, taken.on)
    who, key = taken.who(person), taken.key_of(person)
    found.holds(
        decider in as_deciders(held), f"{who} did not hold the office of {taken.called(decider)}"
    )
    found.holds(taken.entry.body["actor"] == key, f"{taken.entry.body['actor']} decided as {who}")
    for one in taken.rows.where("declaration", proposal_id=taken.report["id"], person_id=person):
        barred = one["kind"] != "withdrawn" and one["outcome"] != "none"
        found.holds(not barred, f"{who} had an interest in it")
    found.say(f"{who} held the office on {in_words(taken.on)}")


def check_apart(taken: Taken, found: Findings) -> None:
    """Duties that the scheme keeps apart were not in one hand."""
    person, step, scheme = taken.row.get("taken_by_id"), taken.step, taken.scheme
    if person is None or step is None or scheme is None:
        found.say("nobody decided alone")
        return
    decider = str(taken.row["decider"])
    duties = {str(step["decider"]), str(step["kind"]), decider}
    if decider == PROPER_OFFICER:
        duties |= {"proper-officer", "monitoring-officer"}
    rule = taken.answer.rule.id if taken.answer and taken.answer.rule else None
    for one in scheme.separations:
        rules = one.get("rules") or []
        if rules and rule not in rules:
            continue
        for mine, other in ((one["step"], one["not"]), (one["not"], one["step"])):
            both = mine in duties and _has_duty(taken, person, other)
            words = f"{mine} and {other} were in one hand ({taken.who(person)})"
            taken.wants(not both, words, found)
        found.say(f"{one['step']} and {one['not']} are kept apart ({one.get('source', '')})")


def _has_duty(taken: Taken, person: str, duty: str) -> bool:
    if duty == "author":
        return person == taken.report.get("author_id")
    commission = taken.rows.get("commission", taken.report.get("commission_id"))
    if duty == "lead":
        return commission is not None and person == commission.get("lead_id")
    if duty == "provider":
        return _is_of_provider(taken, person)
    return any(
        person == s.get("done_by_id") for s in taken.steps if duty in (s["kind"], s["decider"])
    )


def _is_of_provider(taken: Taken, person: str) -> bool:
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
