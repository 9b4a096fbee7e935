"""Everything that the page of one report shows, as plain values.

What `next_steps.page` says, and besides: who acts at each step and by which rule, how each sum of
the case was made, who said what, which documents may be seen, who voted or consented, how it may
be decided without a meeting, and which moves reality may still ask for. The number of statements
grows with the report's own path and never with the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select

from governance import words
from governance.application.bodies.delegations import titles as post_titles
from governance.application.bodies.facts import BodyFacts
from governance.application.commissions.allowed import READERS_OF_CLOSED
from governance.application.commissions.queries import evidence_plain
from governance.application.desk import Desk
from governance.application.ledger.queries import history
from governance.application.meetings.present import came_to, people_there
from governance.application.next_steps import page
from governance.application.people.organisations import partners
from governance.application.people.queries import names, names_by_key
from governance.application.proposals.asked import asked
from governance.application.proposals.between import ways_ahead
from governance.application.proposals.consenting import in_writing_bodies
from governance.application.proposals.counting import ballots_cast, signatories_of
from governance.application.proposals.interests import sitting_of
from governance.application.proposals.partners import UNDECIDED
from governance.application.proposals.powers import may, titles
from governance.application.proposals.queries import decisions
from governance.application.proposals.reading import Report, read_report
from governance.application.proposals.turns import NOT_ON_RECORD, not_on_record
from governance.application.proposals.wanted import wanted
from governance.domain.authority.model import Rule
from governance.domain.authority.outcome import Determined
from governance.store.lists import belongs, in_list
from governance.store.tables import TABLES
from statemachines.permissions import NOBODY
from statemachines.proposal import PROPOSAL

_office = TABLES["office"]
_holding = TABLES["office_holding"]
_organisation = TABLES["organisation"]
_item = TABLES["agenda_item"]
_meeting = TABLES["meeting"]
_body = TABLES["body"]
_consent = TABLES["consent"]
_call_in = TABLES["call_in"]
_here: Any = bindparam("partnership")


_HOLDERS = (
    select(_office.c.key, _holding.c.person_id, _holding.c.deputy)
    .join(_holding, belongs(_holding, "office_id", _office))
    .where(
        _office.c.partnership_id == _here,
        in_list(_office.c.key, "keys"),
        _holding.c.from_day <= bindparam("day"),
        _holding.c.to_day.is_(None) | (_holding.c.to_day >= bindparam("day")),
    )
    .order_by(_office.c.key, _holding.c.deputy, _holding.c.from_day)
)
_LISTINGS = (
    select(
        _item.c.state,
        _item.c.place,
        _item.c.late_reason,
        _meeting.c.ref.label("meeting"),
        _meeting.c.on_day,
        _meeting.c.state.label("meeting_state"),
        _meeting.c.agenda_published_on,
        _body.c.name.label("body"),
        _body.c.key.label("body_key"),
    )
    .join(_meeting, belongs(_item, "meeting_id", _meeting))
    .join(_body, belongs(_meeting, "body_id", _body))
    .where(_item.c.partnership_id == _here, _item.c.proposal_id == bindparam("proposal"))
    .order_by(_item.c.id)
)
_CONSENTS = (
    select(_consent, _organisation.c.key.label("partner"), _organisation.c.name)
    .join(_organisation, belongs(_consent, "organisation_id", _organisation))
    .where(_consent.c.partnership_id == _here, _consent.c.subject_id == bindparam("proposal"))
    .order_by(_consent.c.on_day, _consent.c.id)
)
_CALL_INS = (
    select(_call_in)
    .where(_call_in.c.partnership_id == _here, _call_in.c.proposal_id == bindparam("proposal"))
    .order_by(_call_in.c.called_at)
)

BESIDES: Final = (
    "record_decision_outside",
    "record_effect_outside",
    "rescind",
    "quash",
    "lapse",
)
"""Moves that are there because reality may ask for them, in the order in which they are shown."""


def report_page(desk: Desk, ref: str) -> dict[str, Any]:
    """A report's whole page: `next_steps.page` with what is said in this module's first lines.

    Raises `Unusable` for a report nobody knows.
    """
    found = page(desk, ref)
    row = desk.row("proposal", ref)
    report = read_report(desk, row, on=row.decided_on or desk.today)
    people = _people(desk, report)
    parent = desk.by_id("proposal", row.parent_id)
    partner = desk.by_id("organisation", row.organisation_id)
    listings = desk.all(_LISTINGS, proposal=row.id)
    found |= {
        "id": row.id,
        "author": people.get(row.author_id),
        "submitted_at": row.submitted_at,
        "decision_due": row.decision_due,
        "details": row.details,
        "called": _called_in_details(desk, row.details),
        "gate": row.gate,
        "agreement": report.agreement.ref if report.agreement is not None else None,
        "commission_title": report.commission.title if report.commission is not None else None,
        "partner": partner.name if partner is not None else None,
        "partner_key": partner.key if partner is not None else None,
        "parent": parent.ref if parent is not None else None,
        "said": _flags(row.flags),
        "ruled": _ruled(report),
        "steps": _steps(desk, report, people),
        "case": asked(report),
        "documents": _documents(desk, report),
        "interests": _interests(report, people),
        "notices": _notices(desk, report),
        "wanted": wanted(report, listings),
        "listings": [one._asdict() for one in listings],
        "votes": _votes(desk, report),
        "consents": _consents(desk, report, people),
        "call_ins": [_called(one) for one in desk.all(_CALL_INS, proposal=row.id)],
        "call_in_rule": report.procedure.call_in,
        "between": _between(desk, report),
        "besides": _besides(row.state),
        "history": history(desk, row.ref).entries,
    }
    taken = zip(found["decisions"], decisions(desk, row.id), strict=True)
    found["decisions"] = [told | _decided(desk, one, people, told) for told, one in taken]
    return found


def _people(desk: Desk, report: Report) -> dict[str, str]:
    """The names of everybody the page speaks of, by id."""
    row = report.row
    ids = {
        row.author_id,
        *(d.person_id for d in report.declarations),
        *(d.settled_by_id for d in report.declarations),
        *(s.done_by_id for s in report.steps),
        *(c.person_id for c in desk.all(_CONSENTS, proposal=row.id)),
        *(d.taken_by_id for d in decisions(desk, row.id)),
        *(c["person_id"] for d in decisions(desk, row.id) for c in d.conflicts),
    }
    return names(desk, ids - {None})


_BY_KEY = select(_organisation.c.key, _organisation.c.name).where(
    _organisation.c.partnership_id == _here, in_list(_organisation.c.key, "keys")
)


def _called_in_details(desk: Desk, details: Mapping[str, Any]) -> dict[str, str]:
    """What people call the organisations, offices and bodies that details name by their keys."""
    said = [*details.values(), *(key for v in details.values() if isinstance(v, dict) for key in v)]
    keys = {v for v in said if isinstance(v, str)}
    keys |= {one for v in said if isinstance(v, list) for one in v if isinstance(one, str)}
    if not keys:
        return {}
    found = {row.key: row.name for row in desk.all(_BY_KEY, keys=sorted(keys))}
    return found | post_titles(desk, keys)


def _flags(flags: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What is out of the ordinary about a report, each in a sentence."""
    return [
        {
            "code": one["code"],
            "words": words.say(f"report_page.flag.{one['code']}", one),
            "reason": one.get("reason", ""),
            "on": one.get("on"),
        }
        for one in flags
        if f"report_page.flag.{one['code']}" in words.catalogue()
    ]


def _ruled(report: Report) -> dict[str, Any] | None:
    """The rule by which it goes: the domain's rule and scheme, and the procedures it names."""
    if report.scheme is None or not isinstance(report.outcome, Determined):
        return None
    rule: Rule = report.scheme.rule(report.outcome.rule)
    version = report.version.ref if report.version is not None else None
    named = [report.scheme.procedures[name] for name in report.outcome.procedure]
    return {
        "scheme": report.scheme,
        "rule": rule,
        "version": version,
        "on": report.on,
        "procedures": [{"title": one.title, "source": one.source} for one in named],
        "key_decision": report.procedure.key_decision,
    }


def _steps(desk: Desk, report: Report, people: Mapping[str, str]) -> list[dict[str, Any]]:
    """The path with who acts at each step: as drawn, else as today's facts would draw it.

    A step that is decided says who decided it, which may be somebody above the rule's decider.
    """
    provisional = not report.steps
    if provisional and isinstance(report.outcome, Determined):
        drawn = [
            (place, one, None) for place, group in enumerate(report.outcome.path) for one in group
        ]
    else:
        drawn = [(one.place, one, one) for one in report.steps]
    made = decisions(desk, report.row.id)
    took = {one.step_id: one.decider for one in made}
    untaken = not_on_record(report.steps, made)
    named = [
        (place, one, step, took.get(step.id, one.decider) if step is not None else one.decider)
        for place, one, step in drawn
    ]
    keys = {decider for _, _, _, decider in named}
    called = titles(desk, report.scheme, keys)
    acting = _acting(desk, report, keys)
    each = {k for k, d in (report.scheme.deciders if report.scheme else {}).items()}
    kinds = {k: report.scheme.deciders[k].kind for k in each} if report.scheme else {}
    return [
        {
            "place": place + 1,
            "kind": one.kind,
            "decider": decider,
            "title": called[decider],
            "what": kinds.get(decider, "office" if decider in acting else "body"),
            "who": acting.get(decider, []),
            "method": one.method,
            **_stands(step, untaken, people),
        }
        for place, one, step, decider in named
    ]


def _stands(step: Any | None, untaken: frozenset[str], people: Mapping[str, str]) -> dict[str, Any]:
    """How a step stands; of one that nobody took, only that."""
    if step is None or step.id in untaken:
        state = "provisional" if step is None else NOT_ON_RECORD
        return {"state": state, "view": None, "supports": None, "on": None, "by": None}
    return {
        "state": step.state,
        "view": step.view,
        "supports": step.supports,
        "on": step.done_on,
        "by": people.get(step.done_by_id),
    }


def _acting(desk: Desk, report: Report, keys: set[str]) -> dict[str, list[str]]:
    """Who acts for each office on the day: holders first, then deputies."""
    rows = desk.all(_HOLDERS, keys=sorted(keys), day=report.on)
    called = names(desk, {row.person_id for row in rows})
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.key, []).append(called[row.person_id])
    return found


def _documents(desk: Desk, report: Report) -> list[dict[str, Any]]:
    """Each document, and whether the actor may see it: a closed one is for those who need it.

    Of a decided report also those taken off since, with the day: they were before the decider.
    """
    reads_closed = bool(may(desk, report) & frozenset(READERS_OF_CLOSED))
    return [
        evidence_plain(one)
        | {
            "own": one.proposal_id == report.row.id,
            "may_see": one.closed is None or reads_closed,
            "off_on": report.off_on.get(one.id),
        }
        for one in (*report.evidence, *report.taken_off)
    ]


def _interests(report: Report, people: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": people[one.person_id],
            "kind": one.kind,
            "outcome": one.outcome,
            "dispensation": one.dispensation,
            "settled_by": people.get(one.settled_by_id),
            "at": one.declared_at,
        }
        for one in report.declarations
    ]


def _notices(desk: Desk, report: Report) -> list[dict[str, Any]]:
    """Each notice with how long it has stood: to the decision, else to today; in days."""
    until = report.row.decided_on or desk.today
    return [
        {
            "kind": one.kind,
            "on": one.published_on,
            "days": (until - one.published_on).days,
            "agreed_by": one.agreed_by,
            "reasons": one.reasons,
            "content": one.content,
        }
        for one in report.notices
    ]


def _votes(desk: Desk, report: Report) -> list[dict[str, Any]]:
    """The votes cast by name at the meeting that has it now."""
    sitting = sitting_of(desk, report)
    if sitting is None:
        return []
    cast = ballots_cast(desk, report.row.id, sitting)
    called = names(desk, {one.person_id for one in cast.values()})
    return [
        {"person": key, "name": called[one.person_id], "vote": one.vote}
        for key, one in sorted(cast.items())
    ]


def _consents(desk: Desk, report: Report, people: Mapping[str, str]) -> dict[str, Any]:
    """The written consents given, and of the partners still wanted who may sign."""
    given = desk.all(_CONSENTS, proposal=report.row.id)
    have = {one.partner for one in given}
    wanted: dict[str, list[str]] = {}
    for body in in_writing_bodies(desk, report) if report.row.state in UNDECIDED else ():
        wanted |= _may_sign(body)
    called = {one.key: one.name for one in partners(desk)} if wanted else {}
    return {
        "given": [
            {
                "partner": one.partner,
                "name": one.name,
                "by": people[one.person_id],
                "on": one.on_day,
                "words": one.words,
            }
            for one in given
        ],
        "wanted": [
            {"partner": key, "name": called.get(key, key), "signatories": wanted[key]}
            for key in wanted
            if key not in have
        ],
    }


def _may_sign(body: BodyFacts) -> dict[str, list[str]]:
    assert body.terms is not None
    return {
        key: [person.name for person in people]
        for key, people in signatories_of(body, body.terms).items()
    }


def _called(one: Any) -> dict[str, Any]:
    return {
        "by": one.called_by,
        "grounds": one.grounds,
        "at": one.called_at,
        "outcome": one.outcome,
        "on": one.outcome_on,
    }


def _between(desk: Desk, report: Report) -> list[dict[str, Any]]:
    """The ways of deciding without a meeting, open and closed."""
    return [
        {
            "way": way.value,
            "body": body.key,
            "body_name": body.title,
            "open": not refusals,
            "closed_because": [
                {
                    "code": one.code,
                    "words": words.say(one.code, one.params),
                    "remedy": words.remedy(one.code, one.params),
                }
                for one in refusals
            ],
        }
        for body, way, refusals in ways_ahead(desk, report)
    ]


def _besides(state: str) -> list[str]:
    """Of `BESIDES` those that lead on from a state, whoever may make them."""
    moves = PROPOSAL.from_state.get(state, {})
    return [name for name in BESIDES if name in moves and moves[name].who - NOBODY]


def _decided(
    desk: Desk, decision: Any, people: Mapping[str, str], told: Mapping[str, Any]
) -> dict[str, Any]:
    """What the page adds to a decision: who took it, who had an interest, how each voted."""
    count = decision.count or {}
    named, dissent = count.get("by_name", {}), count.get("dissent", [])
    called = names_by_key(desk, [*named, *dissent])
    there = people_there(desk, [decision.meeting_id] if decision.conflicts else ())
    return {
        "by": people.get(decision.taken_by_id),
        "conflicts": [
            {
                "name": people[c["person_id"]],
                "kind": c["kind"],
                "outcome": came_to(c, decision, there),
            }
            for c in decision.conflicts
        ],
        "votes": [{"name": called.get(key, key), "vote": vote} for key, vote in named.items()],
        "dissent": [called.get(key, key) for key in dissent],
        "consented": count.get("consented", []),
        "remedies": [words.remedy(one["code"], one["params"]) for one in told["irregular"]],
    }
