"""Words of the page of a decision record: what it is, how to check it, what it cannot show."""

WORDS: dict[str, tuple[str, str]] = {
    "web.decision_record.title": ("The decision record of {ref}", ""),
    "web.decision_record.about": (
        "One file with everything that the decisions on this report rested on. Whoever has it can work out for themselves, without Vires and without us, whether the decision was within the powers of whoever took it.",
        "",
    ),
    "web.decision_record.has.rules": (
        "the exact text of every rule: the scheme, the terms of reference, the calendars",
        "",
    ),
    "web.decision_record.has.facts": (
        "the facts of the case, and how each sum was made",
        "",
    ),
    "web.decision_record.has.people": (
        "who sat where that day, who stood in for whom, what was delegated, and the interests declared",
        "",
    ),
    "web.decision_record.has.decisions": (
        "notices with their days, how it was decided, the resolution word for word, and the reasons",
        "",
    ),
    "web.decision_record.has.proof": (
        "each entry of the record as it was written that day, with the seal it is in",
        "",
    ),
    "web.decision_record.not_public": (
        "It is not for publication: it holds names, declared interests and the wording of reports, also where these are not public. Give it to auditors, inspectors and others who may see them. For the public there is the notice of the decision.",
        "",
    ),
    "web.decision_record.notice": ("The notice of the decision, for the public", ""),
    "web.decision_record.link": ("Decision record, to check the decision by", ""),
    "web.decision_record.get": ("Download the decision record", ""),
    "web.decision_record.check": ("How anybody checks it", ""),
    "web.decision_record.checker": (
        "A small program, the verifier, works out every step anew: which rule applied, who could decide, the quorum and the count, the notice days, call-in, and whether any entry was changed. It shares nothing with the part of Vires that took the decision in, and it is short enough to be read. It comes with Vires and needs Python.",
        "",
    ),
    "web.decision_record.step.file": ("Download the decision record.", ""),
    "web.decision_record.step.key": (
        "Ask somebody else as well for its fingerprint, such as whoever looks after the server: a key from the same place as the record vouches for less.",
        "",
    ),
    "web.decision_record.step.run": ("Run the verifier in the folder of both files:", ""),
    "web.decision_record.step.read": (
        "Read what it says: “follows” for each step that it finds as recorded, and in words what does not follow and why.",
        "",
    ),
    "web.decision_record.explain": (
        "To see how it worked out each step, add at the end:",
        "",
    ),
    "web.decision_record.cannot": ("What it cannot show", ""),
    "web.decision_record.cannot.true": (
        "whether what people entered was true: that somebody was in the room, or that a figure was right",
        "",
    ),
    "web.decision_record.cannot.never": (
        "what was never entered, or left out of the file by whoever made it. Compare its latest seal with one in a receipt or in signed minutes",
        "",
    ),
    "web.decision_record.cannot.owner": (
        "another history written by somebody who has both the database and the key. Receipts that others keep show that",
        "",
    ),
    "web.decision_record.cannot.documents": (
        "what the documents say: it holds their digests, by which a copy is known to be the same",
        "",
    ),
    "web.decision_record.cannot.erased": (
        "the names of people that were erased since",
        "",
    ),
    "web.decision_record.cannot.waits": (
        "the seals of entries from the last moments: they are sealed a second later while Vires runs",
        "",
    ),
    "web.decision_record.seals": ("Seals over the record, and their key", ""),
    "web.public.checking": ("Checking this decision", ""),
    "web.public.checking_said": (
        "Everything this decision rested on is kept in a sealed record, by which anybody who is given it can check that it was taken within powers. The record itself is not published, because it also holds what may not be: names, interests and wording that are not public. The partnership can give it to an auditor or an inspector.",
        "",
    ),
}
