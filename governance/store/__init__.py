"""Tables, sessions, migrations and the ledger's writer."""
