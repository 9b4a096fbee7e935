"""Pictures hold for anything people type: whole XML, words inside the sheet and never on others."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import statemachines
from governance.interfaces.web.pictures import cycle, load, timeline, trend, value_line
from governance.interfaces.web.pictures.layers import layered
from governance.interfaces.web.pictures.lettering import clean, wide, wrapped
from governance.interfaces.web.pictures.lifecycle import Life, Step, lifecycle
from governance.interfaces.web.pictures.picture import Picture
from governance.interfaces.web.pictures.scale import scale, spread
from governance.interfaces.web.pictures.trend_values import Forecast, Point, Trend

SVG = "{http://www.w3.org/2000/svg}"
TODAY = dt.date(2026, 11, 26)
BAD = (
    "<script>alert(1)</script>\" ' & ]]> \x00\x0b\ud800 \u202eturned 家庭 👩‍👧 {braces} " + "W" * 90
)

names = st.one_of(st.text(max_size=60), st.sampled_from([BAD, "", "Short breaks"]))
days = st.dates(dt.date(2024, 1, 1), dt.date(2032, 1, 1))
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

Box = tuple[float, float, float, float]


def drawings(picture: Picture) -> Iterator[ET.Element]:
    """Both drawings; fails where the picture is no whole XML or breaks a promise of all."""
    root = ET.fromstring(f"<both>{picture.svg}</both>")
    assert len(root) == 2
    for svg in root:
        assert svg.get("role") == "img"
        title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
        assert title is not None
        assert desc is not None
        assert title.text
        assert desc.text
        assert svg.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
        for one in svg.iter():
            assert one.tag.removeprefix(SVG) in {
                *("svg", "title", "desc", "defs", "pattern", "rect", "path", "circle"),
                *("polyline", "polygon", "text"),
            }
            assert not {name for name in one.attrib if name == "style" or name.startswith("on")}
        yield svg
    assert picture.alternative.strip()
    assert all(len(row) == len(picture.table.heads) for row in picture.table.rows)
    ids = re.findall(r' id="([^"]+)"', str(picture.svg))
    assert len(ids) == len(set(ids))


def words_of(svg: ET.Element) -> list[tuple[str, Box]]:
    """Every label with the place it takes."""
    found = []
    for one in svg.iter(f"{SVG}text"):
        size, x, y = (float(one.attrib[key]) for key in ("font-size", "x", "y"))
        length = wide(one.text or "", size, bold="font-weight" in one.attrib)
        left = x - length * {"end": 1, "middle": 0.5}.get(one.get("text-anchor", ""), 0)
        found.append((one.text or "", (left, y - size * 0.8, left + length, y + size * 0.22)))
    return found


def holds(picture: Picture) -> None:
    """Every label lies inside the sheet, and none on another."""
    for svg in drawings(picture):
        _, _, width, height = (float(part) for part in svg.attrib["viewBox"].split())
        labels = words_of(svg)
        for text, (left, top, right, bottom) in labels:
            assert min(left, top) >= -0.1, text
            assert max(right - width, bottom - height) <= 0.1, text
        for (one, a), (other, b) in combinations(labels, 2):
            apart = a[2] <= b[0] + 0.1 or b[2] <= a[0] + 0.1 or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (one, other)


stages = st.builds(
    cycle.Stage, names, st.sampled_from(cycle.STANDINGS), names, st.integers(0, 4000)
)


@few
@given(
    st.builds(
        cycle.Cycle, names, names, st.integers(1, 99), st.lists(stages, max_size=15).map(tuple)
    )
)
def test_a_cycle_of_any_framework_holds(shown: cycle.Cycle) -> None:
    drawn = cycle.cycle(shown)
    holds(drawn)
    assert len(drawn.table.rows) == len(shown.stages)


@few
@given(
    names,
    days,
    st.lists(
        st.builds(
            timeline.Moment,
            days,
            st.sampled_from(["notice", "meeting", "decision", "review", "end", "other"]),
            names,
            st.sampled_from(["", "done", "late", "ahead"]),
        ),
        max_size=25,
    ),
)
def test_labels_of_a_timeline_never_lie_on_one_another(
    about: str, today: dt.date, moments: list[timeline.Moment]
) -> None:
    drawn = timeline.timeline(timeline.Timeline(about, today, tuple(moments)))
    holds(drawn)
    assert len(drawn.table.rows) == len(moments)


def test_the_longest_day_with_its_standing_has_room() -> None:
    moments = tuple(
        timeline.Moment(dt.date(2028, month, 30), "end", "W" * 40, standing)
        for month in range(3, 13)
        for standing in ("done", "late")
    )
    for n in range(1, 6):
        holds(timeline.timeline(timeline.Timeline("A-0001", TODAY, moments[-n:])))


def test_a_flag_never_hides_a_pole_beside_it() -> None:
    moments = [
        timeline.Moment(TODAY + dt.timedelta(days=30 * n), "meeting", f"Meeting {n}")
        for n in range(7)
    ]
    picture = timeline.timeline(timeline.Timeline("A-0001", TODAY, tuple(moments)))
    svg = next(drawings(picture))
    labels = [box for text, box in words_of(svg) if text.startswith("Meeting")]
    poles = [
        [tuple(float(n) for n in point.split(",")) for point in line.attrib["points"].split()]
        for line in svg.iter(f"{SVG}polyline")
        if line.get("stroke-width") == "1.5"
    ]
    assert len(labels) == 7
    assert len(poles) == 8
    for left, top, right, bottom in labels:
        for (x, one), (_, other) in poles:
            beside = x <= left or x >= right
            assert beside or max(one, other) <= top or min(one, other) >= bottom


numbers = st.decimals(
    min_value=-(10**12), max_value=10**12, places=3, allow_nan=False, allow_infinity=False
)
perhaps = st.none() | numbers
points = st.builds(
    Point,
    names,
    days,
    perhaps,
    perhaps,
    st.sampled_from(["green", "amber", "red", "unrated"]),
    st.lists(numbers, max_size=3).map(tuple),
)


@few
@given(
    st.builds(
        Trend,
        names,
        st.sampled_from(["%", "families", "", BAD]),
        names,
        st.lists(points, max_size=20).map(tuple),
        perhaps,
        perhaps,
        st.none() | days,
        st.none() | st.builds(Forecast, days, numbers, days, numbers, perhaps),
    )
)
def test_a_trend_of_any_values_holds(shown: Trend) -> None:
    holds(trend.trend(shown))


def test_a_trend_says_gaps_corrections_and_where_it_leads() -> None:
    shown = Trend(
        "M-0001 Families helped",
        "families",
        "higher is better",
        (
            Point("June 2026", dt.date(2026, 6, 30), Decimal(40), None, "red", (Decimal(44),)),
            Point("July 2026", dt.date(2026, 7, 31), None),
            Point("August 2026", dt.date(2026, 8, 31), Decimal(50), Decimal(45), "green"),
        ),
        target=Decimal(45),
        forecast=Forecast(dt.date(2026, 6, 30), Decimal(40), dt.date(2027, 3, 31), Decimal(61)),
    )
    picture = trend.trend(shown)
    for part in (
        "No value stands for July 2026.",
        "The value for June 2026 was corrected from 44 families to 40 families.",
        "The trend leads to 61 families by 31 March 2027.",
        "The latest is 50 families (August 2026), green.",
    ):
        assert part in picture.alternative
    assert picture.table.rows[1][:2] == ("July 2026", "no value")


@pytest.mark.parametrize("name", sorted(statemachines.LIFECYCLES))
def test_every_lifecycle_is_drawn_from_its_table(name: str) -> None:
    table = statemachines.LIFECYCLES[name]
    path = tuple(Step(state, TODAY) for state in table.state_names[:3])
    for life in (Life(BAD), Life(BAD, path)):
        picture = lifecycle(table, life)
        holds(picture)
        assert len(picture.table.rows) == len(table.states)
    layers = layered(table.state_names, [], table.initial)
    assert sorted(n for layer in layers for n in layer) == sorted(table.state_names)


def test_the_present_state_and_what_can_come_next_are_said() -> None:
    table = statemachines.LIFECYCLES["review"]
    path = (Step("due", dt.date(2026, 5, 1)), Step("missed", dt.date(2026, 6, 1)))
    picture = lifecycle(table, Life("R-0007", (*path, Step("no_such_state", TODAY))))
    assert picture.alternative.startswith("R-0007 is: Missed.")
    rows = {row[0]: row[2] for row in picture.table.rows}
    assert rows["Missed"] == "Here since 1 June 2026"
    assert rows["Due"] == "Was so: 1 May 2026"
    can = {target for move in table.from_state["missed"].values() for target in move.targets}
    narrow = "".join(text for text, _ in words_of(list(drawings(picture))[1]))
    assert narrow.count("next: to") == len(can - {"missed"})


amounts = st.integers(0, 10**13)
rules = st.lists(st.builds(value_line.Rule, names, names), max_size=4).map(tuple)


@few
@given(
    names,
    names,
    st.lists(amounts, min_size=1, max_size=40, unique=True),
    st.lists(
        st.tuples(st.sampled_from(["band", "open", "gap", "overlap", "impossible"]), rules),
        min_size=40,
        max_size=40,
    ),
)
def test_a_scheme_as_a_line_holds(
    scheme: str,
    along: str,
    starts: list[int],
    said: list[tuple[value_line.Kind, tuple[value_line.Rule, ...]]],
) -> None:
    starts.sort()
    ends = [*(at - 1 for at in starts[1:]), starts[-1] + 10**6]
    parts = tuple(
        value_line.Part(least, most, kind, there)
        for least, most, (kind, there) in zip(starts, ends, said, strict=False)
    )
    holds(value_line.value_line(value_line.ValueLine(scheme, along, "money", parts)))


def test_a_gap_of_pence_is_said_with_its_exact_amounts() -> None:
    officer, cabinet = value_line.Rule("G1", "an officer"), value_line.Rule("G2", "the cabinet")
    parts = (
        value_line.Part(0, 30_000_00, "band", (officer,)),
        value_line.Part(30_000_01, 30_000_99, "gap"),
        value_line.Part(30_001_00, 500_000_00, "overlap", (officer, cabinet)),
    )
    picture = value_line.value_line(value_line.ValueLine("A scheme", "the value", "money", parts))
    holds(picture)
    assert picture.table.rows[1] == ("£30,000.01 to £30,000.99", "gap", "Gap: no rule takes it")
    assert "1 gap and 1 overlap" in picture.alternative
    for svg in drawings(picture):
        used = {
            one.get("fill", "").rpartition("-")[2].rstrip(")")
            for one in svg.iter(f"{SVG}rect")
            if one.get("fill", "").startswith("url(#")
        }
        assert used == {"hatched", "crossed"}


@few
@given(st.integers(0, 26), st.lists(st.tuples(names, st.integers(0, 10**9)), max_size=6))
def test_load_by_body_and_month_holds(months: int, bodies: list[tuple[str, int]]) -> None:
    firsts = tuple(dt.date(2026 + (n + 3) // 12, (n + 3) % 12 + 1, 1) for n in range(months))
    rows = tuple(load.Body(n, tuple(c * i for i in range(months))) for n, c in bodies)
    holds(load.load(load.Load("Decisions", firsts, rows)))


@given(st.text(max_size=80) | st.just(BAD), st.integers(20, 400), st.integers(1, 4))
def test_lines_are_never_wider_than_they_may_be(text: str, width: int, most: int) -> None:
    lines = wrapped(text, width, most=most)
    assert len(lines) <= most
    assert all(wide(line, 16) <= max(width, wide("…W", 16), 25) for line in lines)
    assert "\n" not in clean(text)
    assert "\x00" not in clean(text)


@given(st.lists(numbers, min_size=1, max_size=20))
def test_a_scale_holds_every_value_in_few_steps(values: list[Decimal]) -> None:
    found = scale(values, start=300, end=0)
    assert found.ticks[0] <= min(values)
    assert max(values) <= found.ticks[-1]
    assert 2 <= len(found.ticks) <= 8
    places = [found.place(value) for value in sorted(values)]
    assert places == sorted(places, reverse=True)


@given(st.lists(st.floats(0, 260), min_size=1, max_size=10))
def test_labels_beside_a_chart_are_spread_apart(wanted: list[float]) -> None:
    found = sorted(spread(wanted, apart=18, least=0, most=260))
    assert all(b - a >= 17.9 for a, b in pairwise(found))
    assert found[0] >= -0.1
    assert found[-1] <= 260.1
