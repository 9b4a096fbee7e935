"""Words for the reports that wait for somebody: what is wanted of them, in a sentence each."""

WORDS: dict[str, tuple[str, str]] = {
    "inbox.advise": ("It wants the recommendation of {asked_title}.", ""),
    "inbox.bring_again": ("It was deferred. Bring it again when it is time.", ""),
    "inbox.clear": ("It waits to be cleared by {asked_title}.", ""),
    "inbox.consent": ("It wants the written consent of {partner_name}.", ""),
    "inbox.decide": ("It waits for a decision by {asked_title}.", ""),
    "inbox.decide_again": ("Scrutiny asks {asked_title} to think again.", ""),
    "inbox.hand_over": ("It is cleared. Hand it to {asked_title}, who decides.", ""),
    "inbox.note_cleared": ("Everybody who has to clear it has. Note that it is cleared.", ""),
    "inbox.place": ("It is cleared and waits for an agenda of {asked_title}.", ""),
    "inbox.place_from_officer": (
        "Its path was drawn anew. Take it back from the officer, for an agenda of {asked_title}.",
        "",
    ),
    "inbox.read": ("It is on the agenda of {asked_title}: meeting {meeting}, {on:day}.", ""),
    "inbox.rework": ("It was referred back to you.", ""),
    "inbox.scrutinise": ("It was called in. Scrutiny says what becomes of it.", ""),
    "inbox.view": ("It wants the view of {asked_title}, who is consulted.", ""),
    "inbox.vote": ("It is open for votes at meeting {meeting}.", ""),
    "inbox.write": ("You have not submitted it yet.", ""),
}
