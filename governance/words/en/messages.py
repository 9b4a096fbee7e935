"""Words for messages: why somebody gets one, why one did not go, what was done about it."""

WORDS: dict[str, tuple[str, str]] = {
    # Why somebody is told
    "message.because.you": ("You get this because it is addressed to you.", ""),
    "message.because.lead": ("You get this because you lead {commission}.", ""),
    "message.because.author": ("You get this because you wrote report {report}.", ""),
    "message.because.no_secretary": (
        "You get this because nobody is secretary now, and somebody has to know.",
        "",
    ),
    "message.because.secretary": ("You get this because you are a secretary.", ""),
    "message.because.holder": ("You get this because you hold the post of {office}.", ""),
    "message.because.deputy": (
        "You get this because you are deputy for {office} and nobody holds that post.",
        "",
    ),
    "message.because.member": ("You get this because you are a member of {body}.", ""),
    "message.because.substitute": (
        "You get this because you can be asked to sit for a member of {body}.",
        "",
    ),
    "message.because.chair": ("You get this because you chair {body}.", ""),
    "message.because.vice": (
        "You get this because {body} has no chair and you take the chair when there is none.",
        "",
    ),
    "message.because.manager": (
        "You get this because {who} reports to {office}, and you hold that post.",
        "",
    ),
    "message.because.succeeded": (
        "You get this because {who} has left. They were {office}; now you are.",
        "",
    ),
    "message.because.reported_to": (
        "You get this because {who} has left. They reported to {office}, and you hold that post.",
        "",
    ),
    "message.because.away": (
        "You get this as well as {who}, who is away until {until:day}.",
        "",
    ),
    # Why the secretary is told instead
    "message.nobody.unknown": (
        "You get this as secretary because nobody here is called “{designation}”.",
        "Correct the name in the text or the record that it comes from.",
    ),
    "message.nobody.secretary": ("Nobody has the role of secretary.", ""),
    "message.nobody.no_commission": (
        "You get this as secretary because it belongs to no commission, so it has no lead.",
        "",
    ),
    "message.nobody.no_lead": (
        "You get this as secretary because {commission} has no lead.",
        "Name one with “vires commission set {commission} --lead PERSON”.",
    ),
    "message.nobody.no_author": (
        "You get this as secretary because it is no report, so it has no author.",
        "",
    ),
    "message.nobody.proper_officer": (
        "You get this as secretary because nobody holds the post of proper officer.",
        "Record who holds it: vires office hold.",
    ),
    "message.nobody.office_vacant": (
        "You get this as secretary because nobody holds the post of {office}, and it has no deputy.",
        "Record who holds it: vires office hold.",
    ),
    "message.nobody.body_empty": (
        "You get this as secretary because nobody sits on {body}.",
        "Appoint its members: vires body appoint.",
    ),
    "message.nobody.no_chair": (
        "You get this as secretary because {body} has neither a chair nor a vice-chair.",
        "Have one appointed: vires body chair.",
    ),
    "message.nobody.no_manager": (
        "You get this as secretary because it is not recorded who manages {who}.",
        "Record it: vires people reports-to.",
    ),
    "message.nobody.left": (
        "You get this as secretary because {who} has left and nobody has come after them.",
        "Record who holds their post, or give their work to somebody else.",
    ),
    # Why a message did not go
    "message.unknown": (
        "There is no message “{id}”.",
        "“vires message list --state all” shows their ids.",
    ),
    "message.ambiguous": (
        "More than one message ends in “{id}”.",
        "Give more of the id; --json shows all of it.",
    ),
    "message.no_secretary": (
        "Nobody can be told: “{designation}” leads to nobody, and there is no secretary.",
        "Grant somebody the role: vires people grant PERSON secretary. Then try the message again.",
    ),
    "message.no_address": (
        "There is no e-mail address for {person}.",
        "Record one with “vires people address”, then try the message again.",
    ),
    "message.cut_off": (
        "Vires was stopped while it sent the message, so nobody knows whether it went out.",
        "",
    ),
    "message.unknown_too_often": (
        "Nobody knows whether the message went out, after {attempts:count(attempt,attempts)}.",
        "Ask the person. If they did not get it, try it again.",
    ),
    "message.no_detail": ("Whoever carries messages did not say why.", "Try the message again."),
    "message.carrier_broken": (
        "Vires failed while it sent the message ({detail}).",
        "Report it as a fault of Vires. The message is tried again.",
    ),
    "message.broken": (
        "Vires failed while it made the message ready ({detail}).",
        "Report it as a fault of Vires, then try the message again.",
    ),
    "message.template_broken": (
        "Its template cannot be used, {where}: {said}",
        "{mend} Then run “vires message retry --all-parked”.",
    ),
    "term.text_unknown": ("What it says cannot be shown: its template cannot be used.", ""),
    "message.which_to_retry": (
        "It is not said which message is to be tried again.",
        "Give the message’s id, or --all-parked, and not both.",
    ),
    # What was done
    "done.messages_retried": (
        "{number:count(message,messages)} will be tried again at the next sweep.",
        "",
    ),
    "done.message_settled": ("It is noted how the person was told.", ""),
    "message.nothing_due": ("No message was due.", ""),
    "message.delivered_or_not": (
        "Nobody knows of {uncertain:count(message,messages)} whether it went out; Vires finds out, or tries again.",
        "",
    ),
    "message.delivered": (
        "Done: {done:,}. Not sent and to be tried again: {failed:,}. Parked: {parked:,}.",
        "",
    ),
    "term.subject_of_message": ("Subject", ""),
    "term.addressed": ("sent on to those it is for", ""),
    "term.gathered": ("in the daily digest", ""),
    "term.uncertain": ("not known whether it went out", ""),
    "term.somebody": ("somebody whose name was erased", ""),
}
