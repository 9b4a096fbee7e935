"""Words for meetings: convening, attendance, holding, minutes."""

WORDS: dict[str, tuple[str, str]] = {
    # Convening
    "meeting.day_past": (
        "{on:day} has passed.",
        "Choose a day to come. A meeting that was held can be recorded: vires meeting record.",
    ),
    "meeting.there_already": (
        "{body} meets on {on:day} already: {ref}.",
        "Use that meeting, or give the other one an hour of its own.",
    ),
    "meeting.no_hour": (
        "{meeting} has no hour at which it begins.",
        "Give it, for example --at 10:00.",
    ),
    "meeting.no_place": (
        "{meeting} has no place.",
        "Say where it meets, for example --place “County Hall”.",
    ),
    "meeting.summons_late": (
        "The summons to a meeting on {meeting:day} needs {days:,} {unit:term}; given on {given:day} it is late. The last day was {latest:day}.",
        "Move the meeting to {first:day} or later, or give the reason for the shorter notice.",
    ),
    "meeting.summons_late_at_all": (
        "The summons to a meeting on {meeting:day} was due by {latest:day} ({days:,} {unit:term}).",
        "Move the meeting to a later day, or give the reason for the shorter notice.",
    ),
    "meeting.agenda_late": (
        "The agenda of a meeting on {meeting:day} must be open for {days:,} {unit:term}; published on {given:day} it is late. The last day was {latest:day}.",
        "Move the meeting to {first:day} or later. Otherwise the proper officer can publish it late, with the reason.",
    ),
    "meeting.agenda_late_at_all": (
        "The agenda of a meeting on {meeting:day} was due by {latest:day} ({days:,} {unit:term}).",
        "Move the meeting to a later day. Otherwise the proper officer can publish it late, with the reason.",
    ),
    "meeting.published_before_planned": (
        "The agenda is said to have been published on {on:day}, and the meeting got its day on {planned:day}.",
        "Give {planned:day} or a later day. If it was out before, the proper officer can record that with the reason; clear days count from {planned:day}.",
    ),
    "meeting.published_to_come": (
        "{on:day} is still to come.",
        "Publish it first, then record the day on which that was done.",
    ),
    "meeting.nothing_added": (
        "Nothing was added since the agenda was published.",
        "Add the urgent item first, or say which report the supplement brings.",
    ),
    "meeting.recorded_afterwards": ("It was recorded after it was held.", ""),
    "meeting.of_another_body": (
        "{other} is a meeting of another body than {meeting}.",
        "Choose a meeting of the same body.",
    ),
    "meeting.no_quorum": ("There was no quorum.", ""),
    # Attendance
    "meeting.day_to_come": (
        "The day of {meeting} is {on:day}, which is still to come.",
        "Wait for that day, or move the meeting.",
    ),
    "meeting.takes_no_attendance": (
        "{meeting} is {state}, so nobody can be recorded as there.",
        "Record attendance once the agenda is published and until the minutes are drafted.",
    ),
    "meeting.there_now": ("{person} is recorded as there already.", "There is nothing to do."),
    "meeting.not_there": (
        "{person} is not recorded as there at {meeting}.",
        "Check the name with “vires meeting show”.",
    ),
    "meeting.not_a_member": (
        "{name} is not appointed to {body} on {on:day}.",
        "{name} can be in attendance without a seat. To take part, an appointment is needed, or being named as substitute in advance.",
    ),
    "meeting.member_left": (
        "{name} sits no longer as {seat}: the last day was {ended:day}.",
        "{appoints:and} can appoint somebody else to the seat.",
    ),
    "meeting.member_left_the_body": (
        "{name} sits no longer as {seat}: the last day was {ended:day}.",
        "Have somebody else appointed to that seat of {body}.",
    ),
    "meeting.substitute_for_whom": (
        "{name} is no member, but a named substitute for {members:or}.",
        "Say for whom {name} has come.",
    ),
    "meeting.not_named": (
        "{name} was not named in advance as substitute for {member}.",
        "{named:or} can sit instead. {name} can be in attendance without a seat.",
    ),
    "meeting.nobody_named": (
        "Nobody was named in advance as substitute for {member}, so {name} cannot sit.",
        "{name} can be in attendance without a seat. Name a substitute before the next meeting.",
    ),
    "meeting.nobody_to_stand_for": (
        "“{who}” is neither a member nor a seat of {body} on that day.",
        "Give the member's key or the seat's.",
    ),
    # On the day
    "meeting.presiding_absent": (
        "{person} is not at {meeting} in a seat, and so cannot preside.",
        "Record the attendance first, or name somebody who is there.",
    ),
    "meeting.chair_absent": (
        "{chairs:and} would preside and are not there.",
        "Let those present elect somebody, and name them with --presiding.",
    ),
    "meeting.chair_passed_over": (
        "{person} presides although the chair is there: {chairs:and}.",
        "",
    ),
    "meeting.nobody_in_chair": (
        "{body} has no chair on that day.",
        "Let those present elect somebody, and name them with --presiding.",
    ),
    "meeting.not_sitting": (
        "{meeting} is {state}, so nobody takes the chair.",
        "Open or resume the meeting first.",
    ),
    # Minutes
    "meeting.takes_no_notes": (
        "{meeting} is {state:term}; items are minuted from its opening until its minutes are drafted.",
        "Open it first. In minutes that are drafted nothing more is noted.",
    ),
    "meeting.no_such_item": (
        "{meeting} has no item {place}.",
        "Give the number of an item on its agenda.",
    ),
    "meeting.item_has_report": (
        "Item {place} of {meeting} has a report, {report}.",
        "Record what was decided on the report.",
    ),
    "meeting.item_not_taken": (
        "Item {place} of {meeting} is {state}, so nothing was said at it there.",
        "Minute it at the meeting that takes it.",
    ),
    "meeting.nothing_minuted": ("Nothing is said of the item.", "Say what is to be minuted."),
    "meeting.nobody_recorded": (
        "Nobody is recorded as there at {meeting}, so the minutes would not say who was.",
        "Record who was there.",
    ),
    "meeting.signing_not_later": (
        "{other} does not come after {meeting}.",
        "Minutes are signed at a later meeting.",
    ),
    "meeting.signing_extraordinary": (
        "{other} is an extraordinary meeting, at which no earlier minutes are signed.",
        "Sign them at the next ordinary one.",
    ),
    "meeting.signing_not_held": (
        "{other} is {state}; minutes are signed while a meeting is held.",
        "Open it first.",
    ),
    "minutes.title": ("Minutes of {body}, {on:weekday}, {place}", ""),
    "minutes.no_place": ("place not recorded", ""),
    "minutes.hour": ("The meeting was called for {hour}.", ""),
    "minutes.present": ("Present:", ""),
    "minutes.member": ("{name}, {seat}", ""),
    "minutes.substitute": ("{name}, {seat} (for {member})", ""),
    "minutes.stays": ("{said}, {stays:and}", ""),
    "minutes.stayed": ("{name} ({stays:and})", ""),
    "minutes.stay.since": ("from {since}", ""),
    "minutes.stay.until": ("until {until}", ""),
    "minutes.stay.since_until": ("from {since} until {until}", ""),
    "minutes.hour_on": ("{hour} on {on:day}", ""),
    "minutes.absent": ("Absent: {names:and}.", ""),
    "minutes.noted": ("Noted.", ""),
    "minutes.in_attendance": ("In attendance: {names:and}.", ""),
    "minutes.apologies": ("Apologies: {names:and}.", ""),
    "minutes.in_chair": ("In the chair: {name}.", ""),
    "minutes.inquorate": (
        "The meeting was not quorate. It decided nothing; its items are carried over.",
        "",
    ),
    "minutes.urgent": ("Taken as urgent by the chair: {reason}", ""),
    "minutes.kind.disclosable_pecuniary": ("a disclosable pecuniary interest", ""),
    "minutes.kind.organisational": ("an organisational interest", ""),
    "minutes.kind.personal": ("a personal interest", ""),
    "minutes.kind.unsaid": ("an interest", ""),
    "minutes.interest.none": ("{name} declared {kind} and took part.", ""),
    "minutes.interest.stays_without_vote": (
        "{name} declared {kind} and stayed without a vote.",
        "",
    ),
    "minutes.interest.speaks_then_leaves": (
        "{name} declared {kind}, could speak, and took no part in the decision.",
        "",
    ),
    "minutes.interest.leaves": ("{name} declared {kind} and took no part in this item.", ""),
    "minutes.resolved": ("Decision ({outcome:term}): {words}", ""),
    "minutes.reasons": ("Reasons: {words}", ""),
    "minutes.alternatives": ("Alternatives considered: {words}", ""),
    "minutes.agreed": ("Agreed without a vote.", ""),
    "minutes.agreed_with_dissent": ("Agreed without a vote; {names:and} dissented.", ""),
    "minutes.manner": ("Taken: {manner:term}.", ""),
    "minutes.voted": (
        "{votes_for:count(vote,votes)} for, {against} against, {abstained:count(abstention,abstentions)}.",
        "",
    ),
    "minutes.casting_vote": ("Whoever presided gave a casting vote: {vote}.", ""),
    "minutes.by_name": ("Recorded {vote:term}: {names:and}.", ""),
    "minutes.carried_over": ("Carried over to another meeting.", ""),
    "minutes.not_decided": ("Not decided at this meeting.", ""),
    "minutes.not_reached": ("The item was not reached.", ""),
    # What was done
    "done.meeting_planned": ("{ref}: {body} meets on {on:weekday}.", ""),
    "done.meeting_recorded": (
        "{ref} is recorded as held on {on:day}, and flagged as recorded afterwards. Record who was there next.",
        "",
    ),
    "done.meeting_moved": ("{ref} is moved to {on:weekday}. It has to be called again.", ""),
    "done.meeting_called": ("{ref} is called for {on:weekday}; the members are told.", ""),
    "done.meeting_published": ("The agenda of {ref} is published as of {on:day}.", ""),
    "done.meeting_published_now": (
        "The agenda of {ref} is published for the meeting on {on:weekday}.",
        "",
    ),
    "done.meeting_supplemented": ("The supplement to the agenda of {ref} is published.", ""),
    "done.meeting_irregular": ("This is irregular and stays with the meeting: {said}", ""),
    "done.meeting_item_added": ("“{title}” is on the agenda of {ref}.", ""),
    "done.meeting_item_minuted": ("Item {place} of {ref} is minuted as noted.", ""),
    "done.meeting_attends": ("{person} is at {ref}.", ""),
    "done.meeting_observes": ("{person} is at {ref}, without a seat.", ""),
    "done.meeting_excused": ("The apologies of {person} are noted at {ref}.", ""),
    "done.meeting_left": ("{person} left {ref}.", ""),
    "done.meeting_held": ("{ref} is open; {name} presides.", ""),
    "done.meeting_presides": ("{name} presides over {ref} now.", ""),
    "done.meeting_adjourned": ("{ref} is adjourned to {on:weekday}.", ""),
    "done.meeting_resumed": ("{ref} goes on.", ""),
    "done.meeting_inquorate": ("{ref} is not quorate and can decide nothing.", ""),
    "done.meeting_informal": (
        "{ref} goes on informally; what was listed is carried over.",
        "",
    ),
    "done.meeting_carried_over": ("What was listed at {ref} is carried over.", ""),
    "done.meeting_cancelled": ("{ref} is cancelled; what was listed is carried over.", ""),
    "done.meeting_minutes": ("The minutes of {ref} are drafted.", ""),
    "done.meeting_signed": ("The minutes of {ref} are signed at {at}.", ""),
    "meeting.no_minutes": ("No minutes of {ref} are drafted.", ""),
    "meeting.shown_published": ("Agenda published on {on:day}.", ""),
    "meeting.shown_flag": ("Irregular: {said} Reason given: {reason}", ""),
    "meeting.shown_left": ("left at {hour}", ""),
    "meeting.quorate_now": (
        "Quorate: {counted} of at least {needed} members count.",
        "",
    ),
    "term.agreed_without_a_vote": ("agreed without a vote", ""),
    "term.single_officer": ("by one officer", ""),
    "term.chairs_action": ("by chair's action", ""),
    "term.written_resolution": ("by written resolution", ""),
}
