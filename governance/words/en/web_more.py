"""Words of the page of everything else."""

WORDS: dict[str, tuple[str, str]] = {
    "web.more.title": ("More", ""),
    "web.more.record": ("The record", "What was done, by whom and by what right"),
    "web.more.rehearsals": (
        "Rehearsals",
        "Play a period through on a copy, to see what would go wrong",
    ),
    "web.more.jobs": ("Jobs", "Imports, rehearsals and checks that run beside the pages"),
    "web.more.public": ("Public register", "What anybody may see"),
}
