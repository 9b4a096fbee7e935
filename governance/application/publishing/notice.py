"""A decision notice, or an officer decision record: what was decided, as a document to publish.

The form that SI 2012/2089 regs 12 and 13 and SI 2014/2095 reg 7 give to what `stated` reads: the
public page and the notice say the same. Of exempt and confidential papers it says that they were
there and why they are closed (Local Government Act 1972 Sch 12A; SI 2012/2089 reg 20), and nothing
of what is in them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from governance import words
from governance.application.desk import Desk
from governance.application.plans.publishing import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Link,
    Links,
    Paragraph,
    Quote,
    Table,
)
from governance.application.publishing.documents import why_closed
from governance.application.publishing.stated import stated
from governance.domain.errors import Refused, Unusable
from governance.words.format import day, listed

UNDONE: Final = ("rescinded", "quashed")
"""States of a decision that no longer holds."""

IN_DOUBT: Final = ("called_in", "before_scrutiny", "referred_to_council")
"""States of a decision that waits for scrutiny."""

Address = Callable[[str, str], str | None]
"""Where the open document (its id) behind a report (its reference) is to be had; None for nowhere
that is known."""


def nowhere(report: str, document: str) -> str | None:  # noqa: ARG001  # one of `Address`
    """The address of documents where none is known: they are named, with their digest."""
    return None


def decision_notice(
    desk: Desk, ref: str, *, decision: int | None = None, address: Address = nowhere
) -> Document:
    """The notice of a published decision: of all that was decided on a report, or of one decision.

    `decision` counts from 1 in the order in which they were taken. Raises `Unusable` for a name
    that is no report's, for a report that is undecided, and for a decision there is none of;
    `Refused` for one that is not published.
    """
    row = desk.row("proposal", ref)
    if row.decided_on is None:
        raise Unusable.one("record.not_decided", ref=row.ref)
    told = stated(desk, row.ref)
    if told is None:
        raise Refused.one("notice.not_published", ref=row.ref)
    return _made(desk, told, decision, address)


def public_notice(
    desk: Desk, ref: str, *, decision: int | None = None, address: Address = nowhere
) -> Document:
    """The same for anybody: what is not published is not there. Raises `Unusable`."""
    told = stated(desk, ref)
    if told is None:
        raise Unusable.one("public.report_unknown", ref=ref[:40])
    return _made(desk, told, decision, address)


def _made(desk: Desk, told: Mapping[str, Any], decision: int | None, address: Address) -> Document:
    publisher = str(desk.partnership.name)
    return as_document(told, publisher=publisher, on=desk.today, decision=decision, address=address)


def as_document(
    told: Mapping[str, Any],
    *,
    publisher: str,
    on: dt.date,
    decision: int | None = None,
    address: Address = nowhere,
) -> Document:
    """The document of what `stated` says, made on a day. Raises `Unusable` for no such decision."""
    taken: Sequence[Mapping[str, Any]] = told["decisions"]
    if decision is not None:
        taken = [one for one in taken if one["number"] == decision]
        if not taken:
            raise Unusable.one("notice.no_such", ref=told["ref"], count=len(told["decisions"]))
    last = taken[-1] if taken else None
    form = "advice" if last is not None and last["advice"] else last["form"] if last else "body"
    return Document(
        title=_say(f"title_{form}", title=told["title"]),
        publisher=publisher,
        blocks=tuple(_blocks(told, taken, address)),
        notice=_warning(told),
        foot=_say("foot", ref=told["ref"], on=on),
    )


def _say(code: str, **params: Any) -> str:
    return words.say(f"notice.{code}", params)


def _page(code: str, **params: Any) -> str:
    """Words that the public page says too."""
    return words.say(f"web.public.{code}", params)


def _term(name: str) -> str:
    return words.capital(words.term(name))


def _warning(told: Mapping[str, Any]) -> str:
    if told["state"] in UNDONE:
        return _page(f"undone_{told['state']}")
    return _say("in_doubt") if told["state"] in IN_DOUBT else ""


def _blocks(
    told: Mapping[str, Any], taken: Sequence[Mapping[str, Any]], address: Address
) -> Iterator[Block]:
    yield Facts(tuple(_facts(told)))
    for one in taken:
        yield from _decision(one, several=len(told["decisions"]) > 1)
    if told["consulted"]:
        yield Heading(_page("consulted"))
        consulted = told["consulted"]
        yield Bullets(
            [words.capital(_page("consulted_on", who=c["title"], on=c["on"])) for c in consulted]
        )
    yield from _notices(told)
    yield from _call_in(told)
    yield Heading(_say("papers"))
    yield from _papers(told, address)
    yield Heading(_say("check"))
    yield Paragraph(_checked(told))


def _facts(told: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The decision at a glance."""
    yield _page("ref"), told["ref"]
    yield _page("kind"), _term(told["kind"])
    yield _page("by"), words.capital(told["decider"])
    yield _page("outcome"), _term(told["outcome"])
    yield _page("decided"), day(told["decided_on"])
    yield _page("published"), day(told["published_on"])
    if told["takes_effect"]:
        on = told["effective_on"]
        yield _page("effective"), day(on) if on else _page("not_yet")
    yield _page("key"), _page("yes" if told["key_decision"] else "no")
    if told["commission"]:
        yield _page("commission"), "{title} ({ref})".format(**told["commission"])
    authority = told["authority"]
    if authority["rule"]:
        yield _page("authority"), _page("authority_said", **authority)
    yield _page("procedure"), words.capital(authority["procedure"])


def _decision(one: Mapping[str, Any], *, several: bool) -> Iterator[Block]:
    """One decision: its words, its reasons, what else was considered, the interests."""
    heading = _page("taken", decider=one["decider"], on=one["on"])
    yield Heading(words.capital(heading) if several else _say("decision"))
    if one["advice"]:
        yield Paragraph(_say("advice"))
    if one["outside"] and not one["irregular"]:
        yield Paragraph(_say("outside"), strong=True)
    yield Quote(one["verbatim"])
    if one["irregular"]:
        yield Paragraph(_page("irregular"), strong=True)
        yield Bullets([words.capital(said) for said in one["irregular"]])
    yield Facts(tuple(_taken(one, several=several)))
    votes = one["vote"]["by_name"] if one["vote"] else ()
    if votes:
        yield Table(
            _page("votes", decider=one["decider"]),
            (_page("member"), _page("vote")),
            [(name, _term(vote)) for name, vote in votes],
        )
    for part in ("reasons", "alternatives"):
        yield Heading(_page(part), 3)
        yield Paragraph(one[part] or _page("none_given"))
    yield Heading(_say("interests"), 3)
    if one["conflicts"]:
        yield Bullets([_conflict(c) for c in one["conflicts"]])
    else:
        yield Paragraph(_page("none_declared"))


def _taken(one: Mapping[str, Any], *, several: bool) -> Iterator[tuple[str, str]]:
    """How a decision was taken, by whom, and how a vote on it went."""
    if one["by"]:
        yield _page("taken_by"), one["by"]
    if several:
        yield _page("outcome"), _term(one["outcome"])
    yield _page("how"), _term(one["how"])
    vote = one["vote"]
    if vote is None:
        return
    if vote["for"] or vote["against"] or vote["abstained"]:
        counted = {"votes_for": vote["for"], "against": vote["against"]}
        yield _say("count"), _page("totals", abstained=vote["abstained"], **counted)
    if vote["casting_vote"]:
        yield _page("casting"), _term(vote["casting_vote"])
    if vote["dissent"]:
        yield _page("dissent"), listed(vote["dissent"], "and")


def _conflict(one: Mapping[str, Any]) -> str:
    outcome = _page(f"interest.{one['outcome']}") if one["outcome"] else _say("not_said")
    kind = words.term(one["kind"] or "declared")
    said = _page("conflict", name=one["name"], kind=kind, outcome=outcome)
    if not one["dispensation"]:
        return said
    return f"{said} {_page('dispensation', told=one['dispensation'])}"


def _notices(told: Mapping[str, Any]) -> Iterator[Block]:
    """The forward plan's reference, or the exception that was used, and every other notice."""
    given = told["notices"]
    planned = [n for n in given if n["kind"] == "forward_plan"]
    if not given and not told["key_decision"]:
        return
    yield Heading(_say("notices"))
    if told["key_decision"] and not planned:
        kinds = {n["kind"] for n in given}
        used = [one for one in ("general_exception", "special_urgency") if one in kinds]
        code = f"by_{used[-1]}" if used else "no_notice"
        yield Paragraph(_say(code), strong=not used)
    pairs = []
    for one in given:
        said = _page("given_on", on=one["on"])
        if one["kind"] == "forward_plan":
            said = f"{_say('plan_reference', ref=told['ref'])} {said}"
        pairs.append(
            (_page(f"notice.{one['kind']}"), "\n".join(filter(None, (said, one["reasons"]))))
        )
    if pairs:
        yield Facts(tuple(pairs))


def _call_in(told: Mapping[str, Any]) -> Iterator[Block]:
    if told["call_in"] is not None:
        yield Heading(_page("call_in"))
        yield from map(Paragraph, call_in_told(told))


def call_in_told(told: Mapping[str, Any]) -> Iterator[str]:
    """Until when and by whom it can be called in, what came of it, or why it was not open to it.

    In paragraphs, of what `stated` says where there is call-in.
    """
    found = told["call_in"]
    if found["who"]:
        yield _say("call_in_by", who=found["who"])
    if found["waived"]:
        yield _say("call_in_waived", **found["waived"])
    elif found["until"]:
        code = "call_in_until_hour" if found["hour"] else "call_in_until"
        yield _say(code, until=found["until"], hour=found["hour"] or "")
    elif found["last_day"]:
        yield _say("call_in_was_until", until=found["last_day"])
        if not found["called"]:
            yield _say("call_in_nobody")
    elif not found["called"]:
        yield _say("call_in_not_open")
    for one in found["called"]:
        said = _page("called_in", on=one["on"])
        if one["outcome"]:
            outcome = words.term(one["outcome"])
            said += " " + _page("call_in_outcome", outcome=outcome, on=one["outcome_on"])
        yield said


def _papers(told: Mapping[str, Any], address: Address) -> Iterator[Block]:
    """The reports and background papers: open ones by name, closed ones by why they are closed."""
    found = told["papers"]
    if not found["open"] and not found["closed"]:
        yield Paragraph(_page("no_papers"))
    if found["open"]:
        yield Links([_paper(told["ref"], one, address) for one in found["open"]])
    if found["closed"]:
        yield Heading(_say("withheld"), 3)
        yield Paragraph(_say("withheld_told"))
        yield Facts([_closed(one) for one in found["closed"]])


def _paper(ref: str, one: Mapping[str, Any], address: Address) -> Link:
    notes = [_term(one["kind"])] if one["kind"] else []
    there = one["file"] and not one["off_on"]
    if there:
        notes += [one["file"], _page("bytes", size=one["size"]), f"SHA-256 {one['sha256']}"]
    if one["off_on"]:
        notes.append(_page("taken_off", on=one["off_on"]))
    return Link(one["title"], address(ref, one["id"]) if there else None, ", ".join(notes))


def _closed(one: Mapping[str, Any]) -> tuple[str, str]:
    why = [why_closed(one)]
    if one["reason"]:
        why.append(f"{_page('closed_because')} {one['reason']}")
    if one["off_on"]:
        why.append(words.capital(_page("taken_off", on=one["off_on"])) + ".")
    kind = _term(one["kind"]) if one["kind"] else _say("paper")
    return _page(f"closed_{one['closed']}", kind=kind), "\n".join(why)


def _checked(told: Mapping[str, Any]) -> str:
    seal = told["seal"]
    if seal is None:
        return _say("unsealed", ref=told["ref"])
    return _say("sealed", ref=told["ref"], **seal)
