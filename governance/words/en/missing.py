"""Words for what a rulebook's text names and nobody here has, told while it is a draft."""

WORDS: dict[str, tuple[str, str]] = {
    "rulebook.body_not_here": (
        "The text is for a body with the key “{name}”, and none has it.",
        "{nearest:maybe}Add the body under that key before this is adopted, or correct the text.",
    ),
    "rulebook.owner_not_here": (
        "The scheme belongs to “{name}”, and no body or organisation has that key.",
        "{nearest:maybe}Add it before this is adopted, or correct the owner.",
    ),
    "rulebook.names_no_office": (
        "The text names the office “{name}”, and none has that key.",
        "{nearest:maybe}Add the office before this is adopted, or choose another.",
    ),
    "rulebook.names_no_organisation": (
        "The text names the organisation “{name}”, and none has that key.",
        "{nearest:maybe}Add the organisation before this is adopted, or choose another.",
    ),
    "rulebook.appoints_nobody": (
        "The chair is appointed by “{name}”, and no organisation, office or body has that key.",
        "{nearest:maybe}Add whoever appoints the chair before this is adopted, or choose another.",
    ),
    "rulebook.names_no_terms": (
        "The text names the terms of reference “{name}”, and none in force have that key.",
        "{nearest:maybe}Bring them into force before this is adopted, or correct the name.",
    ),
    "rulebook.names_no_period": (
        "The policy names the period “{name}”, and no calendar in force has one of that kind.",
        "Add the period to the calendar, or take it out here.",
    ),
    "rulebook.no_calendar": (
        "It counts days, and no calendar is in force to count them by.",
        "Adopt a calendar with the partnership’s closed days before this is adopted.",
    ),
}
