"""Proposals (people say reports): from draft to a decision that takes effect."""
