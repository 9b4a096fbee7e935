"""Each decision of the report, worked out anew: what is asked of it, one question after another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from governance.verifier.bundle import Bundle, Entry, Row, instant
from governance.verifier.case import case_of
from governance.verifier.closed import check_closed
from governance.verifier.counting import check_count
from governance.verifier.effect import check_effect
from governance.verifier.entitled import check_apart, check_entitled, could_do
from governance.verifier.findings import Findings, Step
from governance.verifier.lawful import check_lawful, check_recorded
from governance.verifier.order import Order
from governance.verifier.procedures import together
from governance.verifier.rulebooks import Rulebooks
from governance.verifier.scheme import Answer
from governance.verifier.taken import Taken, decision_in, taken_in
from governance.verifier.texts import UnreadableError
from governance.verifier.words import in_words, spoken

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
    for name, title, check in _QUESTIONS:
        if name == "counted" and taken.row["how_taken"] == "single_officer":
            continue
        found.begin(name, title, decision=taken.number)
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
    who, on = taken.called(str(taken.row["decider"])), in_words(taken.on)
    found.say(f"{who} took it on {on}; it was recorded as it happened")
    found.unknown("how it was taken is as whoever recorded it says, and was held to no rule")
    for flag in flags:
        found.fails(f"it was flagged: {flag.get('code')}")


def _rule(taken: Taken, books: Rulebooks, found: Findings) -> None:
    """The scheme that governed, the case, and the rule that takes it."""
    at = taken.day_of(taken.entry.at)
    dated = f"it is dated {in_words(taken.on)}"
    found.holds(at == taken.on, f"{dated}, and was recorded on {in_words(at)}")
    if taken.latest is not None and taken.day_of(taken.latest) > taken.on:
        before = in_words(taken.day_of(taken.latest))
        found.unknown(f"{dated}, and an act before it in its history {before}: one clock was wrong")
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
        found.fails(f"no version of {report['scheme_key']} was in force on {in_words(day)}")
        return
    found.holds(
        version["id"] == report.get("scheme_version_id"),
        f"{version['ref']} governed on {in_words(day)}, and another version was applied",
    )
    taken.scheme = scheme = books.scheme(version)
    case = case_of(taken, scheme, found, day)
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
        to = taken.called(scheme.fallback)
        found.say(f"no rule of {version['ref']} takes the case: it goes to {to}")
        found.holds(report.get("rule") is None, f"rule {report.get('rule')} does not take the case")
        return
    if answer.rule is None:
        told = {"no rule": "no rule takes", "conflict": "rules disagree about"}
        why = told.get(answer.kind, "too little is known of")
        taken.wants(False, f"{why} the case: {', '.join(answer.rules) or 'none'}", found)
        return
    rule = answer.rule
    source = f" ({rule.source})" if rule.source else ""
    found.say(f"rule {rule.id} of {version['ref']} takes the case{source}: {rule.title}")
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
    step = taken.step
    if step is None:
        found.fails("the decision takes no step of the path")
        return
    again = taken.entry.body["kind"] == "proposal.decided_again"
    called = taken.called(str(step["decider"]))
    found.holds(again or step["state"] not in OVER, f"the step of {called} was over")
    for other in taken.steps:
        first = other["place"] < step["place"]
        beside = other["place"] == step["place"] and other["kind"] not in TURNS
        if (first or beside) and other["id"] != step["id"]:
            _before(taken, other, found)


def _before(taken: Taken, other: Row, found: Findings) -> None:
    """A step that came first is done, by somebody who could."""
    what = f"{spoken(other['kind'])} by {taken.called(str(other['decider']))}"
    if other["state"] not in OVER:
        taken.wants(False, f"{what} was not done", found)
        return
    who = f" by {taken.who(other['done_by_id'])}" if other.get("done_by_id") else ""
    done = f"done on {in_words(other.get('done_on'))}{who}"
    found.say(f"{what}: {done if other['state'] == 'done' else 'let go'}")
    found.holds(could_do(taken, other), f"{taken.who(other.get('done_by_id'))} could not: {what}")


_Check = Callable[[Taken, Rulebooks, Findings], None]
_QUESTIONS: tuple[tuple[str, str, _Check], ...] = (
    ("rule", "Which rule applied", _rule),
    ("path", "What had to come before was done", _path),
    ("open", "Nothing had closed such decisions", lambda t, _, f: check_closed(t, f)),
    ("entitled", "Whoever decided was entitled to", check_entitled),
    ("apart", "Duties that are kept apart were", lambda t, _, f: check_apart(t, f)),
    ("counted", "The quorum was there, and the vote was carried", check_count),
    ("lawful", "It was not too early", check_lawful),
    ("record", "The record says what has to be said", check_recorded),
)
"""What is asked of every decision, in the order in which it is asked."""


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
            check_effect(entry, report, rows, books, found)
        except (UnreadableError, ValueError) as error:
            found.fails(str(error))
