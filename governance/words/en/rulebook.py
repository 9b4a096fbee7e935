"""Words for rulebooks: loading, adopting, constituting, and what is in force."""

WORDS: dict[str, tuple[str, str]] = {
    "term.terms": ("terms of reference", ""),
    "term.england-and-wales": ("England and Wales", ""),
    "term.england": ("England", ""),
    "term.wales": ("Wales", ""),
    "term.scotland": ("Scotland", ""),
    "term.northern-ireland": ("Northern Ireland", ""),
    "rulebook.none_in_force": (
        "No {kind:term} called “{key}” is in force on {on:day}.",
        "“vires rulebook list” shows what is in force and what is still a draft.",
    ),
    "rulebook.bytes_changed": (
        "The text of {ref} is not the text that was loaded: its bytes have changed.",
        "Run “vires ledger verify”, then restore a backup made before the change.",
    ),
    "rulebook.kind_missing": (
        "The text does not say what kind of rulebook it is.",
        "Begin it with “vires:” and one of {known:or}.",
    ),
    "rulebook.kind_unknown": (
        "“{text}” is not a kind of rulebook.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "rulebook.which_kind": (
        "Rulebooks of several kinds are called “{key}”.",
        "Say which you mean: {named:or}.",
    ),
    "rulebook.calendar_elsewhere": (
        "This is a calendar of {theirs:term}, and the partnership’s bank holidays are those of {ours:term}.",
        "Load a calendar of {ours:term}.",
    ),
    # Adopting
    "rulebook.decision_missing": (
        "{ref}, “{title}”, alters who decides, so it takes a decision of its owner to adopt it.",
        "Write a report that asks for it: vires proposal draft adopt --version {ref}. If every partner has agreed to it as one of the first rulebooks, use “vires rulebook constitute”.",
    ),
    "rulebook.decision_about_other": (
        "{decision} does not ask for {ref} to be adopted.",
        "Name the report whose decision adopts {ref}.",
    ),
    "rulebook.decision_not_in_effect": (
        "{decision} is “{state}”: no decision of it is in effect.",
        "Wait until the decision takes effect. “vires next” says what is still open.",
    ),
    "rulebook.before_decision": (
        "{decision} lets {ref} take effect on {on:day} at the earliest.",
        "Give that day or a later one.",
    ),
    "rulebook.day_past": (
        "{ref} cannot take effect on {on:day}, which has passed: days already counted stay as they were counted.",
        "Give today or a later day.",
    ),
    "rulebook.day_taken": (
        "{later}, a later version of the same rulebook, also takes effect on {on:day}.",
        "Give {ref} another day, or withdraw {later} first.",
    ),
    "rulebook.not_yet": ("{ref} takes effect on {on:day}.", "Wait for that day."),
    "rulebook.resolution_missing": (
        "It is not said by which resolution its owner adopted this.",
        "Name the body, its meeting and the minute.",
    ),
    "rulebook.resolution_ahead": (
        "The resolution is dated {on:day}, which has not come yet.",
        "Cite it once it is passed.",
    ),
    "rulebook.before_resolution": (
        "The resolution is of {on:day}, so nothing takes effect by it on {start:day}.",
        "Give the day of the resolution or a later one.",
    ),
    "rulebook.owner_here": (
        "“{title}” calls itself another body’s scheme (standing: recorded), and its owner, {owner}, is a body of this partnership.",
        "Write “standing: own” in its text and load it again: its owner adopts it by a decision, once it is proved and somebody can follow every path.",
    ),
    "rulebook.was_own": (
        "“{title}” calls itself another body’s scheme (standing: recorded), but “{key}” has been a scheme of this partnership’s own since {ref}.",
        "Write “standing: own” in its text and load it again, or give another body’s scheme a key of its own.",
    ),
    "rulebook.terms_here": (
        "“{title}” calls itself the terms of reference of a partner’s own body, and {body} is a body of this partnership.",
        "Have the change decided: write a report that asks for it (vires proposal draft adopt --version {key}).",
    ),
    "rulebook.governs_already": (
        "{ref} has governed since {on:day}, so it can no longer be withdrawn.",
        "Load and adopt a version that takes its place.",
    ),
    "rulebook.decided_already": (
        "{ref} is adopted by others, so it is not yours to withdraw.",
        "Ask whoever adopted it to decide again.",
    ),
    # Proof and cover
    "rulebook.nothing_to_prove": (
        "{ref} is {kind:one}, and only a scheme is proved.",
        "Name a version of a scheme.",
    ),
    "rulebook.unproved": (
        "It is not proved that {ref} gives every case one path from {on:day} on.",
        "Prove it first: vires rulebook prove {ref} --from {on}. What fails is listed by “vires rulebook findings {ref}”.",
    ),
    "rulebook.finding_unknown": (
        "There is no finding “{name}” about {ref}.",
        "{nearest:maybe}“vires rulebook findings {ref}” lists them.",
    ),
    "rulebook.uncovered": (
        "Nobody could complete the path of rule {rule} on {on:day}: {why:said}.",
        "Fill the seats and offices first; “vires scheme cover” says who is missing. Or give a later day, with --from.",
    ),
    "rulebook.partners_alone": (
        "Nobody could complete the path of rule {rule}: each partner alone decides on it, and nobody brings the report to them.",
        "Put a step before it in which an office or a body decides, recommends or endorses, such as “recommend: trust-board”.",
    ),
    "rulebook.proved": (
        "{ref}, “{title}”, is proved from {on:day}: {rules:count(rule,rules)}.",
        "",
    ),
    "rulebook.not_proved": (
        "{ref}, “{title}”, is not proved from {on:day}: {number:count(finding,findings)}.",
        "",
    ),
    "rulebook.no_rule": ("no rule", ""),
    "rulebook.no_impact": ("No report would be treated otherwise under {ref} on {on:day}.", ""),
    "rulebook.impact": (
        "{number:count(report,reports)} would be treated otherwise under {ref} on {on:day}.",
        "",
    ),
    "rulebook.impact_unsettled": ("Cannot be said yet. {why}", ""),
    "rulebook.impact_saved": (
        "Of these, {number:count(report stays,reports stay)} under the version before: the resolution saves pending cases.",
        "",
    ),
    "done.rulebook_proved": ("{ref} is proved from {on:day}.", ""),
    "done.findings_acknowledged": (
        "Acknowledged about {ref}: {number:count(finding,findings)}.",
        "",
    ),
    "rulebook.findings_left": (
        "{number:count(finding is,findings are)} still to be acknowledged, and {ref} stays a draft until then: {names:and}.",
        "",
    ),
    # Pending cases
    "rulebook.pending_unknown": (
        "“{text}” does not say what happens to pending cases.",
        "{nearest:maybe}Say one of {known:or}: saved means that what was submitted before stays under the old scheme.",
    ),
    "rulebook.pending_not_decided": (
        "{decision} says that pending cases are {decided}, not {said}.",
        "Leave --pending out: {ref} is adopted as {decision} says.",
    ),
    "rulebook.pending_not_scheme": (
        "{ref} does not say who decides, so there are no pending cases to save.",
        "Leave --pending out.",
    ),
    "rulebook.impact_of_schemes": (
        "{ref} is {kind:one}: it gives no report its path.",
        "Name a version of a scheme.",
    ),
    # Working on a draft
    "rulebook.asked_already": (
        "Report {report}, “{title}”, asks to adopt {ref} as it stands, so its text no longer changes.",
        "Withdraw the report or have it returned to its author; or begin a new draft with this text.",
    ),
    "rulebook.with_whoever_decides": (
        "Report {report}, “{title}”, asks whoever decides to adopt {ref}, and is not decided or not in effect yet.",
        "Let it be decided; or withdraw the report first, then adopt {ref}.",
    ),
    "rulebook.revised_into_other": (
        "{ref} is a version of the {kind:term} “{key}”, and this is the text of the {other_kind:term} “{other_key}”.",
        "Keep “vires:” and “key:” as they are, or load the text as a draft of its own.",
    ),
    "rulebook.no_mend": (
        "There is no mend for “{name}” in {ref} as it stands now.",
        "{nearest:maybe}Check it again: it may be mended already.",
    ),
    "rulebook.unchanged": ("{ref} says this already. Nothing was changed.", ""),
    # Constituting
    "rulebook.not_a_draft": (
        "{ref} is “{state}”; only drafts enter by constituting.",
        "Leave {ref} out, or load its text anew.",
    ),
    "rulebook.no_partners": (
        "The partnership has no partners yet, so nobody can consent.",
        "Add the partners first: vires partner add.",
    ),
    "rulebook.consent_missing": (
        "The consent of {partner} is missing.",
        "Record it with --consent {key}=PERSON, naming who consented for it.",
    ),
    "rulebook.consent_of_no_partner": (
        "“{key}” is not a partner, so its consent counts for nothing here.",
        "Leave it out, or record it as a partner first.",
    ),
    "rulebook.consent_by_other": (
        "{person} belongs to {home} and cannot consent for {partner}.",
        "Name somebody who speaks for {partner}.",
    ),
    "rulebook.constituting_ahead": (
        "The partnership cannot be constituted on {on:day}, which has not come yet.",
        "Give today, or the day in the past on which every partner agreed.",
    ),
    "rulebook.named_twice": (
        "{refs:and} are versions of the same {kind:term}, “{key}”, and only one of them can enter.",
        "Name every draft that is to enter at the end of the command, and of these only one, such as {newer}. Or withdraw the older draft: vires rulebook withdraw {older} --reason TEXT.",
    ),
    "rulebook.no_scheme": (
        "No scheme of delegation is among these rulebooks, so nobody could decide anything afterwards, not even to adopt one.",
        "Name the draft of a scheme too; load one with “vires rulebook load”.",
    ),
    # The command line
    "rulebook.text_missing": (
        "There is no file and no starting text “{name}”.",
        "{nearest:maybe}The starting texts are {known:and}.",
    ),
    "rulebook.text_unreadable": (
        "“{name}” cannot be read.",
        "Check that it is a file and that you may read it.",
    ),
    "rulebook.consent_unreadable": (
        "“{text}” does not say who consented for whom.",
        "Write --consent PARTNER=PERSON, for example --consent icb=jo-bloggs.",
    ),
    "rulebook.consent_twice": (
        "Two consents are given for “{partner}”.",
        "Name one person for each partner.",
    ),
    "rulebook.loaded_before": (
        "{file} is the latest version already: {ref}. Nothing was loaded.",
        "",
    ),
    "done.rulebook_loaded": ("{file} is loaded as a draft: {ref}.", ""),
    "done.constituted": (
        "{name} is constituted from {on:day}, with {versions:count(rulebook,rulebooks)} in force.",
        "",
    ),
    "done.rulebook_adopted": ("{ref}, “{title}”, governs from {on:day}.", ""),
    "done.rulebook_withdrawn": ("{ref} is withdrawn.", ""),
    "rulebook.is": ("Version {number} of the {kind:term} “{key}”: {state:term}.", ""),
    "rulebook.governs_from": ("It governs from {on:day}: {right}.", ""),
    "rulebook.proved_from": ("It is proved for decisions from {on:day} on.", ""),
    "rulebook.acknowledged": (
        "Finding {name} is acknowledged since {on:day} by {by}: {reason}",
        "",
    ),
    "rulebook.pending_saved": (
        "Reports submitted before {on:day} stay under the version before: the resolution saves pending cases.",
        "",
    ),
    "rulebook.governs_until": ("It governed until a later version did, on {on:day}.", ""),
    "rulebook.right.consents": ("by every partner’s consent", ""),
    "rulebook.right.decision": ("by decision {decision}", ""),
    "rulebook.right.resolution": ("by resolution: {resolution}", ""),
    "rulebook.right.act": ("by the secretary: {reason}", ""),
    "rulebook.contents.scheme": ("Rules", ""),
    "rulebook.contents.framework": ("Stages", ""),
    "rulebook.contents.terms": ("Seats", ""),
    "rulebook.contents.calendar": ("Closed days", ""),
    "rulebook.no_difference": ("{first} and {second} say the same, word for word.", ""),
    "rulebook.difference.added": ("Rules added: {names:and}.", ""),
    "rulebook.difference.removed": ("Rules removed: {names:and}.", ""),
    "rulebook.difference.changed": ("Rules changed: {names:and}.", ""),
    "rulebook.difference.also": ("Also changed: {names:and}.", ""),
}

for _kind in (
    *("gap", "overlap", "duplicate", "contradiction", "unreachable"),
    *("unsettled", "more"),
):
    WORDS[f"rulebook.finding.{_kind}"] = (
        "{name}: {said}",
        "Mend the text and load it anew. “vires scheme check FILE” shows every finding, and --fix the smallest mend.",
    )
    WORDS[f"rulebook.known.{_kind}"] = (
        "{name}: {said}",
        "If it stands so in the other body’s scheme, accept it: vires rulebook acknowledge {ref} {name} --from {start} --reason TEXT.",
    )
