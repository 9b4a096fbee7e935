"""What must be so among the parts of terms of reference before a body can work under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from governance.domain.bodies.methods import Method
from governance.domain.bodies.standing import Procedure
from governance.domain.bodies.terms import Terms
from governance.domain.suggest import nearest
from governance.domain.texts import Node, Problems


def check_terms(terms: Terms, node: Node, problems: Problems) -> None:
    """Note every contradiction within the terms, at the line of the part that is wrong."""
    _check_seats(terms, _line(node, "seats"), problems)
    _check_quorum(terms, _line(node, "quorum"), problems)
    _check_methods(terms, _line(node, "decisions"), problems)
    _check_chair(terms, _line(node, "chair"), problems)
    _check_standing(terms, node, problems)


def _line(node: Node, key: str) -> int:
    part = node.value.get(key) if isinstance(node.value, dict) else None
    return part.line if part else node.line


def _unknown_seats(
    terms: Terms, names: Iterable[str], line: int, problems: Problems
) -> Iterator[str]:
    known = [s.key for s in terms.seats]
    for name in names:
        if name in known:
            yield name
            continue
        near = nearest(str(name), known)
        problems.add(line, "terms.unknown_seat", name=str(name)[:80], nearest=near, known=known)


def _check_seats(terms: Terms, line: int, problems: Problems) -> None:
    seen: set[str] = set()
    for seat in terms.seats:
        if seat.key in seen:
            problems.add(line, "terms.seat_twice", seat=seat.key)
        seen.add(seat.key)
    if not any(s.voting for s in terms.seats):
        problems.add(line, "terms.nobody_votes")


def _check_quorum(terms: Terms, line: int, problems: Problems) -> None:
    rule = terms.quorum
    counting = [s for s in terms.seats if s.voting or rule.associates]
    if terms.seats and rule.needed(len(counting)) > len(counting):
        problems.add(
            line,
            "terms.quorum_too_high",
            needed=rule.needed(len(counting)),
            seats=len(counting),
        )
    for minimum in rule.minima:
        list(_unknown_seats(terms, minimum.seats, line, problems))
        taking = sum(minimum.takes(s) for s in counting)
        named = [*minimum.categories, *minimum.seats]
        if named and taking < minimum.members:
            problems.add(
                line, "terms.minimum_too_high", needed=minimum.members, seats=taking, named=named
            )


def _check_methods(terms: Terms, line: int, problems: Problems) -> None:
    methods = [terms.deciding.method, *(d.method for d in terms.kinds.values())]
    written = [m for m in terms.between_meetings.values() if m is not None]
    votes = sum(s.voting for s in terms.seats)
    for method in dict.fromkeys([*methods, *written]):
        if _of_other_seats(method, votes):
            problems.add(
                line, "terms.n_of_m_seats", number=method.number, of=method.of, seats=votes
            )


def _of_other_seats(method: Method, votes: int) -> bool:
    return method.name == "n_of_m" and method.of != votes


def _check_chair(terms: Terms, line: int, problems: Problems) -> None:
    chair = terms.chair
    if chair.rotation and not chair.rotation.seats:
        problems.add(line, "terms.rotation_of_nobody")
    named = (*chair.seats, *(chair.rotation.seats if chair.rotation else ()))
    for name in _unknown_seats(terms, named, line, problems):
        seat = terms.seat(name)
        if seat and not seat.voting:
            problems.add(line, "terms.chair_without_vote", seat=seat.title)


def _check_standing(terms: Terms, node: Node, problems: Problems) -> None:
    law = terms.law
    for way in terms.between_meetings:
        if way not in law.ways:
            problems.add(
                _line(node, "between_meetings"),
                f"terms.{way}_unlawful",
                source=law.sources["ways"],
            )
    if Procedure.FORMAL_VOTING in law.always and law.casting_vote and not terms.casting_vote:
        source = law.sources["formal_voting"]
        problems.add(_line(node, "decisions"), "terms.casting_vote_by_law", source=source)
