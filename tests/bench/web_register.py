"""A register of any size with everything a page shows: titles that differ, leads, providers,
partners, agreements, reviews and their deadlines. Plain rows, as `register` writes them.

What is rare stays rare: one commission in a hundred is paused, one review in fifty was missed.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from bench.register import BATCH, STAGES
from governance.application.desk import Desk
from governance.application.rulebook import in_force
from governance.store.tables import TABLES

PLACES = ("Abbey", "Bridge", "Castle", "Dale", "Elm", "Ford", "Grange", "Harbour", "Ings", "Kirk")
GROUPS = ("children", "carers", "families", "young people", "parents", "school leavers", "babies")
KINDS = (
    "Short breaks", "Speech therapy", "Supported housing", "Advice and guidance", "Counselling",
    "Home visiting", "School nursing", "Autism support", "Youth work", "Mentoring", "Respite care",
)  # fmt: skip
PROVIDERS = 500
LED = 100
"""Commissions that one person leads, and writes the reports of."""


def fill(desk: Desk, size: int) -> None:
    """Write a register of `size` commissions into a partnership that has none."""
    leads = [desk.row("person", "example-commissioner").id, *_leads(desk, size // LED)]
    partners = [desk.row("organisation", key).id for key in _partners(desk)]
    framework = in_force.must(desk, kind="framework", key="four-step", on=desk.today).id
    providers = _providers(desk)
    for start in range(1, size + 1, BATCH):
        made = {n: desk.new_id() for n in range(start, min(start + BATCH, size + 1))}
        rows = [_one(desk, leads[n % len(leads)], framework, n, made[n]) for n in made]
        desk.writer.insert_many(TABLES["commission"], rows)
        desk.writer.insert_many(TABLES["stage_progress"], _stages(desk, made))
        desk.writer.insert_many(TABLES["agreement"], _agreements(desk, made, providers))
        desk.writer.insert_many(TABLES["commission_partner"], _shares(desk, made, partners))
        reviews = [_review(desk, n, row_id) for n, row_id in made.items()]
        desk.writer.insert_many(TABLES["review"], reviews)
        desk.writer.insert_many(TABLES["deadline"], [_due(desk, row) for row in reviews])
        some = {n: row_id for n, row_id in made.items() if n % 10 == 0}
        desk.writer.insert_many(TABLES["proposal"], _reports(desk, leads, some))


def title(number: int) -> str:
    """What the commission of a number is called."""
    kind, group = KINDS[number % len(KINDS)], GROUPS[number % len(GROUPS)]
    place = PLACES[number % len(PLACES)]
    return f"{kind} for {group} in {place}{number // 97} ward"


def _partners(desk: Desk) -> list[str]:
    from sqlalchemy import bindparam, select

    rows = TABLES["organisation"].c
    statement = select(rows.key).where(
        rows.partnership_id == bindparam("partnership"), rows.partner.is_(True)
    )
    return sorted(row.key for row in desk.all(statement))[:3]


def _row(desk: Desk, **values: Any) -> dict[str, Any]:
    return {"partnership_id": desk.pid, "version": 1, "id": desk.new_id(), **values}


def _providers(desk: Desk) -> list[str]:
    rows = [
        _row(desk, ref=f"G-{9000 + n}", key=f"provider-{n}", name=f"Provider {n}", provider=True)
        for n in range(PROVIDERS)
    ]
    desk.writer.insert_many(TABLES["organisation"], rows)
    return [row["id"] for row in rows]


def _leads(desk: Desk, count: int) -> list[str]:
    """People who lead commissions besides those of the example."""
    names = [
        _row(desk, salt="00", text=f"Lead {n} (example)", digest=f"{n:064x}") for n in range(count)
    ]
    people = [
        _row(desk, ref=f"P-{9000 + n}", key=f"lead-{n}", name_id=name["id"])
        for n, name in enumerate(names)
    ]
    desk.writer.insert_many(TABLES["private_text"], names)
    desk.writer.insert_many(TABLES["person"], people)
    return [row["id"] for row in people]


def _one(desk: Desk, lead: str, framework: str, number: int, row_id: str) -> dict[str, Any]:
    return _row(
        desk,
        id=row_id,
        ref=f"C-{number:04}",
        title=title(number),
        state="paused" if number % 100 == 0 else "in_cycle",
        lead_id=lead,
        end_date=dt.date(2025, 3, 1) + dt.timedelta(days=number * 7919 % 3000),
        framework_key="four-step",
        framework_version_id=framework,
        value=None if number % 13 == 0 else number * 104_729 % 5_000_000_00,
        level="local" if number % 4 else None,
        group_id=row_id,
    )


def _stages(desk: Desk, made: dict[int, str]) -> Iterator[dict[str, Any]]:
    for number, row_id in made.items():
        at = 3 if number % 50 == 0 else number % 3
        for place, stage in enumerate(STAGES):
            state = "open" if place == at else "complete" if place < at else "not_started"
            opened = None if place > at else desk.today
            yield _row(desk, commission_id=row_id, stage=stage, state=state, opened_on=opened)


def _agreements(desk: Desk, made: dict[int, str], providers: list[str]) -> Iterator[dict[str, Any]]:
    for number, row_id in made.items():
        yield _row(
            desk,
            ref=f"A-{number:04}",
            commission_id=row_id,
            provider_id=providers[number % len(providers)],
            title=f"Agreement {number}",
            state="in_force",
            value=60_000_00,
            ends_on=dt.date(2025, 3, 1) + dt.timedelta(days=number * 7919 % 3000),
        )


def _shares(desk: Desk, made: dict[int, str], partners: list[str]) -> Iterator[dict[str, Any]]:
    for number, row_id in made.items():
        for organisation in partners[: 1 + number % len(partners)]:
            yield _row(desk, commission_id=row_id, organisation_id=organisation, share=None)


def _review(desk: Desk, number: int, row_id: str) -> dict[str, Any]:
    missed = number % 50 == 0
    due = desk.today + dt.timedelta(days=-number % 60 - 1 if missed else number * 31 % 700 + 1)
    return _row(
        desk,
        ref=f"W-{number:04}",
        commission_id=row_id,
        number=1,
        state="missed" if missed else "due",
        tier="low",
        due_day=due,
        missed_on=due if missed else None,
    )


def _due(desk: Desk, review: dict[str, Any]) -> dict[str, Any]:
    return _row(
        desk,
        kind="review",
        subject_table="review",
        subject_id=review["id"],
        due_at=dt.datetime.combine(review["due_day"], dt.time(), tzinfo=dt.UTC),
        due_day=review["due_day"],
        state="running",
    )


def _reports(desk: Desk, authors: list[str], made: dict[int, str]) -> Iterable[dict[str, Any]]:
    for number, row_id in made.items():
        yield _row(
            desk,
            ref=f"R-{number:04}",
            kind="award",
            title=f"Award {number}",
            recommendation="That the contract be awarded.",
            state="before_decider" if number % 100 == 0 else "draft",
            commission_id=row_id,
            group_id=row_id,
            author_id=authors[number % len(authors)],
            value=60_000_00,
            scheme_key="example-partnership",
        )
