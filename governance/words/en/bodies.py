"""Words for bodies: terms of reference, composition, quorum, interests, votes, delegations."""

WORDS: dict[str, tuple[str, str]] = {
    # Reading terms of reference
    "terms.unknown_category": (
        "There is no category “{name}”.",
        "{nearest:maybe}Use a category that stands under “categories”: {known:or}.",
    ),
    "terms.unknown_seat": (
        "There is no seat “{name}”.",
        "{nearest:maybe}Use a key that stands under “seats”: {known:or}.",
    ),
    "terms.unknown_procedure": (
        "“{name}” is not a rule of procedure that can be added.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "terms.seat_twice": (
        "The seat “{seat}” stands here twice.",
        "Give each seat a key of its own; two seats of one kind can end in -1 and -2.",
    ),
    "terms.nobody_votes": (
        "No seat has a vote.",
        "Take out “voting: no” from the seats of full members.",
    ),
    "terms.quorum_one_of": (
        "The quorum must be either a number of members or a share of the seats.",
        "Write “members: 5” or “share: 1/4”, and not both.",
    ),
    "terms.share_unreadable": (
        "“{text}” is not a share of the seats.",
        "Write a fraction up to the whole, for example 1/4 or 1/3.",
    ),
    "terms.minimum_of_nobody": (
        "This minimum does not say of whom.",
        "Add “category: …” or “seat: …”.",
    ),
    "terms.quorum_too_high": (
        "A quorum of {needed} can never be met: {seats:count(seat counts,seats count)} towards it.",
        "Lower the quorum or add seats.",
    ),
    "terms.minimum_too_high": (
        "The quorum asks for {needed} from {named:or}, and {seats:count(seat counts,seats count)} towards that.",
        "Lower the minimum, or add or correct the seats.",
    ),
    "terms.n_of_m_seats": (
        "“{number} of {of}” does not fit: {seats:count(seat has a vote,seats have votes)}.",
        "Write “{number} of {seats}”, or correct the seats.",
    ),
    "terms.chair_without_vote": (
        "The chair cannot be {seat}, who has no vote.",
        "Name another seat, or give this one a vote.",
    ),
    "terms.rotation_of_nobody": (
        "The chair goes round, and no seat is named.",
        "Name the seats in the order of their turn.",
    ),
    "terms.chairs_action_unlawful": (
        "A body of this standing cannot act through its chair alone ({source}).",
        "Take out “chairs_action”; name under “urgent_matters” the office that can decide.",
    ),
    "terms.written_resolution_unlawful": (
        "A body of this standing cannot decide by written resolution ({source}).",
        "Take out “written_resolution”; name under “urgent_matters” the office that can decide.",
    ),
    "terms.casting_vote_by_law": (
        "The law gives the person presiding over such a body a casting vote ({source}).",
        "Take out “casting_vote: no”.",
    ),
    "bodies.terms_written": (
        "The terms of reference of {body} are written already: {ref}.",
        "Open {ref}, and change it there or begin a new draft with it.",
    ),
    "bodies.seat_and_text": (
        "A starting text brings its own seats, so a first seat beside it would be lost.",
        "Leave the first seat empty, or choose no starting text. Seats are added in the draft.",
    ),
    "bodies.no_terms_text": (
        "{file} is no text of terms of reference.",
        "Begin with a text whose first line is “vires: terms/1”, or with one seat.",
    ),
    # Composition
    "composition.lead_no_seat": (
        "No seat speaks for {partner}, the lead authority.",
        "Change the terms of reference so that a seat represents it.",
    ),
    "composition.lead_seat_vacant": (
        "{partner}, the lead authority, is not represented: the place of {seats:and} is vacant.",
        "Ask it to appoint somebody.",
    ),
    "composition.statutory_no_seat": (
        "No seat speaks for {partner}, a statutory partner.",
        "Change the terms of reference so that a seat represents it, or record why it need not be represented and until when.",
    ),
    "composition.statutory_seat_vacant": (
        "{partner}, a statutory partner, is not represented: the place of {seats:and} is vacant.",
        "Ask it to appoint somebody. A member who speaks for another partner can speak for it too.",
    ),
    "composition.exempt": (
        "{partner} is not represented and need not be: {reason}.",
        "",
    ),
    "composition.exempt_until": (
        "{partner} is not represented and need not be until {until:day}: {reason}.",
        "Have a representative appointed by then.",
    ),
    "composition.unknown_partner": (
        "The terms of reference let {seat} speak for “{partner}”, which is not a partner here.",
        "Add the partner, or correct the terms of reference.",
    ),
    "composition.unknown_seat": (
        "{name} was appointed to “{seat}”, which the terms of reference do not have.",
        "End the appointment, or appoint {name} to a seat there is.",
    ),
    "composition.seat_held_twice": (
        "{names:and} are both appointed as {seat}.",
        "End one of the appointments: a seat has one member.",
    ),
    "composition.vacant": (
        "The place of {seat} is vacant.",
        "Ask whoever the seat belongs to for an appointment.",
    ),
    "composition.appointment_ended": (
        "The place of {seat} is vacant: the appointment of {name} ended on {ended:day}.",
        "Renew the appointment, or appoint somebody else.",
    ),
    "composition.person_in_two_seats": (
        "{name} is appointed as {seats:and}, and has one vote at a meeting.",
        "Appoint somebody else to one of them, or let one seat represent both partners.",
    ),
    "composition.substitute_not_allowed": (
        "{name} is named as substitute for {seat}, for whom the terms of reference allow none.",
        "Take the name out.",
    ),
    "composition.substitute_is_member": (
        "{name}, named as substitute for {seat}, is a member too and can sit in one seat only.",
        "Name a substitute who is not a member.",
    ),
    "composition.term_over": (
        "The term of {name} as {seat} was over on {over:day}.",
        "Have the appointment renewed, or appoint somebody else.",
    ),
    "composition.no_chair": (
        "Nobody is in the chair.",
        "Start the appointment of a chair: consult the members first.",
    ),
    "composition.too_few_chairs": (
        "{have} of {wanted} co-chairs are appointed.",
        "Start the appointment of another.",
    ),
    "composition.too_many_chairs": (
        "{have} people are in the chair, and the terms of reference allow {wanted}.",
        "End an appointment to the chair.",
    ),
    "composition.chair_besides_the_turn": (
        "The chair goes round and is with {turn:and} now. Appointed to it besides: {besides:and}.",
        "End the appointment, or let the terms of reference say that the chair does not go round.",
    ),
    "composition.chair_not_eligible": (
        "{name} is in the chair without a seat from which the chair can come.",
        "Appoint another chair, or appoint {name} to such a seat.",
    ),
    # Attendance
    "attendance.not_appointed": (
        "{name} is not appointed as {seat}.",
        "{name} can observe. To take part, an appointment or being named as substitute in advance is needed.",
    ),
    "attendance.not_that_day": (
        "The appointment of {name} as {seat} does not cover {on:day}.",
        "Have the appointment renewed.",
    ),
    "attendance.member_not_that_day": (
        "{name} is named as substitute for {seat}, whose appointment does not cover {on:day}.",
        "Have the member's appointment renewed.",
    ),
    "attendance.no_substitutes": (
        "Nobody can sit for {seat}, so {name} cannot.",
        "The member must come, or the terms of reference be changed.",
    ),
    "attendance.associate": (
        "{name} sits as {seat}, without a vote.",
        "{name} can speak and be minuted.",
    ),
    "attendance.seat_taken": (
        "{name} is here for {seat}, whose vote somebody else has on this item.",
        "A seat has one vote: the member's, or the first named substitute's.",
    ),
    "attendance.stays_without_vote": (
        "{name} has an interest in this item and stays without a vote.",
        "A named substitute without an interest can vote as {seat}.",
    ),
    "attendance.speaks_then_leaves": (
        "{name} has an interest in this item, may speak, and then leaves.",
        "A named substitute without an interest can vote as {seat}.",
    ),
    "attendance.leaves": (
        "{name} has an interest in this item and leaves.",
        "A named substitute without an interest can vote as {seat}.",
    ),
    # Quorum
    "quorum.too_few": (
        "The meeting is not quorate: {present} of at least {needed} members count.",
        "{short} more must come. Ask {restore:or}, or carry the item over.",
    ),
    "quorum.too_few_and_nobody_left": (
        "The meeting is not quorate: {present} of at least {needed} members count.",
        "{short} more must come, and nobody else is appointed who could. Fill vacant seats or name substitutes, and carry the item over.",
    ),
    "quorum.too_few_of": (
        "The meeting is not quorate: {short} more {who} must be present.",
        "Ask {restore:or} to come, or carry the item over.",
    ),
    "quorum.too_few_of_and_nobody_left": (
        "The meeting is not quorate: {short} more {who} must be present.",
        "Nobody else is appointed who could come. Fill vacant seats or name substitutes, and carry the item over.",
    ),
    "quorum.seat_missing": (
        "The meeting is not quorate: {who} must be present.",
        "Ask {restore:or} to come, or carry the item over.",
    ),
    "quorum.seat_missing_and_nobody_left": (
        "The meeting is not quorate: {who} must be present.",
        "Nobody else is appointed who could come. Fill the vacant seat or name a substitute, and carry the item over.",
    ),
    # Interests
    "interests.law_fixes": (
        "A disclosable pecuniary interest bars by law (Localism Act 2011, section 31); the chair cannot rule otherwise.",
        "The member leaves for this item, unless a dispensation is granted and recorded.",
    ),
    "interests.not_ruled": (
        "The chair has not yet ruled on this interest.",
        "Record the chair's ruling and the advice it rests on. Until then the person leaves.",
    ),
    "interests.beyond_dispensation": (
        "The ruling goes further than the dispensation.",
        "The dispensation is to speak only: the member stays without a vote, or speaks then leaves.",
    ),
    "interests.no_advice": (
        "No advice is recorded for the chair's ruling.",
        "Ask the monitoring officer, and record the advice.",
    ),
    "interests.because.law": (
        "The law bars a member with a disclosable pecuniary interest (Localism Act 2011, section 31).",
        "",
    ),
    "interests.because.dispensation": (
        "A dispensation was granted (Localism Act 2011, section 33), and the chair ruled within it.",
        "",
    ),
    "interests.because.chair": ("The chair ruled on the interest.", ""),
    "interests.because.not_ruled": ("Nobody has ruled on the interest yet.", ""),
    # Votes
    "ballots.twice": (
        "{voter} has two different ballots.",
        "Keep the last one cast before closing.",
    ),
    "ballots.negative": ("A number of votes cannot be below 0.", "Correct the count."),
    "ballots.more_than_eligible": (
        "{votes:count(vote was,votes were)} counted, and {eligible:count(person was,people were)} entitled to vote.",
        "Count again, leaving out anybody with an interest that bars.",
    ),
    "ballots.in_writing": (
        "This decision is not taken by voting: each partner consents in writing.",
        "Record each partner's written consent.",
    ),
    "ballots.agreed": (
        "Agreed without a vote; {eligible:count(member was,members were)} entitled to vote.",
        "",
    ),
    "ballots.dissent": ("The dissent of {dissenting:count(member,members)} was noted.", ""),
    "ballots.vote_needed": (
        "So many dissented that it cannot stand as agreed.",
        "Take a vote.",
    ),
    "ballots.nobody_eligible": (
        "Nobody present was entitled to vote.",
        "Carry the item over.",
    ),
    "ballots.figures": (
        "{votes_for} voted for and {votes_against} against, and {abstained} abstained, of {eligible} entitled to vote.",
        "",
    ),
    "ballots.left_out": (
        "{left_out:count(ballot was,ballots were)} left out, cast by somebody not entitled to vote on this item.",
        "",
    ),
    "ballots.presiding_not_entitled": (
        "Whoever presided was not entitled to vote on this item and has no casting vote.",
        "",
    ),
    "ballots.casting_vote_for": ("The votes were equal; the casting vote was given for.", ""),
    "ballots.casting_vote_against": (
        "The votes were equal; the casting vote was given against.",
        "",
    ),
    "ballots.carried": ("Carried.", ""),
    "ballots.not_carried": ("Not carried.", ""),
    "ballots.tie_needs_casting_vote": (
        "The votes are equal.",
        "Whoever presides may give a second or casting vote.",
    ),
    "ballots.method.simple_majority": (
        "More must vote for than against; abstentions do not count.",
        "",
    ),
    "ballots.method.simple_majority_of_all": (
        "More than half of all entitled to vote must vote for.",
        "",
    ),
    "ballots.method.two_thirds": ("Two thirds of the votes for and against must be for.", ""),
    "ballots.method.two_thirds_of_all": ("Two thirds of all entitled to vote must vote for.", ""),
    "ballots.method.unanimity": ("Nobody may vote against, and somebody must vote for.", ""),
    "ballots.method.unanimity_of_all": ("All entitled to vote must vote for.", ""),
    "ballots.method.single_officer": ("One officer decides.", ""),
    "ballots.method.n_of_m": ("{number} of {of} must vote for.", ""),
    "ballots.casting_helps_not": ("{asks:said} A casting vote does not help here.", ""),
    # Consents
    "consents.missing": (
        "{partner} has not consented in writing.",
        "Ask for the signature of {signatories:or}.",
    ),
    "consents.no_signatory": (
        "Nobody can sign for {partner} on this.",
        "Ask {partner} to authorise another signatory.",
    ),
    "consents.signatory_interested": (
        "{name} has an interest and cannot sign for {partner}, whose consent is still needed.",
        "Ask for the signature of {signatories:or}.",
    ),
    "consents.not_in_writing": (
        "{partner} answered through {name}, but not in writing.",
        "Ask for it in writing.",
    ),
    "consents.not_a_signatory": (
        "{name} cannot sign for {partner}.",
        "Ask for the signature of {signatories:or}.",
    ),
    # Delegations and powers
    "delegations.not_yet": (
        "The delegation {purpose} starts on {start:day}.",
        "Decide on or after that day, or refer the decision up.",
    ),
    "delegations.expired": (
        "The delegation {purpose} ended on {expired:day}.",
        "Refer the decision up, or ask for the delegation to be renewed.",
    ),
    "delegations.other_kind": (
        "The delegation {purpose} is for {kinds:or}, and this is {kind}.",
        "Refer the decision up.",
    ),
    "delegations.amount_unknown": (
        "The delegation {purpose} has {left:money} left of {ceiling:money}, and the amount of this decision is not known.",
        "Enter the amount.",
    ),
    "delegations.over_ceiling": (
        "{amount:money} is more than the {left:money} left of {ceiling:money} in the delegation {purpose}.",
        "Refer the decision up, or ask for a higher ceiling.",
    ),
    "delegations.not_consulted": (
        "The delegation {purpose} asks for consultation first: no view is recorded from {missing:and}.",
        "Ask for the view and record it. It need not be in favour.",
    ),
    "delegations.negative": ("The amount of a decision cannot be below 0.", "Correct the amount."),
    "powers.not_entitled": (
        "This is for {lowest} to decide.",
        "It can be decided by {could:or}.",
    ),
    # The chair
    "chair.not_asked": (
        "{names:and} must be consulted on the chair and have not been asked.",
        "Ask each of them, with a day to answer by.",
    ),
    "chair.awaiting_answers": (
        "{names:and} can still answer the consultation on the chair, until {until:day}.",
        "Wait for the answers, or for that day to pass.",
    ),
    "chair.not_theirs_to_appoint": (
        "The chair is appointed by {appointed_by}.",
        "Ask somebody who acts for {appointed_by}.",
    ),
    "chair.not_eligible": (
        "{name} holds no seat from which the chair can come.",
        "Choose {seats:or}.",
    ),
    "chair.already": ("{name} is in the chair already.", ""),
    "chair.taken": (
        "The terms of reference allow {together:count(chair,chairs)}, and the place is taken.",
        "End the present appointment first.",
    ),
    # Between meetings
    "between.chairs_action_unlawful": (
        "The body cannot act through its chair alone ({source}).",
        "Use an officer's power and report it, or call a meeting.",
    ),
    "between.written_resolution_unlawful": (
        "The body cannot decide by written resolution ({source}).",
        "Use an officer's power and report it, or call a meeting.",
    ),
    "between.chairs_action_not_in_terms": (
        "Chair's action is not allowed here ({terms}).",
        "Call a meeting, or change the terms of reference.",
    ),
    "between.written_resolution_not_in_terms": (
        "A written resolution is not allowed here ({terms}).",
        "Call a meeting, or change the terms of reference.",
    ),
    "between.way_unknown": (
        "“{way}” is no way of deciding between meetings.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "between.no_body": (
        "It is the turn of {who}, which is no body with meetings.",
        "Hand the report to the officer, or name the body that acts with --body.",
    ),
    "between.not_the_chair": (
        "Only whoever is in the chair of {body} can act for it alone.",
        "Ask {chair:or}.",
    ),
    "between.nobody_in_chair": (
        "Nobody who is in the chair of {body}, or its vice, can act: the place is vacant, or they have an interest.",
        "Appoint a chair or a vice, or call a meeting.",
    ),
    "between.chair_alone": (
        "Chair's action is the chair's alone; nobody signs it.",
        "Leave out --agree and --against, or decide by written_resolution.",
    ),
    "between.not_a_member": (
        "{person} is no member of the body today, and no substitute.",
        "Check who sits with “vires body show”.",
    ),
    "between.signatures_missing": (
        "Too few have signed: {votes_for} for, {votes_against} against, of {eligible} entitled.",
        "{names:and} did not answer yet. Ask them, or call a meeting.",
    ),
    "between.tie": (
        "The votes are equal: {votes_for} for, {votes_against} against. In writing there is no casting vote.",
        "Take it to a meeting.",
    ),
    "between.not_carried": (
        "The resolution is not carried: {votes_for} for, {votes_against} against, of {eligible} entitled.",
        "Take it to a meeting, or put another resolution.",
    ),
}
