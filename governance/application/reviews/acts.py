"""Putting a review off, within the bounds of the escalation policy."""
