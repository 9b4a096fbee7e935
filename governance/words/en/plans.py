"""Words for plans: what they state, who agrees them, what keeps them in use."""

WORDS: dict[str, tuple[str, str]] = {
    # Beginning and writing
    "plan.basis_unknown": (
        "“{name}” is no basis of a plan.",
        "{nearest:maybe}It is {known:or}.",
    ),
    "plan.statute_revoked": (
        "A plan that begins on {begins:day} has no basis in law: its regulations (SI 2010/591) were revoked on {revoked:day}.",
        "Make it a voluntary plan (--basis voluntary).",
    ),
    "plan.rhythm_out_of_range": (
        "Partners cannot report every {months} months.",
        "Give a number of months from {least} to {most}.",
    ),
    "plan.nothing_changed": ("Nothing of {ref} would change.", "Say what is to be different."),
    "plan.outcome_unknown": (
        "“{name}” is no outcome of a framework in force, and none of the plan’s own.",
        "{nearest:maybe}There are {known:and}. Add a local one with --outcome KEY=TITLE on “vires plan set”.",
    ),
    "plan.outcome_unreadable": (
        "“{text}” does not say an outcome.",
        "Write its key, an equals sign and its title, such as ready-for-work=Ready for work.",
    ),
    "plan.priority_taken": (
        "{ref} has a priority with the key “{key}” already.",
        "Choose another key, or change that priority.",
    ),
    "plan.priority_unknown": (
        "{ref} has no priority “{name}”.",
        "{nearest:maybe}“vires plan show {ref}” lists them.",
    ),
    "plan.priority_in_use": (
        "The priority “{key}” cannot be dropped while something stands under it: {under:and}.",
        "Drop it or move it first.",
    ),
    "plan.group_taken": (
        "{ref} has a commissioning plan with the key “{key}” already.",
        "Choose another key, or change that one.",
    ),
    "plan.group_unknown": (
        "{ref} has no commissioning plan “{name}” for a group.",
        "{nearest:maybe}“vires plan show {ref}” lists them.",
    ),
    "plan.group_in_use": (
        "The commissioning plan “{key}” cannot be dropped while commissions stand in it: {under:and}.",
        "Take them out first, with “vires plan take-out”.",
    ),
    "plan.level_unknown": (
        "“{name}” is no level of commissioning.",
        "{nearest:maybe}The levels are {known:and}.",
    ),
    "plan.level_unreadable": (
        "“{text}” does not say what a level does.",
        "Write the level, a colon and what it does, such as local: one front door for all.",
    ),
    "plan.group_no_priority": (
        "A commissioning plan for a group stands under at least one priority.",
        "Name one with --priority.",
    ),
    "plan.strategy_unknown": (
        "{ref} names no strategy “{name}”.",
        "{nearest:maybe}It names {known:and}.",
    ),
    "plan.way_unknown": (
        "“{name}” does not say how a strategy and a plan stand to each other.",
        "{nearest:maybe}It is {known:or}.",
    ),
    "plan.no_partner": (
        "{name} is no partner, so it promises nothing in a plan and consents to none.",
        "Name the partner that answers for this.",
    ),
    "plan.commitment_unknown": (
        "{ref} has no commitment {number}.",
        "“vires plan show {ref}” lists them.",
    ),
    "plan.commitment_outside_period": (
        "{on:day} is outside the period of {ref}, {from_day:day} to {to_day:day}.",
        "Give a day within it.",
    ),
    "plan.dropped_already": ("{what} was dropped on {on:day}.", "There is nothing left to change."),
    # Changing it
    "plan.over": ("{ref} is {state}, so nothing of it changes any more.", "Work on the next plan."),
    "plan.before_the_board": (
        "{report} asks for {ref} to be agreed as it stands, so it stands still until that is decided.",
        "Wait for the decision, or withdraw {report}.",
    ),
    "plan.change_without_reason": (
        "{ref} is agreed, and the change does not say why.",
        "Give the reason with --because.",
    ),
    "plan.change_without_decision": (
        "{ref} is agreed, so this changes only by a further decision.",
        "Have it decided (“vires plan propose {ref}”), then name the report with --decision.",
    ),
    "plan.change_without_ground": (
        "{ref} is agreed, so what {partner} promised changes only with its consent or by a further decision.",
        "Name who consented with --consent-by, or the report that decided it with --decision.",
    ),
    "plan.decision_elsewhere": (
        "{report} did not decide on {ref}.",
        "Name a report on this plan; “vires plan propose {ref}” drafts one.",
    ),
    "plan.decision_not_in_effect": (
        "{report} is {state}, so nothing rests on it yet.",
        "Enter the change once the decision is in effect.",
    ),
    # Consultation
    "plan.day_to_come": ("{on:day} is still to come.", "Give today or an earlier day."),
    "plan.asked_already": (
        "It is on record that “{key}” was asked about {ref}.",
        "Record what they said with “vires plan answered”.",
    ),
    "plan.consultee_unknown": (
        "Nobody called “{name}” was asked about {ref}.",
        "{nearest:maybe}Record first that they were asked, with “vires plan asked”.",
    ),
    "plan.said_nothing": ("Nothing is written of what they said.", "Say it with --said."),
    "plan.answered_before_asked": (
        "They were asked on {asked:day}, so they did not answer on {on:day}.",
        "Give a later day.",
    ),
    "plan.no_longer_asked": (
        "{ref} is {state}, so nobody is asked about it any more.",
        "Consult on the next plan.",
    ),
    "plan.not_consulted": (
        "It is not on record from when to when people were consulted on {ref}.",
        "Say it with “vires plan consult {ref} --from DATE --to DATE”, or why not with --not-held.",
    ),
    "plan.consultation_open": (
        "People can have their say on {ref} until {to:day}.",
        "Wait until that day has passed.",
    ),
    "plan.nobody_asked": (
        "Nobody is on record as asked about {ref}.",
        "Record each with “vires plan asked {ref} KEY --who NAME”.",
    ),
    "plan.change_not_said": (
        "It is not on record what changed in {ref} because of what people said.",
        "Say it with “vires plan consult {ref} --changed TEXT”; “nothing” is an answer too.",
    ),
    # Agreeing
    "plan.vision_missing": (
        "{ref} does not state its vision.",
        "Say it with “vires plan set {ref} --vision TEXT”.",
    ),
    "plan.needs_missing": (
        "{ref} does not say which needs assessment it rests on.",
        "Say it with “vires plan set {ref} --needs TEXT”.",
    ),
    "plan.no_priority": (
        "{ref} has no priority.",
        "Add one with “vires plan priority {ref} KEY --title TITLE --outcome OUTCOME”.",
    ),
    "plan.no_commitment": (
        "No partner has promised anything in {ref}.",
        "Add a commitment with “vires plan commit {ref}”.",
    ),
    "plan.proposed_already": (
        "{report} asks for {ref} to be agreed already.",
        "Take that report on, or withdraw it.",
    ),
    "plan.not_its_report": (
        "{report} names {ref}, and is not the report that asks for it to be agreed.",
        "Draft that with “vires plan propose {ref}”, and withdraw this one.",
    ),
    "plan.board_missing": (
        "{ref} is not agreed by {board}.",
        "Put the report before it; “vires plan propose {ref}” drafts it.",
    ),
    "plan.board_undecided": (
        "{ref} is not agreed by {board}; {report} asks for it.",
        "Take the report on to its decision: “vires next {report}” says how.",
    ),
    "plan.consent_missing": (
        "{partner} has not consented to its part of {ref}.",
        "Record its consent with “vires plan consent {ref} --partner {key} --by PERSON”.",
    ),
    "plan.consent_refused": (
        "{partner} refused its part of {ref} on {on:day}: {why}",
        "Change with it what it promises, or drop that (“vires plan drop {ref} --commitment NUMBER”); then record its consent. While a report is before the board, withdraw it first.",
    ),
    "plan.consent_lost": (
        "{partner}’s consent to its part of {ref} fell away on {on:day}, because the part changed or the consent was taken back.",
        "Record its consent anew with “vires plan consent {ref} --partner {key} --by PERSON”.",
    ),
    "plan.board_not_decider": (
        "{report} is in effect, and by it {board} did not itself agree {ref}.",
        "Ask it with another report: “vires plan propose {ref}” drafts that.",
    ),
    "plan.decision_gone": (
        "{report}, by which {board} agreed {ref}, is {state}. What was published stands until somebody decides otherwise.",
        "Have it agreed anew (“vires plan propose {ref}”), or end it (“vires plan end {ref}”).",
    ),
    "plan.consent_before_text": (
        "{partner}’s consent to its part is dated {on:day}, before that part was last written here ({written:day}).",
        "If it was to another text, take it back (“vires plan consent {ref} --partner {key} --take-back REASON”) and ask anew.",
    ),
    "plan.asks": ("That {ref}, “{title}”, be agreed.", ""),
    "plan.asks_change": ("That {ref}, “{title}”, be changed as the report says.", ""),
    "plan.months": ("every {months:count(month,months)}", ""),
    "plan.right_consent": ("the consent of {partner}", ""),
    "plan.consent_by_other": (
        "{person} does not speak for {partner}, so {person} cannot consent for it.",
        "Name who holds an office of that partner (“vires office add”), or sits for it on a body.",
    ),
    "plan.consented_already": (
        "{partner} consented to its part of {ref} on {on:day}.",
        "There is nothing to record.",
    ),
    "plan.consent_stands": (
        "{ref} is {state}, so a consent to it is not taken back any more.",
        "Change the partner’s commitments with its consent, or by a further decision.",
    ),
    "plan.consent_none": (
        "{partner} has no consent to {ref} on record.",
        "There is nothing to take back.",
    ),
    "plan.not_covered": (
        "A statutory plan covers the five outcomes; {ref} has no priority under {missing:and}.",
        "Add a priority under each, or say in the plan why it has none.",
    ),
    "plan.own_part": (
        "The board makes no new lines of accountability: each partner answers for its own part.",
        "",
    ),
    # Published and kept
    "plan.published_too_early": (
        "It was agreed on {agreed:day}, so it was not published on {on:day}.",
        "Give that day or a later one.",
    ),
    "plan.review_year": ("a year later", ""),
    "plan.review_last": ("the last day of its period", ""),
    "plan.not_in_use": ("{ref} is {state}, so it is not reviewed.", "Only a published plan is."),
    "plan.found_nothing": ("Nothing is written of what the review found.", "Say it with --found."),
    "plan.reviewed_too_early": (
        "It cannot have been reviewed on {on:day}, before {since:day}.",
        "Give a day after it was published and last reviewed.",
    ),
    "plan.renewed_by_itself": ("{ref} cannot follow itself.", "Name the next plan."),
    "plan.successor_not_published": (
        "{ref} is not published, so it takes no plan’s place yet.",
        "Publish it first.",
    ),
    "plan.successor_elsewhere": (
        "{ref} is another board’s plan than {old}.",
        "Name the next plan of the same board.",
    ),
    "plan.successor_no_later": (
        "The period of {ref} ends no later than that of {old}.",
        "Name the plan for the time after it.",
    ),
    "plan.review_due_by_law": (
        "It is to be reviewed by {due:day}, as the regulations say (SI 2010/591).",
        "",
    ),
    "plan.review_due": ("It is to be reviewed by {due:day}, as the partners agreed.", ""),
    "plan.review_breach": (
        "It was to be reviewed by {due:day}, as the regulations say (SI 2010/591), and was not.",
        "Review it now and record it with “vires plan review”.",
    ),
    "plan.review_overdue": (
        "It was to be reviewed by {due:day}, as the partners agreed, and was not. No law is broken by it.",
        "Review it now and record it with “vires plan review”.",
    ),
    "plan.period_over": (
        "Its period ended on {on:day}.",
        "Renew it with the next plan (“vires plan renew”), or end it (“vires plan end”).",
    ),
    # Where commissions stand
    "plan.which": (
        "There are several plans: {known:and}.",
        "Say which with --plan.",
    ),
    "plan.none": (
        "There is no plan that commissions could stand in.",
        "Begin one with “vires plan new”.",
    ),
    "plan.placed_already": (
        "{refs:and} already stands there, under “{key}”.",
        "There is nothing to place.",
    ),
    "plan.not_placed": (
        "{ref} does not stand there in {plan}.",
        "“vires commission show {ref}” says where it stands.",
    ),
    "plan.group_elsewhere": (
        "The commissioning plan “{group}” stands under {known:and}, and not under “{priority}”.",
        "Name one of its priorities, or put it under this one too: “vires plan group {ref} {group} --priority …”.",
    ),
    "plan.stands": ("under “{priority_title}” in {plan}", ""),
    "plan.stands_in_group": ("under “{priority_title}” in {plan}, for “{group_title}”", ""),
    # Exporting and options
    "plan.form_unknown": ("“{name}” is no form of a document.", "It can be {known:or}."),
    "plan.not_written": ("{path} could not be written: {why}.", "Name a file you may write."),
    "plan.option_missing": ("{option} is missing.", "Give it; something new needs it."),
    "plan.drop_one": (
        "It does not say what is to be dropped, or names several things.",
        "Name one: --priority KEY, --group KEY or --commitment NUMBER.",
    ),
    "plan.commitment_stays": (
        "Commitment {number} stays with the partner that made it.",
        "Leave --partner out, or drop it and add the other partner’s.",
    ),
    "plan.to_be_published": (
        "It was agreed on {on:day} and is not published.",
        "Publish it with “vires plan publish {ref}”.",
    ),
    # The page
    "plan.missing_head": ("Before it can be agreed:", ""),
    "plan.held": ("People had their say from {from_day:day} to {to:day}.", ""),
    "plan.held_open": ("People have been asked since {from_day:day}.", ""),
    "plan.held_outside": ("It was recorded after it was held.", ""),
    "plan.was_asked": ("{who} [{key}], asked on {asked:day}: no answer on record.", ""),
    "plan.was_answered": (
        "{who} [{key}], asked on {asked:day}, answered on {answered:day}: “{said}”",
        "",
    ),
    "plan.not_held": ("Nobody was asked: {why}", ""),
    "plan.what_changed": ("What changed because of it: {text}", ""),
    "plan.decides": ("The board’s part is decided by {who}.", ""),
    "plan.decides_unclear": ("Who decides the board’s part is not clear:", ""),
    "plan.waits_for": ("It is the turn of {who}.", ""),
    "plan.earliest": ("That can be on {on:day} at the earliest.", ""),
    # The map
    "plan.map_overlap": (
        "Several commissions for one group, towards one outcome. That is not wrong by itself; judge by value and level:",
        "",
    ),
    "plan.map_no_overlap": ("No group has several commissions towards one outcome.", ""),
    "plan.map_overlap_same": (
        "{group}, “{outcome}”: {number} commissions, some at the same level.",
        "",
    ),
    "plan.map_overlap_unsaid": (
        "{group}, “{outcome}”: {number} commissions; the level of some is not said.",
        "",
    ),
    "plan.map_overlap_levels": (
        "{group}, “{outcome}”: {number} commissions, each at another level.",
        "",
    ),
    "plan.map_without_commission": ("Priorities with no commission: {named:and}.", ""),
    "plan.map_without_commitment": (
        "Priorities nobody has promised anything for: {named:and}.",
        "",
    ),
    "plan.map_outcomes_not_covered": ("Outcomes the plan does not cover: {named:and}.", ""),
    "plan.map_all_placed": ("Every commission stands under a priority.", ""),
    "plan.map_more": ("{left:count(more is,more are)} not shown; --all shows them.", ""),
    "plan.map_others": ("{left:count(other,others)}", ""),
    "assurance.plan_not_agreed": (
        "The plan {ref} waits for nobody any more, and is not agreed.",
        "Look at “vires plan show {ref}”, and tell whoever runs Vires.",
    ),
    "assurance.no_plan_review": (
        "The plan {ref} is in use, and nothing says by when it is to be reviewed.",
        "Record its review with “vires plan review {ref}”: that sets the next one.",
    ),
    # Names
    "term.plan": ("plan", ""),
    "term.preparing": ("preparing", ""),
    "term.consultation": ("in consultation", ""),
    "term.monitored": ("monitored", ""),
    "term.renewed": ("renewed", ""),
    "term.statutory": ("statutory", ""),
    "term.voluntary": ("voluntary", ""),
    "term.plan_consultation": ("the end of a consultation on the plan", ""),
    "term.plan_board": ("Board", ""),
    "term.plan_spans": ("Period", ""),
    "term.plan_basis": ("Basis", ""),
    "term.plan_rhythm": ("Partners return", ""),
    "term.plan_vision": ("Vision", ""),
    "term.plan_needs": ("It rests on", ""),
    "term.plan_report": ("Its report", ""),
    "term.plan_board_agreed_on": ("The board agreed it on", ""),
    "term.plan_agreed_on": ("Agreed on", ""),
    "term.plan_published_on": ("Published on", ""),
    "term.plan_reviewed_on": ("Reviewed on", ""),
    "term.plan_ended_on": ("Over since", ""),
    "term.plan_renewed_as": ("Followed by", ""),
    "term.plan_end_reason": ("Why it ended", ""),
    "term.plan_dropped": ("dropped", ""),
    "term.plan_under": ("Under", ""),
    "term.plan_parts": ("Each partner’s part", ""),
    "term.plan_not_yet": ("not yet", ""),
    "term.plan_strategies": ("Related strategies", ""),
    "term.map_priorities": ("Priorities", ""),
    "term.map_levels": ("What each level does", ""),
    "term.map_level_unsaid": ("not said", ""),
    "term.map_nothing_stated": ("nothing stated", ""),
    "term.map_none": ("none", ""),
    "term.map_value_unknown": ("not known", ""),
    "term.map_without_priority": ("Commissions under no priority", ""),
    "term.informs": ("the plan informs it", ""),
    "term.informed_by": ("it informs the plan", ""),
    "term.both": ("each informs the other", ""),
    "term.agree-plan": ("agree a plan", ""),
}
