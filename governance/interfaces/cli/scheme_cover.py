"""`vires scheme cover`: can every path be completed, and whose absence would stop one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.options import As, In, Now, On, looking_desk, optional_day
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, tell
from governance.words.format import listed

if TYPE_CHECKING:
    from governance.application.cover.posts import Absent
    from governance.application.cover.schemes import Cover, Trap
    from governance.application.desk import Desk
    from governance.domain.authority import Scheme
    from governance.domain.errors import Refusal

SHOWN = 30
"""Sets of absences told to people; programs get all of them."""

FEW = 2
"""Rules told with their titles; more of them by their names."""

K = Annotated[int, typer.Option("--k", min=0, max=3, help="How many may be away at once, at most.")]


def cover(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A scheme's file, a bundled one's name, or a version on record."
        ),
    ],
    on: On = None,
    k: K = 3,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say whether people can complete every path, and whose absence would stop one."""
    from governance.application.cover.schemes import cover_of

    day = optional_day(on, "--on")
    with looking_desk(partnership, actor, now) as desk:
        scheme = scheme_named(desk, file)
        found = cover_of(desk, scheme, on=day, k=k, away=True)
    if as_json:
        emit_json(_plain(scheme, found))
    else:
        _tell(found)
    if not found.covered:
        raise typer.Exit(EXIT_REFUSED)


def scheme_named(desk: Desk, name: str) -> Scheme:
    """A scheme by its file, by the name of a bundled one, or as a version on record.

    Raises `Unusable` where it is none of these, or cannot be read.
    """
    from governance.application.rulebook.in_force import meaning
    from governance.application.rulebook.naming import find_version
    from governance.interfaces.cli.scheme import bundled, read_scheme

    if name not in bundled() and not _is_file(name):
        try:
            version = find_version(desk, name)
        except Unusable:
            return read_scheme(name)
        if version.kind != "scheme":
            raise Unusable.one("cover.not_a_scheme", ref=version.ref, kind=version.kind)
        found: Scheme = meaning(desk, version)
        return found
    return read_scheme(name)


def _is_file(name: str) -> bool:
    try:
        return Path(name).exists()
    except (OSError, ValueError):
        return False


def named(people: Iterable[Absent]) -> list[str]:
    """People by name, each with the posts by which they count."""
    return [f"{one.name} ({', '.join(one.posts)})" if one.posts else one.name for one in people]


def _rules(traps: list[Trap]) -> str:
    """Rules by their titles, or by their names alone where there are many."""
    if len(traps) > FEW:
        return words.say("cover.rules", {"rules": [trap.rule for trap in traps]})
    return listed(
        (
            words.say(
                "cover.rule_titled" if trap.title else "cover.rule",
                {"rule": trap.rule, "title": trap.title},
            )
            for trap in traps
        ),
        "and",
    )


def spoken(traps: list[Trap]) -> tuple[str, dict[str, Any]]:
    """The sentence for rules that the same absences stop: its code, and what it is told."""
    first = traps[0]
    told: dict[str, Any] = {"rules": _rules(traps)}
    if not first.absent:
        why = (words.say(lack.code, lack.params) for trap in traps for lack in trap.lacks)
        return "cover.stopped", told | {"why": list(dict.fromkeys(why))}
    deciders = dict.fromkeys(title for trap in traps for title in trap.deciders)
    code = "cover.trap_one" if len(first.absent) == 1 else "cover.trap"
    return code, told | {"who": named(first.absent), "deciders": list(deciders)}


def _tell(found: Cover) -> None:
    told = {"title": found.title, "on": found.on, "paths": found.paths}
    stopped = found.stopped
    code = "cover.some_stopped" if stopped else "cover.none_stopped"
    tell(words.say(code, told | {"stopped": len(stopped)}))
    if found.away:
        tell(words.say("cover.away", {"who": [one.name for one in found.away]}))
    if found.k:
        tell(words.say("cover.any_away", {"k": found.k}))
    elif found.k == 0 and found.asked:
        tell(words.say("cover.one_too_many", {}))
    for trap in stopped:
        tell()
        tell(words.say(*spoken([trap])))
        for remedy in dict.fromkeys(words.remedy(lack.code, lack.params) for lack in trap.lacks):
            tell(f"  {remedy}")
    others = [one for one in found.unheld if not told_already(found, one)]
    if others:
        tell()
    for one in others:
        tell(words.say("cover.unheld", {"why": words.say(one.code, one.params)}))
        tell(f"  {words.remedy(one.code, one.params)}")
    _tell_traps(found)


def told_already(found: Cover, lack: Refusal) -> bool:
    """Whether a rule that cannot be completed has said it already."""
    return any(lack == one for trap in found.stopped for one in trap.lacks)


def _tell_traps(found: Cover) -> None:
    ordered = by_absence(found)
    for traps in ordered[:SHOWN]:
        tell()
        tell(words.say(*spoken(traps)))
    if len(ordered) > SHOWN:
        tell()
        tell(words.say("cover.more", {"more": len(ordered) - SHOWN}))


def by_absence(found: Cover) -> list[list[Trap]]:
    """The rules that each set of absences stops, the smallest sets first."""
    alike: dict[tuple[str, ...], list[Trap]] = {}
    for trap in found.traps:
        if trap.absent:
            alike.setdefault(tuple(one.key for one in trap.absent), []).append(trap)
    ordered = sorted(alike.items(), key=lambda pair: (len(pair[0]), -len(pair[1]), pair[0]))
    return [traps for _, traps in ordered]


def _plain(scheme: Scheme, found: Cover) -> dict[str, Any]:
    from governance.interfaces.describe import describe_path

    paths = {rule.id: describe_path(scheme, rule.path) for rule in scheme.rules}
    return {
        "scheme": found.scheme,
        "title": found.title,
        "on": found.on,
        "covered": found.covered,
        "k": found.k,
        "asked": found.asked,
        "paths": found.paths,
        "away": [one.key for one in found.away],
        "unheld": [_lack(one) for one in found.unheld],
        "traps": [_trap(trap, paths[trap.rule]) for trap in found.traps],
    }


def _trap(trap: Trap, path: str) -> dict[str, Any]:
    code, told = spoken([trap])
    return {
        "path": path,
        "rule": trap.rule,
        "title": trap.title,
        "absent": [one.key for one in trap.absent],
        "people": [
            {"person": one.key, "name": one.name, "posts": list(one.posts)} for one in trap.absent
        ],
        "deciders": list(trap.deciders),
        "lacks": [_lack(lack) for lack in trap.lacks],
        "words": words.say(code, told),
    }


def _lack(lack: Refusal) -> dict[str, Any]:
    return {
        "code": lack.code.removeprefix("cover.lack."),
        "who": lack.params["keys"],
        "words": words.say(lack.code, lack.params),
        "remedy": words.remedy(lack.code, lack.params),
    }
