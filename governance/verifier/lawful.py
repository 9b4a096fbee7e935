"""Whether it was not too early, the documents lay there, and the record says what it has to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from governance.verifier.findings import Findings
from governance.verifier.procedures import Counted, Procedure, counted
from governance.verifier.rulebooks import Rulebooks
from governance.verifier.taken import ADVICE, DECISIONS, Taken
from governance.verifier.words import in_words, listed, spoken


def check_lawful(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """Notices were given in time, and the documents lay before whoever decided."""
    procedure, meeting = taken.procedure, taken.meeting
    given: dict[str, dt.date] = {}
    for one in taken.rows.where("notice", proposal_id=taken.report["id"]):
        if not one.get("withdrawn"):
            day = dt.date.fromisoformat(one["published_on"])
            given[one["kind"]] = min(day, given.get(one["kind"], day))
    if meeting is not None and meeting.get("agenda_published_on"):
        published = dt.date.fromisoformat(meeting["agenda_published_on"])
        if taken.convened is not None and published < taken.convened:
            found.fails(
                f"the agenda is said to have been published on {in_words(published)}, "
                f"before the meeting got its day on {in_words(taken.convened)}"
            )
            published = taken.convened
        given["agenda"] = min(published, given.get("agenda", published))
    if taken.advises:
        binding = [n for n in procedure.notices if n.get("before") == "meeting"]
        procedure = Procedure(notices=binding, exceptions=procedure.exceptions)
    calendar = books.calendar(taken.rows, taken.on)
    _in_time(taken, counted(procedure, given, calendar, meeting=meeting is not None), found)
    if not taken.positive:
        found.say("nothing comes about by it, so no document had to lie there")
        return
    found.holds(
        meeting is not None or not procedure.meeting_only or taken.between,
        "the procedure wants a meeting",
    )
    there = _documents(taken)
    for kind in sorted(procedure.evidence - there):
        advice = kind == "consultation-report" and "consultation-advice" in there
        excused = advice and taken.report["kind"] == "exit"
        found.holds(excused, f"{kind} did not lie before whoever decided")
    if procedure.evidence:
        kinds = map(spoken, sorted(procedure.evidence & there))
        found.say(f"the documents that were asked for lay there: {listed(kinds, none='none')}")


def _documents(taken: Taken) -> set[str]:
    """The kinds of document on file that day, for the report and for its commission."""
    ids = {taken.report["id"], taken.report.get("commission_id")} - {None}
    return {
        str(one["kind"])
        for one in taken.rows.where("evidence")
        if not one.get("withdrawn") and {one.get("proposal_id"), one.get("commission_id")} & ids
    }


def _in_time(taken: Taken, notices: Sequence[Counted], found: Findings) -> None:
    """Each notice allowed the day; what comes to nothing needs none."""
    firsts = []
    for one in notices:
        if one.first is None:
            found.holds(not taken.positive, f"no notice: {spoken(one.kind)} ({one.words})")
            continue
        firsts.append(one.first)
        instead = "" if one.given == one.kind else f", in place of {spoken(one.kind)}"
        by = f"{spoken(one.given)} of {in_words(one.on)}{instead}"
        found.say(f"{by}: {one.words}, so from {in_words(one.first)}")
        late = taken.positive and one.first > taken.on
        found.holds(
            not late, f"{by} allows {in_words(one.first)}; it was decided on {in_words(taken.on)}"
        )
    if firsts:
        first = in_words(max(firsts))
        found.say(f"the earliest lawful day was {first}; it was decided on {in_words(taken.on)}")


def check_recorded(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """The record says what was decided, and why where the law asks for reasons.

    SI 2012/2089, regulations 12 and 13.
    """
    meeting = taken.meeting
    body = taken.rows.get("body", meeting["body_id"]) if meeting is not None else None
    formal = taken.procedure.key_decision or (meeting is None and not taken.between)
    formal = formal or (body is not None and body.get("standing") == "executive")
    outcome = str(taken.row["outcome"])
    why = formal or taken.between or outcome in ("refused", "referred_back")
    found.holds(bool(str(taken.row.get("verbatim", "")).strip()), "its words are not on record")
    if why:
        found.holds(bool(str(taken.row.get("reasons") or "").strip()), "it gives no reasons")
    if formal and outcome != "deferred":
        said = str(taken.row.get("alternatives") or "").strip()
        found.holds(bool(said), "it does not say what else was considered")
    found.holds(outcome == taken.facts.get("outcome"), "the entry says another outcome")
    known = outcomes(taken, books)
    taken.wants(outcome in known, f"whoever decided cannot come to “{spoken(outcome)}”", found)
    told = ["its words", *(["reasons"] if why else []), *(["alternatives"] if formal else [])]
    found.say(f"{spoken(outcome)}; the law asks for {listed(told)}")


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
