"""Words of the forms on commissions, evidence, agreements and delegations."""

_DAY = "For example, 27 3 2027"
_LATER = "It can be said later"

_NEW = {
    "title": ("Title", "What people call it"),
    "lead": ("Lead", "The officer who is answerable for it"),
    "end": ("End date", _DAY),
    "framework": ("Framework", ""),
    "need": ("The need it meets", _LATER),
    "population": ("For whom", _LATER),
    "value": ("Value", "Over its whole life, in pounds"),
    "partners": ("Partners who take part", "Their shares can be added later"),
    "regime": ("Law of the procurement", ""),
}


def _asked(act: str, *names: str) -> dict[str, tuple[str, str]]:
    return {f"web.commission.{act}.{name}": _NEW[name] for name in names}


def _moved(move: str, title: str, button: str) -> dict[str, tuple[str, str]]:
    """The words of an agreement's move: its title, its button, the fields any may have."""
    return {
        f"web.agreement.{move}": (title, button),
        f"web.agreement.{move}.ends": ("Last day", f"If it brings another one. {_DAY}"),
    }


WORDS: dict[str, tuple[str, str]] = {
    "web.no_such_move": (
        "This {item} is “{where}”: from there it is not possible to {move}.",
        "What there is from here: {available:or}.",
    ),
    "web.commission.open": ("Open a commission", "Open it"),
    **_asked("open", "title", "lead", "end", "framework", "need", "population", "value",
             "partners"),
    "web.commission.propose": ("Propose a commission", "Propose it"),
    **_asked("propose", "title", "lead", "end", "framework", "need"),
    "web.commission.record": ("Record a commission that runs already", "Record it"),
    **_asked("record", "title", "lead", "end", "framework", "value", "regime", "partners"),
    "web.commission.start": ("Start the cycle of {title}", "Start its cycle"),
    **_asked("start", "lead", "end"),
    "web.commission.next_round": ("Take {title} round again", "Go round again"),
    "web.commission.pause": ("Pause {title}", "Pause it"),
    "web.commission.resume": ("Let {title} go on", "Let it go on"),
    "web.commission.withdraw": ("Give up {title}", "Give it up"),
    "web.commission.notice": ("Give notice to end {title}", "Give notice"),
    "web.commission.notice.end": ("Its last day", f"If the notice brings another one. {_DAY}"),
    "web.commission.withdraw_notice": ("Take back the notice on {title}", "Take it back"),
    "web.commission.withdraw_notice.end": (
        "Its last day",
        "Leave it empty for the one there was before the notice",
    ),
    "web.commission.close": ("Close {title}", "Close it"),
    "web.commission.record_closure": ("Record that {title} ended outside Vires", "Record it"),
    "web.commission.record_closure.on": ("When it ended", f"Today if it is left empty. {_DAY}"),
    "web.commission.recommission": ("Open the commission that follows {title}", "Open it"),
    **_asked("recommission", "title", "lead", "end", "framework"),
    "web.commission.stage.open": ("Open “{stage}” of {title}", "Open the stage"),
    "web.commission.stage.bring_to_gate": (
        "Bring “{stage}” of {title} to its gate",
        "Bring it to its gate",
    ),
    "web.commission.stage.return_from_gate": (
        "Take “{stage}” of {title} back from its gate",
        "Take it back",
    ),
    "web.commission.stage.certify": ("Certify the gate of “{stage}” of {title}", "Certify it"),
    "web.commission.stage.reopen": ("Go back to “{stage}” of {title}", "Go back to it"),
    "web.commission.stage.record_passed": (
        "Record that “{stage}” of {title} was passed outside Vires",
        "Record it",
    ),
    "web.commission.stage.record_passed.on": (
        "When it was passed",
        f"Today if it is left empty. {_DAY}",
    ),
    "web.commission.set": ("Change what is said of {title}", "Save it"),
    **_asked("set", "title", "lead", "end", "need", "population", "value", "regime"),
    "web.commission.set.outcomes": ("Outcomes", ""),
    "web.commission.set.level": ("Level", ""),
    "web.commission.set.mechanism": ("How provision is secured", ""),
    "web.commission.set.organisation": ("Who commissions it", ""),
    "web.commission.set.parent": ("Part of", "The reference of a commission, such as C-0012"),
    "web.commission.set.facts": (
        "Local facts",
        "One on each line, with a colon after its name. For example, site: the old library",
    ),
    "web.commission.fact_unreadable": (
        "“{text}” is not a fact with its name.",
        "Write the name, a colon and the fact, one on each line.",
    ),
    "web.commission.partner": ("Add a partner to {title}", "Save the partner"),
    "web.commission.partner.partner": ("Partner", ""),
    "web.commission.partner.share": ("What it puts in", "In pounds, if that is known"),
    "web.commission.answer": ("Answer the principles for {title}", "Save the answers"),
    "web.commission.answer.principle": ("Principle", ""),
    "web.commission.answer.answer": ("Answer", "It takes the place of an earlier one"),
    "web.commission.link": ("Link another commission with {title}", "Link them"),
    "web.commission.link.other": (
        "The other commission",
        "Its reference, such as C-0012. Their values then count together",
    ),
    "web.commission.unlink": ("Let {title} count for itself again", "Let it count for itself"),
    "web.commission.tier": ("Say how closely {title} is reviewed", "Save the tier"),
    "web.commission.tier.tier": ("Risk tier", ""),
    # Evidence
    "web.commission.evidence": ("Add a document to the file of {title}", "Add the document"),
    "web.commission.evidence.kind": ("Kind of document", "What a gate asks for. Leave it where no gate asks for this document"),
    "web.commission.evidence.other-kind": (
        "Another kind",
        "Only where no kind above fits. In small letters, with hyphens between words, such as site-visit. Where you say none, it is “other”",
    ),
    "web.commission.evidence.title": ("Title of the document", ""),
    "web.commission.evidence.file": (
        "File",
        "PDF, office document, picture or text, up to 25 MB. A statement needs no file",
    ),
    "web.commission.evidence.closed": ("Who may see it?", ""),
    "web.commission.evidence.paragraph": ("Paragraph", "Only for an exempt document"),
    "web.commission.evidence.closed-reason": (
        "Why it is closed",
        "For an exempt one, why the public interest is in keeping it so",
    ),
    "web.evidence.open_with_reason": (
        "A document that everybody may see needs no paragraph and no reason.",
        "Say that it is exempt or confidential, or leave both out.",
    ),
    "web.evidence.one_kind": (
        "A document has one kind.",
        "Choose a kind, or type another one, and not both.",
    ),
    "web.evidence.withdraw": ("Take “{document}” off the file of {ref}", "Take it off"),
    # Agreements
    "web.commission.agreement": ("Record an agreement of {title}", "Record it"),
    "web.commission.agreement.title": ("Title of the agreement", ""),
    "web.commission.agreement.state": ("How it stands", ""),
    "web.commission.agreement.kind": ("Kind of agreement", ""),
    "web.commission.agreement.provider": ("Provider", ""),
    "web.commission.agreement.lot": ("Lot", ""),
    "web.commission.agreement.value": ("Value", "Over its term, in pounds"),
    "web.commission.agreement.starts": ("First day", _DAY),
    "web.commission.agreement.ends": ("Last day", _DAY),
    "web.commission.agreement.regime": ("Law of the procurement", ""),
    **_moved("start_standstill", "Start the standstill of {title}", "Start it"),
    "web.agreement.start_standstill.notice": ("Day of the award notice", _DAY),
    "web.agreement.start_standstill.policy": ("How its days are counted", ""),
    "web.agreement.start_standstill.days": ("Days of standstill", ""),
    **_moved("sign", "Record that {title} is signed", "Record it"),
    **_moved("record_signed", "Record that {title} was signed too early", "Record it"),
    **_moved("mobilise", "Start to mobilise {title}", "Start it"),
    **_moved("begin", "Begin {title}", "Begin it"),
    **_moved("give_notice", "Give notice to end {title}", "Give notice"),
    **_moved("record_notice", "Record a notice on {title}", "Record it"),
    **_moved("withdraw_notice", "Take back the notice on {title}", "Take it back"),
    **_moved("end", "End {title}", "End it"),
    **_moved("expire", "Record that {title} expired", "Record it"),
    **_moved("continue_uncovered", "Record that {title} goes on without cover", "Record it"),
    **_moved("regularise", "Record that {title} is covered again", "Record it"),
    **_moved("stop", "Record that delivery under {title} stopped", "Record it"),
    **_moved("set_aside", "Set {title} aside", "Set it aside"),
    **_moved("break_off", "Record that {title} was broken off", "Record it"),
    # Delegations
    "web.delegation.add": ("Record a delegation", "Record it"),
    "web.delegation.add.giver": ("From", "The body or office that gives the power"),
    "web.delegation.add.receiver": ("To", "The body or office that gets it"),
    "web.delegation.add.purpose": ("Purpose", "In the words of the resolution"),
    "web.delegation.add.source": ("Source", "The resolution that made it"),
    "web.delegation.add.ceiling": ("Ceiling", "In pounds. Leave it empty if there is none"),
    "web.delegation.add.kinds": (
        "Kinds of decision",
        "Choose none for every kind within the purpose",
    ),
    "web.delegation.add.consult": ("Who must be consulted first", ""),
    "web.delegation.add.from": ("First day", f"Today if it is left empty. {_DAY}"),
    "web.delegation.add.expires": ("Last day", f"Leave it empty if there is none. {_DAY}"),
    "web.delegation.end": ("Take back the delegation {ref}", "Take it back"),
    "web.delegation.end.on": ("First day without it", f"Today if it is left empty. {_DAY}"),
}  # fmt: skip
