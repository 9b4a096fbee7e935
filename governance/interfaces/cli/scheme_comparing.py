"""`vires scheme compare`: which cases another version would send elsewhere, and what is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.interfaces.cli.options import In, Now, looking_desk
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, tell

if TYPE_CHECKING:
    from governance.domain.assurance.comparing import Change, Comparison
    from governance.domain.assurance.going import Going
    from governance.domain.assurance.loss import Loss
    from governance.domain.authority import Scheme

OldFile = Annotated[
    str, typer.Argument(metavar="OLD", help="The version before: a file or a bundled scheme.")
]
NewFile = Annotated[str, typer.Argument(metavar="NEW", help="The version after.")]


def compare(
    old: OldFile,
    new: NewFile,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help="The first day of decision compared: today."),
    ] = None,
    register: Annotated[
        bool, typer.Option("--register", help="Also say what of the register would go elsewhere.")
    ] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say which cases would go elsewhere by another version, and whether that is weaker.

    Like diff: 0 where every case goes the same way, 1 where some do not or it is not settled.
    """
    from governance.domain.assurance.comparing import compare as compared
    from governance.interfaces.cli.scheme import day_given, read_scheme, today

    before, after = read_scheme(old), read_scheme(new)
    day = today() if on is None else day_given(on)
    found = compared(before, after, day)
    answer = comparison_json(found)
    if register:
        from governance.application.rulebook.comparing import on_the_register

        with looking_desk(partnership, None, now) as desk:
            answer["register"] = on_the_register(desk, found, before, after)
    if as_json:
        emit_json(answer)
    else:
        _tell(answer)
    if not found.same:
        raise typer.Exit(EXIT_REFUSED)


def comparison_json(found: Comparison) -> dict[str, Any]:
    """How two versions differ, for programs."""
    return {
        "on": found.on.isoformat(),
        "same": found.same,
        "changes": [_change(found, change) for change in found.changes],
        "unsettled": list(found.unsettled),
        "beside": list(found.beside),
    }


def _change(found: Comparison, change: Change) -> dict[str, Any]:
    from governance.domain.assurance.comparing import day_of
    from governance.interfaces.cases import case_json

    sides = (("before", change.before), ("after", change.after))
    told = {name: going_json(one) for name, one in sides}
    whole = case_json(found.inputs, change.example.values)
    for name, one in sides:
        own = case_json(found.inputs, change.example.values, of=one.scheme.inputs)
        if own != whole:
            # A version refuses a case with inputs that it does not know.
            told[name]["case"] = own
    return {
        "example": whole,
        "on": day_of(change).isoformat(),
        "until": change.until.isoformat(),
        **told,
        "weaker": change.weaker,
        "lost": [loss_words(loss) for loss in change.lost],
        "words": _words(found, change),
    }


def loss_words(loss: Loss) -> str:
    """A loss as a sentence."""
    text = words.say(loss.code, loss.params)
    return text[:1].upper() + text[1:]


def _words(found: Comparison, change: Change) -> str:
    from governance.interfaces.cases import region_words

    where = region_words(found.inputs, change.region)
    where = where[:1].upper() + where[1:]
    days: Mapping[str, Any] = {"where": where, "on": change.on, "until": change.until}
    if change.until != found.last:
        where = words.say("compare.between", days)
    elif change.on != found.on:
        where = words.say("compare.from", days)
    told = {"before": going_words(change.before), "after": going_words(change.after)}
    return words.say("compare.change", {"where": where, **told})


def going_json(one: Going) -> dict[str, Any]:
    """Where a case goes, as `scheme path` answers, with the same in words."""
    from governance.domain.authority import Conflict, Determined, NoRule
    from governance.interfaces.outcomes import outcome_json

    told = {"words": going_words(one)}
    match one.kind:
        case "impossible":
            return {"impossible": True, **told}
        case "conflict":
            return {**outcome_json(one.scheme, Conflict(one.rules)), **told}
        case "no_rule":
            return {**outcome_json(one.scheme, NoRule(one.scheme.fallback)), **told}
    assert one.rule is not None
    outcome = Determined(one.rule.id, one.rule.path, one.rule.procedure, ())
    answer = outcome_json(one.scheme, outcome)
    del answer["because"]
    return {**answer, **told}


def going_words(one: Going) -> str:
    """Where a case goes, in words."""
    from governance.interfaces.describe import describe_path

    match one.kind:
        case "impossible":
            return words.say("compare.impossible", {})
        case "conflict":
            return words.say("compare.conflict", {"rules": one.rules})
        case "no_rule" if one.scheme.fallback is None:
            return words.say("compare.no_rule", {})
        case "no_rule":
            return words.say("compare.fallback", {"fallback": one.scheme.fallback})
    assert one.rule is not None
    titles = _procedures(one.scheme, one.rule.procedure)
    params = {
        "rule": one.rule.id,
        "path": describe_path(one.scheme, one.rule.path),
        "procedure": titles,
    }
    return words.say("compare.by_rule_after" if titles else "compare.by_rule", params)


def _procedures(scheme: Scheme, names: tuple[str, ...]) -> list[str]:
    return [scheme.procedures[name].title for name in names]


def _tell(answer: dict[str, Any]) -> None:
    changes = answer["changes"]
    if answer["same"]:
        say("compare.same")
    elif changes:
        weaker = sum(change["weaker"] for change in changes)
        say("compare.differ", changes=len(changes), weaker=weaker)
    for change in changes:
        tell()
        tell(change["words"])
        word = "compare.weaker" if change["weaker"] else "compare.as_strong"
        tell("  " + words.say(word, {}).capitalize() + (":" if change["lost"] else "."))
        for lost in change["lost"]:
            tell(f"    {lost}")
    for part in answer["beside"]:
        say("compare.beside", part=f"beside_{part}")
    if answer["unsettled"]:
        say("compare.unsettled", rules=answer["unsettled"])
    if "register" in answer:
        _tell_register(answer["register"])


def _tell_register(found: dict[str, Any]) -> None:
    tell()
    say(
        "compare.register",
        commissions=found["commissions"],
        reports=found["proposals"],
        elsewhere=len(found["elsewhere"]),
    )
    if found["under_way"]:
        say("compare.under_way", number=found["under_way"])
    for one in found["elsewhere"]:
        tell(f"  {one['words']}")
    record = found["record"]
    say(
        "compare.record",
        decided=record["decisions"],
        unknown=record["unknown"],
        since=dt.date.fromisoformat(record["from"]),
        until=dt.date.fromisoformat(record["to"]),
    )
    for one in record["deciders"]:
        say(
            "compare.flow",
            title=one["title"],
            before=one["before"],
            after=one["after"],
            change=one["change"],
        )
