"""The whole year: played once, gone on with where it was stopped, told how it ended.

Nothing marks a chapter as done but the ledger: the year is finished when its last act is there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from governance import words
from governance.application.commissions.queries import listing
from governance.application.desk import looking
from governance.application.ledger.moments import Moments, moments
from governance.application.ledger.sealing import seal_all
from governance.application.ledger.verifying import verify
from governance.application.people.partnerships import partnerships
from governance.domain.errors import Refused
from governance.interfaces.story.cast import cast
from governance.interfaces.story.chapters import (
    a_broken_quorum,
    a_missed_review,
    a_service_ends,
    a_split_contract,
    as_it_happened,
    cabinet_and_call_in,
    chair,
    constituting,
    foster_care_planned,
    in_the_north,
    review,
    the_new_year,
    the_scheme_amended,
    three_lots,
    too_early,
    what_partners_promised,
    young_people,
)
from governance.interfaces.story.player import ZONE, Player
from governance.interfaces.story.telling import Teller
from governance.store.engine import Store
from governance.words.format import money

CHAPTERS: Final[Sequence[Callable[[Player], None]]] = (
    constituting.play,
    chair.play,
    foster_care_planned.play,
    a_broken_quorum.play,
    too_early.play,
    cabinet_and_call_in.play,
    in_the_north.play,
    a_split_contract.play,
    as_it_happened.play,
    young_people.play,
    the_scheme_amended.play,
    three_lots.play,
    the_new_year.play,
    a_missed_review.play,
    review.play,
    what_partners_promised.play,
    a_service_ends.play,
)

FIRST: Final = dt.datetime(2025, 4, 1, 9, tzinfo=ZONE)
"""The moment of the year's first act: the partnership is set up."""
LAST: Final = dt.datetime(2027, 3, 8, 10, 4, tzinfo=ZONE)
"""The moment of its last act: a case is closed."""

COMMANDS: Final = (
    ("next C-0001 --as example-commissioner", "what comes next now"),
    ("proposal show R-0001", "a report, from notice to effect"),
    ("proposal show R-0006", "a path that was drawn anew"),
    ("meeting show M-0001", "the board's meeting of 29 April"),
    ("rulebook diff V-0002 V-0011", "how the scheme was amended"),
    ("deadline show W-0001/review", "a missed review, level by level"),
    ("annual-report show Y-0001", "what partners kept, and not"),
    ("decommission show X-0001", "a service that ended safely"),
    ("ledger show R-0001", "who did what, entry by entry"),
    ("db check", "whether everything is whole"),
)
"""What to try next, and what it shows."""


@dataclass(frozen=True, slots=True)
class Year:
    """How a run ended: whether everything was there already, and what the ledger says."""

    reused: bool
    chapters: Sequence[dict[str, Any]]
    ledger: dict[str, Any]

    def plain(self, *, database: str) -> dict[str, Any]:
        """The run for JSON."""
        return {
            "partnership": cast().key,
            "database": database,
            "reused": self.reused,
            "chapters": list(self.chapters),
            "ledger": self.ledger,
            "try": [f"vires {command}" for command, _ in COMMANDS],
        }


def play_year(
    store: Store, *, evidence: Path, teller: Teller, outbox: Path, key: Path | None = None
) -> Year:
    """Play what of the year is not played yet, and tell it; `evidence` is where files lie.

    Messages go into the folder `outbox`, one file each. The record is sealed with the key in the
    file `key`, by default beside the evidence; it is made where there is none.

    Raises `Refused` where another partnership has the example's key.
    """
    key = key or evidence.parent / "keys" / "seal.pem"
    before = _played(store)
    reused = LAST.astimezone(dt.UTC) in before
    if reused:
        _tell_reused(store, teller)
    else:
        _begin(teller, before)
        player = Player(
            store,
            partnership=cast().key,
            evidence=evidence,
            outbox=outbox,
            teller=teller,
            before=before,
        )
        for play in CHAPTERS:
            play(player)
            seal_all(store, now=player.now, path=key, makes_key=True)
    return Year(reused, teller.chapters, _end(store, teller, outbox))


def _played(store: Store) -> Moments:
    """The moments of the year that are in the ledger."""
    key = cast().key
    with store.read() as tx:
        known = {row.key for row in partnerships(tx)}
    if key not in known:
        return {}
    first, last = FIRST.astimezone(dt.UTC), LAST.astimezone(dt.UTC)
    with looking(store, now=last, partnership=key) as desk:
        found = moments(desk, since=first)
    if first not in found:
        raise Refused.one("example.another_partnership", key=key)
    return {at: about for at, about in found.items() if at <= last}


def _begin(teller: Teller, before: Moments) -> None:
    name = cast().name
    teller.line(name)
    teller.line("═" * min(len(name), teller.width))
    teller.plain(words.say("example.begins", {}))
    if before:
        until = max(before).astimezone(ZONE).date()
        teller.plain(words.say("example.goes_on", {"until": until}))


def _tell_reused(store: Store, teller: Teller) -> None:
    key = cast().key
    teller.plain(words.say("example.reused", {"name": cast().name, "where": store.where}))
    with looking(store, now=LAST, partnership=key) as desk:
        found = [one for one in listing(desk) if one["lead"] is not None]
    teller.table(
        ("Ref", "Commission", "Value", "State"),
        (
            (
                one["ref"],
                one["title"],
                None if one["value"] is None else money(one["value"]),
                one["state"].replace("_", " "),
            )
            for one in found
        ),
    )
    teller.plain(words.say("example.anew", {}))


def _end(store: Store, teller: Teller, outbox: Path) -> dict[str, Any]:
    found = verify(store)
    told = {
        "ok": found.ok,
        "entries": found.entries,
        "subjects": found.subjects,
        "problems": [words.say(p.code, p.params) for p in found.problems],
    }
    teller.silent = teller.muted
    code = "example.ledger_whole" if found.ok else "example.ledger_broken"
    teller.plain(words.say(code, told))
    teller.plain(words.say("example.try", {"where": store.where}))
    teller.plain(words.say("example.letters", {"where": outbox}))
    teller.plain(words.say("example.look", {}))
    teller.line()
    width = max(len(command) for command, _ in COMMANDS) + 2
    for command, what in COMMANDS:
        teller.line(f"  vires {command:{width}}{what}".rstrip())
    return told
