"""What may stand in the way of a kind of decision, whatever the scheme says.

The commission is set aside or over; an escalation closed such decisions until something that was
due is done; or the law wants documents before a service is ended.
"""

from __future__ import annotations

from collections.abc import Iterator

from governance.verifier.bundle import Row, instant
from governance.verifier.findings import Findings
from governance.verifier.taken import Taken
from governance.verifier.words import in_words, spoken

SET_ASIDE = ("paused", "closed", "recommissioned", "withdrawn")
"""States of a commission under which nothing is agreed to."""
LIVE = ("running", "paused")
"""States of a deadline that is not settled."""
UNDECIDED = (
    "triggered", "support_and_challenge", "case_for_change", "emergency_continuity", "options",
    "consultation", "before_decider", "refused",
)  # fmt: skip
"""States of a case for ending a service that nobody has decided."""
OPTIONS, EQUALITY, CONSULTED, ADVICE = (
    "options-appraisal",
    "equality-impact-assessment",
    "consultation-report",
    "consultation-advice",
)


def check_closed(taken: Taken, found: Findings) -> None:
    """Note what stood in the way."""
    commission = taken.rows.get("commission", taken.report.get("commission_id"))
    if commission is None:
        found.say("it is on no commission")
    else:
        state = str(commission["state"])
        ref = commission["ref"]
        taken.wants(state not in SET_ASIDE, f"commission {ref} was {spoken(state)}", found)
        found.say(f"commission {ref} was {spoken(state)}")
        for block in taken.rows.where("block", commission_id=commission["id"]):
            if taken.report["kind"] in block["moves"]:
                _block(taken, block, ref, found)
    if taken.report["kind"] == "exit" and not taken.report.get("parent_id") and not taken.advises:
        for kind in _unguarded(taken):
            words = f"{kind} did not lie with the report, as the law wants where a service ends"
            taken.wants(False, words, found)


def _block(taken: Taken, block: Row, ref: str, found: Findings) -> None:
    """An escalation's block holds until its deadline is settled, or has got another day."""
    kind = spoken(taken.report["kind"])
    since = taken.day_of(instant(block["set_at"]))
    due = taken.rows.get("deadline", block["deadline_id"])
    prompt = taken.rows.get("prompt", block["prompt_id"])
    if due is None or prompt is None:
        began = f"decisions to {kind} on {ref} were closed on {in_words(since)}"
        found.unknown(f"{began}; until when is not in the record")
        return
    extended = due.get("extended")
    live = due.get("state", "running") in LIVE
    if extended is not None:
        live = live and prompt["key"].endswith(f"/{extended + 1}")
    what = f"{spoken(due['kind'])}, due on {in_words(due['due_day'])}"
    words = (
        f"decisions to {kind} on {ref} were closed since {in_words(since)}, until there is: {what}"
    )
    taken.wants(not (live and since <= taken.on), words, found)
    if not live:
        found.say(f"decisions to {kind} on {ref} had been closed, and were open again: {what}")


def _unguarded(taken: Taken) -> Iterator[str]:
    """The kinds of document that a report on ending a service lacked (Equality Act 2010, s.149)."""
    there = {
        str(one["kind"])
        for one in taken.rows.where("evidence", proposal_id=taken.report["id"])
        if not one.get("withdrawn") and taken.day_of(instant(one["added_at"])) <= taken.on
    }
    case = _case(taken)
    if EQUALITY not in there:
        yield EQUALITY
    if case is None:
        return
    if OPTIONS not in there:
        yield OPTIONS
    none = bool((case.get("consultation") or {}).get("none"))
    if not there & ({CONSULTED, ADVICE} if none else {CONSULTED}):
        yield ADVICE if none else CONSULTED


def _case(taken: Taken) -> Row | None:
    """The case that the report is about: its own, else the undecided one of its commission."""
    own = taken.rows.one("decommissioning_case", proposal_id=taken.report["id"])
    if own is not None or not taken.report.get("commission_id"):
        return own
    agreement = taken.report.get("agreement_id")
    known = taken.rows.where(
        "decommissioning_case", commission_id=taken.report.get("commission_id")
    )
    open_ = [
        one
        for one in known
        if one["state"] in UNDECIDED
        and (None in (agreement, one.get("agreement_id")) or agreement == one.get("agreement_id"))
    ]
    named = (taken.report.get("details") or {}).get("case")
    if named is not None:
        open_ = [one for one in open_ if one["ref"] == named]
    open_.sort(key=lambda one: (len(one["ref"]), one["ref"]))
    same = [one for one in open_ if one.get("agreement_id") == agreement]
    return next(reversed(same or open_), None)
