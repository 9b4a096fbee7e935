"""Who may decide what: the scheme language, its reader, and the answer for a case."""
