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
        "Make a backup with `vires db backup`, then run `vires db upgrade`.",
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
}
