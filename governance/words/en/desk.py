"""Words for what any act can meet: names unknown, somebody else first, who may act at all."""

WORDS: dict[str, tuple[str, str]] = {
    "name.unknown": (
        "There is no {what} “{name}”.",
        "{nearest:maybe}Check the spelling.",
    ),
    "moved_first": (
        "{name:who} changed {ref} first, at {when:time} ({what:act}).",
        "Look at it again, then decide whether to go on.",
    ),
    "moved_first_unseen": (
        "Somebody changed {ref} first.",
        "Look at it again, then decide whether to go on.",
    ),
    "moved_first_same": (
        "Somebody wrote the same at the same moment ({what}), so nothing was written twice.",
        "Look at what is there now, then decide whether to go on.",
    ),
    "partnership.none": (
        "There is no partnership yet.",
        "Create one: vires partnership create KEY --name NAME.",
    ),
    "partnership.which": (
        "There are several partnerships: {known:and}.",
        "Say which one with --partnership.",
    ),
    "actor.left": (
        "{name} left on {on:day} and cannot act.",
        "Act as somebody who is still here.",
    ),
}
