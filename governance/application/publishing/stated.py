"""What the record of a published decision states: read by its public page and by its notice.

SI 2012/2089 reg 12 (a body's decision: statement) and reg 13 (a member's or an officer's: record):
the decision and its day, the reasons, the alternatives considered and rejected, the interests
declared and the dispensations given. SI 2014/2095 reg 7 asks the same of officers of councils.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.application.desk import Desk
from governance.application.ledger.sealing import latest_seal
from governance.application.meetings.present import came_to, people_there
from governance.application.people.queries import names, names_by_key
from governance.application.proposals.after import call_in_open
from governance.application.proposals.on_file import facts_in, happened
from governance.application.proposals.powers import titles
from governance.application.proposals.queries import decisions as taken_on
from governance.application.proposals.reading import Report, read_report
from governance.application.proposals.turns import ADVISES, not_on_record
from governance.application.publishing.decisions import one_decided
from governance.application.publishing.documents import behind
from governance.application.publishing.openness import ANNOUNCES
from governance.store.lists import in_list
from governance.store.tables import TABLES
from statemachines.proposal_facts import POSITIVE

RECORDED: Final = "recorded"
"""The way of voting whose record names everybody."""

ADVICE: Final = frozenset({"recommend", "endorse"})
"""Steps whose outcome is advice to whoever decides."""

_KINDS: Final[Mapping[str, str]] = {"office": "officer", "body": "body", "each-partner": "partner"}
"""By what a scheme calls a decider: whose decision it is."""

_here: Any = bindparam("partnership")
_call_in = TABLES["call_in"]
_deadline = TABLES["deadline"]
_step = TABLES["step"]
_CALLED_IN = (
    select(_call_in)
    .where(_call_in.c.partnership_id == _here, _call_in.c.proposal_id == bindparam("proposal"))
    .order_by(_call_in.c.called_at)
)
_WINDOW = (
    select(_deadline.c.due_day)
    .where(
        _deadline.c.partnership_id == _here,
        _deadline.c.subject_id == bindparam("proposal"),
        _deadline.c.kind == "call_in_window",
    )
    .order_by(_deadline.c.id.desc())
    .limit(1)
)
_STEPS = select(_step.c.id, _step.c.kind).where(
    _step.c.partnership_id == _here, _step.c.proposal_id == bindparam("proposal")
)
_BY_KEY = {
    form: select(TABLES[table].c.key).where(
        TABLES[table].c.partnership_id == _here, in_list(TABLES[table].c.key, "keys")
    )
    for form, table in (("officer", "office"), ("body", "body"))
}


def stated(desk: Desk, ref: str) -> dict[str, Any] | None:
    """The record of a published decision; None where there is none such for anybody to see."""
    found = one_decided(desk, ref)
    if found is None:
        return None
    row, line = found
    report = read_report(desk, row, on=row.decided_on)
    taken = taken_on(desk, row.id)
    keys = {str(key) for key in (row.decider, *(d.decider for d in taken)) if key is not None}
    called = titles(desk, report.scheme, keys)
    people, forms = _People(desk, taken), _forms(desk, report, keys)
    advising = {one.id for one in desk.all(_STEPS, proposal=row.id) if one.kind in ADVICE}
    return {
        **line,
        # Whoever took it: outside Vires that may be somebody else than the rule says.
        "decider": called.get(taken[-1].decider if taken else row.decider, ""),
        "key_decision": report.procedure.key_decision,
        "authority": _authority(report),
        "decisions": [
            {
                "number": number,
                "form": forms.get(one.decider, "partner"),
                "advice": one.step_id in advising or one.outcome in ADVISES,
                **_decision(one, called[one.decider], people, report),
            }
            for number, one in enumerate(taken, start=1)
        ],
        "consulted": _consulted(desk, report, taken),
        "notices": [
            {"kind": n.kind, "on": n.published_on, "reasons": n.reasons}
            for n in report.notices
            if n.kind in ANNOUNCES or n.kind == "urgent_item"
        ],
        "call_in": _call_in_of(desk, row, report),
        "takes_effect": row.outcome in POSITIVE,
        "effective_on": row.effective_on,
        "papers": behind(desk, row),
        "seal": _seal(desk),
    }


def _forms(desk: Desk, report: Report, keys: set[str]) -> dict[str, str]:
    """Of each decider whether it is a `body`, an `officer`, or a `partner` that decides itself."""
    scheme = report.scheme
    known = {k: _KINDS[d.kind] for k, d in scheme.deciders.items()} if scheme is not None else {}
    for form, query in _BY_KEY.items():
        known |= {row.key: form for row in desk.all(query, keys=sorted(keys))}
    return known


class _People:
    """Whom the record of a decision has to name, and nobody else."""

    def __init__(self, desk: Desk, taken: list[Any]) -> None:
        ids = {one["person_id"] for d in taken for one in d.conflicts if "person_id" in one}
        ids |= {d.taken_by_id for d in taken if d.taken_by_id is not None}
        self.by_id = names(desk, ids)
        self.by_key = names_by_key(desk, {key for d in taken for key in _voters(d)})
        self.there = people_there(desk, (d.meeting_id for d in taken if d.conflicts))


def _voters(decision: Any) -> list[str]:
    count = decision.count or {}
    named = list(count.get("dissent") or ())
    if decision.how_taken == RECORDED:
        named += list(count.get("by_name") or ())
    return named


def _decision(decision: Any, decider: str, people: _People, report: Report) -> dict[str, Any]:
    dispensed = {d.person_id: d.dispensation for d in report.declarations}
    return {
        "decider": decider,
        "by": people.by_id.get(decision.taken_by_id or ""),
        "on": decision.on_day,
        "outcome": decision.outcome,
        "how": decision.how_taken,
        "outside": decision.outside,
        "irregular": [words.say(one["code"], one["params"]) for one in decision.irregular],
        "verbatim": decision.verbatim,
        "reasons": decision.reasons,
        "alternatives": decision.alternatives,
        "conflicts": [
            {
                "name": people.by_id.get(one.get("person_id", ""), one.get("name", "")),
                "kind": one.get("kind"),
                "outcome": came_to(one, decision, people.there),
                "dispensation": dispensed.get(one.get("person_id")),
            }
            for one in decision.conflicts
        ],
        "vote": _vote(decision, people),
    }


def _vote(decision: Any, people: _People) -> dict[str, Any] | None:
    """How a vote went: totals of a counted one, names of a recorded one, and who dissented."""
    count: Mapping[str, Any] = decision.count or {}
    totals = [count.get(side) or 0 for side in ("for", "against", "abstained")]
    dissent = [people.by_key.get(key, key) for key in count.get("dissent") or ()]
    if not any(totals) and not dissent:
        return None
    by_name = (count.get("by_name") or {}) if decision.how_taken == RECORDED else {}
    return {
        "for": totals[0],
        "against": totals[1],
        "abstained": totals[2],
        "by_name": [(people.by_key.get(key, key), vote) for key, vote in by_name.items()],
        "dissent": dissent,
        "casting_vote": count.get("casting_vote"),
    }


def _authority(report: Report) -> dict[str, Any]:
    """Under what it was decided: the scheme's version and its rule, and the procedure."""
    version = report.version
    return {
        "scheme": None if version is None else version.title,
        "version": None if version is None else version.ref,
        "rule": report.row.rule,
        "procedure": report.procedure.title,
    }


def _consulted(desk: Desk, report: Report, taken: list[Any]) -> list[dict[str, Any]]:
    """Who was consulted, and when. That they were is public; what they wrote is not.

    Whoever was asked by nobody, as the decision was taken outside Vires, was not consulted.
    """
    untaken = not_on_record(report.steps, taken)
    steps = [
        s
        for s in report.steps
        if s.kind == "consult" and s.done_on is not None and s.id not in untaken
    ]
    called = titles(desk, report.scheme, {s.decider for s in steps}) if steps else {}
    return [{"title": called[s.decider], "on": s.done_on} for s in steps]


def _call_in_of(desk: Desk, row: Any, report: Report) -> dict[str, Any] | None:
    """Until when and by whom it may be called in, and whether it was. Who did is not shown.

    `until` is the last day while it is open, `last_day` also later. `waived` says why an urgent
    decision went without call-in, and who agreed to that.
    """
    rule = report.procedure.call_in
    if rule is None:
        return None
    open_ = call_in_open(desk, row) if row.state == "call_in_window" else ()
    window = desk.first(_WINDOW, proposal=row.id)
    until = open_[0].params["until"] if open_ else None
    last_day = None if window is None else window.due_day - dt.timedelta(days=1)
    return {
        "who": rule.who,
        "until": until,
        "last_day": until or last_day,
        "hour": rule.cutoff,
        "called": [
            {"on": desk.day_of(c.called_at), "outcome": c.outcome, "outcome_on": c.outcome_on}
            for c in desk.all(_CALLED_IN, proposal=row.id)
        ],
        "waived": _waived(desk, row.id),
    }


def _waived(desk: Desk, proposal_id: str) -> dict[str, Any] | None:
    """By whose consent and why it went without call-in; None where it did not."""
    for act in happened(desk, (proposal_id,), ("proposal.released",)):
        facts = facts_in(act)
        if facts.get("agreed_by"):
            told = {"agreed_by": facts["agreed_by"], "reason": facts.get("reason") or ""}
            return told | {"on": desk.day_of(act.at)}
    return None


def _seal(desk: Desk) -> dict[str, Any] | None:
    """The latest seal over the record; None where nothing is sealed yet."""
    seal = latest_seal(desk)
    return None if seal is None else {**seal.plain(), "on": desk.day_of(seal.at)}
