"""What is said of a commission: its facts, partners, principles, links and how close its review."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from governance.application.change import Receipt
from governance.application.commissions import lifecycle, links
from governance.application.commissions.allowed import KEEPERS
from governance.application.commissions.facts import CommissionFile
from governance.application.commissions.partners import add_partner
from governance.application.commissions.principles import answer_all
from governance.application.deadlines.policies import rhythm
from governance.application.desk import Desk
from governance.application.reviews.scheduling import set_tier
from governance.domain.errors import Problem, Unusable
from governance.interfaces.web.acts import Done, Said
from governance.interfaces.web.choices import officers
from governance.interfaces.web.fields import (
    Area,
    Choice,
    Day,
    Field,
    Many,
    Money,
    Option,
    Pick,
    Text,
)
from governance.interfaces.web.rooms.commissions.common import (
    REASON,
    act,
    file_of,
    partner_options,
    regimes,
)
from governance.interfaces.web.visit import Visit


def _fields(visit: Visit) -> list[Field]:
    """Everything that can be said; what is left empty is not known."""
    framework = file_of(visit).framework
    found: list[Field] = [
        Text(name="title"),
        Pick(name="lead", options=officers(visit.desk), required=False),
        Day(name="end", required=False),
        Area(name="need", required=False),
        Area(name="population", rows=2, required=False),
    ]
    if framework is not None and framework.outcomes:
        found.append(Many(name="outcomes", options=_titled(framework.outcomes)))
    for name in ("level", "mechanism"):
        known = () if framework is None else getattr(framework, f"{name}s")
        if known:
            found.append(Pick(name=name, options=_titled(known), required=False))
    return [
        *found,
        Pick(name="regime", options=regimes(), required=False),
        Money(name="value", required=False),
        Pick(name="organisation", options=partner_options(visit.desk), required=False),
        Text(name="parent", required=False, width="10"),
        Area(name="facts", required=False, rows=4),
    ]


def _titled(known: Any) -> list[Option]:
    return [Option(one.key, one.title) for one in known]


def _values(visit: Visit, file: CommissionFile) -> Mapping[str, Any]:
    """What is known, the organisation and what it is part of by their names."""
    row = file.row
    organisation = visit.desk.by_id("organisation", row.organisation_id)
    parent = visit.desk.by_id("commission", row.parent_id)
    return {
        **{n: getattr(row, n) for n in ("title", "need", "population", "outcomes", "level")},
        **{n: getattr(row, n) for n in ("mechanism", "regime", "value")},
        "lead": None if file.lead is None else file.lead.key,
        "end": row.end_date,
        "facts": "\n".join(f"{name}: {text}" for name, text in row.facts.items()),
        "organisation": None if organisation is None else organisation.key,
        "parent": None if parent is None else parent.ref,
    }


def _set(desk: Desk, said: Said) -> Receipt:
    row = desk.row("commission", said.ref)
    asked = ("need", "population", "outcomes", "level", "mechanism", "regime", "value",
             "organisation", "parent")  # fmt: skip
    more = {name: said[name] for name in asked if name in said.values}
    return lifecycle.set_facts(
        desk,
        commission=said.ref,
        title=said["title"],
        lead=said["lead"],
        end_date=said["end"],
        facts=_facts(said.get("facts", ""), row.facts),
        seen=said.seen,
        **more,
    )


def _facts(typed: str, before: Mapping[str, Any]) -> dict[str, Any]:
    """Local facts, one a line as “name: text”; one that is no longer there is taken back."""
    found: dict[str, Any] = dict.fromkeys(before)
    problems = []
    for line in typed.splitlines():
        name, colon, text = line.partition(":")
        if not line.strip():
            continue
        if not colon or not name.strip() or not text.strip():
            problems.append(Problem("web.commission.fact_unreadable", {"text": line[:80]}))
        kept = before.get(name.strip())
        found[name.strip()] = kept if str(kept) == text.strip() else text.strip()
    if problems:
        raise Unusable(problems)
    return found


def _partner_fields(visit: Visit) -> list[Field]:
    options = partner_options(visit.desk)
    return [Pick(name="partner", options=options), Money(name="share", required=False)]


def _partner(desk: Desk, said: Said) -> Done:
    receipt = add_partner(
        desk,
        commission=said.ref,
        organisation=said["partner"],
        share=said["share"],
        seen=said.seen,
    )
    name = desk.row("organisation", said["partner"]).name
    return Done(receipt=receipt, code="done.commission_partner", params={"organisation": name})


_PRINCIPLE = "principle-"
"""How the field of a principle is called, before the principle's key."""


def _principles(visit: Visit) -> list[Field]:
    """Every principle of the framework, each to be answered here."""
    framework = file_of(visit).framework
    return [
        Area(name=f"{_PRINCIPLE}{one.key}", text=one.title, rows=3, required=False, quiet=True)
        for one in (() if framework is None else framework.principles)
    ]


def _answered(visit: Visit, file: CommissionFile) -> Mapping[str, Any]:
    """How each principle is answered so far."""
    del visit
    return {f"{_PRINCIPLE}{key}": row.answer for key, row in file.answers.items()}


def _answer(desk: Desk, said: Said) -> Receipt:
    texts = {
        name.removeprefix(_PRINCIPLE): value or ""
        for name, value in said.values.items()
        if name.startswith(_PRINCIPLE)
    }
    return answer_all(desk, commission=said.ref, texts=texts, seen=said.seen)


def _beside_principle(visit: Visit, problem: Problem) -> str | None:
    del visit
    key = problem.params.get("principle")
    return None if key is None else f"{_PRINCIPLE}{key}"


def _link(desk: Desk, said: Said) -> Done:
    receipt = links.link(
        desk, commission=said.ref, other=said["other"], reason=said.get("reason", "")
    )
    other = desk.row("commission", said["other"]).ref
    return Done(receipt=receipt, code="done.commission_linked", params={"other": other})


def _unlink(desk: Desk, said: Said) -> Receipt:
    return links.unlink(desk, commission=said.ref, reason=said["reason"])


def _tiers(visit: Visit) -> list[Field]:
    policy = rhythm(visit.desk)
    names = () if policy is None else policy.tiers
    known = [Option(one, one.replace("_", " ").capitalize()) for one in names]
    return [Choice(name="tier", options=known), Area(name="reason", rows=3, required=False)]


def _tier(desk: Desk, said: Said) -> Done:
    receipt = set_tier(
        desk,
        commission=said.ref,
        tier=said["tier"],
        reason=said.get("reason", ""),
        seen=said.seen,
    )
    told = {"commission": receipt.ref, "tier": said["tier"]}
    return Done(receipt=receipt, code="done.review_tier", params=told)


ACTS = (
    act(
        "set",
        "details",
        _set,
        chosen=_fields,
        values=_values,
        who=KEEPERS,
        done="done.commission_set",
    ),
    act("partner", "partner", _partner, chosen=_partner_fields, who=KEEPERS),
    act(
        "answer",
        "principle",
        _answer,
        chosen=_principles,
        values=_answered,
        who=KEEPERS,
        done="done.principles_answered",
        placed=_beside_principle,
    ),
    act(
        "link",
        "link",
        _link,
        Text(name="other", width="10"),
        Area(name="reason", rows=3, required=False),
        who=KEEPERS,
    ),
    act(
        "unlink",
        "unlink",
        _unlink,
        REASON,
        who=links.MAY_UNLINK,
        check=True,
        done="done.commission_unlinked",
    ),
    act(
        "tier",
        "tier",
        _tier,
        chosen=_tiers,
        who=KEEPERS,
        values=lambda _visit, file: {"tier": file.row.risk_tier},
    ),
)
