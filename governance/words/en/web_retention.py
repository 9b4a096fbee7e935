"""Words of the pages on personal data and on what is due for disposal."""

WORDS: dict[str, tuple[str, str]] = {
    "web.person.move.erase": ("Erase them", ""),
    "web.person.move.export": ("Get what is held about them", ""),
    "web.person.erase": ("Erase {name}", "Erase them"),
    "web.person.erase.reason": (
        "Why they are erased",
        "It stays on the record for ever: do not name them",
    ),
    "web.person.erase.now_because": (
        "Why it cannot wait",
        "Leave it empty if their time is over. It stays on the record too",
    ),
    "web.person.erase.goes": (
        "Their names and addresses are deleted for good, with their account and their sessions. Nobody can bring them back but by a backup made before.",
        "",
    ),
    "web.person.erase.stays": (
        "What they did stays on the record under their key. Minutes, reports and the text of decisions stay as they are.",
        "",
    ),
    "web.person.erase.until": (
        "Their time is not over: names are kept until {until:day}. Say below why it cannot wait.",
        "",
    ),
    "web.person.export": ("What is held about {name}", "Get the file"),
    "web.person.export.says": (
        "The file has everything that is held about them: names, addresses, roles, seats, votes, messages and what they did, but nothing to sign in with. The record says that it was given out.",
        "",
    ),
    "web.person.export.form": ("As what?", ""),
    "web.person.export.form.json": ("JSON, for programs", ""),
    "web.person.export.form.md": ("Text, to be read", ""),
    "web.retention.title": ("Retention", ""),
    "web.retention.says": (
        "What is past its time is listed here, and stays until somebody disposes of it. What is of the record is never deleted; only what it says of people can be erased.",
        "",
    ),
    "web.retention.due": ("Due for disposal", ""),
    "web.retention.none": ("Nothing is due.", ""),
    "web.retention.what": ("What", ""),
    "web.retention.rows": ("Rows", ""),
    "web.retention.class": ("Class", ""),
    "web.retention.rule": ("Rule", ""),
    "web.retention.since": ("Due since", ""),
    "web.retention.act": ("Act", ""),
    "web.retention.rules": ("How long each class is kept", ""),
    "web.retention.how_long": ("How long", ""),
    "web.retention.source": ("Source", ""),
    "web.retention.link": ("What is due for disposal", ""),
    "web.retention.dispose": ("Dispose of: {what}", "Dispose of it"),
    "web.retention.dispose.reason": ("Why", "It goes on the record"),
}
