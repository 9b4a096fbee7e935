"""The trend of a measure: its values, target, baseline, gaps, corrections and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from markupsafe import Markup

from governance import words
from governance.interfaces.web.pictures.lettering import clean
from governance.interfaces.web.pictures.picture import Picture, Table
from governance.interfaces.web.pictures.trend_chart import Chart
from governance.interfaces.web.pictures.trend_values import Point, Trend, said


def trend(shown: Trend) -> Picture:
    """Draw a trend. Without a value the picture says so."""
    points = sorted(shown.points, key=lambda one: one.on)
    title = words.say("picture.trend.title", {"measure": clean(shown.measure)})
    described = " ".join(_described(shown, points))
    drawn = [Chart(shown, points, view).drawn(title, described) for view in ("wide", "narrow")]
    return Picture(
        svg=Markup("").join(drawn),
        alternative=described,
        table=Table(
            caption=title,
            heads=tuple(
                words.say(f"picture.trend.head.{head}", {})
                for head in ("period", "value", "target", "rating", "was")
            ),
            rows=tuple(
                (
                    clean(one.period),
                    _gap_or(shown, one.value),
                    "" if one.target is None else said(one.target, shown.unit),
                    "" if one.value is None else _rating(one),
                    ", ".join(said(was, shown.unit) for was in one.was),
                )
                for one in points
            ),
        ),
    )


def _gap_or(shown: Trend, value: Decimal | None) -> str:
    return words.say("picture.trend.gap", {}) if value is None else said(value, shown.unit)


def _rating(one: Point) -> str:
    return words.say(f"picture.trend.{one.rating}", {})


def _described(shown: Trend, points: Sequence[Point]) -> Iterator[str]:
    there = [(one, one.value) for one in points if one.value is not None]
    if not there:
        yield words.say("picture.trend.none", {"measure": clean(shown.measure)})
    else:
        ends = {"first": clean(there[0][0].period), "last": clean(there[-1][0].period)}
        yield words.say("picture.trend.counted", {"n": len(there), **ends})
        last, value = there[-1]
        told = {"value": said(value, shown.unit), "period": clean(last.period)}
        yield words.say("picture.trend.latest", {**told, "rating": _rating(last)})
    if shown.target is not None:
        yield words.say("picture.trend.targeted", {"target": said(shown.target, shown.unit)})
    if shown.baseline is not None:
        yield words.say("picture.trend.based", {"baseline": said(shown.baseline, shown.unit)})
    gaps = [clean(one.period) for one in points if one.value is None]
    if gaps:
        yield words.say("picture.trend.gaps", {"periods": gaps})
    for one, value in there:
        if one.was:
            was = [said(old, shown.unit) for old in one.was]
            told = {"period": clean(one.period), "value": said(value, shown.unit)}
            yield words.say("picture.trend.corrected", {**told, "was": was})
    if shown.forecast is not None:
        ahead = shown.forecast
        expected = said(ahead.expected, shown.unit)
        yield words.say("picture.trend.led", {"expected": expected, "on": ahead.on})
        if ahead.without is not None:
            yield words.say("picture.trend.without", {"without": said(ahead.without, shown.unit)})
