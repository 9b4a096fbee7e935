"""Words around the example partnership's year; the story itself is its own script."""

WORDS: dict[str, tuple[str, str]] = {
    "example.begins": (
        "Two years in the life of an invented partnership, from April 2025 to March 2027. Every act below is done by Vires as it would be on that day; the time alone is simulated. What stands behind a bar is what Vires itself answered.",
        "",
    ),
    "example.goes_on": ("The year was played until {until:day}. It goes on from there.", ""),
    "example.reused": (
        "The year of {name} is here already, in {where}. It is used as it is: nothing is played twice.",
        "",
    ),
    "example.anew": (
        "To play it anew, name an empty place: VIRES_DATA_DIR=another-directory vires example.",
        "",
    ),
    "example.another_partnership": (
        "A partnership with the key “{key}” is here that the example did not make.",
        "Keep it, and play the example elsewhere: set VIRES_DATA_DIR to another directory, and VIRES_DATABASE_URL to another database if it is set.",
    ),
    "example.others_here": (
        "{where} holds other partnerships too ({others:and}), and their days are the real ones.",
        "Leave --example out, or play the example elsewhere: set VIRES_DATA_DIR to another directory.",
    ),
    "example.not_played": (
        "The example’s year is not in {where}, or not to its end.",
        "Play it first: vires example.",
    ),
    "example.ledger_whole": (
        "The ledger is whole: {entries:,} entries on {subjects:,} subjects, each chain checked from its first byte to its head.",
        "",
    ),
    "example.ledger_broken": (
        "The ledger is not whole: {problems:and}",
        "Ask for its details: vires ledger verify.",
    ),
    "example.path": ("Your shell does not find vires by its name: write {command} instead.", ""),
    "example.letters": ("Every message that people were sent is a file in {where}.", ""),
    "example.try": ("Everything is in {where}.", ""),
    "example.look": ("Where to look next:", ""),
}
