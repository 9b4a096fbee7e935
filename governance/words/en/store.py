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
        "Check that the server is running, and the address, user and password in"
        " VIRES_DATABASE_URL.",
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
        "Check the address. If it is right, restore the latest backup into a new database with"
        " `vires db restore`.",
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
}
