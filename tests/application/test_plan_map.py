"""The whole-system map: commissions under priorities and for groups, at levels; gaps, overlaps."""

import datetime as dt
import time
from typing import Any

import pytest
from plans import begun, priority, promise, published_plan
from reports import COMMISSIONER, Life, codes
from world import world

from governance.application.change import Insert
from governance.application.commissions.lifecycle import set_facts, withdraw
from governance.application.commissions.queries import show
from governance.application.plans import groups, places
from governance.application.plans.changing import Ground
from governance.application.plans.document import document
from governance.application.plans.finding import priorities
from governance.application.plans.keeping import end
from governance.application.plans.mapping import the_map
from governance.application.plans.publishing import render
from governance.domain.errors import Refused, Unusable
from governance.domain.plans.overlap import Placed, by_level, overlaps
from governance.store.engine import Store
from governance.store.tables import TABLES


@pytest.fixture
def played(quick_store: Store, now: dt.datetime) -> Life:
    return Life(world(quick_store, now), now)


@pytest.fixture
def both(store: Store, now: dt.datetime) -> Life:
    return Life(world(store, now), now)


def group(life: Life, plan: str, key: str = "looked-after", **more: Any) -> str:
    given = {
        "title": "Children looked after",
        "for_group": "Children in care",
        "under": ["early-help"],
        "levels": {"local-area": "One placement team."},
        **more,
    }
    with life.acting() as desk:
        groups.add_group(desk, plan, key=key, **given)
    return key


def found(life: Life, plan: str) -> dict[str, Any]:
    with life.looking() as desk:
        return the_map(desk, plan)


def put(life: Life, *commissions: str, among: str | None = None, under: str = "early-help") -> None:
    with life.acting() as desk:
        places.place(desk, commissions, priority=under, group=among)


def test_what_stands_where(both: Life) -> None:
    plan = begun(both)
    priority(both, plan)
    priority(both, plan, "play", title="Room to play", outcome="enjoy-and-achieve")
    promise(both, plan)
    group(both, plan)
    one, two, three = (both.commission(name) for name in ("One", "Two", "Three"))
    with both.acting(COMMISSIONER) as desk:
        set_facts(desk, commission=one, level="local-area", value=300_000)
        set_facts(desk, commission=two, level="local-area", value=200_000)
    put(both, one, two, among="looked-after")
    told = found(both, plan)
    early = told["priorities"][0]
    assert ([c["ref"] for c in early["commissions"]], early["value"]) == ([one, two], 500_000)
    assert (early["commitments"], early["partners"]) == (1, ["icb"])
    assert told["without_commission"] == ["play"]
    assert told["without_commitment"] == ["play"]
    assert [c["ref"] for c in told["without_priority"]] == [three]
    (overlap,) = told["overlaps"]
    assert (overlap["group"], overlap["same_level"], overlap["value"]) == (
        "looked-after",
        True,
        500_000,
    )
    levels = {one["level"]: one for one in told["groups"][0]["levels"]}
    assert levels["local-area"]["stated"] == "One placement team."
    assert [c["ref"] for c in levels["local-area"]["commissions"]] == [one, two]
    assert levels["national"]["commissions"] == []


def test_taken_out_again_and_moved_into_a_group(played: Life) -> None:
    plan = begun(played)
    priority(played, plan)
    group(played, plan)
    ref = played.commission()
    put(played, ref)
    put(played, ref, among="looked-after")
    with played.looking() as desk:
        (stands,) = places.stands(desk, desk.row("commission", ref).id)
        assert stands["group"] == "looked-after"
        assert show(desk, commission=ref)["places"] == [stands]
    with pytest.raises(Refused) as twice:
        put(played, ref, among="looked-after")
    assert codes(twice) == ["plan.placed_already"]
    with played.acting() as desk:
        places.take_out(desk, ref)
    assert [c["ref"] for c in found(played, plan)["without_priority"]] == [ref]
    with pytest.raises(Refused) as gone, played.acting() as desk:
        places.take_out(desk, ref)
    assert codes(gone) == ["plan.not_placed"]


def test_a_commission_that_is_over_provides_nothing(played: Life) -> None:
    plan = begun(played)
    priority(played, plan)
    ref = played.commission()
    put(played, ref)
    with played.acting() as desk:
        withdraw(desk, commission=ref, reason="The need is gone.")
    told = found(played, plan)
    assert told["without_commission"] == ["early-help"]
    assert told["without_priority"] == []


def test_places_that_cannot_be(played: Life) -> None:
    plan = begun(played)
    priority(played, plan)
    priority(played, plan, "play", title="Room to play")
    group(played, plan)
    ref = played.commission()
    with pytest.raises(Refused) as elsewhere:
        put(played, ref, under="play", among="looked-after")
    assert codes(elsewhere) == ["plan.group_elsewhere"]
    with pytest.raises(Unusable) as unknown:
        put(played, "C-0098", "C-0099")
    assert codes(unknown) == ["name.unknown", "name.unknown"]
    second = begun(played, key="second")
    with pytest.raises(Unusable) as which:
        put(played, ref)
    assert codes(which) == ["plan.which"]
    for one in (plan, second):
        with played.acting() as desk:
            end(desk, one, reason="given up")
    with pytest.raises(Unusable) as none:
        put(played, ref)
    assert codes(none) == ["plan.none"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"under": []}, "plan.group_no_priority"),
        ({"under": ["erly-help"]}, "plan.priority_unknown"),
        ({"levels": {"locale": "x"}}, "plan.level_unknown"),
        ({"for_group": ""}, "name.missing"),
    ],
)
def test_a_group_that_cannot_be(played: Life, given: dict[str, Any], code: str) -> None:
    plan = begun(played)
    priority(played, plan)
    with pytest.raises(Unusable) as refused:
        group(played, plan, **given)
    assert codes(refused) == [code]


def test_a_groups_plan_changes_level_by_level(played: Life) -> None:
    plan = begun(played)
    priority(played, plan)
    group(played, plan)
    with played.acting() as desk:
        groups.change_group(
            desk, plan, "looked-after", levels={"local-area": "", "regional": "A framework."}
        )
    told = found(played, plan)["groups"][0]
    stated = {one["level"]: one["stated"] for one in told["levels"] if one["stated"]}
    assert stated == {"regional": "A framework."}
    ref = played.commission()
    put(played, ref, among="looked-after")
    with pytest.raises(Refused) as used, played.acting() as desk:
        groups.drop_group(desk, plan, "looked-after")
    assert codes(used) == ["plan.group_in_use"]


def test_one_commission_under_two_priorities_is_no_overlap() -> None:
    def at(ref: str, priority: str, level: str = "local-area") -> Placed:
        return Placed(ref, ref, level, 1, priority, "be-healthy", "g")

    assert overlaps([at("C-0001", "a"), at("C-0001", "b")]) == ()
    (one,) = overlaps([at("C-0001", "a"), at("C-0002", "b", "national")])
    assert (one.priorities, one.same_level, one.value) == (("a", "b"), False, 2)
    (unsaid,) = overlaps([at("C-0001", "a", ""), at("C-0002", "a", "")])
    assert unsaid.same_level is False
    assert [row.level for row in by_level(["national"], {"odd": "x"}, [at("C-0001", "a", "")])] == [
        "national",
        "odd",
        "",
    ]


def test_a_plan_as_a_document(played: Life) -> None:
    plan = published_plan(played, "icb", title="Growing <up> | *well*")
    group_ground = Ground("Decided.", decision="R-0001")
    with played.acting() as desk:
        groups.add_group(
            desk,
            plan,
            key="care",
            title="Children looked after",
            for_group="Children in care",
            under=["early-help"],
            levels={"local-area": "One team | two doors."},
            ground=group_ground,
        )
    with played.looking() as desk:
        page, text = render(document(desk, plan), "html"), render(document(desk, plan), "markdown")
    assert "<h1>Growing &lt;up&gt; | *well*</h1>" in page
    assert "See every child within four weeks." in page
    assert "<caption>" in page
    assert 'scope="col"' in page
    assert "http" not in page.replace("http-equiv", "")
    assert text.startswith("# Growing \\<up\\> ")
    assert "One team \\| two doors." in text
    draft = begun(played, key="draft")
    with played.looking() as desk:
        assert "This is a draft." in render(document(desk, draft), "markdown")


def test_ten_thousand_commissions_are_mapped_in_a_moment(played: Life) -> None:
    plan = begun(played)
    for number in range(20):
        priority(played, plan, f"priority-{number}", title=f"Priority {number}")
    with played.acting() as desk:
        about = desk.row("plan", plan)
        partner = desk.row("organisation", "icb")
        keys = [row.id for row in priorities(desk, about.id)]
        rows = list(_rows(desk, about, partner, keys))
        for row in rows:
            desk.writer.insert(
                TABLES[row.table], {"partnership_id": desk.pid, "version": 1, **row.values}
            )
    start = time.perf_counter()
    told = found(played, plan)
    taken = time.perf_counter() - start
    assert len(told["without_priority"]) == 5_000
    assert sum(one["commitments"] for one in told["priorities"]) == 2_000
    assert taken < 3, f"the map took {taken:.2f} s"


def _rows(desk: Any, plan: Any, partner: Any, priority_ids: list[str]) -> Any:
    for number in range(10_000):
        row_id = desk.new_id()
        yield Insert(
            "commission",
            {
                "id": row_id,
                "ref": f"C-{number:05}",
                "title": f"Commission {number}",
                "state": "in_cycle",
                "framework_key": "four-step",
                "group_id": row_id,
                "value": 1_000_00,
                "level": "local-area",
            },
        )
        if number % 2:
            yield Insert(
                "commission_place",
                {
                    "id": desk.new_id(),
                    "plan_id": plan.id,
                    "commission_id": row_id,
                    "priority_id": priority_ids[number % 20],
                    "from_day": desk.today,
                },
            )
    for number in range(2_000):
        yield Insert(
            "commitment",
            {
                "id": desk.new_id(),
                "plan_id": plan.id,
                "number": number + 1,
                "priority_id": priority_ids[number % 20],
                "organisation_id": partner.id,
                "what": "A promise.",
                "due_on": plan.to_day,
            },
        )
