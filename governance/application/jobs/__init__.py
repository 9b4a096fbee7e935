"""Long work that is asked for on a page and done beside it: imports, rehearsals, checks."""
