"""Words for the page of a meeting: what is left to do and to record."""

WORDS: dict[str, tuple[str, str]] = {
    "meeting.left.summons": (
        "The members are still to be called, by {by:day}.",
        "Call the meeting.",
    ),
    "meeting.left.agenda": (
        "The agenda is still to be published, by {by:day}.",
        "Call the meeting, put on what is to be taken, and publish the agenda.",
    ),
    "meeting.left.agenda_of_called": (
        "The agenda is still to be published, by {by:day}.",
        "Put on what is to be taken, and publish the agenda.",
    ),
    "meeting.left.summons_late": (
        "The members were to be called by {by:day}, and are not.",
        "Call the meeting.",
    ),
    "meeting.left.agenda_late": (
        "The agenda was to be published by {by:day}, and is not.",
        "Publish it late with the reason, or move the meeting to another day.",
    ),
    "meeting.left.attendance": (
        "Nobody is recorded as there.",
        "Record who is there. The quorum shows after each.",
    ),
    "meeting.left.open": ("It is not open yet.", "Open the meeting once a quorum is there."),
    "meeting.left.item": (
        "Item {place} ({report}): nothing is recorded yet.",
        "Record what was decided, or carry it over.",
    ),
    "meeting.left.minutes": (
        "Its minutes are not drafted.",
        "Draft them once every item has been taken.",
    ),
    "meeting.left.resume": ("It was broken off and goes on on {on:day}.", "Resume it that day."),
    "meeting.left.inquorate": (
        "Too few are there to decide anything.",
        "Wait for a member or a named substitute, adjourn, or go on informally.",
    ),
    "meeting.left.note": ("There is no note of it.", "Draft it."),
    "meeting.left.sign": (
        "Its minutes are not signed.",
        "Sign them at a later ordinary meeting.",
    ),
    # Behind, as the first page says it
    "meeting.late.not_held": (
        "Its day was {on:day}, and it was not called and published.",
        "Record it as held, move it to another day, or cancel it.",
    ),
    "meeting.late.not_opened": (
        "Its day was {on:day}, and it was not opened.",
        "Record who was there and open it, or cancel it.",
    ),
    "meeting.late.not_resumed": (
        "It was to go on on {on:day}, and did not.",
        "Resume it, or cancel it.",
    ),
    "meeting.late.minutes": (
        "It was held on {on:day}, and its minutes are not drafted.",
        "Draft the minutes.",
    ),
    "meeting.late.unsigned": (
        "Its minutes are not signed. They could have been on {could_on:day}.",
        "Sign them at a later ordinary meeting.",
    ),
    # Going on in private
    "meeting.in_private": (
        "In private, number {items:and} on the agenda: exempt information, paragraph {ground} of Schedule 12A. {reason}",
        "",
    ),
    "meeting.in_private_confidential": (
        "In private, number {items:and} on the agenda: confidential information. {reason}",
        "",
    ),
    "done.meeting_in_private": ("{ref} goes on in private. The ground is minuted.", ""),
    "meeting.private_ground": (
        "That is no ground on which the public can be excluded.",
        "Name a paragraph of Schedule 12A, or confidential: {known:or}.",
    ),
    "meeting.private_items": (
        "It is not said which items {meeting} takes in private.",
        "Choose items that are on its agenda.",
    ),
}
