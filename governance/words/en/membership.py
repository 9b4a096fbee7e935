"""Words for seats, offices, delegations and chairs as they are recorded."""

WORDS: dict[str, tuple[str, str]] = {
    "bodies.terms_of_another": (
        "{terms} are those of the body “{body}”.",
        "Give the body that key, or name other terms of reference.",
    ),
    "bodies.terms_standing": (
        "{terms} give the body the standing “{standing}”.",
        "Add it with that standing, or correct the terms of reference.",
    ),
    "bodies.no_terms_in_force": (
        "No terms of reference of {body} are in force on {on:day}.",
        "Bring them into force first. A chair appointed without them can be recorded as found.",
    ),
    "bodies.no_seats_yet": (
        "No terms of reference of {body} are in force on {on:day}, and so it has no seats.",
        "Bring its terms of reference into force first.",
    ),
    "bodies.no_such_seat": (
        "The terms of reference of {body} have no seat “{seat}”.",
        "{nearest:maybe}The seats are {known:and}.",
    ),
    "bodies.seat_taken": (
        "{name} has been in {seat} since {start:day}.",
        "End that appointment first, or choose days before it.",
    ),
    "bodies.seat_taken_until": (
        "{name} is in {seat} from {start:day} to {end:day}.",
        "Choose other days, or end that appointment first.",
    ),
    "bodies.seat_empty": (
        "Nobody is appointed to {seat} on {on:day}.",
        "Appoint somebody, or name another day.",
    ),
    "bodies.no_substitutes": (
        "The terms of reference allow no substitute in {seat}.",
        "Leave the substitutes out, or have the terms of reference changed.",
    ),
    "bodies.substitute_of_self": (
        "{person} cannot be their own substitute.",
        "Name somebody else.",
    ),
    "bodies.substitute_twice": (
        "{person} is named as substitute twice.",
        "Name each substitute once, in the order in which they are asked.",
    ),
    "bodies.office_taken": (
        "{person} has been in the office {office} since {start:day}.",
        "End that first, or record the other person as deputy.",
    ),
    "bodies.office_not_held": (
        "{person} is not in the office {office} on {on:day}.",
        "“vires office list” shows who holds what.",
    ),
    "bodies.delegation_to_self": (
        "“{key}” cannot delegate to itself.",
        "Name who the power is given to.",
    ),
    "bodies.delegation_source_missing": (
        "It does not say which resolution made the delegation.",
        "Cite it, for example “Cabinet, 3 March 2026, minute 14”.",
    ),
    "bodies.delegation_purpose_missing": (
        "It does not say what the delegation is for.",
        "Say it in the words of the resolution.",
    ),
    "bodies.ceiling_negative": ("A ceiling cannot be below 0.", "Correct the amount."),
    "bodies.delegation_ended": (
        "The delegation {ref} ended on {on:day}.",
        "There is nothing to end.",
    ),
    "bodies.nobody_to_consult": (
        "Nobody is appointed to {body}, so nobody can be consulted.",
        "Appoint the members first.",
    ),
    "bodies.consultation_over": (
        "The consultation {ref} is over.",
        "A view that comes later can be noted in the minutes.",
    ),
    "bodies.not_asked": (
        "{person} was not asked in the consultation {ref}.",
        "Only members on the day it began were asked. Start another if the membership has changed.",
    ),
    # Composition and quorum in words
    "bodies.quorum_members": ("{members:count(member,members)} must be present", ""),
    "bodies.quorum_share": (
        "{part} of every {whole} seats must be filled by somebody present, which is {members:count(member,members)}",
        "",
    ),
    "bodies.quorum_share_of_filled": (
        "{part} of every {whole} seats that are filled must be filled by somebody present, which is {members:count(member,members)} today",
        "",
    ),
    "bodies.quorum_minimum": ("at least {members} of them: {who}", ""),
    "bodies.no_terms": ("No terms of reference are in force.", ""),
    "bodies.terms": (
        "Terms of reference: {key}, version {number} ({ref}), in force since {since:day}.",
        "",
    ),
    # What was done
    "done.body_added": ("{name} is added as {ref}.", ""),
    "done.appointed": ("{person} sits in {seat} of {body} from {from_day:day}.", ""),
    "done.substitutes_named": ("The substitutes in {seat} of {body} are {names:and}.", ""),
    "done.no_substitutes_left": ("Nobody is named as substitute in {seat} of {body} now.", ""),
    "done.appointment_ended": (
        "{last:day} is the last day of the appointment to {seat} of {body}.",
        "",
    ),
    "done.office_added": ("The office {title} is added as {ref}.", ""),
    "done.office_held": ("{person} holds the office {office} from {from_day:day}.", ""),
    "done.office_deputised": ("{person} is deputy in the office {office} from {from_day:day}.", ""),
    "done.holding_ended": ("{last:day} is the last day of {person} in the office {office}.", ""),
    "done.delegation_recorded": ("The delegation is recorded as {ref}.", ""),
    "done.delegation_ended": ("The delegation {ref} ends on {on:day}.", ""),
    "done.consultation_opened": (
        "The members of {body} are consulted on {person} as {role} until {answer_by:day}: {ref}.",
        "",
    ),
    "done.view_recorded": ("The view of {member} is recorded in {ref}.", ""),
    "done.chair_appointed": ("{ref}: {person} is appointed from {from_day:day}.", ""),
    "done.chair_recorded": (
        "{person} is recorded as {role} of {body} from {from_day:day}: {ref}. It is flagged as found.",
        "",
    ),
    "done.chair_passed_over": ("{ref}: the person is not appointed.", ""),
    "done.chair_ended": ("{ref}: {last:day} is the last day.", ""),
}
