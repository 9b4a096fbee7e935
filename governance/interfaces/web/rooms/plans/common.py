"""What the pages of plans share: moves as links, the ground of a change, what was done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from starlette.responses import Response

from governance import words
from governance.application.change import Receipt
from governance.application.desk import Desk
from governance.application.people.organisations import partners
from governance.application.plans.changing import Ground, is_settled
from governance.application.plans.finding import priorities
from governance.application.plans.publishing import Document, render
from governance.interfaces.downloads import attachment
from governance.interfaces.said import offered
from governance.interfaces.web.acts import About, Act, Done, Said
from governance.interfaces.web.choices import officers
from governance.interfaces.web.fields import Area, Field, Option, Pick, Text
from governance.interfaces.web.visit import Visit


def moves_of(
    visit: Visit, kind: str, base: str, found: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Moves as a page shows them: a link to each act's own page, or why it is closed."""
    return [
        offered(
            words.say(f"web.{kind}.move.{one.get('called', one['move'])}", {}),
            visit.url(f"{base}/{one['move'].replace('_', '-')}"),
            one["refusals"],
        )
        for one in found
    ]


def about_plan(visit: Visit, **values: Any) -> About:
    """What an act's page knows of its plan."""
    row = visit.desk.row("plan", visit.path["ref"])
    told = {"ref": row.ref, "title": row.title}
    return About(params=told, seen=row.version, values=values)


def ground_fields(visit: Visit, *, consent: bool = False) -> list[Field]:
    """What a change of a plan rests on: asked for once the board has agreed it."""
    plan = visit.desk.row("plan", visit.path["ref"])
    if not is_settled(plan):
        return []
    found: list[Field] = [Area(name="because", rows=3), Text(name="decision", required=False)]
    if consent:
        found.append(Pick(name="consent-by", options=officers(visit.desk), required=False))
    return found


def ground(said: Said) -> Ground:
    """What was said of the ground of a change."""
    return Ground(said.get("because", ""), said.get("decision"), said.get("consent-by"))


def partner_options(visit: Visit) -> list[Option]:
    """The partners, by name."""
    rows = sorted(partners(visit.desk), key=lambda row: row.name.casefold())
    return [Option(row.key, row.name) for row in rows]


def told(receipt: Receipt, code: str, **params: Any) -> Done:
    """What was done; that the plan is agreed, where that was the last it waited for."""
    if receipt.kind == "plan.agreed":
        return Done(receipt=receipt, code="done.plan_agreed")
    return Done(receipt=receipt, code=code, params=params)


PLAN: Final = "/plans/{ref}"
"""Where a plan's page is."""


def the_plan(visit: Visit) -> Any:
    """The row of the plan that the address names."""
    return visit.desk.row("plan", visit.path["ref"])


def under(visit: Visit) -> list[Option]:
    """The priorities of a plan that stand."""
    rows = priorities(visit.desk, the_plan(visit).id)
    return [Option(row.key, row.title) for row in rows if row.dropped_on is None]


def plan_act(key: str, path: str, do: Callable[[Desk, Said], Done], **given: Any) -> Act:
    """An act on a plan, at a path below the plan's page, to which it leads back."""
    given = {"about": about_plan, "to": PLAN, **given}
    return Act(key=f"plan.{key}", path=f"{PLAN}/{path}", do=do, **given)


FORMS = {"html": ("html", "text/html"), "md": ("markdown", "text/markdown")}


def as_file(document: Document, name: str, form: str) -> Response:
    """A document to keep: complete in itself, so it is saved and not shown among our pages."""
    kind, media = FORMS.get(form, FORMS["html"])
    ending = "md" if kind == "markdown" else "html"
    text = render(document, "markdown" if kind == "markdown" else "html")
    return attachment(text.encode(), f"{name}.{ending}", media_type=media)
