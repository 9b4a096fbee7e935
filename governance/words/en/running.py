"""Words for runs of flows and what they fail of."""

WORDS: dict[str, tuple[str, str]] = {
    "run.broken": (
        "The flow broke: {detail}.",
        "What it had done stands; the rest is still due. Run it again; if it goes on, report it.",
    ),
    "run.unknown": (
        "There is no run “{name}”.",
        "“vires flows list” shows the last run of each flow. Its last 8 letters are enough.",
    ),
    "run.ambiguous": (
        "More than one run ends in “{name}”.",
        "Give more of the identifier.",
    ),
    "run.more": (
        "More was still due when this run ended.",
        "The next run goes on with it.",
    ),
    "run.first_lines": ("Shown are the first {shown:count(item,items)} of {whole:,}.", ""),
    "term.run_done": ("done", ""),
    "term.run_failed": ("failed", ""),
    "term.run_late": ("came late", ""),
    "term.run_parked": ("given up", ""),
}
