"""Taking part in a report without deciding it: clearing, being heard, interests, votes, consents.

A consulted person's view is recorded; it does not block, its absence does. An interest is
settled by the law or by the chair on advice. A vote is cast while the item is open and the last
one before it closes counts.
"""

from __future__ import annotations

from typing import Any

from governance.application.bodies.facts import people_values
from governance.application.change import Change, Insert, Receipt, Update
from governance.application.desk import Desk
from governance.application.permissions import permissions, standing
from governance.application.proposals.advancing import path_after
from governance.application.proposals.consenting import consent_refused
from governance.application.proposals.counting import ballot_write, ballots_cast, choice
from governance.application.proposals.deciding import IN_SESSION
from governance.application.proposals.declarations import DECLARED, not_disclosable
from governance.application.proposals.findings import duties_together
from governance.application.proposals.interests import (
    INTERESTS,
    bound_by_localism_act,
    dispensation_told,
    presides,
    sitting_of,
)
from governance.application.proposals.powers import as_deciders, home_of_actor
from governance.application.proposals.reading import Report, read_report
from governance.application.proposals.turns import OVER, opened_by
from governance.domain.bodies.interests import (
    WITHDRAWN,
    Declared,
    Dispensation,
    Outcome,
    settle,
)
from governance.domain.errors import GuardRefused, Refusal, Refused, Unusable
from governance.domain.suggest import nearest
from statemachines.machine import step
from statemachines.permissions import Permission
from statemachines.step import STEP, StepFacts

ASKED = (
    "in_clearance",
    "cleared",
    "on_agenda",
    "with_officer",
    "before_decider",
    "sent_to_higher",
)
"""States of a report on which views can still be said."""


def record_view(
    desk: Desk,
    ref: str,
    *,
    view: str,
    supports: bool | None = None,
    decider: str | None = None,
    seen: int | None = None,
) -> Receipt:
    """Record a clearance, or what a consulted office or body said.

    `decider` is its key; without one it is the office the actor holds. A secretary may record
    another's view; what a body recommends is decided at its meeting. A view nobody asked for on
    the path is kept too: a delegation may want it.
    """
    row = desk.row("proposal", ref, seen=seen)
    report = read_report(desk, row, on=desk.today)
    own = as_deciders(standing(desk).offices)
    held = permissions(desk, commission=report.commission, proposal=row)
    if not view.strip():
        raise Unusable.one("view.empty")
    if row.state not in ASKED:
        raise Refused.one("view.not_now", ref=row.ref, state=row.state.replace("_", " "))
    wanted = [
        s
        for s in report.steps
        if s.kind in ("consult", "clear", "recommend")
        and s.state not in OVER
        and (s.decider == decider if decider is not None else s.decider in own)
        and (s.kind != "recommend" or s.decider in own)
    ]
    if not wanted:
        return _unasked(desk, report, decider, own, held, view, supports)
    one = wanted[0]
    if one.decider not in own and Permission.SECRETARY not in held:
        raise Refused.one("view.not_yours", who=one.decider.replace("-", " "))
    if one.kind == "clear" and supports is False:
        raise Refused.one("view.not_cleared", ref=row.ref)
    if early := _still_wanted(report, one):
        raise GuardRefused(early)
    path_after(report, one, one.kind)
    if one.decider in own and (together := _together(desk, report, one)):
        raise GuardRefused(together)
    acting = held | {Permission.CLEARER.value, Permission.DECIDER.value}
    finish = StepFacts(
        permissions=acting, before_it=(), not_entitled=(), not_separate=(), record_wants=()
    )
    done = {
        "state": step(STEP, one.state, "finish", finish),
        "view": view.strip(),
        "supports": supports,
        "done_on": desk.today,
        "done_by_id": desk.actor.person_id,
    }
    return desk.apply(
        Change(
            kind=f"proposal.{one.kind}_recorded",
            table="proposal",
            subject=row,
            values={},
            facts={"who": one.decider, "supports": supports},
            writes=(Update("step", one, done), *opened_by(report.steps, [one])),
        )
    )


def _still_wanted(report: Report, one: Any) -> tuple[Refusal, ...]:
    """The steps of the path that come first and are not done."""
    return tuple(
        Refusal(f"step.{s.kind}_wanted", {"who": s.decider.replace("-", " ")})
        for s in report.steps
        if s.place < one.place and s.state not in OVER
    )


def _together(desk: Desk, report: Report, one: Any) -> tuple[Refusal, ...]:
    """Duties the scheme keeps apart that the actor would hold together by doing this step."""
    return duties_together(
        report,
        duties={one.kind, one.decider},
        person=desk.actor.person_id,
        home=home_of_actor(desk) if report.providers else frozenset(),
    )


def _unasked(
    desk: Desk,
    report: Report,
    decider: str | None,
    own: frozenset[str],
    held: frozenset[str],
    view: str,
    supports: bool | None,  # noqa: FBT001  # it was asked for by name
) -> Receipt:
    """Keep a view that no step of the path asks for, once a path is drawn."""
    row = report.row
    key = decider or (min(own) if len(own) == 1 else None)
    if key is None or not report.steps:
        raise Refused.one("view.nobody_asked", ref=row.ref)
    if key not in own and Permission.SECRETARY not in held:
        raise Refused.one("view.not_yours", who=key.replace("-", " "))
    if any(s.decider == key and s.kind != "consult" for s in report.steps):
        raise Refused.one("view.already_done", ref=row.ref, who=key.replace("-", " "))
    lanes = [s.lane for s in report.steps if s.place == 0]
    kept = {
        "id": desk.new_id(),
        "proposal_id": row.id,
        "draw": report.steps[0].draw,
        "place": 0,
        "lane": max(lanes) + 100,
        "kind": "consult",
        "decider": key,
        "state": "done",
        "view": view.strip(),
        "supports": supports,
        "done_on": desk.today,
        "done_by_id": desk.actor.person_id,
    }
    return desk.apply(
        Change(
            kind="proposal.view_recorded",
            table="proposal",
            subject=row,
            values={},
            facts={"who": key, "supports": supports},
            writes=(Insert("step", kept),),
        )
    )


def declare(
    desk: Desk,
    ref: str,
    *,
    kind: str,
    person: str | None = None,
    ruling: str | None = None,
    advised: bool = False,
    dispensation: Dispensation | None = None,
    seen: int | None = None,
) -> Receipt:
    """Declare an interest in a report, with what the chair ruled on advice.

    A person declares their own; the secretary or the chair may record another's. Nobody rules
    on their own interest, or gives themselves a dispensation. A councillor's disclosable
    pecuniary interest bars by law (Localism Act 2011 s.31(4)), whatever was ruled; a milder
    interest declared later does not take a stricter one's place. Nobody whom that Act does not
    bind has such an interest.
    """
    if kind not in INTERESTS:
        near = nearest(kind, INTERESTS)
        raise Unusable.one("interest.kind_unknown", kind=kind, nearest=near, known=list(INTERESTS))
    row = desk.row("proposal", ref, seen=seen)
    held = permissions(desk, proposal=row)
    who = desk.row("person", person) if person else None
    person_id = who.id if who is not None else desk.actor.person_id
    if person_id is None:
        raise Unusable.one("interest.whose")
    report = read_report(desk, row, on=desk.today)
    sitting = sitting_of(desk, report)
    held |= presides(desk, sitting)
    before = desk.first(DECLARED, proposal=row.id, person=person_id)
    settles = ruling is not None or dispensation is not None
    key = people_values(desk, [person_id])[person_id].key
    if found := (
        *_not_theirs(desk, held, person_id, settles=settles),
        *_milder(before, kind),
        *not_disclosable(desk, kind, key),
    ):
        raise Refused(found)
    declared = Declared(
        person=key,
        kind=kind,  # type: ignore[arg-type]  # one of INTERESTS
        localism_act=sitting is not None and bound_by_localism_act(sitting.body, key),
        ruling=_ruling(ruling),
        advised=advised,
        dispensation=dispensation,
    )
    settled = settle(declared, on=desk.today)
    if ruling is not None and settled.refusals:
        raise GuardRefused(settled.refusals)
    values = {
        "kind": kind,
        "outcome": settled.outcome.value,
        "dispensation": None if dispensation is None else dispensation_told(dispensation),
        "settled_by_id": desk.actor.person_id if ruling is not None else None,
        "declared_at": desk.now,
    }
    if before is None:
        new = {"id": desk.new_id(), "proposal_id": row.id, "person_id": person_id, **values}
        write: Insert | Update = Insert("declaration", new)
    else:
        write = Update("declaration", before, values)
    return desk.apply(
        Change(
            kind="proposal.interest_declared",
            table="proposal",
            subject=row,
            values={},
            facts={"person": key, "kind": kind, "outcome": settled.outcome.value},
            writes=(write,),
        )
    )


def _not_theirs(
    desk: Desk, held: frozenset[str], person_id: str, *, settles: bool
) -> tuple[Refusal, ...]:
    """Why the actor may not record an interest, or what was ruled on it."""
    own = person_id == desk.actor.person_id
    if Permission.SECRETARY in held or (Permission.CHAIR in held and not own):
        return ()
    if not own:
        return (Refusal("interest.not_yours"),)
    return (Refusal("interest.own_ruling"),) if settles else ()


def _milder(before: Any | None, kind: str) -> tuple[Refusal, ...]:
    """That a stricter interest of the same person is on record and stands."""
    if before is None or before.kind == WITHDRAWN:
        return ()
    if INTERESTS.index(before.kind) <= INTERESTS.index(kind):
        return ()
    return (Refusal("interest.stricter_stands", {"kind": before.kind.replace("_", " ")}),)


def _ruling(text: str | None) -> Outcome | None:
    if text is None:
        return None
    known = [o.value for o in Outcome]
    if text not in known:
        near = nearest(text, known)
        raise Unusable.one("interest.ruling_unknown", text=text, nearest=near, known=known)
    return Outcome(text)


def vote(desk: Desk, ref: str, *, choose: str, person: str | None = None) -> Receipt:
    """Cast a vote on a report that is open at a meeting; a member casts their own.

    The secretary may record another's. The last vote before the decision counts. Raises
    `GuardRefused` for whoever may not vote on the item, with why.
    """
    row = desk.row("proposal", ref)
    report = read_report(desk, row, on=desk.today)
    sitting = sitting_of(desk, report)
    if sitting is None or row.state != "before_decider" or sitting.meeting.state not in IN_SESSION:
        raise Refused.one("ballot.not_open", ref=row.ref)
    held = permissions(desk, proposal=row)
    key = person or desk.actor.name
    if key != desk.actor.name and Permission.SECRETARY not in held:
        raise Refused.one("ballot.not_yours")
    entitled = sitting.entitled()
    if key not in entitled.keys:
        why = entitled.barred.get(key, Refusal("decision.voter_absent", {"person": key}))
        raise GuardRefused([why])
    chosen = choice(choose)
    write = ballot_write(
        desk, row.id, sitting, key, chosen, ballots_cast(desk, row.id, sitting).get(key)
    )
    return desk.apply(
        Change(
            kind="proposal.vote_cast",
            table="proposal",
            subject=row,
            values={},
            facts={"person": key, "vote": chosen.value, "meeting": sitting.meeting.ref},
            writes=(write,),
        )
    )


def consent(
    desk: Desk, ref: str, *, partner: str, person: str | None = None, words: str = ""
) -> Receipt:
    """Record a partner's express written consent to a report, by whoever signs for it.

    Raises `Refused` for whoever cannot sign for the partner, and where nobody is going to
    decide the report in writing.
    """
    row = desk.row("proposal", ref)
    held = permissions(desk, proposal=row)
    signatory = desk.row("person", person) if person else None
    person_id = signatory.id if signatory is not None else desk.actor.person_id
    if person_id is None:
        raise Unusable.one("interest.whose")
    if person_id != desk.actor.person_id and Permission.SECRETARY not in held:
        raise Refused.one("consent.not_yours")
    organisation = desk.row("organisation", partner)
    report = read_report(desk, row, on=desk.today)
    if found := consent_refused(desk, report, partner=organisation, person_id=person_id):
        raise GuardRefused(found)
    values: dict[str, Any] = {
        "id": desk.new_id(),
        "subject_table": "proposal",
        "subject_id": row.id,
        "organisation_id": organisation.id,
        "person_id": person_id,
        "on_day": desk.today,
        "words": words,
    }
    return desk.apply(
        Change(
            kind="proposal.consent_given",
            table="proposal",
            subject=row,
            values={},
            facts={"partner": organisation.key, "on": desk.today},
            writes=(Insert("consent", values),),
        )
    )
