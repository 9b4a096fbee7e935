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
