"""Words for what escalations bring about: items proposed, closed moves, exceptions, reports."""

WORDS: dict[str, tuple[str, str]] = {
    "escalation.no_such_body": (
        "The escalation policy proposes an item to “{body}”, and no body is called that.",
        "Set the body up, or correct the policy; then retry.",
    ),
    "escalation.no_commission": (
        "{ref} belongs to no commission: there is nothing to block, except or trigger.",
        "Take that out of the escalation policy for this kind of deadline; then retry.",
    ),
    "commission.blocked": (
        (
            "“{move:term}” is closed on {commission} since {since:day}: "
            "{what} ({ref}) was due on {due:day}."
        ),
        "Do what was due, or have it waived or given more time ({ref}/{kind}); this opens by itself then.",
    ),
    "escalation.item_title": ("{ref}{about}: {what}, due on {due:day}", ""),
    "escalation.item_needless": (
        "The item asks for nothing any more: what {ref} had to do is {state}.",
        "Leave it; it is no longer listed among what waits.",
    ),
    "escalation.item_put_off": (
        "The item asks for nothing now: {ref} was given more time, until {due:day}.",
        "Leave it; it is proposed again by itself if that day is missed too.",
    ),
    "escalation.item_of_another_body": (
        "{meeting} is not a meeting of {body}, to which the item is proposed.",
        "Choose a meeting of {body}.",
    ),
    "escalation.which_item": (
        "Several proposed items could be “{name}”.",
        "Say which: {known:or}.",
    ),
    # The report of missed deadlines
    "exceptions.line_running": (
        (
            "{ref} {title}: {what}, due on {due:day}, is not done "
            "({overdue:count(working day,working days)} overdue)."
        ),
        "",
    ),
    "exceptions.line_paused": (
        "{ref} {title}: {what}, due on {due:day}, is not done; its clock stands still.",
        "",
    ),
    "exceptions.line_met": (
        "{ref} {title}: {what}, due on {due:day}, was done late, on {settled_on:day}.",
        "",
    ),
    "exceptions.line_waived": (
        "{ref} {title}: {what}, due on {due:day}, was let go on {settled_on:day}.",
        "",
    ),
    "exceptions.line_superseded": (
        "{ref} {title}: {what}, due on {due:day}, fell away on {settled_on:day}.",
        "",
    ),
    "exceptions.declined": (
        "{by} took no item on it, on {on:day}: “{reason}”",
        "",
    ),
    "exceptions.line_ahead": ("{ref} {title}: {what}, due on {due:day}, is not done yet.", ""),
    "exceptions.line_done": (
        "{ref} {title}: {what}, due on {due:day}, was done on {settled_on:day}.",
        "",
    ),
    "exceptions.settled_since": ("Since then it was settled, on {settled_since:day}.", ""),
    "exceptions.more": ("And {number} more.", ""),
    "exceptions.none": ("Nothing that is overdue is to be told to {body}.", ""),
    "exceptions.were": ("Told to {body} at {meeting}:", ""),
    "exceptions.would_be": ("To be told to {body}, if its agenda were published now:", ""),
    "exceptions.again": ("Told to {body} before; told again with its next agenda:", ""),
    "minutes.exceptions": (
        "A report on {number:count(missed deadline,missed deadlines)} was before the meeting:",
        "",
    ),
    "done.item_taken": ("The item is on the agenda of {meeting}.", ""),
    "done.item_declined": ("The item is declined.", ""),
    # What a commission is held to, on its pages
    "hold.assurance_exception": (
        "Assurance exception: {title} ({ref}), due on {due:day}; open since {since:day}.",
        "",
    ),
    "hold.assurance_exception_ended": (
        (
            "Assurance exception: {title} ({ref}), due on {due:day}; "
            "open from {since:day} to {until:day}."
        ),
        "",
    ),
    "hold.block": (
        "Closed since {since:day}: {moves:and}. The reason: {title} ({ref}), due on {due:day}.",
        "",
    ),
    "hold.block_ended": (
        (
            "Closed from {since:day} to {until:day}: {moves:and}. "
            "The reason: {title} ({ref}), due on {due:day}."
        ),
        "",
    ),
    "hold.raised_trigger": (
        "Trigger “{name}” raised on {since:day}: {title} ({ref}), due on {due:day}.",
        "",
    ),
    "hold.raised_trigger_ended": (
        (
            "Trigger “{name}” raised on {since:day}: {title} ({ref}), due on {due:day}, "
            "settled on {until:day}."
        ),
        "",
    ),
    "hold.mentions": ("Item {place} mentions an assurance exception.", ""),
    "meeting.shown_exceptions": ("Report on missed deadlines:", ""),
}
