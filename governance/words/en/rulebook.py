"""Words for rulebooks: loading, adopting, constituting, and what is in force."""

WORDS: dict[str, tuple[str, str]] = {
    "term.terms": ("terms of reference", ""),
    "rulebook.none_in_force": (
        "No {kind:term} called “{key}” is in force on {on:day}.",
        "“vires rulebook list” shows what is in force and what is still a draft.",
    ),
    "rulebook.bytes_changed": (
        "The text of {ref} is not the text that was loaded: its bytes have changed.",
        "Run “vires ledger verify”, then restore a backup made before the change.",
    ),
    "rulebook.kind_missing": (
        "The text does not say what kind of rulebook it is.",
        "Begin it with “vires:” and one of {known:or}.",
    ),
    "rulebook.kind_unknown": (
        "“{text}” is not a kind of rulebook.",
        "{nearest:maybe}It can be {known:or}.",
    ),
}
