"""Cover: a body of 30 with 40 paths, whoever three are away; and a night over many bodies."""

import datetime as dt
from collections.abc import Sequence
from functools import partial

import world
from cover_small import scheme_of, terms_of

from bench.databases import Databases
from bench.figures import Figure, middle, seconds
from governance.application.bodies import acts
from governance.application.change import Change, Insert
from governance.application.cover import watching
from governance.application.desk import acting
from governance.domain.authority.model import (
    ALWAYS,
    PathStep,
    Rule,
    Scheme,
    Separation,
)
from governance.domain.bodies.people import Appointment, Person
from governance.domain.bodies.terms import (
    Minimum,
    QuorumRule,
    Seat,
)
from governance.domain.cover import Body, Covering, Office, People
from governance.store.engine import Store, open_store

NOW = dt.datetime(2025, 2, 20, 14, 30, tzinfo=dt.UTC)
TODAY = NOW.date()
OFFICES = 6
MEMBERS, QUICK_MEMBERS = 30, 5
PATHS, QUICK_PATHS = 40, 4
BODIES, QUICK_BODIES = 400, 3
ROUNDS = 3
QUORUMS = (("a quarter", (1, 4)), ("half", (1, 2)), ("all but two", (14, 15)))


def alone(*, quick: bool) -> list[Figure]:
    """How long every smallest set of up to three absences takes, by how high the quorum is."""
    members, paths = (QUICK_MEMBERS, QUICK_PATHS) if quick else (MEMBERS, PATHS)
    scheme = _scheme(paths)
    found = []
    for called, share in QUORUMS:
        people = _people(members, share)
        asked = partial(_all_stops, scheme, people)
        took = middle([seconds(asked) for _ in range(ROUNDS)])
        note = f"{members} members, {paths} paths, quorum {called}: {asked():,} sets"
        found.append(Figure("cover, three away", "no database", took * 1000, "ms", note))
    return found


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """A night's look at many bodies with a meeting each to come, and an act that asks the same."""
    bodies = QUICK_BODIES if quick else BODIES
    store = open_store(databases.fresh())
    world.world(store, NOW)
    _fill(store, bodies)
    nightly = partial(watching.nightly, store, after=None, now=NOW, limit=100)
    night = middle([seconds(nightly) for _ in range(ROUNDS)])
    took = [seconds(partial(_act, store, number)) for number in range(ROUNDS)]
    store.close()
    note = f"{bodies} bodies of 9 members, a meeting to come each, 27 rules"
    return [
        Figure("cover, a night", databases.kind, night * 1000, "ms", note),
        Figure("cover, an appointment", databases.kind, middle(took) * 1000, "ms", note),
    ]


def _all_stops(scheme: Scheme, people: People) -> int:
    covering = Covering(scheme, people)
    return sum(len(covering.path(rule).stops) for rule in scheme.rules)


def _people(members: int, share: tuple[int, int]) -> People:
    crowd = [Person(f"p{number:02}", f"Person {number}") for number in range(members)]
    seats = tuple(
        Seat(f"s{number}", f"seat {number}", "abc"[number % 3]) for number in range(members)
    )
    quorum = QuorumRule(None, share, minima=(Minimum(1, ("a",)), Minimum(1, ("b",))))
    terms = terms_of("board", seats, quorum)
    held = tuple(
        Appointment(one, seat.key, TODAY, substitutes=tuple(crowd[n : n + 1] if n % 7 == 0 else ()))
        for n, (one, seat) in enumerate(zip(crowd, seats, strict=True), start=1)
    )
    return People(
        on=TODAY,
        offices={
            key: Office(key, key, tuple(crowd[n % members : n % members + 1 + n % 2]))
            for n, key in enumerate(_offices())
        },
        bodies={"board": Body("board", "the board", terms, held)},
        apart={"author": [frozenset({one.key}) for one in crowd]},
    )


def _scheme(paths: int) -> Scheme:
    offices = _offices()
    methods = (None, "two_thirds", "unanimity", f"{QUICK_MEMBERS} of {MEMBERS}")
    rules = tuple(
        Rule(
            f"R{n}",
            ALWAYS,
            (
                (PathStep("clear", offices[n % OFFICES]),),
                (PathStep("recommend", offices[n // 7 % OFFICES]),),
                (PathStep("decide", "board", methods[n % len(methods)]),),
            ),
        )
        for n in range(paths)
    )
    separate = (Separation("decide", "author"), Separation("clear", "recommend"))
    return scheme_of("board", [*offices, "board"], rules, separate=separate)


def _offices() -> Sequence[str]:
    return [f"office-{number}" for number in range(OFFICES)]


def _fill(store: Store, bodies: int) -> None:
    """Bodies under the trust board's terms, all its members on each, and a meeting of each."""
    with acting(store, now=NOW, partnership=world.KEY) as desk:
        people = {key: desk.row("person", seats[0]) for key, seats in _seats().items()}
        for number in range(bodies):
            values = {
                "id": desk.new_id(),
                "ref": desk.next_ref("body"),
                "key": f"board-{number}",
                "name": f"Board {number}",
                "standing": "joint-committee",
                "terms_key": "trust-board-terms",
            }
            held = [
                Insert(
                    "appointment",
                    {
                        "id": desk.new_id(),
                        "body_id": values["id"],
                        "seat": seat,
                        "person_id": person.id,
                        "from_day": TODAY,
                        "substitute_ids": [],
                    },
                )
                for seat, person in people.items()
            ]
            desk.apply(Change("body.added", "body", None, values, writes=tuple(held)))
            meeting = {
                "id": desk.new_id(),
                "ref": desk.next_ref("meeting"),
                "body_id": values["id"],
                "on_day": TODAY + dt.timedelta(days=7 + number % 60),
                "state": "planned",
            }
            desk.apply(Change("meeting.planned", "meeting", None, meeting))


def _seats() -> dict[str, list[str]]:
    return {key: people for key, people in world.SEATS["trust-board"].items() if people}


def _act(store: Store, number: int) -> None:
    with acting(store, now=NOW + dt.timedelta(seconds=number), partnership=world.KEY) as desk:
        keys = ["example-young-person"] if number % 2 else []
        acts.name_substitutes(desk, body="board-0", seat="police", substitutes=keys)
