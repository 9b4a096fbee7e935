"""Words about the database and what it refuses."""

WORDS = {
    "store.address_unknown": (
        "VIRES_DATABASE_URL names a kind of database that Vires does not use: {scheme}.",
        "Start the address with sqlite:/// and a path, or with postgresql://.",
    ),
    "store.address_unreadable": (
        "The address in VIRES_DATABASE_URL cannot be read.",
        "Write it as {scheme}://user:password@host:port/database, or sqlite:///path/to/vires.db.",
    ),
    "store.cannot_create": (
        "The folder for the database cannot be made at {path}: {detail}.",
        "Set VIRES_DATA_DIR to a folder you may write to.",
    ),
    "store.cannot_open": (
        "The database {where} cannot be opened: {detail}.",
        "Check that the file exists and that you may read it and write to its folder.",
    ),
    "store.unreachable": (
        "The database {where} cannot be reached: {detail}.",
        "Check that the server is running, and the address, user and password in VIRES_DATABASE_URL.",
    ),
    "store.busy": (
        "Somebody else is writing to the database {where} and has not finished.",
        "Nothing was changed. Try again in a moment.",
    ),
    "store.read_only": (
        "The database {where} may be read but not written: {detail}.",
        "Nothing was changed. Give the user who runs Vires the right to write to it.",
    ),
    "store.full": (
        "There is no room left on the disk of the database {where}.",
        "Nothing was changed. Make room on the disk, then try again.",
    ),
    "store.corrupt": (
        "{where} is damaged, or is not a database of Vires: {detail}.",
        "Check the address. If it is right, restore the latest backup into a new database with `vires db restore`.",
    ),
    "store.failing": (
        "The disk of the database {where} failed: {detail}.",
        "Nothing was changed. Check the disk, then run `vires db check`.",
    ),
    "store.server_too_old": (
        "The PostgreSQL server is version {version}; Vires needs {oldest} or newer.",
        "Upgrade the server.",
    ),
    "store.not_utf8": (
        "The database {where} does not keep text as UTF-8.",
        "Create it again with the encoding UTF8.",
    ),
    "store.too_long": (
        "A text for {column} has {length:count(character,characters)}; it may have at most {most}.",
        "Shorten it.",
    ),
    "store.unstorable_text": (
        "A text for {column} contains a character that cannot be kept.",
        "Remove null characters and half characters from it.",
    ),
    "store.unstorable_number": (
        "A number is too large to keep: {detail}.",
        "Check the number that was given.",
    ),
    "store.schema_older": (
        "The database {where} was made by an older Vires: it is at version {at}, and {known} is wanted.",
        "Copy the database first (`vires db backup` of the older Vires, or the file itself), then run `vires db upgrade`.",
    ),
    "store.schema_newer": (
        "The database {where} was made by a newer Vires: it is at version {at}, and this one knows {known}.",
        "Use the newer Vires, or another database.",
    ),
    "store.schema_foreign": (
        "The database {where} holds tables that are not those of Vires.",
        "Name an empty database in VIRES_DATABASE_URL.",
    ),
    "ledger.no_entries": (
        "{ref} ({table}) has no entry in the ledger.",
        "Somebody wrote to the database past Vires, or its entries were removed. Compare with a backup.",
    ),
    "ledger.no_subject": (
        "The ledger speaks of {ref} ({table}), which is not there.",
        "Somebody removed it past Vires. Compare with a backup.",
    ),
    "ledger.unknown_subject": (
        "An entry of the ledger is about a kind of thing that has no history of its own: {table}.",
        "Compare with a backup.",
    ),
    "ledger.missing": (
        "Entry {number} on {ref} ({table}) is missing.",
        "Somebody removed it past Vires. Compare with a backup.",
    ),
    "ledger.out_of_order": (
        "Entry {number} on {ref} ({table}) does not follow from the one before it.",
        "Somebody changed or moved an entry past Vires. Compare with a backup.",
    ),
    "ledger.unreadable": (
        "An entry on something in {table} holds what cannot be read, so the others on things in {table} are not all checked.",
        "Somebody changed it past Vires. Compare with a backup.",
    ),
    "ledger.bytes_changed": (
        "Entry {number} on {ref} ({table}) was changed after it was written.",
        "Somebody changed it past Vires. Compare with a backup.",
    ),
    "ledger.columns_changed": (
        "Entry {number} on {ref} ({table}) says one thing in its record and another in its columns.",
        "Somebody changed it past Vires. Compare with a backup.",
    ),
    "ledger.cut": (
        "The latest entries on {ref} ({table}) are missing: there should be {entries} and there are {number}.",
        "Somebody removed them past Vires. Compare with a backup.",
    ),
    "ledger.head_differs": (
        "{ref} ({table}) does not name its latest entry.",
        "Somebody changed it past Vires. Compare with a backup.",
    ),
    "store.backup_exists": (
        "There is a file at {path} already.",
        "Name another file; Vires writes over no backup.",
    ),
    "store.backup_unwritable": (
        "The backup cannot be written to {path}: {detail}.",
        "Name a file in a folder you may write to, with room for it.",
    ),
    "store.backup_unreadable": (
        "The backup {path} cannot be read: {detail}.",
        "Check the name of the file and that you may read it.",
    ),
    "store.backup_damaged": (
        "{path} is damaged, or is not a backup of Vires: {detail}.",
        "Nothing was changed. Use another backup.",
    ),
    "store.backup_older": (
        "The backup {path} was made by an older Vires: it is at version {at}, and {known} is wanted.",
        "Restore it with the Vires that made it, then run `vires db upgrade` with this one.",
    ),
    "store.backup_newer": (
        "The backup {path} was made by a newer Vires: it is at version {at}, and this one knows {known}.",
        "Restore it with the newer Vires.",
    ),
    "store.not_empty": (
        "The database {where} is not empty.",
        "Restore into a new database, or give up what this one holds with --replace.",
    ),
    "store.evidence_differs": (
        "There is another file of evidence at {path} than the backup holds.",
        "Nothing was changed. Set VIRES_DATA_DIR to a new folder, or move that file away.",
    ),
    "check.damage": (
        "The database file is damaged: {detail}.",
        "Stop Vires, keep the file, and restore the latest backup into a new database.",
    ),
    "check.trigger_missing": (
        "The database no longer refuses to change the ledger: {trigger} is missing.",
        "Find out who removed it. Make a backup and restore it into a new database.",
    ),
    "check.unknown_state": (
        "{rows:count(row,rows)} of {table} in a state that no lifecycle knows: {state}. One is {example}.",
        "Somebody wrote to the database past Vires. Compare with a backup.",
    ),
    "check.below_nothing": (
        "{rows:count(row,rows)} of {table} whose {column} is below nothing. One is {example}.",
        "Such a sum counts for none. Correct it, or withdraw what says it and write it anew.",
    ),
    "check.dangling": (
        "{rows:count(row,rows)} of {table} whose {column} leads to nothing. One is {example}.",
        "Somebody wrote to the database past Vires. Compare with a backup.",
    ),
    "check.evidence_missing": (
        "A file of evidence is missing: {digest}. It belongs to {example}.",
        "Put the file back from a backup, under VIRES_DATA_DIR in the folder evidence.",
    ),
    "check.evidence_altered": (
        "A file of evidence was changed after it was kept: {digest}. It belongs to {example}.",
        "Put the file back from a backup, under VIRES_DATA_DIR in the folder evidence.",
    ),
    "db.upgraded": ("The database {where} is now at version {version}.", ""),
    "db.up_to_date": ("The database {where} is at version {version}; there was nothing to do.", ""),
    "db.checked": (
        "Checked {rows:count(row,rows)} and {entries:count(entry,entries)} of the ledger; found {found:count(problem,problems)}.",
        "",
    ),
    "db.for_everybody": (
        "Everybody on this machine can look into {path}. If that is not on purpose, run “chmod o= {path}”.",
        "",
    ),
    "db.backed_up": (
        "Wrote {rows:count(row,rows)} and {evidence:count(file,files)} of evidence to {file}.",
        "",
    ),
    "db.restored": (
        "Restored {rows:count(row,rows)} and {evidence:count(file,files)} of evidence from {file}; noted in the ledger of {partnerships:count(partnership,partnerships)}.",
        "",
    ),
    "db.replaced": ("What the database held before is in {file}.", ""),
}
