"""The decision record: one file with everything a decision rested on, for whoever doubts it."""
