"""Words of the pages of improvement plans."""

_MOVES = {
    "agree": "Agree it",
    "change": "Change what it says",
    "action": "Add an action",
    "meet": "Find that it is met",
    "fail": "Find that it has failed",
    "withdraw": "Withdraw it",
    "settle": "Say what came of it",
}

_LABELS = {
    "plan": "Plan",
    "commission": "Commission",
    "officer": "Officer",
    "due": "Due",
    "open": "Open actions",
    "state": "State",
    "wanted": "What has to be so",
    "case": "Case",
    "review": "Review that found it wanting",
    "raised": "Raised on",
    "agreed": "Agreed on",
    "settled": "Settled on",
    "settled_by": "Judged by",
    "finding": "Finding",
    "number": "No",
    "what": "What is done",
    "outcome": "What came of it",
}

_SAID = {
    "title": ("Title", ""),
    "wanted": ("What has to be so for it to be met", "So that people can tell later"),
    "officer": ("Who carries it out", ""),
    "due": ("By when it is to be met", "For example, 27 3 2026"),
}

WORDS: dict[str, tuple[str, str]] = {
    **{f"web.plan_of_improvement.{way}.move": (said, "") for way, said in _MOVES.items()},
    **{f"web.plan_of_improvement.label.{name}": (said, "") for name, said in _LABELS.items()},
    **{
        f"web.plan_of_improvement.{act}.{name}": said
        for act in ("raise", "change")
        for name, said in _SAID.items()
    },
    "web.plans_of_improvement.title": ("Improvement plans", ""),
    "web.plans_of_improvement.about": (
        "Support and challenge: what is done so that a service improves, by whom and by when.",
        "",
    ),
    "web.plans_of_improvement.open": ("Open", ""),
    "web.plans_of_improvement.overdue": ("Past their day", ""),
    "web.plans_of_improvement.settled": ("Settled", ""),
    "web.plans_of_improvement.find": ("Words in the title, or a reference", ""),
    "web.plans_of_improvement.none": ("There is no such plan.", ""),
    "web.plan_of_improvement.caption": ("Improvement plan {ref}", ""),
    "web.plan_of_improvement.overdue": ("Overdue", ""),
    "web.plan_of_improvement.not_said": ("Not said yet", ""),
    "web.plan_of_improvement.nobody": ("Nobody yet", ""),
    "web.plan_of_improvement.actions": ("Actions", ""),
    "web.plan_of_improvement.no_actions": ("It has no action yet.", ""),
    "web.plan_of_improvement.failed_alone": (
        "{ref} has failed. That is a cause for a case where the triggers in force say so.",
        "",
    ),
    "web.plan_of_improvement.met_with_case": (
        "{ref} is met. Its case {case} is now: {state:term}.",
        "",
    ),
    "web.plan_of_improvement.failed_with_case": (
        "{ref} has failed. Its case {case} is now: {state:term}.",
        "",
    ),
    # Acts
    "web.plan_of_improvement.raise": (
        "Raise an improvement plan for {title}",
        "Raise the plan",
    ),
    "web.plan_of_improvement.raise.title": ("Title", "Leave it empty for the commission’s"),
    "web.plan_of_improvement.raise.case": ("Case it belongs to", ""),
    "web.plan_of_improvement.raise.review": ("Review that found the service wanting", ""),
    "web.plan_of_improvement.raise.beside": (
        "Is it to stand beside a plan that is open already?",
        "",
    ),
    "web.plan_of_improvement.agree": ("Agree {ref} {title}", "Agree the plan"),
    "web.plan_of_improvement.change": ("Change {ref} {title}", "Save the changes"),
    "web.plan_of_improvement.change.reason": ("Why", "Needed once the plan is agreed"),
    "web.plan_of_improvement.action": ("Add an action to {ref} {title}", "Add the action"),
    "web.plan_of_improvement.action.what": ("What is to be done", ""),
    "web.plan_of_improvement.action.officer": ("Who does it", ""),
    "web.plan_of_improvement.action.by": ("By when", "For example, 27 3 2026"),
    "web.plan_of_improvement.meet": ("Find {ref} {title} met", "Find it met"),
    "web.plan_of_improvement.meet.finding": ("What is so now, and how you know", ""),
    "web.plan_of_improvement.fail": ("Find that {ref} {title} has failed", "Find it failed"),
    "web.plan_of_improvement.fail.finding": ("What is so now, and how you know", ""),
    "web.plan_of_improvement.withdraw": ("Withdraw {ref} {title}", "Withdraw the plan"),
    "web.plan_of_improvement.withdraw.reason": ("Why nobody wants it any more", ""),
    "web.plan_of_improvement.settle": (
        "What came of action {number} of {ref}: {what}",
        "Save",
    ),
    "web.plan_of_improvement.settle.outcome": (
        "What came of it",
        "If it is given up, say why",
    ),
    "web.plan_of_improvement.settle.given_up": ("Is it given up?", ""),
    "web.plan_of_improvement.settle.on": ("When it was done", "Leave it empty if it was today"),
}
