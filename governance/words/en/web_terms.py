"""Words of the page and forms on which terms of reference are edited."""

_SECTIONS = {
    "about": "What the body is",
    "categories": "Kinds of member",
    "seats": "Seats",
    "substitutes": "Substitutes",
    "quorum": "Quorum",
    "minima": "Who must be among them",
    "decisions": "How decisions are taken",
    "kinds": "Decisions taken in a way of their own",
    "chair": "The chair",
    "rotation": "The chair in turn",
    "meetings": "Meetings",
    "notices": "Notice of meetings",
    "between": "Between meetings",
}
_FORMS = {
    "about": "What the body is",
    "substitutes": "Whether members have substitutes",
    "quorum": "The quorum",
    "decisions": "How decisions are taken",
    "chair": "How the chair is appointed",
    "rotation": "Whether the chair goes round",
    "meetings": "How often the body meets",
    "between": "What can be done between meetings",
}
_ROWS = {
    "categories": ("a kind of member", "Change a kind of member: {row}", "kind of member"),
    "seats": ("a seat", "Change a seat: {row}", "seat"),
    "minima": ("a minimum", "Change who must be among them: {row}", "minimum"),
    "kinds": ("a kind of decision", "Change how this is decided: {row}", "way of deciding"),
    "notices": ("a notice", "Change a notice: {row}", "notice"),
}
_PARTS = {
    "vires": "First line",
    "key": "Key",
    "title": "What the body is",
    "body": "What the body is",
    "standing": "What the body is",
    "source": "What the body is",
    "adds": "What the body is",
    "categories": "Kinds of member",
    "seats": "Seats",
    "substitutes": "Substitutes",
    "quorum": "Quorum",
    "decisions": "How decisions are taken",
    "chair": "The chair",
    "meetings": "Meetings",
    "between_meetings": "Between meetings",
}
_HEADS = {
    "one": "One of them",
    "many": "Several of them",
    "localism_act": "Bound by the Localism Act 2011",
    "seat": "Seat",
    "category": "Kind of member",
    "represents": "Speaks for",
    "office": "Office",
    "voting": "Votes",
    "substitute": "May have a substitute",
    "term": "Term",
    "minimum": "At least",
    "kind": "Decision",
    "method": "Voted on",
    "without_vote": "May be agreed without a vote",
    "what": "What is given",
    "days": "Days before the meeting",
    "counted": "How they are counted",
    "part": "Part",
    "about": "About",
    "in_force": "In force",
    "here": "In this version",
}
_LINES = {
    "title": "Title",
    "standing": "Standing",
    "adds": "Procedure it adds to what the law asks",
    "source": "Where the terms were agreed or published",
    "url": "Web address of that",
    "substitutes": "Substitutes",
    "needed": "Needed at a meeting",
    "interested": "Members with an interest",
    "associates": "Associates count",
    "without_vote": "Decisions may be agreed without a vote",
    "method": "When it comes to a vote",
    "casting_vote": "Casting vote on a tie",
    "appointed_by": "Appointed by",
    "consulted": "Members are consulted first",
    "from_seats": "Who can be chosen",
    "together": "Chairs at the same time",
    "chair_term": "Term",
    "rotation": "Turns",
    "turns": "In this order",
    "each": "Each for",
    "begins": "First turn begins",
    "a_year": "Meetings a year",
    "chairs_action": "The chair may act alone",
    "written_resolution": "Written resolution",
    "urgent_matters": "Who decides what cannot wait",
}
_METHODS = {
    "simple_majority": "More for than against",
    "simple_majority_of_all": "More than half of all who may vote",
    "two_thirds": "Two thirds of the votes cast",
    "two_thirds_of_all": "Two thirds of all who may vote",
    "unanimity": "Nobody against",
    "unanimity_of_all": "All who may vote are for",
    "single_officer": "One officer decides",
    "each_partner_in_writing": "Each partner consents in writing",
    "n_of_m": "A number of the seats that vote",
}

WORDS: dict[str, tuple[str, str]] = {
    "web.rules.move.edit_terms": ("Change it by forms, part by part", ""),
    "web.terms.lead": (
        "Each part has a form of its own. What no form asks stays as it is in the text; notes (lines that begin with #) inside a part you change are lost.",
        "",
    ),
    "web.terms.as_text": ("Edit as text", ""),
    "web.terms.not_a_draft": ("These terms can no longer be changed as they stand.", ""),
    "web.terms.change_these": ("Change these terms: begin a draft with what they say", ""),
    "web.terms.on_this_page": ("Parts of the terms", ""),
    "web.terms.differs": ("What differs from what is in force", ""),
    "web.terms.differs_from": ("What differs from {ref}", ""),
    "web.terms.no_difference": ("It says the same as {ref}, which is in force.", ""),
    "web.terms.other_difference": (
        "It differs from {ref}, which is in force, in something that only the text shows.",
        "",
    ),
    "web.terms.was_not": ("Not there", ""),
    "web.terms.is_not": ("Taken out", ""),
    "web.terms.none_in_force": ("No terms of reference under this key are in force yet.", ""),
    "web.terms.adoption": ("On the way to adoption", ""),
    "web.terms.version_page": ("The page of {ref}, with other versions", ""),
    "web.terms.not_said": ("Not said", ""),
    "web.terms.not_here": ("{name} (nobody here has that key)", ""),
    "web.terms.months": ("{months:count(month,months)}", ""),
    "web.terms.minimum": ("{members} from {who:or}", ""),
    "web.terms.n_of_m": ("{number} of the {of} seats that vote", ""),
    "web.terms.no_resolution": ("Not allowed", ""),
    "web.terms.any_member": ("Any member with a vote", ""),
    "web.terms.no_rotation": ("The chair does not go round", ""),
    "web.terms.turns": ("{who:and}", ""),
    "web.terms.quorum_members": ("{members:count(member,members)}", ""),
    "web.terms.quorum_share.seats": ("{share} of all seats", ""),
    "web.terms.quorum_share.filled": ("{share} of the seats that are filled", ""),
    "web.terms.notice.agenda": ("the agenda and its papers", ""),
    # Choices
    "web.terms.procedure.forward_plan": (
        "Forward plan",
        "Decisions are announced before they are taken",
    ),
    "web.terms.procedure.public_access": (
        "Public access",
        "The public may attend and see the papers",
    ),
    "web.terms.procedure.call_in": ("Call-in", "Scrutiny may ask for a decision to wait"),
    "web.terms.procedure.formal_voting": (
        "Formal voting",
        "Votes are taken as a committee of a council takes them",
    ),
    "web.terms.substitutes.named": (
        "Members may have named substitutes",
        "Named in advance, with the appointment",
    ),
    "web.terms.substitutes.none": ("Nobody sits for a member", ""),
    "web.terms.how.members": ("A number of members", ""),
    "web.terms.how.share": ("A share of the seats that vote", "Rounded up"),
    "web.terms.share_of.seats": ("All of them, vacant ones too", ""),
    "web.terms.share_of.filled": ("Only those that are filled", ""),
    "web.terms.interested.none": ("Do not count", "Whatever the interest came to"),
    "web.terms.interested.those_who_stay": (
        "Count if they stay",
        "Also where they do not vote on the item",
    ),
    "web.terms.interested.all": ("Always count", ""),
    # What the body is
    "web.terms.about.title": (
        "Title",
        "Such as “Terms of reference of the Youth Board”",
    ),
    "web.terms.about.standing": ("What is the body?", "The law that binds it follows from that"),
    "web.terms.about.adds": (
        "What does it keep to beyond what the law asks?",
        "Leave out what the law asks of such a body anyway",
    ),
    "web.terms.about.source": (
        "Where were the terms agreed or published?",
        "Such as a meeting, its day and the minute",
    ),
    "web.terms.about.url": ("Web address of that", ""),
    # Kinds of member
    "web.terms.categories.one": ("What is one of them called?", "Such as councillor"),
    "web.terms.categories.many": ("What are several of them called?", "Such as councillors"),
    "web.terms.categories.localism_act": (
        "Are they bound by the Localism Act 2011?",
        "Yes for councillors: a disclosable pecuniary interest bars them by law",
    ),
    # Seats
    "web.terms.seats.title": (
        "What is the seat called?",
        "As one speaks of the member, such as “the police representative”",
    ),
    "web.terms.seats.category": ("Which kind of member sits there?", ""),
    "web.terms.seats.represents": (
        "Whom does it speak for?",
        "One seat can speak for several organisations, or for none",
    ),
    "web.terms.seats.office": (
        "Does the holder of an office sit there?",
        "Choose the office if so",
    ),
    "web.terms.seats.voting": ("Does the member vote?", "No for an associate, who only speaks"),
    "web.terms.seats.substitute": ("May the member have a substitute?", ""),
    "web.terms.seats.term_months": (
        "How many months does an appointment last?",
        "Leave it empty for no limit",
    ),
    "web.terms.substitutes.substitutes": ("May members have substitutes?", ""),
    # Quorum
    "web.terms.quorum.how": ("How is the quorum counted?", ""),
    "web.terms.quorum.members": ("How many members?", "Where it is a number"),
    "web.terms.quorum.share": ("Which share?", "Where it is a share: a fraction such as 1/3"),
    "web.terms.quorum.share_of": ("Which seats is that a share of?", "Where it is a share"),
    "web.terms.quorum.interested_count": ("Do members with an interest count?", ""),
    "web.terms.quorum.associates_count": ("Do associates, who do not vote, count?", ""),
    "web.terms.minima.members": ("At least how many?", ""),
    "web.terms.minima.category": (
        "Of which kinds of member?",
        "Several kinds are added together",
    ),
    "web.terms.minima.seat": ("Or from which seats?", ""),
    # Decisions
    "web.terms.decisions.without_vote": (
        "May decisions be agreed without a vote?",
        "If yes, a vote is taken only where a member asks for one",
    ),
    "web.terms.decisions.method": ("When it comes to a vote, what carries it?", ""),
    "web.terms.decisions.number": (
        "How many of the seats that vote?",
        "Only where it is a number of seats",
    ),
    "web.terms.decisions.casting_vote": (
        "Does whoever presides have a casting vote on a tie?",
        "",
    ),
    "web.terms.kinds.name": ("Which decision?", ""),
    "web.terms.kinds.without_vote": ("May it be agreed without a vote?", ""),
    "web.terms.kinds.method": (
        "When it comes to a vote, what carries it?",
        "Leave it open to vote as on other decisions",
    ),
    "web.terms.kinds.number": (
        "How many of the seats that vote?",
        "Only where it is a number of seats",
    ),
    # Chair
    "web.terms.chair.appointed_by": ("Who appoints the chair?", ""),
    "web.terms.chair.after_consulting_members": (
        "Must the members be consulted first?",
        "If yes, the appointment waits until each member’s view is recorded",
    ),
    "web.terms.chair.from_seats": (
        "From which seats can the chair be chosen?",
        "Choose none for any member with a vote",
    ),
    "web.terms.chair.together": (
        "How many chairs are there at a time?",
        "More than 1 for co-chairs",
    ),
    "web.terms.chair.term_months": (
        "How many months is the chair appointed for?",
        "Leave it empty for no limit",
    ),
    "web.terms.rotation.turn": (
        "Turn {number}",
        "The seats that take the chair, in their order; leave everything empty if it does not go round. Save to add more turns",
    ),
    "web.terms.rotation.months": (
        "How many months is each turn?",
        "Needed once turns are chosen",
    ),
    "web.terms.rotation.from": (
        "On which day does the first turn begin?",
        "Needed once turns are chosen",
    ),
    # Meetings
    "web.terms.meetings.a_year": (
        "How many meetings a year?",
        "Leave it empty if the terms say none",
    ),
    "web.terms.notices.kind": ("What is given before a meeting?", ""),
    "web.terms.notices.days": ("How many days before?", ""),
    "web.terms.notices.policy": ("How are the days counted?", ""),
    "web.terms.between.chairs_action": (
        "May the chair act alone between meetings?",
        "Only a partnership without powers of its own, or a partner’s own body, can allow it",
    ),
    "web.terms.between.written_resolution": (
        "May the members decide by written resolution?",
        "If so, choose what carries it",
    ),
    "web.terms.between.urgent_matters": ("Which office decides what cannot wait?", ""),
    # What is wrong
    "web.terms.number_missing": (
        "The number of seats is missing.",
        "Say how many of the seats that vote must be for, or choose another way.",
    ),
    "web.terms.number_high": (
        "Only {seats:count(seat votes,seats vote)}.",
        "Give that number or less.",
    ),
    "web.terms.kind_says_nothing": (
        "This kind would be decided as all others are.",
        "Choose what carries it, or that it is always voted on.",
    ),
    "web.terms.wrong.terms.nobody_votes": (
        "No seat would have a vote.",
        "Leave a seat whose member votes.",
    ),
    "web.terms.wrong.terms.quorum_one_of": (
        "The number of members, or the share, is missing.",
        "Fill in whichever you chose.",
    ),
    "web.terms.wrong.terms.share_unreadable": (
        "“{text}” is not a share of the seats.",
        "Write a fraction up to the whole, such as 1/4 or 1/3.",
    ),
    "web.terms.wrong.terms.minimum_of_nobody": (
        "It is not said who they are.",
        "Choose kinds of member, or seats.",
    ),
    "web.terms.wrong.terms.n_of_m_seats": (
        "“{number} of {of}” would no longer fit: {seats:count(seat would have a vote,seats would have votes)}.",
        "Choose another way to carry a vote first, change the seats, then give the number again.",
    ),
    "web.terms.wrong.terms.unknown_seat": (
        "The seat “{name}” is named here and would be gone.",
        "Choose other seats here first.",
    ),
    "web.terms.wrong.terms.unknown_category": (
        "The kind of member “{name}” is named here and would be gone.",
        "Choose another kind here first.",
    ),
    "web.terms.wrong.terms.rotation_of_nobody": (
        "The chair goes round, and no seat is chosen.",
        "Choose the seats in the order of their turn, or leave everything empty.",
    ),
    "web.terms.wrong.terms.chairs_action_unlawful": (
        "A body of this standing cannot act through its chair alone ({source}).",
        "Say no here, and choose the office that decides what cannot wait.",
    ),
    "web.terms.wrong.terms.written_resolution_unlawful": (
        "A body of this standing cannot decide by written resolution ({source}).",
        "Choose “Not allowed”, and the office that decides what cannot wait.",
    ),
    "web.terms.wrong.terms.casting_vote_by_law": (
        "The law gives whoever presides over such a body a casting vote ({source}).",
        "Say yes here.",
    ),
    "web.terms.wrong.text.missing": ("“{key}” is not answered, and is needed here.", "Answer it."),
}
for _name, _title in _SECTIONS.items():
    WORDS[f"web.terms.section.{_name}"] = (_title, "")
for _name, _title in _FORMS.items():
    WORDS[f"web.terms.{_name}"] = (_title, "Save")
for _name, (_one, _change, _called) in _ROWS.items():
    WORDS[f"web.terms.{_name}.add"] = (f"Add {_one}", "Save")
    WORDS[f"web.terms.{_name}.change"] = (_change, "Save")
    WORDS[f"web.terms.{_name}.take_out"] = (f"Take out this {_called}: {{row}}?", "Take it out")
    WORDS[f"web.terms.none.{_name}"] = ("None.", "")
for _name, _title in _PARTS.items():
    WORDS[f"web.terms.part.{_name}"] = (_title, "")
for _name, _title in _HEADS.items():
    WORDS[f"web.terms.head.{_name}"] = (_title, "")
for _name, _title in _LINES.items():
    WORDS[f"web.terms.line.{_name}"] = (_title, "")
for _name, _title in _METHODS.items():
    WORDS[f"web.terms.method.{_name}"] = (_title, "")
