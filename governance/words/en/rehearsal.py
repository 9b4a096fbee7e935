"""Words for a rehearsed year: what was asked, what was refused in it, what it came to."""

WORDS: dict[str, tuple[str, str]] = {
    # What is asked
    "rehearsal.to_before_from": (
        "The rehearsal would end on {end:day}, before it begins on {start:day}.",
        "Give a --to that is not before --from.",
    ),
    "rehearsal.too_long": (
        "{days:count(day,days)} are too many to rehearse at once.",
        "Rehearse {most} days at most: begin a second rehearsal where the first ends.",
    ),
    "rehearsal.in_the_past": (
        "The rehearsal would begin on {start:day}, before today, {today:day}.",
        "Give a --from that is today or later: what has happened is on record.",
    ),
    "rehearsal.seed_out_of_range": (
        "The seed is no whole number from 0 to {most}.",
        "Give another --seed; any small number will do.",
    ),
    "rehearsal.too_many_texts": (
        "{number} texts were named, and two runs can be compared.",
        "Give --with once, against what is in force, or twice.",
    ),
    "rehearsal.out_of_range": (
        "--{option} cannot be {value}.",
        "Give a whole number from {least} to {most}.",
    ),
    "rehearsal.kind_not_tried": (
        "{file} is a {kind}, and no year is rehearsed under another one.",
        "Give the text of a {known:or}.",
    ),
    "rehearsal.stands_for_none": (
        "{file} has the key “{key}”, and no {kind} of that key is in force.",
        "{nearest:maybe}Give it the key of the one it is to stand for: {known:or}.",
    ),
    "rehearsal.file_unreadable": (
        "{path} cannot be read: {detail}.",
        "Check the path after --with.",
    ),
    "rehearsal.file_unwritable": (
        "{path} cannot be written: {detail}.",
        "Check the path, and that its folder is there.",
    ),
    # What is said on the copy's record
    "rehearsal.because": ("Rehearsed.", ""),
    "rehearsal.place": ("where the body meets", ""),
    "rehearsal.view": ("Rehearsed: no objection.", ""),
    # What was refused
    "rehearsal.tried.plan": ("No meeting of {ref} could be planned: {why}.", ""),
    "rehearsal.tried.call": ("Meeting {ref} could not be called: {why}.", ""),
    "rehearsal.tried.publish": ("The agenda of {ref} could not be published: {why}.", ""),
    "rehearsal.tried.place": ("Report {ref} could not be put on an agenda: {why}.", ""),
    "rehearsal.tried.take": ("The proposed item {ref} could not be taken: {why}.", ""),
    "rehearsal.tried.hold": ("Meeting {ref} could not be held: {why}.", ""),
    "rehearsal.tried.minutes": ("The minutes of {ref} could not be drafted: {why}.", ""),
    "rehearsal.tried.hand": ("Report {ref} could not be handed to an officer: {why}.", ""),
    "rehearsal.tried.view": ("No view could be recorded on {ref}: {why}.", ""),
    "rehearsal.tried.clear": ("Report {ref} could not be cleared: {why}.", ""),
    "rehearsal.tried.decide": ("Report {ref} could not be decided: {why}.", ""),
    "rehearsal.tried.report": ("Review {ref} could not be reported: {why}.", ""),
    "rehearsal.tried.accept": ("Review {ref} could not be put up for acceptance: {why}.", ""),
    "rehearsal.tried.clock": ("The clock could not do what was due of {ref}: {why}.", ""),
    "rehearsal.nobody_there": (
        "Nobody who could act for {office} was there for a month.",
        "Name a deputy.",
    ),
    "rehearsal.no_lead": (
        "{commission} has no lead who is still there.",
        "Give the commission a lead.",
    ),
}
