"""Words for working beside ModernGov: what was read, what became of it, what goes out."""

WORDS: dict[str, tuple[str, str]] = {
    # What is wrong with a file as a whole.
    "moderngov.not_xml": (
        "The file is not XML that can be read: {said}.",
        "Save the answer of the web service as it comes. A page that asks people to sign in, or says that there is an error, is no answer.",
    ),
    "moderngov.doctype": (
        "The file declares a document type (DOCTYPE), which can hide harmful content, so none of it is read.",
        "Fetch it again from your council’s ModernGov: its web service writes none.",
    ),
    "moderngov.too_deep": (
        "The file has elements more than {most} deep within each other.",
        "Fetch it again: no answer of ModernGov is so deep.",
    ),
    "moderngov.too_many_elements": (
        "The file has more than {most:,} elements.",
        "Ask the web service for fewer months at once.",
    ),
    "moderngov.no_answer": (
        "The file begins with “{element}” and holds no meetings.",
        "Save what GetMeetings or GetMeeting answers, or a list of decisions.",
    ),
    "moderngov.too_many_files": (
        "There are {number:,} files; {most:,} can be imported at once.",
        "Import them in parts.",
    ),
    "moderngov.too_many_rows": (
        "The files hold {number:,} meetings and decisions; {most:,} can be imported at once.",
        "Import them in parts.",
    ),
    "moderngov.headings_unknown": (
        "The headings are those neither of a list of decisions (there is none for {decisions:and}) nor of a list of meetings (there is none for {meetings:and}). The file has {headings:and}.",
        "Write your headings into a mapping, and name it.",
    ),
    "moderngov.outcome_none": (
        "“{text}” is nothing a decision can come to.",
        "Give one of {known:or}.",
    ),
    "moderngov.site_unusable": (
        "The name of the installation is empty or longer than {most} characters.",
        "Give a short name, such as the address of its pages.",
    ),
    "moderngov.name_without_key": (
        "“{text}” does not say which body it is.",
        "Write the committee’s number or title, an equals sign, and the short name of the body or office: 144=cabinet.",
    ),
    "moderngov.report_without_ref": (
        "“{text}” does not say which report it is.",
        "Write the decision’s number, an equals sign, and the reference of the report: 13567=R-0004.",
    ),
    # What is wrong with one thing in a file.
    "moderngov.no_id": (
        "It has no number, so it could not be told from another when it comes again.",
        "Fetch the file again, or leave it out.",
    ),
    "moderngov.cell_empty": ("There is nothing under “{field}”.", "Fill it in, and import again."),
    "moderngov.status_unknown": (
        "The mapping does not say what the status “{text}” of a meeting means.",
        "Add it to the mapping: whether such a meeting stands, was cancelled or is left out.",
    ),
    "moderngov.status_left_out": (
        "A meeting that is “{text}” is left out, as the mapping says.",
        "",
    ),
    "moderngov.outcome_unknown": (
        "The mapping does not say what the status “{text}” of a decision means.",
        "Add it to the mapping under the outcome it stands for.",
    ),
    "moderngov.undecided": ("It is not decided: its status is “{text}”.", ""),
    "moderngov.no_outcome": (
        "The file does not say what the decision came to.",
        "Say with “--outcome” what such decisions came to, or give a list of decisions with their statuses.",
    ),
    "moderngov.no_outcome@web": (
        "",
        "Say in the form what such decisions came to, or send a list of decisions with their statuses.",
    ),
    "moderngov.committee_unknown": (
        "Nobody has said which body here the committee {name} is.",
        "Say it with “--body”, by its number or its title.",
    ),
    "moderngov.committee_unknown@web": ("", "Say it in the form, by its number or its title."),
    "moderngov.no_committee": (
        "The file does not say which committee met.",
        "Import it together with the answer of GetMeetings, or name the body with “--body”.",
    ),
    "moderngov.no_committee@web": (
        "",
        "Send the answer of GetMeetings first, or name the body in the form.",
    ),
    "moderngov.decider_unknown": (
        "Nobody has said which body or office here “{name}” is.",
        "Say it with “--body”.",
    ),
    "moderngov.decider_unknown@web": ("", "Say it in the form."),
    "moderngov.meeting_twice": (
        "Meeting {id} stands in the files twice and differs; what {other} says is taken.",
        "Fetch the older file again.",
    ),
    "moderngov.too_many_items": (
        "The agenda has more than {most} items; the rest is left out.",
        "",
    ),
    "moderngov.hour_unreadable": (
        "“{text}” is no hour; the meeting has none yet.",
        "Enter the hour.",
    ),
    # What a person should know of what became of it.
    "moderngov.cancelled_unknown": ("It was cancelled, and is not here.", ""),
    "moderngov.meeting_differs": (
        "It is here on {on:day}, and there on {theirs:day} or at another hour or place; it has gone too far here to be moved.",
        "Put right whichever is wrong.",
    ),
    "moderngov.decision_differs": (
        "The decision is recorded on {ref}, and its words, title, day or outcome are others there now. What is recorded stays.",
        "Look whether the record or ModernGov is wrong.",
    ),
    "meeting.agenda_was_known": (
        "The agenda of {meeting} was kept in Vires, so nothing is put on it afterwards.",
        "Record afterwards only what was on the agenda of a meeting that was held without Vires.",
    ),
    # What was done.
    "moderngov.did.planned": ("planned", ""),
    "moderngov.did.called": ("called", ""),
    "moderngov.did.held": ("recorded as held", ""),
    "moderngov.did.moved": ("moved", ""),
    "moderngov.did.cancelled": ("cancelled", ""),
    "moderngov.did.listed": ("put on the agenda", ""),
    "moderngov.did.minuted": ("minuted", ""),
    "moderngov.did.made": ("recorded as decided outside, on a new report", ""),
    "moderngov.did.decided": ("recorded as decided outside", ""),
    "term.moderngov.made": ("new", ""),
    "term.moderngov.changed": ("changed", ""),
    "term.moderngov.there": ("there already", ""),
    "term.moderngov.left_out": ("left out", ""),
    "term.moderngov.refused": ("not taken", ""),
    "moderngov.why.held": ("It was held, as {site} shows.", ""),
    "moderngov.why.called": ("Members were summoned when its agenda was published in {site}.", ""),
    "moderngov.why.moved": ("It was moved in {site}.", ""),
    "moderngov.why.cancelled": ("It was cancelled in {site}.", ""),
    "moderngov.why.decided": ("It was decided as {site} publishes it.", ""),
    # The command.
    "moderngov.imported": (
        "{made:,} new, {changed:,} changed, {there:,} there already, {left_out:,} left out, {refused:,} not taken.",
        "",
    ),
    "moderngov.would": (
        "Nothing is written yet. It would be: {made:,} new, {changed:,} changed, {there:,} there already, {left_out:,} left out, {refused:,} not taken.",
        "",
    ),
    "moderngov.unknown": (
        "Nobody has said which body or office here these are.",
        "Say it with “--body NAME=KEY”, and import again.",
    ),
    "moderngov.unknown@web": ("", "Say it in the form, and import again."),
    "moderngov.exported": ("Written to {file}.", ""),
    "moderngov.what_unknown": (
        "“{text}” is nothing that is exported.",
        "Give one of {known:or}.",
    ),
    "moderngov.format_unknown": ("“{text}” is no format.", "Give one of {known:or}."),
    "moderngov.private_item": ("Exempt report", ""),
    # The record.
    "act.meeting.matched": ("Matched with a meeting in another system", ""),
    "act.meeting.items_recorded": ("Agenda recorded afterwards", ""),
    "act.proposal.matched": ("Matched with a decision in another system", ""),
    "act.body.matched": ("Matched with a committee in another system", ""),
}
