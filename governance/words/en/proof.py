"""Words for the proof of a scheme: what it found, in a case each, and what would mend it."""

WORDS: dict[str, tuple[str, str]] = {
    "proof.proved": (
        "Proved: {rules:count(rule,rules)}, every case has one path.",
        "",
    ),
    "proof.not_proved": (
        "Not proved: {findings:count(finding,findings)} about {rules:count(rule,rules)}.",
        "",
    ),
    "proof.more": (
        "There are more findings than are shown.",
        "Mend these and check again.",
    ),
    "proof.unsettled": (
        "Not settled, and so not proved: {rules:and}.",
        "Mend what is shown and check again. If nothing else is shown, write these rules more simply: fewer “or” inside “and”, fewer inputs.",
    ),
    "proof.from": ("From {on:day}: {words}", ""),
    "proof.until": ("Until {until:day}: {words}", ""),
    "proof.between": ("From {on:day} until {until:day}: {words}", ""),
    # A hole that was there before those days too, within other edges.
    "proof.changed.from": ("The same gap from {on:day}, with another edge: {words}", ""),
    "proof.changed.between": (
        "The same gap from {on:day} until {until:day}, with another edge: {words}",
        "",
    ),
    # Cases no rule takes.
    "proof.gap.between": (
        "{case} matches no rule: {below} ends at {ends}, {above} starts at {starts}.",
        "",
    ),
    "proof.gap.below": ("{case} matches no rule: {below} ends at {ends}.", ""),
    "proof.gap.above": ("{case} matches no rule: {above} starts at {starts}.", ""),
    "proof.gap.between.of": (
        "{case} matches no rule: {below} ends at {ends}, {above} starts at {starts} ({title}).",
        "",
    ),
    "proof.gap.below.of": ("{case} matches no rule: {below} ends at {ends} ({title}).", ""),
    "proof.gap.above.of": ("{case} matches no rule: {above} starts at {starts} ({title}).", ""),
    "proof.edge.share": ("{share} of {other}, here {value}", ""),
    "proof.edge.whole": ("{other}, here {value}", ""),
    "proof.edge.after": ("{days:count(day,days)} after {other}, here {value}", ""),
    "proof.edge.before": ("{days:count(day,days)} before {other}, here {value}", ""),
    "proof.gap.choice": (
        "{case} matches no rule: {above} asks for “{title}” to be {starts}.",
        "",
    ),
    "proof.gap.alone": ("{case} matches no rule.", ""),
    "proof.gap.also": ("{words} With “{title}” {choices:or} it would be {rules:or}.", ""),
    # Rules that meet.
    "proof.overlap": (
        "{case} is taken by {rules:and}, which disagree, and neither says that it overrides the other.",
        "Change an edge, or say which of the two “overrides” the other.",
    ),
    "proof.contradiction": (
        "{case} is taken by {rules:and}, which disagree and stand in different documents: {sources:and}.",
        "Say which goes before the other with “overrides”, on the authority of whoever can settle it.",
    ),
    "proof.duplicate": (
        "{case} is taken by {rules:and}, which come to the same.",
        "Take one of them out, or keep them from meeting.",
    ),
    # Rules never reached.
    "proof.unreachable.impossible": (
        "{rule} can never apply: no possible case meets its conditions.",
        "Take the rule out, or correct its conditions.",
    ),
    "proof.unreachable.overridden": (
        "{rule} can never apply: wherever its conditions hold, another rule overrides it. {case} goes to {rules:or}.",
        "Take the rule out, or narrow what overrides it.",
    ),
    "proof.unreachable.assumptions": (
        "No case is possible at all: what the scheme assumes of every case contradicts itself, or leaves no day of decision.",
        "Correct “assume”, or the bounds of the day of decision.",
    ),
    "proof.kind.gap": ("Gap", ""),
    "proof.kind.overlap": ("Overlap", ""),
    "proof.kind.duplicate": ("Duplicate", ""),
    "proof.kind.unreachable": ("Never reached", ""),
    "proof.kind.contradiction": ("Contradiction of sources", ""),
    "proof.region": ("It is the same for every case with: {region}.", ""),
    "proof.mend": (
        "Mend: in {rule}, on line {line}, write “{after}” instead of “{before}”.",
        "",
    ),
    "proof.mend.recorded": (
        "Its owner could mend it: in {rule}, on line {line}, by “{after}” instead of “{before}”.",
        "",
    ),
    "proof.try": ("Try it: save {case} as case.json, then run", ""),
    # Mending the text.
    "proof.fix.none": ("No finding can be mended by one edge.", ""),
    "proof.fix.shown": (
        "Nothing was written.",
        "Add “--write” to write them to the file.",
    ),
    "proof.fix.recorded_shown": (
        "Nothing was written.",
        "This records another body’s scheme, and what was published stands. Add “--write” for a text to put to its owner.",
    ),
    "proof.fix.recorded_written": (
        "Written to {file}: {lines:count(line,lines)} changed.",
        "This is no longer what the other body published, but a text to put to its owner.",
    ),
    "proof.fix.written": ("Written to {file}: {lines:count(line,lines)} changed.", ""),
    "proof.fix.want_fix": (
        "“--write” writes mends, and needs “--fix”.",
        "Look at them with “--fix” first, then add “--write”.",
    ),
    "proof.fix.bundled": (
        "“{name}” ships with Vires and is not changed.",
        "Copy the scheme to a file of your own and mend that.",
    ),
    "proof.fix.changed": (
        "“{name}” was changed by somebody else meanwhile; nothing was written.",
        "Check the scheme again.",
    ),
    "proof.fix.unwritable": (
        "“{name}” cannot be written.",
        "Check that you may write to the file and its folder.",
    ),
    # What a case is called.
    "proof.case": ("{noun}", ""),
    "proof.case.of": ("{noun} of {amount:money}", ""),
    "proof.case.beside": ("{start} ({facts})", ""),
    "proof.fact": ("{title}: {value}", ""),
    "proof.noun": ("A case", ""),
    "proof.noun.other": ("A case of “{kind}”", ""),
    "proof.noun.agree-plan": ("A plan", ""),
    "proof.noun.permission-to-procure": ("A permission to procure", ""),
    "proof.noun.award": ("An award", ""),
    "proof.noun.extend": ("An extension", ""),
    "proof.noun.vary": ("A variation", ""),
    "proof.noun.waive": ("A waiver", ""),
    "proof.noun.grant": ("A grant", ""),
    "proof.noun.exit": ("A decommissioning", ""),
    "proof.noun.pool": ("A pooled fund", ""),
    "proof.noun.delegate": ("A delegation", ""),
    "proof.noun.adopt": ("An adoption", ""),
    "proof.noun.chair": ("An appointment of a chair", ""),
    "proof.noun.accept-review": ("A review", ""),
}
