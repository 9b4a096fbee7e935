"""Words of the pages on taking over what ModernGov published."""

WORDS: dict[str, tuple[str, str]] = {
    "term.job_kind.import_moderngov": ("Import from ModernGov", ""),
    "moderngov.no_file": (
        "There is no file of what was published.",
        "Save what the web service of ModernGov answers, or a list of decisions, and choose it.",
    ),
    "web.job.import_moderngov": ("Import from ModernGov", "Import"),
    "web.job.import_moderngov.how": ("What do you want to do?", ""),
    "web.moderngov.how.check": ("Look what would be done, and do nothing yet", ""),
    "web.moderngov.how.do": ("Import it", ""),
    "web.job.import_moderngov.file": (
        "File",
        "An answer of the web service (XML), or a list of meetings or decisions (CSV). Importing a file again changes nothing",
    ),
    "web.job.import_moderngov.second-file": (
        "A second file, to be read with the first",
        "Such as the agenda of a meeting (GetMeeting), where the first is the list of meetings (GetMeetings)",
    ),
    "web.job.import_moderngov.bodies": (
        "Which bodies are the committees?",
        "A line each: the committee’s number or title, an equals sign, and the short name of the body or office here, such as 144 = cabinet. A body is remembered",
    ),
    "web.job.import_moderngov.reports": (
        "On which reports were decisions taken?",
        "A line each, where the report was prepared here: the number of the decision, an equals sign, and the report, such as 13567 = R-0004",
    ),
    "web.job.import_moderngov.outcome": (
        "What did decisions without a status come to?",
        "The web service does not say it. Leave it open, and such decisions are listed and not taken",
    ),
    "web.job.import_moderngov.scheme": (
        "Which scheme governs reports that are made for decisions?",
        "Leave it open where you have only one",
    ),
    "web.job.import_moderngov.own-mapping": (
        "A mapping of your own",
        "A YAML file. It says what statuses and headings mean, and is used in place of the one that comes with Vires",
    ),
    "web.moderngov.for_good": ("Import it for good", ""),
    "web.moderngov.becomes": ("What becomes of it", ""),
    "web.moderngov.what": ("Becomes", ""),
    "web.moderngov.title": ("Title", ""),
    "web.moderngov.ref": ("Reference", ""),
    "web.moderngov.how_or_why": ("How or why", ""),
    "web.moderngov.not_known": ("Not known", ""),
    "web.moderngov.name": ("Name", ""),
    "web.moderngov.waiting": ("Waiting", ""),
    "web.moderngov.more": ("And {number:,} more that are not listed here.", ""),
}
