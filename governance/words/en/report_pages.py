"""Words for the page of a report: what is out of the ordinary about it."""

WORDS: dict[str, tuple[str, str]] = {
    "report_page.flag.decided_outside": ("It was decided outside Vires.", ""),
    "report_page.flag.notice_before_report": (
        "A notice ({notice:term}) is said to have been given on {published:day}, before the report was drafted here.",
        "",
    ),
    "report_page.flag.effect_outside": ("It was carried out before Vires let it.", ""),
    "report_page.flag.adoption_waits": ("What it adopts has to wait.", ""),
}
