"""Words about the templates of messages, and for whom a message or a deadline names."""

WORDS: dict[str, tuple[str, str]] = {
    "template.unknown": (
        "There is no template called “{name}”.",
        "{nearest:maybe}There are {known:and}.",
    ),
    "template.param_missing": (
        "The template “{template}” was not given {names:and}.",
        "Give each of them.",
    ),
    "template.no_head": (
        "A template begins with a line of three hyphens, its settings, and another such line.",
        "Write “---”, then “example:” with a value for each parameter, then “---”.",
    ),
    "template.no_subject": (
        "The text of a template begins with its subject.",
        "Write “Subject: ” and the subject on the line after the settings.",
    ),
    "template.condition": (
        "“{text}” is not a condition that Vires understands.",
        "Write [name], [not name] or [name=value], several with commas between them.",
    ),
    "template.braces": (
        "The braces on this line do not hold the name of a parameter.",
        "Write {{name}} or {{name:format}}, with a name in lower case.",
    ),
    "template.format": (
        "“{text}” is not a format.",
        "{nearest:maybe}Use day, weekday, money, and, or, maybe, term, whom, level, lines, count(one,many), said(params) or remedy(params).",
    ),
    "template.no_example": (
        "The text uses “{name}”, which has no example.",
        "{nearest:maybe}Add it under “example”.",
    ),
    "template.example_unused": (
        "There is an example for “{name}”, which the text does not use.",
        "Take it out, or use it.",
    ),
    "template.example_unfit": (
        "The template cannot be filled in with its own example: {detail}.",
        "Give an example of the kind that each format wants.",
    ),
    "designation.lead": ("the lead of the commission", ""),
    "designation.author": ("the author of the report", ""),
    "designation.secretary": ("the secretary", ""),
    "designation.proper_officer": ("the proper officer", ""),
    "designation.owner": ("the owner", ""),
    "designation.chair": ("the chair of {name}", ""),
    "designation.manager": ("whoever manages {name}", ""),
    "designation.person": ("{name}", ""),
}
