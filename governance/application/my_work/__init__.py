"""What waits for whoever asks: theirs by person, post or role, the first due first."""
