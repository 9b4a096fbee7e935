"""The inbox of whoever asks: the reports that wait for them, and for what.

A report waits for somebody by an office they hold, a body they sit on or stand in for, or because
they wrote it. Each statement reads at most so many rows, whatever the register holds; what may
really be done is for the guards of each move to say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from governance import words
from governance.application.bodies.facts import people_values
from governance.application.desk import Desk
from governance.application.people.organisations import partners
from governance.application.permissions import permissions, standing
from governance.application.proposals import inbox_rows as rows
from governance.application.proposals.deciding import IN_SESSION
from governance.application.proposals.outlook import deciding_turn
from governance.application.proposals.powers import as_deciders, titles
from governance.application.proposals.reading import read_report
from governance.application.proposals.turns import DECIDING
from governance.application.rulebook.in_force import meaning, version_in_force
from governance.domain.bodies.methods import method_named
from governance.domain.bodies.terms import Terms
from statemachines.permissions import Permission


@dataclass(frozen=True, slots=True)
class _Place:
    """A body on which somebody sits, or stands in for members by name."""

    key: str
    terms: Terms | None
    member: bool
    stands_in_for: tuple[str, ...] = ()
    partners: frozenset[str] = frozenset()
    """Keys of the partners they may sign for there."""

    def in_writing(self, kind: str, method: str | None) -> bool:
        """Whether each partner's written consent can be what carries a report there."""
        if self.terms is None:
            return False
        named = method_named(method) if method else None
        ways = (named or self.terms.decided_by(kind).method, *self.terms.between_meetings.values())
        return any(way is not None and way.in_writing for way in ways)


@dataclass(slots=True)
class _Desk:
    """What is read once for everything that waits."""

    offices: frozenset[str]
    places: Mapping[str, _Place]
    names: Mapping[str, str]
    handed: dict[str, str] = field(default_factory=dict)
    listed: dict[str, Any] = field(default_factory=dict)
    voted: frozenset[tuple[str, str]] = frozenset()
    consented: frozenset[tuple[str, str]] = frozenset()
    partners: Mapping[str, Any] = field(default_factory=dict)


def inbox(desk: Desk) -> list[dict[str, Any]]:
    """The reports that wait for the actor today, the most pressing first; none for an operator.

    Each is `ref, title, kind, state, commission, value` (pence); `what` is wanted of them
    (`decide`, `decide_again`, `vote`, `read`, `clear`, `advise`, `view`, `consent`, `scrutinise`,
    `rework`, `bring_again`, `write`, `note_cleared`, `place`, `hand_over`); `asked` and
    `asked_title`, the post by which it is theirs; `stands_in_for`, where they are only a named
    substitute; `partner` and `partner_name`, whose consent; `meeting` and `on`, where it is
    listed; `due` and `overdue` of the decision; and the sentence `said`.
    """
    return look_into(desk).found


@dataclass(frozen=True, slots=True)
class Inbox:
    """The reports that wait for somebody, and whether there are more than are told."""

    found: list[dict[str, Any]]
    more: bool = False


@dataclass(slots=True)
class _Cut:
    """Reads at most so many rows of a statement, and notes where there were more."""

    desk: Desk
    more: bool = False

    def all(self, statement: Any, **params: Any) -> list[Any]:
        found = self.desk.all(statement, most=rows.MOST + 1, **params)
        self.more = self.more or len(found) > rows.MOST
        return list(found[: rows.MOST])


def look_into(desk: Desk) -> Inbox:
    """What `inbox` gives, and whether more waits than it holds."""
    person = desk.actor.person_id
    if person is None:
        return Inbox([])
    cut = _Cut(desk)
    held = permissions(desk)
    secretary = Permission.SECRETARY in held
    offices = as_deciders(standing(desk).offices)
    places = _places(desk, person)
    keys = sorted(offices | places.keys())
    steps = _steps(cut, person, offices, places)
    handed = cut.all(rows.HANDED, keys=sorted(offices)) if offices else []
    handed = [row for row in handed if not row.path_changed or _still_theirs(desk, row, offices)]
    again = cut.all(rows.AGAIN, keys=keys) if keys else []
    noted = cut.all(rows.ALL_CLEARED) if secretary else []
    placed = cut.all(rows.TO_PLACE) if secretary else []
    to_hand = cut.all(rows.TO_HAND, person=person, secretary=secretary)
    read = (*steps, *handed, *again, *placed, *to_hand)
    known = _read(desk, person, offices, places, read)
    placed = [row for row in placed if not _is_with_officer(desk, known, row)]
    found = [
        *_unique(
            (
                *(one for row in steps for one in _asked(known, row)),
                *(one for row in handed for one in _was_handed(known, row)),
                *(_waits(known, row, "decide_again", row.decider) for row in again),
                *(_waits(known, row, "note_cleared", None) for row in noted),
                *(_waits(known, row, "place", row.asked) for row in placed),
                *(_waits(known, row, "hand_over", row.asked) for row in to_hand),
            )
        ),
        *(_of_scrutiny(cut, known) if Permission.SCRUTINY in held else ()),
        *(_waits(known, row, _of_author(row), None) for row in cut.all(rows.MINE, person=person)),
    ]
    for one in found:
        one["overdue"] = one["due"] is not None and one["due"] < desk.today
        code = f"inbox.{one['what']}"
        if one["what"] == "place" and one["state"] in rows.WITH_OFFICER:
            code = "inbox.place_from_officer"
        one["said"] = words.say(code, one, desk.partnership.language)
    return Inbox(sorted(found, key=_pressing), cut.more)


def _still_theirs(desk: Desk, row: Any, offices: frozenset[str]) -> bool:
    """Whether a report that was handed to them is theirs to decide by the path drawn since."""
    report = read_report(desk, desk.by_id("proposal", row.id), on=desk.today)
    turn = deciding_turn(desk, report)
    return turn is not None and bool(offices & turn.could.keys())


def _is_with_officer(desk: Desk, known: _Desk, row: Any) -> bool:
    """Whether a report lies with an officer who decides it by the path drawn since."""
    if row.state not in rows.WITH_OFFICER:
        return False
    handed = {known.handed[row.id]} if row.id in known.handed else set()
    return _still_theirs(desk, row, frozenset(handed))


def _steps(
    cut: _Cut, person: str, offices: frozenset[str], places: Mapping[str, _Place]
) -> list[Any]:
    """The open steps that ask something of them: each once, whichever way it was found."""
    found: list[Any] = []
    if offices:
        found += cut.all(rows.SAID_BY_OFFICE, keys=sorted(offices))
        found += cut.all(rows.DECIDED_BY_OFFICE, keys=sorted(offices))
    if places:
        members = sorted(key for key, place in places.items() if place.member)
        found += cut.all(rows.AT_BODY, keys=sorted(places), member_of=members, person=person)
    signs = {key: place.partners for key, place in places.items() if place.partners}
    if signs:
        by_key = {row.key: row.id for row in partners(cut.desk)}
        theirs = {by_key[one] for each in signs.values() for one in each if one in by_key}
        found += cut.all(
            rows.TO_SIGN, keys=sorted(signs), partners=sorted(theirs), wanted=len(theirs)
        )
    return found


def _read(
    desk: Desk,
    person: str,
    offices: frozenset[str],
    places: Mapping[str, _Place],
    found: Iterable[Any],
) -> _Desk:
    """What bears on all of these reports: who has them, where they are listed, who answered."""
    found = tuple(found)
    reports = sorted({row.id for row in found})
    keys = {*offices, *places, *(row.decider for row in found if row.decider)}
    keys |= {row.asked for row in found if getattr(row, "asked", None)}
    known = _Desk(offices, places, titles(desk, None, keys))
    if not reports:
        return known
    known.handed = {m.subject_id: m.recipient for m in desk.all(rows.LAST_HANDED, reports=reports)}
    known.listed = {one.proposal_id: one for one in desk.all(rows.LISTED, reports=reports)}
    cast = desk.all(rows.VOTED, reports=reports, person=person)
    known.voted = frozenset((one.proposal_id, one.sitting) for one in cast)
    if any(place.partners for place in places.values()):
        given = desk.all(rows.CONSENTED, reports=reports)
        known.consented = frozenset((one.subject_id, one.organisation_id) for one in given)
        known.partners = {row.key: row for row in partners(desk)}
    return known


def _places(desk: Desk, person: str) -> dict[str, _Place]:
    """The bodies where somebody has a seat today, or is a seat's named substitute."""
    seats = desk.all(rows.SEATS, day=desk.today)
    theirs = [r for r in seats if r.person_id == person or person in r.substitute_ids]
    stood_for = [r.person_id for r in theirs if r.person_id != person]
    named = people_values(desk, stood_for)
    found: dict[str, _Place] = {}
    for key in dict.fromkeys(r.key for r in theirs):
        here = [r for r in theirs if r.key == key]
        version = here[0].terms_key and version_in_force(
            desk, kind="terms", key=here[0].terms_key, on=desk.today
        )
        terms: Terms | None = meaning(desk, version) if version else None
        sits = [r for r in here if r.person_id == person]
        stands = [r for r in here if r.person_id != person and _may_stand_in(terms, r.seat)]
        if not sits and not stands:
            continue
        found[key] = _Place(
            key=key,
            terms=terms,
            member=bool(sits),
            stands_in_for=() if sits else tuple(named[r.person_id].name for r in stands),
            partners=frozenset(p for r in (*sits, *stands) for p in _represents(terms, r.seat)),
        )
    return found


def _may_stand_in(terms: Terms | None, seat: str) -> bool:
    known = terms.seat(seat) if terms is not None else None
    return terms is not None and terms.substitutes and known is not None and known.substitute


def _represents(terms: Terms | None, seat: str) -> tuple[str, ...]:
    known = terms.seat(seat) if terms is not None else None
    return known.represents if known is not None else ()


_SAID: Final = {"clear": "clear", "consult": "view", "recommend": "advise"}
"""What an officer is asked to say, by the kind of step; a body's part is taken at a meeting."""


def _asked(known: _Desk, row: Any) -> Iterator[dict[str, Any]]:
    """What an open step of a path asks of them."""
    said = _SAID.get(row.asks)
    if said is not None and row.asked in known.offices:
        yield _waits(known, row, said, row.asked)
        return
    place = known.places.get(row.asked)
    if row.asks not in DECIDING:
        return
    if place is not None:
        yield from _at_body(known, row, place)
    elif _has_it(known, row):
        yield _waits(known, row, "decide", row.asked)


def _has_it(known: _Desk, row: Any) -> bool:
    """Whether it is with them: not with a delegate, or somebody above, to whom it was handed."""
    if row.state not in rows.WITH_OFFICER or row.id in known.listed:
        return False
    return {row.asked, known.handed.get(row.id, row.asked)} <= known.offices


def _was_handed(known: _Desk, row: Any) -> Iterator[dict[str, Any]]:
    if known.handed.get(row.id) in known.offices and row.id not in known.listed:
        yield _waits(known, row, "decide", known.handed[row.id])


def _at_body(known: _Desk, row: Any, place: _Place) -> Iterator[dict[str, Any]]:
    """What a report before a body asks of a member: a consent, a vote, or to have read it."""
    if place.in_writing(row.kind, row.method):
        for key in sorted(place.partners & known.partners.keys()):
            partner = known.partners[key]
            if (row.id, partner.id) not in known.consented:
                told = {"partner": key, "partner_name": partner.name}
                yield _waits(known, row, "consent", row.asked, place) | told
    at = known.listed.get(row.id)
    if at is None or at.body != place.key:
        return
    if row.state == "before_decider" and at.state in IN_SESSION:
        if place.member and (row.id, at.id) not in known.voted:
            yield _waits(known, row, "vote", row.asked, place)
    elif row.state == "on_agenda":
        yield _waits(known, row, "read", row.asked, place)


def _of_scrutiny(cut: _Cut, known: _Desk) -> list[dict[str, Any]]:
    return [_waits(known, row, "scrutinise", None) for row in cut.all(rows.CALLED_IN)]


def _of_author(row: Any) -> str:
    if row.state == "draft":
        return "write"
    return "rework" if row.outcome == "referred_back" else "bring_again"


def _waits(
    known: _Desk, row: Any, what: str, asked: str | None, place: _Place | None = None
) -> dict[str, Any]:
    at = known.listed.get(row.id)
    return {
        "ref": row.ref,
        "title": row.title,
        "kind": row.kind,
        "state": row.state,
        "commission": row.commission,
        "value": row.value,
        "what": what,
        "asked": asked,
        "asked_title": known.names.get(asked, asked) if asked else None,
        "stands_in_for": list(place.stands_in_for) if place is not None else [],
        "partner": None,
        "partner_name": None,
        "meeting": at.ref if at is not None else None,
        "on": at.on_day if at is not None else None,
        "due": row.decision_due,
    }


def _unique(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each thing that is asked for once, however many of their posts it is asked of."""
    kept: dict[tuple[str, str, str | None], dict[str, Any]] = {}
    for one in found:
        kept.setdefault((one["ref"], one["what"], one["partner"]), one)
    return list(kept.values())


_ORDER: Final = (
    "vote",
    "decide",
    "decide_again",
    "consent",
    "clear",
    "advise",
    "view",
    "scrutinise",
    "note_cleared",
    "place",
    "hand_over",
    "rework",
    "bring_again",
    "read",
    "write",
)


def _pressing(one: Mapping[str, Any]) -> tuple[Any, ...]:
    """By kind of work, then by the day by which it is wanted."""
    last = min((d for d in (one["on"], one["due"]) if d is not None), default=dt.date.max)
    return (_ORDER.index(one["what"]), last, len(one["ref"]), one["ref"])
