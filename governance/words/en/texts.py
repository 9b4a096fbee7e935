"""Words for reading texts, money and names."""

WORDS: dict[str, tuple[str, str]] = {
    "money.unreadable": (
        "“{text}” is not an amount of money.",
        "Write pounds and pence, for example “30000” or “30,000.50”.",
    ),
    "money.negative": (
        "{amount:money} is below nothing, and an amount cannot be negative here.",
        "Give an amount of nothing or more.",
    ),
    "money.not_pence": (
        "“{text}” is no amount in whole pence.",
        "Give a whole number of pence.",
    ),
    "money.too_large": (
        "“{text}” is more than Vires can hold.",
        "Write an amount up to {most:money}.",
    ),
    "text.too_large": (
        "The file has more than {most:,} bytes, which is the most that is read.",
        "Split the file, or check that it is the one you meant.",
    ),
    "text.not_utf8": ("The file is not UTF-8 text.", "Save it again as UTF-8."),
    "text.not_yaml": ("The file is not valid YAML: {detail}.", "Correct this line."),
    "text.empty": ("The file is empty.", "Check that it is the one you meant."),
    "text.too_deep": (
        "The file nests more than {most} levels deep.",
        "Take out levels; no rulebook needs so many.",
    ),
    "text.alias": (
        "The file uses a YAML anchor or alias (& or *), which is not read.",
        "Write the text out, or put it in quotation marks.",
    ),
    "text.tag": ("The file uses a YAML tag ({tag}), which is not read.", "Take the tag out."),
    "text.second_document": (
        "A second text begins here, after a line “---”.",
        "Put it in a file of its own, or take the line out.",
    ),
    "text.not_shown": (
        "There is a character here that cannot be shown.",
        "Take out escapes such as \\x1b or \\ud800.",
    ),
    "text.key_not_text": ("A name here is not plain text.", "Write a name before the colon."),
    "text.duplicate_key": ("“{key}” stands here a second time.", "Take one of the two out."),
    "text.want_mapping": (
        "Here should stand names with values.",
        "Write lines like “title: Our scheme”.",
    ),
    "text.want_list": ("“{key}” should be a list.", "Write each item on a line, after “- ”."),
    "text.want_text": ("“{key}” should be a single value.", "Write one value after the colon."),
    "text.want_key": (
        "“{text}” cannot be used for “{key}”.",
        "Use lower-case letters, digits, hyphens and underscores.",
    ),
    "text.missing": ("“{key}” is missing.", "Add a line “{key}: …” here."),
    "text.not_one_of": (
        "“{text}” is not a possible value of “{key}”.",
        "{nearest:maybe}It can be {known:or}.",
    ),
    "text.want_integer": (
        "“{text}” is not a whole number that “{key}” can have.",
        "Write a number from {least} to {most}.",
    ),
    "text.want_day": (
        "“{text}” is not a date that “{key}” can have.",
        "Write it as YYYY-MM-DD, for example 2026-04-01.",
    ),
    "text.more": (
        "{count:count(further problem is,further problems are)} not told here.",
        "Mend those above, then hand it in again.",
    ),
    "text.many_more": (
        "At least {count:count(further problem is,further problems are)} not told here: the text was read no further.",
        "Mend those above, then hand it in again.",
    ),
    "text.unknown_key": (
        "“{key}” means nothing here.",
        "{nearest:maybe}Known here are {known:and}.",
    ),
}
