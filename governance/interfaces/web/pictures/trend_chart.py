"""The drawing of a trend: scales, the lines of target and baseline, values, and the key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from governance import words
from governance.interfaces.web.pictures.lettering import SMALL, clean, wide, wrapped
from governance.interfaces.web.pictures.scale import Scale, plain, scale, spread
from governance.interfaces.web.pictures.sheet import BLUE, GREY, INK, Shape, Sheet, View
from governance.interfaces.web.pictures.trend_values import RATINGS, Point, Trend, said

TARGET: Final = "10 5"
BASELINE: Final = "2 4"
FORECAST: Final = "12 4 3 4"
"""The dashes that tell the lines apart."""


@dataclass(frozen=True, slots=True)
class _Level:
    """A value with its words and the dashes of its line; without dashes it is a cross."""

    label: str
    value: Decimal
    dashes: str


class Chart:
    """The drawing of a trend for one width of screen."""

    def __init__(self, shown: Trend, points: Sequence[Point], view: View) -> None:
        self.shown, self.points = shown, points
        self.sheet = Sheet(("trend", shown), view)
        self.there = [(one, one.value) for one in points if one.value is not None]

    def drawn(self, title: str, described: str) -> Markup:
        """The whole chart."""
        sheet, shown = self.sheet, self.shown
        across = sheet.width - 24
        if not self.there:
            none = words.say("picture.trend.none", {"measure": clean(shown.measure)})
            bottom = sheet.lines(12, 8, wrapped(none, across)) + 8
            return sheet.finished(bottom, title=title, described=described)
        better = wrapped(shown.better, across, size=SMALL, most=2)
        top = 14 + sheet.lines(12, 4, better, size=SMALL, fill=GREY)
        self._frame(top)
        self._gaps()
        self._limits()
        self._ahead()
        self._line()
        return sheet.finished(self._key(), title=title, described=described)

    def _frame(self, top: float) -> None:
        """The scales, their lines and labels."""
        sheet, shown = self.sheet, self.shown
        values = [value for _, value in self.there]
        values += [one.target for one in self.points if one.target is not None]
        values += [was for one in self.points for was in one.was]
        values += [v for v in (shown.target, shown.baseline) if v is not None]
        days = [one.on for one in self.points]
        if shown.forecast is not None:
            ahead = shown.forecast
            values += [ahead.start, ahead.expected]
            values += [] if ahead.without is None else [ahead.without]
            days += [ahead.on, ahead.since]
        if shown.baseline_on is not None:
            days.append(shown.baseline_on)
        steps = 6 if sheet.view == "wide" else 5
        self.up: Scale = scale(values, start=top + 260, end=top, most=steps)
        self.first, last = min(days), max(days)
        self.span = max((last - self.first).days, 1)
        labels = [plain(tick) for tick in self.up.ticks]
        self.labelled = sheet.view == "wide"
        self.left = 20 + max(wide(label, SMALL) for label in labels)
        self.left = min(self.left, sheet.width * 0.4)
        self.right = sheet.width - 20 - (self._margin() if self.labelled else 0)
        self.top, self.bottom = top, top + 260
        for tick, label in zip(self.up.ticks, labels, strict=True):
            y = self.up.place(tick)
            sheet.path([(self.left, y), (self.right, y)], stroke="#b1b4b6", thick=1)
            short = wrapped(label, self.left - 14, size=SMALL, most=1)[0]
            sheet.text(self.left - 8, y + 5, short, size=SMALL, anchor="end")
        sheet.path([(self.left, top), (self.left, self.bottom), (self.right, self.bottom)])
        self._days()

    def _margin(self) -> float:
        """The room that what stands beside the chart needs."""
        widest = max((wide(one.label, SMALL) for one in self._beside()), default=0)
        return min(widest + 12, 200)

    def _across(self, day: dt.date) -> float:
        inner = self.left + 14
        return inner + (day - self.first).days / self.span * (self.right - 10 - inner)

    def _days(self) -> None:
        """The months the periods end in, as many as there is room for, the last always."""
        edge = self.sheet.width + 1.0
        for one in reversed(self.points):
            x = self._across(one.on)
            self.sheet.path([(x, self.bottom), (x, self.bottom + 5)])
            label = f"{one.on:%b} {one.on.year}"
            half = wide(label, SMALL) / 2
            middle = min(max(x, half + 2), self.sheet.width - half - 2)
            if middle + half + 8 <= edge:
                self.sheet.text(middle, self.bottom + 20, label, size=SMALL, anchor="middle")
                edge = middle - half

    def _gaps(self) -> None:
        """A hatched strip for each period without a value."""
        for one in self.points:
            if one.value is None:
                x = self._across(one.on)
                fill = self.sheet.pattern("hatched")
                self.sheet.rect(x - 5, self.top, 10, self.bottom - self.top, fill=fill, thick=1)

    def _limits(self) -> None:
        """The baseline, and the target as it was for each period."""
        sheet, shown = self.sheet, self.shown
        if shown.baseline is not None:
            y = self.up.place(shown.baseline)
            sheet.path([(self.left, y), (self.right, y)], stroke=GREY, thick=2, dashes=BASELINE)
        steps: list[tuple[float, float]] = []
        for one in self.points:
            if one.target is not None:
                y, x = self.up.place(one.target), self._across(one.on)
                steps += [(steps[-1][0], y)] if steps else [(self.left, y)]
                steps.append((x, y))
        if shown.target is not None:
            y = self.up.place(shown.target)
            steps += [(steps[-1][0], y)] if steps else [(self.left, y)]
            steps.append((self.right, y))
        if steps:
            sheet.path(steps, stroke=INK, thick=2, dashes=TARGET)
        beside = self._beside()
        if not self.labelled or not beside:
            return
        places = spread(
            [self.up.place(one.value) for one in beside],
            apart=SMALL * 1.3,
            least=self.top,
            most=self.bottom,
        )
        for level, y in zip(beside, places, strict=True):
            short = wrapped(level.label, 188, size=SMALL, most=1)[0]
            sheet.text(self.right + 8, y + 5, short, size=SMALL)

    def _beside(self) -> list[_Level]:
        """The levels that are written beside the chart, or below it where it is narrow."""
        shown, ahead = self.shown, self.shown.forecast
        found: list[tuple[str, Decimal | None, str]] = [
            ("target", shown.target, TARGET),
            ("baseline", shown.baseline, BASELINE),
            ("forecast", ahead.expected if ahead else None, FORECAST),
            ("otherwise", ahead.without if ahead else None, ""),
        ]
        return [
            _Level(words.say(f"picture.trend.{name}", {"value": said(value, shown.unit)}), value, d)
            for name, value, d in found
            if value is not None
        ]

    def _ahead(self) -> None:
        ahead = self.shown.forecast
        if ahead is None:
            return
        start = (self._across(ahead.since), self.up.place(ahead.start))
        end = (self._across(ahead.on), self.up.place(ahead.expected))
        self.sheet.path([start, end], stroke=BLUE, thick=2.5, dashes=FORECAST)
        self.sheet.mark("diamond", *end)
        if ahead.without is not None:
            self.sheet.mark("cross", end[0], self.up.place(ahead.without), 5)

    def _line(self) -> None:
        """The values, their line broken where one is missing, and what they were before."""
        run: list[tuple[float, float]] = []
        for one in self.points:
            if one.value is not None:
                run.append((self._across(one.on), self.up.place(one.value)))
                continue
            self.sheet.path(run, thick=2.5)
            run = []
        self.sheet.path(run, thick=2.5)
        for one in self.points:
            x = self._across(one.on)
            for was in one.was:
                y = self.up.place(was)
                if one.value is not None:
                    self.sheet.path([(x, y), (x, self.up.place(one.value))], dashes="2 2")
                self.sheet.mark("cross", x, y, 4)
            if one.value is not None:
                self.sheet.mark(RATINGS[one.rating], x, self.up.place(one.value), 6)

    def _key(self) -> float:
        """What marks and lines mean; the bottom is given back."""
        used = {one.rating for one, _ in self.there}
        key: list[tuple[Shape, str]] = [
            (shape, words.say(f"picture.trend.{rating}", {}))
            for rating, shape in RATINGS.items()
            if rating in used
        ]
        if any(one.was for one in self.points):
            key.append(("cross", words.say("picture.trend.key_corrected", {})))
        if self.shown.forecast is not None:
            key.append(("diamond", words.say("picture.trend.key_forecast", {})))
        at = self.sheet.legend(12, self.bottom + 36, key, SMALL)
        if any(one.value is None for one in self.points):
            fill = self.sheet.pattern("hatched")
            self.sheet.rect(13, at + 2, 14, 14, fill=fill, thick=1)
            self.sheet.text(36, at + 14, words.say("picture.trend.key_gap", {}), size=SMALL)
            at += SMALL * 1.6
        if self.labelled:
            return at + 4
        for level in self._beside():
            if level.dashes:
                self.sheet.path([(12, at + 9), (46, at + 9)], thick=2.5, dashes=level.dashes)
            else:
                self.sheet.mark("cross", 29, at + 9, 5)
            short = wrapped(level.label, self.sheet.width - 66, size=SMALL, most=1)[0]
            self.sheet.text(54, at + 14, short, size=SMALL)
            at += SMALL * 1.6
        return at + 4
