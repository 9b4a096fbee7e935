"""Measures: what is observed, how it is rated by the rule in force, what a red demands."""
