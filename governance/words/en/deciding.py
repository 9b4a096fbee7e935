"""What is said of deciding a report: the decision, ballots, consents and interests."""

WORDS = {
    # --- deciding
    "decision.meeting_not_held": (
        "{meeting} is {state}; it can decide only while it is held.",
        "Open the meeting first.",
    ),
    "decision.meeting_to_come": (
        "The meeting is on {on:day}, which is still to come.",
        "Decide it at the meeting.",
    ),
    "decision.no_words": (
        "The record has no words of the decision.",
        "Write the resolution exactly as it was taken.",
    ),
    "decision.no_reasons": ("The record has no reasons.", "Write why it was decided so."),
    "decision.no_alternatives": (
        "The record does not say which alternatives were considered.",
        "Name them with why they were rejected, or write “none”.",
    ),
    "decision.outcome_beyond_powers": (
        "{body} has no power to come to “{outcome}” here.",
        "It can be {known:or}.",
    ),
    "decision.manner_unknown": (
        "“{how}” is no way in which a decision is taken.",
        "{nearest:maybe}It can be agreed, counted, recorded or in_writing.",
    ),
    "decision.choice_unknown": ("“{text}” is no vote.", "{nearest:maybe}It can be {known:or}."),
    "decision.totals_wanted": (
        "A counted vote needs its totals.",
        "Give votes for, against and abstentions, for example --totals 5,2,1.",
    ),
    "decision.vote_wanted": (
        "The terms of reference of {body} want a vote on this.",
        "Take a counted or a recorded vote.",
    ),
    "decision.voter_absent": (
        "{person} is not in the room.",
        "Record who is present before their vote.",
    ),
    "decision.vote_missing": (
        "No vote of {name} is recorded.",
        "Say how they voted, or that they gave no vote: --vote {person}=none.",
    ),
    "decision.voted_already": (
        "{name} has voted, and is now said to have given no vote.",
        "Say how they voted: for, against or abstain.",
    ),
    "decision.no_tie": (
        "There is no tie: {votes_for} for, {votes_against} against.",
        "Take the casting vote out.",
    ),
    "decision.tie": (
        "The votes are equal: {votes_for} for, {votes_against} against.",
        "Whoever presides has a second or casting vote: give it with --casting.",
    ),
    "decision.not_carried": (
        (
            "It was not carried: {votes_for} for, {votes_against} against, {abstained} abstained, "
            "of {eligible} entitled. {needed:said}"
        ),
        "Record the outcome that was carried, for example that it was refused.",
    ),
    "decision.carried": (
        "It was carried: {votes_for} for, {votes_against} against, of {eligible} entitled.",
        "Record that it was approved. Votes for are votes for the report.",
    ),
    "decision.nobody_voted": (
        "No vote was cast, so nothing was refused.",
        "Give the votes, or record that it was agreed to refuse it without a vote.",
    ),
    "decision.not_agreed": (
        "It was not agreed without a vote: {dissenting} of {eligible} dissent.",
        "Take a vote.",
    ),
    "decision.in_future": ("{on:day} is still to come.", "Record it once it is decided."),
    "decision.not_published": (
        "The decision on {ref} is not published.",
        "Publish it; what follows counts from that day.",
    ),
    "decision.not_yet": ("It takes effect on {on:day}.", "Nothing is to be done until then."),
    "decision.publish_not_permitted": (
        "Only the secretary or the proper officer can publish a decision.",
        "Ask one of them.",
    ),
    "decision.published_already": ("The decision on {ref} is published already.", ""),
    "decision.not_to_publish": (
        "There is no decision on {ref} to publish, or the day is still to come.",
        "Publish it once it is decided.",
    ),
    "decision.then_at_once": (
        "It takes effect at once when it is published: the report names no later day.",
        "",
    ),
    "decision.then_on_its_day": ("It takes effect on {on:day}, the day that the report names.", ""),
    "decision.then_call_in": (
        "The time in which it can be called in begins with its publication. It takes effect after that.",
        "",
    ),
    "decision.then_partners": ("It takes effect when each partner has decided as well.", ""),
    "decision.nothing_to_effect": (
        "{ref} was not decided in a way that could be carried out.",
        "Record the decision first.",
    ),
    "decision.later_not_effective": (
        "{ref} is no other decision in effect.",
        "Name the later decision once it is in effect.",
    ),
    "decision.later_is_earlier": (
        "{ref} was decided before the one it is to undo.",
        "Name a later decision.",
    ),
    "ballot.not_open": (
        "{ref} is not open for votes.",
        "Votes can be cast while the item is open at a meeting.",
    ),
    "ballot.not_yours": (
        "You can cast your own vote only.",
        "The secretary can record the votes of others.",
    ),
    "consent.not_yours": (
        "You can give your own signature only.",
        "The secretary can record the signatures of others.",
    ),
    "consent.own_report": (
        "{ref} is agreed; {partner} now decides for itself, on {report}.",
        "Bring {report} to its decider, or record what it decided.",
    ),
    "consent.not_now": (
        "{ref} is {state}, so no consent to it is asked for.",
        "Consents are given before the report is decided.",
    ),
    "consent.not_in_writing": (
        "Nobody who is still to decide {ref} does so by partners’ written consent.",
        "Bring it to whoever decides it: vires next says who.",
    ),
    "interest.kind_unknown": (
        "“{kind}” is no kind of interest.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "interest.ruling_unknown": (
        "“{text}” is no outcome of an interest.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "interest.whose": (
        "It is not clear whose this is: the operator of the command line is no person.",
        "Say who with --person, or act as them with --as.",
    ),
    "interest.own_ruling": (
        "Nobody rules on their own interest, or gives themselves leave.",
        "Let the chair rule on advice, or the secretary record what was decided.",
    ),
    "interest.stricter_stands": (
        "A stricter interest is declared already: {kind}.",
        "It stands for this report; nothing more need be declared.",
    ),
    "interest.not_disclosable": (
        "{person} sits nowhere as a councillor, and only councillors have that kind of interest.",
        "Declare it as organisational or personal.",
    ),
    "interest.withdraw_not_permitted": (
        "Only the secretary can withdraw an interest that was declared by mistake.",
        "Ask the secretary, and say what was wrong.",
    ),
    "interest.none_declared": (
        "{person} has no interest on record in {ref}.",
        "Check the person and the report.",
    ),
    "interest.not_yours": (
        "Only the secretary or the chair can record another person's interest.",
        "Let them declare it themselves.",
    ),
}
"""English, as GOV.UK writes it."""
