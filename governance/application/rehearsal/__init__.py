"""Rehearsing a year: the real use cases, with a clock that is told, on a copy in memory."""
