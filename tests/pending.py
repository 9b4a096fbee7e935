"""Schemes adopted while reports are pending, and what came of it: for tests of both."""

import datetime as dt
from typing import Any

from reports import Life
from sqlalchemy import bindparam, select

from governance.application.rulebook import acts as rulebook
from governance.configuration import config_dir
from governance.store.tables import TABLES

SCHEME = (config_dir() / "schemes/example-partnership.yaml").read_text(encoding="utf-8")
SMALL = 'from: 2024-04-01, amount: "100,000", source: "scheme, paragraph 3.1"'
LATER = dt.date(2025, 3, 10)

_message, _step = TABLES["message"], TABLES["step"]
_MESSAGES = (
    select(_message.c.template, _message.c.recipient, _message.c.params)
    .where(
        _message.c.partnership_id == bindparam("partnership"),
        _message.c.template.in_(("path_changed", "paths_redrawn", "procedure_changed")),
    )
    .order_by(_message.c.id)
)
_STEPS = (
    select(_step)
    .where(
        _step.c.partnership_id == bindparam("partnership"),
        _step.c.proposal_id == bindparam("proposal"),
    )
    .order_by(_step.c.draw, _step.c.place, _step.c.lane)
)


def small(to: str, then: str = "") -> str:
    """The example's scheme where the Director commits up to another sum."""
    assert SCHEME.count(SMALL) == 1
    return SCHEME.replace(SMALL, SMALL.replace("100,000", to)) + f"# {to} {then}\n"


def adopted(built: Life, text: str, *, start: dt.date = LATER, pending: str | None = None) -> str:
    """A version that the board has adopted from a day."""
    said = {"pending": pending} if pending else {}
    with built.acting() as desk:
        (draft,) = rulebook.load_all(desk, [(text.encode(), "new.yaml")])
        rulebook.prove(desk, draft.ref, start=start)
        rulebook.adopt_decided(
            desk,
            desk.row("rulebook_version", draft.ref),
            effective_from=start,
            authority={"kind": "decision", "decision": "minute 7", **said},
        )
        return draft.ref


def messages(built: Life) -> list[Any]:
    """What was said of paths and procedures that changed."""
    with built.looking() as desk:
        return desk.all(_MESSAGES)


def told(built: Life) -> list[str]:
    """The reports of which a message said that their path has changed."""
    return [m.params["ref"] for m in messages(built) if m.template == "path_changed"]


def steps(built: Life, ref: str) -> list[tuple[int, str, str, str]]:
    """A report's steps: which draw, the kind, the decider and the state of each."""
    with built.looking() as desk:
        rows = desk.all(_STEPS, proposal=desk.row("proposal", ref).id)
        return [(s.draw, s.kind, s.decider, s.state) for s in rows]
