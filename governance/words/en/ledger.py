"""Words for the ledger as people read it."""

WORDS: dict[str, tuple[str, str]] = {
    "ledger.whole": (
        "The ledger is whole: {entries:count(entry,entries)} on {subjects:count(thing,things)}.",
        "",
    ),
    "ledger.broken": (
        "The ledger is not whole: {problems:count(problem,problems)} in {entries:count(entry,entries)} on {subjects:count(thing,things)}.",
        "",
    ),
    "ledger.kind_unknown": (
        "Nothing of the kind “{kind}” is on the record.",
        "Choose one from the list.",
    ),
    "ledger.page_unknown": ("There is no such page of the record.", "Start from its first page."),
    "term.proposal.noun": ("report", ""),
    "term.rulebook.noun": ("rulebook", ""),
    "term.chair.noun": ("appointment of a chair:", ""),
    "term.epoch.noun": ("restored from a backup", ""),
    "term.clock": ("Vires, when it fell due", ""),
    "term.operator": ("the operator", ""),
}
