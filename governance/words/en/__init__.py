"""English, as GOV.UK writes it."""
