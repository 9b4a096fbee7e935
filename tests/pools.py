"""Pooled and aligned funds of the example partnership, in a few words a line."""

import datetime as dt
from typing import Any

from reports import COMMISSIONER, WORDS, Life

from governance.application.funds import agreements, queries, reporting
from governance.application.funds.allocating import Wanted, allocate
from governance.application.funds.contributing import contribute
from governance.application.funds.setting_up import add_fund
from governance.application.proposals.outside import record_outside
from governance.domain.funds.periods import Period
from governance.domain.funds.terms import Terms, read_terms

YEAR = Period(dt.date(2025, 4, 1), dt.date(2026, 3, 31))
TEXT = """
vires: pooled-agreement/1
title: The example pool
partners: [county-council, icb]
starts: 2025-02-01
ends: 2027-03-31
clauses: {a: Aims., b: Contributions., c: Functions., d: Persons., e: Staff., f: Two years., g: Host.}
permitted: {therapy: Therapies, short-breaks: Short breaks}
limits:
  - {decider: pool-manager, up to: 50k}
  - {decider: director, up to: 100k}
  - {decider: executive-board, up to: 500k}
overspend: {shares: {county-council: 3/5, icb: 40%}}
underspend: proportional
remedial plan within: 21
"""


def terms(text: str = TEXT) -> Terms:
    return read_terms(text.encode(), "agreement.yaml")


def opened(life: Life, kind: str = "pooled", **more: Any) -> str:
    with life.acting() as desk:
        return add_fund(
            desk,
            key=f"example-{kind}",
            title=f"The example {kind} fund",
            kind=kind,
            host="county-council",
            manager="example-commissioner",
            partners=["icb"],
            **more,
        ).ref


def put_in(life: Life, fund: str, partner: str, pounds: int, **more: Any) -> None:
    with life.acting() as desk:
        given = {"period": YEAR, **more}
        contribute(desk, fund, partner=partner, amount=pounds * 100, **given)


def pool(life: Life, text: str = TEXT) -> str:
    """A pool in force, £300,000 and £200,000 put in for 2025-26."""
    fund = opened(life)
    with life.acting() as desk:
        ref = agreements.draft(desk, fund, terms=terms(text)).ref
        agreements.move(desk, ref, move="record_agreed", reason="Both boards agreed in January.")
        agreements.move(desk, ref, move="execute")
    put_in(life, fund, "county-council", 300_000)
    put_in(life, fund, "icb", 200_000)
    return fund


def aside(life: Life, fund: str, pounds: int, by: str = COMMISSIONER, **more: Any) -> int:
    given = {"period": YEAR, "permitted": "therapy", **more}
    with life.acting(by) as desk:
        allocate(desk, fund, wanted=Wanted(amount=pounds * 100, **given))
        return len(queries.show(desk, fund, day=YEAR.start)["allocations"])


def shown(life: Life, fund: str, day: dt.date = YEAR.start) -> dict[str, Any]:
    with life.looking() as desk:
        return queries.show(desk, fund, day=day)


def decided(
    life: Life, about: str | None, pounds: int | None, decider: str, *, kind: str = "other"
) -> str:
    """A decision in effect, taken outside by some decider."""
    ref = life.draft(kind, about, pounds, scheme="example-partnership")
    with life.acting() as desk:
        record_outside(
            desk,
            ref,
            decider=decider,
            on=desk.today,
            outcome="approved",
            words=WORDS,
            reason="It was urgent.",
        )
    assert life.state(ref) == "effective", life.state(ref)
    return ref


def every_event(life: Life) -> None:
    """A pool that is reported with an overspend, varied both ways, run past its end, and ended."""
    fund = pool(life)
    life.wait_until(dt.date(2025, 7, 10))
    with life.acting(COMMISSIONER) as desk:
        reporting.report(desk, fund, kind="quarter", day=YEAR.start, spent=100, forecast=900_000_00)
        reporting.plan_remedy(desk, fund, what="Two posts stay vacant.")
    report = life.draft("pool", None, scheme="example-partnership")
    shorter = read_terms(b"vires: pooled-agreement/1\nends: 2025-07-20", "shorter.yaml")
    with life.acting() as desk:
        row, decision = desk.row("pooled_agreement", "J-0001"), desk.row("proposal", report)
        agreements.varied(desk, row, Terms(), decision=report, proposal_id=decision.id)
        agreements.move(
            desk, "J-0001", move="record_varied", reason="The boards agreed.", terms=shorter
        )
    life.wait_until(dt.date(2025, 7, 21))
    life.tick()
    with life.acting() as desk:
        agreements.move(desk, "J-0001", move="end", reason="By agreement.")
