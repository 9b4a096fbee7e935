"""Words of the forms in which parts of a rulebook's text are edited, whatever its kind."""

WORDS: dict[str, tuple[str, str]] = {
    "web.parts.change": ("Change", ""),
    "web.parts.take_out": ("Take out", ""),
    "web.parts.change_column": ("Change it", ""),
    "web.parts.name_taken": (
        "There is one called {name} already.",
        "Give it another name, or change the one that is there.",
    ),
    "web.parts.other_kind": (
        "{ref} is {kind:one}, which these forms do not edit.",
        "Open it from the list of rulebooks.",
    ),
    "web.rules.row_changed": (
        "The row that this is about was changed or taken out meanwhile, so nothing was done.",
        "Go back to the draft, see what it says now, and begin from there.",
    ),
    "web.parts.missing": ("Named here, and not in the partnership yet", ""),
    "web.parts.elsewhere": ("{part}: {words}", "{remedy}"),
}
