"""Words for what a night's check finds."""

WORDS: dict[str, tuple[str, str]] = {
    "assurance.no_review": (
        "{ref} has an agreement in force and no review ahead, and none could be set.",
        "Set its next review with “vires review schedule”.",
    ),
    "assurance.lead_left": (
        "Whoever leads {ref} has left.",
        "Name another lead with “vires commission set”.",
    ),
    "assurance.no_end": (
        "{ref} has a last day, and nothing that notes when it is past.",
        "Check its last day and record how the agreement goes on.",
    ),
    "assurance.no_call_in_end": (
        "The window for call-in of {ref} has no end, so its decision would never take effect.",
        "Look at the report and record what became of the decision.",
    ),
    "assurance.no_first_day": (
        "{ref} is adopted, and nothing brings it into force on its day.",
        "Look at the version and adopt it again, or withdraw it.",
    ),
    "assurance.not_followed": (
        "{ref} was drawn under a version of its scheme that no longer governs it.",
        "Look at it: “vires proposal redraw {ref}” draws its path by the scheme of today.",
    ),
    "assurance.no_review_day": (
        "The review {ref} is still to be held, and has no deadline.",
        "Report it, or set another.",
    ),
    "assurance.office_vacant": (
        "Nobody is {title}, and deadlines or the escalation policy point there.",
        "Say who holds the office with “vires office hold”.",
    ),
    "assurance.paused_long": (
        "The clock of {ref} ({what}) has stood still since {since:day}: meanwhile nobody is reminded, and nothing escalates.",
        "Let it run on with “vires deadline resume”, or let it go with “vires deadline waive”.",
    ),
    "term.assurance_finding": ("found by the night’s check", ""),
    "term.found": ("found", ""),
    "term.set_again": ("set again", ""),
}
