"""`vires fund`, the agreement behind a pool: writing it, asking partners, executing, ending it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from governance import words
from governance.domain.errors import Problem, Unusable
from governance.interfaces.cli.options import (
    As,
    In,
    Now,
    acting_desk,
    looking_desk,
    optional_day,
)
from governance.interfaces.cli.output import AsJson, done, emit_json, say, tell

if TYPE_CHECKING:
    from governance.application.change import Receipt
    from governance.domain.funds.terms import Terms

_Ref = Annotated[str, typer.Argument(metavar="AGREEMENT", help="Its reference, such as J-0001.")]
_File = Annotated[str, typer.Argument(metavar="FILE", help="A text of an agreement (YAML).")]
_Seen = Annotated[
    int | None, typer.Option("--seen", metavar="VERSION", help="The version you last saw.")
]
_Why = Annotated[str, typer.Option("--reason", help="Why; it goes on the record.")]
_On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day; today otherwise.")]


def add_to(app: typer.Typer) -> None:
    """Add these commands to `vires fund`."""
    for name, command in (
        ("load", load),
        ("agreement", agreement),
        ("clause", clause),
        ("propose", propose),
        ("agreed", agreed),
        ("reopen", reopen),
        ("execute", execute),
        ("vary", vary),
        ("end", end),
    ):
        app.command(name)(command)


def load(
    fund: Annotated[str, typer.Argument(metavar="FUND", help="The fund it is behind.")],
    file: _File,
    into: Annotated[
        str | None, typer.Option("--into", metavar="AGREEMENT", help="Change this draft.")
    ] = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Begin an agreement from a text, or change a draft; it may be incomplete."""
    from governance.application.funds import agreements

    terms = _terms(file)
    with acting_desk(partnership, actor, now) as desk:
        if into is None:
            receipt = agreements.draft(desk, fund, terms=terms, seen=seen)
        else:
            receipt = agreements.amend(desk, into, terms=terms, seen=seen)
        row, behind = agreements.with_fund(desk, receipt.ref)
        lacks = agreements.wanting(desk, row, behind)
    code = "done.pool_drafted" if into is None else "done.pool_amended"
    _told(receipt, code, lacks, as_json=as_json, fund=behind.ref)


def agreement(
    ref: _Ref,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Show an agreement: its days, its clauses (a) to (g), and everything it lacks."""
    from governance.application.funds.queries import show_agreement
    from governance.interfaces.cli.fund_page import agreement_page, agreement_plain

    with looking_desk(partnership, None, now) as desk:
        found = show_agreement(desk, ref)
    if as_json:
        emit_json(agreement_plain(found))
    else:
        agreement_page(found)


def clause(
    ref: _Ref,
    given: Annotated[
        list[str], typer.Argument(metavar="LETTER=FILE...", help="Such as a=aims.txt.")
    ],
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Put clauses of a draft on file, each from a text of its own."""
    from governance.application.funds import agreements

    texts = _clauses(given)
    with acting_desk(partnership, actor, now) as desk:
        receipt = agreements.amend(desk, ref, clauses=texts, seen=seen)
        row, behind = agreements.with_fund(desk, receipt.ref)
        lacks = agreements.wanting(desk, row, behind)
    _told(receipt, "done.pool_amended", lacks, as_json=as_json)


def propose(
    ref: _Ref,
    enter: Annotated[
        str | None, typer.Option("--enter", metavar="PARTNER", help="That this partner enters.")
    ] = None,
    leave: Annotated[
        str | None, typer.Option("--leave", metavar="PARTNER", help="That this partner leaves.")
    ] = None,
    vary: Annotated[
        str | None, typer.Option("--vary", metavar="FILE", help="That it is varied as this says.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="First or last day of the partner.")
    ] = None,
    recommendation: Annotated[
        str, typer.Option("--recommendation", help="What the report asks for.")
    ] = "",
    scheme: Annotated[
        str | None, typer.Option("--scheme", metavar="KEY", help="Where several could say.")
    ] = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Draft the report that asks each partner: to agree to a draft, to enter, vary or leave."""
    from governance.application.funds.proposing import propose as act

    asked = [ask for ask, it in (("enter", enter), ("leave", leave), ("vary", vary)) if it]
    if len(asked) > 1:
        raise Unusable.one("fund.one_at_a_time")
    ask = asked[0] if asked else "agree"
    text = None if vary is None else read_text(vary)[0]
    day = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        receipt = act(
            desk,
            ref,
            ask=ask,
            partner=enter or leave,
            text=text,
            on=day,
            recommendation=recommendation,
            scheme=scheme,
        )
    done(receipt, "done.pool_proposed", as_json=as_json)


def agreed(
    ref: _Ref,
    reason: _Why = "",
    on: _On = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that the partners agreed to a draft outside Vires; flagged."""
    _moved(ref, "record_agreed", reason, on, seen, actor, now, partnership, as_json=as_json)


def reopen(
    ref: _Ref,
    reason: _Why = "",
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Write on an agreement that was agreed; each partner has to agree to it again."""
    _moved(ref, "reopen", reason, None, seen, actor, now, partnership, as_json=as_json)


def execute(
    ref: _Ref,
    as_it_is: Annotated[
        bool, typer.Option("--as-it-is", help="It was executed although incomplete; flagged.")
    ] = False,
    reason: _Why = "",
    on: _On = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that an agreement was signed or sealed; on its first day it is in force."""
    move = "record_executed" if as_it_is else "execute"
    _moved(ref, move, reason, on, seen, actor, now, partnership, as_json=as_json)


def vary(
    ref: _Ref,
    file: _File,
    reason: _Why = "",
    on: _On = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """Record that an agreement was varied outside Vires; flagged. “propose” asks the partners."""
    terms = _terms(file)
    _moved(ref, "record_varied", reason, on, seen, actor, now, partnership, terms, as_json=as_json)


def end(
    ref: _Ref,
    reason: _Why = "",
    on: _On = None,
    seen: _Seen = None,
    actor: As = None,
    now: Now = None,
    partnership: In = None,
    as_json: AsJson = False,
) -> None:
    """End an agreement; one that has not begun is set aside."""
    _moved(ref, None, reason, on, seen, actor, now, partnership, as_json=as_json)


def _moved(
    ref: str,
    move: str | None,
    reason: str,
    on: str | None,
    seen: int | None,
    actor: str | None,
    now: str | None,
    partnership: str | None,
    terms: Terms | None = None,
    *,
    as_json: bool,
) -> None:
    from governance.application.funds import agreements
    from governance.domain.funds.terms import Terms as Said

    day = optional_day(on, "--on")
    with acting_desk(partnership, actor, now) as desk:
        row = desk.row("pooled_agreement", ref)
        begun = row.state not in ("draft", "agreed", "executed")
        name = move or ("end" if begun else "set_aside")
        receipt = agreements.move(
            desk, ref, move=name, reason=reason, on=day, terms=terms or Said(), seen=seen
        )
        state = desk.row("pooled_agreement", ref).state
    done(receipt, "done.pool_moved", as_json=as_json, state=state)


def read_text(name: str) -> tuple[bytes, str]:
    """The bytes of a file and what errors call it. Raises `Unusable`."""
    from governance.domain.texts import LARGEST

    try:
        with Path(name).open("rb") as stream:
            return stream.read(LARGEST + 1), name
    except (OSError, ValueError):
        raise Unusable.one("fund.file_unreadable", name=name[:200]) from None


def _terms(file: str) -> Terms:
    from governance.domain.funds.terms import read_terms

    return read_terms(*read_text(file))


def _clauses(given: list[str]) -> dict[str, str]:
    """Texts by letter. Raises `Unusable`, all at once."""
    found, problems = {}, []
    for one in given:
        letter, equals, file = one.partition("=")
        if not equals or not file:
            problems.append(Problem("fund.clause_unreadable", {"text": one[:80]}))
            continue
        try:
            text = read_text(file)[0].decode("utf-8-sig")
        except UnicodeDecodeError:
            problems.append(Problem("text.not_utf8", {}, file, 1))
            continue
        except Unusable as error:
            problems += error.problems
            continue
        found[letter.strip().strip("()").lower()] = text
    if problems:
        raise Unusable(problems)
    return found


def _told(receipt: Receipt, code: str, lacks: Any, *, as_json: bool, **params: Any) -> None:
    missing = [
        {
            "code": one.code,
            "words": words.say(one.code, one.params),
            "remedy": words.remedy(one.code, one.params),
        }
        for one in lacks
    ]
    if as_json:
        emit_json({**receipt.plain(), "lacks": missing})
        return
    say(code, ref=receipt.ref, lacks=len(missing), **params)
    for one in missing:
        tell(f"  {one['words']}")
