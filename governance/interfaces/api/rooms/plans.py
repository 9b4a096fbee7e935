"""Plans: what partners plan together, what each promises, who agrees it, and its years in use."""

from __future__ import annotations

from typing import Any, Final

from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.plans import (
    acts,
    agreeing,
    commitments,
    consulting,
    groups,
    issuing,
    keeping,
    places,
    priorities,
    queries,
    strategies,
)
from governance.application.plans.document import document
from governance.application.plans.finding import commitments as promised
from governance.application.plans.mapping import the_map
from governance.application.plans.moves import plan_moves
from governance.application.plans.proposing import propose
from governance.application.plans.publishing import Document, Format, render
from governance.application.signing_in.service_tokens import Scope
from governance.interfaces.api.operations import Act, Look, Resource, Room, also, told

ENDS: Final[dict[Format, str]] = {"html": "html", "markdown": "md"}
"""How the name of a document's file ends."""

_AT = "/plans/{plan}"
_PART = f"{_AT}/parts/{{partner}}"


def as_file(made: Document, name: str, form: Format) -> tuple[bytes, str]:
    """A document as a file, and its name."""
    return render(made, form).encode(), f"{name}.{ENDS[form]}"


def as_html(desk: Desk, plan: str) -> tuple[bytes, str]:
    """A plan as a document in HTML."""
    row = desk.row("plan", plan)
    return as_file(document(desk, row.ref), row.ref, "html")


def as_markdown(desk: Desk, plan: str) -> tuple[bytes, str]:
    """A plan as a document in Markdown."""
    row = desk.row("plan", plan)
    return as_file(document(desk, row.ref), row.ref, "markdown")


def _details(desk: Desk, ref: str) -> Any:
    return {**queries.show(desk, ref), "moves": plan_moves(desk, ref)}


def _number(desk: Desk, receipt: Receipt) -> dict[str, Any]:
    return {"number": max(one.number for one in promised(desk, receipt.id))}


def _act(key: str, path: str, do: Any, **more: Any) -> Act:
    return Act(key=f"plan.{key}", path=f"{_AT}/{path}", do=do, **more)


ROOM = Room(
    name="Plans",
    resources=(
        Resource(
            table="plan",
            path="/plans",
            fields=(
                "ref", "key", "title", "state", "basis", "body_id", "from_day", "to_day",
                "vision", "needs", "outcomes", "strategies", "rhythm", "consulted_from",
                "consulted_to", "changed", "no_consultation", "proposal_id", "board_agreed_on",
                "agreed_on", "published_on", "reviewed_on", "renewed_as_id", "ended_on",
                "end_reason",
            ),
            details=_details,
        ),
    ),
    looks=(
        Look(key="plan.map", path=f"{_AT}/map", ask=the_map),
        Look(key="plan.document_html", path=f"{_AT}/document.html", ask=as_html,
             file="text/html"),
        Look(key="plan.document_markdown", path=f"{_AT}/document.md", ask=as_markdown,
             file="text/markdown"),
    ),
    acts=(
        Act(key="plan.new", path="/plans", do=acts.create, new="/plans/{ref}"),
        _act("set", "set", acts.set_plan),
        _act("priority", "priorities", priorities.add_priority),
        _act("priority.change", "priorities/{key}/change", priorities.change_priority),
        _act("priority.drop", "priorities/{key}/drop", priorities.drop_priority),
        _act("group", "groups", groups.add_group),
        _act("group.change", "groups/{key}/change", groups.change_group),
        _act("group.drop", "groups/{key}/drop", groups.drop_group),
        _act("commitment", "commitments", also(commitments.add_commitment, _number), tells=told),
        _act("commitment.change", "commitments/{number}/change", commitments.change_commitment),
        _act("commitment.drop", "commitments/{number}/drop", commitments.drop_commitment),
        _act("strategy", "strategies", strategies.relate),
        _act("strategy.off", "strategies/{key}/off", strategies.unrelate),
        _act("place", "place", places.place),
        _act("take_out", "take-out/{commission}", places.take_out),
        _act("consult", "consult", consulting.consult),
        _act("asked", "asked", consulting.ask),
        _act("answered", "answered", consulting.answer),
        _act("propose", "propose", propose, new="/reports/{ref}"),
        Act(key="plan.consent", path=f"{_PART}/consent", do=agreeing.consent, scope=Scope.DECIDE),
        Act(key="plan.refuse", path=f"{_PART}/refuse", do=agreeing.refuse, scope=Scope.DECIDE),
        Act(key="plan.take_back", path=f"{_PART}/take-back", do=agreeing.take_back_consent,
            scope=Scope.DECIDE),
        _act("publish", "publish", issuing.publish),
        _act("review", "review", keeping.review),
        _act("renew", "renew", keeping.renew),
        _act("end", "end", keeping.end),
    ),
)  # fmt: skip
