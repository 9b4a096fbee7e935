"""Words for deadlines, and for what the clock does when they are due."""

WORDS: dict[str, tuple[str, str]] = {
    "subject.unknown": (
        "Nothing is called “{name}”.",
        "Give a reference such as C-0001, a key, or an id.",
    ),
    "subject.which": (
        "Several things are called “{name}”: {known:and}.",
        "Give the reference.",
    ),
    "deadline.more": (
        "These are the first {most}; give --most to see more, or --until DATE to see fewer.",
        "",
    ),
    "deadline.page_gone": (
        "That place in the list of deadlines is not there any more.",
        "Start again from the first page.",
    ),
    "deadline.which": (
        "There are several deadlines that “{name}” could mean.",
        "Say which: {known:or}.",
    ),
    "deadline.by_the_clock": (
        "Nobody has to do this: Vires does it by itself when it is due, on {on:day}.",
        "Wait for that day.",
    ),
    "deadline.would_never_come": (
        "Vires does this by itself when it is due, on {on:day}; waived, it would never be done.",
        "Change what it belongs to instead. It can be waived once Vires has tried it and failed.",
    ),
    "deadline.effect_unknown": (
        "Vires does not know what to do here: “{name}”.",
        "{nearest:maybe}Use the version of Vires that set the deadline, or waive it with a reason.",
    ),
    "deadline.effect_broken": (
        "Vires failed while doing this ({detail}).",
        "Report it as a fault of Vires, with what the log says. It stays due and is tried again.",
    ),
    "deadline.subject_unknown": (
        "A deadline belongs to a kind of thing that has none: {table}.",
        "Run “vires db check”.",
    ),
    "deadline.subject_gone": (
        "What a deadline belongs to ({table}) is not there.",
        "Run “vires db check”.",
    ),
    "deadline.moved_first": (
        "Somebody else kept changing this at the same moment.",
        "It stays due. Run “vires tick” again.",
    ),
    "deadline.extension_not_provided": (
        "No escalation policy in force lets “{kind:term}” be extended.",
        "Add “extension” to it in the policy, or waive the deadline with a reason.",
    ),
    "deadline.extended_before": (
        "It has been extended as often as its policy allows: {times:count(time,times)}.",
        "Do what it waits for, or waive it with a reason.",
    ),
    "deadline.extension_too_long": (
        "Its policy allows {most} more at a time, so until {last:day}.",
        "Give a day up to then.",
    ),
    "deadline.extension_backwards": (
        "{to:day} is not later than {due:day}, the day it is due.",
        "Give a later day.",
    ),
    "deadline.meet_by_report": (
        "A review is done once it is reported.",
        "Run “vires review report {ref}”.",
    ),
    "deadline.extend_as_review": (
        "The day of a review is moved with the review.",
        "Run “vires review reschedule {ref} --to DATE --reason WHY”.",
    ),
    "deadline.kind_unruled": (
        "Nothing is said of a deadline “{kind}”.",
        "{nearest:maybe}Load and adopt an escalation policy that names it.",
    ),
    "prompt.none_parked": (
        "No reminder or escalation of {name} has failed for good.",
        "Run “vires deadline show {name}” to see what was done.",
    ),
    "prompt.which": (
        "Several levels of {name} failed for good.",
        "Say which with --level: {known:or}.",
    ),
    "prompt.level_gone": (
        "The escalation policy in force has no level “{level}” for “{kind:term}” any more.",
        "Nothing needs to be done about it.",
    ),
    "prompt.deadline_settled": (
        "The deadline is {state}, so nobody needs to be told any more.",
        "Nothing needs to be done about it.",
    ),
    "prompt.tell": ("tell {to}", ""),
    "prompt.item": ("propose an item for {body:term}", ""),
    "prompt.block": ("close {moves:and}", ""),
    "prompt.exception": ("open an assurance exception", ""),
    "prompt.trigger": ("raise the trigger “{name}”", ""),
    "prompt.waits": ("moved because of {periods:and}", ""),
    "term.prompt_fired": ("done", ""),
    "term.prompt_parked": ("failed for good", ""),
    "term.prompt_to_come": ("to come", ""),
    "term.prompt_stands_still": ("waits until the clock runs on", ""),
    "term.prompt_passed_over": ("passed over: its day had gone by", ""),
    "term.prompt_late": ("late", ""),
    "term.deadline_was_extended": ("extended", ""),
    # What was done
    "done.deadline_extended": ("{name} is extended; it is due on {due:day}.", ""),
    "done.prompt_retried": ("It is done after all, for {name}.", ""),
    "done.deadline_paused": ("The clock of {name} stands still.", ""),
    "done.deadline_resumed": ("The clock of {name} runs on; it is due on {due:day}.", ""),
    "done.deadline_waived": ("{name} is waived.", ""),
    "done.deadline_met": ("{name} is noted as met.", ""),
    "tick.nothing": ("Nothing was due.", ""),
    "tick.done": ("Did what was due: {number:count(deadline,deadlines)}.", ""),
    "tick.flow": ("{flow}: {told}.", ""),
    "tick.failed": (
        "{number:count(deadline,deadlines)} could not be done and stay due.",
        "",
    ),
    "term.agenda_publication": ("the agenda to be published", ""),
    "term.call_in_closed": ("the window for call-in closes", ""),
    "term.call_in_hearing": ("scrutiny meets on a call-in", ""),
    "term.call_in_hearing_missed": ("a decision is released unheard", ""),
    "term.call_in_window": ("the window for call-in", ""),
    "term.decision_effective": ("a decision takes effect", ""),
    "term.deliver_messages": ("messages to be sent", ""),
    "term.nightly_assurance": ("the night’s checks", ""),
    "term.follow_scheme": ("reports follow the scheme in force", ""),
    "term.plan_anew": ("reminders follow the rules in force", ""),
    "term.again": ("after more time was given", ""),
    "term.deadline_in_trouble": ("due, and could not be done", ""),
    "term.deadline_overdue": ("overdue", ""),
    "term.deadline_overdue_paused": ("overdue; its clock stands still", ""),
    "deadline.stands_still": ("Its clock stands still since {since:day}.", ""),
    "deadline.stands_still_because": (
        "Its clock stands still since {since:day}: “{reason}”",
        "",
    ),
    "term.clock_does_it": ("Vires, by itself", ""),
    "term.time_paused": ("the time its clock stood still", ""),
    "term.clock_stood_still": ("the clock stood still", ""),
    "tick.which_zone": (
        "The partnerships have different time zones: {zones:and}.",
        "Give --now with its zone, such as 2025-02-20T14:30+00:00.",
    ),
    "term.rulebook_in_force": ("a rulebook comes into force", ""),
}
