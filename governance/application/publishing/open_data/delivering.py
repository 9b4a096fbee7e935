"""What happened to the agreements of a commission: awarded, made, changed, delivered, over.

An award whose agreement is not made yet shows that there was one, not to whom or for how much,
as on the public register. What a contract says changes by the acts on it; nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from governance import words
from governance.adapters.ocds import agreements, merge, read_release
from governance.adapters.ocds.outgoing import (
    Amendment,
    Awarded,
    Milestone,
    Named,
    Picture,
    Signed,
    Term,
)
from governance.application.imports.model import clean
from governance.application.publishing.open_data.happening import (
    Event,
    Setting,
    named,
    published,
    told,
)
from governance.application.publishing.open_data.reading import Material, Turn
from governance.application.publishing.openness import MADE

CONTRACTS: Final = ("contract", "call-off", "service-level-agreement")
"""Kinds of agreement that are contracts; grants, pools and in-house provision are none."""

_IMPORTS: Final = ("agreement.imported", "agreement.import_updated")
_OVER: Final = ("expired", "ended")
_SIGNING: Final = ("agreement.moved.sign", "agreement.moved.record_signed")
_AMENDING: Final = ("agreement.extended", "agreement.varied", "agreement.moved.regularise")
_STARTS, _ENDS = "delivery-starts", "delivery-ends"


@dataclass(frozen=True, slots=True)
class _Agreement:
    """An agreement, the award it was made under, and what it is called in notices."""

    material: Material
    setting: Setting
    row: Any
    round: int
    award: str
    contract: str
    came_in: bool
    supplier: Named | None
    report: Any | None
    """The published report by which it was awarded."""
    public: dt.datetime | None
    """From when anybody may know of the award."""


def of_agreements(material: Material, setting: Setting) -> Iterator[Event]:
    """Awards, contracts, their amendments, delivery and end."""
    names: Mapping[str, tuple[str, str | None]] | None = None
    for row in material.agreements:
        if row.kind not in CONTRACTS:
            continue
        turns = material.turns[row.id]
        came_in = setting.imported and row.source_key is not None
        if came_in and all(turn.kind in _IMPORTS for turn in turns):
            continue
        award, contract = row.ref, row.ref
        if came_in:
            names = _named_in_notices(material) if names is None else names
            award, own = names.get(row.source_key, (row.ref, None))
            contract = own or row.ref
        report = _awarded_by(material, turns[0])
        shown = report is not None and report.id in material.public
        found = published(material, setting, report) if shown else None
        one = _Agreement(
            material=material,
            setting=setting,
            row=row,
            round=_round(material, turns[0], report, came_in=came_in),
            award=award,
            contract=contract,
            came_in=came_in,
            supplier=named(material.organisations.get(row.provider_id)),
            report=report if found is not None else None,
            public=None if found is None else found[1],
        )
        yield from _events(one, turns)


def _named_in_notices(material: Material) -> dict[str, tuple[str, str | None]]:
    """The award and the contract of each agreement that came in; a shared contract is nobody's."""
    releases = [read_release(bytes(row.body)) for row in material.imported]
    found = agreements(merge(releases)[releases[0].ocid])
    contracts = [facts.contract_id for facts in found]
    return {
        clean(facts.key): (
            facts.award_id,
            facts.contract_id if contracts.count(facts.contract_id) == 1 else None,
        )
        for facts in found
    }


def _awarded_by(material: Material, first: Turn) -> Any | None:
    ref = first.facts.get("decision")
    return next((r for r in material.reports if r.ref == ref), None) if ref else None


def _round(material: Material, first: Turn, report: Any | None, *, came_in: bool) -> int:
    """The round in which it was awarded; of one that was found, the round of that time."""
    if came_in:
        return 1
    if report is not None:
        return int(report.round)
    turns = material.turns[material.row.id]
    then = [turn.values.get("round", 1) for turn in turns if turn.at <= first.at]
    return int(then[-1]) if then else 1


def _events(one: _Agreement, turns: list[Turn] | Any) -> Iterator[Event]:
    first = turns[0]
    made = False
    if one.public is not None and not one.came_in:
        at = max(first.at, one.public)
        yield _event(one, first, at, lambda picture, *_: _pending(one, picture))
    for turn in turns:
        state = turn.values.get("state")
        if not made and turn.kind == "agreement.moved.set_aside":
            yield _event(one, turn, turn.at, lambda picture, *_: _set_aside(one, picture))
            continue
        made = made or state in MADE
        if not made:
            continue
        yield _event(one, turn, turn.at, _stands(one, turn), silent=turn.kind in _IMPORTS)


def _event(
    one: _Agreement, turn: Turn, at: dt.datetime, apply: Any, *, silent: bool = False
) -> Event:
    return Event(
        round=one.round,
        at=at,
        entry=turn.id,
        name=f"{one.row.ref}-{turn.number}",
        apply=apply,
        silent=silent and one.came_in,
    )


def _pending(one: _Agreement, picture: Picture) -> Picture:
    """That there was an award; whom it is to and for how much is public once it is made."""
    if one.award in picture.awards or one.report is None:
        return picture
    decided = one.setting.starts(one.report.decided_on)
    award = Awarded(id=one.award, title=one.report.title, status="pending", decided=decided)
    return told(one.material, replace(picture, awards={**picture.awards, one.award: award}))


def _set_aside(one: _Agreement, picture: Picture) -> Picture:
    award = picture.awards.get(one.award)
    if award is None:
        return picture
    over = replace(award, status="cancelled")
    return replace(picture, awards={**picture.awards, one.award: over})


def _stands(one: _Agreement, turn: Turn) -> Any:
    """The award and the contract as an act left them."""

    def apply(picture: Picture, release: str, before: str | None) -> Picture:
        was = picture.contracts.get(one.contract)
        contract = _contract(one, turn, was)
        if turn.kind in _AMENDING and was is not None:
            amendment = _amendment(one, turn, was, contract, release, before)
            contract = replace(contract, amendments=(*was.amendments, amendment))
        picture = replace(picture, contracts={**picture.contracts, one.contract: contract})
        if one.came_in:
            return picture
        tender = picture.tender
        if tender is not None and tender.status == "active":
            picture = replace(picture, tender=replace(tender, status="complete"))
        return told(one.material, _active(one, turn, picture))

    return apply


def _active(one: _Agreement, turn: Turn, picture: Picture) -> Picture:
    """The award as it was when the agreement was made: what changes later is the contract."""
    known = picture.awards.get(one.award)
    if known is not None and known.status == "active":
        return picture
    award = Awarded(
        id=one.award,
        title=one.row.title,
        status="active",
        decided=None if one.report is None else one.setting.starts(one.report.decided_on),
        value=turn.values.get("value"),
        supplier=one.supplier,
        term=_term(one, turn),
    )
    return replace(picture, awards={**picture.awards, one.award: award})


def _contract(one: _Agreement, turn: Turn, was: Signed | None) -> Signed:
    over = turn.values.get("state") in _OVER
    signed = one.setting.local(turn.at) if turn.kind in _SIGNING else None
    return Signed(
        id=one.contract,
        award=one.award,
        title=one.row.title,
        status="terminated" if over else "active",
        term=_term(one, turn),
        value=turn.values.get("value"),
        signed=signed or (None if was is None else was.signed),
        amendments=() if was is None else was.amendments,
        milestones=_milestones(one, turn, was),
    )


def _term(one: _Agreement, turn: Turn) -> Term:
    setting, values = one.setting, turn.values
    return Term(setting.starts(values.get("starts_on")), setting.ends(values.get("ends_on")))


def _milestones(one: _Agreement, turn: Turn, was: Signed | None) -> tuple[Milestone, ...]:
    """That delivery began and ended: from the day the clock or the lead said that it did."""
    known = {} if was is None else {m.id: m for m in was.milestones}
    at = one.setting.local(turn.at)
    if turn.kind == "agreement.moved.begin":
        due = one.setting.starts(turn.values.get("starts_on"))
        title = words.say("open_data.delivery_starts", {})
        known[_STARTS] = Milestone(_STARTS, title, "delivery", "met", due=due, met=at)
    if _STARTS in known:
        over = turn.values.get("state") in _OVER
        due = one.setting.ends(turn.values.get("ends_on"))
        title = words.say("open_data.delivery_ends", {})
        end = Milestone(_ENDS, title, "delivery", "scheduled", due=due)
        if over and turn.kind == "agreement.moved.break_off":
            end = replace(end, status="notMet")
        elif over:
            end = replace(end, status="met", met=at)
        before = known.get(_ENDS)
        if not (over and before is not None and before.status in ("met", "notMet")):
            known[_ENDS] = end
    return tuple(known.values())


def _amendment(
    one: _Agreement,
    turn: Turn,
    was: Signed,
    now: Signed,
    release: str,
    before: str | None,
) -> Amendment:
    parts = []
    if now.term.ends != was.term.ends and now.term.ends is not None:
        parts.append(words.say("open_data.new_end", {"on": now.term.ends.date()}))
    if now.value != was.value and now.value is not None and was.value is not None:
        more = now.value >= was.value
        code = "open_data.more_value" if more else "open_data.less_value"
        parts.append(words.say(code, {"value": abs(now.value - was.value)}))
    return Amendment(
        id=f"{one.row.ref}-{turn.number}",
        date=one.setting.local(turn.at),
        description=" ".join(parts) or words.say("open_data.changed", {}),
        rationale=_rationale(one, turn),
        amends=before,
        release=release,
    )


def _rationale(one: _Agreement, turn: Turn) -> str | None:
    """The decision that it rests on, where that was public by then."""
    ref = turn.facts.get("decision")
    report = next((r for r in one.material.reports if r.ref == ref), None) if ref else None
    if report is None or report.id not in one.material.public:
        return None
    found = published(one.material, one.setting, report)
    if found is None or found[1] > turn.at:
        return None
    return words.say("open_data.by_decision", {"ref": report.ref, "title": report.title})
