"""`vires rulebook prove`, `findings`, `acknowledge` and `impact`: before a scheme is adopted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from governance import words
from governance.domain.errors import Refusal
from governance.interfaces.cli.ahead import proved_desk
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import (
    EXIT_REFUSED,
    AsJson,
    done,
    emit_json,
    say,
    table,
    tell,
)
from governance.interfaces.cli.rulebook_adopting import From, Reason, Version

app = typer.Typer()


@app.command()
def prove(
    version: Version,
    start: From = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Prove a scheme for decisions from a day on, and note it, so that it can be adopted."""
    from governance.application.rulebook import acts

    first = optional_day(start, "--from")
    with proved_desk(partnership, actor, now, lambda _: ([version], first)) as desk:
        receipt = acts.prove(desk, version, start=first)
        on = first or desk.today
    done(receipt, "done.rulebook_proved", as_json=as_json, on=on)


@app.command()
def findings(
    version: Version,
    start: From = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List what keeps a scheme from being proved, each finding by its name."""
    from governance.application.rulebook import acts

    with looking_desk(partnership, actor, now) as desk:
        found = acts.findings(desk, version, start=optional_day(start, "--from"))
    each = found["findings"]
    if as_json:
        whole = {name: value for name, value in found.items() if name != "scheme"}
        emit_json(whole | {"findings": [_plain(found, one) for one in each]})
    elif not each:
        say("rulebook.proved", **found)
    else:
        say("rulebook.not_proved", number=len(each), **found)
        for one in each:
            accepted = " (acknowledged)" if one["acknowledged"] else ""
            tell(f"  {_words(one['told'])}{accepted}")
    if not all(one["acknowledged"] for one in each):
        raise typer.Exit(EXIT_REFUSED)


def _plain(whole: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    """A finding as `vires scheme check` gives it, and whether it is acknowledged."""
    from governance.interfaces.findings import finding_json

    told = one["told"]
    plain: dict[str, Any] = {name: one[name] for name in ("name", "kind", "rules", "on")}
    plain |= {"example": None, "words": told.params["said"], "acknowledged": one["acknowledged"]}
    if one["found"] is not None:
        plain |= finding_json(whole["scheme"], one["found"], whole["on"])
    return plain


def _words(told: Refusal) -> str:
    return words.say(told.code, told.params)


@app.command()
def acknowledge(
    version: Version,
    names: Annotated[
        list[str],
        typer.Argument(metavar="FINDING...", help="Their names, from “vires rulebook findings”."),
    ],
    reason: Reason = "",
    start: From = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Accept findings about another body's scheme as they stand, each by its name."""
    from governance.application.rulebook import acts

    first = optional_day(start, "--from")
    with proved_desk(partnership, actor, now, lambda _: ([version], first)) as desk:
        receipt = acts.acknowledge(desk, version, names, reason=reason, start=first)
        left = acts.open_findings(desk, version, start=first)
    if as_json:
        emit_json({**receipt.plain(), "left": left})
        return
    done(receipt, "done.findings_acknowledged", as_json=False, number=len(set(names)))
    if left:
        say("rulebook.findings_left", number=len(left), names=left, ref=receipt.ref)


@app.command()
def impact(
    version: Version,
    start: From = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show the reports not decided yet of which a scheme would ask something else."""
    from governance.application.proposals.impact import first_day
    from governance.application.proposals.impact import impact as asked

    with looking_desk(partnership, actor, now) as desk:
        day = first_day(desk, version, start=optional_day(start, "--from"))
        found = asked(desk, version, start=day)
    if as_json:
        emit_json([_plain_impact(one) for one in found])
        return
    if not found:
        say("rulebook.no_impact", ref=version, on=day)
        return
    say("rulebook.impact", number=len(found), ref=version, on=day)
    columns = ("report", "commission", "where it stands", "before", "after", "changes", "weaker")
    cells = (
        (
            f"{one.ref} {one.title}",
            one.commission,
            words.term(one.state),
            way(one.before),
            way(one.after),
            ", ".join(words.say(f"proposal.held_to.{part}", {}) for part in one.changed),
            weaker(one),
        )
        for one in found
    )
    table("Reports", columns, cells)
    if saved := sum(one.saved for one in found):
        say("rulebook.impact_saved", number=saved)


def _plain_impact(one: Any) -> dict[str, Any]:
    lost = [_words(lost) for lost in one.lost]
    return {**one.plain(), "lost": lost, "unsettled": [_with_remedy(why) for why in one.unsettled]}


def weaker(one: Any) -> str:
    """What a new path no longer asks for, in a cell; or what would settle whether it is weaker."""
    if not one.unsettled:
        return " ".join(_words(lost) for lost in one.lost)
    why = " ".join(_with_remedy(why) for why in one.unsettled)
    return words.say("rulebook.impact_unsettled", {"why": why})


def _with_remedy(why: Refusal) -> str:
    return f"{_words(why)} {words.remedy(why.code, why.params)}".strip()


def way(one: Any) -> str:
    """A rule and its path in a cell: "S2: clear s151, then decide executive board"."""
    if one.against:
        return _words(one.against[0])
    rule = one.rule or words.say("rulebook.no_rule", {})
    return f"{rule}: {_path(one.path)}" if one.path else rule


def _path(path: Sequence[Sequence[dict[str, Any]]]) -> str:
    groups = (
        " and ".join(f"{one['kind']} {one['decider'].replace('-', ' ')}" for one in group)
        for group in path
    )
    return ", then ".join(groups)
