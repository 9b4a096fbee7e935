"""Words for what escalations bring about: items proposed, closed moves, exceptions, reports."""

WORDS: dict[str, tuple[str, str]] = {
    "escalation.no_such_body": (
        "The escalation policy proposes an item to “{body}”, and no body is called that.",
        "Set the body up, or correct the policy; then retry.",
    ),
    "escalation.no_commission": (
        "{ref} belongs to no commission, so the escalation can close no moves, open no exception "
        "and raise no trigger.",
        "Take these out of the escalation policy for this kind of deadline; then retry.",
    ),
    "escalation.item_title": ("{ref}{about}: {what}, due on {due:day}", ""),
}
