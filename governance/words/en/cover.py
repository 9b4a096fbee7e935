"""Words about cover: who could still decide if people were away, and coming meetings."""

WORDS: dict[str, tuple[str, str]] = {
    "cover.post.holder": ("{office}", ""),
    "cover.post.deputy": ("deputy for {office}", ""),
    "cover.post.member": ("{seat} on {body}", ""),
    "cover.post.substitute": ("substitute for {seat} on {body}", ""),
    # Paths
    "cover.rule": ("rule {rule}", ""),
    "cover.rule_titled": ("rule {rule} ({title})", ""),
    "cover.rules": ("rules {rules:and}", ""),
    "cover.their_partner": ("the partner concerned", ""),
    "cover.trap_one": (
        "If {who:and} is away, nobody can complete {rules}: nobody is left to act for {deciders:and}.",
        "Name a deputy or a substitute, or let somebody above decide too.",
    ),
    "cover.trap": (
        "If {who:and} are away, nobody can complete {rules}: nobody is left to act for {deciders:and}.",
        "Name a deputy or a substitute, or let somebody above decide too.",
    ),
    "cover.stopped": ("Nobody can complete {rules}: {why:and}.", "Put right what is missing."),
    "cover.lack.unknown": (
        "nobody is {who:and}: no office or body on record has the key {keys:and}",
        "Add it with “vires office add” or “vires body add”, under the key the scheme uses.",
    ),
    "cover.lack.vacant": (
        "nobody is {who:and}",
        "Say who holds the office with “vires office hold”.",
    ),
    "cover.lack.no_terms": (
        "{who:and} has no terms of reference in force",
        "Bring them into force, so that it is known who sits there and what its quorum is.",
    ),
    "cover.lack.short": (
        "too few people are left to act for {who:and}",
        "Fill vacant seats and offices, or name substitutes and deputies.",
    ),
    "cover.lack.apart": (
        "the scheme keeps apart what the same people would have to do for {who:and}",
        "Have somebody else hold one of these offices, or name a deputy.",
    ),
    "cover.none_stopped": (
        "{title}: every path can be completed on {on:day}, {paths:count(rule,rules)} in all.",
        "",
    ),
    "cover.some_stopped": (
        "{title}: {stopped:count(rule,rules)} of {paths} cannot be completed on {on:day}.",
        "",
    ),
    "cover.any_away": (
        "Whichever {k:count(person is,people are)} away, every path can still be completed.",
        "",
    ),
    "cover.one_too_many": ("It takes one person’s absence to stop a path.", ""),
    "cover.away": ("Known to be away that day, and left out: {who:and}.", ""),
    "cover.unheld": ("The scheme names somebody who is not there: {why}.", ""),
    "cover.more": (
        "{more:count(more set of absences,more sets of absences)}: ask with --json.",
        "",
    ),
    "cover.not_a_scheme": (
        "{ref} is no scheme but {kind:one}.",
        "Name a scheme: its file, a bundled one, or a version on record.",
    ),
    # Bodies
    "cover.quorum_met": (
        "On {on:day}: a quorum. {needed} must be there, {there} can be.",
        "",
    ),
    "cover.quorum_short": (
        "On {on:day}: no quorum, because {why:and}.",
        "Fill vacant seats, or name substitutes.",
    ),
    "cover.body_trap_one": ("If {who:and} is away, it has no quorum.", "Name a substitute."),
    "cover.body_trap": ("If {who:and} are away, it has no quorum.", "Name substitutes."),
    "cover.body_any_away": (
        "Whichever {k:count(person is,people are)} away, it still has a quorum.",
        "",
    ),
    "cover.body_no_terms": (
        "{body} has no terms of reference in force, so nobody can say what its quorum is.",
        "Bring its terms of reference into force.",
    ),
    "cover.runs_out": ("{name} is {seat} until {last:day}.", "Ask for a new appointment in time."),
    "cover.category": ("{title}: {filled} of {seats:count(seat,seats)} filled", ""),
    # Coming meetings
    "cover.meeting_quorate": ("{on:day} ({ref}): a quorum is expected.", ""),
    "cover.meeting_short": (
        "{on:day} ({ref}) will be inquorate: {why:and}.",
        "Find a substitute for somebody who is away, or move the meeting.",
    ),
    "cover.item_short": (
        "{on:day} ({ref}) will be inquorate for item {place}, {title}: {why:and}.",
        "Find a substitute, take the item to another meeting, or ask for a dispensation.",
    ),
    "cover.short.number": ("{needed} must be there and {present} can be", ""),
    "cover.short.of": ("{short} more {who} must be there", ""),
    "cover.short.votes": ("nobody who can be there has a vote", ""),
    "cover.meeting_away": ("Away: {who:and}.", ""),
    "cover.meeting_leave": ("An interest in item {place}: {who:and}.", ""),
}
