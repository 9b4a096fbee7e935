"""The whole plan as a document: what is published of it, as HTML and as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from governance import words
from governance.application.desk import Desk
from governance.application.plans.finding import OPEN
from governance.application.plans.publishing import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Quote,
    Table,
)
from governance.application.plans.queries import show
from governance.words.format import day, listed


def document(desk: Desk, name: str) -> Document:
    """The plan of that name as a document. One that is not agreed says so before all else."""
    told = show(desk, name)
    notice = _say("notice") if told["state"] in OPEN else ""
    if told["state"] == "agreed":
        notice = _say("notice_agreed")
    return Document(
        title=told["title"],
        publisher=told["board"],
        blocks=tuple(_blocks(told)),
        notice=notice,
        foot=_say("foot", ref=told["ref"], on=desk.today),
    )


def _say(code: str, **params: Any) -> str:
    return words.say(f"plan.doc_{code}", params)


def _blocks(told: Mapping[str, Any]) -> Iterator[Block]:
    yield Facts(tuple(_facts(told)))
    for part in ("vision", "needs"):
        if told[part]:
            yield Heading(_say(part))
            yield Paragraph(told[part])
    yield from _priorities(told)
    yield from _groups(told)
    yield from _partners(told)
    yield from _consultation(told)
    yield from _strategies(told)
    yield from _reviews(told)


def _facts(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield words.term("plan_spans"), f"{day(told['from'])} – {day(told['to'])}"
    yield words.term("plan_basis"), _say(f"basis_{told['basis']}")
    for one in ("agreed_on", "published_on", "reviewed_on", "ended_on"):
        if told[one]:
            yield words.term(f"plan_{one}"), day(told[one])
    if told["renewed_as"]:
        yield words.term("plan_renewed_as"), told["renewed_as"]


def _priorities(told: Mapping[str, Any]) -> Iterator[Block]:
    yield Heading(_say("priorities"))
    stand = [one for one in told["priorities"] if one["dropped_on"] is None]
    if not stand:
        yield Paragraph(_say("no_priorities"))
    for number, one in enumerate(stand, start=1):
        yield Heading(_say("priority", number=number, title=one["title"]), 3)
        yield Facts(((_say("outcome"), one["outcome_title"]),))
        if one["why"]:
            yield Paragraph(one["why"])
        kept = [c for c in one["commitments"] if c["dropped_on"] is None]
        if not kept:
            yield Paragraph(_say("no_commitments"))
            continue
        columns = [_say(c) for c in ("number", "partner", "commitment", "by", "measure")]
        rows = [
            (str(c["number"]), c["partner"], c["what"], day(c["due"]), c["measure"] or "–")
            for c in kept
        ]
        yield Table(_say("commitments", title=one["title"]), columns, rows)
    yield from _dropped(told)


def _dropped(told: Mapping[str, Any]) -> Iterator[Block]:
    """What was promised once and is no more: a plan does not lose it silently."""
    gone = [
        _say("dropped", number=c["number"], partner=c["partner"], what=c["what"])
        + " "
        + _say("dropped_why", on=c["dropped_on"], why=c["drop_reason"] or _say("no_reason"))
        for one in told["priorities"]
        for c in one["commitments"]
        if c["dropped_on"] is not None and told["agreed_on"] is not None
        if c["dropped_on"] >= told["agreed_on"]
    ]
    if gone:
        yield Heading(_say("dropped_head"), 3)
        yield Bullets(tuple(gone))


def _groups(told: Mapping[str, Any]) -> Iterator[Block]:
    stand = [one for one in told["groups"] if one["dropped_on"] is None]
    titles = {one["key"]: one["title"] for one in told["priorities"]}
    if stand:
        yield Heading(_say("groups"))
    for one in stand:
        under = [titles.get(key, key) for key in one["priorities"]]
        yield Heading(one["title"], 3)
        yield Facts(((_say("for"), one["for"]), (_say("under"), listed(under, "and"))))
        if one["levels"]:
            rows = [(level["title"], level["what"]) for level in one["levels"]]
            columns = (_say("level"), _say("does"))
            yield Table(_say("levels", title=one["title"]), columns, rows)


def _partners(told: Mapping[str, Any]) -> Iterator[Block]:
    if not told["parts"]:
        return
    yield Heading(_say("partners"))
    yield Paragraph(words.say("plan.own_part", {}))
    rows = [
        (
            one["name"],
            listed(one["commitments"], "and") or "–",
            day(one["consented_on"]) if one["consented_on"] else words.term("plan_not_yet"),
        )
        for one in told["parts"]
    ]
    columns = (_say("partner"), _say("its_commitments"), _say("consented"))
    yield Table(_say("parts"), columns, rows)


def _consultation(told: Mapping[str, Any]) -> Iterator[Block]:
    held = told["consultation"]
    if held["from"] is None and not held["not_held"]:
        return
    yield Heading(_say("consultation"))
    if held["not_held"]:
        yield Paragraph(words.say("plan.not_held", {"why": held["not_held"]}))
    else:
        code = "plan.held" if held["to"] else "plan.held_open"
        days = {"from_day": held["from"], "to": held["to"] or held["from"]}
        yield Paragraph(words.say(code, days))
    for one in held["asked"]:
        if one["said"]:
            yield Quote(one["said"], one["name"])
    silent = [one["name"] for one in held["asked"] if not one["said"]]
    if silent:
        yield Paragraph(_say("silent", named=silent))
    if held["changed"]:
        yield Heading(_say("changed"), 3)
        yield Paragraph(held["changed"])


def _strategies(told: Mapping[str, Any]) -> Iterator[Block]:
    if not told["strategies"]:
        return
    yield Heading(_say("strategies"))
    rows = [(s["title"], s["owner"] or "–", words.term(s["way"])) for s in told["strategies"]]
    yield Table(_say("strategies"), (_say("strategy"), _say("owner"), _say("way")), rows)


def _reviews(told: Mapping[str, Any]) -> Iterator[Block]:
    if not told["reviews"]:
        return
    yield Heading(_say("reviews"))
    for one in told["reviews"]:
        yield Heading(day(one["on"]), 3)
        yield Paragraph(one["found"])
