"""Pictures for people who would rather look than read: pure functions to SVG, words and a table.

    cycle.cycle(Cycle(...))                   the commissioning cycle with a commission on it
    timeline.timeline(Timeline(...))          days ahead and past, as of today
    trend.trend(Trend(...))                   a measure's values (values in `trend_values`)
    lifecycle.lifecycle(table, Life(...))     a record's lifecycle with its path so far
    value_line.value_line(ValueLine(...))     a scheme along one amount
    load.load(Load(...))                      how much falls to whom, month by month

Each gives a `Picture`; templates show it by the macro `picture(id, drawn)`.
"""
