"""The ledger as people ask it: is it whole, and what was done to a thing."""
