"""The `vires` command: finds the module of a noun, runs it, and turns every error into words."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from governance.domain.errors import Unusable, ViresError
from governance.domain.suggest import nearest
from governance.interfaces.cli.output import EXIT_DONE, EXIT_UNUSABLE, report_error, stop_quietly

NOUNS: dict[str, str] = {
    "account": "Let people sign in at the web: create, reset, lock; end sessions.",
    "agreement": "Record agreements, move them on, see which run out.",
    "annual-report": "Assemble, put, publish and export the annual report on a plan.",
    "body": "Add bodies, appoint to their seats and the chair, look at them.",
    "calendar": "Count days: earliest, latest, window.",
    "commission": "Open commissions and take them round their cycle.",
    "db": "Upgrade, check, back up and restore the database.",
    "deadline": "What falls due and what is overdue; stop a clock or let it go.",
    "decommission": "Cases for ending a service: options, decision, notice, transition, end.",
    "delegation": "Record delegations, see what is left of them, take them back.",
    "evidence": "Put documents on file, open or closed; get them; take them off.",
    "example": "Play the example partnership's year, and tell it.",
    "export": "The public register for programs: notices (OCDS), lists (CSV).",
    "feed": "Calendars that other programs subscribe to: make, list and end addresses.",
    "flows": "What runs by itself: list, run, deploy it; show a run.",
    "fund": "Money that partners pool or align: agreements, allocations, reports.",
    "import": "Import notices (OCDS) and registers (CSV).",
    "improvement": "Support and challenge: raise, agree and judge improvement plans.",
    "key": "The key that seals the record: create, rotate, export, show it.",
    "ledger": "Check that the record is whole; show what was done to a thing.",
    "lifecycle": "Show a lifecycle: its states, its moves, its picture.",
    "measure": "Measure how services do: values, ratings, corrective actions, trends.",
    "meeting": "Plan, call, publish, hold and minute meetings.",
    "message": "What is to be sent, what did not go and why; try again, or settle it.",
    "next": "What next? Moves open and closed, who decides, the earliest lawful day.",
    "office": "Say who holds the offices that decide alone.",
    "partner": "Add organisations and exceptions from representation.",
    "partnership": "Create a partnership, list them, show one.",
    "people": "Add people, grant roles; record who leaves; erase; export.",
    "plan": "Write, agree, publish and review the plan; map the whole system.",
    "plan-back": "Plan back from an end: the last safe day of every step.",
    "proposal": "Take a report from draft to a decision in effect.",
    "record": "Write the record of a decision, for anybody to check.",
    "rehearse": "Play a year through on a copy: what will be missed, and when.",
    "retention": "How long what is kept, and disposing of what is due.",
    "return": "What partners report on what they promised: make, correct and see returns.",
    "review": "Set, put off and report reviews; see which were missed.",
    "rulebook": "Load rulebooks, bring them into force, see what is in force.",
    "scheme": "Ask a scheme of delegation who decides a case.",
    "serve": "Keep the clock going, and Prefect beside it.",
    "show": "Show a thing as it stood on a past day, from the record alone.",
    "tick": "Do what is due by now.",
    "token": "Let programs act as a person, by tokens: make, list, take back.",
    "trigger": "What opens a case of support or ending; raise one, look for causes.",
    "webhook": "Tell other programs of what is recorded, as signed events; see how that goes.",
    "worker": "Run flows for a Prefect server.",
}
"""Every noun and its line of help, in the order they are listed. The module has the same name."""


class LazyNouns(TyperGroup):
    """A group whose commands are imported when named, so that `vires` starts in a blink."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(NOUNS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in NOUNS:
            return None
        module = import_module(f"governance.interfaces.cli.{cmd_name.replace('-', '_')}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        command.help = command.short_help = NOUNS[cmd_name]
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if not name.startswith("-") and name not in NOUNS:
            raise Unusable.one("cli.noun_unknown", name=name[:80], nearest=nearest(name, NOUNS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(NOUNS.items()))


app = typer.Typer(
    cls=LazyNouns,
    name="vires",
    help="Vires: who may decide what, after which procedure, by when; and the record of it.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"vires {version('vires')}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Say which Vires this is.", callback=_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Vires: who may decide what, after which procedure, by when; and the record of it."""


_UsageError: Any = typer.BadParameter.__mro__[1]
"""What the parser raises for a missing or mistyped option; it has no public name."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 refused or findings, 2 unusable input."""
    arguments = sys.argv[1:] if arguments is None else arguments
    as_json = "--json" in arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # What the terminal's encoding lacks is spelt out; it never stops an answer.
            stream.reconfigure(errors="backslashreplace")
    try:
        # For programs, a mistyped option is reported as JSON like any other error.
        code = app(args=arguments, prog_name="vires", standalone_mode=not as_json)
    except ViresError as error:
        raise SystemExit(report_error(error, as_json=as_json)) from None
    except _UsageError as error:
        wrong = Unusable.one("cli.usage", said=error.format_message())
        raise SystemExit(report_error(wrong, as_json=as_json)) from None
    except BrokenPipeError:
        stop_quietly()
    except (KeyboardInterrupt, typer.Abort):
        raise SystemExit(EXIT_UNUSABLE) from None
    except Exception as error:
        if "VIRES_TRACEBACK" in os.environ:
            raise
        wrong = Unusable.one("cli.unexpected", name=type(error).__name__, said=str(error)[:300])
        raise SystemExit(report_error(wrong, as_json=as_json)) from None
    raise SystemExit(code if isinstance(code, int) else EXIT_DONE)
