"""Words of the pages of triggers."""

WORDS: dict[str, tuple[str, str]] = {
    "web.triggers.title": ("Triggers", ""),
    "web.triggers.about": (
        (
            "A trigger says what opens a decommissioning case. Vires finds some causes by itself;"
            " people raise the others on a commission."
        ),
        "",
    ),
    "web.triggers.in_force": ("Triggers in force", ""),
    "web.triggers.trigger": ("Trigger", ""),
    "web.triggers.looks_for": ("Looks for", ""),
    "web.triggers.offers": ("Offers", ""),
    "web.triggers.found": ("Found", ""),
    "web.triggers.open": ("Open cases", ""),
    "web.triggers.none": (
        "No triggers are in force. Bring a text of triggers into force under “Rules”.",
        "",
    ),
    "web.triggers.causes": ("What looking now would open", ""),
    "web.triggers.nothing_opened": ("Nothing is opened by this page.", ""),
    "web.triggers.would_open": ("Cases that would open", ""),
    "web.triggers.none_would": ("No case would open.", ""),
    "web.triggers.watched": ("Agreements to be watched", ""),
    "web.triggers.why": ("Why", ""),
    "web.triggers.looked": ("Looked for causes", ""),
    "web.triggers.opened": ("{n:count(case,cases)} opened.", ""),
    "web.triggers.failed": (
        "{n:count(case,cases)} could not be opened; the clock tries again.",
        "",
    ),
    "web.trigger.answer_within": ("The lead answers within", ""),
    "web.trigger.answer": ("{count} {unit}", ""),
    "web.trigger.only_where": ("Only where", ""),
    "web.trigger.source": ("Source", ""),
    "web.trigger.stands_in": ("Stands in", ""),
    "web.trigger.raised_at": ("It is raised from the page of a commission.", ""),
    "web.trigger.open": ("Open to everybody", ""),
    "web.trigger.exempt": ("Exempt: the public may be kept out", ""),
    "web.trigger.confidential": ("Confidential: the public must be kept out", ""),
    "web.trigger.paragraph": ("Paragraph {number}", ""),
    "web.trigger.nothing_to_close": (
        "There is no document to be closed to the public.",
        "Choose the document again, or say that it is open.",
    ),
    # Acts
    "web.trigger.look": ("Look for causes now", "Look now"),
    "web.trigger.look.commission": (
        "Only on one commission",
        "Its reference, such as C-0012. Leave it empty for all; the clock looks by itself too",
    ),
    "web.trigger.raise": ("Raise a cause for a case on {title}", "Open the case"),
    "web.trigger.raise.trigger": ("What has happened", ""),
    "web.trigger.raise.evidence": (
        "What it rests on",
        "From whom you know it, and since when. Do not name children",
    ),
    "web.trigger.raise.agreement": ("The agreement it is about", ""),
    "web.trigger.raise.file": ("A document for the commission’s file", ""),
    "web.trigger.raise.closed": ("Who may see the document", ""),
    "web.trigger.raise.paragraph": (
        "Paragraph of Schedule 12A, if it is exempt",
        "Local Government Act 1972",
    ),
    "web.trigger.raise.why_closed": (
        "Why it is not open",
        "For an exempt one, weigh the public interest",
    ),
}
