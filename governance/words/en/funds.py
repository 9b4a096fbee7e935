"""Words for funds: contributions, allocations, reports, what is amiss with them."""

WORDS: dict[str, tuple[str, str]] = {
    # Opening, partners, closing
    "fund.kind_unknown": (
        "“{name}” is no kind of fund.",
        "{nearest:maybe}It can be {known:or}: pooled money is held by the host under an agreement; aligned money stays with each partner.",
    ),
    "fund.month_unknown": (
        "{month} is no month in which a year can begin.",
        "Give a number from 1 to 12, such as 4 for April.",
    ),
    "fund.not_yours": ("You do not keep the fund {ref}.", "It is kept by {who:or}."),
    "fund.closed": ("{ref} was closed on {on:day}.", "Open a new fund if one is needed."),
    "fund.no_partner": (
        "{name} is no partner of the partnership, so it cannot be in a fund.",
        "Add it as a partner first: vires partner add.",
    ),
    "fund.manager_already": ("That person manages {ref} already.", "There is nothing to change."),
    "fund.partner_already": ("{name} is in {ref} already.", "There is nothing to do."),
    "fund.partner_not_in": (
        "{name} is not in {ref}.",
        "Name a partner that is, or take it in first: “vires fund show” lists them.",
    ),
    "fund.partner_not_in_then": (
        "{name} is not in {ref} at any time from {start:day} to {end:day}.",
        "Give a period in which it is in the fund.",
    ),
    "fund.host_stays": (
        "{name} is the host of {ref}, so it cannot leave.",
        "End the agreement and close the fund, or open one with another host.",
    ),
    "fund.left_before_entering": (
        "{name} came in on {on:day}, so it cannot have left before.",
        "Give a later day.",
    ),
    "fund.partners_decide": (
        "Money is pooled in {ref} under {agreement}, so each partner decides under its own scheme whether {name} enters or leaves.",
        "Ask them: vires fund propose. If they have decided outside Vires, say so with --reason; it is recorded and flagged.",
    ),
    "fund.agreement_stands": (
        "The agreement {agreement} has not ended.",
        "End it first: vires fund end {agreement}.",
    ),
    "fund.allocated_still": (
        "{sum:money} is still set aside for days to come or waits for consent (allocations {numbers:and}).",
        "Release it: vires fund release.",
    ),
    "fund.money_left": (
        "{left:money} was paid in and not spent.",
        "Report the spending that is missing, or record what went back to each partner: vires fund contribute {ref} PARTNER AMOUNT --paid --less --reason WHY.",
    ),
    "fund.money_short": (
        "{short:money} more was spent than was paid in.",
        "Record what partners paid to cover it: vires fund contribute {ref} PARTNER AMOUNT --paid.",
    ),
    "fund.report_missing": (
        "The report on the {kind} from {start:day} to {end:day} is missing.",
        "Report it first: vires fund report.",
    ),
    # Contributions
    "fund.sum_of_nothing": ("A sum of nothing changes nothing.", "Give an amount."),
    "fund.sum_not_positive": (
        "A sum to be set aside is more than nothing, and an amount that can be.",
        "Give an amount such as 30,000 or 2.5m.",
    ),
    "fund.sum_below_nothing": (
        "What is spent or forecast cannot be less than nothing.",
        "Give 0 or more; money that came back is recorded as a contribution.",
    ),
    "fund.day_ahead": ("{on:day} is still to come.", "Give the day on which it happened."),
    "fund.across_years": (
        "The days from {start:day} to {end:day} do not lie in one year of the fund, which is {year_start:day} to {year_end:day}.",
        "Give each year by itself.",
    ),
    "fund.change_without_reason": (
        "This changes what {name} puts into {ref}, and does not say why.",
        "Give the reason with --reason; what stood before stays on the record.",
    ),
    "fund.below_nothing": (
        "{name} has {there:money} in {ref} for that period, so {less:money} cannot be taken from it.",
        "Take no more than is there.",
    ),
    # Allocations
    "fund.for_what": (
        "An allocation is for one thing.",
        "Name a commission, or one of its agreements, or a body that decides on it.",
    ),
    "fund.allocation_unknown": (
        "{ref} has no allocation {number}.",
        "“vires fund show {ref}” lists them with their numbers.",
    ),
    "fund.nothing_pooled": (
        "No agreement is in force behind {ref} (its state: {state}), so there is no pooled money to set aside.",
        "Record that it was executed: vires fund execute. One executed outside Vires can be recorded with what it lacks.",
    ),
    "fund.beyond_fund": (
        "{amount:money} is more than is left in {ref} for {start:day} to {end:day}: {left:money}.",
        "Release something, or record what partners put in besides.",
    ),
    "fund.beyond_part": (
        "{amount:money} is more than is left of {name}’s own part of {ref} for {start:day} to {end:day}: {left:money}.",
        "Each partner sets aside from its own part alone. Release something, or record what it puts in besides.",
    ),
    "fund.beyond_body": (
        "{amount:money} is more than is left of allocation {number} of {ref}: {left:money} of {limit:money}.",
        "Release something of it, or have the body given more.",
    ),
    "fund.whose_part": (
        "{ref} is an aligned fund, so it has to be said whose part this comes from.",
        "Name the partner with --part.",
    ),
    "fund.pooled_has_no_parts": (
        "{ref} is pooled, so no part of it belongs to one partner.",
        "Leave out --part.",
    ),
    "fund.aligned_permits_all": (
        "{ref} is aligned, so no agreement says what its money may be spent on.",
        "Leave out --permitted and --departs.",
    ),
    "fund.purpose_missing": (
        "It is not said what the agreement permits this for.",
        "Name it with --permitted: {known:or}. If it is none of these, say --departs: then each partner has to consent in writing.",
    ),
    "fund.permitted_or_not": (
        "It is either permitted or departs from what is.",
        "Give --permitted or --departs, not both.",
    ),
    "fund.not_permitted": (
        "“{name}” is not among what {agreement} permits.",
        "{nearest:maybe}It permits {known:and}. To depart from that, say --departs: then each partner has to consent in writing.",
    ),
    "fund.ring_fence_for_bodies": (
        "Only what a body is given can be ring-fenced.",
        "Leave out --ring-fenced.",
    ),
    "fund.not_devolved": (
        "Allocation {number} was not given to a body, so nothing comes out of it.",
        "Name an allocation to a body with --under.",
    ),
    "fund.not_set_aside": (
        "Allocation {number} is not set aside (it is {state:term}).",
        "“vires fund show” says what became of it.",
    ),
    "fund.outside_devolved_days": (
        "The body may decide on allocation {number} from {start:day} to {end:day} alone.",
        "Give days within these, with --from and --to.",
    ),
    "fund.ring_fenced": (
        "Allocation {number} is ring-fenced for {permitted}.",
        "Set aside for that, with --permitted.",
    ),
    "fund.needs_decision": (
        "{amount:money} is more than you may commit from this fund.",
        "It is for {who:or} to decide; give the decision in effect with --decision.",
    ),
    "fund.needs_decision_together": (
        "{amount:money} and the {with:money} committed for the same thing this year are together more than may be committed without a decision.",
        "It is for {who:or} to decide; give the decision in effect with --decision.",
    ),
    "fund.needs_decision_above": (
        "No limit of the agreement reaches {amount:money}.",
        "Whoever the scheme says has to decide; give the report in effect with --decision.",
    ),
    "fund.needs_decision_above_together": (
        "No limit of the agreement reaches {amount:money} with the {with:money} committed for the same thing this year.",
        "Whoever the scheme says has to decide; give the report in effect with --decision.",
    ),
    "fund.committed_by_whom": (
        "It is not said who commits {amount:money}.",
        "Within the agreement’s limits it can be {who:or}: name them with --by. Otherwise give a decision in effect with --decision.",
    ),
    "fund.not_that_decider": (
        "You do not act as {who}.",
        "Let them set it aside, or have the secretary record that they did.",
    ),
    "fund.decision_not_in_effect": (
        "The report {report} is no decision in effect (it is {state}).",
        "Wait until it takes effect, or give another.",
    ),
    "fund.decision_on_another": (
        "The report {report} decided on another commission.",
        "Give a decision on this one.",
    ),
    "fund.decision_used_up": (
        "The report {report} decided on {value:money}, of which {left:money} is not set aside yet.",
        "Set aside no more than that, or have more decided.",
    ),
    "fund.decision_without_sum": (
        "The report {report} names no sum, so it commits no money.",
        "Give a decision on a report with a value. The secretary records what was committed outside with --outside.",
    ),
    "fund.decision_of_another_kind": (
        "{report} is a report of the kind “{kind}”, which commits no money of a fund.",
        "Give a decision on a report of the kind {known:or}.",
    ),
    "fund.outside_not_yours": (
        "What was committed without the power to is recorded by {who:or}.",
        "Ask them to record it. Otherwise leave --outside out, and give the decision with --decision.",
    ),
    "fund.decision_without_rule": (
        "No rule of a scheme gave {report} its decider.",
        "Give a decision that was taken under a scheme.",
    ),
    "fund.decider_beyond_limit": (
        "{report} was decided by {decider}, who may commit up to {up_to:money} by the agreement.",
        "It is for {who:or} to decide.",
    ),
    "fund.body_members_alone": (
        "Only members of {body} set aside what it was given.",
        "Let one of them do it, or the secretary.",
    ),
    "fund.body_decides": (
        "{body} decides on allocation {number}.",
        "Give its decision in effect with --decision. What it decided outside Vires can be recorded with --outside and the reason.",
    ),
    "fund.decided_by_another": (
        "The report {report} was not decided by {body}.",
        "Give a decision of that body.",
    ),
    "fund.partner_controls": (
        "{name} keeps control of its own part.",
        "Let somebody with an office or a seat of it set it aside, or the secretary record it.",
    ),
    "fund.release_beyond": (
        "No more than the {most:money} of allocation {number} can be released.",
        "Give an amount up to that.",
    ),
    "fund.allocated_on": (
        "{kept:money} of allocation {number} is allocated on.",
        "Release that first, or release {most:money} at the most.",
    ),
    # Consent
    "fund.awaits_no_consent": (
        "Allocation {number} waits for nobody’s consent (it is {state}).",
        "Only what departs from what the agreement permits does.",
    ),
    "fund.consented_already": (
        "{name} has consented to allocation {number} already.",
        "There is nothing to do.",
    ),
    "fund.secretary_records": (
        "Only the secretary records what somebody else consented to.",
        "Let them give it themselves, with --as.",
    ),
    "fund.consent_by_whom": (
        "It is not said who consents.",
        "Give it with --as, or name the person with --person.",
    ),
    "fund.giver_left": ("{person} has left.", "Let somebody else of that partner consent."),
    "fund.not_of_partner": (
        "{person} does not speak for {name}: they hold no office of it and sit on no body for it.",
        "Let somebody who does consent. Record an office of it with: vires office add --partner.",
    ),
    # Reports and plans
    "fund.forecast_missing": (
        "The forecast for the year is missing.",
        "Say with --forecast what will have been spent by the year’s end.",
    ),
    "fund.forecast_below_spent": (
        "{spent:money} is spent already this year, so {forecast:money} cannot be the forecast.",
        "Give a forecast of no less, or correct what was reported before.",
    ),
    "fund.period_ahead": (
        "The period from {start:day} to {end:day} has not begun.",
        "Report it once it has.",
    ),
    "fund.period_running": (
        "The period from {start:day} to {end:day} has not ended.",
        "Report it on its last day or after it.",
    ),
    "fund.reported_already": (
        "{ref} was reported for {start:day} to {end:day} already.",
        "To correct it, say --correct with the reason; what was reported stays on the record.",
    ),
    "fund.nothing_to_correct": (
        "Nothing was reported for {start:day} to {end:day} yet.",
        "Leave out --correct.",
    ),
    "fund.no_plan_wanted": (
        "{ref} waits for no remedial plan.",
        "One is asked for when a report forecasts an overspend and the agreement has the clause.",
    ),
    "fund.plan_empty": ("The plan says nothing.", "Write what is done about the overspend."),
    "fund.outcome_empty": ("What came of it is missing.", "Write what came of the plan."),
    "fund.plan_needless": ("No overspend is forecast any more.", ""),
    "fund.period_ends": ("the period ends", ""),
    "fund.days_after": ("{name} days after it", ""),
    # Flags of an allocation
    "fund.committed_outside": (
        "It was committed outside Vires, recorded on {on:day}: {reason}",
        "See that whoever has the power decides on it.",
    ),
    "fund.while_on_extension": (
        "It was set aside while {agreement} operated on extension.",
        "",
    ),
    # Warnings
    "fund.warn_no_agreement": (
        "There is no agreement behind this pooled fund.",
        "Write one: vires fund agreement.",
    ),
    "fund.warn_on_extension": (
        "{ref} expired on {ends:day} and operates on extension.",
        "Have it varied by each partner (vires fund propose {ref} --vary FILE), or end it.",
    ),
    "fund.warn_not_in_force": (
        "{ref} is not in force (it is {state}), so nothing is pooled.",
        "“vires fund agreement {ref}” says what is missing.",
    ),
    "fund.warn_incomplete": (
        "{ref} was executed although {count:count(thing is,things are)} missing in it.",
        "“vires fund agreement {ref}” lists them; have it varied.",
    ),
    "fund.warn_over_committed": (
        "{by:money} more is set aside than partners put in.",
        "Release something, or record what partners put in besides.",
    ),
    "fund.warn_overlap": (
        "{name} has two periods that both have the days from {start:day} to {end:day}.",
        "See whether it was entered twice.",
    ),
    "fund.warn_gap": (
        "Nothing is agreed with {name} for {start:day} to {end:day}.",
        "Record what was agreed for these days.",
    ),
    "fund.warn_nothing_agreed": (
        "Nothing is agreed with {name} for {start:day} to {end:day}.",
        "Record it: vires fund contribute.",
    ),
    "fund.warn_paid_more": (
        "{name} paid {by:money} more than was agreed.",
        "Record what was agreed, or what went back.",
    ),
    "fund.warn_left": (
        "{name} leaves on {on:day}; {agreed:money} was agreed with it and {paid:money} is paid.",
        "Record what it pays besides, or what is agreed less.",
    ),
    "fund.warn_report_late": (
        "The report on the {kind} from {start:day} to {end:day} was due by {due:day}.",
        "Report it: vires fund report.",
    ),
    "fund.warn_overspend": ("An overspend of {by:money} is forecast.", ""),
    "fund.warn_no_clause": (
        "The agreement has no clause on a remedial plan, so none is asked for.",
        "",
    ),
    "fund.warn_to_nobody": (
        "The agreement’s order gives {amount:money} of it to nobody.",
        "The partners have to agree who bears or gets it.",
    ),
    "fund.warn_no_order": (
        "The agreement does not say who bears or gets {amount:money}.",
        "Have it varied to say so.",
    ),
    "fund.warn_plan_overdue": (
        "The remedial plan was due by {due:day}.",
        "Record it: vires fund remedy --plan.",
    ),
    "fund.warn_awaits": (
        "Allocation {number} departs from what the agreement permits and waits for the consent of {who:and}.",
        "Record each partner’s: vires fund consent.",
    ),
    # The night's check
    "assurance.no_fund_report": (
        "Money is in the fund {ref}, and no report on it has a deadline.",
        "Report it, or end its agreement.",
    ),
    "assurance.no_pool_end": (
        "The agreement {ref} has a last day, and no deadline for it.",
        "Have it varied or ended.",
    ),
    # The command line
    "fund.one_at_a_time": (
        "A report asks each partner for one thing.",
        "Give --enter, --leave or --vary, not several; without any of them it asks to agree.",
    ),
    "fund.clause_unreadable": (
        "“{text}” does not say which clause is in which file.",
        "Write LETTER=FILE, such as a=aims.txt.",
    ),
    "fund.file_unreadable": (
        "The file “{name}” is not there or cannot be read.",
        "Check the name.",
    ),
    "fund.days_both": (
        "A period has a first and a last day.",
        "Give --from and --to, or neither: then it is the fund’s year.",
    ),
    "fund.quarter_or_year": (
        "A report is on a quarter or on a year.",
        "Give --quarter or --year with a day that lies in it.",
    ),
    "fund.plan_or_settled": (
        "It is not said whether this is the plan or what came of it.",
        "Give --plan, or --settled.",
    ),
}
