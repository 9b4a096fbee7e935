"""`vires measure`: what is measured of a commission, how it does, where that leads.

Values stand in `measure_values`, what is done about a red in `measure_action`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.interfaces.cli.measure_page import (
    forecast_page,
    measure_table,
    page,
    reasons,
    summary_line,
)
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json

if TYPE_CHECKING:
    from governance.application.performance.measures import Said

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, add_completion=False)

Ref = Annotated[str, typer.Argument(metavar="MEASURE", help="Its reference, such as Q-0001.")]
Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]
Commission = Annotated[
    str | None, typer.Option("--commission", metavar="COMMISSION", help="Such as C-0001.")
]
_Question = Annotated[
    str | None, typer.Option("--question", help="How much, how well, or better off.")
]
_Direction = Annotated[
    str | None, typer.Option("--direction", help="Which values are better: higher or lower.")
]
_Rhythm = Annotated[str | None, typer.Option("--rhythm", help="Month, quarter, half year or year.")]
_Unit = Annotated[str | None, typer.Option("--unit", help="Such as % or families.")]
_Baseline = Annotated[
    str | None, typer.Option("--baseline", metavar="VALUE", help="Where it began.")
]
_BaselineOn = Annotated[
    str | None, typer.Option("--baseline-on", metavar="DATE", help="The day of that value.")
]
_Target = Annotated[
    str | None, typer.Option("--target", metavar="VALUE", help="Where it is to be.")
]
_TargetOn = Annotated[str | None, typer.Option("--target-on", metavar="DATE", help="By when.")]
_Tolerance = Annotated[
    str | None,
    typer.Option("--tolerance", metavar="VALUE", help="How far off it may be: 2, or 5% of it."),
]


@app.command()
def add(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What is measured.")],
    commission: Commission = None,
    question: _Question = None,
    direction: _Direction = None,
    rhythm: _Rhythm = None,
    unit: _Unit = None,
    baseline: _Baseline = None,
    baseline_on: _BaselineOn = None,
    target: _Target = None,
    target_on: _TargetOn = None,
    tolerance: _Tolerance = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Add a measure, of a commission or of none yet."""
    from governance.application.performance.measures import add_measure

    texts = (question, unit, direction, rhythm, baseline, target, tolerance)
    said = _said(title, texts, baseline_on, target_on)
    with acting_desk(partnership, actor, now) as desk:
        receipt = add_measure(desk, said, commission=commission)
    done(receipt, "done.measure_added", as_json=as_json, title=title.strip())


@app.command("set")
def set_(
    ref: Ref,
    title: Annotated[str | None, typer.Option("--title", help="What is measured.")] = None,
    commission: Commission = None,
    question: _Question = None,
    direction: _Direction = None,
    rhythm: _Rhythm = None,
    unit: _Unit = None,
    baseline: _Baseline = None,
    baseline_on: _BaselineOn = None,
    target: _Target = None,
    target_on: _TargetOn = None,
    tolerance: _Tolerance = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Alter a measure; values that are rated keep the target they were held against."""
    from governance.application.performance.measures import set_measure

    texts = (question, unit, direction, rhythm, baseline, target, tolerance)
    said = _said(title, texts, baseline_on, target_on)
    with acting_desk(partnership, actor, now) as desk:
        receipt = set_measure(desk, ref, said, commission=commission, seen=seen)
    done(receipt, "done.measure_set", as_json=as_json)


def _said(
    title: str | None,
    texts: tuple[str | None, ...],
    baseline_on: str | None,
    target_on: str | None,
) -> Said:
    from governance.application.performance.measures import Said

    question, unit, direction, rhythm, baseline, target, tolerance = texts
    return Said(
        title=title,
        question=question,
        unit=unit,
        direction=direction,
        rhythm=rhythm,
        baseline=baseline,
        baseline_on=optional_day(baseline_on, "--baseline-on"),
        target=target,
        target_on=optional_day(target_on, "--target-on"),
        tolerance=tolerance,
    )


@app.command()
def end(
    ref: Ref,
    reason: Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Its last day; today otherwise.")
    ] = None,
    seen: Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """End a measure; what was observed stays on record."""
    from governance.application.performance.measures import end_measure

    day = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = end_measure(desk, ref, reason=reason, on=day, seen=seen)
    done(receipt, "done.measure_ended", as_json=as_json)


@app.command("list")
def list_(
    commission: Commission = None,
    rating: Annotated[
        str | None, typer.Option("--rating", help="Green, amber, red or unrated.")
    ] = None,
    ended: Annotated[bool, typer.Option("--ended", help="The ended ones too.")] = False,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """List measures with their latest values."""
    from governance.application.performance.queries import listing

    with looking_desk(partnership, None, now) as desk:
        rows = listing(desk, commission=commission, rating=rating, ended=ended)
    if as_json:
        emit_json(rows)
    else:
        measure_table("Measures", rows)


@app.command()
def show(ref: Ref, now: Now = None, partnership: In = None, as_json: AsJson = False) -> None:
    """Show a measure: every value with its rating and its corrections, and what is done."""
    from governance.application.performance.queries import show as told

    with looking_desk(partnership, None, now) as desk:
        found = told(desk, ref)
    if as_json:
        emit_json(found)
    else:
        page(found)


@app.command()
def summary(
    commission: Commission = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Count the ratings of a commission or of all; what is unrated stands outside, with why."""
    from governance.application.performance.queries import summary as told

    with looking_desk(partnership, None, now) as desk:
        about = None if commission is None else desk.row("commission", commission).id
        found: dict[str, Any] = told(desk, about)
    if as_json:
        emit_json(found)
        return
    print(summary_line(found))
    for line in reasons(found):
        print(f"  {line}")


@app.command()
def forecast(
    ref: Ref,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="By the target’s day otherwise.")
    ] = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Say where the trend since the baseline leads, and where the baseline would have led."""
    from governance.application.performance.queries import ahead

    day = optional_day(on, "--on")
    with looking_desk(partnership, None, now) as desk:
        found = ahead(desk, ref, on=day)
    if as_json:
        emit_json(found)
    else:
        forecast_page(found)


from governance.interfaces.cli import measure_action, measure_values  # noqa: E402  # add to the app

__all__ = ["app", "measure_action", "measure_values"]
