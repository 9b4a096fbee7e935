"""Words for schemes of delegation: reading them, reading cases, and why a rule takes a case."""

WORDS: dict[str, tuple[str, str]] = {
    # Reading a test.
    "scheme.test.too_long": (
        "This test is longer than {most:,} characters.",
        "Use a list of several tests, or a definition.",
    ),
    "scheme.test.too_deep": (
        "This test has brackets more than {most} deep.",
        "Take brackets out, or use definitions.",
    ),
    "scheme.test.unreadable": (
        "“{text}” cannot be read as part of a test.",
        "Write a comparison, for example “over 30,000 and up to 60,000”.",
    ),
    "scheme.test.unexpected": (
        "The test of “{input}” cannot go on with “{text}”.",
        "Join comparisons with “and” or “or”, for example “over 30,000 and up to 60,000”.",
    ),
    "scheme.test.want_choice": (
        "“{input}” cannot be “{text}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "scheme.test.want_terms": (
        "After “smaller of” or “larger of” should stand two or more amounts in brackets.",
        "Write for example “over smaller of (10% of budget, 500,000)”.",
    ),
    "scheme.test.want_amount": (
        "“{input}” is compared with “{text}”, which is not an amount.",
        "Write a number, a limit's name, or a share such as “10% of budget”.",
    ),
    "scheme.test.want_number": (
        "“{input}” is a whole number, and “{text}” is not one.",
        "Write a whole number without a pound sign.",
    ),
    "scheme.test.want_day": (
        "“{input}” is compared with “{text}”, which is not a day.",
        "Write a date such as 2026-04-01, or another day input, “plus 28 days” if need be.",
    ),
    "scheme.test.want_days": (
        "After the number should stand “days”.",
        "Write for example “starts minus 28 days”. Only calendar days can be counted here.",
    ),
    "scheme.test.fraction": (
        "This share of an amount, in the test of “{input}”, cannot be read.",
        "Write for example “10% of budget” or “1/3 of budget”, and never nought.",
    ),
    "scheme.test.want_input": (
        "“{text}” is not an input that can stand here in the test of “{input}”.",
        "{nearest:maybe}Inputs of the right type are: {known:or}.",
    ),
    "scheme.test.unknown_name": (
        "“{text}”, in the test of “{input}”, is neither an input nor a limit of the same type.",
        "{nearest:maybe}Those that fit are: {known:or}. Or declare a limit of that name.",
    ),
    "scheme.test.range": (
        "The range in the test of “{input}” ends before it starts.",
        "Write the smaller end first.",
    ),
    # Reading conditions.
    "scheme.when.unreadable": (
        "This condition is empty or is not one.",
        "Write input names with tests, a list of such, or “always”.",
    ),
    "scheme.when.want_test": (
        "The test of “{name}” is missing or is not text.",
        "Write for example “{name}: up to 30,000” or “{name}: yes”.",
    ),
    "scheme.when.any": (
        "Under “any” should stand a list of conditions, one of which is enough.",
        "Write each condition on a line, after “- ”.",
    ),
    "scheme.when.too_deep": (
        "This condition nests more than {most} levels deep, definitions included.",
        "Write it flatter.",
    ),
    "scheme.definition.cycle": (
        "A definition is used to define itself: {cycle}.",
        "Write one of them out in full.",
    ),
    "scheme.definition.unknown": (
        "There is no definition “{name}”.",
        "{nearest:maybe}Defined are: {known:and}.",
    ),
    "scheme.definition.want_name": (
        "After “is” and “not” should stand the name of a definition.",
        "Write the name, or a list of names.",
    ),
    "scheme.definition.too_much": (
        "The definitions, put in place, come to more than {most:,} comparisons.",
        "Use fewer definitions inside other definitions.",
    ),
    "scheme.input.unknown": (
        "“{name}” is not an input of this scheme.",
        "{nearest:maybe}Declare it among the inputs, or use one of: {known:and}.",
    ),
    # Declarations.
    "scheme.name.reserved": (
        "“{name}” is a word of the scheme language and cannot be a name.",
        "Choose another name.",
    ),
    "scheme.name.unusable": (
        "“{name}” cannot be a name.",
        "Start with a lower-case letter; go on with lower-case letters, digits, hyphens or underscores.",
    ),
    "scheme.input.from": (
        "The register knows nothing called “{name}”.",
        "{nearest:maybe}It knows {known:and}. Leave “from” out and the value is asked for.",
    ),
    "scheme.input.from_type": (
        "The register's “{source}” is of another type than “{name}”.",
        "Give “{name}” the type of what it comes from, or leave “from” out.",
    ),
    "scheme.input.choices": (
        "“{name}” needs two or more different choices.",
        "Write each choice once, in a list.",
    ),
    "scheme.input.bounds": (
        "The least “{name}” can be is more than the most it can be.",
        "Exchange the two.",
    ),
    "scheme.limit.is_input": (
        "“{name}” is an input already.",
        "Give the limit another name.",
    ),
    "scheme.limit.empty": ("The limit “{name}” has no value.", "Add a date and a value."),
    "scheme.limit.twice": (
        "The limit “{name}” has two values from the same date.",
        "Take one of them out.",
    ),
    "scheme.limit.by": (
        "“{name}” is not a day input, so no limit can be read on it.",
        "{nearest:maybe}Day inputs are: {known:and}.",
    ),
    "scheme.limit.reach": (
        "“{name}” has no value before {starts:day}, and “{input}” can be as early as {least:day}.",
        "Give “{input}” a later “least”, or the limit an earlier value.",
    ),
    "scheme.limit.not_yet": (
        "“{name}” has no value on {day:day}: its first is from {starts:day}.",
        "Ask for a later day, or give the limit an earlier value.",
    ),
    "scheme.fallback.own": (
        "Only a recorded scheme has a fallback.",
        "Take the line out. A scheme of one's own is proved to have no gaps.",
    ),
    "scheme.decider.unknown": (
        "“{name}” is not among the deciders of this scheme.",
        "{nearest:maybe}Declare it among the deciders, or use one of: {known:and}.",
    ),
    "scheme.ranks.chain": (
        "A chain of ranks should be a list of two deciders or more, the highest first.",
        "Write for example “- [cabinet, cabinet-member]”.",
    ),
    "scheme.ranks.circle": (
        "The ranks put {higher} above {lower}, and elsewhere {lower} above {higher}.",
        "Take one of the two out.",
    ),
    "scheme.procedure.unknown": (
        "There is no procedure “{name}”.",
        "{nearest:maybe}Declare it among the procedures, or use one of: {known:and}.",
    ),
    "scheme.separate.unknown": (
        "“{name}” is neither a kind of step, a decider, nor a person that duties can be kept from.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    # Rules.
    "scheme.rule.id": (
        "“{text}” cannot be the id of a rule.",
        "Use up to 40 letters, digits, full stops, hyphens or underscores.",
    ),
    "scheme.rule.twice": (
        "There is already a rule {rule}.",
        "Give each rule an id of its own.",
    ),
    "scheme.rule.unknown": (
        "There is no rule “{name}”.",
        "{nearest:maybe}Rules are: {known:and}.",
    ),
    "scheme.rule.overrides_itself": (
        "Rule {rule} overrides itself, directly or through others.",
        "Decide which rule goes before the other, and take the other way out.",
    ),
    "scheme.path.no_decision": (
        "Nobody decides on this path.",
        "Add a step “decide” with an office, a body or each partner.",
    ),
    "scheme.path.too_late": (
        "Advice on this path comes after the decision.",
        "Put consult, recommend, endorse and clear before the last “decide”.",
    ),
    "scheme.path.one_step": (
        "A line of a path should name one kind of step and who takes it.",
        "Write one of {known:or}, for example “decide: cabinet”.",
    ),
    "scheme.path.method": (
        "“{name}” is not a method of deciding.",
        "{nearest:maybe}Methods are {known:and}, or for example “3 of 5”.",
    ),
    # Cases.
    "scheme.case.not_json": (
        "The case is not JSON that can be read: line {line}, column {column}.",
        "Write names and values, for example {{“kind”: “award”, “value”: “30000.50”}} with straight quotation marks.",
    ),
    "scheme.case.too_deep": (
        "The case nests too deep.",
        "A case is one object of names with plain values.",
    ),
    "scheme.case.want_object": (
        "The case is not an object of names with values.",
        "Write the inputs you know, each with its value, in curly brackets.",
    ),
    "scheme.line.along": (
        "A scheme has no line along “{name}”.",
        "Choose an amount, a number or a day: {known:or}.",
    ),
    "scheme.case.unknown": (
        "“{name}” is not an input of this scheme.",
        "{nearest:maybe}Its inputs are {known:and}.",
    ),
    "scheme.case.choice": (
        "“{input}” cannot be “{text}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "scheme.case.type": (
        "“{input}” should be a number.",
        "Give amounts in pence and days as ordinals.",
    ),
    "scheme.case.float": (
        "“{input}” is {text}, an amount of money not in quotation marks.",
        "Put it in quotation marks, so that it is exact: “30000.50”.",
    ),
    "scheme.case.want_money": (
        "“{input}” should be an amount of money; it is {text}.",
        "Write pounds and pence in quotation marks, for example “30000.50”.",
    ),
    "scheme.case.negative": (
        "“{input}” is {text}; an amount cannot be negative.",
        "Write it without the sign. Savings are an input of their own.",
    ),
    "scheme.case.money_unreadable": (
        "“{input}” is “{text}”, which is not an amount of money.",
        "Write pounds and pence in quotation marks, for example “30000” or “30,000.50”.",
    ),
    "scheme.case.money_too_large": (
        "“{input}” is “{text}”, more than Vires can hold.",
        "Write an amount up to {most:money}.",
    ),
    "scheme.case.want_number": (
        "“{input}” should be a whole number; it is {text}.",
        "Write it in digits, for example 3.",
    ),
    "scheme.case.want_day": (
        "“{input}” should be a date; it is {text}.",
        "Write it as “YYYY-MM-DD”, for example “2026-04-01”.",
    ),
    "scheme.case.bounds_money": (
        "“{input}” is out of the bounds the scheme gives it.",
        "It can be from {least:money} to {most:money}.",
    ),
    "scheme.case.bounds_integer": (
        "“{input}” is out of the bounds the scheme gives it.",
        "It can be from {least:,} to {most:,}.",
    ),
    "scheme.case.bounds_day": (
        "“{input}” is out of the bounds the scheme gives it.",
        "It can be from {least:day} to {most:day}.",
    ),
    "scheme.case.other_day": (
        "The case says “{input}” is {given:day}, but the day of decision asked about is {asked:day}.",
        "Leave one of the two out, or make them the same.",
    ),
    "scheme.case.assume": (
        "The case goes against what the scheme assumes of every case, on its line {line}.",
        "Correct the case, or the scheme if the case is real.",
    ),
    "scheme.case.impossible": (
        "Whatever is filled in, the case goes against what the scheme assumes of every case.",
        "Correct the values given, or the scheme if the case is real.",
    ),
    # Files.
    "scheme.file.missing": (
        "There is no file and no bundled scheme “{name}”.",
        "{nearest:maybe}Bundled schemes are {known:and}; “vires scheme list” says more.",
    ),
    "scheme.file.unreadable": (
        "“{name}” cannot be read.",
        "Check that it is a file and that you may read it.",
    ),
    # Answers.
    "scheme.answer.undetermined": (
        "Not enough is known to say who decides.",
        "Find out: {unknown:and}.",
    ),
    "scheme.answer.no_rule": (
        "No rule takes this case.",
        "Whoever delegated the power still has it.",
    ),
    "scheme.answer.fallback": (
        "No rule takes this case. It goes to the {fallback}.",
        "The proper officer says who decides it, and the owner can mend the scheme.",
    ),
    "scheme.answer.conflict": (
        "Rules {rules:and} all take this case and disagree.",
        "Say in the scheme which of them overrides the other.",
    ),
    # Why a rule takes a case.
    "scheme.because.always": ("The rule takes every case.", ""),
    "scheme.because.choice": ("{title} is {is_}.", ""),
    "scheme.because.yes_no": ("{title}: {is_}.", ""),
    "scheme.because.limit.money": ("{title} is {bound:money} on {day:day}.", ""),
    "scheme.because.limit.integer": ("{title} is {bound:,} on {day:day}.", ""),
    "scheme.because.overrides": ("Rule {rule} goes before {rules:and}.", ""),
    "scheme.because.agreeing": ("By {rules:and} it would go the same way.", ""),
    "scheme.because.source": ("Rule {rule} stands in: {source}.", ""),
}

_RELATIONS = {
    "under": "under",
    "at_most": "not over",
    "over": "over",
    "at_least": "at least",
    "equal": "exactly",
    "not_equal": "not",
}
_DAY_RELATIONS = {
    "under": "before",
    "at_most": "on or before",
    "over": "after",
    "at_least": "on or after",
    "equal": "exactly",
    "not_equal": "not",
}

for _op, _is in _RELATIONS.items():
    for _type, _as in (("money", "money"), ("integer", ",")):
        _start = f"{{title}} ({{value:{_as}}}) is {_is}"
        WORDS[f"scheme.because.{_type}.{_op}"] = (f"{_start} {{bound:{_as}}}.", "")
        WORDS[f"scheme.because.same.{_type}.{_op}"] = (f"{_start} {{other}} ({{whole:{_as}}}).", "")
        WORDS[f"scheme.because.share.{_type}.{_op}"] = (
            f"{_start} {{share}} of {{other}} ({{whole:{_as}}}).",
            "",
        )
for _op, _is in _DAY_RELATIONS.items():
    _start = f"{{title}} ({{value:day}}) is {_is} {{bound:day}}"
    WORDS[f"scheme.because.day.{_op}"] = (f"{_start}.", "")
    WORDS[f"scheme.because.offset.{_op}"] = (f"{_start} ({{other}} {{days:+d}} days).", "")
