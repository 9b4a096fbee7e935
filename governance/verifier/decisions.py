"""Each decision of the report, worked out anew: the rule, the path, who, how, when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from governance.verifier import bodies, casework
from governance.verifier.bundle import Bundle, Entry, Row, instant
from governance.verifier.closed import check_closed
from governance.verifier.findings import Findings, Step
from governance.verifier.order import Order
from governance.verifier.powers import PROPER_OFFICER, Powers, as_deciders
from governance.verifier.procedures import Counted, Procedure, counted, together
from governance.verifier.rulebooks import Rulebooks
from governance.verifier.scheme import Answer
from governance.verifier.taken import Taken, decision_in, taken_in
from governance.verifier.texts import UnreadableError

TURNS = {"decide", "recommend", "endorse", "consent"}
OVER = {"done", "skipped"}


def check_decisions(bundle: Bundle, order: Order, found: Findings) -> None:
    """Work out every decision of the report."""
    books = Rulebooks(bundle)
    chain = bundle.chain("proposal", bundle.report)
    entries = chain.entries if chain else ()
    decided = [
        place
        for place, entry in enumerate(order.entries)
        if entry.about == ("proposal", bundle.report) and decision_in(entry, bundle.report)
    ]
    if not decided:
        found.begin("decision", "The report was decided")
        found.fails("the record holds no decision")
    _unchanged(entries, bundle.report, found)
    for number, place in enumerate(decided, start=1):
        found.steps += _in_either_order(number, place, bundle, order, books)
    _effect(bundle, books, order, found)


def _in_either_order(
    number: int, place: int, bundle: Bundle, order: Order, books: Rulebooks
) -> list[Step]:
    """A decision worked out, as the acts before it are ordered.

    Where it does not follow, and would have done had another act of the same second come on the
    other side of it, nobody can know.
    """
    entry = order.entries[place]
    steps = _worked_out(taken_in(number, entry, order.before(place), bundle), books)
    against = [step for step in steps if step.wrong]
    others = order.otherwise(place) if against else ()
    for rows, moved in others:
        again = _worked_out(taken_in(number, entry, rows, bundle), books)
        if not any(step.wrong for step in again):
            acts = " and ".join(f"{one.body['kind']} at {one.at:%H:%M:%S.%f}" for one in moved)
            for step in against:
                step.untold.append(
                    f"{'; '.join(step.wrong)}: unless {acts} came on the other side of the "
                    f"decision at {entry.at:%H:%M:%S.%f}, which cannot be known"
                )
                step.wrong = []
            break
    return steps


def _worked_out(taken: Taken, books: Rulebooks) -> list[Step]:
    """Every step of a decision."""
    found = Findings()
    if taken.row.get("outside"):
        _outside(taken, found)
        return found.steps
    for check in (_rule, _path, _open, _entitled, _apart, _counted, _noticed, _recorded):
        try:
            check(taken, books, found)
        except (UnreadableError, ValueError) as error:
            found.fails(str(error))
    return found.steps


def _unchanged(entries: Sequence[Entry], report: str, found: Findings) -> None:
    """What was decided is written once: nothing may be written over it."""
    ours = [decision for e in entries if (decision := decision_in(e, report)) is not None]
    ids = {decision["id"] for decision in ours}
    over = [w for e in entries for w in e.body["writes"] if w[0] == "update" and w[2] in ids]
    if over:
        found.begin("decision", "What was decided stands as it was written")
        found.fails("something was written over a decision")


def _outside(taken: Taken, found: Findings) -> None:
    """A decision that was taken elsewhere is on record as it happened, and held to nothing."""
    found.begin("outside", "It was taken outside Vires", decision=taken.number)
    flags = taken.row.get("irregular") or []
    found.say(f"{taken.row['decider']} took it on {taken.on}; it was recorded as it happened")
    found.unknown("how it was taken is as whoever recorded it says, and was held to no rule")
    for flag in flags:
        found.fails(f"it was flagged: {flag.get('code')}")


def _rule(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """The scheme that governed, the case, and the rule that takes it."""
    found.begin("rule", "Which rule applied", decision=taken.number)
    at = taken.day_of(taken.entry.at)
    found.holds(at == taken.on, f"it is dated {taken.on}, and was recorded on {at}")
    report = taken.report
    if not report.get("scheme_key"):
        found.unknown("no scheme of this partner is on record: there is nothing to hold it to")
        return
    submitted = None
    if taken.before.get("submitted_at") and taken.before.get("path") is not None:
        submitted = taken.day_of(instant(taken.before["submitted_at"]))
    again = taken.entry.body["kind"] == "proposal.decided_again"
    day = dt.date.fromisoformat(taken.before["decided_on"]) if again else taken.on
    version = books.governing(taken.rows, report["scheme_key"], day, submitted)
    if version is None:
        found.fails(f"no version of {report['scheme_key']} was in force on {day}")
        return
    found.holds(
        version["id"] == report.get("scheme_version_id"),
        f"{version['ref']} governed on {day}, and another version was applied",
    )
    taken.scheme = scheme = books.scheme(version)
    case = casework.case_of(taken, scheme, found, day)
    known = {n: i for n, i in scheme.inputs.items() if i["from"] == "kind"}
    if any(report["kind"] not in i.get("choices", ()) for i in known.values()):
        taken.answer = Answer("no rule")
    else:
        found.holds(not scheme.breaks_assumption(case, day), "the case goes against the scheme")
        taken.answer = scheme.answer(case, day)
    _named(taken, version, found)


def _named(taken: Taken, version: Row, found: Findings) -> None:
    """The rule, the path and the procedures on record are those that follow."""
    answer, scheme, report = taken.answer, taken.scheme, taken.report
    assert answer is not None
    assert scheme is not None
    path = [[tuple(sorted(s.items())) for s in group] for group in report.get("path") or []]
    if answer.kind == "no rule" and scheme.fallback:
        found.say(f"no rule of {version['ref']} takes the case: it goes to {scheme.fallback}")
        found.holds(report.get("rule") is None, f"rule {report.get('rule')} does not take the case")
        return
    if answer.rule is None:
        told = {"no rule": "no rule takes", "conflict": "rules disagree about"}
        why = told.get(answer.kind, "too little is known of")
        taken.wants(False, f"{why} the case: {', '.join(answer.rules) or 'none'}", found)
        return
    rule = answer.rule
    found.say(f"rule {rule.id} of {version['ref']} takes the case ({rule.source or 'no source'})")
    found.holds(
        report.get("rule") == rule.id == taken.facts.get("rule", rule.id),
        f"rule {rule.id} takes the case, and the record names {report.get('rule')}",
    )
    wanted = [
        [tuple(sorted({"kind": k, "decider": d, "method": m}.items())) for k, d, m in group]
        for group in rule.path
    ]
    taken.wants(
        [sorted(group, key=str) for group in path] == [sorted(g, key=str) for g in wanted],
        "the path on record is not that of the rule",
        found,
    )
    names = (report.get("procedure") or {}).get("names", [])
    found.holds(set(names) == set(rule.procedures), "the procedures on record are not the rule's")
    taken.procedure = together([scheme.procedure(name) for name in rule.procedures])


def _path(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """Everything that comes before the decision was done."""
    del books
    found.begin("path", "What had to come before was done", decision=taken.number)
    step = taken.step
    if step is None:
        found.fails("the decision takes no step of the path")
        return
    again = taken.entry.body["kind"] == "proposal.decided_again"
    found.holds(again or step["state"] not in OVER, f"the step of {step['decider']} was over")
    for other in taken.steps:
        first = other["place"] < step["place"]
        beside = other["place"] == step["place"] and other["kind"] not in TURNS
        if (first or beside) and other["id"] != step["id"]:
            done = other["state"] in OVER
            taken.wants(done, f"{other['kind']} by {other['decider']} was not done", found)
            if done:
                told = f"done {other.get('done_on')}" if other["state"] == "done" else "let go"
                found.say(f"{other['kind']} by {other['decider']}: {told}")
                found.holds(
                    casework.could_do(taken, other),
                    f"{taken.key_of(other.get('done_by_id'))} could not {other['kind']} for "
                    f"{other['decider']}",
                )


def _open(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """Nothing stood in the way of such a decision, whatever the scheme says."""
    del books
    found.begin("open", "Nothing had closed such decisions", decision=taken.number)
    check_closed(taken, found)


def _powers(taken: Taken) -> Powers:
    step = taken.step
    lowest = str(step["decider"]) if step else str(taken.row["decider"])
    scheme = taken.scheme
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


def _entitled(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """Whoever decided could, on that day, on that item."""
    found.begin("entitled", "Whoever decided was entitled to", decision=taken.number)
    powers, decider = _powers(taken), str(taken.row["decider"])
    could = powers.could()
    if decider not in could:
        found.fails(f"{decider} could not take it: only {', '.join(sorted(could))}")
        for one in powers.delegations:
            if one["to_key"] == decider:
                found.fails(powers.why_not(one) or f"{one['ref']} is from nobody who could")
        return
    basis = could[decider]
    found.say(f"{decider} could take it: {_BASIS[basis]}")
    found.holds(
        basis == taken.facts.get("basis", basis),
        f"the power rests on another basis than the record says ({taken.facts.get('basis')})",
    )
    if basis == "delegation":
        taken.procedure.meeting_only = False
    if taken.meeting is not None:
        _in_meeting(taken, decider, found)
    elif taken.row["how_taken"] in ("chairs_action", "written_resolution"):
        _between(taken, books, decider, found)
    elif taken.row.get("taken_by_id"):
        _office(taken, decider, found)
    else:
        found.fails("nobody is on record as having taken it")


_BASIS = {
    "rule": "the rule names it",
    "kept": "whoever passes a power on keeps it",
    "delegation": "the power was delegated to it",
}


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
    for item in ours:
        if item.get("late_reason"):
            found.say(f"put on the agenda once it was published, as urgent: {item['late_reason']}")
    found.holds(bool(ours), f"it was not on the agenda of {meeting['ref']}")
    found.say(f"at meeting {meeting['ref']} on {meeting['on_day']}")


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
    found.holds(lawful and said != "no", f"{decider} cannot act so between meetings")
    found.say(f"without a meeting: {how.replace('_', ' ')}")


def _office(taken: Taken, decider: str, found: Findings) -> None:
    """The officer held an office that is the decider, that day."""
    person = taken.row["taken_by_id"]
    held = bodies.offices(taken.rows, person, taken.on)
    who = taken.key_of(person)
    found.holds(decider in as_deciders(held), f"{who} did not hold the office of {decider}")
    found.holds(taken.entry.body["actor"] == who, f"{taken.entry.body['actor']} decided as {who}")
    for one in taken.rows.where("declaration", proposal_id=taken.report["id"], person_id=person):
        barred = one["kind"] != "withdrawn" and one["outcome"] != "none"
        found.holds(not barred, f"{who} had an interest in it")
    found.say(f"{who} held the office")


def _apart(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """Duties that the scheme keeps apart were not in one hand."""
    del books
    found.begin("apart", "Duties that are kept apart were", decision=taken.number)
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
            words = f"{mine} and {other} were in one hand ({taken.key_of(person)})"
            taken.wants(not both, words, found)
    found.say(f"{len(scheme.separations)} separations were looked at")


def _has_duty(taken: Taken, person: str, duty: str) -> bool:
    if duty == "author":
        return person == taken.report.get("author_id")
    commission = taken.rows.get("commission", taken.report.get("commission_id"))
    if duty == "lead":
        return commission is not None and person == commission.get("lead_id")
    if duty == "provider":
        return casework.is_of_provider(taken, person)
    return any(
        person == s.get("done_by_id") for s in taken.steps if duty in (s["kind"], s["decider"])
    )


def _counted(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """The quorum and the vote."""
    how = str(taken.row["how_taken"])
    if how == "single_officer":
        return
    found.begin("counted", "The quorum was there, and the vote was carried", decision=taken.number)
    casework.check_count(taken, books, found)


def _noticed(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """Notices were given in time, and the documents lay before whoever decided."""
    found.begin("lawful", "It was not too early", decision=taken.number)
    procedure, meeting = taken.procedure, taken.meeting
    given: dict[str, dt.date] = {}
    for one in taken.rows.where("notice", proposal_id=taken.report["id"]):
        if not one.get("withdrawn"):
            day = dt.date.fromisoformat(one["published_on"])
            given[one["kind"]] = min(day, given.get(one["kind"], day))
    if meeting is not None and meeting.get("agenda_published_on"):
        published = dt.date.fromisoformat(meeting["agenda_published_on"])
        given["agenda"] = min(published, given.get("agenda", published))
    if taken.advises:
        binding = [n for n in procedure.notices if n.get("before") == "meeting"]
        procedure = Procedure(notices=binding, exceptions=procedure.exceptions)
    calendar = books.calendar(taken.rows, taken.on)
    notices = counted(procedure, given, calendar, meeting=meeting is not None)
    _in_time(taken, notices, found)
    if not taken.positive:
        return
    found.holds(
        meeting is not None or not procedure.meeting_only or _is_body(taken),
        "the procedure wants a meeting",
    )
    there = casework.documents(taken)
    for kind in sorted(procedure.evidence - there):
        advice = kind == "consultation-report" and "consultation-advice" in there
        excused = advice and taken.report["kind"] == "exit"
        found.holds(excused, f"{kind} did not lie before whoever decided")
    if procedure.evidence:
        found.say(f"documents: {', '.join(sorted(procedure.evidence & there)) or 'none'}")


def _is_body(taken: Taken) -> bool:
    return taken.row["how_taken"] in ("chairs_action", "written_resolution")


def _in_time(taken: Taken, notices: Sequence[Counted], found: Findings) -> None:
    """Each notice allowed the day; what comes to nothing needs none."""
    firsts = []
    for one in notices:
        if one.first is None:
            found.holds(not taken.positive, f"no notice: {one.kind} ({one.words})")
            continue
        firsts.append(one.first)
        by = f"{one.kind} of {one.on}" if one.given == one.kind else f"{one.given} of {one.on}"
        found.say(f"{by}: {one.words}, so from {one.first}")
        late = taken.positive and one.first > taken.on
        found.holds(not late, f"{by} allows {one.first}, and it was decided on {taken.on}")
    if firsts:
        found.say(f"the earliest lawful day was {max(firsts)}")


def _recorded(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """The record says what was decided, and why where the law asks for reasons.

    SI 2012/2089, regulations 12 and 13.
    """
    found.begin("record", "The record says what has to be said", decision=taken.number)
    meeting = taken.meeting
    body = taken.rows.get("body", meeting["body_id"]) if meeting is not None else None
    alone = meeting is None and not _is_body(taken)
    formal = taken.procedure.key_decision or alone
    formal = formal or (body is not None and body.get("standing") == "executive")
    outcome = taken.row["outcome"]
    why = formal or _is_body(taken) or outcome in ("refused", "referred_back")
    found.holds(bool(str(taken.row.get("verbatim", "")).strip()), "its words are not on record")
    if why:
        found.holds(bool(str(taken.row.get("reasons") or "").strip()), "it gives no reasons")
    if formal and outcome != "deferred":
        said = str(taken.row.get("alternatives") or "").strip()
        found.holds(bool(said), "it does not say what else was considered")
    found.holds(outcome == taken.facts.get("outcome"), "the entry says another outcome")
    known = casework.outcomes(taken, books)
    taken.wants(outcome in known, f"whoever decided cannot come to “{outcome}”", found)
    found.say(f"{str(outcome).replace('_', ' ')}, in words")


def _effect(bundle: Bundle, books: Rulebooks, order: Order, found: Findings) -> None:
    """The call-in window that followed, and the day on which the decision took effect."""
    kinds = {"proposal.call_in_opened", "proposal.took_effect"}
    ours = ("proposal", bundle.report)
    begun = False
    for place, entry in enumerate(order.entries):
        if entry.body["kind"] not in kinds or entry.about != ours:
            continue
        if not begun:
            found.begin("effect", "It took effect no sooner than it could")
        begun = True
        rows = order.before(place)
        report = rows.get("proposal", bundle.report)
        if report is None:
            continue
        try:
            casework.check_effect(entry, report, rows, books, found)
        except (UnreadableError, ValueError) as error:
            found.fails(str(error))
