"""Words about the record rebuilt from its entries: what differs, and what stood on a past day."""

_PAST = "Somebody wrote to the database past Vires, or a backup of one part was put back. Find out who, and compare with a backup."
_ENTRY = "The entries themselves were changed past Vires. Restore the latest backup in which the ledger is whole."

WORDS = {
    "replay.differs": (
        "{ref} in {table}: {column} is not what the ledger’s entries say.",
        _PAST,
    ),
    "replay.in_no_entry": ("{ref} in {table} stands in no entry of the ledger.", _PAST),
    "replay.not_there": (
        "{ref} of {table} is not there, though entries of the ledger wrote it.",
        _PAST,
    ),
    "replay.of_nobody": (
        "There are rows in {table} of a partnership that there is none of: {partnership}.",
        _PAST,
    ),
    "replay.unreadable": (
        "Row {row} in {table} holds something that its columns cannot hold.",
        _PAST,
    ),
    "replay.text_differs": (
        "The personal text {ref} is not the one whose digest the ledger holds.",
        _PAST,
    ),
    "replay.text_gone": (
        "The personal text {ref} is gone, and no entry of the ledger says that it was erased.",
        _PAST,
    ),
    "replay.gap": (
        "Entry {number} on {id} in {table} builds on something that no entry wrote.",
        "An entry is missing, or a row was written past Vires before that act. Find out who, and compare with a backup.",
    ),
    "replay.twice": ("An entry on {id} in {table} makes {row} of {of}, which was there.", _ENTRY),
    "replay.nothing_there": (
        "An entry on {id} in {table} changes {row} of {of}, which no entry made.",
        _ENTRY,
    ),
    "replay.no_subject": (
        "Entry {number} is about {id} in {table}, which no entry made.",
        _ENTRY,
    ),
    "replay.unreadable_entry": ("Entry {number} on {id} in {table} cannot be read.", _ENTRY),
    "replay.more": (
        "More differs than is told here: these are the first {most}.",
        "Stop Vires, keep the database, and restore the latest backup into a new one.",
    ),
    "as_it_stood.to_come": (
        "How things stand at {at:time} cannot be told yet.",
        "Ask for a day that has come, or plan ahead with `vires rehearse`.",
    ),
    "as_it_stood.to_come@web": (
        "How things stand at {at:time} cannot be told yet.",
        "Ask for a day that has come.",
    ),
    "as_it_stood.before": (
        "The record of {name} had not begun: its first entry was made at {began:time}.",
        "Ask for that day or a later one.",
    ),
    "as_it_stood.not_whole": (
        "The states of that day cannot be rebuilt: the ledger is not whole.",
        "See what is wrong with `vires db check --replay`.",
    ),
    "as_it_stood.not_whole@web": (
        "The states of that day cannot be rebuilt: the ledger is not whole.",
        "Ask whoever runs Vires to check the database.",
    ),
    "as_it_stood.text_altered": (
        "The text of {ref} is not the one that came into force: its digest is not the one on record.",
        "Restore the latest backup in which `vires db check --replay` finds nothing.",
    ),
    "as_it_stood.text_altered@web": (
        "The text of {ref} is not the one that came into force: its digest is not the one on record.",
        "Ask whoever runs Vires to check the database.",
    ),
    "as_it_stood.wording_gone": (
        "(The record holds the digest of what stood here then; the wording has changed since.)",
        "",
    ),
    "as_it_stood.shown": ("As it stood at {at:time}, by the record.", ""),
    "cli.show_which": (
        "Which {what}?",
        "Give its reference, such as `vires show {what} {example} --at {at}`.",
    ),
    "replay.whole": ("The tables say what the ledger’s entries lead to.", ""),
}
