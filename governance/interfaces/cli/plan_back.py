"""`vires plan-back`: from a commission's end back to the last safe day of every step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from governance import words
from governance.interfaces.cli.options import In, Now, looking_desk, optional_day
from governance.interfaces.cli.output import AsJson, emit_json, say, table, tell
from governance.words.format import day as day_words

app = typer.Typer(rich_markup_mode=None, add_completion=False)


def _number(name: str, help_: str) -> Any:
    return typer.Option(f"--{name}", metavar="NUMBER", help=help_)


@app.command()
def plan_back(
    commission: Annotated[str, typer.Argument(metavar="COMMISSION", help="Such as C-0001.")],
    aim: Annotated[
        str | None, typer.Option("--for", metavar="AIM", help="extend, award or exit.")
    ] = None,
    agreement: Annotated[
        str | None, typer.Option("--agreement", help="Which of its agreements ends.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help="Another last day than its own.")
    ] = None,
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="KEY", help="Where several could say.")
    ] = None,
    mobilise: Annotated[
        int | None, _number("mobilise", "Days from signing to the first day: 28.")
    ] = None,
    tender: Annotated[
        int | None, _number("tender", "Days that tenders are open: by the regime, else 28.")
    ] = None,
    evaluate: Annotated[
        int | None, _number("evaluate", "Days from tenders to the report: 28.")
    ] = None,
    clearance: Annotated[
        int | None, _number("clearance", "Working days an officer has to clear or advise: 5.")
    ] = None,
    notice: Annotated[int | None, _number("notice", "Months of notice to the provider: 3.")] = None,
    consult: Annotated[
        int | None, _number("consult", "Days of consultation before an exit: its case’s, else 42.")
    ] = None,
    partners: Annotated[
        int | None, _number("partners", "Days each partner has for its own decision: 28.")
    ] = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Plan back from the end: the last safe day of every step, and the meetings left."""
    from governance.application.backward.asking import Asked
    from governance.application.backward.planning import plan_back as planned

    asked = Asked(
        aim=aim,
        agreement=agreement,
        end=optional_day(end, "--end"),
        scheme=scheme,
        mobilise=mobilise,
        tender=tender,
        evaluate=evaluate,
        clearance=clearance,
        notice=notice,
        consult=consult,
        partners=partners,
    )
    with looking_desk(partnership, None, now) as desk:
        found = planned(desk, commission, asked)
    if as_json:
        emit_json(found)
    else:
        _page(found)


def _page(found: Mapping[str, Any]) -> None:
    about = f"{found['commission']} {found['title']}"
    held = f" ({found['agreement']})" if found["agreement_ends"] == found["end"] else ""
    print(f"{about}: ends {day_words(found['end'])}{held}")
    tell(found["headline"])
    for note in found["notes"]:
        tell(f"  {note}")
    for unclear in found["unclear"]:
        tell(f"  {unclear['words']} {unclear['remedy']}".rstrip())
    if found["never"]:
        tell(f"  {found['never']}")
    if found["missed"]:
        _missed(found)
    table(
        words.say("plan_back.steps", {}),
        ("Last day", "Step", "Why"),
        [(_day(step), step["what"], _why(step)) for step in _with_a_day(found)],
    )
    _list("plan_back.possible", [one["words"] for one in found["possible"]])
    _list("plan_back.assumptions", found["assumed"])
    _list("plan_back.choices", [one["words"] for one in found["choices"]])


def _with_a_day(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The steps that have a last day; why the others have none is said in a sentence."""
    return [step for step in found["steps"] if step["latest"] is not None]


def _missed(found: Mapping[str, Any]) -> None:
    print()
    late = [step for step in _with_a_day(found) if step["late"]]
    if late:
        say("plan_back.missed")
    for step in late:
        tell(f"  - {step['what']}: {_day(step)}")
    _list("plan_back.rescue", [f"{r['words']} {r['remedy']}".rstrip() for r in found["rescue"]])
    print()


def _list(title: str, lines: list[str]) -> None:
    if lines:
        say(title)
    for line in lines:
        tell(f"  - {line[:1].upper()}{line[1:]}")


def _day(step: Mapping[str, Any]) -> str:
    code = "plan_back.day_past" if step["late"] else "plan_back.day"
    return words.say(code, {"on": step["latest"]})


def _why(step: Mapping[str, Any]) -> str:
    if step["lawful_until"] is None:
        return str(step["why"])
    last = words.say("plan_back.lawful_until", {"on": step["lawful_until"]})
    return f"{step['why']} {last}"
