"""Rulebooks: loading, adopting, and what is in force on a day."""
