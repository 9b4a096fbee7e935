"""An annual report for 30 partners and 2,000 commitments: assembled from four returns of each.

Assembling is the reading of the returns and the putting together; rendering is a page of HTML and
the same as Markdown. How many statements it sends must not grow with the partners.
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

import world
from promised import publish_plan

from bench.databases import Databases, know
from bench.figures import Figure, middle, seconds
from governance.application.desk import Desk, acting, looking
from governance.application.people.organisations import add_organisation
from governance.application.plans import annual, returns
from governance.application.plans.annual_assembling import assembled
from governance.application.plans.annual_queries import as_document
from governance.application.plans.publishing import Format, render
from governance.application.plans.returns_finding import of_plan, promised
from governance.application.plans.returns_following import follow
from governance.application.plans.returns_said import JUDGEMENTS, Said
from governance.store.engine import Store, open_store

START = dt.datetime(2025, 4, 1, 9, tzinfo=dt.UTC)
END = dt.datetime(2026, 5, 11, 9, tzinfo=dt.UTC)
PARTNERS, COMMITMENTS = 30, 2_000
QUICK_PARTNERS, QUICK_COMMITMENTS = 2, 5
ROUNDS, QUICK_ROUNDS = 9, 1
EVIDENCE = "As the minutes of the board's meeting show; the figures are in the paper beside it."


def measure(databases: Databases, *, quick: bool) -> list[Figure]:
    """Milliseconds to assemble, and to render in each format."""
    partners = QUICK_PARTNERS if quick else PARTNERS
    commitments = QUICK_COMMITMENTS if quick else COMMITMENTS
    store = open_store(databases.fresh())
    _filled(store, partners, commitments)
    know(store)
    rounds = QUICK_ROUNDS if quick else ROUNDS
    with looking(store, now=END, partnership=world.KEY) as desk:
        report = desk.row("annual_report", "Y-0001")
        plan = desk.by_id("plan", report.plan_id)
        sent = _counted(desk, plan, report)
    took = [seconds(partial(_assemble, store)) * 1000 for _ in range(rounds)]
    with acting(store, now=END, partnership=world.KEY, actor="example-secretary") as desk:
        annual.assemble(desk, "Y-0001")
    with looking(store, now=END, partnership=world.KEY) as desk:
        document = as_document(desk, "Y-0001")
    note = f"{partners} partners, {commitments:,} commitments, {commitments * 4:,} lines"
    figures = [
        Figure(
            "annual report, assembled",
            databases.kind,
            middle(took),
            "ms",
            f"{sent} statements; {note}",
        )
    ]
    forms: tuple[Format, ...] = ("html", "markdown")
    for form in forms:
        drawn = [seconds(partial(render, document, form)) * 1000 for _ in range(rounds)]
        size = len(render(document, form)) / 1000
        name = "HTML" if form == "html" else "Markdown"
        figures.append(
            Figure(
                f"annual report, as {name}", databases.kind, middle(drawn), "ms", f"{size:,.0f} kB"
            )
        )
    store.close()
    return figures


def _filled(store: Store, partners: int, commitments: int) -> None:
    """A plan of a year and its four rounds of returns, every one of them made."""
    world.world(store, START)
    with acting(store, now=START, partnership=world.KEY) as desk:
        keys = [f"example-partner-{n:02}" for n in range(partners)]
        for key in keys:
            add_organisation(desk, key=key, name=key.replace("-", " ").title(), partner=True)
        share = -(-commitments // partners)
        texts_of = {key: [f"Example commitment {n} of {key}" for n in range(share)] for key in keys}
        left = commitments
        for key, texts in texts_of.items():
            texts_of[key] = texts[: max(left, 0)]
            left -= share
        publish_plan(desk, texts_of)
    with acting(store, now=END, partnership=world.KEY, actor="clock") as desk:
        follow(desk, desk.row("plan", "cypp").id)
    with looking(store, now=END, partnership=world.KEY) as desk:
        plan = desk.row("plan", "cypp")
        over = [row.ref for row in of_plan(desk, plan.id) if row.period_end < END.date()]
    for place, ref in enumerate(over):
        _returned(store, ref, place)


def _returned(store: Store, ref: str, place: int) -> None:
    with acting(store, now=END, partnership=world.KEY, actor="example-secretary") as desk:
        row = desk.row("monitoring_return", ref)
        owed = promised(desk, row.plan_id, row.organisation_id)
        lines = [
            Said(one.number, JUDGEMENTS[(place + one.number) % 4], EVIDENCE, "") for one in owed
        ]
        returns.report(desk, ref, lines=lines)


def _assemble(store: Store) -> dict[str, Any]:
    with looking(store, now=END, partnership=world.KEY) as desk:
        report = desk.row("annual_report", "Y-0001")
        return assembled(desk, desk.by_id("plan", report.plan_id), report, on=END.date())


def _counted(desk: Desk, plan: Any, report: Any) -> int:
    """How many statements assembling sends."""
    asked: list[int] = []
    real = desk.tx.all

    def counting(*args: Any, **params: Any) -> list[Any]:
        asked.append(1)
        return real(*args, **params)

    desk.tx.all = counting  # type: ignore[method-assign]  # to count what is asked
    assembled(desk, plan, report, on=END.date())
    desk.tx.all = real  # type: ignore[method-assign]  # as it was
    return len(asked)
