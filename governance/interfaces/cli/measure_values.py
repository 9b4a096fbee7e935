"""The commands of `vires measure` for values: entered, imported, corrected, taken back."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Unusable
from governance.interfaces.cli.measure import Ref, app
from governance.interfaces.cli.measure_page import rated, with_unit
from governance.interfaces.cli.options import As, In, Now, acting_desk
from governance.interfaces.cli.output import EXIT_REFUSED, AsJson, emit_json, say, table

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.application.desk import Desk
    from governance.application.performance.importing import Imported

_Value = Annotated[str, typer.Argument(metavar="VALUE", help="A decimal, such as 82.5.")]
_Period = Annotated[
    str,
    typer.Option("--period", metavar="PERIOD", help="Such as 2026-07 to 2026-09, or 2026/27 Q2."),
]
_Reason = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]

# A negative value is no option: -3 is given as it is.
_VALUES = {"ignore_unknown_options": True}


@app.command(context_settings=_VALUES)
def record(
    ref: Ref,
    value: _Value,
    period: _Period,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Enter the value of a period, and rate it by the rule in force."""
    from governance.application.performance.recording import record as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, measure=ref, value=value, period=period)
        told = _told(desk, receipt, period)
    _say(receipt, told, as_json=as_json)


@app.command(context_settings=_VALUES)
def correct(
    ref: Ref,
    value: _Value,
    period: _Period,
    reason: _Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put another value in the place of one; both stay on record."""
    from governance.application.performance.recording import correct as act

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, measure=ref, value=value, period=period, reason=reason)
        told = _told(desk, receipt, period)
    _say(receipt, told, as_json=as_json)


@app.command()
def withdraw(
    ref: Ref,
    period: _Period,
    reason: _Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Take a value back that should not have been entered; it stays on record."""
    from governance.application.performance.recording import withdraw as act
    from governance.domain.performance import read_period

    with acting_desk(partnership, actor, now) as desk:
        receipt = act(desk, measure=ref, period=period, reason=reason)
        named = read_period(period, desk.row("measure", receipt.ref).rhythm).text
    if as_json:
        emit_json(receipt.plain())
    else:
        say("done.measure_withdrawn", ref=receipt.ref, period=named)


@app.command()
def rate(
    ref: Ref,
    reason: _Reason,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Rate every value again, by the rule and against the target there are now."""
    from governance.application.performance.queries import latest
    from governance.application.performance.recording import rate_again

    with acting_desk(partnership, actor, now) as desk:
        receipt = rate_again(desk, measure=ref, reason=reason)
        (last,) = latest(desk, receipt.id, 1)
    if as_json:
        emit_json(receipt.plain())
    else:
        say("done.measure_rated_again", ref=receipt.ref, rated=rated(last))


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A CSV file; - for standard input.")],
    correct_by: Annotated[
        str,
        typer.Option("--correct", metavar="REASON", help="Correct values that differ, and why."),
    ] = "",
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Import values from a CSV file with the columns measure, period and value.

    Rows that cannot be taken are told with every reason; the others are. Importing a file again
    changes nothing.
    """
    from governance.application.performance.importing import import_values

    content = _read(file)
    with acting_desk(partnership, actor, now) as desk:
        report = import_values(desk, content, file=file, correct=correct_by)
    _tell(report, file, as_json=as_json)
    if report.rejected:
        raise typer.Exit(EXIT_REFUSED)


def _read(file: str) -> bytes:
    from governance.application.performance.importing import LARGEST

    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(file).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except (OSError, ValueError):
        raise Unusable.one("import.file_unreadable", name=file[:200]) from None


def _tell(report: Imported, file: str, *, as_json: bool) -> None:
    rejected: list[dict[str, Any]] = [
        {
            "row": one.row,
            "reasons": [
                {
                    "code": problem.code,
                    "words": words.say(problem.code, problem.params),
                    "remedy": words.remedy(problem.code, problem.params),
                }
                for problem in one.reasons
            ],
        }
        for one in report.rejected
    ]
    counts = {name: getattr(report, name) for name in ("entered", "corrected", "unchanged")}
    if as_json:
        emit_json({**counts, "rejected": rejected})
        return
    say("measures.import.done", file=file, **counts, rejected=len(rejected))
    if rejected:
        rows = [
            (one["row"], " ".join(f"{r['words']} {r['remedy']}".strip() for r in one["reasons"]))
            for one in rejected
        ]
        table("Rejected", ("Row", "Why"), rows)


def _told(desk: Desk, receipt: Receipt, period: str) -> dict[str, Any]:
    """What became of a value: its rating, and by when a red wants an action."""
    from governance.application.performance.queries import show
    from governance.domain.performance import read_period

    found = show(desk, receipt.ref)
    end = read_period(period, found["rhythm"]).last
    one = next(o for o in found["observations"] if o["stands"] and o["period_end"] == end)
    due = next((a["due"] for a in found["action_by"] if a["period_end"] == end), None)
    return {**one, "unit": found["unit"], "action_by": due}


def _say(receipt: Receipt, told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        wanted = ("period", "value", "rating", "unrated", "action_by")
        emit_json({**receipt.plain(), **{key: told[key] for key in wanted}})
        return
    say(
        "done.measure_recorded",
        ref=receipt.ref,
        period=told["period"],
        value=told["value"],
        unit=with_unit("", str(told["unit"])),
        rated=rated(told),
    )
    if told["action_by"] is not None:
        say("done.measure_wants_action", due=told["action_by"])
