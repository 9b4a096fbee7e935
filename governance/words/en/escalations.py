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
        "Do what was due, or have it waived ({ref}/{kind}); this opens by itself then.",
    ),
    "escalation.item_title": ("{ref}{about}: {what}, due on {due:day}", ""),
}
