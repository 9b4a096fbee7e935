"""Words of the pages of the record."""

WORDS: dict[str, tuple[str, str]] = {
    "web.record.title": ("The record", ""),
    "web.record.about": (
        "Everything that was done here, the latest first: by whom, by what right, and on which facts. Nothing in it is ever changed or taken away.",
        "",
    ),
    "web.record.check": ("Check that the record is whole", ""),
    "web.record.who_key": ("Who did it (key of a person, “clock” or “operator”)", ""),
    "web.record.kind": ("Kind of thing", ""),
    "web.record.any": ("Any", ""),
    "web.record.since": ("From, such as 2026-01-31", ""),
    "web.record.until": ("Until, such as 2026-01-31", ""),
    "web.record.since_said": ("From {day}", ""),
    "web.record.until_said": ("Until {day}", ""),
    "web.record.no_day": (
        "“{day}” is no day that can be read. Write it as 2026-01-31. Everything else is shown.",
        "",
    ),
    "web.record.entries": ("What was done", ""),
    "web.record.when": ("When", ""),
    "web.record.thing": ("To what", ""),
    "web.record.what": ("What", ""),
    "web.record.who": ("Who", ""),
    "web.record.facts": ("Facts", ""),
    "web.record.authority": ("By what right", ""),
    "web.record.hash": ("Hash of the entry", ""),
    "web.record.none": ("Nothing on record fits.", ""),
    "web.record.of": ("What was done to {ref}", ""),
    "web.record.open": ("Open {ref}", ""),
}
