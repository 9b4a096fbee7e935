"""Annual reports: assembled from returns as at a day, put to the board, decided, published."""

import datetime as dt

import pytest
from promised import PROMISED, make_return, publish_plan, returns_of, said
from reports import BOARD, Life, codes
from world import world

from governance.application.plans import annual, annual_queries, returns
from governance.application.plans.publishing import render
from governance.application.proposals import submitting
from governance.domain.errors import GuardRefused, NoSuchMove, Refused
from governance.store.engine import Store

START = dt.datetime(2025, 4, 7, 9, tzinfo=dt.UTC)
YEAR_END = dt.date(2026, 3, 31)


def reported(store: Store) -> Life:
    """A plan whose first year is over: one partner returned, one late and corrected, one never."""
    life = Life(world(store, START), START)
    with life.acting() as desk:
        publish_plan(desk, {**PROMISED, "icb": ("Cut <script>alert(1)</script> | a |",)})
    first = {partner: ref for ref, partner, _, _ in returns_of(life)}
    life.wait_until(dt.date(2025, 7, 3))
    make_return(life, first["county-council"], said(1), said(2, "under_way"), by="example-director")
    life.wait_until(dt.date(2025, 8, 11))
    life.tick()
    make_return(life, first["icb"], said(3, "kept", "Ten | weeks\n# by May"), by="example-nhs")
    life.wait_until(dt.date(2026, 4, 7))
    assert not life.tick().failed
    with life.acting("example-nhs") as desk:
        returns.report(
            desk,
            first["icb"],
            lines=[said(3, "not_kept", "The wait is 19 weeks.")],
            reason="Wrong.",
        )
    return life


@pytest.fixture
def life(quick_store: Store) -> Life:
    return reported(quick_store)


def assemble(life: Life, **more: object) -> None:
    with life.acting() as desk:
        annual.assemble(desk, "Y-0001", **more)  # type: ignore[arg-type]


def put(life: Life) -> str:
    with life.acting() as desk:
        made = annual.propose(desk, "Y-0001")
    assert made.wants == ()
    return made.paper


def state(life: Life) -> str:
    return str(life.row("Y-0001", "annual_report").state)


def test_it_says_what_the_returns_say_and_names_who_returned_nothing(life: Life) -> None:
    assemble(life)
    content = life.row("Y-0001", "annual_report").content
    told = {
        one["key"]: (one["returned_nothing"], [c["judgement"] for c in one["commitments"]])
        for one in content["partners"]
    }
    assert told == {
        "county-council": (False, ["kept", "under_way"]),
        "icb": (False, ["not_kept"]),
        "police": (True, [None]),
    }
    assert content["counts"] == {
        "kept": 1,
        "partly_kept": 0,
        "not_kept": 1,
        "under_way": 1,
        "none": 1,
    }
    assert content["returns"] == {"in_time": 1, "late": 1, "missing": 7, "awaited": 3}
    (icb,) = [one for one in content["partners"] if one["key"] == "icb"]
    assert icb["commitments"][0]["return"] == icb["returns"][0]["ref"]
    assert icb["commitments"][0]["corrected"]


def test_as_at_an_earlier_day_it_says_what_stood_then(life: Life) -> None:
    assemble(life, as_at=dt.date(2026, 4, 1))
    content = life.row("Y-0001", "annual_report").content
    (icb,) = [one for one in content["partners"] if one["key"] == "icb"]
    assert [c["judgement"] for c in icb["commitments"]] == ["kept"]
    for wrong in (YEAR_END, dt.date(2027, 1, 1)):
        with pytest.raises(Refused) as refused:
            assemble(life, as_at=wrong)
        assert codes(refused)[0] in ("annual.year_runs", "annual.as_at_to_come")


def test_what_was_put_is_frozen_until_it_is_referred_back(life: Life) -> None:
    assemble(life, foreword="A hard year.")
    frozen = life.row("Y-0001", "annual_report").content
    paper = put(life)
    assert life.row(paper).rule == "P6"
    with pytest.raises(NoSuchMove):
        assemble(life)
    life.sitting("trust-board", BOARD, paper)
    life.decide(paper, "referred_back")
    assert state(life) == "referred_back"
    assemble(life, foreword="A hard year, and why.")
    assert put(life) == paper
    life.sitting("trust-board", BOARD, paper)
    life.decide(paper)
    assert state(life) == "approved"
    assert life.row("Y-0001", "annual_report").content["counts"] == frozen["counts"]
    assert life.whole()


def test_a_paper_withdrawn_gives_the_report_back(life: Life) -> None:
    assemble(life)
    paper = put(life)
    with life.acting() as desk:
        submitting.withdraw(desk, paper, reason="Two returns have come since.")
    assert state(life) == "referred_back"
    assemble(life)
    assert put(life) != paper


def test_published_it_quotes_the_decision_and_breaks_neither_format(life: Life) -> None:
    assemble(life, foreword="<b>Thanks</b> to all.")
    with pytest.raises(NoSuchMove), life.acting() as desk:
        annual.publish(desk, "Y-0001")
    paper = put(life)
    life.sitting("trust-board", BOARD, paper)
    life.decide(paper)
    with life.acting() as desk:
        annual.publish(desk, "Y-0001")
    assert state(life) == "published"
    assert life.row("L-0001", "plan").state == "reported"
    with life.looking() as desk:
        told = annual_queries.show(desk, "Y-0001")
        document = annual_queries.as_document(desk, "Y-0001")
    assert [d["state"] for d in told["deadlines"]] == ["met"]
    page, text = render(document, "html"), render(document, "markdown")
    assert "<blockquote>\n<p>RESOLVED: that it be agreed.</p>" in page
    assert "> RESOLVED: that it be agreed." in text
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "| 3 | Cut \\<script\\>alert(1)\\</script\\> \\| a \\| (by" in text
    assert "Exampleshire Police returned nothing for this year." in text
    assert "breach of a duty in law" in page
    assert "breach of the regulations" not in page
    assert document.notice == ""
    assert life.whole()


def test_nobody_but_the_board_s_people_puts_it(life: Life) -> None:
    with life.acting("example-nhs") as desk, pytest.raises(GuardRefused) as refused:
        annual.assemble(desk, "Y-0001")
    assert codes(refused) == ["lifecycle.not_permitted"]
