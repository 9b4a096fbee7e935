"""Schemes and bodies made of values, with no more said than what cover asks about."""

from collections.abc import Iterable, Sequence

from governance.domain.authority.model import Decider, Rule, Scheme, Separation, Source
from governance.domain.bodies.methods import METHODS, Method
from governance.domain.bodies.standing import Standing
from governance.domain.bodies.terms import Category, Chairing, Deciding, QuorumRule, Seat, Terms

MAJORITY = METHODS["simple_majority"]


def scheme_of(
    owner: str,
    deciders: Iterable[str],
    rules: Sequence[Rule],
    *,
    separate: Iterable[Separation] = (),
    ranks: tuple[tuple[str, ...], ...] = (),
) -> Scheme:
    """A scheme of these rules, without inputs."""
    return Scheme(
        key="tried",
        title="tried",
        standing="own",
        owner=owner,
        source=Source(""),
        vat="excluding",
        fallback=None,
        deciders={key: Decider(key, "office", key) for key in deciders},
        ranks=ranks,
        inputs={},
        limits={},
        definitions={},
        assume=(),
        separate=tuple(separate),
        procedures={},
        rules=tuple(rules),
    )


def terms_of(
    body: str, seats: Sequence[Seat], quorum: QuorumRule, *, method: Method = MAJORITY
) -> Terms:
    """Terms of a body with these seats, that agrees without a vote where it can."""
    categories = {seat.category for seat in seats}.union(*(m.categories for m in quorum.minima))
    return Terms(
        key=f"{body}-terms",
        title=body,
        body=body,
        standing=Standing.JOINT_COMMITTEE,
        categories={key: Category(key, key, key) for key in sorted(categories)},
        seats=tuple(seats),
        quorum=quorum,
        deciding=Deciding(method, without_vote=True),
        chair=Chairing("nobody", after_consulting_members=False),
    )
