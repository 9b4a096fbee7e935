"""Deciding a report: at a meeting in each manner, as an officer, without a meeting, and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from governance import words
from governance.application.bodies.facts import body_facts
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.meetings.sitting import Sitting
from governance.application.proposals import between, deciding
from governance.application.proposals.counting import NOT_VOTING, Taken, ballots_cast, method_of
from governance.application.proposals.findings import ADVISING, Words, above_of, record_wants
from governance.application.proposals.interests import sitting_of
from governance.application.proposals.powers import Turn, decided_turn
from governance.application.proposals.reading import Report, read_report
from governance.domain.bodies.standing import ADVICE, DECISIONS, Way
from governance.domain.errors import Problem, Unusable
from governance.interfaces.said import reason
from governance.interfaces.web.acts import About, Act, Said
from governance.interfaces.web.fields import Area, Choice, Field, Many, Option, Pick, Whole, YesNo
from governance.interfaces.web.rooms.reports.common import about, act, options
from governance.interfaces.web.rooms.reports.voting import casting_helps, room_of
from governance.interfaces.web.visit import Visit
from statemachines.proposal_facts import OUTCOMES

VOTES: Final = ("for", "against", "abstain")
_VOTE = "vote."


@dataclass(frozen=True, slots=True)
class _Table:
    """Who decides: the report, whose turn it is, and the room where a body does."""

    report: Report
    turn: Turn | None
    sitting: Sitting | None

    @property
    def outcomes(self) -> Sequence[str]:
        """What whoever decides can come to, the usual first."""
        if self.turn is not None and self.turn.kind in ADVISING:
            first = {"recommend": "recommended", "endorse": "endorsed"}[self.turn.kind]
            return (first, *(one for one in (*ADVICE, "refused") if one != first))
        if self.sitting is not None and self.sitting.body.terms is not None:
            return self.sitting.terms.law.outcomes
        return DECISIONS


def _table(visit: Visit) -> _Table:
    row = visit.desk.row("proposal", visit.path["ref"])
    report = read_report(visit.desk, row, on=visit.desk.today)
    turn, found = deciding.at_the_table(visit.desk, report)
    return _Table(report, turn, found.sitting)


def _table_again(visit: Visit) -> _Table:
    row = visit.desk.row("proposal", visit.path["ref"])
    report = read_report(visit.desk, row, on=visit.desk.today)
    return _Table(report, decided_turn(visit.desk, report), sitting_of(visit.desk, report))


def _record(visit: Visit, outcomes: Iterable[str], *, alone: bool = False) -> list[Field]:
    """What the record of every decision says; reasons where whoever decides here must give them.

    `alone`, it is decided without a meeting. What is deferred wants no alternatives.
    """
    report = _table(visit).report
    _, found = deciding.at_the_table(visit.desk, report, outcome=DECISIONS[0], words=_NO_WORDS)
    wants = {one.code for one in record_wants(report, found)}
    return [
        Choice(name="outcome", options=options([*outcomes])),
        Area(name="resolved", rows=5),
        Area(name="reasons", rows=4, required=alone or "decision.no_reasons" in wants),
        Area(
            name="alternatives",
            rows=3,
            required=False,
            hint=words.say("web.report.alternatives_wanted", {})
            if "decision.no_alternatives" in wants
            else "",
        ),
    ]


_NO_WORDS: Final = Words("", "", "")

PUBLISH = YesNo(name="publish")


def _fields(visit: Visit) -> list[Field]:
    table = _table(visit)
    return [*_record(visit, table.outcomes), *_manner(table), PUBLISH]


def _fields_again(visit: Visit) -> list[Field]:
    table = _table_again(visit)
    return [*_record(visit, table.outcomes), *_manner(table)]


def _manner(table: _Table) -> list[Field]:
    """How a body took it: agreed, counted, recorded by name or in writing."""
    sitting = table.sitting
    if sitting is None or sitting.body.terms is None:
        return []
    voters = [(v.person.key, v.person.name) for v in sitting.entitled().voters]
    there = [Option(key, name) for key, name in voters]
    return [
        Choice(name="how", options=[_how(one) for one in _manners(table)]),
        *(Whole(name=name, required=False, quiet=True, most=999, width="3") for name in _TOTALS),
        *(
            Choice(
                name=f"{_VOTE}{key}",
                text=name,
                options=[Option(v, words.say(f"web.vote.{v}", {})) for v in (*VOTES, NOT_VOTING)],
                required=False,
                quiet=True,
                inline=True,
            )
            for key, name in voters
        ),
        *(
            [
                Choice(
                    name="casting",
                    options=[
                        *(Option(v, words.say(f"web.vote.{v}", {})) for v in VOTES[:2]),
                        Option(NOT_VOTING, words.say("web.vote.not_cast", {})),
                    ],
                    required=False,
                    quiet=True,
                    inline=True,
                )
            ]
            if casting_helps(table.report, table.turn, sitting)
            else []
        ),
        Many(name="dissent", options=there, quiet=True),
    ]


_TOTALS: Final = ("votes-for", "votes-against", "abstained")


def _manners(table: _Table) -> Sequence[str]:
    """The manners open to a body, the usual first."""
    assert table.sitting is not None
    rule = table.sitting.terms.decided_by(table.report.row.kind)
    if method_of(table.report, table.turn, table.sitting).in_writing:
        return ("in_writing", "agreed", "counted", "recorded")
    if rule.without_vote:
        return ("agreed", "counted", "recorded", "in_writing")
    return ("counted", "recorded", "in_writing")


def _how(manner: str) -> Option:
    code = f"web.decide.how.{manner}"
    return Option(manner, words.say(code, {}), words.remedy(code, {}))


def _taken(said: Said) -> Taken:
    """How it was taken, as far as the form says.

    Votes by name may stand there from before; of the rest only what the manner asks for is filled
    in. Raises `Unusable` where something else is, for it would be lost.
    """
    how = said.get("how", "agreed")
    casting = said.get("casting")
    casting = None if casting == NOT_VOTING else casting
    if unasked := _unasked(said, how, casting):
        raise Unusable([Problem(f"web.decide.unasked.{name}") for name in unasked])
    votes = {
        name.removeprefix(_VOTE): value
        for name, value in said.values.items()
        if name.startswith(_VOTE) and value
    }
    figures = [said.get(name) for name in _TOTALS]
    totals = None
    if how == "counted":
        if figures[0] is None and figures[1] is None:
            raise Unusable.one("decision.totals_wanted")
        totals = tuple(int(one or 0) for one in figures)
    return Taken(
        how=how,
        votes=votes if how == "recorded" else {},
        totals=totals,  # type: ignore[arg-type]  # three figures
        casting=casting,
        dissent=tuple(said.get("dissent", ())),
    )


def _unasked(said: Said, how: str, casting: str | None) -> list[str]:
    """The parts of the form that are filled in although the manner has no place for them."""
    filled = {
        "totals": how != "counted" and any(said.get(name) is not None for name in _TOTALS),
        "casting": how not in ("counted", "recorded") and casting is not None,
        "dissent": how != "agreed" and bool(said.get("dissent")),
    }
    return [name for name, is_so in filled.items() if is_so]


def _words(said: Said) -> Words:
    return Words(said["resolved"], said.get("reasons", ""), said.get("alternatives", ""))


def _about(visit: Visit) -> About:
    table = _table(visit)
    return _begun(visit, table)


def _about_again(visit: Visit) -> About:
    return _begun(visit, _table_again(visit))


def _begun(visit: Visit, table: _Table) -> About:
    """What the form begins with: what the report recommends, and votes that were cast."""
    row = table.report.row
    values: dict[str, Any] = {"resolved": row.recommendation, "publish": True}
    room: dict[str, Any] = {}
    sitting = table.sitting
    if sitting is not None and sitting.body.terms is not None:
        cast = ballots_cast(visit.desk, row.id, sitting)
        values |= {f"{_VOTE}{key}": one.vote for key, one in cast.items()}
        values["how"] = "recorded" if cast else _manners(table)[0]
        room = room_of(table.report, table.turn, sitting)
    return about(visit, values=values, room=room, names=_VOTE)


def _placed(visit: Visit, problem: Problem) -> str | None:
    """Beside which field a problem of the count stands: of a vote, the voter's own."""
    del visit
    if problem.code in _OF_A_VOTER:
        return f"{_VOTE}{problem.params['person']}"
    return _BESIDE.get(problem.code)


_OF_A_VOTER: Final = (
    "decision.vote_missing",
    "decision.voted_already",
    "decision.voter_absent",
)
_BESIDE: Final = {
    "decision.totals_wanted": "votes-for",
    "decision.manner_unknown": "how",
    "decision.vote_wanted": "how",
    "decision.tie": "casting",
    "decision.no_tie": "casting",
    "web.decide.unasked.totals": "votes-for",
    "web.decide.unasked.casting": "casting",
    "web.decide.unasked.dissent": "dissent",
}


def _decide(desk: Desk, said: Said) -> Receipt:
    return deciding.decide(
        desk,
        said.ref,
        outcome=said["outcome"],
        words=_words(said),
        taken=_taken(said),
        publish=said["publish"],
        seen=said.seen,
    )


def _decide_again(desk: Desk, said: Said) -> Receipt:
    return deciding.decide_again(
        desk,
        said.ref,
        outcome=said["outcome"],
        words=_words(said),
        taken=_taken(said),
        seen=said.seen,
    )


# --- without a meeting


def _body(visit: Visit) -> Any | None:
    """The body that acts: the one the address names, else the next on the path."""
    row = visit.desk.row("proposal", visit.path["ref"])
    if named := visit.query.get("body"):
        return body_facts(visit.desk, visit.desk.row("body", named), visit.desk.today)
    report = read_report(visit.desk, row, on=visit.desk.today)
    return next((body for body, _, _ in between.ways_ahead(visit.desk, report)), None)


def _between_fields(visit: Visit) -> list[Field]:
    body = _body(visit)
    turn = _table(visit).turn
    outcomes: Sequence[str] = DECISIONS
    if turn is not None and turn.kind in ADVISING:
        outcomes = (*ADVICE, "refused")
    elif body is not None and body.terms is not None:
        outcomes = body.terms.law.outcomes
    members: dict[str, str] = {}
    for held in body.current if body is not None else ():
        members.setdefault(held.person.key, held.person.name)
    for held in body.current if body is not None else ():
        for one in held.substitutes:
            members.setdefault(one.key, words.say("web.between.stands_in", {"name": one.name}))
    there = [Option(key, name) for key, name in members.items()]
    ways = (
        [
            Option(way.value, words.say(f"web.report.way.{way.value}", {"body": body.title}))
            for way in Way
        ]
        if body is not None
        else options([way.value for way in Way])
    )
    return [
        Choice(name="way", options=ways),
        *_record(visit, outcomes, alone=True),
        Many(name="agree", options=there),
        Many(name="against", options=there),
        PUBLISH,
    ]


def _between_about(visit: Visit) -> About:
    row = visit.desk.row("proposal", visit.path["ref"])
    way = visit.query.get("way")
    known = {one.value for one in Way}
    values = {"resolved": row.recommendation, "publish": True}
    found = about(visit, values=values | ({"way": way} if way in known else {}))
    return replace(found, closed=_ways_closed(visit, row))


def _ways_closed(visit: Visit, row: Any) -> list[dict[str, str]]:
    """Why neither way is open to the body; nothing where one is."""
    report = read_report(visit.desk, row, on=visit.desk.today)
    ways = between.ways_ahead(visit.desk, report)
    if any(not refusals for _, _, refusals in ways):
        return []
    return [reason(r.code, r.params) for _, _, refusals in ways for r in refusals]


def _decide_between(desk: Desk, said: Said) -> Receipt:
    return between.decide_between(
        desk,
        said.ref,
        way=said["way"],
        outcome=said["outcome"],
        words=_words(said),
        agree=tuple(said["agree"]),
        against=tuple(said["against"]),
        body=said.query.get("body"),
        publish=said["publish"],
        seen=said.seen,
    )


def _refer_fields(visit: Visit) -> list[Field]:
    table = _table(visit)
    higher: Mapping[str, str] = {}
    if table.turn is not None:
        _, found = deciding.at_the_table(visit.desk, table.report)
        keys = above_of(table.turn, found)
        higher = {key: table.turn.titles.get(key, words.term(key)) for key in keys}
    return [
        Pick(
            name="to",
            options=[Option(key, words.capital(title)) for key, title in higher.items()],
            required=False,
        ),
        Area(name="reason", rows=3),
    ]


def _refer_up(desk: Desk, said: Said) -> Receipt:
    return deciding.refer_up(
        desk, said.ref, reason=said["reason"], to=said.get("to"), seen=said.seen
    )


OUTCOME_NAMES: Final = tuple(sorted(OUTCOMES))

_TEMPLATE: Final = "reports/decide.html"

ACTS: tuple[Act, ...] = (
    act(
        "decide",
        _decide,
        fields=_fields,
        known=_about,
        check=True,
        template=_TEMPLATE,
        placed=_placed,
    ),
    act(
        "decide-again",
        _decide_again,
        fields=_fields_again,
        known=_about_again,
        check=True,
        template=_TEMPLATE,
        placed=_placed,
    ),
    act(
        "decide-between",
        _decide_between,
        fields=_between_fields,
        known=_between_about,
        check=True,
    ),
    act("refer-up", _refer_up, fields=_refer_fields),
)

__all__ = ["ACTS", "OUTCOME_NAMES"]
