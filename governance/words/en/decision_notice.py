"""Words for decision notices and officer decision records."""

WORDS: dict[str, tuple[str, str]] = {
    "notice.not_published": (
        "The decision on {ref} is not published yet, so there is no notice of it.",
        "Publish it first: `vires proposal publish {ref}`.",
    ),
    "notice.not_published@web": (
        "The decision on {ref} is not published yet, so there is no notice of it.",
        "Publish it first, from its page.",
    ),
    "notice.no_such": (
        "{ref} has {count:count(decision,decisions)}, counted from 1.",
        "",
    ),
    "notice.site_unreadable": (
        "“{site}” is no address of a site.",
        "Write it as in a browser, such as https://decisions.example.org.",
    ),
    "done.notice_written": ("The notice of {ref} is in {file}.", ""),
    "notice.download_md": ("Download as text (Markdown)", ""),
    "notice.download_html": ("Download as a page complete in itself (HTML)", ""),
    "notice.open_body": ("The decision notice, to print or download", ""),
    "notice.open_officer": ("The officer decision record, to print or download", ""),
    "notice.title_body": ("Decision notice: {title}", ""),
    "notice.title_officer": ("Officer decision record: {title}", ""),
    "notice.title_partner": ("Decision of a partner: {title}", ""),
    "notice.title_advice": ("Advice on a decision: {title}", ""),
    "notice.in_doubt": (
        "This decision was called in, and waits for scrutiny. It must not be carried out before that has ended.",
        "",
    ),
    "notice.foot": ("Made on {on:day} from the record of {ref}.", ""),
    "notice.decision": ("Decision", ""),
    "notice.advice": ("This is advice to whoever decides. It does not decide by itself.", ""),
    "notice.outside": (
        "This decision was taken outside the system that keeps this record, and was entered into it afterwards.",
        "",
    ),
    "notice.count": ("Votes", ""),
    "notice.interests": ("Interests declared and dispensations", ""),
    "notice.not_said": ("what came of it is not on record", ""),
    "notice.notices": ("Notice that it would be taken", ""),
    "notice.plan_reference": ("Under the reference {ref}.", ""),
    "notice.by_general_exception": (
        "It was not on the forward plan for 28 days. It was taken under the general exception.",
        "",
    ),
    "notice.by_special_urgency": (
        "It was not on the forward plan for 28 days. It was taken as a case of special urgency.",
        "",
    ),
    "notice.no_notice": (
        "It is a key decision, and neither notice on the forward plan nor an exception is on record.",
        "",
    ),
    "notice.call_in_by": ("Who may call it in: {who}.", ""),
    "notice.call_in_until": ("It may be called in until the end of {until:day}.", ""),
    "notice.call_in_until_hour": ("It may be called in until {hour} on {until:day}.", ""),
    "notice.call_in_was_until": ("It was open to call-in until {until:day}.", ""),
    "notice.call_in_nobody": ("Nobody called it in.", ""),
    "notice.call_in_not_open": ("It is not open to call-in now.", ""),
    "notice.call_in_waived": (
        "It is urgent, and was let go without call-in on {on:day}. That was agreed by: {agreed_by}. The reason: {reason}",
        "",
    ),
    "notice.papers": ("Reports and background papers considered", ""),
    "notice.paper": ("A document", ""),
    "notice.withheld": ("Withheld", ""),
    "notice.withheld_told": (
        "These were considered too. They are not open to the public, for the reason given with each.",
        "",
    ),
    "notice.check": ("How to check this", ""),
    "notice.sealed": (
        "When this was made, the latest seal over the record was number {number}, of {on:day}, with the SHA-256 {hash}.\n\nThe partnership can give an auditor or an inspector the decision record of {ref}: one file with everything it rested on, which also holds what may not be published. “python -m governance.verifier FILE” works out from it, without the system that made it, who was entitled to decide, whether there was a quorum, how the count went, and that nothing was changed since. The seal shows that the record was not written anew since this was made.",
        "",
    ),
    "notice.unsealed": (
        "Nothing of the record is sealed yet.\n\nThe partnership can give an auditor or an inspector the decision record of {ref}: one file with everything it rested on, which also holds what may not be published. “python -m governance.verifier FILE” works out from it, without the system that made it, who was entitled to decide, whether there was a quorum, and how the count went.",
        "",
    ),
}
