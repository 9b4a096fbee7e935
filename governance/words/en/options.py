"""Words for options that every command takes."""

WORDS: dict[str, tuple[str, str]] = {
    "cli.pair_unreadable": (
        "“{text}” is not a pair that {option} can read.",
        "Write NAME=VALUE, for example lowest_price=yes.",
    ),
    "cli.totals_unreadable": (
        "“{text}” is not three totals.",
        "Write votes for, against and abstentions, for example 5,2,1.",
    ),
    "cli.usage": ("{said}", "Add --help to the command to see its options."),
    "cli.noun_unknown": (
        "There is no command “vires {name}”.",
        "{nearest:maybe}“vires --help” lists them.",
    ),
    "cli.unexpected": (
        "Something happened that Vires does not expect ({name}: {said}).",
        "Please report it; with VIRES_TRACEBACK=1 in the environment the command shows where.",
    ),
    "cli.now_unreadable": (
        "“{text}” is not a moment.",
        "Write it as 2025-02-20T14:30. Without a zone it is the partnership's time.",
    ),
    "cli.now_skipped": (
        "“{text}” is in the hour that the clocks leave out.",
        "Write an hour earlier or later.",
    ),
    "cli.year_out_of_range": (
        "“{text}” is outside the years {first} to {last}.",
        "Check the year.",
    ),
    "cli.hour_unreadable": (
        "“{text}” is not an hour ({option}).",
        "Write it as 09:30.",
    ),
    "cli.day_unreadable": (
        "“{text}” is not a date ({option}).",
        "Write it as 2025-02-20: year, month, day.",
    ),
}
