"""A report's first draft: what it asks for, under which scheme, with which answers."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from governance.application.change import Change, Receipt
from governance.application.commissions.gates import gate_problems
from governance.application.desk import Desk
from governance.application.permissions import permissions
from governance.application.proposals.case import Known, supplied
from governance.application.proposals.details_said import day_problems, days_against, read_details
from governance.application.proposals.powers import BY_VIRES
from governance.application.proposals.reading import known_about, last_draw
from governance.application.rulebook import in_force
from governance.application.rulebook.naming import find_version
from governance.domain.authority.cases import parse_case
from governance.domain.authority.model import Scheme, Value
from governance.domain.decisions import KINDS
from governance.domain.errors import Problem, Refused, Unusable
from governance.domain.money import amount_problems
from governance.domain.suggest import nearest
from statemachines.machine import enter
from statemachines.permissions import Permission
from statemachines.proposal import PROPOSAL
from statemachines.proposal_facts import ProposalFacts


def draft(
    desk: Desk,
    *,
    kind: str,
    title: str,
    commission: str | None = None,
    gate: str | None = None,
    agreement: str | None = None,
    version: str | None = None,
    value: int | None = None,
    recommendation: str = "",
    answers: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    scheme: str | None = None,
    delegation: str | None = None,
    decision_due: dt.date | None = None,
    parent: Any | None = None,
    organisation_id: str | None = None,
) -> Receipt:
    """Begin a report. `value` is pence; `answers` are inputs of the scheme by name.

    `scheme` is the key of the scheme that governs it; without one it is the scheme of the
    commission's lead organisation, else the partnership's own. Raises `Unusable` for names
    nobody knows, amounts below nothing and answers that the register gives itself.
    """
    if kind not in KINDS:
        near = nearest(kind, KINDS)
        raise Unusable.one("proposal.kind_unknown", kind=kind, nearest=near, known=list(KINDS))
    if not title.strip():
        raise Unusable.one("proposal.no_title")
    said = read_details(kind, details or {})
    if wrong := [*_wrong(value, decision_due), *days_against(said)]:
        raise Unusable(wrong)
    about = desk.row("commission", commission) if commission is not None else None
    under = desk.row("agreement", agreement) if agreement is not None else None
    if under is not None:
        about = about or desk.row("commission", under.commission_id)
        if under.commission_id != about.id:
            told = {"agreement": under.ref, "commission": about.ref}
            raise Unusable.one("proposal.agreement_elsewhere", **told)
    if wrong := gate_problems(desk, about, gate, kind):
        raise Unusable(wrong)
    facts = ProposalFacts(permissions=permissions(desk, commission=about))
    if parent is not None:
        facts = replace(facts, permissions=BY_VIRES)
    state = enter(PROPOSAL, "start", facts)
    governing = governing_scheme(desk, about, scheme) if parent is None else scheme or ""
    known = Known(
        kind=kind,
        gate=gate,
        value=value,
        on=desk.today,
        answers={},
        details=said,
        commission=about,
        agreement=under,
    )
    proposal_id = desk.new_id()
    values = {
        "id": proposal_id,
        "ref": desk.next_ref("proposal"),
        "kind": kind,
        "gate": gate,
        "title": title.strip(),
        "recommendation": recommendation.strip(),
        "state": state,
        "commission_id": about.id if about is not None else None,
        "agreement_id": under.id if under is not None else None,
        "subject_version_id": find_version(desk, version).id if version else None,
        "parent_id": parent.id if parent is not None else None,
        "organisation_id": organisation_id,
        "author_id": parent.author_id if parent is not None else desk.actor.person_id,
        "group_id": about.group_id if about is not None else None,
        "round": _round(desk, about, parent),
        "value": value,
        "answers": (
            read_answers(desk, governing, answers, known=known)
            if parent is None
            else dict(answers or {})
        ),
        "details": said,
        "scheme_key": governing,
        "delegation_id": desk.row("delegation", delegation).id if delegation else None,
        "decision_due": decision_due,
    }
    told = {"kind": kind, "commission": about.ref if about is not None else None, "value": value}
    return desk.apply(
        Change(kind="proposal.drafted", table="proposal", subject=None, values=values, facts=told)
    )


def _wrong(value: int | None, due: dt.date | None) -> list[Problem]:
    """What is wrong with the sum a report asks for, and with the day by which it is due."""
    return [*amount_problems(value, what="value"), *day_problems("decision due", due)]


def _round(desk: Desk, commission: Any | None, parent: Any | None) -> int:
    """The round of the cycle it belongs to; a partner's own, which drawing of the path asked."""
    if parent is not None:
        return last_draw(desk, parent)
    return commission.round if commission is not None else 1


def read_answers(
    desk: Desk, scheme: str, answers: Mapping[str, Any] | None, *, known: Known
) -> dict[str, Value]:
    """Answers to a scheme's inputs, as its cases are written; amounts are pounds in text.

    What the register knows itself is not asked for and not taken. Raises `Unusable` with
    everything that is wrong.
    """
    if not answers or not scheme:
        return {}
    rules: Scheme = in_force.scheme(desk, scheme, desk.today)
    if wrong := list(_not_answers(rules, answers, known)):
        raise Unusable(wrong)
    return dict(parse_case(json.dumps(dict(answers)).encode(), rules).values)


def _not_answers(rules: Scheme, answers: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Answers that are not anybody's to give, or that do not say of what they are an amount."""
    for name, said in answers.items():
        asked = rules.inputs.get(name)
        if asked is None:
            continue
        told = {"name": name, "title": asked.title}
        if supplied(asked, known):
            yield Problem("proposal.register_says", told)
        elif asked.type == "money" and isinstance(said, int) and not isinstance(said, bool):
            yield Problem("proposal.answer_in_pounds", {**told, "text": str(said)[:40]})


def governing_scheme(desk: Desk, commission: Any | None, named: str | None) -> str:
    """The key of the scheme that governs a report. Raises `Refused` where none is in force."""
    versions = in_force.keys_in_force(desk, kind="scheme", on=desk.today)
    known = [v.key for v in versions]
    if named is not None:
        if named not in known:
            near = nearest(named, known)
            raise Unusable.one("name.unknown", what="scheme in force", name=named, nearest=near)
        return named
    if len(known) == 1:
        return str(known[0])
    meanings = [in_force.meaning(desk, v) for v in versions]
    lead = desk.by_id("organisation", commission.organisation_id) if commission else None
    if lead is not None and (theirs := [s.key for s in meanings if s.owner == lead.key]):
        return str(theirs[0])
    own = [s.key for s in meanings if s.standing == "own"]
    if len(own) == 1:
        return str(own[0])
    raise Refused.one("proposal.which_scheme" if known else "proposal.no_scheme", known=known)


def amend(
    desk: Desk,
    ref: str,
    *,
    seen: int | None = None,
    title: str | None = None,
    recommendation: str | None = None,
    value: int | None = None,
    gate: str | None = None,
    answers: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
    decision_due: dt.date | None = None,
) -> Receipt:
    """Change a report that is still being written; a gate of no letters is none.

    Raises `Refused` where it is not the actor's to write any more, `Unusable` as `draft` does and
    where nothing is said at all.
    """
    row = desk.row("proposal", ref, seen=seen)
    if row.state not in ("draft", "on_forward_plan"):
        raise Refused.one("proposal.not_in_draft", ref=row.ref, state=row.state.replace("_", " "))
    commission = desk.by_id("commission", row.commission_id)
    held = permissions(desk, commission=commission, proposal=row)
    if not held & {Permission.AUTHOR, Permission.COMMISSION_LEAD, Permission.SECRETARY}:
        raise Refused.one("proposal.not_yours", ref=row.ref)
    said = {**row.details, **read_details(row.kind, details)} if details else {}
    wrong = [*_wrong(value, decision_due), *days_against(said)]
    wrong += gate_problems(desk, commission, gate or None, row.kind)
    if wrong:
        raise Unusable(wrong)
    given: dict[str, Any] = {
        "title": title,
        "recommendation": recommendation,
        "value": value,
        "decision_due": decision_due,
        "answers": _answered(desk, row, answers, details=said, value=value),
        "details": said or None,
    }
    values = {column: new for column, new in given.items() if new is not None}
    if gate is not None:
        values["gate"] = gate or None
    if not values:
        raise Unusable.one("proposal.nothing_to_change", ref=row.ref)
    return desk.apply(
        Change(
            kind="proposal.amended",
            table="proposal",
            subject=row,
            values=values,
            facts={"changed": sorted(values)},
        )
    )


def _answered(
    desk: Desk,
    row: Any,
    answers: Mapping[str, Any] | None,
    *,
    details: Mapping[str, Any],
    value: int | None,
) -> dict[str, Value] | None:
    """The answers of a report with those given now; None where none is."""
    if not answers:
        return None
    known = known_about(desk, row, desk.today, notices=())
    known = replace(known, details=details or known.details, value=known.value or value)
    return {**row.answers, **read_answers(desk, row.scheme_key, answers, known=known)}
