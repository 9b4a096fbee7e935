"""Words of the page of everything else."""

WORDS: dict[str, tuple[str, str]] = {
    "web.more.title": ("More", ""),
    "web.more.agreements": ("Agreements", "Contracts, grants and other agreements, by their end"),
    "web.more.plan_back": (
        "Plan back",
        "The last safe day of every step before a commission ends. Choose the commission first",
    ),
    "web.more.delegations": ("Delegations", "Powers handed on, with what is left of each"),
    "web.more.measures": ("Measures", "How services do, against their targets"),
    "web.more.improvement": (
        "Improvement plans",
        "What was agreed after a review or a red measure",
    ),
    "web.more.triggers": ("Triggers", "What makes it a question whether a service goes on"),
    "web.more.cases": ("Decommissioning cases", "Services that may end, or do"),
    "web.more.returns": ("Returns", "What partners report of what they promised"),
    "web.more.annual": ("Annual reports", "What the plan brought in a year"),
    "web.more.people": ("People", "Who there is, and what each may do"),
    "web.more.organisations": ("Organisations", "Partners and providers"),
    "web.more.record": ("The record", "What was done, by whom and by what right"),
    "web.more.rehearsals": (
        "Rehearsals",
        "Play a period through on a copy, to see what would go wrong",
    ),
    "web.more.jobs": ("Jobs", "Imports, rehearsals and checks that run beside the pages"),
    "web.more.public": ("Public register", "What anybody may see"),
}
