"""Words for what a report says and nobody can read: details, gates, answers."""

WORDS: dict[str, tuple[str, str]] = {
    "proposal.detail_name_unknown": (
        "A report that asks for {kind:term} says nothing called “{name}”.",
        "{nearest:maybe}It can say {known:and}.",
    ),
    "proposal.detail_not_a_day": (
        "The {what:term} “{text}” is no day.",
        "Write it as year, month and day, such as 2026-09-01.",
    ),
    "proposal.detail_not_text": ("The {what:term} “{text}” is no text.", "Write it as text."),
    "proposal.detail_too_long": (
        "The {what:term} has more than {most:,} characters.",
        "Put it into a document, and say here what it is called.",
    ),
    "proposal.detail_not_yes_no": (
        "The {what:term} is “{text}”, and can only be yes or no.",
        "Say yes or no.",
    ),
    "proposal.detail_not_a_list": (
        "The {what:term} “{text}” is no list of names.",
        "Give a list, also where there is one name only.",
    ),
    "proposal.detail_not_one_of": (
        "The {what:term} cannot be “{text}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "proposal.detail_not_options": (
        "The {what:term} “{text}” is no list of options to extend.",
        "Give a list in which each says until when (until) and what it adds (value).",
    ),
    "proposal.detail_not_shares": (
        "The {what:term} “{text}” does not say what each partner puts in.",
        "Give an amount for each partner, by its key.",
    ),
    "proposal.gate_of_no_commission": (
        "“{gate}” is a gate, and the report is on no commission.",
        "Say which commission the report is on, or leave the gate out.",
    ),
    "proposal.register_says": (
        "“{title}” ({name}) is not for anybody to answer: the register says it.",
        "Leave it out. What the register says follows from the report, its commission and the day.",
    ),
    "proposal.answer_in_pounds": (
        "“{title}” ({name}) is an amount, and {text} is a number that does not say of what.",
        "Write pounds as text, such as “90000.00”.",
    ),
    "proposal.nothing_to_change": (
        "Nothing is said of {ref} that could be changed.",
        "Say what is to be different.",
    ),
}
