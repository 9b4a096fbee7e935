"""Words for reports: what is missing, who decides, and what follows a decision."""

WORDS: dict[str, tuple[str, str]] = {
    # --- a report
    "proposal.kind_unknown": (
        "“{kind}” is nothing that a report can ask for.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "proposal.no_title": ("The report has no title.", "Say in a line what it asks for."),
    "proposal.no_scheme": (
        "No scheme of delegation is in force, so nobody can say who decides.",
        "Load a scheme and constitute or adopt it: vires rulebook load, then constitute.",
    ),
    "proposal.which_scheme": (
        "More than one scheme is in force and the commission does not say which governs it.",
        "Name one with --scheme: {known:or}.",
    ),
    "proposal.not_in_draft": (
        "{ref} is {state}; its text and facts are frozen.",
        "Have it given back to the author first.",
    ),
    "proposal.not_yours": (
        "Only the author, the lead of the commission or the secretary can change {ref}.",
        "Ask one of them.",
    ),
    "proposal.commission_paused": (
        "{commission} is paused, so nothing can be agreed to under it.",
        "Resume it first; refusing or withdrawing the report stays possible.",
    ),
    "proposal.commission_over": (
        "{commission} is {state}, so nothing can be agreed to under it.",
        "Withdraw {ref}, or record what was decided outside Vires.",
    ),
    "proposal.no_recommendation": (
        "{ref} does not say what is recommended.",
        "Add the recommendation: the words you ask the decider to agree.",
    ),
    "proposal.detail_missing": (
        "The report does not say its {what}.",
        "Add it with vires proposal amend: --detail {what}=…, --value or --agreement.",
    ),
    "proposal.detail_unknown": (
        "The {what} “{name}” is not known here.",
        "Check the spelling, or add it first.",
    ),
    "proposal.path_unknown": (
        "It cannot be said yet who decides: {inputs:and} would settle it.",
        "Answer {names:and}. Rules still possible: {rules:and}.",
    ),
    "proposal.no_rule": (
        "No rule of “{scheme}” takes this case, so nobody may decide it.",
        "Check the facts of the report; if they are right, the scheme has a gap to mend.",
    ),
    "proposal.rules_disagree": (
        "Rules {rules:and} of “{scheme}” both take this case and disagree.",
        "Ask the secretary to say which overrides the other, and mend the scheme.",
    ),
    "proposal.no_path_drawn": (
        "No decision path has been drawn for {ref}.",
        "Submit the report: that freezes its facts and draws the path.",
    ),
    "proposal.path_changed": (
        "The facts of today take {ref} to rule {after}; its path was drawn under “{before}”.",
        "The path is drawn anew; bring the report to whoever decides now.",
    ),
    "proposal.held_to.path": ("the decision path", ""),
    "proposal.held_to.procedure": ("the notices, papers and publication it needs", ""),
    "proposal.held_to.separations": ("who may not do two of its steps", ""),
    "proposal.path_stands": ("The path of {ref} still stands.", "There is nothing to draw anew."),
    "proposal.path_goes_on": ("More steps of the path are to come.", ""),
    "proposal.evidence_missing": (
        "The decider does not have before them: {kind}.",
        "Add it as evidence to the report or its commission.",
    ),
    "proposal.nobodys_turn": (
        "Nobody has to decide {ref} now.",
        "Submit it first, or look at what it waits for.",
    ),
    "proposal.officer_interested": (
        "An interest keeps the holder of “{office}” from deciding this.",
        "Let the deputy decide, or refer it up.",
    ),
    "proposal.duties_together": (
        "The scheme keeps duties apart: whoever does “{step}” may not be “{apart_from}”.",
        "Let a deputy or a higher decider take it.",
    ),
    "proposal.not_above": (
        "“{name}” does not stand above whoever decides this.",
        "{nearest:maybe}It can go up to {known:or}.",
    ),
    "proposal.not_an_officer": (
        "“{name}” is no office that may decide this.",
        "{nearest:maybe}It can be handed to {known:or}.",
    ),
    "proposal.goes_with": (
        "{ref} is a partner's own report under {parent}; without it the partner is passed over.",
        "Record what the partner decided, or take {parent} back.",
    ),
    "proposal.no_own_scheme": (
        "No scheme of this partner is on record, so nobody here can decide {ref} for it.",
        "Record what the partner decided: vires proposal record-outside.",
    ),
    "proposal.agreement_elsewhere": (
        "{agreement} does not belong to {commission}.",
        "Name the agreement alone; its commission follows from it.",
    ),
    "proposal.nobody_above": (
        "Nobody stands above this decider.",
        "Decide it, or refer it back to its author.",
    ),
    "proposal.can_still_be_decided": ("It can still be decided in time.", "Go on with it."),
    "proposal.partner_outstanding": (
        "{partner} has not decided for itself yet.",
        "Bring its own report, {report}, to its decider, or record what it decided.",
    ),
    "proposal.partner_not_asked": (
        "{partner} was not asked to decide for itself: it joined since.",
        "Take the report back, and bring it anew to every partner.",
    ),
    "proposal.extends_nothing": (
        "{agreement} ends on {ends:day}; to end it on {asked:day} extends nothing.",
        "Give a later day as ends_on. To end it earlier, write a report that ends it.",
    ),
    "proposal.partner_refused": ("{partner} refused.", "Take the report back and think again."),
    # --- where a report is
    "proposal.adoption_waits": (
        "{ref} adopts {version}, which has to wait. {why}",
        "Put that right, then run: vires rulebook adopt {version} --decision {ref}.",
    ),
    "proposal.adoption_in_vain": (
        "{ref} adopts {version}, which cannot come into force. {why}",
        "",
    ),
    "proposal.adopts_covered": (
        "People could complete every path of {version} on its first day, {on:day}.",
        "",
    ),
    "proposal.is": ("{ref} is {state}.", ""),
    "proposal.is.draft": ("{ref} is a draft.", ""),
    "proposal.is.on_forward_plan": ("{ref} is on the forward plan.", ""),
    "proposal.is.in_clearance": (
        "{ref} is in clearance; rule {rule} gives it to {decider}.",
        "",
    ),
    "proposal.is.cleared_held_up": (
        "{ref} is cleared. It goes to {decider} (rule {rule}), but not yet.",
        "",
    ),
    "proposal.is.cleared": ("{ref} is ready for {decider} (rule {rule}).", ""),
    "proposal.is.on_agenda": ("{ref} is on an agenda, for {decider}.", ""),
    "proposal.is.with_officer": ("{ref} is with {decider}.", ""),
    "proposal.is.before_decider": ("{ref} is open before {decider}.", ""),
    "proposal.is.decided": ("{ref} is {outcome}; it is not in effect yet.", ""),
    "proposal.is.decided_negative": ("{ref} is {outcome}.", ""),
    "proposal.is.awaiting_partners": (
        "{ref} is {outcome}; each partner now decides for itself.",
        "",
    ),
    "proposal.is.call_in_window": (
        "{ref} is {outcome}; unless it is called in, it takes effect on {on:day}.",
        "",
    ),
    "proposal.is.effective": ("{ref} is {outcome} and in effect from {on:day}.", ""),
    # --- steps
    "term.step.not_on_record": ("Not on record: the decision was taken outside", ""),
    "step.clear_wanted": ("It has not been cleared by {who}.", "Ask for clearance."),
    "step.consult_wanted": (
        "It has not been put to {who}.",
        "Record their view. It need not be in favour; its absence blocks.",
    ),
    "step.recommend_wanted": ("It has not been recommended by {who}.", "Bring it to them first."),
    "step.endorse_wanted": ("It has not been endorsed by {who}.", "Bring it to them first."),
    "step.consent_wanted": ("It has no consent from {who}.", "Ask for their consent first."),
    "step.decide_wanted": ("It has not been decided by {who}.", "Bring it to them first."),
    "view.empty": ("The view has no words.", "Write what was said."),
    "view.not_yours": (
        "You do not act for {who}.",
        "Let its holder record the view, or the secretary for them.",
    ),
    "view.not_cleared": (
        "A clearance that is not in favour does not clear {ref}.",
        "Give the report back to its author, and say what is wanted.",
    ),
    "view.not_now": (
        "{ref} is {state}; nobody is asked about it now.",
        "Views are said between the report's submission and its decision.",
    ),
    "view.nobody_asked": (
        "Nobody you act for is asked about {ref} now.",
        "Name whose view it is, once the report is submitted.",
    ),
    "view.already_done": ("{who} has said its part on {ref}.", "It stands on the record."),
    # --- notices
    "notice.kind_unknown": (
        "“{kind}” is no notice that Vires knows.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "notice.in_future": (
        "A notice cannot be recorded for {on:day}, which is still to come.",
        "Record it on the day it is published.",
    ),
    "notice.past_day": (
        "You cannot record a notice for {on:day}, which is past.",
        "Ask the secretary or the proper officer, who know what was published.",
    ),
    "notice.too_late": ("{ref} is over; a notice would change nothing.", ""),
    "notice.no_date": (
        "{ref} does not say when the decision is due.",
        "Set the day, or the end of the period, in which it will be decided.",
    ),
    "notice.no_reasons": (
        "A notice of {kind} has to say why the ordinary notice could not be given.",
        "Add the reasons; they are published.",
    ),
    "notice.nobody_agreed": (
        "{kind} needs the agreement of the scrutiny chair, or of whoever acts for them.",
        "Say who agreed, with --agreed-by.",
    ),
    "notice.given_already": ("Notice of {kind} is given already.", "It goes on counting."),
    # --- agendas
    "agenda.other_body": (
        "{body} may not decide this.",
        "Put it on an agenda of {could:or}.",
    ),
    "agenda.listed_already": (
        "{ref} is on the agenda of {meeting} already.",
        "Take it off that agenda first.",
    ),
    "agenda.not_listed": (
        "{ref} is on no agenda.",
        "Put it on the agenda of a meeting of the body that decides.",
    ),
    "agenda.not_on_this": (
        "{ref} is not on the agenda of {meeting}, so it cannot be decided there.",
        "Put it on that agenda: vires proposal place {ref} {meeting}.",
    ),
    "agenda.published": (
        "The agenda of {meeting} is published.",
        "Only an item the chair takes as urgent can be added: give the reason.",
    ),
    "agenda.closed": ("{meeting} is {state} and takes no items.", "Choose another meeting."),
    "agenda.past": ("{meeting} was on {on:day}.", "Choose a meeting that is still to come."),
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
    # --- call-in
    "call_in.nobody": (
        "The call-in does not say who asks for it.",
        "Name those who ask. It takes {who}.",
    ),
    "call_in.too_late": ("The call-in window of {ref} is over.", "The decision stands."),
    "call_in.open": (
        "It can still be called in until the end of {until:day}.",
        "Wait for the window to close, or have call-in waived for urgency.",
    ),
    "call_in.nobody_agreed": (
        "Nobody has agreed that the decision is urgent.",
        "Say who consented, with --agreed-by.",
    ),
    "call_in.result_unknown": (
        "“{result}” is nothing that scrutiny can do.",
        "{nearest:maybe}It can be {known:or}.",
    ),
}
