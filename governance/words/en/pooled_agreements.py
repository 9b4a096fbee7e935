"""Words for the agreements behind pooled funds: what they say, lack and go through."""

WORDS: dict[str, tuple[str, str]] = {
    # What one lacks
    "pool.clause_missing": (
        "({clause}) is missing: {what:term}.",
        "Write it while it is a draft: vires fund clause AGREEMENT {clause}=FILE. One that is agreed goes back to a draft with vires fund reopen.",
    ),
    "pool.one_partner": (
        "(b) Fewer than two partners are in the fund.",
        "Name the partners in the agreement’s text, or add them: vires fund partner.",
    ),
    "pool.no_first_day": ("(f) The first day is missing.", "Say “starts” in the text."),
    "pool.no_last_day": ("(f) The last day is missing.", "Say “ends” in the text."),
    "pool.no_manager": ("(g) No pool manager is named.", "Name one: vires fund manager."),
    # Reading a text
    "pool.ends_first": (
        "It would end on {ends:day}, before it starts on {starts:day}.",
        "Give the days in order.",
    ),
    "pool.clause_unknown": (
        "“{name}” is no letter of a clause.",
        "{nearest:maybe}The letters are {known:and}.",
    ),
    "pool.order_unknown": (
        "“{text}” does not say who comes first under “{key}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "pool.order_one_way": (
        "“{key}” says one way of sharing.",
        "Say one of {known:or}.",
    ),
    "pool.share_unreadable": (
        "“{text}” is no share for {partner}.",
        "Write a share such as 3/5, 60% or 0.6.",
    ),
    "pool.shares_not_whole": (
        "The shares come to {sum} and not to 1.",
        "Give shares that come to the whole.",
    ),
    "pool.never_reached": (
        "{partner} bears everything that is left, so nobody after it is ever reached.",
        "Say up to which sum it bears, or put it last.",
    ),
    "pool.named_twice": ("“{name}” stands twice under “{key}”.", "Name it once."),
    # What cannot be done now
    "pool.written_already": (
        "{agreement} is being written or agreed for {ref} already.",
        "Go on with it, or set it aside: vires fund end.",
    ),
    "fund.aligned_needs_none": (
        "{ref} is aligned: each partner keeps control of its own money, and there is no agreement.",
        "Open a pooled fund if money is to be pooled.",
    ),
    "pool.not_a_draft": (
        "{ref} is {state}, so its text does not change by hand.",
        "Have each partner agree to a variation: vires fund propose {ref} --vary FILE.",
    ),
    "pool.before_partners": (
        "{ref} lies before the partners with {report}, so its text stands still until they decide.",
        "Withdraw the report to go on writing: vires proposal withdraw {report}.",
    ),
    "pool.changed_since": (
        "What {ref} says has changed since the report on it was drafted.",
        "Withdraw the report, and ask the partners about what it says now: vires fund propose {ref}.",
    ),
    "pool.day_ahead": ("{on:day} is still to come.", "Give the day on which it happened."),
    "pool.end_past": (
        "The new last day, {on:day}, is past.",
        "Give a last day that is to come, or end the agreement.",
    ),
    "pool.ask_unknown": (
        "“{name}” is nothing a report on a pool can ask.",
        "{nearest:maybe}It can ask to {known:or}.",
    ),
    "pool.not_to_be_agreed": (
        "{ref} is {state}, so there is nothing to agree to.",
        "Say what is asked: --enter, --vary or --leave.",
    ),
    "pool.not_standing": (
        "{ref} is {state}, so no partner can enter, vary or leave it.",
        "While it is a draft, change its text; then ask each partner to agree to it.",
    ),
    "pool.varies_no_partners": (
        "A variation of {ref} takes no partner in and lets none go.",
        "Leave “partners” out, and ask with: vires fund propose {ref} --enter PARTNER, or --leave.",
    ),
    "pool.varies_nothing": ("The text varies nothing of {ref}.", "Write what changes."),
    # Flags
    "pool.agreed_outside": ("It was agreed outside Vires, as recorded on {on:day}: {reason}", ""),
    "pool.executed_outside": (
        "It was executed as it stood on {on:day}, outside the usual order: {reason}",
        "",
    ),
    "pool.executed_incomplete": (
        "When it was executed, {count:count(thing was,things were)} missing in it.",
        "Have it varied so that it says everything.",
    ),
    "pool.varied_outside": ("It was varied outside Vires, on {on:day}: {reason}", ""),
    "pool.entered_outside": (
        "{name} came in by a decision outside Vires, recorded on {on:day}: {reason}",
        "",
    ),
    "pool.left_outside": (
        "{name} left by a decision outside Vires, recorded on {on:day}: {reason}",
        "",
    ),
    "pool.on_extension_since": ("It ran past its last day, {on:day}.", ""),
    "pool.decision_waits": (
        "{report} took effect on {on:day} and found the agreement otherwise than it was.",
        "See what was decided, and record it as it is.",
    ),
    "pool.no_partner_decided": (
        "{report} took effect on {on:day} without a decision by each partner.",
        "See that each partner decides, or record its decision.",
    ),
    # Titles of reports
    "pool.title_of_draft": ("Agreement for {fund}", ""),
    "pool.title_agree": ("Agreeing to the pooled fund {fund}", ""),
    "pool.title_enter": ("{name} entering the pooled fund {fund}", ""),
    "pool.title_vary": ("Varying the agreement of the pooled fund {fund}", ""),
    "pool.title_leave": ("{name} leaving the pooled fund {fund}", ""),
    # An agreement's page
    "pool.page_title": ("{ref} {title} ({state})", ""),
    "pool.page_days": ("From {starts_on:day} to {ends_on:day}", ""),
    "pool.page_executed": ("Executed on {executed_on:day}", ""),
    "pool.page_ended": ("Ended on {ended_on:day}", ""),
    "pool.page_report": ("Decided by {report}", ""),
    "pool.page_note": ("Note: {flag}", ""),
    "pool.page_partners": ("Partners: {partners:and}", ""),
    "pool.page_lacks": (
        "{count:count(thing is,things are)} missing (SI 2000/617 regulation 7):",
        "",
    ),
    "pool.page_missing": ("missing", ""),
    "pool.page_permitted": ("What it permits spending on", ""),
    "pool.page_limits": ("Who may commit up to which sum", ""),
    "pool.page_overspend": ("Overspend: {order}.", ""),
    "pool.page_underspend": ("Underspend: {order}.", ""),
    "pool.page_quarter_days": ("A quarter is reported within {days:count(day,days)}.", ""),
    "pool.page_year_days": ("A year is reported within {days:count(day,days)}.", ""),
    "pool.page_remedial_days": (
        "A remedial plan is due within {days:count(day,days)}, by its own clause.",
        "",
    ),
    "pool.recommend_agree": ("That {agreement} be agreed, the agreement behind {fund}.", ""),
    "pool.recommend_enter": ("That {name} enter {fund} under {agreement}.", ""),
    "pool.recommend_vary": ("That {agreement} be varied as the report says.", ""),
    "pool.recommend_leave": ("That {name} leave {fund} and {agreement}.", ""),
    # What was done
    "done.pool_drafted": (
        "Began {ref} for {fund}; {lacks:count(thing is,things are)} missing.",
        "",
    ),
    "done.pool_amended": ("Changed {ref}; {lacks:count(thing is,things are)} missing.", ""),
    "done.pool_complete": ("{ref} says everything it has to.", ""),
    "done.pool_moved": ("{ref} is {state:term}.", ""),
    "done.pool_proposed": (
        "{ref} asks each partner. Submit it: vires proposal submit {ref}.",
        "",
    ),
    # Names
    "term.pooled_agreement.noun": ("pooled agreement", ""),
    "term.pool-manager": ("the pool manager", ""),
    "term.pool_begins": ("a pooled agreement begins", ""),
    "term.pool_ends": ("a pooled agreement ends", ""),
    "term.executed": ("executed", ""),
    "term.on_extension": ("expired, operating on extension", ""),
    "term.pool_clause_a": ("the aims and outcomes", ""),
    "term.pool_clause_b": ("the contributions and how they vary", ""),
    "term.pool_clause_c": ("the functions", ""),
    "term.pool_clause_d": ("the persons and the services", ""),
    "term.pool_clause_e": ("staff, goods, services and accommodation", ""),
    "term.pool_clause_f": ("duration, review, variation and termination", ""),
    "term.pool_clause_g": ("how the fund is managed and monitored", ""),
}
