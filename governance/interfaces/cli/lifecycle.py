"""`vires lifecycle`: a lifecycle's states, its moves, and its picture in Mermaid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance.interfaces.cli.output import AsJson, emit_json, table

if TYPE_CHECKING:
    from statemachines.table import Lifecycle

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def lifecycle(
    name: Annotated[str, typer.Argument(help="Which one; “list” names them.")] = "list",
    every: Annotated[
        bool, typer.Option("--all", help="All of them, as the page in the documentation.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Show a lifecycle: its states, its moves, its picture."""
    from statemachines import picture

    known = _known()
    if every:
        if as_json:
            emit_json([picture.plain(one) for one in known.values()])
        else:
            print(picture.markdown(known.values()), end="")
    elif name == "list":
        _list(known, as_json=as_json)
    else:
        _show(_chosen(name, known), as_json=as_json)


def _known() -> dict[str, Lifecycle[Any]]:
    """The stored lifecycles, and the approval machine of an example path."""
    from statemachines import LIFECYCLES
    from statemachines.approval import example

    return {**LIFECYCLES, "approval": example()}


def _chosen(name: str, known: dict[str, Lifecycle[Any]]) -> Lifecycle[Any]:
    from governance.domain.errors import Unusable
    from governance.domain.suggest import nearest

    if name not in known:
        raise Unusable.one(
            "lifecycle.unknown", name=name, known=list(known), nearest=nearest(name, known)
        )
    return known[name]


def _list(known: dict[str, Lifecycle[Any]], *, as_json: bool) -> None:
    if as_json:
        emit_json([{"name": one.name, "meaning": one.meaning} for one in known.values()])
    else:
        table("Lifecycles", ("name", "meaning"), [(o.name, o.meaning) for o in known.values()])


def _show(lifecycle: Lifecycle[Any], *, as_json: bool) -> None:
    from statemachines import picture

    if as_json:
        emit_json(picture.plain(lifecycle))
        return
    print(f"{lifecycle.name.capitalize()}: {lifecycle.meaning}\n")
    table("States", picture.STATE_COLUMNS, picture.state_rows(lifecycle))
    table("Moves", picture.MOVE_COLUMNS, picture.move_rows(lifecycle))
    print(picture.mermaid(lifecycle), end="")
