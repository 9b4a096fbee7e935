"""The agreement behind a pool: complete, agreed by each partner, executed, varied, on extension."""

import datetime as dt
from typing import Any

import pytest
from pools import TEXT, aside, opened, pool, put_in, shown, terms
from reports import BOARD, SECRETARY, WORDS, Life, codes, life
from world import RULEBOOKS, world

from governance.application.change import Change
from governance.application.deadlines.queries import deadlines
from governance.application.funds import agreements, queries
from governance.application.funds.proposing import propose, take_effect
from governance.application.funds.setting_up import add_fund
from governance.application.proposals import partners, taking_part
from governance.application.proposals.outside import record_outside
from governance.domain.errors import GuardRefused, NoSuchMove, Refused, Unusable
from governance.domain.funds.terms import Terms
from governance.store.engine import Store

SIGNATORIES = {
    "county-council": "example-lead-member",
    "district-council": "example-district",
    "icb": "example-nhs",
    "police": "example-police",
    "probation": "example-probation",
    "schools-forum": "example-head-teacher",
    "voluntary-sector": "example-charity",
    "jobcentre": "example-jobcentre",
}
POLICY = "escalations/exampleshire.yaml"


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return life(quick_store, now)


@pytest.fixture
def ruled(store: Store, now: dt.datetime) -> Life:
    return Life(world(store, now, rulebooks=(*RULEBOOKS, POLICY)), now)


def drafted(life: Life, fund: str, text: str = TEXT) -> str:
    with life.acting() as desk:
        return agreements.draft(desk, fund, terms=terms(text)).ref


def moved(life: Life, ref: str, move: str, **more: Any) -> None:
    with life.acting() as desk:
        agreements.move(desk, ref, move=move, **more)


def state(life: Life, ref: str = "J-0001") -> str:
    return str(life.row(ref, "pooled_agreement").state)


def agreed_by_each(
    life: Life, ref: str, *, refused: str | None = None, asked: set[str] | None = None
) -> None:
    """The report's path: the board recommends in writing, each partner of it decides for itself."""
    life.submit(ref, by=SECRETARY)
    for office in ("s151", "monitoring-officer"):
        life.view(ref, office)
    life.sitting("trust-board", BOARD, ref)
    for partner, person in SIGNATORIES.items():
        with life.acting(person) as desk:
            taking_part.consent(desk, ref, partner=partner)
    life.decide(ref, "recommended")
    with life.looking() as desk:
        own = {
            row.organisation_id: row.ref
            for row in partners.children(desk, desk.row("proposal", ref))
        }
        keys = {desk.by_id("organisation", one).key: child for one, child in own.items()}
    asked = asked or {"county-council", "icb"}
    assert set(keys) == asked
    assert {life.row(child).value for child in keys.values()} == {None}
    for partner, child in keys.items():
        assert life.state(ref) != "effective"
        with life.acting() as desk:
            record_outside(
                desk,
                child,
                decider=partner,
                on=desk.today,
                outcome="refused" if partner == refused else "approved",
                words=WORDS,
                reason="It decides by itself.",
            )


def test_a_draft_may_lack_everything_and_all_of_it_is_said_at_once(played: Life) -> None:
    with played.acting() as desk:
        fund = add_fund(
            desk, key="bare", title="A bare fund", kind="pooled", host="county-council"
        ).ref
    drafted(played, fund, "vires: pooled-agreement/1\nclauses: {a: Aims.}\n")
    moved(played, "J-0001", "record_agreed", reason="At a meeting.")
    with pytest.raises(GuardRefused) as error:
        moved(played, "J-0001", "execute")
    told = [(r.code, r.params.get("clause")) for r in error.value.refusals]
    assert told == [
        ("pool.clause_missing", "b"),
        ("pool.one_partner", None),
        *(("pool.clause_missing", letter) for letter in "cdef"),
        ("pool.no_first_day", None),
        ("pool.no_last_day", None),
        ("pool.clause_missing", "g"),
        ("pool.no_manager", None),
    ]
    with pytest.raises(GuardRefused):
        moved(played, "J-0001", "record_executed")
    moved(played, "J-0001", "record_executed", reason="It was sealed on Monday as it stands.")
    assert state(played) == "in_force"
    found = shown(played, fund)["agreement"]
    assert [f["code"] for f in found["flags"]] == [
        "pool.agreed_outside",
        "pool.executed_outside",
        "pool.executed_incomplete",
    ]


def test_a_text_says_everything_wrong_with_it_by_line() -> None:
    text = """
vires: pooled-agreement/1
starts: 2026-04-01
ends: 2025-04-01
clauses: {h: What?}
limits: [{decider: director, up to: lots}, {decider: director}]
overspend: {shares: {icb: 2/3, county-council: 1/2}}
underspend: fairly
unknown: yes
"""
    with pytest.raises(Unusable) as error:
        terms(text)
    assert [(p.line, p.code) for p in error.value.problems] == [
        (2, "pool.named_twice"),
        (2, "pool.ends_first"),
        (5, "pool.clause_unknown"),
        (6, "money.unreadable"),
        (8, "pool.order_unknown"),
        (9, "text.unknown_key"),
    ]
    with pytest.raises(Unusable) as error:
        terms("vires: pooled-agreement/1\noverspend: {shares: {icb: 2/3, county-council: 1/2}}")
    assert codes(error) == ["pool.shares_not_whole"]


def test_names_nobody_knows_are_said_at_once(played: Life) -> None:
    fund = opened(played)
    text = TEXT.replace("director", "directr").replace("[county-council, icb]", "[icbb]")
    with pytest.raises(Unusable) as error:
        drafted(played, fund, text)
    near = [(p.params["name"], p.params["nearest"]) for p in error.value.problems]
    assert near == [("icbb", "icb"), ("directr", "director")]


def test_each_partner_agrees_under_its_own_scheme_before_it_is_agreed(played: Life) -> None:
    fund = opened(played)
    drafted(played, fund)
    put_in(played, fund, "icb", 1_000)
    with played.acting() as desk:
        ref = propose(desk, "J-0001", ask="agree", scheme="example-partnership").ref
    assert set(played.row(ref).details["shares"].values()) == {None}
    agreed_by_each(played, ref)
    assert (played.state(ref), state(played)) == ("effective", "agreed")
    moved(played, "J-0001", "execute")
    assert state(played) == "in_force"
    with played.acting() as desk:
        ref = propose(
            desk, "J-0001", ask="enter", partner="police", scheme="example-partnership"
        ).ref
    agreed_by_each(played, ref, asked={"county-council", "icb", "police"})
    assert state(played) == "varied"
    inside = {p["partner"] for p in shown(played, fund)["partners"] if p["in"]}
    assert inside == {"county-council", "icb", "police"}
    assert played.whole()


def test_one_refusal_leaves_the_agreement_as_it_was(played: Life) -> None:
    drafted(played, opened(played))
    with played.acting() as desk:
        ref = propose(desk, "J-0001", ask="agree", scheme="example-partnership").ref
    agreed_by_each(played, ref, refused="icb")
    assert (state(played), played.state(ref) == "effective") == ("draft", False)


def test_what_cannot_be_asked_now_is_said(played: Life) -> None:
    fund = opened(played)
    drafted(played, fund)
    asked: tuple[tuple[dict[str, Any], list[str]], ...] = (
        ({"ask": "enter", "partner": "police"}, ["pool.not_standing"]),
        ({"ask": "enter", "partner": "icb"}, ["pool.not_standing", "fund.partner_already"]),
        ({"ask": "leave", "partner": "county-council"}, ["pool.not_standing", "fund.host_stays"]),
        ({"ask": "vary"}, ["pool.not_standing", "proposal.detail_missing"]),
        ({"ask": "burn"}, ["pool.ask_unknown"]),
    )
    for more, wanted in asked:
        with pytest.raises(Refused) as error, played.acting() as desk:
            propose(desk, "J-0001", **more)
        assert codes(error) == wanted
    with pytest.raises(Refused) as error:
        drafted(played, fund)
    assert codes(error) == ["pool.written_already"]
    with pytest.raises(NoSuchMove):
        moved(played, "J-0001", "begin")


def test_a_decision_that_finds_the_agreement_otherwise_is_noted_and_stands(played: Life) -> None:
    drafted(played, opened(played))
    with played.acting() as desk:
        ref = propose(desk, "J-0001", ask="agree", scheme="example-partnership").ref
    played.submit(ref, by=SECRETARY)
    moved(played, "J-0001", "record_agreed", reason="At a meeting.")
    row = played.row("J-0001", "pooled_agreement")
    with played.acting() as desk:
        take_effect(desk, desk.row("proposal", ref))
    assert row.state == state(played) == "agreed"
    flags = played.row("J-0001", "pooled_agreement").flags
    assert [f["code"] for f in flags] == ["pool.agreed_outside", "pool.decision_waits"]


def test_what_partners_decide_on_stands_still(played: Life) -> None:
    fund = opened(played)
    drafted(played, fund)
    with played.acting() as desk:
        ref = propose(desk, "J-0001", ask="agree", scheme="example-partnership").ref
        agreements.amend(desk, "J-0001", clauses={"a": "Other aims."})
    with pytest.raises(Refused) as error:
        played.submit(ref, by=SECRETARY)
    assert codes(error) == ["pool.changed_since"]
    with played.acting() as desk:
        ref = propose(desk, "J-0001", ask="agree", scheme="example-partnership").ref
    played.submit(ref, by=SECRETARY)
    with pytest.raises(Refused) as error, played.acting() as desk:
        agreements.amend(desk, "J-0001", clauses={"a": "Aims nobody read."})
    assert codes(error) == ["pool.before_partners"]
    with played.acting() as desk:
        row = desk.row("pooled_agreement", "J-0001")
        written = {"title": "Another title"}
        desk.apply(
            Change(
                kind="pooled_agreement.amended",
                table="pooled_agreement",
                subject=row,
                values=written,
                facts={"says": ["title"]},
            )
        )
        take_effect(desk, desk.row("proposal", ref))
    assert state(played) == "draft"
    flags = played.row("J-0001", "pooled_agreement").flags
    assert [f["code"] for f in flags] == ["pool.decision_waits"]


def test_a_variation_that_covers_no_further_day_leaves_it_on_extension(played: Life) -> None:
    fund = pool(played, TEXT.replace("2027-03-31", "2025-03-31"))
    played.wait_until(dt.date(2025, 4, 1))
    played.tick()
    assert state(played) == "on_extension"
    title = terms("vires: pooled-agreement/1\ntitle: Another title")
    moved(played, "J-0001", "record_varied", reason="A slip of the pen.", terms=title)
    assert state(played) == "on_extension"
    report = played.draft("pool", None, scheme="example-partnership")
    with played.acting() as desk:
        row, decision = desk.row("pooled_agreement", "J-0001"), desk.row("proposal", report)
        agreements.varied(desk, row, Terms(), decision=report, proposal_id=decision.id)
    assert state(played) == "on_extension"
    further = terms("vires: pooled-agreement/1\nends: 2026-03-31")
    moved(played, "J-0001", "record_varied", reason="A year more.", terms=further)
    assert state(played) == "varied"
    assert shown(played, fund)["agreement"]["ref"] == "J-0001"


def test_a_partner_the_next_agreement_names_enters_when_it_begins(played: Life) -> None:
    fund = pool(played)
    text = TEXT.replace("icb]", "icb, police]").replace("2025-02-01", "2025-06-01")
    drafted(played, fund, text)

    def inside() -> set[str]:
        with played.looking() as desk:
            found = queries.show(desk, fund, day=desk.today)["partners"]
        return {one["partner"] for one in found if one["in"]}

    assert inside() == {"county-council", "icb"}
    moved(played, "J-0002", "record_agreed", reason="Agreed.")
    moved(played, "J-0002", "execute")
    assert inside() == {"county-council", "icb"}
    played.wait_until(dt.date(2025, 6, 1))
    played.tick()
    assert inside() == {"county-council", "icb", "police"}
    assert played.whole()


def test_a_variation_names_no_partners(played: Life) -> None:
    pool(played)
    text = b"vires: pooled-agreement/1\ntitle: Another\npartners: [police]"
    with pytest.raises(Refused) as error, played.acting() as desk:
        propose(desk, "J-0001", ask="vary", text=text)
    assert codes(error) == ["pool.varies_no_partners"]


def test_it_begins_on_its_day_and_operates_on_extension_after_its_last(ruled: Life) -> None:
    fund = opened(ruled)
    drafted(
        ruled, fund, TEXT.replace("2025-02-01", "2025-04-01").replace("2027-03-31", "2026-03-31")
    )
    moved(ruled, "J-0001", "record_agreed", reason="Both boards agreed.")
    moved(ruled, "J-0001", "execute")
    assert state(ruled) == "executed"
    ruled.wait_until(dt.date(2025, 4, 1))
    ruled.tick()
    assert state(ruled) == "in_force"
    put_in(ruled, fund, "icb", 100_000)
    ruled.wait_until(dt.date(2026, 4, 3))
    ruled.tick()
    assert state(ruled) == "on_extension"
    warned = shown(ruled, fund, dt.date(2026, 4, 3))["warnings"]
    assert "fund.warn_on_extension" in [w.code for w in warned]
    about = ruled.commission()
    aside(ruled, fund, 10, commission=about)
    with ruled.looking() as desk:
        (one,) = queries.show(desk, fund, day=dt.date(2025, 4, 1))["allocations"]
    assert [f["code"] for f in one["flags"]] == ["fund.while_on_extension"]
    with pytest.raises(Refused) as error:
        moved(
            ruled,
            "J-0001",
            "record_varied",
            reason="Late.",
            terms=terms("vires: pooled-agreement/1\nends: 2026-04-01"),
        )
    assert codes(error) == ["pool.end_past"]
    moved(
        ruled,
        "J-0001",
        "record_varied",
        reason="The boards agreed to a further year.",
        terms=terms("vires: pooled-agreement/1\nends: 2027-03-31"),
    )
    assert state(ruled) == "varied"
    with ruled.looking() as desk:
        kept = [
            v.row.due_day for v in deadlines(desk, subject="J-0001") if v.row.kind == "pool_ends"
        ]
    assert kept == [dt.date(2027, 4, 1)]
    assert ruled.tick().failed == []
    assert ruled.whole()


def test_the_agreement_that_follows_takes_the_place_of_the_one_before(played: Life) -> None:
    fund = opened(played)
    drafted(played, fund)
    for move, reason in (("record_agreed", "Agreed."), ("execute", "")):
        moved(played, "J-0001", move, reason=reason)
    drafted(played, fund, TEXT.replace("2025-02-01", "2025-06-01"))
    for move, reason in (("record_agreed", "Agreed."), ("execute", "")):
        moved(played, "J-0002", move, reason=reason)
    assert (state(played), state(played, "J-0002")) == ("in_force", "executed")
    played.wait_until(dt.date(2025, 6, 1))
    played.tick()
    assert (state(played), state(played, "J-0002")) == ("ended", "in_force")


def test_a_decision_that_no_partner_took_is_flagged(played: Life) -> None:
    drafted(played, opened(played))
    with played.acting() as desk:
        ref = propose(desk, "J-0001", ask="agree", scheme="example-partnership").ref
        take_effect(desk, desk.row("proposal", ref))
    row = played.row("J-0001", "pooled_agreement")
    assert row.state == "agreed"
    assert [f["code"] for f in row.flags] == ["pool.no_partner_decided"]
