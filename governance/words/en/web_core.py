"""Words of the web's core: what is wrong with a field, who may come in, how an act went."""

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

WORDS: dict[str, tuple[str, str]] = {
    "web.yes": ("Yes", ""),
    "web.no": ("No", ""),
    **{f"web.month.{number}": (name, "") for number, name in enumerate(_MONTHS, start=1)},
    # Fields
    "web.field_missing": ("“{label}” is not answered.", "Answer it."),
    "web.field_long": (
        "“{label}” has {has:count(character,characters)}.",
        "Shorten it to {most:count(character,characters)} or fewer.",
    ),
    "web.field_strange": (
        "“{label}” has characters that cannot be shown.",
        "Type it again rather than pasting it.",
    ),
    "web.field_no_short_name": (
        "“{label}” cannot be “{typed}”.",
        "Use lower-case letters, figures and hyphens, without spaces, such as youth-panel.",
    ),
    "web.day_unreadable": (
        "“{label}” is not a day that exists.",
        "Give day, month and year, such as 27 3 2026.",
    ),
    "web.year_out_of_range": ("That year is too far away.", "Give one from {first} to {last}."),
    "web.hour_unreadable": ("“{label}” is not an hour.", "Write it like 2:30pm or 14:30."),
    "web.money_unreadable": (
        "“{label}” is not an amount of money.",
        "Write it in pounds, such as 30,000 or 30,000.50.",
    ),
    "web.money_large": ("“{label}” is too much to be right.", "Check it."),
    "web.whole_unreadable": (
        "“{label}” is not a whole number.",
        "Write it in figures, such as 12.",
    ),
    "web.whole_out": ("“{label}” is out of range.", "Give a number from {least} to {most}."),
    "web.figure_unreadable": ("“{label}” is not a number.", "Write it like 12 or 12.5."),
    "web.option_unknown": (
        "“{label}” has an answer that is not offered.",
        "Choose one from the list.",
    ),
    "web.file_missing": ("“{label}”: no file is chosen.", "Choose a file."),
    "web.file_type": (
        "“{label}”: files of this type are not taken.",
        "Choose a file that ends in {types:or}.",
    ),
    "web.file_large": ("“{label}”: the file is too large.", "Choose one of {most} MB or less."),
    "web.file_empty": ("“{label}”: the file is empty.", "Choose another file."),
    "web.field.reason": ("Reason", "It goes on the record."),
    "web.optional": ("(optional)", ""),
    "web.at_line": ("Line {at}: {words}", ""),
    "web.at_cell": ("Cell {at}: {words}", ""),
    "web.pick_one": ("Choose", ""),
    "web.part.day": ("Day", ""),
    "web.part.month": ("Month", ""),
    "web.part.year": ("Year", ""),
    # Acts
    "web.back": ("Back", ""),
    "web.continue": ("Continue", ""),
    "web.error_title": ("Error:", ""),
    "web.check.change_answers": ("Change these answers", ""),
    "web.send": ("Save", ""),
    "web.check.title": ("Check your answers", ""),
    "web.check.send": ("Confirm", ""),
    "web.check.confirm": ("Confirm it", ""),
    "web.check.nothing_asked": (
        "Nothing more is asked. It is done when you press the button.",
        "",
    ),
    "web.check.leave": ("Go back without doing it", ""),
    "web.check.nothing": ("Not answered", ""),
    "web.cannot": ("There is a problem", ""),
    "web.closed_now": ("This cannot be done as things stand", ""),
    "web.files_again": ("Choose the files again: they were not kept.", ""),
    "web.form_old": (
        "This page was opened before you signed in again, or came from somewhere else.",
        "Nothing was done. Check what stands here and send it again.",
    ),
    "web.sent_already": (
        "This form was sent already; what it did stands.",
        "Send it again to do it once more, with what stands here now.",
    ),
    "web.typed_here": ("What you typed", ""),
    "web.typed_here_remedy": ("Nothing of it was saved. Copy what you still need.", ""),
    "web.signed_out_meanwhile": (
        "You were signed out before this was sent, so nothing was done.",
        "What you typed is still here. Check it and send it again.",
    ),
    "web.changed_meanwhile": ("On record now", ""),
    "web.moved_first_remedy": (
        "Somebody else changed this first",
        "What you typed is still here. Look at what they changed; if yours still stands, send it again.",
    ),
    "web.to_first_page": ("Go to the first page", ""),
    "web.partnerships": ("Partnerships", ""),
    "web.no_partnership": (
        "No partnership is here yet.",
        "The administrator makes the first one on the server, with “vires partnership create”.",
    ),
    # Pages that say no
    "web.host_unknown": (
        "This server is not called “{host}”.",
        "If it is meant to be, the administrator adds the name to VIRES_HOSTS.",
    ),
    "web.not_found.title": ("Page not found", ""),
    "web.not_found": (
        "There is nothing at this address, or nothing you can see.",
        "Check the address, or start from the first page.",
    ),
    "web.forbidden.title": ("You cannot open this page", ""),
    "web.forbidden": (
        "This page is for administrators.",
        "Ask an administrator of your partnership.",
    ),
    "web.unusable.title": ("That cannot be used", ""),
    "web.refused.title": ("That is not possible", ""),
    "web.too_large.title": ("That is too large", ""),
    "web.too_large": (
        "What was sent is larger than Vires takes, so nothing was done.",
        "Send a smaller file.",
    ),
    "web.too_large_unknown.title": ("Sign in first", ""),
    "web.too_large_unknown": (
        "You are not signed in, or not any more, so nothing was done: Vires takes no files then.",
        "Sign in, and send it again.",
    ),
    "web.forged.title": ("Nothing was done", ""),
    "web.forged": (
        "This request did not come from a page of this service.",
        "Open the page here and try again.",
    ),
    "web.broken.title": ("Sorry, something went wrong", ""),
    "web.broken": (
        "Nothing was changed.",
        "Try again. If it happens again, tell your administrator this number: {number}.",
    ),
    "web.store_away.title": ("Sorry, Vires cannot be used right now", ""),
}
